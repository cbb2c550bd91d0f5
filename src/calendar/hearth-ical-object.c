/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical-object.h"

#include "hearth-calendar-error.h"
#include "hearth-clock.h"
#include "hearth-ical.h"
#include "hearth-ical-edit.h"
#include "hearth-vtimezone.h"

#include <glib/gi18n.h>
#include <string.h>

#define EMPTY_CALENDAR                                                                             \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Hearth//Hearth " HEARTH_VERSION                     \
  "//EN\r\nEND:VCALENDAR\r\n"

static void
member_free (gpointer data)
{
  HearthIcalMember *member = data;

  hearth_ical_part_free (member->part);
  g_free (member);
}

static const char *
get_text (HearthIcalObject *self, gsize *length)
{
  return g_bytes_get_data (self->content, length);
}

static HearthIcalMember *
add_member (HearthIcalObject *self, HearthIcalDraft *draft, HearthIcalPart *part)
{
  HearthIcalMember *member = g_new0 (HearthIcalMember, 1);

  member->draft = draft;
  member->part = part;
  g_ptr_array_add (self->members, member);
  return member;
}

/* The members of one list that have the UID, or all of them. */
static void
collect (HearthIcalObject *self, GPtrArray *drafts, const char *uid)
{
  gsize length;
  const char *text = get_text (self, &length);

  for (guint i = 0; i < drafts->len; i++) {
    HearthIcalDraft *draft = g_ptr_array_index (drafts, i);
    HearthIcalMember *member;

    if (uid != NULL && !g_str_equal (draft->event->uid, uid))
      continue;
    member = add_member (self, draft,
                         hearth_ical_part_parse (text + draft->offset,
                                                 draft->end_offset - draft->offset, self->newline));
    if (draft->recurrence_id.zone == NULL && self->master == NULL)
      self->master = member;
  }
}

/**
 * hearth_ical_object_new:
 * @content: (nullable): the text of a calendar; %NULL for a new one
 * @uid: (nullable): the UID that is meant; %NULL means all there is in it
 * @floating: the owner's zone
 * @error: %HEARTH_CALENDAR_ERROR_BAD_FORMAT, %HEARTH_CALENDAR_ERROR_TOO_LARGE
 *
 * Returns: (transfer full) (nullable): the object; without members if nothing has the UID
 */
HearthIcalObject *
hearth_ical_object_new (GBytes *content, const char *uid, GTimeZone *floating, GError **error)
{
  g_autoptr (HearthIcalObject) self = g_new0 (HearthIcalObject, 1);
  gsize length;
  const char *text;
  char *copy;

  /* A file may be empty until its first event. */
  self->content = content != NULL && g_bytes_get_size (content) > 0
                      ? g_bytes_ref (content)
                      : g_bytes_new_static (EMPTY_CALENDAR, strlen (EMPTY_CALENDAR));
  text = get_text (self, &length);
  copy = hearth_ical_dup_utf8_lines (text, length, &length);
  if (copy != NULL) {
    g_bytes_unref (self->content);
    self->content = g_bytes_new_take (copy, length);
    text = copy;
  }
  self->newline = memmem (text, length, "\r\n", 2) != NULL ? "\r\n" : "\n";
  self->members = g_ptr_array_new_with_free_func (member_free);
  self->zone_texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  hearth_ical_parsing_init (&self->parsing, text, length, floating);
  if (!hearth_ical_parsing_run (&self->parsing, NULL, error))
    return NULL;
  collect (self, self->parsing.drafts, uid);
  collect (self, self->parsing.tasks, uid);
  return g_steal_pointer (&self);
}

/**
 * hearth_ical_object_free:
 * @self: (nullable) (transfer full): an object
 */
void
hearth_ical_object_free (HearthIcalObject *self)
{
  if (self == NULL)
    return;
  if (self->parsing.zones != NULL)
    hearth_ical_parsing_clear (&self->parsing);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->zone_texts, g_hash_table_unref);
  g_bytes_unref (self->content);
  g_free (self);
}

/**
 * hearth_ical_object_add:
 * @self: an object
 * @part: (transfer full): a new member
 *
 * Returns: (transfer none): the member
 */
HearthIcalMember *
hearth_ical_object_add (HearthIcalObject *self, HearthIcalPart *part)
{
  return add_member (self, NULL, part);
}

/**
 * hearth_ical_object_find:
 * @self: an object
 * @recurrence_id: the original start of an occurrence
 *
 * Returns: (transfer none) (nullable): the override of it that was read
 */
HearthIcalMember *
hearth_ical_object_find (HearthIcalObject *self, gint64 recurrence_id)
{
  for (guint i = 0; i < self->members->len; i++) {
    HearthIcalMember *member = g_ptr_array_index (self->members, i);

    if (!member->is_removed && member->draft != NULL && member->draft->recurrence_id.zone != NULL &&
        member->draft->event->recurrence_id == recurrence_id)
      return member;
  }
  return NULL;
}

/**
 * hearth_ical_object_remove:
 * @self: an object
 *
 * Takes out all that has the UID.
 */
void
hearth_ical_object_remove (HearthIcalObject *self)
{
  for (guint i = 0; i < self->members->len; i++)
    ((HearthIcalMember *) self->members->pdata[i])->is_removed = TRUE;
}

static char *
dup_zone_name (const char *text, gsize length)
{
  g_auto (HearthIcalReader) reader = { 0 };

  hearth_ical_reader_init (&reader, text, length);
  while (hearth_ical_reader_next (&reader) != HEARTH_ICAL_END)
    if (g_strcmp0 (reader.name, "TZID") == 0)
      return hearth_ical_reader_dup_text (&reader);
  return NULL;
}

static void
bring_zones (HearthIcalObject *self, HearthIcalObject *other)
{
  gsize length;
  const char *text = get_text (other, &length);

  for (guint i = 0; i < other->parsing.zone_places->len; i++) {
    HearthIcalPlace place = g_array_index (other->parsing.zone_places, HearthIcalPlace, i);
    g_autofree char *tzid = dup_zone_name (text + place.start, place.end - place.start);
    g_autoptr (HearthIcalPart) part = NULL;

    if (tzid == NULL)
      continue;
    part = hearth_ical_part_parse (text + place.start, place.end - place.start, self->newline);
    g_hash_table_replace (self->zone_texts, g_steal_pointer (&tzid),
                          hearth_ical_part_to_string (part));
  }
}

/**
 * hearth_ical_object_equals:
 * @self: an object as it was read
 * @other: another
 *
 * Returns: whether both have the same members, written in the same way
 */
gboolean
hearth_ical_object_equals (HearthIcalObject *self, HearthIcalObject *other)
{
  if (self->members->len != other->members->len)
    return FALSE;
  for (guint i = 0; i < self->members->len; i++) {
    const HearthIcalMember *a = g_ptr_array_index (self->members, i);
    const HearthIcalMember *b = g_ptr_array_index (other->members, i);

    if (!g_str_equal (a->part->before, b->part->before))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_ical_object_take_over:
 * @self: an object
 * @other: another one, whose members are copied into it together with their zones
 */
void
hearth_ical_object_take_over (HearthIcalObject *self, HearthIcalObject *other)
{
  for (guint i = 0; i < other->members->len; i++) {
    const HearthIcalMember *member = g_ptr_array_index (other->members, i);

    if (!member->is_removed)
      add_member (self, NULL, hearth_ical_part_copy (member->part));
  }
  bring_zones (self, other);
}

/**
 * hearth_ical_object_is_gone:
 * @self: an object
 *
 * Returns: whether nothing of the UID is left
 */
gboolean
hearth_ical_object_is_gone (HearthIcalObject *self)
{
  for (guint i = 0; i < self->members->len; i++)
    if (!((HearthIcalMember *) self->members->pdata[i])->is_removed)
      return FALSE;
  return TRUE;
}

static gboolean
is_member (HearthIcalObject *self, const HearthIcalDraft *draft)
{
  for (guint i = 0; i < self->members->len; i++)
    if (((HearthIcalMember *) self->members->pdata[i])->draft == draft)
      return TRUE;
  return FALSE;
}

/**
 * hearth_ical_object_is_empty:
 * @self: an object
 *
 * Returns: whether nothing at all is left in the text
 */
gboolean
hearth_ical_object_is_empty (HearthIcalObject *self)
{
  guint n_read = 0;

  if (!hearth_ical_object_is_gone (self) || self->parsing.n_others > 0 || self->parsing.is_full)
    return FALSE;
  for (guint i = 0; i < self->members->len; i++)
    n_read += ((HearthIcalMember *) self->members->pdata[i])->draft != NULL;
  return self->parsing.drafts->len + self->parsing.tasks->len == n_read;
}

/* The zones that a component names. */
static void
collect_zones (const HearthIcalPart *part, GHashTable *names)
{
  for (guint i = 0; i < part->lines->len; i++) {
    const HearthIcalPartLine *line = g_ptr_array_index (part->lines, i);
    g_auto (HearthIcalReader) reader = { 0 };
    char *tzid;

    if (strcasestr (line->raw, "TZID") == NULL)
      continue;
    hearth_ical_part_open_line (line, &reader);
    tzid = hearth_ical_reader_dup_param (&reader, "TZID");
    if (tzid != NULL)
      g_hash_table_add (names, tzid);
  }
}

static void
append_lines (GString *out, const char *lines, const char *newline)
{
  gboolean crlf = newline[0] == '\r';

  for (const char *p = lines; *p != '\0'; p++)
    if (*p != '\r' || crlf)
      g_string_append_c (out, *p);
}

/* The VTIMEZONEs that are missing for what is new. */
static char *
make_zones (HearthIcalObject *self, GHashTable *names)
{
  g_autoptr (GList) sorted = g_list_sort (g_hash_table_get_keys (names), (GCompareFunc) strcmp);
  gint64 at = hearth_clock_now ();
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->members->len; i++) {
    const HearthIcalMember *member = g_ptr_array_index (self->members, i);
    g_autofree char *start = hearth_ical_part_dup_value (member->part, "DTSTART");
    gboolean is_date;
    gboolean is_utc;
    gint64 local;

    if (start != NULL && hearth_civil_parse (start, &local, &is_date, &is_utc))
      at = MIN (at, local);
  }
  for (GList *l = sorted; l != NULL; l = l->next) {
    const char *known = g_hash_table_lookup (self->zone_texts, l->data);
    g_autofree char *made = NULL;

    if (hearth_zones_defines (self->parsing.zones, l->data))
      continue;
    if (known == NULL)
      made = hearth_vtimezone_dup (l->data, at);
    if (known != NULL || made != NULL)
      append_lines (out, known != NULL ? known : made, self->newline);
  }
  return g_string_free (out, FALSE);
}

typedef struct {
  HearthIcalPlace place;
  const char *text; /* (unowned) (nullable): what takes its place */
} Splice;

static int
compare_splices (gconstpointer a, gconstpointer b)
{
  const Splice *x = a;
  const Splice *y = b;

  if (x->place.start != y->place.start)
    return x->place.start < y->place.start ? -1 : 1;
  /* What is put in comes before what is put in the place of something. */
  return x->place.end < y->place.end ? -1 : x->place.end > y->place.end;
}

/* What is to be done to the text; @added is what has no place in it yet. */
static GArray *
make_splices (HearthIcalObject *self, GPtrArray *texts, GString *added, GHashTable *names)
{
  GArray *splices = g_array_new (FALSE, FALSE, sizeof (Splice));

  for (guint i = 0; i < self->members->len; i++) {
    const HearthIcalMember *member = g_ptr_array_index (self->members, i);
    g_autofree char *text = hearth_ical_part_to_string (member->part);
    Splice splice = { 0 };

    if (!member->is_removed && (member->draft == NULL || !g_str_equal (text, member->part->before)))
      collect_zones (member->part, names);
    if (member->draft == NULL) {
      if (!member->is_removed)
        g_string_append (added, text);
      continue;
    }
    if (!member->is_removed && g_str_equal (text, member->part->before))
      continue;
    splice.place = (HearthIcalPlace){ member->draft->offset, member->draft->end_offset };
    if (!member->is_removed) {
      g_ptr_array_add (texts, g_steal_pointer (&text));
      splice.text = g_ptr_array_index (texts, texts->len - 1);
    }
    g_array_append_val (splices, splice);
  }
  return splices;
}

/* What a newer version of the same took the place of must not come back. */
static void
add_older (HearthIcalObject *self, GArray *splices, const char *uid)
{
  for (guint i = 0; i < self->parsing.older->len; i++) {
    const HearthIcalDraft *draft = g_ptr_array_index (self->parsing.older, i);
    Splice splice = { .place = { draft->offset, draft->end_offset } };

    if (g_strcmp0 (draft->event->uid, uid) == 0 && !is_member (self, draft))
      g_array_append_val (splices, splice);
  }
}

static GBytes *
splice (HearthIcalObject *self, GArray *splices, const char *zones, const char *added)
{
  gsize length;
  const char *text = get_text (self, &length);
  GString *out = g_string_sized_new (length + strlen (added) + strlen (zones) + 64);
  gsize end = self->parsing.is_complete ? self->parsing.calendar_end : length;
  Splice tail = { { end, end }, added };
  Splice head = { { 0, 0 }, zones };
  gsize at = 0;

  /* Zones stand before what names them: some readers take a text in one go. */
  head.place.start = head.place.end = end;
  for (guint i = 0; i < self->parsing.drafts->len + self->parsing.tasks->len; i++) {
    guint n = self->parsing.drafts->len;
    const HearthIcalDraft *draft = i < n ? g_ptr_array_index (self->parsing.drafts, i)
                                         : g_ptr_array_index (self->parsing.tasks, i - n);

    if (draft->offset < head.place.start)
      head.place.start = head.place.end = draft->offset;
  }
  g_array_append_val (splices, head);
  g_array_append_val (splices, tail);
  g_array_sort (splices, compare_splices);
  for (guint i = 0; i < splices->len; i++) {
    const Splice *next = &g_array_index (splices, Splice, i);

    if (next->place.start < at)
      continue;
    g_string_append_len (out, text + at, next->place.start - at);
    if (next->text != NULL && *next->text != '\0') {
      if (out->len > 0 && out->str[out->len - 1] != '\n')
        g_string_append (out, self->newline);
      g_string_append (out, next->text);
    }
    at = next->place.end;
  }
  g_string_append_len (out, text + at, length - at);
  if (!self->parsing.is_complete) {
    if (out->len > 0 && out->str[out->len - 1] != '\n')
      g_string_append (out, self->newline);
    g_string_append (out, "END:VCALENDAR");
    g_string_append (out, self->newline);
  }
  return g_string_free_to_bytes (out);
}

/**
 * hearth_ical_object_write:
 * @self: an object
 * @error: %HEARTH_CALENDAR_ERROR_TOO_LARGE
 *
 * Writes the text with its members as they are now. A VTIMEZONE is added for every zone that a
 * changed member names and the text does not define.
 *
 * Returns: (transfer full) (nullable): the text; the very same bytes if nothing changed
 */
GBytes *
hearth_ical_object_write (HearthIcalObject *self, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) added = g_string_new (NULL);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) splices = make_splices (self, texts, added, names);
  g_autofree char *zones = NULL;
  g_autoptr (GBytes) result = NULL;

  if (splices->len == 0 && added->len == 0)
    return g_bytes_ref (self->content);
  for (guint i = 0; i < self->members->len; i++) {
    const HearthIcalMember *member = g_ptr_array_index (self->members, i);

    if (member->draft != NULL) {
      add_older (self, splices, member->draft->event->uid);
      break;
    }
  }
  zones = make_zones (self, names);
  result = splice (self, splices, zones, added->str);
  if (g_bytes_get_size (result) > HEARTH_ICAL_MAX_BYTES) {
    g_set_error (
        error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_TOO_LARGE,
        _("The calendar would become larger than %d MiB. Use another one for new events."),
        HEARTH_ICAL_MAX_BYTES / (1024 * 1024));
    return NULL;
  }
  return g_steal_pointer (&result);
}

/* The lines of a calendar that belong to an object as well as to the whole. */
static void
append_head (HearthIcalObject *self, GString *out)
{
  static const char *const kept[] = { "VERSION", "PRODID", "CALSCALE" };
  gsize length;
  const char *text = get_text (self, &length);
  gboolean found[G_N_ELEMENTS (kept)] = { FALSE };
  g_auto (HearthIcalReader) reader = { 0 };

  hearth_ical_reader_init (&reader, text + self->parsing.calendar_start,
                           length - self->parsing.calendar_start);
  while (hearth_ical_reader_next (&reader) == HEARTH_ICAL_LINE &&
         !g_str_equal (reader.name, "BEGIN") && !g_str_equal (reader.name, "END")) {
    for (gsize i = 0; i < G_N_ELEMENTS (kept); i++) {
      if (found[i] || !g_str_equal (reader.name, kept[i]))
        continue;
      g_string_append_printf (out, "%s:%s%s", kept[i], reader.value, self->newline);
      found[i] = TRUE;
    }
  }
  if (!found[0])
    g_string_append_printf (out, "VERSION:2.0%s", self->newline);
  if (!found[1])
    g_string_append_printf (out, "PRODID:-//Hearth//Hearth " HEARTH_VERSION "//EN%s",
                            self->newline);
}

/**
 * hearth_ical_extract:
 * @content: the text of a calendar
 * @uid: a UID
 * @error: %HEARTH_CALENDAR_ERROR_BAD_FORMAT if it is no calendar
 *
 * Takes what has one UID out of a text with many: an object of its own, with VERSION, PRODID and
 * the VTIMEZONEs that it names. What hearth_ical_parse() named "no-uid-…" is found under that name.
 *
 * Returns: (transfer full) (nullable): its text; %NULL without an error if it is not there
 */
GBytes *
hearth_ical_extract (GBytes *content, const char *uid, GError **error)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (HearthIcalObject) self = hearth_ical_object_new (content, uid, zone, error);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) body = g_string_new (NULL);
  GString *out;
  gsize length;
  const char *text;

  if (self == NULL || self->members->len == 0)
    return NULL;
  text = get_text (self, &length);
  out = g_string_new ("BEGIN:VCALENDAR");
  g_string_append (out, self->newline);
  append_head (self, out);
  for (guint i = 0; i < self->members->len; i++) {
    const HearthIcalMember *member = g_ptr_array_index (self->members, i);

    collect_zones (member->part, names);
    g_string_append (body, member->part->before);
  }
  for (guint i = 0; i < self->parsing.zone_places->len; i++) {
    HearthIcalPlace place = g_array_index (self->parsing.zone_places, HearthIcalPlace, i);
    g_autofree char *tzid = dup_zone_name (text + place.start, place.end - place.start);

    if (tzid != NULL && g_hash_table_contains (names, tzid))
      g_string_append_len (out, text + place.start, place.end - place.start);
  }
  g_string_append (out, body->str);
  g_string_append_printf (out, "END:VCALENDAR%s", self->newline);
  return g_string_free_to_bytes (out);
}

/**
 * hearth_ical_replace:
 * @content: (nullable): the text of a calendar
 * @uid: a UID
 * @object: (nullable): what it is to be, as of hearth_ical_extract(); %NULL takes it out
 * @error: %HEARTH_CALENDAR_ERROR_BAD_FORMAT, %HEARTH_CALENDAR_ERROR_TOO_LARGE
 *
 * Puts what has one UID back into a text with many; VTIMEZONEs that are missing come with it.
 *
 * Returns: (transfer full) (nullable): the new text; %NULL without an error if nothing is left
 */
GBytes *
hearth_ical_replace (GBytes *content, const char *uid, GBytes *object, GError **error)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (HearthIcalObject) self = hearth_ical_object_new (content, uid, zone, error);
  g_autoptr (HearthIcalObject) other = NULL;

  if (self == NULL)
    return NULL;
  if (object != NULL) {
    other = hearth_ical_object_new (object, NULL, zone, error);
    if (other == NULL)
      return NULL;
    if (content != NULL && hearth_ical_object_equals (self, other))
      return g_bytes_ref (content);
  }
  hearth_ical_object_remove (self);
  if (other != NULL)
    hearth_ical_object_take_over (self, other);
  if (hearth_ical_object_is_empty (self))
    return NULL;
  return hearth_ical_object_write (self, error);
}
