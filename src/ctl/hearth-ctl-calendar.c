/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-calendar.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-ctl-account.h"
#include "hearth-store-records.h"

static gboolean
is_address (const char *place)
{
  return strchr (place, '@') != NULL && strstr (place, "://") == NULL;
}

/**
 * hearth_ctl_calendar_make_what:
 * @server: what the options say
 * @place: an address or URL
 *
 * Returns: (transfer full): what DiscoverCalendars and AddCalendars take
 */
GVariant *
hearth_ctl_calendar_make_what (const HearthCtlServer *server, const char *place)
{
  g_autoptr (GVariantDict) what = g_variant_dict_new (NULL);

  g_variant_dict_insert (what, is_address (place) ? "address" : "url", "s", place);
  if (server->user != NULL)
    g_variant_dict_insert (what, "user", "s", server->user);
  if (server->pin != NULL)
    g_variant_dict_insert (what, "pin", "s", server->pin);
  if (server->goa_id != NULL)
    g_variant_dict_insert (what, "goa-id", "s", server->goa_id);
  return g_variant_ref_sink (g_variant_dict_end (what));
}

/**
 * hearth_ctl_calendar_read_password:
 * @server: what the options say
 * @place: an address or URL
 *
 * Returns: (transfer full) (nullable): the password, to be freed by hearth_secret_pipe_wipe(); ""
 *   where none is wanted
 */
char *
hearth_ctl_calendar_read_password (const HearthCtlServer *server, const char *place)
{
  g_autofree char *prompt = NULL;

  if (server->goa_id != NULL || (server->user == NULL && !is_address (place)))
    return g_strdup ("");
  prompt = g_strdup_printf (_("Password of %s:"), server->user != NULL ? server->user : place);
  return hearth_ctl_account_read_password (prompt);
}

/**
 * hearth_ctl_calendar_find:
 * @ctl: what is meant
 * @text: a number, name or URL
 * @id: (out): the calendar's source
 * @code: (out): how to end if there is no such calendar
 *
 * Returns: whether there is; otherwise it has been said
 */
gboolean
hearth_ctl_calendar_find (HearthCtl *ctl, const char *text, gint64 *id, HearthCtlExit *code)
{
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, code);
  g_autoptr (GPtrArray) sources = NULL;
  g_autoptr (GError) error = NULL;
  gint64 number = 0;

  if (db == NULL)
    return FALSE;
  sources = hearth_store_sources_list (db, &error);
  if (sources == NULL) {
    *code = hearth_ctl_fail (error);
    return FALSE;
  }
  hearth_ctl_parse_id (text, &number);
  for (guint i = 0; i < sources->len; i++) {
    const HearthSource *source = g_ptr_array_index (sources, i);

    if (hearth_source_kind_is_calendar (source->kind) &&
        (source->id == number || strcmp (source->name, text) == 0 ||
         strcmp (source->path, text) == 0)) {
      *id = source->id;
      return TRUE;
    }
  }
  fprintf (stderr, _("hearthctl: there is no calendar “%s”; see hearthctl calendar list\n"), text);
  *code = HEARTH_CTL_NOTHING;
  return FALSE;
}
