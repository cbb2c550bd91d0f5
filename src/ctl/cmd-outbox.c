/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-clock.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-ctl.h"
#include "hearth-store-outbox.h"

static gboolean all;

static const HearthCtlOption options[] = {
  { "--all", HEARTH_CTL_OPTION_FLAG, &all, N_("Also what was sent in the last days") },
  { NULL },
};

static void
print_json (GPtrArray *items)
{
  HearthCtlJson json;
  gint64 now = hearth_clock_now ();

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '[');
  for (guint i = 0; i < items->len; i++) {
    const HearthOutboxItem *item = g_ptr_array_index (items, i);
    g_autoptr (GPtrArray) recipients = hearth_outbox_item_dup_recipients (item);
    g_autofree char *sentence = hearth_outbox_item_dup_sentence (item, now);

    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_number (&json, "id", item->id);
    hearth_ctl_json_number (&json, "source", item->source_id);
    hearth_ctl_json_string (&json, "state", hearth_outbox_state_to_string (item->state));
    hearth_ctl_json_string (&json, "sentence", sentence);
    hearth_ctl_json_string (&json, "message_id", item->message_id);
    hearth_ctl_json_string (&json, "subject", item->subject);
    hearth_ctl_json_people (&json, "recipients", recipients);
    hearth_ctl_json_number (&json, "attempts", item->attempts);
    hearth_ctl_json_time (&json, "created", item->created);
    hearth_ctl_json_time (&json, "not_before", item->not_before);
    hearth_ctl_json_close (&json, '}');
  }
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_print (&json);
}

static void
print_item (const HearthOutboxItem *item)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, item->id);
  g_autoptr (GPtrArray) recipients = hearth_outbox_item_dup_recipients (item);
  g_autofree char *people = hearth_recipients_to_text (recipients);
  g_autofree char *sentence = hearth_outbox_item_dup_sentence (item, hearth_clock_now ());
  gboolean asks = item->state == HEARTH_OUTBOX_UNKNOWN || item->state == HEARTH_OUTBOX_REFUSED;

  hearth_ctl_print_cell (HEARTH_CTL_DIM, id, 6);
  hearth_ctl_print_cell (HEARTH_CTL_BOLD, people, 34);
  hearth_ctl_print (HEARTH_CTL_PLAIN, item->subject);
  fputs ("\n      ", stdout);
  hearth_ctl_print (asks ? HEARTH_CTL_ACCENT : HEARTH_CTL_DIM, sentence);
  putchar ('\n');
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) error = NULL;

  if (db == NULL)
    return code;
  items = hearth_store_outbox_list (db, !all, &error);
  if (items == NULL)
    return hearth_ctl_fail (error);
  if (ctl->json)
    print_json (items);
  else {
    for (guint i = 0; i < items->len; i++)
      print_item (g_ptr_array_index (items, i));
  }
  if (items->len > 0)
    return HEARTH_CTL_DONE;
  if (!ctl->json)
    fprintf (stderr, "%s\n", _("The outbox is empty."));
  return HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_outbox_list = {
  .name = "outbox list",
  .usage = "[--all]",
  .summary = N_("List what is to be sent, and what must be decided about it"),
  .options = options,
  .run = run,
};

const HearthCtlCommand hearth_ctl_outbox = {
  .name = "outbox",
  .usage = "[list|cancel|resend|discard]",
  .summary = N_("The same"),
  .options = options,
  .run = run,
};
