/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-digest-findings.h"

#include "hearth-store-findings.h"
#include "hearth-store-messages.h"
#include "hearth-text.h"

/* What was found in mail, as far as a digest tells it. */

#define DAY ((gint64) 24 * 3600)
/* A question that was asked so lately is not waited for yet. */
#define PATIENCE (3 * DAY)
/* What is older is not waited for any more. */
#define MAX_WAIT (45 * DAY)
#define INVOICE_AHEAD (7 * DAY)
/* An invoice that is due since long was paid, or has been reminded of. */
#define INVOICE_BACK (14 * DAY)
#define MAX_FINDINGS 50

static GHashTable *
load_messages (HearthDatabase *db, GPtrArray *findings, GError **error)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                                        (GDestroyNotify) hearth_message_unref);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) messages = NULL;

  for (guint i = 0; i < findings->len; i++)
    g_array_append_val (ids, ((HearthFinding *) g_ptr_array_index (findings, i))->message_id);
  if (ids->len == 0)
    return g_steal_pointer (&by_id);
  messages = hearth_store_messages_get_envelopes (db, (gint64 *) ids->data, ids->len, error);
  if (messages == NULL)
    return NULL;
  for (guint i = 0; i < messages->len; i++) {
    HearthMessage *message = g_ptr_array_index (messages, i);

    g_hash_table_replace (by_id, &message->id, hearth_message_ref (message));
  }
  return g_steal_pointer (&by_id);
}

/* Whose a finding is: who wrote to the owner, or whom the owner wrote to. */
static const char *
find_who (const HearthFinding *finding, const HearthMessage *message)
{
  if (finding->kind == HEARTH_FINDING_PROMISE || finding->kind == HEARTH_FINDING_REQUEST)
    return message->to->len > 0 ? hearth_address_get_label (g_ptr_array_index (message->to, 0))
                                : NULL;
  return message->from != NULL ? hearth_address_get_label (message->from) : NULL;
}

static void
add (HearthDigest *self, HearthDigestPart part, const HearthFinding *finding,
     const HearthMessage *message)
{
  HearthDigestItem *item = hearth_digest_item_new (find_who (finding, message), finding->text);
  g_autofree char *label = item->who != NULL ? g_strdup_printf ("%s · %s", item->who, item->text)
                                             : g_strdup (item->text);

  item->when = finding->due;
  item->is_date = finding->due_is_date;
  item->is_new = message->date >= self->since;
  item->chip = hearth_chip_new (HEARTH_CHIP_MESSAGE, message->id, label);
  g_ptr_array_add (self->sections[part].items, item);
}

static gboolean
has_message (const HearthDigest *self, HearthDigestPart part, gint64 message_id)
{
  GPtrArray *items = self->sections[part].items;

  for (guint i = 0; i < items->len; i++) {
    const HearthDigestItem *item = g_ptr_array_index (items, i);

    if (item->chip != NULL && item->chip->kind == HEARTH_CHIP_MESSAGE &&
        item->chip->id == message_id)
      return TRUE;
  }
  return FALSE;
}

/* In which section a finding is told, if in one. */
static gboolean
find_part (const HearthDigest *self, const HearthFinding *finding, const HearthMessage *message,
           HearthSpan days, HearthDigestPart *part)
{
  switch (finding->kind) {
  case HEARTH_FINDING_ASK:
  case HEARTH_FINDING_QUESTION:
    /* The mail itself is told where it needs the owner. */
    *part = HEARTH_DIGEST_DUE;
    return finding->due >= days.start - DAY && finding->due < days.end &&
           !has_message (self, HEARTH_DIGEST_NEEDS, message->id) &&
           !has_message (self, HEARTH_DIGEST_ANSWERS, message->id);
  case HEARTH_FINDING_PROMISE:
    *part = HEARTH_DIGEST_DUE;
    return finding->due != 0 && finding->due < days.end;
  case HEARTH_FINDING_REQUEST:
  case HEARTH_FINDING_PLEDGE:
    *part = HEARTH_DIGEST_WAITING;
    return message->date >= self->now - MAX_WAIT &&
           (finding->due != 0 ? finding->due < self->now : message->date < self->now - PATIENCE);
  case HEARTH_FINDING_DELIVERY:
  case HEARTH_FINDING_FLIGHT:
  case HEARTH_FINDING_BOOKING:
    *part = HEARTH_DIGEST_THINGS;
    return finding->due >= days.start && finding->due < days.end &&
           (finding->due_is_date || finding->due > self->now || finding->until > self->now);
  case HEARTH_FINDING_INVOICE:
    *part = HEARTH_DIGEST_THINGS;
    return finding->due >= self->now - INVOICE_BACK && finding->due < self->now + INVOICE_AHEAD;
  case HEARTH_FINDING_CODE:
  case HEARTH_FINDING_PROPOSAL:
  case HEARTH_N_FINDINGS:
  default:
    return FALSE;
  }
}

static gboolean
add_group (HearthDigest *self, HearthDatabase *db, guint kinds, HearthSpan due, HearthSpan days,
           GError **error)
{
  HearthFindingFilter filter = { .kinds = kinds, .open = TRUE, .limit = MAX_FINDINGS };
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GHashTable) messages = NULL;

  filter.since = self->now - 90 * DAY;
  filter.due_from = due.start;
  filter.due_before = due.end;
  findings = hearth_store_findings_list (db, &filter, error);
  messages = findings != NULL ? load_messages (db, findings, error) : NULL;
  if (messages == NULL)
    return FALSE;
  for (guint i = 0; i < findings->len; i++) {
    const HearthFinding *finding = g_ptr_array_index (findings, i);
    const HearthMessage *message = g_hash_table_lookup (messages, &finding->message_id);
    HearthDigestPart part;

    if (message == NULL || (message->marks & (HEARTH_MARK_SPAM | HEARTH_MARK_PHISHING)) != 0 ||
        (message->flags & HEARTH_MESSAGE_DELETED) != 0)
      continue;
    /* Of a mail that says several things of one sort, the first stands for it. */
    if (find_part (self, finding, message, days, &part) && !has_message (self, part, message->id))
      add (self, part, finding, message);
  }
  return TRUE;
}

/**
 * hearth_digest_add_findings:
 * @self: a digest that has its mail
 * @db: a store
 * @days: the days that it looks ahead to, from today's midnight on
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Adds what was asked and promised by a day, what others owe, and what arrives or is to be paid.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_digest_add_findings (HearthDigest *self, HearthDatabase *db, HearthSpan days, GError **error)
{
  const struct {
    guint kinds;
    HearthSpan due;
  } groups[] = {
    { HEARTH_FINDING_BIT (HEARTH_FINDING_ASK) | HEARTH_FINDING_BIT (HEARTH_FINDING_QUESTION),
      { days.start - DAY, days.end } },
    { HEARTH_FINDING_BIT (HEARTH_FINDING_PROMISE), { 0, days.end } },
    { HEARTH_FINDING_BIT (HEARTH_FINDING_REQUEST) | HEARTH_FINDING_BIT (HEARTH_FINDING_PLEDGE),
      { 0, 0 } },
    { HEARTH_FINDING_BIT (HEARTH_FINDING_DELIVERY) | HEARTH_FINDING_BIT (HEARTH_FINDING_FLIGHT) |
          HEARTH_FINDING_BIT (HEARTH_FINDING_BOOKING),
      { days.start, days.end } },
    { HEARTH_FINDING_BIT (HEARTH_FINDING_INVOICE),
      { self->now - INVOICE_BACK, self->now + INVOICE_AHEAD } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++) {
    if (!add_group (self, db, groups[i].kinds, groups[i].due, days, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_digest_count_kept:
 * @self: a digest
 * @db: a store
 * @since: from when on, seconds since 1970 UTC
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Counts the promises of the owner that were kept since.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_digest_count_kept (HearthDigest *self, HearthDatabase *db, gint64 since, GError **error)
{
  HearthFindingFilter filter = { .kinds = HEARTH_FINDING_BIT (HEARTH_FINDING_PROMISE),
                                 .since = since - 90 * DAY };
  g_autoptr (GPtrArray) findings = hearth_store_findings_list (db, &filter, error);

  for (guint i = 0; findings != NULL && i < findings->len; i++) {
    const HearthFinding *finding = g_ptr_array_index (findings, i);

    if (finding->changed >= since &&
        (finding->state == HEARTH_FINDING_SETTLED || finding->state == HEARTH_FINDING_DONE))
      self->week.n_kept++;
  }
  return findings != NULL;
}
