/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-clock.h"
#include "hearth-ctl-date.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-ctl.h"
#include "hearth-format.h"
#include "hearth-journal-words.h"

#define HOST_WIDTH 32
#define PURPOSE_WIDTH 24

static const char *since;

static const HearthCtlOption options[] = {
  { "--since", HEARTH_CTL_OPTION_STRING, &since,
    N_("From that day on: today, yesterday, -7, or 2026-05-31; if not said, -6") },
  { NULL },
};

static const char *
get_problem_name (HearthReceiptProblem problem)
{
  switch (problem) {
  case HEARTH_RECEIPT_UNEXPLAINED:
    return "unexplained";
  case HEARTH_RECEIPT_UNTOLD:
    return "untold";
  case HEARTH_RECEIPT_MISSING:
    return "missing";
  case HEARTH_RECEIPT_AGREES:
  default:
    return NULL;
  }
}

static char *
dup_date (gint64 day)
{
  g_autoptr (GDateTime) time = hearth_clock_dup_at (hearth_store_receipts_get_midnight (day));

  return time != NULL ? g_date_time_format (time, "%Y-%m-%d") : g_strdup ("");
}

static void
print_json (const HearthDayReceipt *each)
{
  g_autofree char *date = dup_date (each->day);
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_string (&json, "day", date);
  hearth_ctl_json_string (&json, "host", each->receipt.host);
  hearth_ctl_json_string (&json, "purpose",
                          hearth_traffic_purpose_to_string (each->receipt.purpose));
  hearth_ctl_json_boolean (&json, "local", each->local);
  hearth_ctl_json_number (&json, "bytes_sent", (gint64) each->receipt.bytes_sent);
  hearth_ctl_json_number (&json, "bytes_received", (gint64) each->receipt.bytes_received);
  hearth_ctl_json_number (&json, "said", (gint64) each->receipt.told_sent);
  hearth_ctl_json_number (&json, "heard", (gint64) each->receipt.told_received);
  hearth_ctl_json_number (&json, "journal", each->journal_sent);
  if (each->problem != HEARTH_RECEIPT_AGREES)
    hearth_ctl_json_string (&json, "problem", get_problem_name (each->problem));
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static void
print_receipt (const HearthDayReceipt *each)
{
  g_autofree char *bytes = hearth_day_receipt_dup_bytes (each);
  g_autofree char *problem = hearth_day_receipt_dup_problem (each);

  hearth_ctl_print_cell (HEARTH_CTL_PLAIN, each->receipt.host, HOST_WIDTH);
  putchar (' ');
  hearth_ctl_print_cell (HEARTH_CTL_DIM, hearth_day_receipt_get_purpose (each), PURPOSE_WIDTH);
  putchar (' ');
  puts (bytes);
  if (problem != NULL) {
    hearth_ctl_print (HEARTH_CTL_ACCENT, problem);
    putchar ('\n');
  }
}

static void
print_day (gint64 day)
{
  g_autofree char *text =
      hearth_format_day (hearth_store_receipts_get_midnight (day), hearth_clock_now ());

  hearth_ctl_print (HEARTH_CTL_BOLD, text);
  putchar ('\n');
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (GPtrArray) receipts = NULL;
  g_autoptr (GError) error = NULL;
  gboolean problems = FALSE;
  gint64 from;

  if (!hearth_ctl_parse_day (since != NULL ? since : "-6", hearth_clock_now (), &from))
    return hearth_ctl_usage (_("“%s” is not a day"), since);
  db = hearth_ctl_open_store (ctl, &code);
  if (db == NULL)
    return code;
  receipts = hearth_store_receipts_list (db, hearth_store_receipts_get_day (from), &error);
  if (receipts == NULL)
    return hearth_ctl_fail (error);
  for (guint i = 0; i < receipts->len; i++) {
    const HearthDayReceipt *each = receipts->pdata[i];

    problems |= each->problem != HEARTH_RECEIPT_AGREES;
    if (ctl->json) {
      print_json (each);
      continue;
    }
    if (i == 0 || ((HearthDayReceipt *) receipts->pdata[i - 1])->day != each->day)
      print_day (each->day);
    print_receipt (each);
  }
  if (receipts->len == 0)
    return HEARTH_CTL_NOTHING;
  return problems ? HEARTH_CTL_FAILED : HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_receipts = {
  .name = "receipts",
  .usage = "[--since DAY]",
  .summary = N_("What was counted to and from each host; fails where that and the journal differ"),
  .options = options,
  .run = run,
};
