/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-exchange.h"

#include "hearth-foresight.h"
#include "hearth-reader.h"

G_BEGIN_DECLS

/* What listening and answering share; nobody else includes this header. */

struct _HearthExchange {
  GObject parent_instance;

  HearthEngine *engine;       /* (owned) */
  HearthCompanion *companion; /* (owned) */
  HearthVoiceClient *client;  /* (owned) */
  HearthVoiceSetup *setup;    /* (owned) */
  GSettings *settings;        /* (owned) */
  HearthMouth *mouth;         /* (owned) */
  HearthForesight *foresight; /* (owned) */
  guint last_number;
  gboolean microphone;
  gboolean watched;

  /* The exchange that goes on; number is 0 where there is none. */
  guint number;
  HearthExchangePurpose purpose;
  char *conversation;
  char *language; /* (nullable) */
  char *title;    /* which recogniser hears */
  char *host;
  gboolean converse;
  gboolean closing;      /* it does not listen again */
  GCancellable *opening; /* (owned) (nullable) the microphone is about to open */
  guint hearing;         /* the number that hearth-voice gave, or 0 */
  gint64 speech_began;   /* monotonic microseconds; of what is being heard */
  HearthExchangeFuncs funcs;
  gpointer user_data;
  GDestroyNotify destroy;

  /* The answer that is said, or was said last. */
  HearthReader *reader; /* (owned) (nullable) */
  gint64 turn;
  gboolean answering; /* more of it comes */
  gint64 card;        /* that is read, or was; 0 for none */
  char *card_hash;
  gint64 card_read; /* monotonic microseconds; when all of it had been read; 0 before */
};

void     hearth_exchange_hear          (HearthExchange *self, const char *text);
void     hearth_exchange_drop_answer   (HearthExchange *self);
gboolean hearth_exchange_waits_for_yes (HearthExchange *self);
void     hearth_exchange_go_on         (HearthExchange *self);
void     hearth_exchange_tell_changed  (HearthExchange *self);

G_END_DECLS
