/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-answer.h"
#include "hearth-records.h"

#include <string.h>

static const char *const kind_names[] = {
  "maildir", "mbox", "ics", "imap", "caldav", "webcal", "eds", "carddav", "vcard", "ebook",
};

/**
 * hearth_source_kind_to_string:
 * @kind: a kind
 *
 * Returns: (transfer none): its name
 */
const char *
hearth_source_kind_to_string (HearthSourceKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (kind_names), "");
  return kind_names[kind];
}

/**
 * hearth_source_kind_from_string:
 * @name: a name
 * @kind: (out): the kind
 *
 * Returns: whether there is such a kind
 */
gboolean
hearth_source_kind_from_string (const char *name, HearthSourceKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++) {
    if (g_strcmp0 (name, kind_names[i]) == 0) {
      *kind = (HearthSourceKind) i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * hearth_source_kind_is_file:
 * @kind: a kind
 *
 * Returns: whether such a source is a file or folder that can be added by its path
 */
gboolean
hearth_source_kind_is_file (HearthSourceKind kind)
{
  return kind == HEARTH_SOURCE_MAILDIR || kind == HEARTH_SOURCE_MBOX || kind == HEARTH_SOURCE_ICS ||
         kind == HEARTH_SOURCE_VCARD;
}

/**
 * hearth_source_kind_is_calendar:
 * @kind: a kind
 *
 * Returns: whether such a source holds events and tasks
 */
gboolean
hearth_source_kind_is_calendar (HearthSourceKind kind)
{
  return kind == HEARTH_SOURCE_ICS || kind == HEARTH_SOURCE_CALDAV ||
         kind == HEARTH_SOURCE_WEBCAL || kind == HEARTH_SOURCE_EDS;
}

/**
 * hearth_source_kind_is_contacts:
 * @kind: a kind
 *
 * Returns: whether such a source holds people's addresses
 */
gboolean
hearth_source_kind_is_contacts (HearthSourceKind kind)
{
  return kind == HEARTH_SOURCE_CARDDAV || kind == HEARTH_SOURCE_VCARD ||
         kind == HEARTH_SOURCE_EBOOK;
}

/**
 * hearth_source_kind_is_remote:
 * @kind: a kind
 *
 * Returns: whether such a source is a calendar or an address book that HTTP reaches, with a login
 * that others may share
 */
gboolean
hearth_source_kind_is_remote (HearthSourceKind kind)
{
  return kind == HEARTH_SOURCE_CALDAV || kind == HEARTH_SOURCE_WEBCAL ||
         kind == HEARTH_SOURCE_CARDDAV;
}

/**
 * hearth_source_new:
 * @kind: its kind
 * @path: an absolute path
 * @name: what the owner calls it
 *
 * Returns: (transfer full): a source that is not stored yet
 */
HearthSource *
hearth_source_new (HearthSourceKind kind, const char *path, const char *name)
{
  HearthSource *self = g_new0 (HearthSource, 1);

  self->kind = kind;
  self->path = g_strdup (path);
  self->name = g_strdup (name);
  return self;
}

/**
 * hearth_source_free:
 * @self: (nullable) (transfer full): a source
 */
void
hearth_source_free (HearthSource *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->name);
  g_free (self->token);
  g_free (self->last_error);
  g_free (self);
}

/**
 * hearth_mailbox_role_from_name:
 * @mailbox: a mailbox's name, with "/" between levels
 *
 * Knows a mailbox by the names that servers and clients give, in the languages that are common.
 *
 * Returns: its role
 */
HearthMailboxRole
hearth_mailbox_role_from_name (const char *mailbox)
{
  static const struct {
    const char *name;
    HearthMailboxRole role;
  } names[] = {
    { "inbox", HEARTH_MAILBOX_INBOX },
    { "sent", HEARTH_MAILBOX_SENT },
    { "sent mail", HEARTH_MAILBOX_SENT },
    { "sent messages", HEARTH_MAILBOX_SENT },
    { "sent items", HEARTH_MAILBOX_SENT },
    { "gesendet", HEARTH_MAILBOX_SENT },
    { "gesendete elemente", HEARTH_MAILBOX_SENT },
    { "envoyés", HEARTH_MAILBOX_SENT },
    { "enviados", HEARTH_MAILBOX_SENT },
    { "drafts", HEARTH_MAILBOX_DRAFTS },
    { "entwürfe", HEARTH_MAILBOX_DRAFTS },
    { "brouillons", HEARTH_MAILBOX_DRAFTS },
    { "trash", HEARTH_MAILBOX_TRASH },
    { "deleted items", HEARTH_MAILBOX_TRASH },
    { "deleted messages", HEARTH_MAILBOX_TRASH },
    { "bin", HEARTH_MAILBOX_TRASH },
    { "papierkorb", HEARTH_MAILBOX_TRASH },
    { "junk", HEARTH_MAILBOX_JUNK },
    { "junk e-mail", HEARTH_MAILBOX_JUNK },
    { "spam", HEARTH_MAILBOX_JUNK },
    { "archive", HEARTH_MAILBOX_ARCHIVE },
    { "archiv", HEARTH_MAILBOX_ARCHIVE },
    { "all mail", HEARTH_MAILBOX_ARCHIVE },
  };
  const char *last = strrchr (mailbox, '/');
  g_autofree char *folded = g_utf8_strdown (last != NULL ? last + 1 : mailbox, -1);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (strcmp (folded, names[i].name) == 0)
      return names[i].role;
  }
  return HEARTH_MAILBOX_OTHER;
}

/**
 * hearth_reminder_new:
 * @key: its stable name
 * @text: what to say
 * @due: seconds since 1970 UTC
 *
 * Returns: (transfer full): a scheduled reminder that is not stored yet
 */
HearthReminder *
hearth_reminder_new (const char *key, const char *text, gint64 due)
{
  HearthReminder *self = g_new0 (HearthReminder, 1);

  self->key = g_strdup (key);
  self->text = g_strdup (text);
  self->due = due;
  self->original_due = due;
  return self;
}

/**
 * hearth_reminder_copy:
 * @self: a reminder
 *
 * Returns: (transfer full): a copy
 */
HearthReminder *
hearth_reminder_copy (const HearthReminder *self)
{
  HearthReminder *copy = hearth_reminder_new (self->key, self->text, self->due);

  copy->id = self->id;
  copy->original_due = self->original_due;
  copy->event_start = self->event_start;
  copy->event_id = self->event_id;
  copy->state = self->state;
  copy->kind = self->kind;
  copy->link = g_strdup (self->link);
  copy->event_end = self->event_end;
  copy->shown = self->shown;
  copy->label = self->label;
  return copy;
}

/**
 * hearth_reminder_free:
 * @self: (nullable) (transfer full): a reminder
 */
void
hearth_reminder_free (HearthReminder *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->text);
  g_free (self->link);
  g_free (self);
}

/**
 * hearth_reminder_get_message_id:
 * @self: a reminder
 *
 * Returns: the row of the message that it is about, or 0 if it is not about mail
 */
gint64
hearth_reminder_get_message_id (const HearthReminder *self)
{
  if (self->kind != HEARTH_REMINDER_MAIL ||
      !g_str_has_prefix (self->key, HEARTH_REMINDER_MAIL_PREFIX))
    return 0;
  return g_ascii_strtoll (self->key + strlen (HEARTH_REMINDER_MAIL_PREFIX), NULL, 10);
}

/**
 * hearth_turn_new:
 * @conversation: a conversation's name
 * @role: who speaks
 * @text: what is said so far
 *
 * Returns: (transfer full): a turn that is not stored yet
 */
HearthTurn *
hearth_turn_new (const char *conversation, HearthTurnRole role, const char *text)
{
  HearthTurn *self = g_new0 (HearthTurn, 1);

  self->conversation = g_strdup (conversation);
  self->role = role;
  self->text = g_strdup (text);
  self->chips = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_chip_free);
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_turn_file_free);
  self->service = g_strdup ("");
  return self;
}

/**
 * hearth_turn_copy:
 * @self: a turn
 *
 * Returns: (transfer full): a copy with copies of its chips and files
 */
HearthTurn *
hearth_turn_copy (const HearthTurn *self)
{
  HearthTurn *copy = hearth_turn_new (self->conversation, self->role, self->text);
  GPtrArray *chips = copy->chips;
  GPtrArray *files = copy->files;

  g_free (copy->service);
  g_free (copy->text);
  g_free (copy->conversation);
  *copy = *self;
  copy->conversation = g_strdup (self->conversation);
  copy->text = g_strdup (self->text);
  copy->service = g_strdup (self->service);
  copy->chips = chips;
  copy->files = files;
  for (guint i = 0; i < self->chips->len; i++)
    g_ptr_array_add (chips, hearth_chip_copy (g_ptr_array_index (self->chips, i)));
  for (guint i = 0; i < self->files->len; i++)
    g_ptr_array_add (files, hearth_turn_file_copy (g_ptr_array_index (self->files, i)));
  return copy;
}

/**
 * hearth_turn_free:
 * @self: (nullable) (transfer full): a turn
 */
void
hearth_turn_free (HearthTurn *self)
{
  if (self == NULL)
    return;
  g_free (self->conversation);
  g_free (self->text);
  g_ptr_array_unref (self->chips);
  g_ptr_array_unref (self->files);
  g_free (self->service);
  g_free (self);
}

/**
 * hearth_turn_rating_get_name:
 * @rating: what the owner thinks of an answer
 *
 * Returns: its name on the bus: "good", "bad", or "" where they did not say
 */
const char *
hearth_turn_rating_get_name (HearthTurnRating rating)
{
  return rating == HEARTH_TURN_GOOD ? "good" : rating == HEARTH_TURN_BAD ? "bad" : "";
}

/**
 * hearth_turn_rating_parse:
 * @name: what hearth_turn_rating_get_name() returns
 * @rating: (out): what it means
 *
 * Returns: whether there is such a rating
 */
gboolean
hearth_turn_rating_parse (const char *name, HearthTurnRating *rating)
{
  for (int i = HEARTH_TURN_BAD; i <= HEARTH_TURN_GOOD; i++) {
    if (g_str_equal (name, hearth_turn_rating_get_name ((HearthTurnRating) i))) {
      *rating = (HearthTurnRating) i;
      return TRUE;
    }
  }
  return FALSE;
}
