/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-opened-file.h"

#include "hearth-calendar-act.h"
#include "hearth-calendar-actions.h"
#include "hearth-clock.h"
#include "hearth-ical.h"
#include "hearth-itip.h"
#include "hearth-mime-tree.h"
#include "hearth-mime.h"
#include "hearth-store-events.h"
#include "hearth-store-invitations.h"
#include "hearth-store-messages.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files that somebody hands over, by mail, from the web or a folder. They are read on a worker,
 * since they can be made so that this takes seconds, and nothing of them is kept until the owner
 * says so. */

#define MAX_CALENDAR ((goffset) 8 * 1024 * 1024)
#define CALENDAR_BEGIN "BEGIN:VCALENDAR"
/* How far into a file its first line may lie. */
#define MAX_LEAD 16

/* One file while it is read. */
typedef struct {
  int fd;                 /* (owned) */
  GBytes *content;        /* (owned) (nullable): once it is read */
  HearthOpenedFile *file; /* (owned) (nullable): once it is parsed */
  char *part;             /* (owned) (nullable): of it that is to be saved */
  gint64 calendar;        /* that its events go into, or 0 */
  guint n_added;
  gint64 action_id;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  if (reading->fd >= 0)
    close (reading->fd);
  g_clear_pointer (&reading->content, g_bytes_unref);
  hearth_opened_file_free (reading->file);
  g_free (reading->part);
  g_free (reading);
}

/**
 * hearth_opened_file_free:
 * @self: (nullable) (transfer full): what a file holds
 */
void
hearth_opened_file_free (HearthOpenedFile *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->message, hearth_message_unref);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_free (self->name);
  g_free (self);
}

static gboolean
fail (GError **error, const char *text)
{
  g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID, text);
  return FALSE;
}

/* (worker) A pipe or a device would never end: only regular files are read. */
static GBytes *
read_content (int fd, GError **error)
{
  struct stat info;
  g_autofree char *data = NULL;
  gsize done = 0;

  if (fstat (fd, &info) < 0 || !S_ISREG (info.st_mode)) {
    fail (error, _("Only files can be opened."));
    return NULL;
  }
  if (info.st_size > HEARTH_MIME_MAX_RAW) {
    fail (error, _("This file is too large to be a mail or a calendar."));
    return NULL;
  }
  data = g_malloc ((gsize) info.st_size + 1);
  while (done < (gsize) info.st_size) {
    gssize n = pread (fd, data + done, (gsize) info.st_size - done, (off_t) done);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_FAILED,
                   _("The file cannot be read: %s"), g_strerror (errno));
      return NULL;
    }
    if (n == 0)
      break;
    done += (gsize) n;
  }
  return g_bytes_new_take (g_steal_pointer (&data), done);
}

/* A mark of Unicode or blank lines may come first. */
static gboolean
is_calendar (const char *data, gsize size)
{
  gsize n = strlen (CALENDAR_BEGIN);

  for (gsize i = 0; i <= MAX_LEAD && i + n <= size; i++) {
    if (g_ascii_strncasecmp (data + i, CALENDAR_BEGIN, n) == 0)
      return TRUE;
    if ((guchar) data[i] < 0x80 && !g_ascii_isspace (data[i]))
      return FALSE;
  }
  return FALSE;
}

/* Each event or series once: by what it is as a whole, or by the first of its occurrences that the
 * file has. */
static GPtrArray *
list_wholes (GPtrArray *events)
{
  GPtrArray *wholes = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_event_unref);
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < events->len; i++) {
    HearthEvent *event = g_ptr_array_index (events, i);
    gpointer place;

    if (!g_hash_table_lookup_extended (places, event->uid, NULL, &place)) {
      g_hash_table_insert (places, event->uid, GUINT_TO_POINTER (wholes->len));
      g_ptr_array_add (wholes, hearth_event_ref (event));
    } else if (event->recurrence_id == 0) {
      HearthEvent **slot = (HearthEvent **) &wholes->pdata[GPOINTER_TO_UINT (place)];

      g_hash_table_replace (places, event->uid, place);
      hearth_event_unref (*slot);
      *slot = hearth_event_ref (event);
    }
  }
  return wholes;
}

static gboolean
parse_calendar (HearthOpenedFile *file, const char *data, gsize size, GError **error)
{
  gint64 now = hearth_clock_now ();
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (GPtrArray) events = NULL;

  if ((goffset) size > MAX_CALENDAR)
    return fail (error, _("This calendar is too large to be opened. Add it under Preferences."));
  /* When a series is, is not asked here: a moment is enough. */
  events =
      hearth_ical_read (data, size, (HearthSpan){ now, now + 1 }, zone, &tasks, NULL, NULL, error);
  if (events == NULL)
    return FALSE;
  file->events = list_wholes (events);
  file->n_tasks = tasks != NULL ? tasks->len : 0;
  if (events->len > 0)
    file->name = g_strdup (((HearthEvent *) events->pdata[0])->calendar_name);
  return TRUE;
}

/* Any bytes make a message: without a single header that mail has it is something else. */
static gboolean
parse_message (HearthOpenedFile *file, const char *data, gsize size, GError **error)
{
  g_autoptr (HearthMessage) message =
      hearth_mime_parse_bytes ((const guint8 *) data, size, hearth_clock_now ());

  if (message->from == NULL && *message->message_id == '\0' && *message->subject == '\0')
    return fail (error, _("This file is neither a mail nor a calendar."));
  file->message = g_steal_pointer (&message);
  return TRUE;
}

/* (worker) What is kept of a calendar is text. */
static void
make_valid (Reading *reading)
{
  gsize size;
  const char *data = g_bytes_get_data (reading->content, &size);
  char *valid;

  if (g_utf8_validate_len (data, size, NULL))
    return;
  valid = g_utf8_make_valid (data, (gssize) size);
  g_bytes_unref (reading->content);
  reading->content = g_bytes_new_take (valid, strlen (valid));
}

/* (worker) */
static void
read_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Reading *reading = task_data;
  GError *error = NULL;
  const char *data;
  gsize size;
  gboolean calendar, ok;

  reading->content = read_content (reading->fd, &error);
  if (reading->content == NULL) {
    g_task_return_error (task, error);
    return;
  }
  data = g_bytes_get_data (reading->content, &size);
  calendar = is_calendar (data, size);
  if (calendar && (goffset) size <= MAX_CALENDAR) {
    make_valid (reading);
    data = g_bytes_get_data (reading->content, &size);
  }
  reading->file = g_new0 (HearthOpenedFile, 1);
  ok = calendar ? parse_calendar (reading->file, data, size, &error)
                : parse_message (reading->file, data, size, &error);
  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Takes @task over. */
static void
queue (HearthEngine *self, GTask *task, int fd, GTaskThreadFunc func)
{
  g_autoptr (GTask) owned = task;
  Reading *reading = g_task_get_task_data (task);

  reading->fd = fcntl (fd, F_DUPFD_CLOEXEC, 3);
  if (reading->fd < 0 || self->writer == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("Hearth ends."));
    return;
  }
  if (self->pages == NULL)
    self->pages = hearth_worker_new ("hearth-pages");
  hearth_worker_queue (self->pages, G_PRIORITY_DEFAULT, task, func);
}

/* What of it is here already. */
static void
look_up (HearthEngine *self, HearthOpenedFile *file)
{
  if (file->message != NULL && *file->message->message_id != '\0') {
    g_autoptr (HearthMessage) same =
        hearth_store_messages_find (self->reader, file->message->message_id, NULL);

    file->row = same != NULL ? same->id : 0;
  }
  file->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; file->events != NULL && i < file->events->len; i++) {
    const HearthEvent *event = g_ptr_array_index (file->events, i);
    gint64 source;

    if (hearth_store_invitations_find_event (self->reader, event->uid, event->recurrence_id,
                                             &source, NULL) == 0)
      continue;
    g_hash_table_add (file->known, g_strdup (event->uid));
    file->n_known++;
  }
}

/**
 * hearth_engine_read_file_async:
 * @self: an engine
 * @fd: a regular file, which stays the caller's
 * @callback: called when it is read
 * @user_data: for @callback
 *
 * Reads a mail or a calendar that is in no store. Nothing of it is kept.
 */
void
hearth_engine_read_file_async (HearthEngine *self, int fd, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, hearth_engine_read_file_async);
  g_task_set_task_data (task, g_new0 (Reading, 1), reading_free);
  queue (self, task, fd, read_thread);
}

/**
 * hearth_engine_read_file_finish:
 * @self: an engine
 * @result: from the callback
 * @error: %HEARTH_ENGINE_ERROR_INVALID if it is neither, or too large; a #HearthCalendarError
 *
 * Returns: (transfer full) (nullable): what it holds
 */
HearthOpenedFile *
hearth_engine_read_file_finish (HearthEngine *self, GAsyncResult *result, GError **error)
{
  Reading *reading = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  look_up (self, reading->file);
  return g_steal_pointer (&reading->file);
}

static char *
dup_title (const HearthOpenedFile *file, GPtrArray *added)
{
  const HearthEvent *first = g_ptr_array_index (added, 0);

  if (added->len == 1)
    return g_strdup (first->summary);
  if (file->name != NULL && *file->name != '\0')
    /* Translators: the name of a calendar. */
    return g_strdup_printf (ngettext ("%u event of “%s”", "%u events of “%s”", added->len),
                            added->len, file->name);
  return g_strdup_printf (ngettext ("%u event of a file", "%u events of a file", added->len),
                          added->len);
}

/* What of a file is not here yet: the events and, beside them, their UIDs. */
static GPtrArray *
list_new (const HearthOpenedFile *file, GPtrArray *uids)
{
  GPtrArray *events = g_ptr_array_new ();

  for (guint i = 0; i < file->events->len; i++) {
    HearthEvent *event = g_ptr_array_index (file->events, i);

    if (g_hash_table_contains (file->known, event->uid))
      continue;
    g_ptr_array_add (events, event);
    g_ptr_array_add (uids, event->uid);
  }
  return events;
}

static gboolean
check_number (const HearthOpenedFile *file, guint n_new, GError **error)
{
  if (file->events == NULL || file->events->len == 0)
    return fail (error, _("There are no events in this file."));
  if (n_new == 0)
    return fail (error, _("All of it stands in a calendar already."));
  if (n_new > HEARTH_OPENED_FILE_MAX_ADDED)
    return fail (error, _("These are too many events to go into another calendar. Add the file as "
                           "a calendar of its own, under Preferences."));
  return TRUE;
}

/* All of it in one act, which is taken back as one. */
static gboolean
add_events (HearthEngine *self, Reading *reading, GError **error)
{
  g_autoptr (GPtrArray) uids = g_ptr_array_new ();
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GPtrArray) contents = NULL;
  g_autofree char *text = NULL;
  g_auto (HearthCalendarAct) act = { 0 };
  gint64 source;

  if (reading->file->events != NULL)
    events = list_new (reading->file, uids);
  if (!check_number (reading->file, uids->len, error))
    return FALSE;
  source = hearth_engine_choose_calendar (self, reading->calendar, error);
  if (source == 0 || !hearth_calendar_act_init (&act, self, source, "event-create", error))
    return FALSE;
  text = g_strndup (g_bytes_get_data (reading->content, NULL), g_bytes_get_size (reading->content));
  contents = hearth_itip_dup_imports (text, uids);
  for (guint i = 0; i < contents->len; i++) {
    g_autoptr (HearthEventEdit) edit = NULL;

    if (contents->pdata[i] == NULL)
      continue;
    edit = hearth_event_edit_new (HEARTH_EDIT_CREATE, uids->pdata[i]);
    edit->content = g_strdup (contents->pdata[i]);
    hearth_calendar_act_add (&act, edit, "");
  }
  if (act.edits->len == 0)
    return fail (error, _("None of these events can be taken over."));
  act.title = dup_title (reading->file, events);
  if (!hearth_calendar_act_run (&act, error))
    return FALSE;
  reading->n_added = act.edits->len;
  reading->action_id = act.action_id;
  return TRUE;
}

static void
read_to_add_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthEngine *self = HEARTH_ENGINE (object);
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (G_TASK (result));
  Reading *wanted = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error) && self->writer == NULL)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Hearth ends."));
  if (error == NULL) {
    look_up (self, reading->file);
    reading->calendar = wanted->calendar;
    if (add_events (self, reading, &error)) {
      wanted->n_added = reading->n_added;
      wanted->action_id = reading->action_id;
      g_task_return_boolean (task, TRUE);
      return;
    }
  }
  g_task_return_error (task, error);
}

/**
 * hearth_engine_add_file_events_async:
 * @self: an engine
 * @fd: a file that holds a calendar; it stays the caller's
 * @calendar: the calendar that its events go into, or 0 for the usual one
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Puts those events of a file into a calendar that stand in none yet, see
 * hearth_itip_dup_imports().
 */
void
hearth_engine_add_file_events_async (HearthEngine *self, int fd, gint64 calendar,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  GTask *reading = g_task_new (self, NULL, read_to_add_cb, task);
  Reading *wanted = g_new0 (Reading, 1);

  g_task_set_source_tag (task, hearth_engine_add_file_events_async);
  g_task_set_source_tag (reading, hearth_engine_add_file_events_async);
  wanted->fd = -1;
  wanted->calendar = calendar;
  g_task_set_task_data (task, wanted, reading_free);
  g_task_set_task_data (reading, g_new0 (Reading, 1), reading_free);
  queue (self, reading, fd, read_thread);
}

/**
 * hearth_engine_add_file_events_finish:
 * @self: an engine
 * @result: from the callback
 * @n_added: (out): how many were added
 * @action_id: (out): for hearth_engine_undo()
 * @error: %HEARTH_ENGINE_ERROR_INVALID if there is nothing to add, too much of it, or the calendar
 *   can only be read; as hearth_engine_read_file_finish() and hearth_engine_edit_event()
 *
 * Returns: whether they stand in the calendar
 */
gboolean
hearth_engine_add_file_events_finish (HearthEngine *self, GAsyncResult *result, guint *n_added,
                                      gint64 *action_id, GError **error)
{
  const Reading *wanted = g_task_get_task_data (G_TASK (result));

  *n_added = wanted->n_added;
  *action_id = wanted->action_id;
  return g_task_propagate_boolean (G_TASK (result), error);
}

static const HearthAttachment *
find_attachment (const HearthOpenedFile *file, const char *part)
{
  for (guint i = 0; file->message != NULL && i < file->message->attachments->len; i++) {
    const HearthAttachment *attachment = g_ptr_array_index (file->message->attachments, i);

    if (g_str_equal (attachment->part, part))
      return attachment;
  }
  return NULL;
}

/* In a folder that the file's content names, so that two files never meet. */
static char *
write_part (const Reading *reading, GError **error)
{
  const HearthAttachment *attachment = find_attachment (reading->file, reading->part);
  g_autoptr (GBytes) content = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *dir = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  if (attachment == NULL) {
    fail (error, _("The mail has no such attachment."));
    return NULL;
  }
  content = hearth_mime_dup_part (reading->content, reading->part, NULL, error);
  if (content == NULL)
    return NULL;
  sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, reading->content);
  dir = g_build_filename (g_get_user_runtime_dir (), "hearth", "attachments", sum, NULL);
  if (g_mkdir_with_parents (dir, 0700) != 0) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_FAILED,
                 _("The folder “%s” cannot be made: %s"), dir, g_strerror (errno));
    return NULL;
  }
  /* The parser gives names without folders; nothing here rests on that. */
  name = g_path_get_basename (attachment->name);
  path =
      g_build_filename (dir, !g_str_equal (name, "..") && !g_str_equal (name, ".") ? name : "file",
                        NULL);
  if (!g_file_set_contents_full (path, g_bytes_get_data (content, NULL),
                                 (gssize) g_bytes_get_size (content),
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return NULL;
  return g_steal_pointer (&path);
}

static void
read_to_save_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  char *path = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    path = write_part (reading, &error);
  if (path != NULL)
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_error (task, error);
}

/**
 * hearth_engine_save_file_part_async:
 * @self: an engine
 * @fd: a file that holds a mail; it stays the caller's
 * @part: one of its attachments
 * @callback: called when it is written
 * @user_data: for @callback
 *
 * Writes an attachment of a mail that is in no store to a private file.
 */
void
hearth_engine_save_file_part_async (HearthEngine *self, int fd, const char *part,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  GTask *read_task = g_task_new (self, NULL, read_to_save_cb, task);
  Reading *reading = g_new0 (Reading, 1);

  g_task_set_source_tag (task, hearth_engine_save_file_part_async);
  g_task_set_source_tag (read_task, hearth_engine_save_file_part_async);
  reading->part = g_strdup (part);
  g_task_set_task_data (read_task, reading, reading_free);
  queue (self, read_task, fd, read_thread);
}

/**
 * hearth_engine_save_file_part_finish:
 * @self: an engine
 * @result: from the callback
 * @error: a #HearthEngineError or #HearthMailError
 *
 * Returns: (transfer full) (nullable): the file's path
 */
char *
hearth_engine_save_file_part_finish (HearthEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
