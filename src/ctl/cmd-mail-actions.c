/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-clock.h"
#include "hearth-ctl-daemon.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"
#include "hearth-store-commitments.h"

#define ID_WIDTH 6
#define NAME_WIDTH 20
#define KIND_WIDTH 10
#define MAX_LISTED 1000

static gint64 days;

static const HearthCtlOption options[] = {
  { "--days", HEARTH_CTL_OPTION_NUMBER, &days,
    N_("Of the mail of so many days; if not said 90, with --json all") },
  { NULL },
};

/* For a person, what was asked long ago is history; a program gets all of it. */
static gint64
get_since (HearthCtl *ctl)
{
  gint64 n = days > 0 ? MIN (days, 36500) : 90;

  if (ctl->json && days <= 0)
    return 0;
  return MAX (hearth_clock_now () - n * 24 * 3600, 1);
}

/* hearthd looks through mail by itself; without it, it is done now. */
static HearthDatabase *
open_store (HearthCtl *ctl, HearthCtlExit *code)
{
  static const char *const judge[] = { "judge", NULL };

  *code = ctl->standalone ? hearth_ctl_run_engine (ctl, judge) : HEARTH_CTL_DONE;
  return *code == HEARTH_CTL_DONE ? hearth_ctl_open_store (ctl, code) : NULL;
}

/* Who has to do it. */
static gboolean
owner_owes (const HearthFinding *finding)
{
  return finding->kind != HEARTH_FINDING_PLEDGE && finding->kind != HEARTH_FINDING_REQUEST;
}

static char *
dup_due (const HearthFinding *finding)
{
  g_autofree char *day = NULL;
  g_autofree char *time = NULL;

  if (finding->due == 0)
    return g_strdup ("");
  day = hearth_format_day (finding->due, hearth_clock_now ());
  if (finding->due_is_date)
    return g_steal_pointer (&day);
  time = hearth_format_time (finding->due);
  /* Translators: a day and a time: "Friday, 15:00" */
  return g_strdup_printf (_("%s, %s"), day, time);
}

static void
print_due (HearthCtlJson *json, const HearthFinding *finding)
{
  if (finding->due == 0) {
    hearth_ctl_json_string (json, "due", NULL);
    return;
  }
  hearth_ctl_json_time (json, "due", finding->due);
  hearth_ctl_json_boolean (json, "due_is_date", finding->due_is_date);
}

static void
print_action_json (const HearthCommitment *one)
{
  const HearthFinding *finding = one->finding;
  const HearthAddress *other = hearth_commitment_get_other (one);
  g_autofree char *quote = hearth_commitment_dup_quote (one);
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_number (&json, "id", finding->id);
  hearth_ctl_json_number (&json, "message", finding->message_id);
  hearth_ctl_json_string (&json, "message_id", one->message->message_id);
  hearth_ctl_json_string (&json, "kind", hearth_finding_kind_to_string (finding->kind));
  hearth_ctl_json_string (&json, "description", finding->text);
  print_due (&json, finding);
  hearth_ctl_json_string (&json, "owed_by", owner_owes (finding) ? "owner" : "other");
  hearth_ctl_json_address (&json, "other", other);
  hearth_ctl_json_string (&json, "subject", one->message->subject);
  hearth_ctl_json_time (&json, "date", one->message->date);
  hearth_ctl_json_string (&json, "quote", quote);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static void
print_action (const HearthCommitment *one)
{
  const HearthFinding *finding = one->finding;
  const HearthAddress *other = hearth_commitment_get_other (one);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, finding->id);
  g_autofree char *due = dup_due (finding);

  hearth_ctl_print_cell (HEARTH_CTL_DIM, id, ID_WIDTH);
  hearth_ctl_print_cell (HEARTH_CTL_PLAIN, hearth_finding_kind_to_string (finding->kind),
                         KIND_WIDTH);
  hearth_ctl_print_cell (HEARTH_CTL_PLAIN, other != NULL ? hearth_address_get_label (other) : "",
                         NAME_WIDTH);
  fputs ("  ", stdout);
  hearth_ctl_print_cut (owner_owes (finding) ? HEARTH_CTL_BOLD : HEARTH_CTL_PLAIN, finding->text,
                        72);
  if (*due != '\0') {
    fputs (" · ", stdout);
    hearth_ctl_print (HEARTH_CTL_DIM, due);
  }
  putchar ('\n');
}

static HearthCtlExit
print_all (GPtrArray *all, void (*print_one) (const HearthCommitment *one), const GError *error)
{
  if (all == NULL)
    return hearth_ctl_fail (error);
  for (guint i = 0; i < all->len; i++)
    print_one (g_ptr_array_index (all, i));
  return HEARTH_CTL_DONE;
}

static HearthCtlExit
run_actions (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = open_store (ctl, &code);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;

  if (db == NULL)
    return code;
  all = hearth_store_commitments_list (db, HEARTH_FINDINGS_COMMITMENTS, get_since (ctl),
                                       HEARTH_DETAIL_FULL, MAX_LISTED, &error);
  return print_all (all, ctl->json ? print_action_json : print_action, error);
}

const HearthCtlCommand hearth_ctl_mail_actions = {
  .name = "mail actions",
  .usage = "[--days N]",
  .summary = N_("What was asked of you, and what was promised; with --json one object a line"),
  .options = options,
  .run = run_actions,
};

static void
print_waiting_json (const HearthCommitment *one)
{
  g_autofree char *quote = hearth_commitment_dup_quote (one);
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_number (&json, "id", one->finding->id);
  hearth_ctl_json_number (&json, "thread", one->message->thread_id);
  hearth_ctl_json_number (&json, "message", one->message->id);
  hearth_ctl_json_string (&json, "message_id", one->message->message_id);
  hearth_ctl_json_address (&json, "to", hearth_commitment_get_other (one));
  hearth_ctl_json_string (&json, "subject", one->message->subject);
  hearth_ctl_json_time (&json, "since", one->message->date);
  hearth_ctl_json_number (&json, "days",
                          MAX (hearth_clock_now () - one->message->date, 0) / (24 * 3600));
  hearth_ctl_json_number (&json, "working_days",
                          hearth_commitment_count_working_days (one->message->date,
                                                                hearth_clock_now ()));
  hearth_ctl_json_string (&json, "what", one->finding->text);
  print_due (&json, one->finding);
  hearth_ctl_json_string (&json, "quote", quote);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static void
print_waiting (const HearthCommitment *one)
{
  const HearthAddress *to = hearth_commitment_get_other (one);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, one->finding->id);
  g_autofree char *since = hearth_format_day_short (one->message->date, hearth_clock_now ());

  hearth_ctl_print_cell (HEARTH_CTL_DIM, id, ID_WIDTH);
  hearth_ctl_print_cell (HEARTH_CTL_PLAIN, to != NULL ? hearth_address_get_label (to) : "",
                         NAME_WIDTH);
  hearth_ctl_print_cell (HEARTH_CTL_DIM, since, KIND_WIDTH);
  fputs ("  ", stdout);
  hearth_ctl_print_cut (HEARTH_CTL_PLAIN, one->finding->text, 72);
  putchar ('\n');
}

static HearthCtlExit
run_waiting (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = open_store (ctl, &code);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;

  if (db == NULL)
    return code;
  all = hearth_store_commitments_list_waiting (db, get_since (ctl), HEARTH_DETAIL_FULL, MAX_LISTED,
                                               &error);
  return print_all (all, ctl->json ? print_waiting_json : print_waiting, error);
}

const HearthCtlCommand hearth_ctl_mail_waiting = {
  .name = "mail waiting",
  .usage = "[--days N]",
  .summary = N_("What you wait for: whom you asked, what, and since when"),
  .options = options,
  .run = run_waiting,
};
