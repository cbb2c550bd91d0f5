/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-clock.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-ctl.h"
#include "hearth-format.h"
#include "hearth-store-events.h"
#include "hearth-store-messages.h"
#include "hearth-store-operations.h"
#include "hearth-store-receipts.h"
#include "hearth-store-records.h"
#include "hearth-thrift.h"

typedef struct {
  gint64 messages;
  gint64 unread;
  gint64 events;
  gint64 sources;
  gint64 reminders;
  gint64 last_sync;
  gint64 bytes_sent;
  gint64 waiting;
  HearthThrift thrift;
  char *error; /* (owned) (nullable): of a source */
} Status;

static HearthThrift
read_thrift (HearthDatabase *db)
{
  g_autofree char *name = NULL;

  hearth_database_get_meta (db, HEARTH_THRIFT_META, &name, NULL);
  return hearth_thrift_from_string (name);
}

static gboolean
read_status (HearthDatabase *db, Status *status, GError **error)
{
  HearthMessageFilter all = HEARTH_MESSAGE_FILTER_INIT;
  HearthMessageFilter unread = HEARTH_MESSAGE_FILTER_INIT;
  g_autoptr (GPtrArray) sources = hearth_store_sources_list (db, error);
  g_autoptr (GPtrArray) reminders = NULL;

  if (sources == NULL)
    return FALSE;
  unread.incoming = TRUE;
  unread.without_flags = HEARTH_MESSAGE_SEEN;
  reminders = hearth_store_reminders_list (db, TRUE, error);
  status->messages = hearth_store_messages_count (db, &all, error);
  if (reminders == NULL || status->messages < 0)
    return FALSE;
  status->unread = hearth_store_messages_count (db, &unread, error);
  status->events = hearth_store_events_count (db, error);
  if (status->unread < 0 || status->events < 0)
    return FALSE;
  status->reminders = reminders->len;
  status->sources = sources->len;
  for (guint i = 0; i < sources->len; i++) {
    const HearthSource *source = g_ptr_array_index (sources, i);

    status->last_sync = MAX (status->last_sync, source->last_sync);
    if (source->last_error != NULL && status->error == NULL)
      status->error = g_strdup (source->last_error);
  }
  status->waiting = MAX (hearth_store_operations_count (db, 0, NULL), 0);
  status->bytes_sent =
      hearth_store_receipts_sum_sent (db, hearth_store_receipts_get_day (hearth_clock_now ()),
                                      HEARTH_TRAFFIC_ANSWERS, NULL);
  status->thrift = read_thrift (db);
  return TRUE;
}

static void
print_json (HearthCtl *ctl, const Status *status)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_string (&json, "version", HEARTH_VERSION);
  hearth_ctl_json_string (&json, "data", ctl->data_dir);
  hearth_ctl_json_number (&json, "messages", status->messages);
  hearth_ctl_json_number (&json, "unread", status->unread);
  hearth_ctl_json_number (&json, "events", status->events);
  hearth_ctl_json_number (&json, "sources", status->sources);
  hearth_ctl_json_number (&json, "reminders", status->reminders);
  hearth_ctl_json_number (&json, "waiting", status->waiting);
  hearth_ctl_json_number (&json, "bytes_sent_today", MAX (status->bytes_sent, 0));
  if (status->last_sync != 0)
    hearth_ctl_json_time (&json, "last_sync", status->last_sync);
  if (status->thrift != HEARTH_THRIFT_NONE)
    hearth_ctl_json_string (&json, "older_mail_waits", hearth_thrift_to_string (status->thrift));
  if (status->error != NULL)
    hearth_ctl_json_string (&json, "error", status->error);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static void
print_row (const char *label, gint64 n)
{
  hearth_ctl_print_cell (HEARTH_CTL_DIM, label, 18);
  printf ("%" G_GINT64_FORMAT "\n", n);
}

static void
print_plain (const Status *status)
{
  print_row (_("Messages"), status->messages);
  print_row (_("Unread"), status->unread);
  print_row (_("Events"), status->events);
  print_row (_("Reminders"), status->reminders);
  print_row (_("Sources"), status->sources);
  if (status->waiting > 0)
    print_row (_("Not on the server yet"), status->waiting);
  print_row (_("Bytes left today"), MAX (status->bytes_sent, 0));
  if (status->last_sync != 0) {
    g_autofree char *day = hearth_format_day_short (status->last_sync, hearth_clock_now ());

    hearth_ctl_print_cell (HEARTH_CTL_DIM, _("Read last"), 18);
    puts (day);
  }
  if (status->thrift != HEARTH_THRIFT_NONE)
    puts (hearth_thrift_get_sentence (status->thrift));
  if (status->error != NULL) {
    hearth_ctl_print (HEARTH_CTL_ACCENT, status->error);
    putchar ('\n');
  }
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (GError) error = NULL;
  Status status = { 0 };

  db = hearth_ctl_open_store (ctl, &code);
  if (db == NULL) {
    if (code == HEARTH_CTL_NOTHING && ctl->json)
      print_json (ctl, &status);
    return code;
  }
  if (!read_status (db, &status, &error))
    return hearth_ctl_fail (error);
  if (ctl->json)
    print_json (ctl, &status);
  else
    print_plain (&status);
  g_free (status.error);
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_status = {
  .name = "status",
  .usage = "",
  .summary = N_("Say how much is there"),
  .run = run,
};
