/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-sent-letters.h"

#include <string.h>

#include "hearth-recipients.h"
#include "hearth-store-messages.h"
#include "hearth-store-provenance.h"

/* Of so many it is looked whom they went to. */
#define MAX_LOOKED_AT 1000
#define MAX_NAME 60

/**
 * hearth_sent_letter_new:
 * @message: a mail that the owner sent, with its text
 *
 * Returns: (transfer full) (nullable): what they wrote; %NULL if they wrote nothing in it
 */
HearthSentLetter *
hearth_sent_letter_new (const HearthMessage *message)
{
  HearthWrittenMail *letter =
      message->text != NULL ? hearth_written_mail_read (message->text) : NULL;
  HearthSentLetter *self;
  const HearthAddress *to;

  if (letter == NULL)
    return NULL;
  self = g_new0 (HearthSentLetter, 1);
  self->id = message->id;
  self->letter = letter;
  self->may_quote = hearth_written_mail_may_quote (message);
  to = message->to->len == 1 ? g_ptr_array_index (message->to, 0) : NULL;
  self->address = g_strdup (to != NULL ? to->address : "");
  /* Whoever wrote first chose that name: what is too long for one is none. */
  self->name = g_strdup (
      to != NULL && to->name != NULL && g_utf8_strlen (to->name, -1) <= MAX_NAME ? to->name : "");
  return self;
}

/**
 * hearth_sent_letter_free:
 * @self: (nullable) (transfer full): a letter
 */
void
hearth_sent_letter_free (HearthSentLetter *self)
{
  if (self == NULL)
    return;
  g_free (self->address);
  g_free (self->name);
  hearth_written_mail_free (self->letter);
  g_free (self);
}

static gboolean
is_to (const HearthMessage *message, const char *address)
{
  for (guint i = 0; i < message->to->len; i++) {
    const HearthAddress *to = g_ptr_array_index (message->to, i);

    if (hearth_addr_spec_equal (to->address, address))
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_sent_letters_load:
 * @db: a database
 * @address: (nullable): only to this one; %NULL for all
 * @since: not older, seconds since 1970 UTC
 * @limit: at most so many
 * @error: return location for a #HearthStoreError
 *
 * Reads the newest mail that the owner sent: by its mailbox, never by who it says it is from.
 *
 * Returns: (transfer full) (nullable) (element-type HearthSentLetter): the newest first; %NULL on
 *   an error
 */
GPtrArray *
hearth_sent_letters_load (HearthDatabase *db, const char *address, gint64 since, guint limit,
                          GError **error)
{
  g_autoptr (GPtrArray) letters =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_sent_letter_free);
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  g_autoptr (GPtrArray) messages = NULL;

  filter.role = HEARTH_MAILBOX_SENT;
  filter.since = since;
  filter.limit = address != NULL ? MAX_LOOKED_AT : limit;
  messages = hearth_store_messages_list (db, &filter, HEARTH_DETAIL_ENVELOPE, error);
  if (messages == NULL)
    return NULL;
  for (guint i = 0; i < messages->len && letters->len < limit; i++) {
    const HearthMessage *message = g_ptr_array_index (messages, i);
    g_autoptr (HearthMessage) whole = NULL;
    HearthSentLetter *letter;
    HearthLabel label;

    if (address != NULL && !is_to (message, address))
      continue;
    whole = hearth_store_messages_get (db, message->id, NULL);
    letter = whole != NULL ? hearth_sent_letter_new (whole) : NULL;
    if (letter == NULL)
      continue;
    if (!hearth_store_provenance_get_sent (db, whole->message_id, &label, NULL) ||
        label.integrity == HEARTH_INTEGRITY_EXTERNAL)
      letter->may_quote = TRUE;
    g_ptr_array_add (letters, letter);
  }
  return g_steal_pointer (&letters);
}

/**
 * hearth_letters_choose:
 * @texts: (element-type utf8): greetings, or names, the newest first; %NULL where there was none
 * @count: (out): how often it stands there
 *
 * Finds the most frequent, whatever stands between and behind its words.
 *
 * Returns: (transfer full) (nullable): it, as it was written last; %NULL if there is none
 */
char *
hearth_letters_choose (GPtrArray *texts, guint *count)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  const char *best = NULL;

  *count = 0;
  for (guint i = 0; i < texts->len; i++) {
    const char *text = g_ptr_array_index (texts, i);
    char *key = text != NULL ? hearth_written_mail_fold (text) : g_strdup ("");
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key));

    g_ptr_array_add (keys, key);
    if (*key != '\0')
      g_hash_table_insert (counts, g_strdup (key), GUINT_TO_POINTER (n + 1));
  }
  for (guint i = 0; i < texts->len; i++) {
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, g_ptr_array_index (keys, i)));

    if (n > *count) {
      best = g_ptr_array_index (texts, i);
      *count = n;
    }
  }
  return g_strdup (best);
}
