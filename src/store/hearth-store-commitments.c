/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-commitments.h"

#include "hearth-clock.h"

#include <string.h>

/* So many open findings are looked at for a list: a mail can lie in several mailboxes. */
#define MAX_FINDINGS 1000
#define MAX_QUOTE 400

/**
 * hearth_commitment_free:
 * @self: (nullable) (transfer full): a commitment
 */
void
hearth_commitment_free (HearthCommitment *self)
{
  if (self == NULL)
    return;
  hearth_finding_free (self->finding);
  hearth_message_unref (self->message);
  g_free (self);
}

/**
 * hearth_commitment_get_other:
 * @self: a commitment
 *
 * Returns: (transfer none) (nullable): with whom the owner has to do: who wrote, or to whom the
 *   owner wrote
 */
const HearthAddress *
hearth_commitment_get_other (const HearthCommitment *self)
{
  const HearthMessage *message = self->message;

  if (self->finding == NULL)
    return message->from;
  if (self->finding->kind != HEARTH_FINDING_PROMISE &&
      self->finding->kind != HEARTH_FINDING_REQUEST)
    return message->from;
  for (guint i = 0; i < message->to->len; i++) {
    const HearthAddress *to = g_ptr_array_index (message->to, i);

    if (message->from == NULL || g_ascii_strcasecmp (to->address, message->from->address) != 0)
      return to;
  }
  return message->to->len > 0 ? g_ptr_array_index (message->to, 0) : message->from;
}

/**
 * hearth_commitment_dup_quote:
 * @self: a commitment whose message has its text
 *
 * Returns: (transfer full): the words of the mail on which it rests, on one line; the subject if
 *   it rests on that
 */
char *
hearth_commitment_dup_quote (const HearthCommitment *self)
{
  const HearthFinding *finding = self->finding;
  const char *text = self->message->text;
  gsize size = text != NULL ? strlen (text) : 0;
  g_autoptr (GString) line = g_string_new (NULL);
  gsize end;

  if (finding->length == 0 || finding->start >= size)
    return g_strdup (self->message->subject != NULL ? self->message->subject : "");
  end = finding->start + MIN (MIN (finding->length, MAX_QUOTE), size - finding->start);
  for (gsize i = finding->start; i < end; i++) {
    if (!g_ascii_isspace (text[i]))
      g_string_append_c (line, text[i]);
    else if (line->len > 0 && line->str[line->len - 1] != ' ')
      g_string_append_c (line, ' ');
  }
  return g_utf8_make_valid (line->str, (gssize) line->len);
}

/* The same mail, in another mailbox, says nothing new. */
static char *
make_key (const HearthFinding *finding, const HearthMessage *message)
{
  if (message->message_id == NULL || *message->message_id == '\0')
    return g_strdup_printf ("%" G_GINT64_FORMAT "|%d|%" G_GSIZE_FORMAT, message->id,
                            (int) finding->kind, finding->start);
  return g_strdup_printf ("%s|%d|%" G_GSIZE_FORMAT, message->message_id, (int) finding->kind,
                          finding->start);
}

static HearthMessage *
get_message (HearthDatabase *db, gint64 id, HearthMessageDetail detail, HearthMessage *last)
{
  g_autoptr (GPtrArray) found = NULL;

  if (last != NULL && last->id == id)
    return hearth_message_ref (last);
  if (detail == HEARTH_DETAIL_FULL)
    return hearth_store_messages_get (db, id, NULL);
  found = hearth_store_messages_get_envelopes (db, &id, 1, NULL);
  return found != NULL && found->len > 0 ? g_ptr_array_steal_index (found, 0) : NULL;
}

static GPtrArray *
list (HearthDatabase *db, guint kinds, gint64 since, gboolean one_of_thread,
      HearthMessageDetail detail, guint limit, GError **error)
{
  HearthFindingFilter filter = {
    .kinds = kinds, .since = since, .open = TRUE, .kept = TRUE, .limit = MAX_FINDINGS
  };
  g_autoptr (GPtrArray) found = hearth_store_findings_list (db, &filter, error);
  g_autoptr (GPtrArray) commitments =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_commitment_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (HearthMessage) last = NULL;

  if (found == NULL)
    return NULL;
  for (guint i = 0; i < found->len && commitments->len < limit; i++) {
    const HearthFinding *finding = g_ptr_array_index (found, i);
    HearthMessage *message = get_message (db, finding->message_id, detail, last);
    HearthCommitment *one;
    char *key;

    if (message == NULL)
      continue;
    g_clear_pointer (&last, hearth_message_unref);
    last = message;
    if ((message->marks & (HEARTH_MARK_SPAM | HEARTH_MARK_PHISHING)) != 0)
      continue;
    key = one_of_thread && message->thread_id != 0
              ? g_strdup_printf ("%" G_GINT64_FORMAT, message->thread_id)
              : make_key (finding, message);
    if (!g_hash_table_add (seen, key))
      continue;
    one = g_new0 (HearthCommitment, 1);
    one->finding = hearth_finding_copy (finding);
    one->message = hearth_message_ref (message);
    g_ptr_array_add (commitments, one);
  }
  return g_steal_pointer (&commitments);
}

/**
 * hearth_store_commitments_list:
 * @db: a database
 * @kinds: of which kinds, a set of %HEARTH_FINDING_BIT
 * @since: in mail from then on, seconds since 1970 UTC
 * @detail: how much of the messages is read
 * @limit: at most so many
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Lists what is open, each thing once though its mail may lie in several mailboxes.
 *
 * Returns: (transfer full) (nullable) (element-type HearthCommitment): those of the newest mail
 *   first, of one mail in the order of its text; %NULL on an error
 */
GPtrArray *
hearth_store_commitments_list (HearthDatabase *db, guint kinds, gint64 since,
                               HearthMessageDetail detail, guint limit, GError **error)
{
  return list (db, kinds, since, FALSE, detail, limit, error);
}

/**
 * hearth_store_commitments_list_waiting:
 * @db: a database
 * @since: in mail from then on, seconds since 1970 UTC
 * @detail: how much of the messages is read
 * @limit: at most so many
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Lists the threads in which the owner waits for an answer, with the last request of each.
 *
 * Returns: (transfer full) (nullable) (element-type HearthCommitment): the newest first; %NULL on
 *   an error
 */
GPtrArray *
hearth_store_commitments_list_waiting (HearthDatabase *db, gint64 since, HearthMessageDetail detail,
                                       guint limit, GError **error)
{
  return list (db, HEARTH_FINDING_BIT (HEARTH_FINDING_REQUEST), since, TRUE, detail, limit, error);
}

/**
 * hearth_commitment_count_working_days:
 * @from: seconds since 1970 UTC
 * @to: seconds since 1970 UTC
 *
 * Returns: how many days from Monday to Friday have begun after the day of @from, up to the day of
 *   @to, in the owner's zone; at most 1000
 */
int
hearth_commitment_count_working_days (gint64 from, gint64 to)
{
  g_autoptr (GDateTime) start = hearth_clock_dup_at (from);
  g_autoptr (GDateTime) end = hearth_clock_dup_at (to);
  GDate day, last;
  int n = 0;

  if (start == NULL || end == NULL || to <= from)
    return 0;
  g_date_set_dmy (&day, (GDateDay) g_date_time_get_day_of_month (start),
                  (GDateMonth) g_date_time_get_month (start),
                  (GDateYear) g_date_time_get_year (start));
  g_date_set_dmy (&last, (GDateDay) g_date_time_get_day_of_month (end),
                  (GDateMonth) g_date_time_get_month (end), (GDateYear) g_date_time_get_year (end));
  while (g_date_compare (&day, &last) < 0 && n < 1000) {
    g_date_add_days (&day, 1);
    n += g_date_get_weekday (&day) < G_DATE_SATURDAY ? 1 : 0;
  }
  return n;
}
