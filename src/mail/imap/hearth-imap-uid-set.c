/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-uid-set.h"

#include <string.h>

/* What a server may make of one set: a mailbox with every second message gone is far below. */
#define MAX_RANGES 2000000

struct _HearthImapUidSet {
  GArray *ranges; /* (owned) of HearthImapRange, ascending, with a gap between any two */
};

static HearthImapRange *
range_at (const HearthImapUidSet *self, guint i)
{
  return &g_array_index (self->ranges, HearthImapRange, i);
}

/* Returns the first range that ends at @uid or later, or the number of ranges. */
static guint
find_range (const HearthImapUidSet *self, guint32 uid)
{
  guint low = 0;
  guint high = self->ranges->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (range_at (self, middle)->last < uid)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/**
 * hearth_imap_uid_set_new:
 *
 * Returns: (transfer full): an empty set
 */
HearthImapUidSet *
hearth_imap_uid_set_new (void)
{
  HearthImapUidSet *self = g_new0 (HearthImapUidSet, 1);

  self->ranges = g_array_new (FALSE, FALSE, sizeof (HearthImapRange));
  return self;
}

/* Reads a number or "*", which is the largest. */
static gboolean
read_number (const char **at, const char *end, guint32 *number)
{
  const char *p = *at;
  guint64 value = 0;

  if (p < end && *p == '*') {
    *number = G_MAXUINT32;
    *at = p + 1;
    return TRUE;
  }
  while (p < end && g_ascii_isdigit (*p)) {
    value = value * 10 + (guint) (*p++ - '0');
    if (value > G_MAXUINT32)
      return FALSE;
  }
  if (p == *at || value == 0)
    return FALSE;
  *number = (guint32) value;
  *at = p;
  return TRUE;
}

/**
 * hearth_imap_uid_set_parse:
 * @text: a set as in RFC 9051, "1:3,7"
 * @length: its length in bytes, or -1
 *
 * Returns: (transfer full) (nullable): the set; %NULL if @text is none
 */
HearthImapUidSet *
hearth_imap_uid_set_parse (const char *text, gssize length)
{
  g_autoptr (HearthImapUidSet) self = hearth_imap_uid_set_new ();
  const char *end = text + (length < 0 ? strlen (text) : (gsize) length);

  for (const char *p = text; p < end;) {
    guint32 first;
    guint32 last;

    if (!read_number (&p, end, &first))
      return NULL;
    last = first;
    if (p < end && *p == ':') {
      p++;
      if (!read_number (&p, end, &last))
        return NULL;
    }
    if (self->ranges->len >= MAX_RANGES)
      return NULL;
    hearth_imap_uid_set_add_range (self, MIN (first, last), MAX (first, last));
    if (p < end && (*p++ != ',' || p == end))
      return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * hearth_imap_uid_set_copy:
 * @self: a set
 *
 * Returns: (transfer full): the same
 */
HearthImapUidSet *
hearth_imap_uid_set_copy (const HearthImapUidSet *self)
{
  HearthImapUidSet *copy = hearth_imap_uid_set_new ();

  if (self->ranges->len > 0)
    g_array_append_vals (copy->ranges, self->ranges->data, self->ranges->len);
  return copy;
}

/**
 * hearth_imap_uid_set_free:
 * @self: (transfer full) (nullable): a set
 */
void
hearth_imap_uid_set_free (HearthImapUidSet *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->ranges);
  g_free (self);
}

/**
 * hearth_imap_uid_set_add:
 * @self: a set
 * @uid: a UID, not 0
 */
void
hearth_imap_uid_set_add (HearthImapUidSet *self, guint32 uid)
{
  hearth_imap_uid_set_add_range (self, uid, uid);
}

/**
 * hearth_imap_uid_set_add_range:
 * @self: a set
 * @first: the first UID, not 0
 * @last: the last UID, not less; %G_MAXUINT32 is "*"
 */
void
hearth_imap_uid_set_add_range (HearthImapUidSet *self, guint32 first, guint32 last)
{
  HearthImapRange range = { first, last };
  guint begin;
  guint end;

  g_return_if_fail (first > 0 && first <= last);
  /* The first range that overlaps or touches, and the first behind that does not. */
  begin = find_range (self, first - 1);
  end = begin;
  while (end < self->ranges->len &&
         (last == G_MAXUINT32 || range_at (self, end)->first <= last + 1))
    end++;
  if (begin == end) {
    g_array_insert_val (self->ranges, begin, range);
    return;
  }
  range.first = MIN (first, range_at (self, begin)->first);
  range.last = MAX (last, range_at (self, end - 1)->last);
  *range_at (self, begin) = range;
  if (end - begin > 1)
    g_array_remove_range (self->ranges, begin + 1, end - begin - 1);
}

/**
 * hearth_imap_uid_set_add_set:
 * @self: a set
 * @other: what is added
 */
void
hearth_imap_uid_set_add_set (HearthImapUidSet *self, const HearthImapUidSet *other)
{
  for (guint i = 0; i < other->ranges->len; i++)
    hearth_imap_uid_set_add_range (self, range_at (other, i)->first, range_at (other, i)->last);
}

/**
 * hearth_imap_uid_set_remove_set:
 * @self: a set
 * @other: what is taken away
 */
void
hearth_imap_uid_set_remove_set (HearthImapUidSet *self, const HearthImapUidSet *other)
{
  GArray *left = g_array_new (FALSE, FALSE, sizeof (HearthImapRange));
  guint j = 0;

  for (guint i = 0; i < self->ranges->len; i++) {
    HearthImapRange range = *range_at (self, i);
    gboolean gone = FALSE;

    while (j < other->ranges->len && range_at (other, j)->last < range.first)
      j++;
    for (guint k = j; k < other->ranges->len && range_at (other, k)->first <= range.last; k++) {
      HearthImapRange cut = *range_at (other, k);

      if (cut.first > range.first) {
        HearthImapRange before = { range.first, cut.first - 1 };

        g_array_append_val (left, before);
      }
      gone = cut.last >= range.last;
      if (gone)
        break;
      range.first = cut.last + 1;
    }
    if (!gone)
      g_array_append_val (left, range);
  }
  g_array_unref (self->ranges);
  self->ranges = left;
}

/**
 * hearth_imap_uid_set_take_last:
 * @self: a set
 * @n_uids: how many to take at most
 *
 * Takes the greatest UIDs out of @self.
 *
 * Returns: (transfer full): what was taken
 */
HearthImapUidSet *
hearth_imap_uid_set_take_last (HearthImapUidSet *self, guint n_uids)
{
  HearthImapUidSet *taken = hearth_imap_uid_set_new ();
  guint whole = self->ranges->len;
  guint left = n_uids;

  while (whole > 0 && left > 0) {
    const HearthImapRange *range = range_at (self, whole - 1);

    if (range->last - range->first >= left)
      break;
    left -= range->last - range->first + 1;
    whole--;
  }
  if (whole > 0 && left > 0) {
    HearthImapRange *range = range_at (self, whole - 1);
    HearthImapRange part = { range->last - left + 1, range->last };

    g_array_append_val (taken->ranges, part);
    range->last = part.first - 1;
  }
  if (whole < self->ranges->len) {
    g_array_append_vals (taken->ranges, range_at (self, whole), self->ranges->len - whole);
    g_array_set_size (self->ranges, whole);
  }
  return taken;
}

/**
 * hearth_imap_uid_set_is_empty:
 * @self: a set
 *
 * Returns: whether nothing is in it
 */
gboolean
hearth_imap_uid_set_is_empty (const HearthImapUidSet *self)
{
  return self->ranges->len == 0;
}

/**
 * hearth_imap_uid_set_contains:
 * @self: a set
 * @uid: a UID
 *
 * Returns: whether it is in the set
 */
gboolean
hearth_imap_uid_set_contains (const HearthImapUidSet *self, guint32 uid)
{
  guint i = find_range (self, uid);

  return i < self->ranges->len && range_at (self, i)->first <= uid;
}

/**
 * hearth_imap_uid_set_count:
 * @self: a set
 *
 * Returns: how many UIDs are in it
 */
guint64
hearth_imap_uid_set_count (const HearthImapUidSet *self)
{
  guint64 count = 0;

  for (guint i = 0; i < self->ranges->len; i++)
    count += (guint64) range_at (self, i)->last - range_at (self, i)->first + 1;
  return count;
}

/**
 * hearth_imap_uid_set_get_first:
 * @self: a set
 *
 * Returns: the least UID, or 0 if there is none
 */
guint32
hearth_imap_uid_set_get_first (const HearthImapUidSet *self)
{
  return self->ranges->len > 0 ? range_at (self, 0)->first : 0;
}

/**
 * hearth_imap_uid_set_get_last:
 * @self: a set
 *
 * Returns: the greatest UID, or 0 if there is none
 */
guint32
hearth_imap_uid_set_get_last (const HearthImapUidSet *self)
{
  return self->ranges->len > 0 ? range_at (self, self->ranges->len - 1)->last : 0;
}

/**
 * hearth_imap_uid_set_get_ranges:
 * @self: a set
 * @n_ranges: (out): how many
 *
 * Returns: (transfer none) (array length=n_ranges): its ranges, ascending, until it is changed
 */
const HearthImapRange *
hearth_imap_uid_set_get_ranges (const HearthImapUidSet *self, guint *n_ranges)
{
  *n_ranges = self->ranges->len;
  return (const HearthImapRange *) (gpointer) self->ranges->data;
}

static void
append_number (GString *text, guint32 number)
{
  if (number == G_MAXUINT32)
    g_string_append_c (text, '*');
  else
    g_string_append_printf (text, "%u", number);
}

/**
 * hearth_imap_uid_set_to_string:
 * @self: a set
 *
 * Returns: (transfer full): the set as in RFC 9051, "" if it is empty; the greatest number is "*"
 */
char *
hearth_imap_uid_set_to_string (const HearthImapUidSet *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->ranges->len; i++) {
    const HearthImapRange *range = range_at (self, i);

    if (i > 0)
      g_string_append_c (text, ',');
    append_number (text, range->first);
    if (range->last > range->first) {
      g_string_append_c (text, ':');
      append_number (text, range->last);
    }
  }
  return g_string_free (text, FALSE);
}
