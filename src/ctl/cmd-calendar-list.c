/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-ctl.h"
#include "hearth-store-calendars.h"
#include "hearth-store-records.h"

static void
print_json (HearthCtlJson *json, const HearthSource *source, const HearthCalendar *calendar)
{
  hearth_ctl_json_open (json, NULL, '{');
  hearth_ctl_json_number (json, "id", source->id);
  hearth_ctl_json_string (json, "kind", hearth_source_kind_to_string (source->kind));
  hearth_ctl_json_string (json, "path", source->path);
  hearth_ctl_json_string (json, "name", source->name);
  hearth_ctl_json_string (json, "color", calendar->color != NULL ? calendar->color : "");
  if (source->kind != HEARTH_SOURCE_ICS)
    hearth_ctl_json_boolean (json, "writable", calendar->writable);
  hearth_ctl_json_boolean (json, "hidden", calendar->hidden);
  hearth_ctl_json_number (json, "default_reminder", calendar->default_reminder);
  hearth_ctl_json_number (json, "refresh", calendar->refresh);
  hearth_ctl_json_boolean (json, "scheduling", calendar->scheduling);
  hearth_ctl_json_number (json, "items", source->n_items);
  if (source->last_sync != 0)
    hearth_ctl_json_time (json, "last_sync", source->last_sync);
  if (source->last_error != NULL)
    hearth_ctl_json_string (json, "error", source->last_error);
  hearth_ctl_json_close (json, '}');
}

static void
print_calendar (const HearthSource *source, const HearthCalendar *calendar)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, source->id);

  hearth_ctl_print_cell (HEARTH_CTL_BOLD, id, 4);
  hearth_ctl_print_cell (HEARTH_CTL_DIM, hearth_source_kind_to_string (source->kind), 7);
  hearth_ctl_print_cell (HEARTH_CTL_PLAIN, source->name, 30);
  hearth_ctl_print_cell (HEARTH_CTL_DIM, calendar->hidden ? _("hidden") : "", 8);
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
    g_autoptr (HearthCalendar) calendar = NULL;

    if (!hearth_source_kind_is_calendar (source->kind))
      continue;
    calendar = hearth_store_calendars_get (db, source->id, &error);
    if (calendar == NULL)
      return hearth_ctl_fail (error);
    if (ctl->json)
      print_json (&json, source, calendar);
    else
      print_calendar (source, calendar);
    n++;
  }
  hearth_ctl_json_close (&json, ']');
  if (ctl->json)
    hearth_ctl_json_print (&json);
  return n > 0 ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_calendar_list = {
  .name = "calendar list",
  .usage = "",
  .summary = N_("List the calendars"),
  .run = run,
};
