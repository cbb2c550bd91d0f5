/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-builtin-service.h"
#include "hearth-companion.h"
#include "hearth-conversation-book.h"
#include "hearth-heard.h"

G_BEGIN_DECLS

/* What the companion and its answers share; nobody else includes this header. */

/**
 * HearthCompanion:
 *
 * Holds conversations: hands each question to the rules or to a service, checks through the
 * gate what is proposed, and stores what was said. For the main thread.
 */
struct _HearthCompanion {
  GObject parent_instance;

  HearthEngine *engine;                    /* (owned) */
  HearthConversationBook *book;            /* (owned) */
  HearthHeard *heard;                      /* (owned) */
  HearthUsage *usage;                      /* (owned) */
  HearthIntents *intents;                  /* (owned) */
  HearthBuiltinService *builtin;           /* (owned) */
  HearthAiService *service;                /* (owned) (nullable) */
  HearthAiService *plan_service;           /* (owned) (nullable): NULL: the one that answers */
  HearthCompanionServiceFunc find_service; /* (nullable) */
  gpointer find_service_data;
  gboolean offers;     /* something that understands more, once */
  GHashTable *answers; /* (element-type gint64 Answer): those under way, lent */
};

/**
 * HearthCompanionAnswer:
 *
 * One answer under way.
 */
typedef struct {
  HearthCompanion *companion; /* (owned) */
  HearthTurn *turn;           /* (owned): the companion's */
  char *question;
  GPtrArray *files;          /* (owned) (element-type HearthTurnFile): that go with it */
  GString *text;
  GCancellable *cancellable; /* (owned): of this answer */
  GCancellable *outer;       /* (owned) (nullable): the asker's */
  gulong outer_id;
  gint64 saved;
  HearthAiService *plain_service; /* (owned) (nullable) */
  HearthAiService *service;       /* (owned) (nullable): the same, counted */
  HearthAiService *plan_service;  /* (owned) (nullable): counted */
  gsize length_before;            /* of what was said before the service was asked */
  guint n_shortened;
  gboolean acted;   /* the service has done or proposed something */
  gboolean dropped; /* its conversation was removed: nothing of it is kept any more */
  HearthAnswerFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} HearthCompanionAnswer;

gboolean hearth_companion_answer_start_cb (gpointer user_data);
void     hearth_companion_tell_offered    (HearthCompanion *self);
void     hearth_companion_tell_event      (HearthCompanion *self, gint64 turn,
                                           const HearthAnswerEvent *event);

G_END_DECLS
