/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-runner.h"
#include "hearth-sync-sink.h"
#include "hearth-worker.h"

G_BEGIN_DECLS

/* What is still to be told on the main thread. */
typedef struct {
  GArray *ids[2];     /* (owned) (nullable): the second of a source's first sync */
  GHashTable *tables; /* (owned) (nullable): names */
  GPtrArray *refused; /* (owned) (nullable): sentences */
  gboolean progressed;
  gboolean queued;
} News;

struct _HearthRunner {
  GObject parent_instance;

  HearthWriter *writer;           /* (owned) */
  HearthWorker *worker;           /* (owned) (nullable) once stopped */
  HearthWorker *errands;          /* (owned) (nullable) what goes to a server beside a sync */
  HearthMailSource *mail;         /* (owned) (nullable) */
  HearthCalendarSource *calendar; /* (owned) (nullable) */
  HearthContactSource *contacts;  /* (owned) (nullable) */
  gint64 id;
  char *path;                /* (owned) */
  char *name;                /* (owned) */
  GCancellable *cancellable; /* (owned) */
  guint running;             /* (main) syncs queued or at work */
  gboolean watching;         /* (main) */
  gboolean paused;           /* its owner wants nothing of it now */
  gboolean careless;         /* its owner does not mind what it costs */
  gint64 failed;             /* (main) when, monotonic */
  guint replays;             /* (main) errands that tell the server, queued or at work */
  guint n_failures;          /* (main) in a row */
  gboolean everything;       /* (main) the next sync reads all anew */

  char *told_error; /* (source) (owned) (nullable) as stored */

  GMutex mutex;
  guint waiting;     /* (mutex) syncs queued and not begun */
  gboolean replaying; /* (mutex) an errand is queued that will tell the server */
  GHashTable *noticed; /* (mutex) (owned) names of mailboxes that changed */
  HearthSpan window; /* (mutex) as wide as anybody asked for until a sync begins */
  gboolean thrifty;  /* (mutex) older mail shall wait */
  gboolean left;     /* (mutex) older mail waits */
  gboolean first;    /* (mutex) no sync of all has ended well yet */
  guint64 done;      /* (mutex) */
  guint64 total;     /* (mutex) */
  News news;         /* (mutex) */
};

void     hearth_runner_set_left        (HearthRunner *self, gboolean left);
void     hearth_runner_note_changed    (HearthRunner *self, const char *table);
void     hearth_runner_note_refused    (HearthRunner *self, const char *sentence);
gboolean hearth_runner_read_calendar   (HearthRunner *self, gboolean everything, GError **error);
gboolean hearth_runner_expand_calendar (HearthRunner *self, HearthSpan window, gboolean *everything,
                                        const HearthSyncSink *sink, GCancellable *cancellable,
                                        GError **error);
gboolean hearth_runner_tell_edits      (HearthRunner *self, HearthSpan window, gboolean synced,
                                        GCancellable *cancellable, GError **error);
gboolean hearth_runner_tell_operations (HearthRunner *self, GCancellable *cancellable,
                                        GError **error);
HearthRunner *hearth_runner_make      (HearthWriter *writer, const HearthSource *record) G_GNUC_WARN_UNUSED_RESULT;
void     hearth_runner_start_workers   (HearthRunner *self);

G_END_DECLS
