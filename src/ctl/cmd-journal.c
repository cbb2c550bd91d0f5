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

#define DEFAULT_LIMIT 30
#define DAY_WIDTH 22
#define TIME_WIDTH 10

static const char *since;
static const char *host;
static gboolean sent;
static gint64 limit;

static const HearthCtlOption options[] = {
  { "--since", HEARTH_CTL_OPTION_STRING, &since,
    N_("From that day on: today, yesterday, -7, or 2026-05-31") },
  { "--host", HEARTH_CTL_OPTION_STRING, &host, N_("Only what went to that host") },
  { "--sent", HEARTH_CTL_OPTION_FLAG, &sent, N_("Only what left this computer") },
  { "--limit", HEARTH_CTL_OPTION_NUMBER, &limit,
    N_("At most so many; if not said 30, with a day or --json all") },
  { NULL },
};

static void
print_json (const HearthJournalEntry *entry)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_number (&json, "id", entry->id);
  hearth_ctl_json_time (&json, "at", entry->at);
  hearth_ctl_json_string (&json, "kind", entry->kind);
  hearth_ctl_json_string (&json, "what", entry->what);
  if (entry->host != NULL) {
    hearth_ctl_json_string (&json, "host", entry->host);
    hearth_ctl_json_number (&json, "bytes_sent", entry->bytes_sent);
  }
  if (entry->host != NULL && entry->bytes_received != HEARTH_JOURNAL_PENDING)
    hearth_ctl_json_number (&json, "bytes_received", entry->bytes_received);
  if (entry->conversation != NULL)
    hearth_ctl_json_string (&json, "conversation", entry->conversation);
  if (entry->messages != NULL) {
    hearth_ctl_json_open (&json, "messages", '[');
    for (guint i = 0; i < entry->messages->len; i++)
      hearth_ctl_json_number (&json, NULL, g_array_index (entry->messages, gint64, i));
    hearth_ctl_json_close (&json, ']');
  }
  if (entry->action_id != 0)
    hearth_ctl_json_number (&json, "action", entry->action_id);
  if (entry->undone != 0)
    hearth_ctl_json_time (&json, "undone", entry->undone);
  if (entry->action_id != 0)
    hearth_ctl_json_boolean (&json, "can_undo", entry->can_undo);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static void
print_entry (const HearthJournalEntry *entry)
{
  g_autofree char *day = hearth_format_day (entry->at, hearth_clock_now ());
  g_autofree char *time = hearth_format_time (entry->at);
  g_autofree char *title = hearth_journal_entry_dup_title (entry);
  g_autofree char *detail = hearth_journal_entry_dup_detail (entry);
  g_autofree char *traffic = hearth_journal_entry_dup_traffic (entry);

  hearth_ctl_print_cell (HEARTH_CTL_DIM, day, DAY_WIDTH);
  hearth_ctl_print_cell (HEARTH_CTL_DIM, time, TIME_WIDTH);
  hearth_ctl_print (HEARTH_CTL_BOLD, title);
  if (detail != NULL) {
    fputs (": ", stdout);
    hearth_ctl_print (HEARTH_CTL_PLAIN, detail);
  }
  if (traffic != NULL) {
    fputs (" · ", stdout);
    hearth_ctl_print (HEARTH_CTL_PLAIN, traffic);
  }
  if (entry->undone != 0)
    printf (" · %s", _("taken back"));
  else if (entry->can_undo)
    /* Translators: the number of an action, for the command "undo" */
    printf (_(" · undo %lld"), (long long) entry->action_id);
  putchar ('\n');
}

/* The newest stand last, nearest to the next prompt; as JSON the newest come first. */
static HearthCtlExit
print_all (HearthCtl *ctl, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++) {
    if (ctl->json)
      print_json (entries->pdata[i]);
    else
      print_entry (entries->pdata[entries->len - 1 - i]);
  }
  return entries->len > 0 ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthJournalFilter filter = { .host = host, .sent_only = sent };
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  if (since != NULL && !hearth_ctl_parse_day (since, hearth_clock_now (), &filter.since))
    return hearth_ctl_usage (_("“%s” is not a day"), since);
  db = hearth_ctl_open_store (ctl, &code);
  if (db == NULL)
    return code;
  filter.limit = limit > 0                    ? (guint) MIN (limit, G_MAXINT32)
                 : ctl->json || since != NULL ? G_MAXINT32
                                              : DEFAULT_LIMIT;
  entries = hearth_store_journal_list (db, &filter, &error);
  if (entries == NULL)
    return hearth_ctl_fail (error);
  return print_all (ctl, entries);
}

const HearthCtlCommand hearth_ctl_journal = {
  .name = "journal",
  .usage = "[--since DAY] [--host HOST] [--sent] [--limit N]",
  .summary = N_("What was done, and what left this computer"),
  .options = options,
  .run = run,
};
