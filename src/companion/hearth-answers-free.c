/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ask.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-format.h"
#include "hearth-free-time.h"
#include "hearth-text.h"

/* Free time, conflicts, and new events. */

#define MAX_DAYS 7

static void
list_busy (HearthAsk *ask, GPtrArray *found)
{
  hearth_focus_set (ask->focus, HEARTH_FOCUS_EVENTS);
  for (guint i = 0; i < found->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (found, i);

    hearth_focus_add (ask->focus, occurrence->event->id, occurrence->span.start);
    hearth_reply_add_event (ask->reply, occurrence);
  }
}

/* When the next thing of that day begins, or 0: who is free until eight is not "free from five" if
 * dinner is at eight. */
static gint64
next_busy (HearthAsk *ask, GArray *busy, gint64 from)
{
  guint day = hearth_time_get_julian (ask->zone, from - 1, NULL);

  for (guint i = 0; i < busy->len; i++) {
    gint64 start = g_array_index (busy, HearthSpan, i).start;

    if (start >= from)
      return hearth_time_get_julian (ask->zone, start, NULL) == day ? start : 0;
  }
  return 0;
}

static char *
say_sum (gint64 seconds, gint64 until)
{
  g_autofree char *length = hearth_say_length (seconds);
  g_autofree char *end = until != 0 ? hearth_format_time (until) : NULL;

  if (end == NULL)
    /* Translators: %s is a length: "7 hours 30 minutes" */
    return g_strdup_printf (_("That is %s in all."), length);
  /* Translators: a time of day, and a length: "Until 20:00 that is 7 hours in all." */
  return g_strdup_printf (_("Until %s that is %s in all."), end, length);
}

/* The free parts of one day's waking hours in words, and how long they are together:
 * "until 10:00, 11:00 to 14:00 and from 15:30. Until 20:00 that is 9 hours" */
static char *
say_gaps (HearthAsk *ask, HearthSpan window, GArray *busy, guint min_minutes, char **length)
{
  g_autoptr (GArray) gaps = hearth_free_time_gaps (busy, window, min_minutes);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  gint64 seconds = 0;
  gboolean open = FALSE;

  for (guint i = 0; i < gaps->len; i++) {
    HearthSpan gap = g_array_index (gaps, HearthSpan, i);
    gint64 next = gap.end == window.end ? next_busy (ask, busy, gap.end) : 0;
    g_autofree char *start = hearth_format_time (gap.start);
    g_autofree char *end = NULL;

    gap.end = MAX (gap.end, next);
    seconds += gap.end - gap.start;
    end = hearth_format_time (gap.end);
    if (gap.start == window.start && gap.end == window.end && next == 0)
      return g_strdup (_("all day"));
    if (gap.start == window.start)
      g_ptr_array_add (parts, g_strdup_printf (_("until %s"), end));
    else if (gap.end == window.end && next == 0)
      g_ptr_array_add (parts, g_strdup_printf (_("from %s"), start));
    else
      g_ptr_array_add (parts, g_strdup_printf (_("%s to %s"), start, end));
    open = gap.end == window.end && next == 0;
  }
  *length = say_sum (seconds, open ? window.end : 0);
  return parts->len > 0 ? hearth_say_list (parts) : NULL;
}

static HearthSpan
waking_hours (HearthAsk *ask, guint julian, HearthSpan limit)
{
  HearthSpan day = { hearth_time_at (ask->zone, julian, (int) ask->plan.begins),
                     hearth_time_at (ask->zone, julian, (int) ask->plan.ends) };

  /* A part of a day that was asked for reaches as far as it was said: "this evening" is until
   * 23:00. */
  if (ask->task->has_when && ask->task->when.grain <= HEARTH_GRAIN_PART &&
      limit.end - limit.start < 86400)
    day = limit;
  day.start = MAX (day.start, MAX (limit.start, ask->now));
  day.end = MIN (day.end, limit.end);
  return day;
}

/* What takes the time that was asked for: an event, or the way to or from it. */
static void
say_taken (HearthAsk *ask, const HearthOccurrence *first, HearthSpan wanted, const char *said,
           gboolean busy)
{
  g_autofree char *span = hearth_say_span (first, ask->now, FALSE);
  const char *summary = first->event->summary;

  if (first->span.start >= wanted.end)
    hearth_reply_addf (ask->reply,
                       /* Translators: a time, an event, and from when to when it is */
                       busy ? _("Yes, %s you are on the way to %s, %s.")
                            : _("No, %s you are on the way to %s, %s."),
                       said, summary, span);
  else if (first->span.end <= wanted.start)
    hearth_reply_addf (ask->reply,
                       busy ? _("Yes, %s you are on the way back from %s, %s.")
                            : _("No, %s you are on the way back from %s, %s."),
                       said, summary, span);
  else
    hearth_reply_addf (ask->reply,
                       busy ? _("Yes, %s there is %s, %s.") : _("No, %s there is %s, %s."), said,
                       summary, span);
}

static void
say_instant (HearthAsk *ask)
{
  HearthTimePhrase *when = &ask->task->when;
  gint64 length = ask->task->seconds > 0 ? ask->task->seconds : 3600;
  HearthSpan wanted = { when->start, when->end > when->start ? when->end : when->start + length };
  /* One that is just over may be a way off. */
  HearthSpan rest = { wanted.start - (gint64) ask->plan.travel * 60,
                      hearth_time_at (ask->zone, when->julian + 1, 0) };
  g_autoptr (GPtrArray) found = hearth_lookup_agenda (ask, rest);
  g_autofree char *said = hearth_say_when (wanted.start, ask->now);
  const HearthOccurrence *next = NULL;
  gboolean busy = hearth_task_is (ask->task, "ask", "busy");
  g_autoptr (GPtrArray) in_the_way = g_ptr_array_new ();

  for (guint i = 0; i < found->len; i++) {
    HearthOccurrence *occurrence = g_ptr_array_index (found, i);
    HearthSpan taken = hearth_free_time_span (occurrence, ask->plan.travel);

    if (!hearth_free_time_is_busy (occurrence, FALSE))
      continue;
    if (taken.start < wanted.end && taken.end > wanted.start)
      g_ptr_array_add (in_the_way, occurrence);
    else if (next == NULL && occurrence->span.start >= wanted.end)
      next = occurrence;
  }
  if (in_the_way->len == 0) {
    if (next != NULL) {
      g_autofree char *until = hearth_format_time (next->span.start);

      hearth_reply_addf (ask->reply,
                         busy ? _("No, you are free %s; the next thing is %s at %s.")
                              : _("Yes, you are free %s; the next thing is %s at %s."),
                         said, next->event->summary, until);
      hearth_reply_add_event (ask->reply, next);
    } else {
      hearth_reply_addf (ask->reply,
                         busy ? _("No, you are free %s, and for the rest of that day.")
                              : _("Yes, you are free %s, and for the rest of that day."),
                         said);
    }
    return;
  }
  {
    const HearthOccurrence *first = g_ptr_array_index (in_the_way, 0);
    HearthSpan taken = hearth_free_time_span (first, ask->plan.travel);

    if (taken.start > wanted.start && when->end == when->start) {
      g_autofree char *begin = hearth_format_time (taken.start);
      g_autofree char *span = hearth_say_span (first, ask->now, FALSE);

      hearth_reply_addf (ask->reply, _("Only until %s: then there is %s, %s."), begin,
                         first->event->summary, span);
    } else {
      say_taken (ask, first, wanted, said, busy);
    }
  }
  if (in_the_way->len > 1)
    hearth_reply_addf (ask->reply,
                       ngettext ("And %d more thing.", "And %d more things.", in_the_way->len - 1),
                       in_the_way->len - 1);
  list_busy (ask, in_the_way);
}

/**
 * hearth_answer_free_check:
 * @ask: a question whether the owner is free at some time
 */
void
hearth_answer_free_check (HearthAsk *ask)
{
  hearth_task_read_times (ask->task, ask->now, ask->zone, HEARTH_TENSE_FUTURE);
  if (ask->task->has_when && ask->task->when.has_clock &&
      ask->task->when.bound == HEARTH_BOUND_BOTH) {
    say_instant (ask);
    return;
  }
  if (!ask->task->has_when) {
    ask->task->when.kind = HEARTH_TIME_INSTANT;
    ask->task->when.start = ask->task->when.end = ask->now;
    ask->task->when.julian = hearth_time_get_julian (ask->zone, ask->now, NULL);
    ask->task->has_when = TRUE;
    say_instant (ask);
    return;
  }
  hearth_answer_free_find (ask);
}

/* Whether free time is looked for on a day: of several, on working days; if none of them is one, as
 * at a weekend, on all. */
static gboolean
is_looked_at (HearthAsk *ask, guint julian, guint first, guint last)
{
  gboolean any = FALSE;

  for (guint day = first; day <= last && !any; day++)
    any = hearth_day_plan_is_working (&ask->plan, (day - 1) % 7 + 1);
  return first == last || !any || hearth_day_plan_is_working (&ask->plan, (julian - 1) % 7 + 1);
}

static void
say_one_day (HearthAsk *ask, const char *day, const char *gaps, const char *length)
{
  if (gaps == NULL) {
    hearth_reply_addf (ask->reply, _("You have no free time %s."), day);
    return;
  }
  hearth_reply_addf (ask->reply, _("You are free %s %s."), day, gaps);
  if (length != NULL)
    hearth_reply_add (ask->reply, length);
}

/* What stands above a list of days. */
static void
say_hours (HearthAsk *ask, guint julian)
{
  g_autofree char *from =
      hearth_format_time (hearth_time_at (ask->zone, julian, (int) ask->plan.begins));
  g_autofree char *to =
      hearth_format_time (hearth_time_at (ask->zone, julian, (int) ask->plan.ends));

  /* Translators: two times of day; a list of days follows */
  hearth_reply_addf (ask->reply, _("Between %s and %s you are free:"), from, to);
}

/**
 * hearth_answer_free_find:
 * @ask: a question for when the owner is free
 */
void
hearth_answer_free_find (HearthAsk *ask)
{
  HearthSpan span = hearth_lookup_span (ask, MAX_DAYS);
  guint first =
      hearth_time_get_julian (ask->zone, MAX (span.start, MIN (ask->now, span.end - 1)), NULL);
  guint last = hearth_time_get_julian (ask->zone, span.end - 1, NULL);
  guint min_minutes = ask->task->seconds > 0 ? ask->task->seconds / 60 : 30;
  g_autoptr (GPtrArray) found = hearth_lookup_agenda (ask, span);
  g_autoptr (GArray) busy = hearth_free_time_busy (found, FALSE, ask->plan.travel);
  gboolean headed = FALSE;

  hearth_focus_set (ask->focus, HEARTH_FOCUS_EVENTS);
  last = MIN (last, first + MAX_DAYS - 1);
  for (guint julian = first; julian <= last; julian++) {
    HearthSpan window = waking_hours (ask, julian, span);
    g_autofree char *day = hearth_say_day (window.start, ask->now);
    g_autofree char *bare = hearth_say_bare_day (window.start, ask->now);
    g_autofree char *length = NULL;
    g_autofree char *gaps =
        window.end > window.start ? say_gaps (ask, window, busy, min_minutes, &length) : NULL;

    if (first == last) {
      say_one_day (ask, day, gaps, length);
    } else if (window.end > window.start && is_looked_at (ask, julian, first, last)) {
      g_autofree char *line =
          g_strdup_printf ("%s: %s", bare, gaps != NULL ? gaps : _("nothing free"));

      if (!headed)
        say_hours (ask, julian);
      headed = TRUE;
      hearth_reply_add_item (ask->reply, line);
    }
  }
  list_busy (ask, found);
}

/**
 * hearth_answer_conflicts:
 * @ask: a question for what overlaps
 */
void
hearth_answer_conflicts (HearthAsk *ask)
{
  HearthSpan span = hearth_lookup_from_today (ask, hearth_lookup_span (ask, 30));
  g_autoptr (GPtrArray) found = hearth_lookup_agenda (ask, span);
  g_autoptr (GArray) conflicts = hearth_free_time_conflicts (found, FALSE, ask->plan.travel);
  g_autofree char *when = hearth_say_period (span.start, span.end, ask->now);

  if (conflicts->len == 0) {
    hearth_reply_addf (ask->reply, _("Nothing in your calendar overlaps %s."), when);
    return;
  }
  hearth_reply_addf (ask->reply,
                     ngettext ("%d pair overlaps %s.", "%d pairs overlap %s.", conflicts->len),
                     conflicts->len, when);
  hearth_focus_set (ask->focus, HEARTH_FOCUS_EVENTS);
  for (guint i = 0; i < conflicts->len && i < 8; i++) {
    const HearthConflict *conflict = &g_array_index (conflicts, HearthConflict, i);
    g_autofree char *a = hearth_say_span (conflict->a, ask->now, TRUE);
    g_autofree char *b = hearth_say_span (conflict->b, ask->now, FALSE);
    g_autofree char *line =
        g_strdup_printf (_("%s: %s; and %s, %s"), a, conflict->a->event->summary,
                         conflict->b->event->summary, b);

    hearth_reply_add_item (ask->reply, line);
    hearth_reply_add_event (ask->reply, conflict->a);
    hearth_reply_add_event (ask->reply, conflict->b);
    hearth_focus_add (ask->focus, conflict->a->event->id, conflict->a->span.start);
    hearth_focus_add (ask->focus, conflict->b->event->id, conflict->b->span.start);
  }
}

/* What stands after one of @marks, up to the end, a comma or the next such mark; quoted or not. */
static char *
find_after (const char *text, const char *const *marks)
{
  for (guint i = 0; marks[i] != NULL; i++) {
    const char *hit = strcasestr (text, marks[i]);
    const char *start;
    gsize length;

    if (hit == NULL || (hit > text && g_ascii_isalnum (hit[-1])))
      continue;
    start = hit + strlen (marks[i]);
    start += strspn (start, " ");
    if (*start == '\'' || *start == '"') {
      const char *end = strchr (start + 1, *start);

      if (end != NULL)
        return g_strndup (start + 1, end - start - 1);
    }
    if (g_str_has_prefix (start, "“")) {
      const char *end = strstr (start, "”");

      if (end != NULL)
        return g_strndup (start + strlen ("“"), end - start - strlen ("“"));
    }
    length = strcspn (start, ",;");
    if (length > 0)
      return g_strstrip (g_strndup (start, length));
  }
  return NULL;
}

static char *
cut_at (char *text, const char *mark)
{
  char *hit = strcasestr (text, mark);

  if (hit != NULL && hit > text)
    *hit = '\0';
  return g_strchomp (text);
}

/* The title: what is quoted, what is called so, or what is left when the times are taken out. */
static char *
find_title (HearthAsk *ask, const char *what)
{
  static const char *const marks[] = { "called", "titled", "named", "title", NULL };
  static const char *const ends[] = { " with description",
                                      " with the description",
                                      " and description",
                                      " at the location",
                                      " location ",
                                      " for all day",
                                      NULL };
  g_autofree char *named = find_after (what, marks);
  g_autofree char *bare = NULL;
  const char *open;

  if (named != NULL)
    return g_steal_pointer (&named);
  open = strpbrk (what, "\"");
  if (open != NULL && strchr (open + 1, '"') != NULL)
    return g_strndup (open + 1, strchr (open + 1, '"') - open - 1);
  if (*what == '\'' && strchr (what + 1, '\'') != NULL)
    return g_strndup (what + 1, strchr (what + 1, '\'') - what - 1);
  open = strstr (what, "“");
  if (open != NULL && strstr (open, "”") != NULL)
    return g_strndup (open + strlen ("“"), strstr (open, "”") - open - strlen ("“"));
  bare = hearth_task_dup_without_times (ask->task, what);
  for (guint i = 0; ends[i] != NULL; i++)
    bare = cut_at (bare, ends[i]);
  for (const char *p = bare; *p != '\0';) {
    static const char *const small[] = { "for ", "to ", "about ", "a ", "an ", "the ", "at ",
                                         "on ",  "in ", "- ",     ", ", ": ",  NULL };
    gboolean cut = FALSE;

    for (guint i = 0; small[i] != NULL; i++) {
      if (g_ascii_strncasecmp (p, small[i], strlen (small[i])) == 0) {
        memmove (bare, p + strlen (small[i]), strlen (p) - strlen (small[i]) + 1);
        cut = TRUE;
        break;
      }
    }
    if (!cut)
      break;
  }
  g_strdelimit (bare, ".?!", ' ');
  g_strstrip (bare);
  while (g_str_has_suffix (bare, " at") || g_str_has_suffix (bare, " on") ||
         g_str_has_suffix (bare, " for"))
    *strrchr (bare, ' ') = '\0';
  if (*bare != '\0') {
    g_autofree char *first = g_utf8_strup (bare, g_utf8_next_char (bare) - bare);

    return g_strconcat (first, g_utf8_next_char (bare), NULL);
  }
  return g_steal_pointer (&bare);
}

static gboolean
names_guests (const char *text)
{
  return strchr (text, '@') != NULL || strcasestr (text, "invite") != NULL ||
         strcasestr (text, "participants") != NULL || strcasestr (text, "attendees") != NULL ||
         strcasestr (text, "guests") != NULL;
}

static HearthEvent *
make_event (HearthAsk *ask, const char *title)
{
  static const char *const places[] = { "at the location", "location", "in room", NULL };
  static const char *const descriptions[] = { "with the description", "with description",
                                              "description", NULL };
  const HearthTimePhrase *when = &ask->task->when;
  HearthEvent *event = hearth_event_new ();

  event->uid = g_uuid_string_random ();
  event->summary = hearth_text_one_line (title, 200);
  event->location = find_after (ask->task->text, places);
  if (event->location == NULL)
    event->location = g_strdup (hearth_task_get_slot (ask->task, "place"));
  event->description = find_after (ask->task->text, descriptions);
  if (when->has_clock) {
    gint64 length = ask->task->seconds > 0 ? ask->task->seconds : 3600;

    event->span.start = when->start;
    event->span.end = when->kind == HEARTH_TIME_RANGE && when->bound == HEARTH_BOUND_BOTH
                          ? when->end
                          : when->start + length;
  } else if (when->grain == HEARTH_GRAIN_PART && hearth_task_is (ask->task, "whole", "yes")) {
    event->span.start = when->start;
    event->span.end = when->end;
  } else if (when->grain == HEARTH_GRAIN_PART) {
    event->span.start = when->anchor;
    event->span.end = when->anchor + (ask->task->seconds > 0 ? ask->task->seconds : 3600);
  } else {
    guint last = hearth_time_get_julian (ask->zone, when->end - 1, NULL);
    g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

    event->all_day = TRUE;
    event->span.start = hearth_time_at (utc, when->julian, 0);
    event->span.end = hearth_time_at (utc, last + 1, 0);
  }
  return event;
}

/**
 * hearth_answer_create:
 * @ask: an order to put an event, without guests, into the calendar
 */
void
hearth_answer_create (HearthAsk *ask)
{
  const char *what = hearth_task_get_slot (ask->task, "what");
  g_autofree char *title = NULL;
  g_autoptr (HearthEvent) event = NULL;
  g_autoptr (HearthOccurrence) occurrence = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *when = NULL;
  gint64 id;

  /* The words after "create an event" may begin in the middle of a quotation for the matcher. */
  if (what != NULL && strstr (ask->task->text, what) != NULL &&
      strstr (ask->task->text, what) > ask->task->text &&
      strchr ("'\"", strstr (ask->task->text, what)[-1]) != NULL)
    what = strstr (ask->task->text, what) - 1;
  hearth_task_read_times (ask->task, ask->now, ask->zone, HEARTH_TENSE_FUTURE);
  if (names_guests (ask->task->text)) {
    hearth_reply_add (ask->reply, _("Inviting people is something I do not do on my own. I can "
                                     "put it into your calendar without guests; "
                                     "say it again without them."));
    return;
  }
  title = what != NULL ? find_title (ask, what) : g_strdup ("");
  if (*title == '\0') {
    hearth_reply_add (ask->reply, _("What shall it be called? Say it in one sentence: "
                                     "“Add dinner to my calendar on Friday at eight”."));
    return;
  }
  if (!ask->task->has_when || ask->task->when.bound == HEARTH_BOUND_SINCE) {
    hearth_reply_addf (
        ask->reply, _("When shall “%s” be? Say both in one sentence: “Add %s tomorrow at ten”."),
        title, title);
    return;
  }
  if (ask->engine == NULL) {
    hearth_reply_add (ask->reply, _("I cannot change anything here."));
    return;
  }
  event = make_event (ask, title);
  id = hearth_engine_create_event (ask->engine, event, &error);
  if (id <= 0) {
    hearth_reply_addf (ask->reply, _("I could not put it into your calendar. %s"),
                       error != NULL ? error->message : "");
    return;
  }
  {
    HearthSpan span = event->span;
    g_autoptr (HearthEvent) stored = hearth_store_events_get (ask->db, id, NULL);

    if (event->all_day) {
      span.start = hearth_time_at (ask->zone, ask->task->when.julian, 0);
      span.end = span.start + (event->span.end - event->span.start);
    }
    occurrence = hearth_occurrence_new (hearth_event_ref (stored != NULL ? stored : event), span);
  }
  when = hearth_say_span (occurrence, ask->now, TRUE);
  hearth_reply_addf (ask->reply, _("“%s” is in your calendar, %s."), title, when);
  if (occurrence->event->id > 0)
    hearth_reply_add_event (ask->reply, occurrence);
  hearth_focus_set (ask->focus, HEARTH_FOCUS_EVENTS);
  hearth_focus_add (ask->focus, id, occurrence->span.start);
}
