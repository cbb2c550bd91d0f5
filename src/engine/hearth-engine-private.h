/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-drafts.h"
#include "hearth-engine.h"
#include "hearth-outbox.h"
#include "hearth-runner.h"
#include "hearth-worker.h"
#include "hearth-writer.h"

G_BEGIN_DECLS

typedef struct _HearthActionBatches HearthActionBatches;

struct _HearthEngine {
  GObject parent_instance;

  char *data_dir;                 /* (owned) */
  int lock_fd;
  HearthWriter *writer;           /* (owned) (nullable) once stopped */
  HearthDatabase *reader;         /* (owned) (main) */
  GPtrArray *runners;             /* (owned) (main) of HearthRunner */
  HearthReminderQueue *reminders; /* (owned) (main) */
  HearthOutbox *outbox;           /* (owned) (main) */
  HearthDrafts *drafts;           /* (owned) (main) */
  HearthSpan window;              /* (main) where occurrences are, or will be at the next sync */
  HearthSpan stored_window;       /* (main) where they certainly are, as the store says */
  HearthReminderRules reminder_rules; /* (main) */
  HearthDayPlan day_plan;         /* (main) */
  gint64 default_calendar;        /* (main) where new events go; 0 for the owner's own here */
  gboolean started;               /* (main) */
  gboolean paused;                /* (main) nothing is begun any more */
  gboolean removing;              /* (main) a portion of a removed source is on its way */
  gboolean reminders_started;     /* (main) */
  guint clearing;                 /* (main) the keyring was asked to forget and has not answered */
  HearthWorker *composer;         /* (owned) (nullable) (main) makes the bytes of what is sent */
  GHashTable *sending;            /* (owned) (nullable) (main) rows of drafts that it has */
  HearthActionBatches *batches;   /* (owned) (nullable) (main) what is moved in portions */
  HearthWorker *pages;            /* (owned) (nullable) (main) writes pages for the browser */
  guint look_timer;
  guint plan_soon;
  guint conflicts_soon;           /* (main) */
  guint later_soon;               /* (main) */
  guint wipe_soon;                /* (main) */
  gboolean permissions_wait;      /* (main) until files have been read */
  guint retry_timer;
  gulong network_handler;         /* (main) */
  guint network_timer;
  guint traffic_timer;            /* (main) */
  GHashTable *journal_sending;    /* (owned) (nullable) (main) what is not settled, by row */
  GHashTable *journal_told;       /* (owned) (nullable) (main) how far lines tell of a tally */
  HearthThrift thrift;            /* (main) */
  HearthThrift told_thrift;       /* (main) as the store says */
};

HearthRunner *hearth_engine_find_runner  (HearthEngine *self, gint64 source_id);
HearthRunner *hearth_engine_add_runner   (HearthEngine *self, const HearthSource *record,
                                          GError **error);
void          hearth_engine_emit_changed (HearthEngine *self, const char *table);
void          hearth_engine_emit_progress (HearthEngine *self);
void          hearth_engine_queue_removal (HearthEngine *self);
void          hearth_engine_sync_runner  (HearthEngine *self, HearthRunner *runner,
                                          gboolean noticed_only);

/* hearth-action-batches.c */
void          hearth_action_batches_free (HearthActionBatches *self);

/* hearth-unsubscribe.c */
void          hearth_engine_settle_unsubscribes (HearthEngine *self);

/* hearth-engine-network.c */
void          hearth_engine_watch_network (HearthEngine *self);
void          hearth_engine_unwatch_network (HearthEngine *self);
void          hearth_engine_note_thrift  (HearthEngine *self);
HearthCredentials *hearth_engine_lookup_credentials (const HearthAccount *account, gboolean refresh,
                                                     gpointer user_data, GCancellable *cancellable,
                                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void          hearth_engine_clear_secrets (HearthEngine *self, const HearthAccount *account);

/* hearth-engine-journal.c */
void          hearth_engine_note_traffic    (HearthEngine *self);
void          hearth_engine_watch_traffic   (HearthEngine *self);
void          hearth_engine_unwatch_traffic (HearthEngine *self);

/* hearth-engine-calendar.c */
void          hearth_engine_watch_calendars (HearthEngine *self);
void          hearth_engine_watch_edits (HearthEngine *self, HearthRunner *runner);
void          hearth_engine_start_calendars (HearthEngine *self);
void          hearth_engine_pause_calendars (HearthEngine *self);

/* hearth-later.c */
void          hearth_engine_watch_later  (HearthEngine *self);
void          hearth_engine_start_later  (HearthEngine *self);
void          hearth_engine_pause_later  (HearthEngine *self);

/* hearth-permissions.c */
void          hearth_engine_watch_permissions (HearthEngine *self);

/* hearth-engine-window.c */
gboolean      hearth_engine_choose_window (HearthEngine *self);
void          hearth_engine_spread_window (HearthEngine *self, gboolean everything);
void          hearth_engine_store_window  (HearthEngine *self, const HearthSpan *read);

/* hearth-engine-send.c */
void          hearth_engine_make_outbox  (HearthEngine *self);
void          hearth_engine_pause_outbox (HearthEngine *self);
void          hearth_engine_close_outbox (HearthEngine *self);

HearthRunner *hearth_engine_make_calendar_runner (HearthEngine *self, const HearthSource *record,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      hearth_engine_forget_calendar      (HearthEngine *self, gint64 source_id,
                                                  GError **error);

G_END_DECLS
