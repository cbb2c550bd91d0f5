/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-ctl.h"
#include "hearth-store-contacts.h"
#include "hearth-store-records.h"

static void
print_json (HearthCtlJson *json, const HearthSource *source, gint64 n)
{
  hearth_ctl_json_open (json, NULL, '{');
  hearth_ctl_json_number (json, "id", source->id);
  hearth_ctl_json_string (json, "kind", hearth_source_kind_to_string (source->kind));
  hearth_ctl_json_string (json, "path", source->path);
  hearth_ctl_json_string (json, "name", source->name);
  hearth_ctl_json_number (json, "contacts", n);
  if (source->last_sync != 0)
    hearth_ctl_json_time (json, "last_sync", source->last_sync);
  if (source->last_error != NULL)
    hearth_ctl_json_string (json, "error", source->last_error);
  hearth_ctl_json_close (json, '}');
}

static void
print_book (const HearthSource *source, gint64 n)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, source->id);
  g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT, n);

  hearth_ctl_print_cell (HEARTH_CTL_BOLD, id, 4);
  hearth_ctl_print_cell (HEARTH_CTL_DIM, hearth_source_kind_to_string (source->kind), 8);
  hearth_ctl_print_cell (HEARTH_CTL_PLAIN, source->name, 30);
  hearth_ctl_print_cell (HEARTH_CTL_PLAIN, count, 8);
  hearth_ctl_print (HEARTH_CTL_PLAIN, source->path);
  putchar ('\n');
  if (source->last_error != NULL) {
    fputs ("    ", stdout);
    hearth_ctl_print (HEARTH_CTL_ACCENT, source->last_error);
    putchar ('\n');
  }
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autoptr (GPtrArray) sources = NULL;
  g_autoptr (GError) error = NULL;
  HearthCtlJson json;
  guint n = 0;

  if (db == NULL)
    return code;
  sources = hearth_store_sources_list (db, &error);
  if (sources == NULL)
    return hearth_ctl_fail (error);
  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '[');
  for (guint i = 0; i < sources->len; i++) {
    const HearthSource *source = g_ptr_array_index (sources, i);
    gint64 n_contacts;

    if (!hearth_source_kind_is_contacts (source->kind))
      continue;
    n_contacts = hearth_store_contacts_count (db, source->id, &error);
    if (n_contacts < 0)
      return hearth_ctl_fail (error);
    if (ctl->json)
      print_json (&json, source, n_contacts);
    else
      print_book (source, n_contacts);
    n++;
  }
  hearth_ctl_json_close (&json, ']');
  if (ctl->json)
    hearth_ctl_json_print (&json);
  return n > 0 ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_contacts_list = {
  .name = "contacts list",
  .usage = "",
  .summary = N_("List the address books"),
  .run = run,
};
