/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-act.h"
#include "hearth-clock.h"
#include "hearth-store-permissions.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

/* The verbs: what the owner can have done. Each writes before anything is shown. */

/* Where events go that the owner creates in words. */
#define OWN_CALENDAR "own/Hearth.ics"

static gboolean
write_source (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_sources_add (db, user_data, error);
}

static gboolean
check_new_source (HearthEngine *self, HearthSourceKind kind, const char *path, GError **error)
{
  if (hearth_source_kind_is_file (kind) ? !g_file_test (path, G_FILE_TEST_EXISTS) : *path == '\0') {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND,
                 _("There is nothing at “%s”."), path);
    return FALSE;
  }
  if (kind == HEARTH_SOURCE_MAILDIR && !g_file_test (path, G_FILE_TEST_IS_DIR)) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                 _("“%s” is not a folder, so it is not a Maildir. For a single file of mail, add "
                    "it as mbox."),
                 path);
    return FALSE;
  }
  for (guint i = 0; i < self->runners->len; i++) {
    if (g_strcmp0 (hearth_runner_get_path (g_ptr_array_index (self->runners, i)), path) == 0) {
      g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_EXISTS,
                   _("“%s” is a source already."), path);
      return FALSE;
    }
  }
  return TRUE;
}

/**
 * hearth_engine_add_source:
 * @self: an engine
 * @kind: what it is
 * @path: its path, which of a file is made absolute
 * @name: (nullable): what the owner calls it; %NULL for the last part of the path
 * @error: a #HearthEngineError or #HearthStoreError
 *
 * Records a source. It is read at the next sync.
 *
 * Returns: its row, or 0
 */
gint64
hearth_engine_add_source (HearthEngine *self, HearthSourceKind kind, const char *path,
                          const char *name, GError **error)
{
  g_autofree char *absolute =
      hearth_source_kind_is_file (kind) ? g_canonicalize_filename (path, NULL) : g_strdup (path);
  g_autofree char *base = g_path_get_basename (absolute);
  g_autoptr (HearthSource) source = NULL;

  if (!check_new_source (self, kind, absolute, error))
    return 0;
  source = hearth_source_new (kind, absolute, name != NULL && *name != '\0' ? name : base);
  if (!hearth_writer_run_sync (self->writer, write_source, source, error))
    return 0;
  if (hearth_engine_add_runner (self, source, error) == NULL)
    return 0;
  hearth_engine_emit_changed (self, "sources");
  return source->id;
}

typedef struct {
  HearthEngine *self; /* (owned) (nullable) where nobody waits for it */
  gint64 id;
  gboolean more;
  char *problem; /* (owned) (nullable) */
} Removal;

static void
removal_free (gpointer data)
{
  Removal *removal = data;

  g_clear_object (&removal->self);
  g_free (removal->problem);
  g_free (removal);
}

static gboolean
mark_removed (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_sources_remove (db, ((Removal *) user_data)->id, error);
}

static gboolean
remove_some (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_sources_remove_some (db, &((Removal *) user_data)->more, error);
}

static gboolean
removed_cb (gpointer user_data)
{
  Removal *removal = user_data;
  HearthEngine *self = removal->self;

  self->removing = FALSE;
  hearth_engine_emit_changed (self, "messages");
  hearth_engine_emit_changed (self, "events");
  if (removal->problem != NULL)
    g_warning ("What came from a removed source goes at the next start: %s", removal->problem);
  else if (removal->more && self->started)
    hearth_engine_queue_removal (self);
  return G_SOURCE_REMOVE;
}

static void
removal_written (gpointer user_data, const GError *error)
{
  Removal *removal = user_data;

  if (error != NULL)
    removal->problem = g_strdup (error->message);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, removed_cb, removal, removal_free);
}

/* Goes on, portion by portion and behind what a person waits for, with what came from sources that
 * were removed. */
void
hearth_engine_queue_removal (HearthEngine *self)
{
  Removal *removal;

  if (self->removing)
    return;
  self->removing = TRUE;
  removal = g_new0 (Removal, 1);
  removal->self = g_object_ref (self);
  hearth_writer_queue (self->writer, remove_some, removal, removal_written);
}

/**
 * hearth_engine_finish_removals:
 * @self: an engine
 * @error: a #HearthStoreError
 *
 * Removes at once all that is left of removed sources, for programs that end, and waits for the
 * keyring.
 *
 * Returns: whether nothing is left
 */
gboolean
hearth_engine_finish_removals (HearthEngine *self, GError **error)
{
  Removal removal = { .more = TRUE };

  while (removal.more) {
    if (!hearth_writer_run_sync (self->writer, remove_some, &removal, error))
      return FALSE;
  }
  while (self->clearing > 0)
    g_main_context_iteration (NULL, TRUE);
  return TRUE;
}

/**
 * hearth_engine_remove_source:
 * @self: an engine
 * @id: a source's row
 * @error: %HEARTH_ENGINE_ERROR_NOT_FOUND or a #HearthStoreError
 *
 * Forgets a source and everything that came from it; of much of that the rest goes little by
 * little. Its files are not touched; of an account the secrets go too.
 *
 * Returns: whether it is off the list
 */
gboolean
hearth_engine_remove_source (HearthEngine *self, gint64 id, GError **error)
{
  HearthRunner *runner = hearth_engine_find_runner (self, id);
  g_autoptr (HearthAccount) account = hearth_engine_get_account (self, id, NULL);
  Removal removal = { .id = id };
  g_autoptr (GError) calendar_error = NULL;

  if (runner == NULL) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND,
                 _("There is no source with the number %lld."), (long long) id);
    return FALSE;
  }
  if (!hearth_writer_run_sync (self->writer, mark_removed, &removal, error))
    return FALSE;
  hearth_runner_stop (runner);
  g_ptr_array_remove (self->runners, runner);
  if (account != NULL)
    hearth_engine_clear_secrets (self, account);
  else if (!hearth_engine_forget_calendar (self, id, &calendar_error))
    g_warning ("%s", calendar_error->message);
  /* What fits in one portion is gone when this returns; a failure is met again with the next. */
  if (!hearth_writer_run_sync (self->writer, remove_some, &removal, NULL) || removal.more)
    hearth_engine_queue_removal (self);
  hearth_engine_emit_changed (self, "sources");
  hearth_engine_emit_changed (self, "messages");
  hearth_engine_emit_changed (self, "events");
  return TRUE;
}

/**
 * hearth_engine_add_reminder:
 * @self: an engine
 * @text: what to say
 * @due: when, seconds since 1970 UTC
 * @error: a #HearthStoreError
 *
 * Sets a reminder in the owner's own words.
 *
 * Returns: (transfer full) (nullable): the reminder as stored
 */
HearthReminder *
hearth_engine_add_reminder (HearthEngine *self, const char *text, gint64 due, GError **error)
{
  return hearth_engine_add_labelled_reminder (self, text, due, HEARTH_LABEL_OWNER, error);
}

/**
 * hearth_engine_add_labelled_reminder:
 * @self: an engine
 * @text: what to say
 * @due: when, seconds since 1970 UTC
 * @label: of @text: whose words it may hold
 * @error: a #HearthStoreError
 *
 * Sets a reminder whose words need not be the owner's.
 *
 * Returns: (transfer full) (nullable): the reminder as stored
 */
HearthReminder *
hearth_engine_add_labelled_reminder (HearthEngine *self, const char *text, gint64 due,
                                     HearthLabel label, GError **error)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *key = g_strconcat ("user:", uuid, NULL);
  g_autoptr (HearthReminder) reminder = hearth_reminder_new (key, text, due);

  reminder->label = label;
  reminder->id = hearth_reminder_queue_add (self->reminders, reminder, error);
  if (reminder->id == 0)
    return NULL;
  return g_steal_pointer (&reminder);
}

/**
 * hearth_engine_change_reminder:
 * @self: an engine
 * @id: a reminder's row
 * @text: (nullable): what to say now, or %NULL to leave it
 * @due: when, seconds since 1970 UTC, or 0 to leave it
 * @error: an error of the queue or a #HearthStoreError
 *
 * Changes a reminder that is open.
 *
 * Returns: whether it was changed
 */
gboolean
hearth_engine_change_reminder (HearthEngine *self, gint64 id, const char *text, gint64 due,
                               GError **error)
{
  return hearth_reminder_queue_change (self->reminders, id, text, due, error);
}

/**
 * hearth_engine_cancel_reminder:
 * @self: an engine
 * @id: a reminder's row
 * @error: an error of the queue or a #HearthStoreError
 *
 * Returns: whether it was cancelled
 */
gboolean
hearth_engine_cancel_reminder (HearthEngine *self, gint64 id, GError **error)
{
  return hearth_reminder_queue_cancel (self->reminders, id, error);
}

/**
 * hearth_engine_ensure_own_calendar:
 * @self: an engine
 * @error: where to put the reason of a failure: the file cannot be made, or the store not
 *   written
 *
 * Finds the owner’s own calendar on this computer; it is made when it is first needed.
 *
 * Returns: (transfer none) (nullable): its runner
 */
HearthRunner *
hearth_engine_ensure_own_calendar (HearthEngine *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->data_dir, OWN_CALENDAR, NULL);
  g_autofree char *dir = g_path_get_dirname (path);
  static const char empty[] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Hearth//EN\r\n"
                              "END:VCALENDAR\r\n";
  gint64 id;

  for (guint i = 0; i < self->runners->len; i++) {
    HearthRunner *runner = g_ptr_array_index (self->runners, i);

    if (g_strcmp0 (hearth_runner_get_path (runner), path) == 0)
      return runner;
  }
  if (g_mkdir_with_parents (dir, 0700) != 0) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_FAILED,
                 _("The folder “%s” cannot be made: %s"), dir, g_strerror (errno));
    return NULL;
  }
  if (!g_file_test (path, G_FILE_TEST_EXISTS) &&
      !g_file_set_contents_full (path, empty, sizeof empty - 1,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                 error))
    return NULL;
  id = hearth_engine_add_source (self, HEARTH_SOURCE_ICS, path, _("Hearth"), error);
  return id != 0 ? hearth_engine_find_runner (self, id) : NULL;
}

static gboolean
write_turn (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_turns_save (db, user_data, error);
}

/**
 * hearth_engine_save_turn:
 * @self: an engine
 * @turn: a turn; its row is set when it is first saved
 * @error: a #HearthStoreError
 *
 * Returns: whether it is on disk
 */
gboolean
hearth_engine_save_turn (HearthEngine *self, HearthTurn *turn, GError **error)
{
  if (!hearth_writer_run_sync (self->writer, write_turn, turn, error))
    return FALSE;
  hearth_engine_emit_changed (self, "turns");
  return TRUE;
}

static gboolean
write_judgements (HearthDatabase *db, gpointer user_data, GError **error)
{
  GPtrArray *messages = user_data;
  g_autoptr (GPtrArray) permissions = hearth_store_permissions_list (db, error);

  if (permissions == NULL)
    return FALSE;
  for (guint i = 0; i < messages->len; i++) {
    HearthMessage *message = g_ptr_array_index (messages, i);
    gboolean fresh = FALSE;

    if (permissions->len > 0 && !hearth_store_messages_is_unjudged (db, message->id, &fresh, error))
      return FALSE;
    if (!hearth_store_messages_judge (db, message->id, message->klass, message->priority,
                                      message->marks, message->reason, message->language, error))
      return FALSE;
    /* In the same transaction, so that no crash in between loses what is allowed. */
    if (fresh && !hearth_store_permissions_queue_fresh (db, permissions, message, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_engine_judge:
 * @self: an engine
 * @messages: (element-type HearthMessage): messages with class, priority, reason and the
 *   marks of %HEARTH_MARKS_JUDGED set
 * @error: a #HearthStoreError
 *
 * Stores what attention made of messages.
 *
 * Returns: whether all of it is stored
 */
gboolean
hearth_engine_judge (HearthEngine *self, GPtrArray *messages, GError **error)
{
  if (messages->len == 0)
    return TRUE;
  if (!hearth_writer_run_sync (self->writer, write_judgements, messages, error))
    return FALSE;
  hearth_engine_emit_changed (self, "messages");
  return TRUE;
}

typedef struct {
  const char *kind;
  const char *what;
  const char *host;
  gint64 bytes_sent;
} Journal;

static gboolean
write_journal (HearthDatabase *db, gpointer user_data, GError **error)
{
  Journal *entry = user_data;

  return hearth_store_journal_add (db, entry->kind, entry->what, entry->host, entry->bytes_sent,
                                   error);
}

/**
 * hearth_engine_add_journal:
 * @self: an engine
 * @kind: what sort of act ("ai", "action")
 * @what: what was done, in words
 * @host: (nullable): where something went
 * @bytes_sent: how many bytes left the computer
 * @error: a #HearthStoreError
 *
 * Returns: whether it is in the journal
 */
gboolean
hearth_engine_add_journal (HearthEngine *self, const char *kind, const char *what, const char *host,
                           gint64 bytes_sent, GError **error)
{
  Journal entry = { kind, what, host, bytes_sent };

  return hearth_writer_run_sync (self->writer, write_journal, &entry, error);
}

typedef struct {
  const char *name;
  const char *value;
} Meta;

static gboolean
write_meta (HearthDatabase *db, gpointer user_data, GError **error)
{
  Meta *meta = user_data;

  return hearth_database_set_meta (db, meta->name, meta->value, error);
}

/**
 * hearth_engine_dup_meta:
 * @self: an engine
 * @name: a name
 *
 * Returns: (transfer full) (nullable): what was kept under it, or %NULL
 */
char *
hearth_engine_dup_meta (HearthEngine *self, const char *name)
{
  char *value = NULL;

  hearth_database_get_meta (self->reader, name, &value, NULL);
  return value;
}

/**
 * hearth_engine_set_meta:
 * @self: an engine
 * @name: a name
 * @value: (nullable): what to keep under it; %NULL forgets it
 * @error: a #HearthStoreError
 *
 * Keeps a small thing over a restart.
 *
 * Returns: whether it is kept
 */
gboolean
hearth_engine_set_meta (HearthEngine *self, const char *name, const char *value, GError **error)
{
  Meta meta = { name, value };

  return hearth_writer_run_sync (self->writer, write_meta, &meta, error);
}

/**
 * hearth_engine_list_meta:
 * @self: an engine
 * @prefix: how a name begins
 *
 * Returns: (transfer full) (element-type utf8): the names that begin so and under which something
 *   is kept
 */
GPtrArray *
hearth_engine_list_meta (HearthEngine *self, const char *prefix)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *names = hearth_database_list_meta (self->reader, prefix, &error);

  if (names == NULL)
    g_warning ("%s", error->message);
  return names != NULL ? names : g_ptr_array_new ();
}
