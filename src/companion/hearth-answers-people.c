/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ask.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-people-verb.h"
#include "hearth-text.h"

/* Answers about people. */

#define MAX_NAMED 6
#define BIRTHDAY_DAYS 60
#define YEAR 366

/* The name in the question, without "'s". */
static char *
dup_person (HearthAsk *ask)
{
  const char *said = hearth_task_get_slot (ask->task, "person");
  char *name = g_strdup (said != NULL ? said : "");
  char *mark = strstr (name, "'s");

  if (mark == NULL)
    mark = strstr (name, "’s");
  if (mark != NULL)
    *mark = '\0';
  return g_strstrip (name);
}

/**
 * hearth_answer_keep:
 * @ask: an order to be told when there was no contact with somebody for long
 */
void
hearth_answer_keep (HearthAsk *ask)
{
  const char *said = hearth_task_get_slot (ask->task, "days");
  guint days = said != NULL ? (guint) CLAMP (g_ascii_strtoll (said, NULL, 10), 0, 3650) : 30;
  g_autofree char *name = dup_person (ask);
  g_autofree char *who = NULL;
  g_autoptr (GError) error = NULL;

  if (ask->engine == NULL) {
    hearth_reply_add (ask->reply, _("I cannot change anything here."));
    return;
  }
  who = hearth_people_keep_verb (ask->engine, name, days, &error);
  if (who == NULL)
    hearth_reply_add (ask->reply, error->message);
  else if (days == 0)
    hearth_reply_addf (ask->reply, _("I will not remind you of %s any more."), who);
  else
    hearth_reply_addf (ask->reply,
                       ngettext ("I will tell you when you have not heard from %s for %u day.",
                                 "I will tell you when you have not heard from %s for %u days.",
                                 days),
                       who, days);
}

static void
add_mail (HearthAsk *ask, gint64 id)
{
  g_autoptr (HearthMessage) message =
      id != 0 ? hearth_store_messages_get (ask->db, id, NULL) : NULL;

  if (message == NULL)
    return;
  hearth_reply_add_message (ask->reply, message);
  hearth_focus_set (ask->focus, HEARTH_FOCUS_MESSAGES);
  hearth_focus_add (ask->focus, message->id, 0);
}

/**
 * hearth_answer_contact:
 * @ask: a question for the last contact with somebody
 */
void
hearth_answer_contact (HearthAsk *ask)
{
  g_autofree char *name = dup_person (ask);
  g_autoptr (GPtrArray) people = hearth_people_list (ask->db, ask->now, NULL);
  const HearthPerson *person = people != NULL ? hearth_people_find (people, name) : NULL;
  g_autofree char *when = NULL;
  gint64 last;

  if (person == NULL) {
    hearth_reply_addf (ask->reply, _("I know nobody called %s."), name);
    return;
  }
  last = hearth_person_get_last (person);
  if (last == 0) {
    hearth_reply_addf (ask->reply, _("I find no mail and no meeting with %s in the last year."),
                       person->name);
    return;
  }
  when = hearth_say_when (last, ask->now);
  if (last == person->last_met)
    hearth_reply_addf (ask->reply, _("You met %s %s."), person->name, when);
  else if (last == person->last_sent)
    hearth_reply_addf (ask->reply, _("You wrote to %s %s."), person->name, when);
  else
    hearth_reply_addf (ask->reply, _("%s wrote to you %s."), person->name, when);
  add_mail (ask, person->last_id);
}

/**
 * hearth_answer_birthdays:
 * @ask: a question for birthdays
 */
void
hearth_answer_birthdays (HearthAsk *ask)
{
  g_autofree char *name = dup_person (ask);
  g_autofree char *wanted = hearth_text_fold (name);
  HearthSpan span = hearth_lookup_span (ask, BIRTHDAY_DAYS);
  g_autoptr (GPtrArray) found =
      hearth_people_list_birthdays (ask->db, ask->now, *name != '\0' ? YEAR : BIRTHDAY_DAYS, NULL);
  guint n = 0;

  for (guint i = 0; found != NULL && i < found->len && n < MAX_NAMED; i++) {
    const HearthBirthday *birthday = g_ptr_array_index (found, i);
    g_autofree char *folded = hearth_text_fold (birthday->name);
    g_autofree char *sentence = hearth_birthday_dup_sentence (birthday, ask->now);

    if (*name != '\0' ? strstr (folded, wanted) == NULL
                      : birthday->day >= span.end || birthday->day + 86400 <= span.start)
      continue;
    hearth_reply_add_item (ask->reply, sentence);
    n++;
  }
  if (n == 0 && *name != '\0')
    hearth_reply_addf (ask->reply, _("I do not know when %s has a birthday."), name);
  else if (n == 0)
    hearth_reply_add (ask->reply, _("I know of no birthday then."));
}

/**
 * hearth_answer_people:
 * @ask: a question for those who matter to the owner
 */
void
hearth_answer_people (HearthAsk *ask)
{
  g_autoptr (GPtrArray) people = hearth_people_list (ask->db, ask->now, NULL);

  if (people == NULL || people->len == 0) {
    hearth_reply_add (ask->reply, _("I have not seen you write to anybody yet."));
    return;
  }
  hearth_reply_add (ask->reply, _("Going by your mail, your calendar and your address books:"));
  for (guint i = 0; i < MIN (people->len, MAX_NAMED); i++) {
    const HearthPerson *person = g_ptr_array_index (people, i);
    g_autofree char *line = g_strdup_printf ("%s: %s", person->name, person->reason);

    hearth_reply_add_item (ask->reply, line);
  }
}
