/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-clock.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-ctl.h"
#include "hearth-format.h"
#include "hearth-store-records.h"

static void
print_json (GPtrArray *sources)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '[');
  for (guint i = 0; i < sources->len; i++) {
    const HearthSource *source = g_ptr_array_index (sources, i);

    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_number (&json, "id", source->id);
    hearth_ctl_json_string (&json, "kind", hearth_source_kind_to_string (source->kind));
    hearth_ctl_json_string (&json, "path", source->path);
    hearth_ctl_json_string (&json, "name", source->name);
    hearth_ctl_json_number (&json, "items", source->n_items);
    if (source->last_sync != 0)
      hearth_ctl_json_time (&json, "last_sync", source->last_sync);
    if (source->last_error != NULL)
      hearth_ctl_json_string (&json, "error", source->last_error);
    hearth_ctl_json_close (&json, '}');
  }
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_print (&json);
}

static void
print_source (const HearthSource *source)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, source->id);
  g_autofree char *n = g_strdup_printf ("%" G_GINT64_FORMAT, source->n_items);

  hearth_ctl_print_cell (HEARTH_CTL_BOLD, id, 4);
  hearth_ctl_print_cell (HEARTH_CTL_PLAIN, hearth_source_kind_to_string (source->kind), 9);
  hearth_ctl_print_cell (HEARTH_CTL_PLAIN, n, 9);
  if (source->last_sync != 0) {
    g_autofree char *day = hearth_format_day_short (source->last_sync, hearth_clock_now ());

    hearth_ctl_print_cell (HEARTH_CTL_DIM, day, 12);
  } else {
    hearth_ctl_print_cell (HEARTH_CTL_DIM, _("not read"), 12);
  }
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

  if (db == NULL)
    return code;
  sources = hearth_store_sources_list (db, &error);
  if (sources == NULL)
    return hearth_ctl_fail (error);
  if (ctl->json)
    print_json (sources);
  else {
    for (guint i = 0; i < sources->len; i++)
      print_source (g_ptr_array_index (sources, i));
  }
  return sources->len > 0 ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_source_list = {
  .name = "source list",
  .usage = "",
  .summary = N_("List what is read"),
  .run = run,
};
