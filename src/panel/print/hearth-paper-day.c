/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-papers.h"

#include "hearth-clock.h"
#include "hearth-event-facts.h"
#include "hearth-format.h"
#include "hearth-today-words.h"

#include <glib/gi18n.h>

/* A day, a week and an event on paper. */

static char *
describe (const HearthAgenda *agenda, const HearthOccurrence *occurrence)
{
  const HearthEvent *event = occurrence->event;
  const HearthAgendaCalendar *calendar = hearth_agenda_find_calendar (agenda, event->source_id);
  GString *text = g_string_new (NULL);

  if (event->location != NULL && *event->location != '\0')
    g_string_append (text, event->location);
  else if (event->url != NULL && *event->url != '\0')
    g_string_append (text, _("video link"));
  if (event->attendees != NULL && event->attendees->len > 1) {
    g_string_append (text, text->len > 0 ? " · " : "");
    g_string_append_printf (text, ngettext ("%u person", "%u people", event->attendees->len),
                            event->attendees->len);
  }
  if (calendar != NULL) {
    g_string_append (text, text->len > 0 ? " · " : "");
    g_string_append (text, calendar->source->name);
  }
  return g_string_free (text, FALSE);
}

/* Of what lasts longer than the day only what is of this day is written. */
static char *
dup_times (const HearthOccurrence *occurrence, HearthSpan day)
{
  g_autofree char *start = hearth_format_time (MAX (occurrence->span.start, day.start));
  g_autofree char *end = hearth_format_time (occurrence->span.end);

  if (occurrence->event->all_day ||
      (occurrence->span.start <= day.start && occurrence->span.end >= day.end))
    return g_strdup (_("All day"));
  if (occurrence->span.end <= occurrence->span.start)
    return g_steal_pointer (&start);
  if (occurrence->span.end > day.end)
    /* Translators: an event that ends on a later day: its start */
    return g_strdup_printf (_("from %s"), start);
  return g_strdup_printf ("%s – %s", start, end);
}

static void
add_events (HearthPaper *paper, const HearthAgenda *agenda, HearthSpan day)
{
  for (guint i = 0; i < agenda->occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (agenda->occurrences, i);
    const char *summary = occurrence->event->summary;
    g_autofree char *times = NULL;
    g_autofree char *note = NULL;

    if (occurrence->span.start >= day.end ||
        MAX (occurrence->span.end, occurrence->span.start + 1) <= day.start)
      continue;
    times = dup_times (occurrence, day);
    note = describe (agenda, occurrence);
    hearth_paper_add_to (paper, HEARTH_PAPER_ENTRY, times,
                         *summary != '\0' ? summary : _("Without a title"), note);
  }
}

static void
add_tasks (HearthPaper *paper, const HearthAgenda *agenda)
{
  if (agenda->tasks->len > 0)
    hearth_paper_add (paper, HEARTH_PAPER_HEADING, _("To do"));
  for (guint i = 0; i < agenda->tasks->len; i++) {
    const HearthTodo *task = g_ptr_array_index (agenda->tasks, i);
    gboolean late;
    g_autofree char *due = hearth_today_words_due (task, &late);

    hearth_paper_add_to (paper, HEARTH_PAPER_TASK, NULL,
                         *task->summary != '\0' ? task->summary : _("Without a title"), due);
  }
}

static void
add_commitments (HearthPaper *paper, const char *title, GPtrArray *all, gboolean awaited)
{
  if (all != NULL && all->len > 0)
    hearth_paper_add (paper, HEARTH_PAPER_HEADING, title);
  for (guint i = 0; all != NULL && i < all->len; i++) {
    const HearthCommitment *one = g_ptr_array_index (all, i);
    const char *subject =
        *one->message->subject != '\0' ? one->message->subject : _("Without a subject");
    g_autofree char *why =
        awaited ? hearth_today_words_awaited (one) : hearth_today_words_why (one);

    hearth_paper_add_to (paper, HEARTH_PAPER_TASK, NULL,
                         one->finding != NULL ? one->finding->text : subject, why);
  }
}

static void
add_reminders (HearthPaper *paper, GPtrArray *reminders)
{
  if (reminders->len > 0)
    hearth_paper_add (paper, HEARTH_PAPER_HEADING, _("Reminders"));
  for (guint i = 0; i < reminders->len; i++) {
    const HearthReminder *reminder = g_ptr_array_index (reminders, i);
    g_autofree char *when = hearth_today_words_reminder (reminder);

    hearth_paper_add_to (paper, HEARTH_PAPER_TASK, NULL, reminder->text, when);
  }
}

/**
 * hearth_paper_new_today:
 * @today: today
 *
 * Returns: (transfer full): what needs the owner and the day's events, as they are printed
 */
HearthPaper *
hearth_paper_new_today (const HearthToday *today)
{
  g_autofree char *date = hearth_paper_format_date (today->now);
  HearthPaper *paper = hearth_paper_new (date);

  hearth_paper_add (paper, HEARTH_PAPER_TITLE, date);
  hearth_paper_add (paper, HEARTH_PAPER_TEXT, today->headline);
  hearth_paper_add (paper, HEARTH_PAPER_SMALL, today->detail);
  if (today->agenda->occurrences->len > 0)
    hearth_paper_add (paper, HEARTH_PAPER_HEADING, _("Your day"));
  add_events (paper, today->agenda, today->day);
  add_commitments (paper, _("Needs you"), today->things, FALSE);
  add_reminders (paper, today->reminders);
  add_tasks (paper, today->agenda);
  add_commitments (paper, _("Waiting for others"), today->awaited, TRUE);
  return paper;
}

/**
 * hearth_paper_new_agenda:
 * @agenda: a day or a week
 * @week: whether it is a week
 *
 * Returns: (transfer full): its events and tasks, as they are printed
 */
HearthPaper *
hearth_paper_new_agenda (const HearthAgenda *agenda, gboolean week)
{
  g_autofree char *from = hearth_paper_format_date (agenda->span.start);
  g_autofree char *to = hearth_paper_format_date (agenda->span.end - 1);
  g_autofree char *title = week ? g_strdup_printf (_("%s to %s"), from, to) : g_strdup (from);
  g_autofree char *count = hearth_today_words_count (agenda);
  HearthPaper *paper = hearth_paper_new (title);
  HearthSpan day = { agenda->span.start, agenda->span.start };

  hearth_paper_add (paper, HEARTH_PAPER_TITLE, title);
  hearth_paper_add (paper, HEARTH_PAPER_SMALL, count);
  while (day.end < agenda->span.end) {
    guint before = paper->blocks->len;

    day = hearth_agenda_find_day (day.end);
    if (week) {
      g_autofree char *name = hearth_paper_format_date (day.start);

      hearth_paper_add (paper, HEARTH_PAPER_HEADING, name);
    }
    add_events (paper, agenda, day);
    /* A day with nothing on it is no line of its own. */
    if (week && paper->blocks->len == before + 1)
      g_ptr_array_set_size (paper->blocks, (int) before);
  }
  add_tasks (paper, agenda);
  return paper;
}

static void
add_people (HearthPaper *paper, const HearthEvent *event)
{
  GPtrArray *attendees = event->attendees;

  if (attendees != NULL && attendees->len > 0)
    hearth_paper_add (paper, HEARTH_PAPER_HEADING, _("People"));
  for (guint i = 0; attendees != NULL && i < attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (attendees, i);

    hearth_paper_add_to (paper, HEARTH_PAPER_ENTRY, NULL, hearth_address_get_label (attendee->who),
                         hearth_event_facts_partstat (attendee->partstat));
  }
}

/* What the mail says of it. */
static void
add_known (HearthPaper *paper, GVariant *briefing)
{
  g_autoptr (GVariant) people =
      g_variant_lookup_value (briefing, "people", G_VARIANT_TYPE ("aa{sv}"));
  const char *sentence = "";

  g_variant_lookup (briefing, "sentence", "&s", &sentence);
  if (*sentence == '\0')
    return;
  hearth_paper_add (paper, HEARTH_PAPER_HEADING, _("What to know"));
  hearth_paper_add (paper, HEARTH_PAPER_TEXT, sentence);
  for (gsize i = 0; people != NULL && i < g_variant_n_children (people); i++) {
    g_autoptr (GVariant) person = g_variant_get_child_value (people, i);
    const char *name = "";
    const char *address = "";
    const char *subject = "";

    g_variant_lookup (person, "name", "&s", &name);
    g_variant_lookup (person, "address", "&s", &address);
    g_variant_lookup (person, "last-subject", "&s", &subject);
    if (*subject != '\0')
      hearth_paper_add_to (paper, HEARTH_PAPER_ENTRY, NULL, *name != '\0' ? name : address,
                           subject);
  }
}

/**
 * hearth_paper_new_event:
 * @event: an event
 * @start: which of its occurrences, or 0
 * @briefing: (nullable): what the service's Briefing says of it
 *
 * Returns: (transfer full): it as it is printed, with what to know before it
 */
HearthPaper *
hearth_paper_new_event (const HearthEvent *event, gint64 start, GVariant *briefing)
{
  const char *summary = *event->summary != '\0' ? event->summary : _("Without a title");
  HearthSpan span = hearth_event_facts_find_span (event, start);
  g_autofree char *day = hearth_paper_format_date (span.start);
  g_autofree char *last = hearth_paper_format_date (event->all_day ? span.end - 1 : span.end);
  g_autofree char *when = hearth_event_facts_join (event, span, day, last);
  HearthPaper *paper = hearth_paper_new (summary);

  hearth_paper_add (paper, HEARTH_PAPER_TITLE, summary);
  hearth_paper_add_to (paper, HEARTH_PAPER_FIELD, _("When"), when, NULL);
  if (event->location != NULL && *event->location != '\0')
    hearth_paper_add_to (paper, HEARTH_PAPER_FIELD, _("Place"), event->location, NULL);
  if (event->url != NULL && *event->url != '\0')
    hearth_paper_add_to (paper, HEARTH_PAPER_FIELD, _("Link"), event->url, NULL);
  hearth_paper_add (paper, HEARTH_PAPER_RULE, "");
  if (event->description != NULL && *event->description != '\0')
    hearth_paper_add (paper, HEARTH_PAPER_TEXT, event->description);
  if (briefing != NULL)
    add_known (paper, briefing);
  add_people (paper, event);
  return paper;
}
