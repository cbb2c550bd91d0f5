/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-birthday-reminders.h"

#include "hearth-agenda.h"
#include "hearth-clock.h"
#include "hearth-people.h"

/* The day whose birthdays have their reminders. */
#define META_NAME "birthdays:reminded"

#define HOUR ((gint64) 3600)
#define DUE (9 * HOUR)
/* Who looks so late on a day sees it in Today. */
#define LATEST (14 * HOUR)

static gboolean
add_reminder (HearthEngine *engine, const HearthBirthday *birthday, gint64 due, gint64 now)
{
  HearthReminderQueue *queue = hearth_engine_get_reminders (engine);
  g_autofree char *text = hearth_birthday_dup_sentence (birthday, now);
  /* The name keeps it from standing twice when this was killed before it was noted. */
  g_autofree char *key =
      g_strdup_printf ("birthday:%" G_GINT64_FORMAT ":%s", birthday->day, birthday->name);
  g_autoptr (HearthReminder) reminder = hearth_reminder_new (key, text, due);
  g_autoptr (GError) error = NULL;

  if (hearth_reminder_queue_lookup_key (queue, key) != 0 ||
      hearth_reminder_queue_add (queue, reminder, &error) != 0)
    return TRUE;
  g_warning ("%s", error->message);
  return FALSE;
}

/**
 * hearth_birthday_reminders_look:
 * @engine: an engine with its reminders
 *
 * Sets the reminders of today's birthdays, for nine o'clock, once a day.
 *
 * Returns: when to look again, seconds since 1970 UTC
 */
gint64
hearth_birthday_reminders_look (HearthEngine *engine)
{
  gint64 now = hearth_clock_now ();
  HearthSpan today = hearth_agenda_find_day (now);
  g_autofree char *day = g_strdup_printf ("%" G_GINT64_FORMAT, today.start);
  g_autofree char *done = hearth_engine_dup_meta (engine, META_NAME);
  g_autoptr (GPtrArray) birthdays = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok = TRUE;

  if (g_strcmp0 (day, done) == 0)
    return today.end + 60;
  if (now < today.start + LATEST) {
    birthdays = hearth_people_list_birthdays (hearth_engine_get_reader (engine), now, 1, &error);
    ok = birthdays != NULL;
  }
  for (guint i = 0; birthdays != NULL && i < birthdays->len; i++)
    ok = add_reminder (engine, g_ptr_array_index (birthdays, i), MAX (today.start + DUE, now),
                       now) &&
         ok;
  if (ok)
    ok = hearth_engine_set_meta (engine, META_NAME, day, &error);
  if (error != NULL)
    g_warning ("%s", error->message);
  return ok ? today.end + 60 : now + HOUR;
}
