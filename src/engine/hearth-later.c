/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-later.h"

#include "hearth-action-note.h"
#include "hearth-clock.h"
#include "hearth-engine-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Mail that comes back. What is to come back when stands in the table; the reminders follow it,
 * after each change and at each start, so that no crash between two of them loses one. */

/* Many changes at once are looked at once. */
#define PLAN_SOON_MS 300
/* What could not be written (a full disk) is tried again so often. */
#define PLAN_AGAIN_MS (60 * 1000)
/* What came back so long ago is forgotten. */
#define KEEP ((gint64) 30 * 86400)

static gboolean
fail (GError **error, const char *sentence)
{
  g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID, sentence);
  return FALSE;
}

static char *
make_key (gint64 message_id)
{
  return g_strdup_printf (HEARTH_REMINDER_MAIL_PREFIX "%" G_GINT64_FORMAT, message_id);
}

/* Who wrote it, or to whom its owner wrote, and about what. */
static char *
make_text (const HearthMessage *message, HearthLaterKind kind)
{
  const char *subject = *message->subject != '\0' ? message->subject : _("(no subject)");

  if (kind == HEARTH_LATER_FOLLOW_UP && message->to->len > 0)
    /* Translators: a person to whom the owner wrote, and the subject */
    return g_strdup_printf (_("To %s: %s"),
                            hearth_address_get_label (g_ptr_array_index (message->to, 0)), subject);
  if (message->from == NULL)
    return g_strdup (subject);
  return g_strdup_printf ("%s: %s", hearth_address_get_label (message->from), subject);
}

/* Makes the reminder of a row be as the row says. */
static gboolean
plan_row (HearthEngine *self, const HearthLater *later, GError **error)
{
  g_autofree char *key = make_key (later->message_id);
  gint64 id = hearth_reminder_queue_lookup_key (self->reminders, key);
  g_autoptr (HearthReminder) open =
      id != 0 ? hearth_reminder_queue_dup (self->reminders, id) : NULL;
  g_autoptr (HearthMessage) message = NULL;
  g_autoptr (HearthReminder) wanted = NULL;
  g_autofree char *text = NULL;

  if (later->until == 0)
    return open == NULL || hearth_reminder_queue_cancel (self->reminders, id, error);
  if (open != NULL && open->due == later->until)
    return TRUE;
  message = hearth_store_messages_get (self->reader, later->message_id, error);
  if (message == NULL)
    return FALSE;
  text = make_text (message, later->kind);
  if (open != NULL)
    return hearth_reminder_queue_change (self->reminders, id, text, later->until, error);
  wanted = hearth_reminder_new (key, text, later->until);
  wanted->kind = HEARTH_REMINDER_MAIL;
  return hearth_reminder_queue_add (self->reminders, wanted, error) != 0;
}

/* Takes back the reminders of mail that is not put off any more, or is gone. */
static gboolean
drop_others (HearthEngine *self, GHashTable *rows, GError **error)
{
  g_autoptr (GPtrArray) open = hearth_store_reminders_list (self->reader, TRUE, error);

  if (open == NULL)
    return FALSE;
  for (guint i = 0; i < open->len; i++) {
    const HearthReminder *reminder = g_ptr_array_index (open, i);
    gint64 message_id = hearth_reminder_get_message_id (reminder);

    if (message_id == 0 || g_hash_table_contains (rows, &message_id))
      continue;
    /* One that the queue has closed meanwhile is closed. */
    hearth_reminder_queue_cancel (self->reminders, reminder->id, NULL);
  }
  return TRUE;
}

static gboolean
remove_old (HearthDatabase *db, gpointer user_data, GError **error)
{
  GArray *ids = user_data;

  for (guint i = 0; i < ids->len; i++) {
    if (!hearth_store_later_remove (db, g_array_index (ids, gint64, i), error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_engine_plan_later:
 * @self: an engine
 * @error: a #HearthReminderError or #HearthStoreError
 *
 * Makes the reminders follow what was put off. It is done by itself while the engine runs.
 *
 * Returns: whether all of them do
 */
gboolean
hearth_engine_plan_later (HearthEngine *self, GError **error)
{
  g_autoptr (GPtrArray) list = hearth_store_later_list (self->reader, error);
  g_autoptr (GHashTable) rows = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) old = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 now = hearth_clock_now ();

  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < list->len; i++) {
    HearthLater *later = g_ptr_array_index (list, i);

    g_hash_table_add (rows, &later->message_id);
    if (later->told != 0 && later->told < now - KEEP)
      g_array_append_val (old, later->message_id);
    else if (later->told == 0 && !plan_row (self, later, error))
      return FALSE;
  }
  return drop_others (self, rows, error) &&
         (old->len == 0 || hearth_writer_run_sync (self->writer, remove_old, old, error));
}

static gboolean
plan_cb (gpointer user_data)
{
  HearthEngine *self = user_data;
  g_autoptr (GError) error = NULL;

  self->later_soon = 0;
  if (!hearth_engine_plan_later (self, &error)) {
    g_warning ("What was put off could not be planned: %s", error->message);
    self->later_soon = g_timeout_add (PLAN_AGAIN_MS, plan_cb, self);
  }
  return G_SOURCE_REMOVE;
}

/* Mail may be gone, or not be put off any more. */
static void
changed_cb (HearthEngine *self, const char *table)
{
  if (self->started && self->later_soon == 0 &&
      (g_str_equal (table, "later") || g_str_equal (table, "messages")))
    self->later_soon = g_timeout_add (PLAN_SOON_MS, plan_cb, self);
}

static void
tell_changed (HearthEngine *self)
{
  hearth_engine_emit_changed (self, "later");
  hearth_engine_emit_changed (self, "messages");
}

/* Plans at once, so that a program that ends leaves a reminder behind; the next start would. */
static void
plan_now (HearthEngine *self)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_engine_plan_later (self, &error))
    g_warning ("What was put off could not be planned yet: %s", error->message);
  tell_changed (self);
}

static gboolean
write_told (HearthDatabase *db, gpointer user_data, GError **error)
{
  GArray *ids = user_data;
  gint64 now = hearth_clock_now ();

  for (guint i = 0; i < ids->len; i++) {
    g_autoptr (HearthLater) later = NULL;

    if (!hearth_store_later_find (db, g_array_index (ids, gint64, i), &later, error))
      return FALSE;
    if (later == NULL || later->told != 0)
      continue;
    later->told = now;
    if (!hearth_store_later_set (db, later, error))
      return FALSE;
  }
  return TRUE;
}

static void
note_told (HearthEngine *self, GArray *ids)
{
  g_autoptr (GError) error = NULL;

  if (ids->len == 0)
    return;
  if (!hearth_writer_run_sync (self->writer, write_told, ids, &error))
    g_warning ("It could not be noted that mail is back: %s", error->message);
  tell_changed (self);
}

static void
collect (GArray *ids, const HearthReminder *reminder)
{
  gint64 message_id = hearth_reminder_get_message_id (reminder);

  if (message_id != 0)
    g_array_append_val (ids, message_id);
}

static void
due_cb (HearthReminderQueue *queue, const HearthReminder *reminder, HearthEngine *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  collect (ids, reminder);
  note_told (self, ids);
}

static void
missed_cb (HearthReminderQueue *queue, GPtrArray *reminders, HearthEngine *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < reminders->len; i++)
    collect (ids, g_ptr_array_index (reminders, i));
  note_told (self, ids);
}

/* Begins to follow what changes. */
void
hearth_engine_watch_later (HearthEngine *self)
{
  g_signal_connect (self, "changed", G_CALLBACK (changed_cb), NULL);
  g_signal_connect_object (self->reminders, "due", G_CALLBACK (due_cb), self, 0);
  g_signal_connect_object (self->reminders, "missed", G_CALLBACK (missed_cb), self, 0);
}

/* Looks for what a crash, or a program without a bus, left. */
void
hearth_engine_start_later (HearthEngine *self)
{
  changed_cb (self, "later");
}

void
hearth_engine_pause_later (HearthEngine *self)
{
  g_clear_handle_id (&self->later_soon, g_source_remove);
}

typedef struct {
  const gint64 *ids; /* nullable with rows */
  gsize n_ids;
  GPtrArray *rows;  /* (nullable): what is put off */
  const char *note; /* (nullable): what is taken back */
  gint64 action_id;
  guint n_changed;
} Write;

static gboolean
write_rows (HearthDatabase *db, gpointer user_data, GError **error)
{
  Write *write = user_data;
  g_autoptr (GString) note = g_string_new (NULL);

  hearth_action_note_begin (note,
                            ((const HearthLater *) g_ptr_array_index (write->rows, 0))->created);
  for (guint i = 0; i < write->rows->len; i++) {
    const HearthLater *later = g_ptr_array_index (write->rows, i);
    g_autoptr (HearthLater) before = NULL;

    if (!hearth_store_later_find (db, later->message_id, &before, error) ||
        !hearth_store_later_set (db, later, error))
      return FALSE;
    hearth_action_note_add_later (note, later->message_id, before);
  }
  return hearth_store_actions_add_note (db, "later", write->rows->len, note->str, &write->action_id,
                                        error);
}

static gboolean
remove_rows (HearthDatabase *db, gpointer user_data, GError **error)
{
  Write *write = user_data;
  g_autoptr (GString) note = g_string_new (NULL);
  guint n = 0;

  for (gsize i = 0; i < write->n_ids; i++) {
    g_autoptr (HearthLater) before = NULL;

    if (!hearth_store_later_find (db, write->ids[i], &before, error))
      return FALSE;
    if (before == NULL)
      continue;
    hearth_action_note_add_later (note, write->ids[i], before);
    n++;
    if (!hearth_store_later_remove (db, write->ids[i], error))
      return FALSE;
  }
  return n == 0 ||
         hearth_store_actions_add_note (db, "later-back", n, note->str, &write->action_id, error);
}

static gboolean
restore_rows (HearthDatabase *db, gpointer user_data, GError **error)
{
  Write *write = user_data;

  return hearth_action_note_restore (db, write->note, &write->n_changed, error) &&
         hearth_store_actions_set_undone (db, write->action_id, error);
}

static gboolean
put_off (HearthEngine *self, GPtrArray *rows, gint64 *action_id, GError **error)
{
  Write write = { .rows = rows };

  if (!hearth_writer_run_sync (self->writer, write_rows, &write, error))
    return FALSE;
  *action_id = write.action_id;
  plan_now (self);
  return TRUE;
}

static gboolean
is_owner (HearthEngine *self, const char *address, gboolean *result, GError **error)
{
  g_autoptr (GPtrArray) owner = hearth_store_people_list_owner (self->reader, error);

  *result = FALSE;
  if (owner == NULL)
    return FALSE;
  for (guint i = 0; i < owner->len && !*result; i++)
    *result = g_ascii_strcasecmp (g_ptr_array_index (owner, i), address) == 0;
  return TRUE;
}

/* Who is meant where nobody was named: who wrote it, or to whom the owner wrote it. */
static gboolean
choose_awaited (HearthEngine *self, const HearthMessage *message, char **awaits, GError **error)
{
  gboolean own = message->from == NULL || *message->from->address == '\0';

  if (!own && !is_owner (self, message->from->address, &own, error))
    return FALSE;
  if (!own) {
    *awaits = g_ascii_strdown (message->from->address, -1);
    return TRUE;
  }
  if (message->to->len > 0)
    *awaits =
        g_ascii_strdown (((const HearthAddress *) g_ptr_array_index (message->to, 0))->address, -1);
  return (*awaits != NULL && **awaits != '\0') ||
         fail (error, _("It does not say who could answer this message."));
}

/* Whether an addr-spec could be one: it goes into the store and comes from a person. */
static gboolean
check_address (const char *address, GError **error)
{
  const char *at = strchr (address, '@');

  if (at != NULL && at != address && at[1] != '\0' && strlen (address) <= 320 &&
      strpbrk (address, " \t\r\n|<>") == NULL && g_utf8_validate (address, -1, NULL))
    return TRUE;
  g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
               _("“%s” is not the address of anybody."), address);
  return FALSE;
}

static HearthLater *
make_row (HearthEngine *self, gint64 message_id, gint64 until, const char *awaits, GError **error)
{
  g_autoptr (HearthMessage) message = hearth_store_messages_get (self->reader, message_id, error);
  g_autoptr (HearthLater) before = NULL;
  g_autoptr (HearthLater) later = g_new0 (HearthLater, 1);

  if (message == NULL || !hearth_store_later_find (self->reader, message_id, &before, error))
    return NULL;
  later->message_id = message_id;
  later->until = until;
  /* What waits for an answer to what the owner sent goes on waiting for it. */
  if (before != NULL && before->kind == HEARTH_LATER_FOLLOW_UP && awaits == NULL) {
    later->kind = HEARTH_LATER_FOLLOW_UP;
    later->created = hearth_clock_now ();
    later->since = before->since;
    return g_steal_pointer (&later);
  }
  later->created = hearth_clock_now ();
  later->since = message->date;
  if (awaits != NULL && *awaits == '\0') {
    if (!choose_awaited (self, message, &later->awaits, error))
      return NULL;
  } else if (awaits != NULL) {
    later->awaits = g_ascii_strdown (awaits, -1);
  }
  if (later->awaits != NULL &&
      (!check_address (later->awaits, error) ||
       !hearth_store_later_find_since (self->reader, message, later->awaits, &later->since, error)))
    return NULL;
  return g_steal_pointer (&later);
}

/**
 * hearth_engine_put_off:
 * @self: an engine
 * @ids: (array length=n_ids): messages
 * @n_ids: their number
 * @until: when they come back, seconds since 1970 UTC; 0 if only an answer brings them back
 * @awaits: (nullable): an addr-spec: later mail of that person brings them back too, in the same
 *   thread, or any where the thread has only the owner and them; "" for who wrote each message
 * @action_id: (out): for hearth_engine_undo()
 * @error: `HEARTH_ENGINE_ERROR_INVALID`, `HEARTH_STORE_ERROR_NOT_FOUND` or another
 * #HearthStoreError
 *
 * Puts messages off: they need nobody until then. It stands in the store when this returns. What
 * was put off before is put off anew.
 *
 * Returns: whether all of them are
 */
gboolean
hearth_engine_put_off (HearthEngine *self, const gint64 *ids, gsize n_ids, gint64 until,
                       const char *awaits, gint64 *action_id, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_later_free);

  *action_id = 0;
  if (until == 0 && awaits == NULL)
    return fail (error, _("It was not said until when."));
  if (until != 0 && until <= hearth_clock_now ())
    return fail (error, _("That time is over."));
  for (gsize i = 0; i < n_ids; i++) {
    HearthLater *later = make_row (self, ids[i], until, awaits, error);

    if (later == NULL)
      return FALSE;
    g_ptr_array_add (rows, later);
  }
  return rows->len == 0 || put_off (self, rows, action_id, error);
}

/**
 * hearth_engine_follow_up:
 * @self: an engine
 * @message_id: a message that the owner sent
 * @until: when they are reminded of it, seconds since 1970 UTC, unless somebody answers before
 * @action_id: (out): for hearth_engine_undo()
 * @error: `HEARTH_ENGINE_ERROR_INVALID` of mail that the owner did not send,
 *   `HEARTH_STORE_ERROR_NOT_FOUND` or another #HearthStoreError
 *
 * Has the owner reminded of what they sent if nobody answers. That somebody is away, or that the
 * mail could not be delivered, is no answer.
 *
 * Returns: whether it stands in the store
 */
gboolean
hearth_engine_follow_up (HearthEngine *self, gint64 message_id, gint64 until, gint64 *action_id,
                         GError **error)
{
  g_autoptr (HearthMessage) message = hearth_store_messages_get (self->reader, message_id, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_later_free);
  HearthLater *later;
  gboolean own;

  *action_id = 0;
  if (message == NULL ||
      !is_owner (self, message->from != NULL ? message->from->address : "", &own, error))
    return FALSE;
  if (!own)
    return fail (error, _("You did not send this message. Put it off until somebody answers."));
  if (until <= hearth_clock_now ())
    return fail (error, _("That time is over."));
  later = g_new0 (HearthLater, 1);
  later->message_id = message_id;
  later->kind = HEARTH_LATER_FOLLOW_UP;
  later->until = until;
  later->created = hearth_clock_now ();
  g_ptr_array_add (rows, later);
  return hearth_store_later_find_since (self->reader, message, NULL, &later->since, error) &&
         put_off (self, rows, action_id, error);
}

/**
 * hearth_engine_bring_back:
 * @self: an engine
 * @ids: (array length=n_ids): messages; those that are not put off are passed over
 * @n_ids: their number
 * @action_id: (out): for hearth_engine_undo(); 0 if none of them was put off
 * @error: a #HearthStoreError
 *
 * Has messages be as if they had never been put off.
 *
 * Returns: whether they are
 */
gboolean
hearth_engine_bring_back (HearthEngine *self, const gint64 *ids, gsize n_ids, gint64 *action_id,
                          GError **error)
{
  Write write = { .ids = ids, .n_ids = n_ids };

  *action_id = 0;
  if (!hearth_writer_run_sync (self->writer, remove_rows, &write, error))
    return FALSE;
  *action_id = write.action_id;
  if (write.action_id != 0)
    plan_now (self);
  return TRUE;
}

typedef struct {
  gint64 message_id;
  gint64 answer_id;
  gboolean changed;
} Answer;

static gboolean
write_answer (HearthDatabase *db, gpointer user_data, GError **error)
{
  Answer *answer = user_data;
  g_autoptr (HearthLater) later = NULL;

  if (!hearth_store_later_find (db, answer->message_id, &later, error))
    return FALSE;
  answer->changed = later != NULL && (later->kind == HEARTH_LATER_FOLLOW_UP ||
                                      hearth_later_is_away (later, hearth_clock_now ()));
  if (!answer->changed)
    return TRUE;
  if (later->kind == HEARTH_LATER_FOLLOW_UP)
    return hearth_store_later_remove (db, later->message_id, error);
  later->until = hearth_clock_now ();
  later->answer_id = answer->answer_id;
  return hearth_store_later_set (db, later, error);
}

/**
 * hearth_engine_note_answer:
 * @self: an engine
 * @message_id: mail that was put off
 * @answer_id: what answers it
 * @error: a #HearthStoreError
 *
 * Has what was put off until somebody answers come back now, and what was to be followed up be
 * settled.
 *
 * Returns: whether it stands in the store
 */
gboolean
hearth_engine_note_answer (HearthEngine *self, gint64 message_id, gint64 answer_id, GError **error)
{
  Answer answer = { .message_id = message_id, .answer_id = answer_id };

  if (!hearth_writer_run_sync (self->writer, write_answer, &answer, error))
    return FALSE;
  if (answer.changed)
    plan_now (self);
  return TRUE;
}

/**
 * hearth_engine_snooze_reminder:
 * @self: an engine
 * @reminder_id: an open reminder
 * @until: when it shall come again, seconds since 1970 UTC
 * @error: `HEARTH_REMINDER_ERROR_NOT_FOUND`, or as hearth_engine_put_off()
 *
 * Puts a reminder off, and with it the mail that it is about.
 *
 * Returns: whether it is
 */
gboolean
hearth_engine_snooze_reminder (HearthEngine *self, gint64 reminder_id, gint64 until, GError **error)
{
  g_autoptr (HearthReminder) reminder = hearth_reminder_queue_dup (self->reminders, reminder_id);
  gint64 message_id = reminder != NULL ? hearth_reminder_get_message_id (reminder) : 0;
  gint64 action_id;

  if (message_id == 0)
    return hearth_reminder_queue_snooze (self->reminders, reminder_id, until, error);
  return hearth_engine_put_off (self, &message_id, 1, until, NULL, &action_id, error);
}

/**
 * hearth_later_undo:
 * @self: an engine
 * @action: what was done
 * @n_changed: (out) (optional): how many messages were changed back
 * @error: where to put the reason of a failure: one of the store
 *
 * Takes back what put mail off or brought it back; for hearth_engine_undo().
 *
 * Returns: whether it was taken back
 */
gboolean
hearth_later_undo (HearthEngine *self, const HearthAction *action, guint *n_changed, GError **error)
{
  Write write = { .note = action->note, .action_id = action->id };

  if (!hearth_writer_run_sync (self->writer, restore_rows, &write, error))
    return FALSE;
  if (n_changed != NULL)
    *n_changed = write.n_changed;
  plan_now (self);
  return TRUE;
}
