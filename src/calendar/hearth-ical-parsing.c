/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical-parsing.h"

#include "hearth-calendar-error.h"
#include "hearth-ical.h"
#include "hearth-ical-todo.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <libical/ical.h>
#include <string.h>

/* Reads an event or a task into its list. */
static void
read_draft (HearthIcalParsing *self, GPtrArray *list)
{
  HearthIcalDraft *draft;

  if (list->len == HEARTH_ICAL_MAX_EVENTS && !self->is_full) {
    hearth_ical_warn (&self->warnings, self->reader.number, NULL,
                      _("from here on there are too many events; they are left out"));
    self->is_full = TRUE;
  }
  draft = hearth_ical_draft_read (&self->reader, self->zones, &self->warnings);
  if (draft != NULL && list->len < HEARTH_ICAL_MAX_EVENTS)
    g_ptr_array_add (list, draft);
  else
    hearth_ical_draft_free (draft);
}

static void
read_zone (HearthIcalParsing *self)
{
  HearthIcalPlace place = { .start = self->reader.offset };

  hearth_zones_read (self->zones, &self->reader);
  place.end = self->reader.next_offset;
  g_array_append_val (self->zone_places, place);
}

/* Journals and what else there is: not Hearth's. */
static void
skip_component (HearthIcalParsing *self)
{
  g_autofree char *name = g_strdup (self->reader.value);
  HearthIcalLineKind kind;

  while ((kind = hearth_ical_reader_next (&self->reader)) != HEARTH_ICAL_END) {
    if (kind == HEARTH_ICAL_BROKEN)
      continue;
    if (g_str_equal (self->reader.name, "END") &&
        g_ascii_strcasecmp (self->reader.value, name) == 0)
      return;
    /* Without its END, it must not swallow the events behind it. */
    if (g_ascii_strcasecmp (self->reader.value, "VEVENT") == 0 ||
        g_ascii_strcasecmp (self->reader.value, "VTODO") == 0 ||
        g_ascii_strcasecmp (self->reader.value, "VCALENDAR") == 0) {
      hearth_ical_reader_unread (&self->reader);
      return;
    }
  }
}

static void
read_begin (HearthIcalParsing *self)
{
  const char *name = self->reader.value;

  if (g_ascii_strcasecmp (name, "VCALENDAR") == 0) {
    if (!self->is_calendar)
      self->calendar_start = self->reader.next_offset;
    self->is_calendar = TRUE;
    self->is_complete = FALSE;
    self->is_cancelled = FALSE;
  } else if (!self->is_calendar) {
    return;
  } else if (g_ascii_strcasecmp (name, "VEVENT") == 0) {
    read_draft (self, self->drafts);
  } else if (g_ascii_strcasecmp (name, "VTODO") == 0) {
    read_draft (self, self->tasks);
  } else if (g_ascii_strcasecmp (name, "VTIMEZONE") == 0) {
    read_zone (self);
  } else {
    self->n_others++;
    skip_component (self);
  }
}

static void
read_calendar_line (HearthIcalParsing *self)
{
  HearthIcalReader *reader = &self->reader;

  if (g_str_equal (reader->name, "BEGIN")) {
    read_begin (self);
  } else if (g_str_equal (reader->name, "END")) {
    if (g_ascii_strcasecmp (reader->value, "VCALENDAR") == 0) {
      self->is_complete = TRUE;
      self->calendar_end = reader->offset;
    }
  } else if (g_str_equal (reader->name, "METHOD")) {
    self->is_cancelled = g_ascii_strcasecmp (reader->value, "CANCEL") == 0;
  } else if (self->calendar_name == NULL &&
             (g_str_equal (reader->name, "X-WR-CALNAME") || g_str_equal (reader->name, "NAME"))) {
    g_autofree char *text = hearth_ical_reader_dup_text (reader);

    self->calendar_name = hearth_text_one_line (text, 200);
  }
}

static gboolean
read_all (HearthIcalParsing *self, GCancellable *cancellable, GError **error)
{
  HearthIcalLineKind kind;
  guint n = 0;

  while ((kind = hearth_ical_reader_next (&self->reader)) != HEARTH_ICAL_END) {
    guint before = self->drafts->len;

    if (++n % 64 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (kind == HEARTH_ICAL_LINE)
      read_calendar_line (self);
    else if (self->is_calendar)
      hearth_ical_warn (&self->warnings, self->reader.number, NULL,
                        _("the line is broken and was left out"));
    if (self->is_cancelled && self->drafts->len > before) {
      HearthIcalDraft *draft = g_ptr_array_index (self->drafts, before);

      draft->event->status = HEARTH_EVENT_CANCELLED;
    }
  }
  if (!self->is_calendar) {
    g_set_error_literal (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_BAD_FORMAT,
                         _("It is not a calendar: there is no BEGIN:VCALENDAR in it."));
    return FALSE;
  }
  if (!self->is_complete)
    hearth_ical_warn (&self->warnings, self->reader.number, NULL,
                      _("the calendar breaks off here; what was complete is used"));
  return TRUE;
}

/* Events of one UID together, the master first, then by RECURRENCE-ID; of equal ones, the newest
 * first. */
static int
compare_drafts (gconstpointer a, gconstpointer b)
{
  const HearthIcalDraft *x = *(HearthIcalDraft *const *) a;
  const HearthIcalDraft *y = *(HearthIcalDraft *const *) b;
  int order = strcmp (x->event->uid, y->event->uid);
  gboolean x_is_master = x->recurrence_id.zone == NULL;
  gboolean y_is_master = y->recurrence_id.zone == NULL;

  if (order != 0)
    return order;
  if (x_is_master != y_is_master)
    return x_is_master ? -1 : 1;
  if (x->event->recurrence_id != y->event->recurrence_id)
    return x->event->recurrence_id < y->event->recurrence_id ? -1 : 1;
  if (x->event->sequence != y->event->sequence)
    return x->event->sequence > y->event->sequence ? -1 : 1;
  if (x->stamp != y->stamp)
    return x->stamp > y->stamp ? -1 : 1;
  return x->line > y->line ? -1 : x->line < y->line;
}

static gboolean
same_identity (const HearthIcalDraft *a, const HearthIcalDraft *b)
{
  return g_str_equal (a->event->uid, b->event->uid) &&
         a->event->recurrence_id == b->event->recurrence_id &&
         (a->recurrence_id.zone == NULL) == (b->recurrence_id.zone == NULL);
}

/* Gives an event a name of its own, the same each time. */
static void
rename_draft (HearthIcalParsing *self, HearthIcalDraft *draft)
{
  HearthEvent *event = draft->event;
  g_autofree char *start = hearth_civil_format (draft->start.local, draft->start.is_date);
  char *uid = g_strdup_printf ("%s#%s-%08x", event->uid, start, g_str_hash (event->summary));

  hearth_ical_warn (&self->warnings, draft->line, event->uid,
                    _("another event has the same UID; both are used"));
  g_free (event->uid);
  event->uid = uid;
  if (draft->todo != NULL) {
    g_free (draft->todo->uid);
    draft->todo->uid = g_strdup (uid);
  }
}

/* Sorts, and settles which of several events that claim one identity stays: of the same one, the
 * newer. Some programs give every event the same UID: if the starts differ they are different
 * events. Returns whether a UID was changed, which spoils the order. */
static gboolean
sort_drafts (HearthIcalParsing *self, GPtrArray *list)
{
  HearthIcalDraft **drafts = (HearthIcalDraft **) list->pdata;
  guint n_drafts = list->len;
  guint n_kept = 0;
  gboolean renamed = FALSE;
  HearthIcalDraft *first = NULL;

  g_ptr_array_sort (list, compare_drafts);
  for (guint i = 0; i < n_drafts; i++) {
    HearthIcalDraft *draft = drafts[i];

    drafts[i] = NULL;
    if (first == NULL || !same_identity (first, draft)) {
      first = draft;
    } else if (draft->recurrence_id.zone == NULL &&
               draft->event->sequence == first->event->sequence &&
               (draft->start.local != first->start.local ||
                !g_str_equal (draft->event->summary, first->event->summary))) {
      rename_draft (self, draft);
      renamed = TRUE;
    } else {
      hearth_ical_warn (&self->warnings, draft->line, draft->event->uid,
                        _("the same event is there again in a newer version, which is used"));
      g_ptr_array_add (self->older, draft);
      continue;
    }
    drafts[n_kept++] = draft;
  }
  list->len = n_kept;
  return renamed;
}

static void
settle_all (HearthIcalParsing *self)
{
  for (guint i = 0; i < self->drafts->len; i++)
    hearth_ical_draft_settle (g_ptr_array_index (self->drafts, i), &self->warnings);
  for (guint i = 0; i < self->tasks->len; i++)
    hearth_ical_todo_settle (g_ptr_array_index (self->tasks, i), &self->warnings);
  for (guint i = 0; i < 3 && sort_drafts (self, self->drafts); i++)
    ;
  for (guint i = 0; i < 3 && sort_drafts (self, self->tasks); i++)
    ;
}

/**
 * hearth_ical_dup_utf8_lines:
 * @text: (array length=length): iCalendar text as it comes
 * @length: its bytes
 * @new_length: (out): bytes of what is returned
 *
 * Some programs write UTF-16, or end lines with CR alone.
 *
 * Returns: (transfer full) (nullable): the same in UTF-8 with lines that end in LF; %NULL if it can
 * be read as it is
 */
char *
hearth_ical_dup_utf8_lines (const char *text, gsize length, gsize *new_length)
{
  char *copy;

  if (length > HEARTH_ICAL_MAX_BYTES)
    return NULL;
  if (length >= 2 && (memcmp (text, "\377\376", 2) == 0 || memcmp (text, "\376\377", 2) == 0))
    return g_convert (text, length, "UTF-8", "UTF-16", NULL, new_length, NULL);
  if (memchr (text, '\n', length) != NULL || memchr (text, '\r', length) == NULL)
    return NULL;
  copy = g_memdup2 (text, length);
  for (gsize i = 0; i < length; i++)
    if (copy[i] == '\r')
      copy[i] = '\n';
  *new_length = length;
  return copy;
}

/**
 * hearth_ical_parsing_init:
 * @self: to be set up
 * @text: (transfer none): iCalendar text, which must outlive it
 * @length: its bytes
 * @floating: the owner's zone
 */
void
hearth_ical_parsing_init (HearthIcalParsing *self, const char *text, gsize length,
                          GTimeZone *floating)
{
  memset (self, 0, sizeof *self);
  icalerror_set_errors_are_fatal (0);
  hearth_ical_reader_init (&self->reader, text, length);
  self->warnings.list = g_ptr_array_new_with_free_func (g_free);
  self->zones = hearth_zones_new (floating);
  self->drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_ical_draft_free);
  self->tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_ical_draft_free);
  self->older = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_ical_draft_free);
  self->zone_places = g_array_new (FALSE, FALSE, sizeof (HearthIcalPlace));
}

/**
 * hearth_ical_parsing_clear:
 * @self: what was read
 */
void
hearth_ical_parsing_clear (HearthIcalParsing *self)
{
  hearth_ical_reader_clear (&self->reader);
  hearth_zones_free (self->zones);
  g_ptr_array_unref (self->drafts);
  g_ptr_array_unref (self->tasks);
  g_ptr_array_unref (self->older);
  g_array_unref (self->zone_places);
  g_clear_pointer (&self->warnings.list, g_ptr_array_unref);
  g_free (self->calendar_name);
}

/**
 * hearth_ical_parsing_run:
 * @self: set up
 * @cancellable: (nullable): to stop it
 * @error: %HEARTH_CALENDAR_ERROR_TOO_LARGE, %HEARTH_CALENDAR_ERROR_BAD_FORMAT if the text is no
 *   calendar at all, or %G_IO_ERROR_CANCELLED
 *
 * Reads all of the text, and settles which of several components that claim one identity stays.
 *
 * Returns: whether it is a calendar
 */
gboolean
hearth_ical_parsing_run (HearthIcalParsing *self, GCancellable *cancellable, GError **error)
{
  if (self->reader.length > HEARTH_ICAL_MAX_BYTES) {
    g_set_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_TOO_LARGE,
                 _("It is larger than %d MiB."), HEARTH_ICAL_MAX_BYTES / (1024 * 1024));
    return FALSE;
  }
  if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !read_all (self, cancellable, error))
    return FALSE;
  settle_all (self);
  return TRUE;
}

/**
 * hearth_ical_parsing_take_warnings:
 * @self: what was read
 *
 * Returns: (transfer full) (element-type utf8): what is wrong in it, in sentences
 */
GPtrArray *
hearth_ical_parsing_take_warnings (HearthIcalParsing *self)
{
  if (self->warnings.n_more > 0)
    g_ptr_array_add (self->warnings.list,
                     g_strdup_printf (ngettext ("There is %u more problem of this kind.",
                                                "There are %u more problems of this kind.",
                                                self->warnings.n_more),
                                      self->warnings.n_more));
  return g_steal_pointer (&self->warnings.list);
}
