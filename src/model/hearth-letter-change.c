/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-change.h"

#include "hearth-json.h"
#include "hearth-link-scan.h"
#include "hearth-text.h"

#include <string.h>

/* What a service suggests is not believed: it names a passage word for word, or nothing happens. */

/* What a service may write into its array, of which only the first that hold are kept. */
#define MAX_ITEMS 200

/* Where a passage stands, if it does so exactly once. */
static const char *
find_once (const char *text, const char *passage)
{
  const char *found = *passage != '\0' ? strstr (text, passage) : NULL;

  return found != NULL && strstr (found + 1, passage) == NULL ? found : NULL;
}

/* Nothing that is not seen, and no tabs, which a letter has no place for. */
static gboolean
is_plain (const char *text)
{
  g_autofree char *clean = hearth_text_clean (text, -1);

  return strcmp (clean, text) == 0 && strchr (text, '\t') == NULL;
}

/* Digits of whatever script, "½" and "Ⅳ" too. Returns how many bytes of them a text begins with. */
static gsize
measure_number (const char *text)
{
  const char *p = text;

  for (; *p != '\0'; p = g_utf8_next_char (p)) {
    GUnicodeType type = g_unichar_type (g_utf8_get_char (p));

    if (type != G_UNICODE_DECIMAL_NUMBER && type != G_UNICODE_LETTER_NUMBER &&
        type != G_UNICODE_OTHER_NUMBER)
      break;
  }
  return (gsize) (p - text);
}

static gboolean
has_number (const char *text, const char *number, gsize length)
{
  for (const char *p = text; *p != '\0';) {
    gsize other = measure_number (p);

    if (other == length && memcmp (p, number, length) == 0)
      return TRUE;
    p = other > 0 ? p + other : g_utf8_next_char (p);
  }
  return FALSE;
}

/* A wording is another way to say the same: numbers are what it says. */
static gboolean
has_new_numbers (const char *old, const char *new)
{
  for (const char *p = new; *p != '\0';) {
    gsize length = measure_number (p);

    if (length > 0 && !has_number (old, p, length))
      return TRUE;
    p = length > 0 ? p + length : g_utf8_next_char (p);
  }
  return FALSE;
}

/* Each has to stand in the passage as it is: where one stood, another is as new as where none did.
 */
static gboolean
has_new_links (const char *old, const char *new)
{
  g_autoptr (GPtrArray) before = hearth_link_scan (old);
  g_autoptr (GPtrArray) after = hearth_link_scan (new);

  for (guint i = 0; i < after->len; i++) {
    const HearthLink *link = g_ptr_array_index (after, i);
    gboolean known = FALSE;

    for (guint k = 0; k < before->len && !known; k++)
      known = strcmp (((HearthLink *) g_ptr_array_index (before, k))->text, link->text) == 0;
    if (!known)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_short (const char *text)
{
  return g_utf8_strlen (text, -1) <= HEARTH_LETTER_CHANGE_MAX_CHARS;
}

static gboolean
is_sound (const char *old, const char *new)
{
  if (old == NULL || new == NULL || *old == '\0' || strcmp (old, new) == 0)
    return FALSE;
  return is_short (old) && is_short (new) && is_plain (new) && !has_new_numbers (old, new) &&
         !has_new_links (old, new);
}

static gboolean
overlaps (GPtrArray *changes, const HearthLetterChange *change)
{
  for (guint i = 0; i < changes->len; i++) {
    const HearthLetterChange *other = g_ptr_array_index (changes, i);

    if (change != other && change->start < other->start + other->length &&
        other->start < change->start + change->length)
      return TRUE;
  }
  return FALSE;
}

static void
take_item (GPtrArray *changes, JsonNode *node, const char *text)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *old = object != NULL ? hearth_json_get_string (object, "quote") : NULL;
  const char *new = object != NULL ? hearth_json_get_string (object, "instead") : NULL;
  const char *reason = object != NULL ? hearth_json_get_string (object, "reason") : NULL;
  g_autoptr (HearthLetterChange) change = NULL;
  g_autofree char *clean = NULL;

  if (reason == NULL || !is_sound (old, new))
    return;
  change = g_new0 (HearthLetterChange, 1);
  change->old = g_strdup (old);
  change->new = g_strdup (new);
  clean = hearth_text_clean (reason, -1);
  change->reason = hearth_text_one_line (clean, HEARTH_LETTER_CHANGE_MAX_REASON - 1);
  if (*change->reason == '\0' || !hearth_letter_change_locate (change, text) ||
      overlaps (changes, change))
    return;
  g_ptr_array_add (changes, g_steal_pointer (&change));
}

static int
compare_start (gconstpointer a, gconstpointer b)
{
  const HearthLetterChange *x = *(HearthLetterChange *const *) a;
  const HearthLetterChange *y = *(HearthLetterChange *const *) b;

  return (x->start > y->start) - (x->start < y->start);
}

/* The object of an answer, which may stand among other words or in a fence. */
static JsonArray *
get_items (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  return hearth_json_get_array (json_node_get_object (node), "changes");
}

/**
 * hearth_letter_changes_read:
 * @reply: what a service said: `{"changes":[{"quote":…,"instead":…,"reason":…}]}`, perhaps among
 *   other words
 * @text: the letter, valid UTF-8
 *
 * Reads what a service suggests, as if anybody had written it. Dropped is what quotes anything that
 * does not stand in @text exactly once, overlaps another change, is too long, has characters that
 * are not seen, gives no reason, or brings in a number, a link or an address.
 *
 * Returns: (transfer full) (nullable) (element-type HearthLetterChange): what is left, in the order
 *   of the letter, perhaps nothing; %NULL if @reply is not of that form
 */
GPtrArray *
hearth_letter_changes_read (const char *reply, const char *text)
{
  const char *begin = strchr (reply, '{');
  const char *end = strrchr (reply, '}');
  g_autoptr (JsonNode) node = NULL;
  GPtrArray *changes;
  JsonArray *items;

  if (begin == NULL || end == NULL || end < begin || end - begin >= HEARTH_LETTER_CHANGES_MAX_REPLY)
    return NULL;
  node = hearth_json_parse (begin, (gsize) (end - begin) + 1);
  items = get_items (node);
  if (items == NULL)
    return NULL;
  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_letter_change_free);
  for (guint i = 0; i < MIN (json_array_get_length (items), MAX_ITEMS) &&
                    changes->len < HEARTH_LETTER_CHANGES_MAX;
       i++)
    take_item (changes, json_array_get_element (items, i), text);
  g_ptr_array_sort (changes, compare_start);
  for (guint i = 0; i < changes->len; i++)
    ((HearthLetterChange *) g_ptr_array_index (changes, i))->number = i + 1;
  return changes;
}

/**
 * hearth_letter_change_locate:
 * @self: a change
 * @text: a letter, valid UTF-8
 *
 * Looks where the passage stands now.
 *
 * Returns: whether it stands there exactly once; otherwise nothing is changed in @self
 */
gboolean
hearth_letter_change_locate (HearthLetterChange *self, const char *text)
{
  const char *found = find_once (text, self->old);

  if (found == NULL)
    return FALSE;
  self->start = (guint) g_utf8_pointer_to_offset (text, found);
  self->length = (guint) g_utf8_strlen (self->old, -1);
  return TRUE;
}

/**
 * hearth_letter_changes_apply:
 * @changes: (element-type HearthLetterChange): what the owner takes; located in @text
 * @text: the letter, valid UTF-8
 *
 * Returns: (transfer full) (nullable): the letter with all of them; %NULL if one of the passages no
 *   longer stands in it exactly once, or two of them overlap
 */
char *
hearth_letter_changes_apply (GPtrArray *changes, const char *text)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autoptr (GString) result = g_string_new (NULL);
  const char *p = text;

  for (guint i = 0; i < changes->len; i++) {
    HearthLetterChange *change = g_ptr_array_index (changes, i);

    if (!hearth_letter_change_locate (change, text) || overlaps (sorted, change))
      return NULL;
    g_ptr_array_add (sorted, change);
  }
  g_ptr_array_sort (sorted, compare_start);
  for (guint i = 0; i < sorted->len; i++) {
    const HearthLetterChange *change = g_ptr_array_index (sorted, i);
    const char *found = find_once (text, change->old);

    g_string_append_len (result, p, found - p);
    g_string_append (result, change->new);
    p = found + strlen (change->old);
  }
  g_string_append (result, p);
  return g_string_free (g_steal_pointer (&result), FALSE);
}

/**
 * hearth_letter_changes_to_variant:
 * @changes: (element-type HearthLetterChange): changes
 *
 * Returns: (transfer floating): them, of type %HEARTH_LETTER_CHANGES_TYPE
 */
GVariant *
hearth_letter_changes_to_variant (GPtrArray *changes)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (HEARTH_LETTER_CHANGES_TYPE));
  for (guint i = 0; i < changes->len; i++) {
    const HearthLetterChange *change = g_ptr_array_index (changes, i);

    g_variant_builder_add (&builder, "(uuusss)", change->number, change->start, change->length,
                           change->old, change->new, change->reason);
  }
  return g_variant_builder_end (&builder);
}

/**
 * hearth_letter_changes_from_variant:
 * @variant: of type %HEARTH_LETTER_CHANGES_TYPE
 *
 * Returns: (transfer full) (element-type HearthLetterChange): the changes
 */
GPtrArray *
hearth_letter_changes_from_variant (GVariant *variant)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_letter_change_free);

  for (gsize i = 0; i < g_variant_n_children (variant); i++) {
    HearthLetterChange *change = g_new0 (HearthLetterChange, 1);

    g_variant_get_child (variant, i, "(uuusss)", &change->number, &change->start, &change->length,
                         &change->old, &change->new, &change->reason);
    g_ptr_array_add (changes, change);
  }
  return changes;
}

/**
 * hearth_letter_change_copy:
 * @self: a change
 *
 * Returns: (transfer full): the same
 */
HearthLetterChange *
hearth_letter_change_copy (const HearthLetterChange *self)
{
  HearthLetterChange *copy = g_new0 (HearthLetterChange, 1);

  *copy = *self;
  copy->old = g_strdup (self->old);
  copy->new = g_strdup (self->new);
  copy->reason = g_strdup (self->reason);
  return copy;
}

/**
 * hearth_letter_change_free:
 * @self: (nullable) (transfer full): a change
 */
void
hearth_letter_change_free (HearthLetterChange *self)
{
  if (self == NULL)
    return;
  g_free (self->old);
  g_free (self->new);
  g_free (self->reason);
  g_free (self);
}
