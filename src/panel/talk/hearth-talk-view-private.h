/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-conversation-list.h"
#include "hearth-talk-bar.h"
#include "hearth-talk-cards.h"
#include "hearth-talk-reader.h"
#include "hearth-talk-view.h"
#include "hearth-turn-view.h"

G_BEGIN_DECLS

/**
 * HearthTalkView:
 *
 * A conversation: what was said, the cards in it, and the line at the foot where one asks.
 */
struct _HearthTalkView {
  GtkWidget parent_instance;

  GtkStack *pages; /* the conversation, or the list of all */
  GtkWidget *stack;
  GtkWidget *scroller;
  GtkWidget *turns;
  GtkWidget *hearing; /* what is being heard, below the turns */
  GtkWidget *ghost;   /* (nullable): the owner's words so far */
  GtkWidget *starters;
  GtkWidget *private_note;
  GtkLabel *greeting;
  GtkWidget *changing; /* says that a question is said in other words */
  HearthTalkBar *bar;
  HearthConversationList *list; /* (nullable): made when it is first looked at */

  HearthMailDesk *desk;      /* (owned) (nullable) */
  HearthClient *client;      /* (owned) (nullable) */
  HearthTalkCards *cards;    /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned): of all that is asked for the conversation on the screen */
  char *conversation;        /* (owned): "" before the first question of a new one */
  char *title;               /* (owned): "" before it has one */
  gboolean is_private;
  GPtrArray *private_names;  /* (owned) (element-type utf8): begun here, newest first */
  GPtrArray *said;           /* (owned): the owner's words, oldest first */
  GHashTable *said_links;    /* (owned): web addresses in the owner's words of this conversation */
  GHashTable *drafts;        /* (owned) (element-type utf8 utf8): what is typed and not sent */
  GHashTable *places;        /* (owned) (element-type utf8 double): how far from the end one reads */
  HearthTurnView *answering; /* (nullable): the answer that streams */
  HearthTurnView *editing;   /* (nullable): the question that is said in other words */
  gboolean took_back;        /* an answer gave way to the one that streams */
  gint64 turn;               /* the number of the answer, or 0 before the service has given one */
  GQueue early;              /* (owned): events that came before the number did */
  char *waiting;             /* (owned) (nullable): a question for a service that wakes up */
  GPtrArray *waiting_files;  /* (owned) (nullable) (element-type HearthTurnFile): and its files */
  gint64 oldest;             /* the oldest turn shown, or 0 */
  gint64 wanted;             /* a turn that is to be brought into sight, or 0 */
  double place;              /* how far from the end it is opened, or 0 */
  gboolean held;  /* something is held down for as long as somebody speaks */
  gboolean fresh; /* nothing was said in it yet, and nothing is to be read */
  gboolean loading;
  gboolean at_end;
  guint follow; /* a frame's scrolling to the end */
};

void hearth_talk_view_begin         (HearthTalkView *self, const char *name, const char *title,
                                     gboolean is_private);
void hearth_talk_view_load          (HearthTalkView *self);
void hearth_talk_view_stop_editing  (HearthTalkView *self);
void hearth_talk_view_place_cards   (HearthTalkView *self);
gint64 hearth_talk_view_add_question (HearthTalkView *self, const char *words, GPtrArray *files);

/* hearth-talk-hearing.c */
void hearth_talk_view_set_up_hearing (HearthTalkView *self);
void hearth_talk_view_stop_hearing  (HearthTalkView *self);

/* hearth-talk-asking.c */
void hearth_talk_view_set_answering (HearthTalkView *self, HearthTurnView *view);
void hearth_talk_view_send          (HearthTalkView *self, const char *text, gint64 instead,
                                     GPtrArray *files);
void hearth_talk_view_fail          (HearthTalkView *self, const char *message);
void hearth_talk_view_take          (HearthClient *client, gint64 turn, gpointer event,
                                     gpointer user_data);
void hearth_talk_view_forget_early  (HearthTalkView *self);
void hearth_talk_view_take_number   (HearthTalkView *self, gint64 turn, const char *conversation);

void hearth_talk_view_ask_again     (HearthTalkView *self, HearthTurnView *answer);

/* hearth-talk-greeting.c */
void hearth_talk_view_greet         (HearthTalkView *self);

/* hearth-talk-undo.c */
void hearth_talk_view_offer_undo    (HearthTalkView *self, gint64 turn);

/* hearth-talk-switch.c */
void hearth_talk_view_show_title    (HearthTalkView *self, const char *title);
void hearth_talk_view_set_name      (HearthTalkView *self, const char *name);
void hearth_talk_view_set_up_list   (HearthTalkView *self);

G_END_DECLS
