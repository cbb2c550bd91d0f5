/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ask.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-provenance.h"
#include "hearth-spoken.h"
#include "hearth-text.h"

/* Reminders: set, list, change, cancel. */

/* The tables of the language that a sentence was said in. */
static const HearthSpoken *
get_spoken (const HearthTask *task)
{
  return hearth_spoken_get (task->match != NULL ? task->match->language : NULL);
}

/* German asks for "die Blumen zu gießen" and "Anna anzurufen": what is to be done stands as an
 * infinitive at the end, and reads better without its "zu". */
static void
make_plain_infinitive (char *text)
{
  static const char *const prefixes[] = {
    "zurück", "weiter", "herunter", "runter", "durch", "heraus", "raus", "fertig", "nach", "rein",
    "hoch",   "fest",   "frei",     "ab",     "an",    "auf",    "aus",  "bei",    "ein",  "hin",
    "her",    "los",    "mit",      "um",     "vor",   "weg",    "zu",   NULL
  };
  char *last = strrchr (text, ' ');
  char *word = last != NULL ? last + 1 : text;

  if (!g_str_has_suffix (word, "n"))
    return;
  if (last != NULL && last - text > 3 && g_ascii_strncasecmp (last - 3, " zu", 3) == 0) {
    memmove (last - 2, word, strlen (word) + 1);
    return;
  }
  for (guint i = 0; prefixes[i] != NULL; i++) {
    gsize length = strlen (prefixes[i]);

    if (g_str_has_prefix (word, prefixes[i]) && g_str_has_prefix (word + length, "zu") &&
        strlen (word + length) > strlen ("zu") + 3) {
      memmove (word + length, word + length + 2, strlen (word + length + 2) + 1);
      return;
    }
  }
}

static char *
strip_small_words (const HearthSpoken *spoken, char *text)
{
  while (hearth_spoken_strip (text, spoken->openers))
    ;
  g_strstrip (text);
  while (*text != '\0' && strchr (".!,;", text[strlen (text) - 1]) != NULL)
    text[strlen (text) - 1] = '\0';
  g_strchomp (text);
  if (strcmp (spoken->code, "de") == 0)
    make_plain_infinitive (text);
  return text;
}

/**
 * hearth_remind_read:
 * @task: what was said
 * @now: seconds since 1970 UTC
 * @zone: the owner's zone
 * @what: (out) (nullable) (transfer full): what to remind of; %NULL if nothing was named
 * @due: (out): when
 * @has_due: (out): whether a time was said
 *
 * Reads "remind me tomorrow at nine to call home", also without its first two words.
 *
 * Returns: whether there is something to remind of
 */
gboolean
hearth_remind_read (HearthTask *task, gint64 now, GTimeZone *zone, char **what, gint64 *due,
                    gboolean *has_due)
{
  const char *slot;

  hearth_task_read_times (task, now, zone, HEARTH_TENSE_FUTURE);
  slot = hearth_task_get_slot (task, "what");
  *has_due = task->has_when && task->when.bound != HEARTH_BOUND_SINCE;
  *due = 0;
  if (*has_due) {
    *due = task->when.bound == HEARTH_BOUND_UNTIL && !task->when.has_clock
               ? task->when.anchor
               : MAX (task->when.anchor, task->when.start);
    if (task->when.bound == HEARTH_BOUND_UNTIL)
      *due = task->when.anchor;
  } else if (task->seconds > 0) {
    *due = now + task->seconds;
    *has_due = TRUE;
  }
  *what = slot != NULL
              ? strip_small_words (get_spoken (task), hearth_task_dup_without_times (task, slot))
              : NULL;
  if (*what != NULL && **what == '\0')
    g_clear_pointer (what, g_free);
  return *what != NULL;
}

static void
set_reminder (HearthAsk *ask, const char *what, gint64 due, HearthLabel label)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthReminder) reminder = NULL;
  g_autofree char *when = hearth_say_when (due, ask->now);

  if (due < ask->now) {
    hearth_reply_addf (ask->reply, _("That was %s, and is over. When shall I remind you?"), when);
    g_free (ask->focus->pending);
    ask->focus->pending = g_strdup (what);
    return;
  }
  if (ask->engine == NULL) {
    hearth_reply_add (ask->reply, _("I cannot change anything here."));
    return;
  }
  reminder = hearth_engine_add_labelled_reminder (ask->engine, what, due, label, &error);
  if (reminder == NULL) {
    hearth_reply_addf (ask->reply, _("I could not set the reminder. %s"), error->message);
    return;
  }
  hearth_reply_addf (ask->reply, _("I will remind you %s: %s."), when, what);
  hearth_reply_add_reminder (ask->reply, reminder);
  hearth_focus_set (ask->focus, HEARTH_FOCUS_REMINDERS);
  hearth_focus_add (ask->focus, reminder->id, 0);
  hearth_reply_suggest (ask->reply, _("What reminders do I have?"));
}

/* "Wake me at seven" said in the afternoon means the morning. */
static gint64
wake_in_the_morning (HearthAsk *ask, gint64 due)
{
  int minute;
  guint day = hearth_time_get_julian (ask->zone, due, &minute);
  gint64 morning;

  if (!hearth_spoken_has (ask->task->text, get_spoken (ask->task)->wake) ||
      !ask->task->when.either_half || minute < 720)
    return due;
  morning = hearth_time_at (ask->zone, day, minute - 720);
  return morning > ask->now ? morning : hearth_time_at (ask->zone, day + 1, minute - 720);
}

/* Cuts one of @marks off the end of @text, if it stands there. */
static gboolean
cut_end (char *text, const char *const *marks)
{
  gsize length = strlen (text);

  for (guint i = 0; marks[i] != NULL; i++) {
    gsize n = strlen (marks[i]);

    if (length < n || g_ascii_strcasecmp (text + length - n, marks[i]) != 0 ||
        (length > n && text[length - n - 1] != ' '))
      continue;
    text[length - n] = '\0';
    g_strchomp (text);
    return TRUE;
  }
  return FALSE;
}

/* Takes "before the choir", "the choir before" or, of the event that is spoken of, only "before"
 * apart. Returns the event's words, or NULL if the time does not hang on an event. */
static char *
read_before (HearthAsk *ask, const char *what, gboolean *before)
{
  const HearthSpoken *spoken = get_spoken (ask->task);
  g_autofree char *text = g_strdup (what);

  *before = TRUE;
  if (cut_end (text, spoken->day_before)) {
    ask->task->seconds = 86400;
    return g_steal_pointer (&text);
  }
  if (ask->task->seconds <= 0)
    return NULL;
  if (hearth_spoken_strip (text, spoken->before) || cut_end (text, spoken->before_end))
    return g_steal_pointer (&text);
  *before = FALSE;
  return hearth_spoken_strip (text, spoken->after) ? g_steal_pointer (&text) : NULL;
}

/* "30 minutes before the choir", "of the choir an hour before": the time hangs on an event. */
static gboolean
set_before (HearthAsk *ask, const char *what)
{
  gboolean before;
  g_autofree char *topic = read_before (ask, what, &before);
  g_autoptr (HearthOccurrence) occurrence = NULL;
  gint64 due;

  if (topic == NULL)
    return FALSE;
  if (hearth_lookup_is_pronoun (ask, topic) && ask->focus->kind != HEARTH_FOCUS_EVENTS) {
    hearth_reply_add (ask->reply, _("Of which event? I am not sure which one you mean."));
    return TRUE;
  }
  occurrence = hearth_lookup_event (ask, topic);
  if (occurrence == NULL) {
    hearth_reply_addf (ask->reply, _("I find nothing like “%s” in your calendar."), topic);
    return TRUE;
  }
  due = before ? occurrence->span.start - ask->task->seconds
               : occurrence->span.end + ask->task->seconds;
  set_reminder (ask, occurrence->event->summary, due,
                hearth_provenance_label_event (ask->db, occurrence->event));
  return TRUE;
}

/**
 * hearth_answer_remind_of:
 * @ask: a sentence that names what a reminder, whose time is known, is about
 */
void
hearth_answer_remind_of (HearthAsk *ask)
{
  g_autofree char *what =
      strip_small_words (hearth_spoken_get (hearth_intents_get_language (ask->intents)),
                         g_strdup (ask->task->text));
  gint64 due = ask->focus->pending_due;

  ask->focus->pending_due = 0;
  set_reminder (ask, what, due, HEARTH_LABEL_OWNER);
}

/**
 * hearth_answer_remind:
 * @ask: an order to remind the owner
 */
void
hearth_answer_remind (HearthAsk *ask)
{
  g_autofree char *what = NULL;
  gint64 due;
  gboolean has_due;

  if (hearth_task_is (ask->task, "repeat", "yes")) {
    hearth_reply_add (ask->reply, _("Reminders that come again and again are more than I can do. "
                                     "Say one time, and I remind you once."));
    return;
  }
  if (!hearth_remind_read (ask->task, ask->now, ask->zone, &what, &due, &has_due)) {
    if (ask->focus->pending != NULL)
      what = g_strdup (ask->focus->pending);
    else if (has_due && ask->focus->pending_due == 0 &&
             hearth_spoken_has (ask->task->text, get_spoken (ask->task)->alarm))
      what = g_strdup (_("Time is up"));
  }
  if (what != NULL && !ask->task->has_when && set_before (ask, what))
    return;
  if (has_due && ask->task->has_when)
    due = wake_in_the_morning (ask, due);
  if (what == NULL && has_due) {
    g_autofree char *when = hearth_say_when (due, ask->now);

    hearth_reply_addf (ask->reply, _("Of what shall I remind you %s?"), when);
    ask->focus->pending_due = due;
    return;
  }
  if (what == NULL) {
    hearth_reply_add (ask->reply, _("Of what, and when?"));
    return;
  }
  if (!has_due) {
    hearth_reply_addf (ask->reply, _("When shall I remind you: %s?"), what);
    hearth_reply_suggest (ask->reply, _("In an hour"));
    hearth_reply_suggest (ask->reply, _("This evening"));
    hearth_reply_suggest (ask->reply, _("Tomorrow at nine"));
    g_free (ask->focus->pending);
    ask->focus->pending = g_steal_pointer (&what);
    return;
  }
  g_clear_pointer (&ask->focus->pending, g_free);
  set_reminder (ask, what, due, HEARTH_LABEL_OWNER);
}

static int
compare_due_cb (gconstpointer a, gconstpointer b)
{
  gint64 x = (*(HearthReminder *const *) a)->due;
  gint64 y = (*(HearthReminder *const *) b)->due;

  return x < y ? -1 : x > y ? 1 : 0;
}

/* The owner's own open reminders; those of events come and go with the events. */
static GPtrArray *
list_reminders (HearthAsk *ask)
{
  g_autoptr (GPtrArray) all = hearth_store_reminders_list (ask->db, TRUE, NULL);
  GPtrArray *own = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_reminder_free);

  for (guint i = 0; all != NULL && i < all->len; i++) {
    const HearthReminder *reminder = g_ptr_array_index (all, i);

    if (!g_str_has_prefix (reminder->key, "event:"))
      g_ptr_array_add (own, hearth_reminder_copy (reminder));
  }
  g_ptr_array_sort (own, compare_due_cb);
  return own;
}

/**
 * hearth_answer_reminders:
 * @ask: a question for the reminders
 */
void
hearth_answer_reminders (HearthAsk *ask)
{
  g_autoptr (GPtrArray) own = list_reminders (ask);
  HearthSpan span = hearth_lookup_span (ask, 1);
  guint n = 0;

  hearth_focus_set (ask->focus, HEARTH_FOCUS_REMINDERS);
  for (guint i = 0; i < own->len; i++) {
    const HearthReminder *reminder = g_ptr_array_index (own, i);
    g_autofree char *when = hearth_say_when (reminder->due, ask->now);
    g_autofree char *line = g_strdup_printf ("%s: %s", when, reminder->text);

    if (ask->task->has_when && (reminder->due < span.start || reminder->due >= span.end))
      continue;
    if (n == 0)
      hearth_reply_add (ask->reply, _("I shall remind you of this:"));
    if (n < 15) {
      hearth_reply_add_item (ask->reply, line);
      hearth_reply_add_reminder (ask->reply, reminder);
    }
    hearth_focus_add (ask->focus, reminder->id, 0);
    n++;
  }
  if (n == 0) {
    hearth_reply_add (ask->reply, _("You have asked me to remind you of nothing."));
    hearth_reply_suggest (ask->reply, _("Remind me tomorrow at nine to call home"));
  }
}

/* The reminder that is meant: by its words, by its place in the list, or the one just spoken of. */
static HearthReminder *
find_reminder (HearthAsk *ask, const char *what)
{
  g_autoptr (GPtrArray) own = list_reminders (ask);
  HearthReminder *best = NULL;
  guint most = 0;

  if (what != NULL && hearth_lookup_number (what) > 0)
    return hearth_lookup_number (what) <= own->len
               ? hearth_reminder_copy (g_ptr_array_index (own, hearth_lookup_number (what) - 1))
               : NULL;
  if (what != NULL && !hearth_lookup_is_pronoun (ask, what)) {
    g_autoptr (GPtrArray) words = hearth_lookup_words (ask, what);

    for (guint i = 0; i < own->len; i++) {
      HearthReminder *reminder = g_ptr_array_index (own, i);
      g_autofree char *folded = hearth_text_fold (reminder->text);
      guint n = 0;

      for (guint k = 0; k < words->len; k++)
        n += strstr (folded, g_ptr_array_index (words, k)) != NULL ? 1 : 0;
      if (n > most) {
        most = n;
        best = reminder;
      }
    }
    return best != NULL ? hearth_reminder_copy (best) : NULL;
  }
  if (ask->focus->kind == HEARTH_FOCUS_REMINDERS && ask->focus->current < ask->focus->items->len)
    return hearth_store_reminders_get (
        ask->db, g_array_index (ask->focus->items, HearthFocusItem, ask->focus->current).id, NULL);
  return own->len == 1 ? hearth_reminder_copy (g_ptr_array_index (own, 0)) : NULL;
}

static void
say_which (HearthAsk *ask)
{
  hearth_answer_reminders (ask);
  if (ask->focus->items->len > 0)
    hearth_reply_add_paragraph (ask->reply, _("Which of them do you mean?"));
}

static void
cancel_all (HearthAsk *ask)
{
  g_autoptr (GPtrArray) own = list_reminders (ask);
  guint n = 0;

  for (guint i = 0; i < own->len; i++) {
    const HearthReminder *reminder = g_ptr_array_index (own, i);

    if (ask->engine != NULL && hearth_engine_cancel_reminder (ask->engine, reminder->id, NULL))
      n++;
  }
  hearth_focus_set (ask->focus, HEARTH_FOCUS_NONE);
  if (n == 0)
    hearth_reply_add (ask->reply, _("There was no reminder to cancel."));
  else
    hearth_reply_addf (ask->reply,
                       ngettext ("I cancelled %d reminder.", "I cancelled all %d reminders.", n),
                       n);
}

/**
 * hearth_answer_remind_cancel:
 * @ask: an order to cancel a reminder
 */
void
hearth_answer_remind_cancel (HearthAsk *ask)
{
  const char *what = hearth_task_get_slot (ask->task, "what");
  g_autoptr (HearthReminder) reminder = NULL;
  g_autoptr (GError) error = NULL;

  if (what == NULL)
    what = hearth_task_get_slot (ask->task, "number");
  if (hearth_task_is (ask->task, "all", "yes")) {
    cancel_all (ask);
    return;
  }
  if (ask->focus->kind == HEARTH_FOCUS_EVENTS && what == NULL &&
      !hearth_spoken_has (ask->task->text, get_spoken (ask->task)->remind)) {
    hearth_answer_act (ask);
    return;
  }
  reminder = find_reminder (ask, what);
  if (reminder == NULL) {
    say_which (ask);
    return;
  }
  if (ask->engine == NULL || !hearth_engine_cancel_reminder (ask->engine, reminder->id, &error)) {
    hearth_reply_addf (ask->reply, _("I could not cancel it. %s"),
                       error != NULL ? error->message : "");
    return;
  }
  hearth_reply_addf (ask->reply, _("The reminder “%s” is cancelled."), reminder->text);
  hearth_focus_set (ask->focus, HEARTH_FOCUS_NONE);
}

/**
 * hearth_answer_event_change:
 * @ask: an order to move or to cancel something that is called neither a reminder nor an event
 *
 * Cancels a reminder that has these words ("cancel the flowers one") where no event has them.
 */
void
hearth_answer_event_change (HearthAsk *ask)
{
  const char *what = hearth_task_get_slot (ask->task, "event");
  g_autoptr (HearthReminder) reminder = NULL;
  g_autoptr (HearthOccurrence) event = NULL;

  if (hearth_task_is (ask->task, "do", "cancel") && what != NULL &&
      !hearth_lookup_is_pronoun (ask, what)) {
    event = hearth_lookup_event (ask, what);
    reminder = event == NULL ? find_reminder (ask, what) : NULL;
  }
  if (reminder == NULL || ask->engine == NULL ||
      !hearth_engine_cancel_reminder (ask->engine, reminder->id, NULL)) {
    hearth_answer_act (ask);
    return;
  }
  hearth_reply_addf (ask->reply, _("The reminder “%s” is cancelled."), reminder->text);
  hearth_focus_set (ask->focus, HEARTH_FOCUS_NONE);
}

/* "Move it to six": a number is a time only because something is moved to it. */
static void
read_bare_hour (HearthAsk *ask)
{
  const char *number = hearth_task_get_slot (ask->task, "number");
  HearthTimeContext context = { .now = ask->now, .zone = ask->zone, .tense = HEARTH_TENSE_FUTURE };
  g_autofree char *text = number != NULL ? g_strdup_printf ("at %s", number) : NULL;
  g_autoptr (GArray) times = text != NULL ? hearth_time_read (text, &context) : NULL;

  if (times != NULL && times->len > 0)
    ask->task->has_when = hearth_time_combine (times, &context, &ask->task->when, NULL);
}

/**
 * hearth_answer_remind_change:
 * @ask: an order to move a reminder
 */
void
hearth_answer_remind_change (HearthAsk *ask)
{
  const HearthSpoken *spoken = get_spoken (ask->task);
  const char *what = hearth_task_get_slot (ask->task, "what");
  g_autofree char *bare = NULL;
  g_autoptr (HearthReminder) reminder = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *when = NULL;
  gint64 due;

  hearth_task_read_times (ask->task, ask->now, ask->zone, HEARTH_TENSE_FUTURE);
  if (!ask->task->has_when && ask->task->seconds == 0)
    read_bare_hour (ask);
  if (what != NULL) {
    bare = hearth_task_dup_without_times (ask->task, what);
    for (guint i = 0; spoken->to_end[i] != NULL; i++) {
      if (g_str_has_suffix (bare, spoken->to_end[i]))
        bare[strlen (bare) - strlen (spoken->to_end[i])] = '\0';
    }
  }
  if (ask->focus->kind != HEARTH_FOCUS_REMINDERS &&
      !hearth_spoken_has (ask->task->text, get_spoken (ask->task)->remind)) {
    hearth_answer_act (ask);
    return;
  }
  reminder = find_reminder (ask, bare);
  if (reminder == NULL) {
    say_which (ask);
    return;
  }
  if (ask->task->has_when) {
    due = ask->task->when.anchor;
    /* "Move it to six" keeps the day it was set for. */
    if (ask->task->when.has_clock && !ask->task->when.has_date) {
      guint day = hearth_time_get_julian (ask->zone, reminder->due, NULL);
      gint64 same_day = hearth_time_at (ask->zone, day, ask->task->when.minute);

      due = same_day > ask->now ? same_day : due;
    }
  } else if (ask->task->seconds > 0) {
    due = MAX (reminder->due, ask->now) + ask->task->seconds;
  } else {
    hearth_reply_addf (ask->reply, _("To when shall I move “%s”?"), reminder->text);
    return;
  }
  if (ask->engine == NULL ||
      !hearth_engine_change_reminder (ask->engine, reminder->id, reminder->text, due, &error)) {
    hearth_reply_addf (ask->reply, _("I could not move it. %s"),
                       error != NULL ? error->message : "");
    return;
  }
  when = hearth_say_when (due, ask->now);
  hearth_reply_addf (ask->reply, _("I will remind you %s instead: %s."), when, reminder->text);
  hearth_reply_add_reminder (ask->reply, reminder);
  hearth_focus_set (ask->focus, HEARTH_FOCUS_REMINDERS);
  hearth_focus_add (ask->focus, reminder->id, 0);
}
