/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-edit-queue.h"
#include "hearth-ical-edit.h"
#include "hearth-runner-private.h"

/* Changes to calendars: those on this computer at once, those elsewhere from the queue. */

/* Another program writes the same file just now: read it again, so often. */
#define MAX_TRIES 5

static void
queue_changed (gpointer user_data)
{
  hearth_runner_note_changed (user_data, "events");
  hearth_runner_note_changed (user_data, "tasks");
}

static void
queue_refused (const char *sentence, gpointer user_data)
{
  hearth_runner_note_refused (user_data, sentence);
}

/* (source) What the owner did is told before it is asked how things are. */
gboolean
hearth_runner_tell_edits (HearthRunner *self, HearthSpan window, gboolean synced,
                          GCancellable *cancellable, GError **error)
{
  const HearthEditSink sink = { queue_changed, queue_refused, self };

  return hearth_edit_queue_run (self->writer, self->calendar, self->id, window, synced, &sink,
                                cancellable, error);
}

/**
 * hearth_file_edit_clear:
 * @self: what became of a change
 */
void
hearth_file_edit_clear (HearthFileEdit *self)
{
  g_clear_pointer (&self->href, g_free);
  g_clear_pointer (&self->before, g_free);
  g_clear_pointer (&self->after, g_free);
}

typedef struct {
  HearthRunner *self;
  const char *href;
  const HearthEventEdit *edit;
  const char *uid;
  HearthFileEdit *result;
  char *part;
} Job;

static gboolean
take_part (GBytes *content, const char *uid, char **part, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (GBytes) bytes =
      content != NULL ? hearth_ical_extract (content, uid, &local_error) : NULL;

  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return FALSE;
  }
  *part =
      bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : NULL;
  return TRUE;
}

/* Reads a resource that need not be there. */
static gboolean
read_resource (HearthRunner *self, const char *href, GBytes **content, char **etag, GError **error)
{
  GError *local_error = NULL;

  *content = NULL;
  if (href == NULL)
    return TRUE;
  *content = hearth_calendar_source_read_resource_sync (self->calendar, href, etag,
                                                        self->cancellable, &local_error);
  if (local_error == NULL)
    return TRUE;
  if (g_error_matches (local_error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_NOT_FOUND)) {
    g_error_free (local_error);
    return TRUE;
  }
  g_propagate_error (error, local_error);
  return FALSE;
}

static gboolean
edit_once (Job *job, GError **error)
{
  HearthRunner *self = job->self;
  const HearthEventEdit *edit = job->edit;
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GBytes) changed = NULL;
  g_autofree char *etag = NULL;
  GError *local_error = NULL;

  hearth_file_edit_clear (job->result);
  if (!read_resource (self, job->href, &content, &etag, error) ||
      !take_part (content, edit->uid, &job->result->before, error))
    return FALSE;
  changed = hearth_ical_edit_apply (content, edit, zone, &local_error);
  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return FALSE;
  }
  if (!take_part (changed, edit->uid, &job->result->after, error))
    return FALSE;
  job->result->href = g_strdup (job->href);
  if (changed == content)
    return TRUE;
  if (changed == NULL)
    return hearth_calendar_source_remove_resource_sync (self->calendar, job->href, edit->uid, etag,
                                                        self->cancellable, error);
  g_clear_pointer (&job->result->href, g_free);
  return hearth_calendar_source_write_resource_sync (
      self->calendar, content != NULL || edit->kind == HEARTH_EDIT_RESTORE ? job->href : NULL,
      edit->uid, changed, etag, &job->result->href, NULL, self->cancellable, error);
}

static gboolean
edit_job (gpointer user_data, GError **error)
{
  Job *job = user_data;

  for (guint i = 0;; i++) {
    g_autoptr (GError) local_error = NULL;

    if (edit_once (job, &local_error))
      return hearth_runner_read_calendar (job->self, FALSE, error);
    if (i + 1 >= MAX_TRIES ||
        !g_error_matches (local_error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_CONFLICT)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  }
}

/**
 * hearth_runner_edit_file_sync:
 * @self: a runner of a calendar on this computer
 * @href: (nullable): the resource; %NULL for a new one
 * @edit: what is to be done
 * @result: (out caller-allocates): what became of it
 * @error: a #HearthCalendarError or #HearthStoreError
 *
 * Changes a calendar and then the store, and waits for both.
 *
 * Returns: whether it is in both
 */
gboolean
hearth_runner_edit_file_sync (HearthRunner *self, const char *href, const HearthEventEdit *edit,
                              HearthFileEdit *result, GError **error)
{
  Job job = { .self = self, .href = href, .edit = edit, .result = result };

  g_return_val_if_fail (self->calendar != NULL && self->worker != NULL, FALSE);
  return hearth_worker_call_sync (self->worker, G_PRIORITY_HIGH, edit_job, &job, error);
}

static gboolean
part_job (gpointer user_data, GError **error)
{
  Job *job = user_data;
  g_autoptr (GBytes) content = NULL;

  return read_resource (job->self, job->href, &content, NULL, error) &&
         take_part (content, job->uid, &job->part, error);
}

/**
 * hearth_runner_dup_part_sync:
 * @self: a runner of a calendar on this computer
 * @href: a resource
 * @uid: a UID
 * @error: a #HearthCalendarError
 *
 * Returns: (transfer full) (nullable): what has that UID there now; %NULL without an error if
 *   nothing has
 */
char *
hearth_runner_dup_part_sync (HearthRunner *self, const char *href, const char *uid, GError **error)
{
  Job job = { .self = self, .href = href, .uid = uid };

  g_return_val_if_fail (self->calendar != NULL && self->worker != NULL, NULL);
  return hearth_worker_call_sync (self->worker, G_PRIORITY_HIGH, part_job, &job, error) ? job.part
                                                                                        : NULL;
}
