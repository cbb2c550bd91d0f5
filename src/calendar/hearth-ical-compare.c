/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical-compare.h"

#include "hearth-ical-reader.h"

#include <string.h>

/* Whether two texts hold the same events and tasks, whichever program wrote them down: servers sort
 * and fold lines as they like. */

/* A component right below VCALENDAR. */
typedef struct {
  gsize start;
  gsize end;
  gboolean is_zone;
  char *name; /* (owned) (nullable) UID, or TZID of a zone */
} Component;

typedef struct {
  const char *text;
  gsize length;
  GArray *components; /* (owned) of Component */
} Cut;

static void
component_clear (gpointer data)
{
  g_free (((Component *) data)->name);
}

static void
cut_clear (Cut *self)
{
  g_array_unref (self->components);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cut, cut_clear)

static void
read_component (Cut *self, HearthIcalReader *reader)
{
  Component component = { .start = reader->offset };
  g_autofree char *type = g_ascii_strup (reader->value, -1);
  HearthIcalLineKind kind;
  guint depth = 0;

  component.is_zone = g_str_equal (type, "VTIMEZONE");
  while ((kind = hearth_ical_reader_next (reader)) != HEARTH_ICAL_END) {
    if (kind == HEARTH_ICAL_BROKEN)
      continue;
    if (g_str_equal (reader->name, "BEGIN")) {
      depth++;
    } else if (g_str_equal (reader->name, "END")) {
      if (depth == 0 || g_ascii_strcasecmp (reader->value, type) == 0)
        break;
      depth--;
    } else if (depth == 0 && component.name == NULL &&
               g_str_equal (reader->name, component.is_zone ? "TZID" : "UID")) {
      component.name = hearth_ical_reader_dup_text (reader);
    }
  }
  component.end = reader->next_offset;
  g_array_append_val (self->components, component);
}

static void
cut_init (Cut *self, const char *text, gsize length)
{
  g_auto (HearthIcalReader) reader = { 0 };
  HearthIcalLineKind kind;

  self->text = text;
  self->length = length;
  self->components = g_array_new (FALSE, FALSE, sizeof (Component));
  g_array_set_clear_func (self->components, component_clear);
  hearth_ical_reader_init (&reader, text, length);
  while ((kind = hearth_ical_reader_next (&reader)) != HEARTH_ICAL_END) {
    if (kind == HEARTH_ICAL_BROKEN)
      continue;
    if (g_str_equal (reader.name, "BEGIN") && g_ascii_strcasecmp (reader.value, "VCALENDAR") != 0)
      read_component (self, &reader);
  }
}

/* Says when it was written, and how often: no part of what it says. */
static gboolean
is_stamp (const char *name)
{
  return g_str_equal (name, "DTSTAMP") || g_str_equal (name, "LAST-MODIFIED") ||
         g_str_equal (name, "SEQUENCE") || g_str_equal (name, "CREATED");
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The lines of the events and tasks, unfolded, in an order of their own. */
static GPtrArray *
collect_lines (const char *text)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_auto (Cut) cut = { 0 };

  cut_init (&cut, text, strlen (text));
  for (guint i = 0; i < cut.components->len; i++) {
    const Component *component = &g_array_index (cut.components, Component, i);
    g_auto (HearthIcalReader) reader = { 0 };
    HearthIcalLineKind kind;

    if (component->is_zone)
      continue;
    hearth_ical_reader_init (&reader, text + component->start, component->end - component->start);
    while ((kind = hearth_ical_reader_next (&reader)) != HEARTH_ICAL_END) {
      if (kind == HEARTH_ICAL_LINE && !is_stamp (reader.name))
        g_ptr_array_add (lines, g_strdup_printf ("%s;%s:%s", reader.name,
                                                 reader.params != NULL ? reader.params : "",
                                                 reader.value));
    }
  }
  g_ptr_array_sort (lines, compare_lines);
  return lines;
}

/**
 * hearth_ical_compare_equal:
 * @a: (nullable): a calendar's text, or %NULL for nothing
 * @b: (nullable): another
 *
 * Returns: whether the events and tasks of both have the same lines, in whatever order and but for
 *   the stamps
 */
gboolean
hearth_ical_compare_equal (const char *a, const char *b)
{
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;

  if (a == NULL || b == NULL)
    return a == b;
  first = collect_lines (a);
  second = collect_lines (b);
  if (first->len != second->len)
    return FALSE;
  for (guint i = 0; i < first->len; i++) {
    if (strcmp (first->pdata[i], second->pdata[i]) != 0)
      return FALSE;
  }
  return TRUE;
}
