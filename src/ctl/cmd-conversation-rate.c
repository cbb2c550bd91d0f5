/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-clock.h"
#include "hearth-ctl-daemon.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"
#include "hearth-store-conversations.h"

/* So many of the last turns are looked through for the last whole answer. */
#define LOOK_BACK 50

static gint64 limit;

static const HearthCtlOption list_options[] = {
  { "--limit", HEARTH_CTL_OPTION_NUMBER, &limit, N_("How many to print; if not said, 20") },
  { NULL },
};

static gint64
find_last_answer (HearthDatabase *db, GError **error)
{
  g_autofree char *name = hearth_store_turns_dup_latest_conversation (db, error);
  g_autoptr (GPtrArray) turns =
      name != NULL ? hearth_store_turns_list (db, name, 0, LOOK_BACK, error) : NULL;

  for (guint i = turns != NULL ? turns->len : 0; i > 0; i--) {
    const HearthTurn *turn = g_ptr_array_index (turns, i - 1);

    if (turn->role == HEARTH_TURN_COMPANION && turn->complete)
      return turn->id;
  }
  return 0;
}

/* Of the last answer, where none is named. */
static gboolean
choose_answer (HearthCtl *ctl, const char *word, gint64 *turn, HearthCtlExit *code)
{
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (GError) error = NULL;

  if (word != NULL) {
    if (g_ascii_string_to_signed (word, 10, 1, G_MAXINT64, turn, NULL))
      return TRUE;
    *code = hearth_ctl_usage (_("“%s” is no number of an answer"), word);
    return FALSE;
  }
  db = hearth_ctl_open_store (ctl, code);
  if (db == NULL)
    return FALSE;
  *turn = find_last_answer (db, &error);
  if (*turn == 0)
    *code = error != NULL ? hearth_ctl_fail (error) : HEARTH_CTL_NOTHING;
  return *turn != 0;
}

static HearthCtlExit
run_rate (HearthCtl *ctl, char **args)
{
  const char *rating = g_str_equal (args[0], "none") ? "" : args[0];
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *number = NULL;
  HearthTurnRating parsed;
  HearthCtlExit code;
  gint64 turn;

  if (!hearth_turn_rating_parse (rating, &parsed))
    return hearth_ctl_usage ("%s", _("an answer is good, bad or none of these"));
  if (!choose_answer (ctl, args[1], &turn, &code))
    return code;
  number = g_strdup_printf ("%" G_GINT64_FORMAT, turn);
  if (ctl->standalone) {
    const char *const command[] = { "conversation", "rate", number, rating, NULL };

    return hearth_ctl_exec_engine (ctl, command);
  }
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply =
      hearth_ctl_call (ctl, bus, "RateAnswer", g_variant_new ("(xs)", turn, rating), "()", &error);
  return reply != NULL ? HEARTH_CTL_DONE : hearth_ctl_fail_call (error);
}

const HearthCtlCommand hearth_ctl_conversation_rate = {
  .name = "conversation rate",
  .usage = "good|bad|none [ANSWER]",
  .summary = N_("Say what you think of an answer; if not said which, of the last one"),
  .min_args = 1,
  .max_args = 2,
  .run = run_rate,
};

static void
print_json (GPtrArray *list)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '[');
  for (guint i = 0; i < list->len; i++) {
    const HearthMisunderstood *one = g_ptr_array_index (list, i);

    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_number (&json, "turn", one->turn);
    hearth_ctl_json_string (&json, "conversation", one->conversation);
    hearth_ctl_json_time (&json, "created", one->created);
    hearth_ctl_json_string (&json, "question", one->question);
    hearth_ctl_json_string (&json, "answer", one->answer);
    hearth_ctl_json_close (&json, '}');
  }
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_print (&json);
}

static HearthCtlExit
run_misunderstood (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  if (db == NULL)
    return code;
  list = hearth_store_turns_list_misunderstood (db, limit > 0 ? (guint) MIN (limit, 10000) : 20,
                                                &error);
  if (list == NULL)
    return hearth_ctl_fail (error);
  if (ctl->json)
    print_json (list);
  for (guint i = 0; !ctl->json && i < list->len; i++) {
    const HearthMisunderstood *one = g_ptr_array_index (list, i);
    g_autofree char *when = hearth_format_day_short (one->created, hearth_clock_now ());

    hearth_ctl_print (HEARTH_CTL_BOLD, one->question != NULL ? one->question : "");
    fputs ("  ", stdout);
    hearth_ctl_print (HEARTH_CTL_DIM, when);
    putchar ('\n');
    hearth_ctl_print_text (one->answer);
    fputs ("\n\n", stdout);
  }
  return list->len > 0 ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_conversation_misunderstood = {
  .name = "conversation misunderstood",
  .usage = "[--limit N]",
  .summary = N_("List what was answered by rules and you found not good"),
  .options = list_options,
  .run = run_misunderstood,
};
