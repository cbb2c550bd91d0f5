/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ask.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-text.h"
#include "hearth-time-words.h"

/* Small talk, the clock, and what cannot be done. */

/**
 * hearth_answer_response:
 * @ask: something that is answered by the language's data
 */
void
hearth_answer_response (HearthAsk *ask)
{
  const char *response =
      hearth_intents_get_response (ask->intents, ask->task->match->intent, ask->turn);

  hearth_reply_add (ask->reply, response != NULL ? response : _("Yes."));
  if (strcmp (ask->task->match->intent, "help") == 0) {
    hearth_reply_suggest (ask->reply, _("What is on today?"));
    hearth_reply_suggest (ask->reply, _("What needs me?"));
    hearth_reply_suggest (ask->reply, _("When am I free this week?"));
  }
}

/**
 * hearth_answer_greet:
 * @ask: a greeting
 */
void
hearth_answer_greet (HearthAsk *ask)
{
  guint julian = hearth_time_get_julian (ask->zone, ask->now, NULL);
  HearthSpan rest = { ask->now, hearth_time_at (ask->zone, julian + 1, 0) };
  g_autoptr (GPtrArray) found = hearth_lookup_agenda (ask, rest);
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  int minute;
  gint64 n;

  (void) hearth_time_get_julian (ask->zone, ask->now, &minute);
  hearth_reply_add (ask->reply, minute < 5 * 60    ? _("Good night.")
                                : minute < 12 * 60 ? _("Good morning.")
                                : minute < 18 * 60 ? _("Good afternoon.")
                                                   : _("Good evening."));
  filter.incoming = TRUE;
  filter.min_priority = 60;
  filter.without_flags = HEARTH_MESSAGE_ANSWERED | HEARTH_MESSAGE_SEEN;
  filter.since = ask->now - 14 * 86400;
  n = hearth_store_messages_count (ask->db, &filter, NULL);
  if (found->len > 0)
    hearth_reply_addf (ask->reply,
                       ngettext ("One thing is still on today.", "%d things are still on today.",
                                 found->len),
                       found->len);
  if (n > 0)
    hearth_reply_addf (ask->reply,
                       ngettext ("One unread mail needs you.", "%d unread mails need you.", n),
                       (int) n);
  if (found->len > 0)
    hearth_reply_suggest (ask->reply, _("What is on today?"));
  if (n > 0)
    hearth_reply_suggest (ask->reply, _("What needs me?"));
}

/**
 * hearth_answer_time:
 * @ask: a question for the time
 */
void
hearth_answer_time (HearthAsk *ask)
{
  const char *place = hearth_task_get_slot (ask->task, "place");
  g_autofree char *here = ask->task->format != NULL ? hearth_say_as (ask->now, ask->task->format)
                                                    : hearth_format_time (ask->now);

  if (place != NULL) {
    g_autofree char *folded = hearth_text_fold (place);
    const char *zone = hearth_time_language_zone (hearth_time_language_get ("en"),
                                                  g_strdelimit (folded, "?!.", '\0'));
    g_autoptr (GTimeZone) there = zone != NULL ? g_time_zone_new_identifier (zone) : NULL;
    g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ask->now);
    g_autoptr (GDateTime) local = there != NULL ? g_date_time_to_timezone (utc, there) : NULL;
    g_autofree char *time = local != NULL ? hearth_format_clock (local) : NULL;

    if (time == NULL) {
      hearth_reply_addf (ask->reply, _("I do not know the clocks of %s; here it is %s."), place,
                         here);
      return;
    }
    hearth_reply_addf (ask->reply, _("In %s it is %s; here it is %s."), place, time, here);
    return;
  }
  hearth_reply_addf (ask->reply, _("It is %s."), here);
}

/**
 * hearth_answer_date:
 * @ask: a question for the date
 */
void
hearth_answer_date (HearthAsk *ask)
{
  gint64 when = ask->now;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *text = NULL;

  if (ask->task->has_when)
    when = ask->task->when.julian > 0 ? hearth_time_at (ask->zone, ask->task->when.julian, 0)
                                      : ask->task->when.start;
  local = hearth_clock_dup_at (when);
  /* Translators: a date as the answer to "what is the date?", strftime(3) */
  text = ask->task->format != NULL || local == NULL
             ? hearth_say_as (when, ask->task->format != NULL ? ask->task->format : "YYYY-MM-DD")
             : g_date_time_format (local, _("%A, %-d %B %Y"));
  if (hearth_task_is (ask->task, "want", "week") && local != NULL) {
    hearth_reply_addf (ask->reply, _("It is week %d of %d."), g_date_time_get_week_of_year (local),
                       g_date_time_get_week_numbering_year (local));
    return;
  }
  if (hearth_task_is (ask->task, "want", "days") && ask->task->has_when) {
    gint64 days = hearth_time_get_julian (ask->zone, when, NULL) -
                  (gint64) hearth_time_get_julian (ask->zone, ask->now, NULL);

    hearth_reply_addf (ask->reply, ngettext ("%d day: it is %s.", "%d days: it is %s.", ABS (days)),
                       (int) ABS (days), text);
    return;
  }
  hearth_reply_addf (ask->reply,
                     ask->task->has_when && ask->task->when.start > ask->now ? _("That is %s.")
                                                                             : _("It is %s."),
                     text);
}

/**
 * hearth_answer_cannot:
 * @ask: an order that is understood and not done
 */
void
hearth_answer_cannot (HearthAsk *ask)
{
  if (g_str_has_prefix (ask->task->match->intent, "mail.")) {
    hearth_reply_add (ask->reply,
                      _("I can answer a mail, send one, archive, flag and delete mail. "
                         "Say it in one sentence: “Reply to Ana that I come”. What "
                         "goes to others is shown to you first."));
    hearth_reply_suggest (ask->reply, _("What needs me?"));
    hearth_reply_suggest (ask->reply, _("Remind me tomorrow at nine to answer"));
    return;
  }
  hearth_reply_add (ask->reply,
                    _("I can add an event, move it, cancel it and invite to it. Say it "
                       "in one sentence: “Move the dentist to Friday at ten”."));
  hearth_reply_suggest (ask->reply, _("What is on this week?"));
  hearth_reply_suggest (ask->reply, _("When am I free this week?"));
}
