/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ask.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-people.h"

/* Who the companion is, and who it is not. */

#define MAX_NAMED 3

/* What was said as a name, without the quotation marks and the full stop around it. */
static char *
dup_said (HearthAsk *ask)
{
  const char *said = hearth_task_get_slot (ask->task, "any");
  g_autofree char *name = g_strdup (said != NULL ? said : "");
  gsize length;

  g_strdelimit (name, "\"“”„«»", ' ');
  g_strstrip (name);
  for (length = strlen (name); length > 0 && strchr (".!?,", name[length - 1]) != NULL; length--)
    name[length - 1] = '\0';
  return g_strdup (g_strstrip (name));
}

static void
answer_who (HearthAsk *ask)
{
  hearth_reply_addf (
      ask->reply,
      _("I am %s, a program that lives on this computer. I keep an eye on your mail "
         "and your calendar, and speak up when something needs you."),
      hearth_persona_get_name (ask->persona));
}

static void
answer_rename (HearthAsk *ask)
{
  g_autofree char *name = dup_said (ask);

  if (hearth_persona_rename (ask->persona, name))
    hearth_reply_addf (ask->reply, _("%s it is."), hearth_persona_get_name (ask->persona));
  else
    hearth_reply_add (ask->reply, _("What would you like to call me?"));
}

static void
answer_owner (HearthAsk *ask)
{
  g_autofree char *name = dup_said (ask);

  if (hearth_task_is (ask->task, "none", "yes")) {
    (void) hearth_persona_set_owner (ask->persona, "");
    hearth_reply_add (ask->reply, _("All right, without a name."));
  } else if (*name != '\0' && hearth_persona_set_owner (ask->persona, name)) {
    hearth_reply_addf (ask->reply, _("Gladly, %s."), hearth_persona_get_owner (ask->persona));
  } else {
    hearth_reply_add (ask->reply, _("How would you like to be called?"));
  }
}

static void
answer_why (HearthAsk *ask)
{
  if (hearth_persona_get_chosen (ask->persona))
    hearth_reply_addf (ask->reply,
                       _("I chose %s myself when we began: it is short, easily said in your "
                          "language, and nobody whom you know has it. You can call me something "
                          "else."),
                       hearth_persona_get_name (ask->persona));
  else
    hearth_reply_addf (ask->reply, _("%s is what you call me. You can change it at any time."),
                       hearth_persona_get_name (ask->persona));
  hearth_reply_suggest (ask->reply, _("Call yourself Juno"));
}

static void
answer_program (HearthAsk *ask)
{
  hearth_reply_add (ask->reply,
                    _("I am a program. I look things up and keep track of them for you; I do not "
                       "feel, and I would not want you to think that I do. What I am for is that "
                       "less slips by, and that more of your time is yours."));
}

/* Names somebody whom the owner writes with, so that the way to them is short. */
static void
answer_lonely (HearthAsk *ask)
{
  g_autoptr (GPtrArray) people = hearth_people_list (ask->db, ask->now, NULL);

  hearth_reply_add (ask->reply, _("I am sorry that it is so. I can listen, as far as a program "
                                   "listens; somebody who knows you can do more."));
  if (people != NULL && people->len > 0) {
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    g_autofree char *list = NULL;

    for (guint i = 0; i < people->len && names->len < MAX_NAMED; i++) {
      const HearthPerson *person = g_ptr_array_index (people, i);

      if (person->name != NULL && *person->name != '\0')
        g_ptr_array_add (names, person->name);
    }
    if (names->len > 0) {
      list = hearth_say_list (names);
      /* Translators: %s is a list of people */
      hearth_reply_addf (ask->reply,
                         _("You have most to do with %s. Would a few lines, or a "
                            "call, be possible today?"),
                         list);
    }
  }
  hearth_reply_suggest (ask->reply, _("Who matters to me?"));
  hearth_reply_suggest (ask->reply, _("When am I free this week?"));
}

/**
 * hearth_answer_persona:
 * @ask: something about the companion itself, or about how its owner feels
 */
void
hearth_answer_persona (HearthAsk *ask)
{
  static const struct {
    const char *intent;
    HearthAnswer answer;
  } answers[] = {
    { "who", answer_who },
    { "persona.rename", answer_rename },
    { "persona.owner", answer_owner },
    { "persona.why", answer_why },
    { "persona.program", answer_program },
    { "persona.lonely", answer_lonely },
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    if (strcmp (answers[i].intent, ask->task->match->intent) == 0)
      answers[i].answer (ask);
  }
}
