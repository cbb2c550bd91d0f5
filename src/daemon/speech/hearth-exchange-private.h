/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-exchange.h"

#include "hearth-foresight.h"
#include "hearth-reader.h"
#include "hearth-voice-command.h"

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
  gboolean begins;       /* what is dictated next begins a sentence */
  gboolean began;        /* what was dictated last did */
  gint64 speech_began;   /* monotonic microseconds; of what is being heard */
  char **alternatives;   /* (owned) (nullable) what else the next sentence may be */
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

  /* What was told aloud, and what is to be. */
  GQueue announcements;   /* of HearthAnnouncement, owned: not said yet */
  HearthReader *crier;    /* (owned) (nullable) says one now */
  HearthChipKind told;    /* what was told last */
  gint64 told_id;         /* its row, or 0 */
  gint64 told_at;         /* monotonic microseconds */
};

/**
 * HearthAnnouncement: something that is told aloud: a mail or a reminder.
 */
typedef struct {
  HearthChipKind kind;
  gint64 id;
  char *text;
} HearthAnnouncement;

void     hearth_exchange_hear          (HearthExchange *self, const char *text);
const char *hearth_exchange_choose     (HearthExchange *self, const char *text);
void     hearth_exchange_drop_answer   (HearthExchange *self);
gboolean hearth_exchange_waits_for_yes (HearthExchange *self);
void     hearth_exchange_ask           (HearthExchange *self, const char *text);
void     hearth_exchange_say           (HearthExchange *self, const char *text);
gboolean hearth_exchange_follow_told   (HearthExchange *self, HearthVoiceCommandKind command,
                                        const char *text);
void     hearth_exchange_announce_next (HearthExchange *self);
void     hearth_exchange_forget_waiting (HearthExchange *self);
void     hearth_exchange_go_on         (HearthExchange *self);
void     hearth_exchange_tell_changed  (HearthExchange *self);

G_END_DECLS
