/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-edit-queue.h"

#include "hearth-clock.h"
#include "hearth-edit-overlay.h"
#include "hearth-ical-edit.h"
#include "hearth-store-actions.h"
#include "hearth-store-event-edits.h"
#include "hearth-store-records.h"

#include <glib/gi18n.h>

/* Whoever else writes the same resource all the time is let have his way for a while. */
#define MAX_TRIES 5

/* The queue of one calendar at work. */
typedef struct {
  HearthWriter *writer;         /* (unowned) */
  HearthCalendarSource *source; /* (unowned) */
  gint64 source_id;
  HearthSpan window;
  const HearthEditSink *sink; /* (unowned) */
  GCancellable *cancellable;  /* (unowned) (nullable) */
  HearthWaitingEdit *waiting; /* (owned) (nullable) what is being told */
  GBytes *there;              /* (owned) (nullable) what its server has, as last read or written */
  char *etag;                 /* (owned) (nullable) and its version */
  char *href;                 /* (owned) (nullable) where it is now */
  gboolean known;             /* whether @there says anything */
  gboolean synced;            /* a sync has just been made */
  gboolean wait_for_sync;     /* one has to be made before the rest can be told */
  const char *problem;        /* (unowned) (nullable) */
  char *sentence;             /* (owned) (nullable) */
} Queue;

static void
queue_clear (Queue *self)
{
  g_clear_pointer (&self->waiting, hearth_waiting_edit_free);
  g_clear_pointer (&self->there, g_bytes_unref);
  g_clear_pointer (&self->etag, g_free);
  g_clear_pointer (&self->href, g_free);
  g_clear_pointer (&self->sentence, g_free);
  self->known = FALSE;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Queue, queue_clear)

static gboolean
take_next (HearthDatabase *db, gpointer user_data, GError **error)
{
  Queue *self = user_data;

  return hearth_store_event_edits_take (db, self->source_id, &self->waiting, error);
}

static gboolean
ask_waiting (HearthDatabase *db, gpointer user_data, GError **error)
{
  Queue *self = user_data;

  return hearth_store_event_edits_wait (db, self->source_id, &self->known, error);
}

/* Stores what the server has now, under its name there. */
static gboolean
store_there (HearthDatabase *db, Queue *self, GError **error)
{
  const HearthWaitingEdit *waiting = self->waiting;
  g_autofree char *pending = hearth_resource_dup_pending (waiting->uid);
  const char *href = hearth_resource_is_pending (waiting->href) ? pending : waiting->href;

  if (self->href != NULL && !g_str_equal (self->href, href)) {
    if (!hearth_store_resource_texts_move (db, self->source_id, href, self->href, error))
      return FALSE;
    href = self->href;
  }
  if (!self->known)
    return hearth_store_resource_texts_forget_version (db, self->source_id, href, error);
  return hearth_edit_overlay_write (db, self->source_id, href, self->etag, self->there,
                                    self->window, error);
}

static gboolean
write_told (HearthDatabase *db, gpointer user_data, GError **error)
{
  Queue *self = user_data;

  return hearth_store_event_edits_remove (db, self->waiting->id, error) &&
         store_there (db, self, error);
}

/* Of what the owner did, for the journal and for him. */
static char *
dup_what (HearthDatabase *db, const HearthWaitingEdit *waiting)
{
  g_autoptr (HearthAction) action =
      waiting->action_id != 0 ? hearth_store_actions_get (db, waiting->action_id, NULL) : NULL;

  if (action != NULL && *action->target != '\0')
    return g_strdup (action->target);
  return g_strdup (waiting->edit->summary != NULL ? waiting->edit->summary : waiting->uid);
}

static gboolean
write_refused (HearthDatabase *db, gpointer user_data, GError **error)
{
  Queue *self = user_data;
  g_autofree char *what = dup_what (db, self->waiting);

  g_free (self->sentence);
  /* Translators: the summary of an event, and why its change was not taken, a sentence */
  self->sentence = g_strdup_printf (_("Your change to “%s” was not taken by its calendar: %s"),
                                    what, self->problem);
  return hearth_store_event_edits_refuse (db, self->waiting->id, self->problem, error) &&
         store_there (db, self, error) &&
         hearth_store_journal_add (db, "calendar", self->sentence, NULL, 0, error);
}

/* Whether the server will never take it, as opposed to not now. */
static gboolean
is_final (const GError *error)
{
  return error->domain == HEARTH_CALENDAR_ERROR && error->code != HEARTH_CALENDAR_ERROR_OFFLINE &&
         error->code != HEARTH_CALENDAR_ERROR_LOGIN &&
         error->code != HEARTH_CALENDAR_ERROR_UNREADABLE &&
         error->code != HEARTH_CALENDAR_ERROR_CONFLICT && error->code != HEARTH_CALENDAR_ERROR_GONE;
}

/* Reads what the server has. A new resource has nothing there yet. */
static gboolean
look (Queue *self, GError **error)
{
  GError *local_error = NULL;

  g_clear_pointer (&self->there, g_bytes_unref);
  g_clear_pointer (&self->etag, g_free);
  self->known = hearth_resource_is_pending (self->waiting->href);
  if (self->known)
    return TRUE;
  self->there =
      hearth_calendar_source_read_resource_sync (self->source, self->waiting->href, &self->etag,
                                                 self->cancellable, &local_error);
  self->known = self->there != NULL || g_error_matches (local_error, HEARTH_CALENDAR_ERROR,
                                                        HEARTH_CALENDAR_ERROR_NOT_FOUND);
  if (self->known) {
    g_clear_error (&local_error);
    return TRUE;
  }
  g_propagate_error (error, local_error);
  return FALSE;
}

/* Writes what the resource is to be. */
static gboolean
put (Queue *self, GBytes *content, GError **error)
{
  const HearthWaitingEdit *waiting = self->waiting;
  const char *href = hearth_resource_is_pending (waiting->href) ? NULL : waiting->href;
  g_autofree char *new_etag = NULL;

  if (content == NULL) {
    if (self->there != NULL &&
        !hearth_calendar_source_remove_resource_sync (self->source, href, waiting->uid, self->etag,
                                                      self->cancellable, error))
      return FALSE;
  } else if (!hearth_calendar_source_write_resource_sync (self->source, href, waiting->uid, content,
                                                          self->etag, &self->href, &new_etag,
                                                          self->cancellable, error)) {
    return FALSE;
  }
  g_clear_pointer (&self->there, g_bytes_unref);
  g_clear_pointer (&self->etag, g_free);
  self->there = content != NULL ? g_bytes_ref (content) : NULL;
  self->etag = g_steal_pointer (&new_etag);
  return TRUE;
}

/* A resource of that name is there, though it should be new: it is the one that was told when the
 * connection broke, or somebody wrote the same event. A sync finds its name; until then it stays in
 * the queue, and what comes behind it too. */
static gboolean
is_there_already (const Queue *self, const GError *error)
{
  return hearth_resource_is_pending (self->waiting->href) &&
         g_error_matches (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_CONFLICT);
}

/* Tells what waits: does it to what is there now, until nobody else was faster. An edit that was
 * done already changes nothing, so that what was begun before a crash is not done twice. */
static gboolean
tell (Queue *self, GError **error)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();

  for (guint i = 0;; i++) {
    g_autoptr (GBytes) content = NULL;
    g_autoptr (GError) local_error = NULL;

    if (!look (self, error))
      return FALSE;
    content = hearth_ical_edit_apply (self->there, self->waiting->edit, zone, &local_error);
    if (local_error == NULL && (content == self->there || put (self, content, &local_error)))
      return TRUE;
    if (is_there_already (self, local_error)) {
      self->wait_for_sync = !self->synced;
      if (self->synced)
        g_set_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_REFUSED,
                     _("Its server has an event of the same name elsewhere."));
      return self->wait_for_sync;
    }
    if (i + 1 >= MAX_TRIES ||
        !g_error_matches (local_error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_CONFLICT)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  }
}

/* Tells one change. Returns whether there may be another. */
static gboolean
tell_one (Queue *self, GError **error)
{
  GError *local_error = NULL;
  gboolean ok;

  if (tell (self, &local_error)) {
    if (self->wait_for_sync)
      return TRUE;
    ok = hearth_writer_run_sync (self->writer, write_told, self, error);
  } else if (is_final (local_error)) {
    self->problem = local_error->message;
    ok = hearth_writer_run_sync (self->writer, write_refused, self, error);
    if (ok)
      self->sink->refused (self->sentence, self->sink->user_data);
    g_error_free (local_error);
  } else {
    g_propagate_error (error, local_error);
    return FALSE;
  }
  if (ok)
    self->sink->changed (self->sink->user_data);
  return ok;
}

/**
 * hearth_edit_queue_run:
 * @writer: the store's writer
 * @source: a calendar that is not on this computer, used by this thread alone while it runs
 * @source_id: its row
 * @window: the time for which occurrences are wanted
 * @synced: whether the calendar was just read: then nothing waits for that
 * @sink: where to report
 * @cancellable: (nullable): to stop it between two changes
 * @error: a #HearthCalendarError that says why the rest waits, or a #HearthStoreError
 *
 * Tells a server what its owner did to a calendar, in order. Each change is noted as begun before
 * and forgotten after: what a crash leaves in between is looked for on the server before it is told
 * again. What the server refuses for good is taken back here, and said.
 *
 * Returns: whether the server knows all of it, but for what a sync has to be made for first
 */
gboolean
hearth_edit_queue_run (HearthWriter *writer, HearthCalendarSource *source, gint64 source_id,
                       HearthSpan window, gboolean synced, const HearthEditSink *sink,
                       GCancellable *cancellable, GError **error)
{
  g_auto (Queue) self = { .writer = writer,
                          .synced = synced,
                          .source = source,
                          .source_id = source_id,
                          .window = window,
                          .sink = sink,
                          .cancellable = cancellable };

  if (!hearth_writer_call_sync (writer, ask_waiting, &self, error))
    return FALSE;
  if (!self.known)
    return TRUE;
  for (;;) {
    queue_clear (&self);
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !hearth_writer_run_sync (writer, take_next, &self, error))
      return FALSE;
    if (self.waiting == NULL)
      return TRUE;
    if (!tell_one (&self, error))
      return FALSE;
    if (self.wait_for_sync)
      return TRUE;
  }
}
