/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-clock.h"
#include "hearth-ctl-daemon.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"
#include "hearth-store-findings.h"
#include "hearth-store-messages.h"

#define ID_WIDTH 8
#define KIND_WIDTH 10
#define DUE_WIDTH 18

static gint64 limit;
static const char *kind_name;
static gboolean only_open;

static const HearthCtlOption options[] = {
  { "--kind", HEARTH_CTL_OPTION_STRING, &kind_name,
    N_("Only these: ask, question, promise, request, pledge, delivery, flight, booking, invoice, "
        "code, proposal") },
  { "--open", HEARTH_CTL_OPTION_FLAG, &only_open, N_("Only what is not settled") },
  { "--limit", HEARTH_CTL_OPTION_NUMBER, &limit, N_("At most so many; if not said 200") },
  { NULL },
};

/* The words that a finding rests on; a code is not said a second time. */
static char *
dup_quote (const HearthFinding *finding, const HearthMessage *message)
{
  gsize length = message != NULL && message->text != NULL ? strlen (message->text) : 0;

  if (finding->kind == HEARTH_FINDING_CODE || finding->start >= length || finding->length == 0)
    return NULL;
  return g_utf8_make_valid (message->text + finding->start,
                            (gssize) MIN (finding->length, length - finding->start));
}

static void
print_json (const HearthFinding *finding, const HearthMessage *message)
{
  g_autofree char *quote = dup_quote (finding, message);
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_number (&json, "id", finding->id);
  hearth_ctl_json_number (&json, "message", finding->message_id);
  if (message != NULL)
    hearth_ctl_json_string (&json, "message_id", message->message_id);
  hearth_ctl_json_string (&json, "kind", hearth_finding_kind_to_string (finding->kind));
  hearth_ctl_json_string (&json, "state", hearth_finding_state_to_string (finding->state));
  hearth_ctl_json_string (&json, "text", finding->text);
  if (finding->value != NULL)
    hearth_ctl_json_string (&json, "value", finding->value);
  if (finding->place != NULL)
    hearth_ctl_json_string (&json, "place", finding->place);
  if (finding->due != 0) {
    hearth_ctl_json_time (&json, "due", finding->due);
    hearth_ctl_json_boolean (&json, "due_is_date", finding->due_is_date);
  }
  if (finding->until != 0)
    hearth_ctl_json_time (&json, "until", finding->until);
  hearth_ctl_json_number (&json, "start", (gint64) finding->start);
  hearth_ctl_json_number (&json, "length", (gint64) finding->length);
  if (quote != NULL)
    hearth_ctl_json_string (&json, "quote", quote);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static void
print_row (const HearthFinding *finding)
{
  gint64 now = hearth_clock_now ();
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, finding->id);
  g_autofree char *day = finding->due != 0 ? hearth_format_day_short (finding->due, now) : NULL;
  g_autofree char *time =
      finding->due != 0 && !finding->due_is_date ? hearth_format_time (finding->due) : NULL;
  g_autofree char *due = g_strjoin (" ", day != NULL ? day : "", time, NULL);
  HearthCtlStyle style = finding->state == HEARTH_FINDING_OPEN ? HEARTH_CTL_PLAIN : HEARTH_CTL_DIM;

  hearth_ctl_print_cell (HEARTH_CTL_DIM, id, ID_WIDTH);
  hearth_ctl_print_cell (HEARTH_CTL_DIM, hearth_finding_kind_to_string (finding->kind), KIND_WIDTH);
  hearth_ctl_print_cell (style, due, DUE_WIDTH);
  hearth_ctl_print_cut (style, finding->text, 60);
  if (finding->value != NULL) {
    fputs (" · ", stdout);
    hearth_ctl_print_cut (HEARTH_CTL_BOLD, finding->value, 40);
  }
  putchar ('\n');
}

static HearthCtlExit
print_findings (HearthCtl *ctl, HearthDatabase *db, GPtrArray *findings)
{
  g_autoptr (HearthMessage) message = NULL;

  for (guint i = 0; i < findings->len; i++) {
    const HearthFinding *finding = g_ptr_array_index (findings, i);

    if (!ctl->json) {
      print_row (finding);
      continue;
    }
    if (message == NULL || message->id != finding->message_id) {
      g_clear_pointer (&message, hearth_message_unref);
      message = hearth_store_messages_get (db, finding->message_id, NULL);
    }
    print_json (finding, message);
  }
  if (findings->len > 0)
    return HEARTH_CTL_DONE;
  if (!ctl->json)
    fprintf (stderr, "%s\n", _("Nothing found."));
  return HEARTH_CTL_NOTHING;
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  static const char *const judge[] = { "judge", NULL };
  HearthFindingFilter filter = { 0 };
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;
  HearthFindingKind kind;
  HearthCtlExit code;

  if (args[0] != NULL && !hearth_ctl_parse_id (args[0], &filter.message_id))
    return hearth_ctl_usage (_("“%s” is not the number of a message; see hearthctl mail list"),
                             args[0]);
  if (kind_name != NULL && !hearth_finding_kind_from_string (kind_name, &kind))
    return hearth_ctl_usage (_("“%s” is nothing that is looked for in mail"), kind_name);
  /* hearthd looks through mail by itself; without it, it is done now. */
  code = ctl->standalone ? hearth_ctl_run_engine (ctl, judge) : HEARTH_CTL_DONE;
  db = code == HEARTH_CTL_DONE ? hearth_ctl_open_store (ctl, &code) : NULL;
  if (db == NULL)
    return code;
  filter.kinds = kind_name != NULL ? HEARTH_FINDING_BIT (kind) : 0;
  filter.open = only_open;
  filter.limit = (guint) MIN (limit, G_MAXINT32);
  findings = hearth_store_findings_list (db, &filter, &error);
  return findings != NULL ? print_findings (ctl, db, findings) : hearth_ctl_fail (error);
}

const HearthCtlCommand hearth_ctl_mail_facts = {
  .name = "mail facts",
  .usage = "[ID] [--kind KIND] [--open] [--limit N]",
  .summary = N_("What is found in mail: parcels, flights, bookings, invoices, codes, proposals"),
  .options = options,
  .max_args = 1,
  .run = run,
};
