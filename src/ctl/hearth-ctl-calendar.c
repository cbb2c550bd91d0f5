/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-calendar.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-ctl-account.h"
#include "hearth-ctl-json.h"
#include "hearth-store-records.h"

static gboolean
is_address (const char *place)
{
  return strchr (place, '@') != NULL && strstr (place, "://") == NULL;
}

/**
 * hearth_ctl_calendar_make_what:
 * @server: what the options say
 * @place: (nullable): an address or URL; %NULL for the desktop's own
 *
 * Returns: (transfer full): what DiscoverCalendars and AddCalendars take
 */
GVariant *
hearth_ctl_calendar_make_what (const HearthCtlServer *server, const char *place)
{
  g_autoptr (GVariantDict) what = g_variant_dict_new (NULL);

  if (server->desktop) {
    g_variant_dict_insert (what, "eds", "b", TRUE);
    return g_variant_ref_sink (g_variant_dict_end (what));
  }
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
 * @place: (nullable): an address or URL; %NULL for the desktop's own
 *
 * Returns: (transfer full) (nullable): the password, to be freed by hearth_secret_pipe_wipe(); ""
 *   where none is wanted
 */
char *
hearth_ctl_calendar_read_password (const HearthCtlServer *server, const char *place)
{
  g_autofree char *prompt = NULL;

  if (server->desktop || server->goa_id != NULL || (server->user == NULL && !is_address (place)))
    return g_strdup ("");
  prompt = g_strdup_printf (_("Password of %s:"), server->user != NULL ? server->user : place);
  return hearth_ctl_account_read_password (prompt);
}

static gboolean
is_wanted (GVariant *found, const char *wanted_kind, GPtrArray *only)
{
  const char *kind = "";
  const char *name = "";
  gboolean added = FALSE;

  g_variant_lookup (found, "kind", "&s", &kind);
  g_variant_lookup (found, "name", "&s", &name);
  g_variant_lookup (found, "added", "b", &added);
  if (strcmp (kind, wanted_kind) != 0 || added)
    return FALSE;
  return only == NULL || g_ptr_array_find_with_equal_func (only, name, g_str_equal, NULL);
}

/**
 * hearth_ctl_calendar_check_place:
 * @ctl: what is meant
 * @server: what the options say
 * @place: (nullable): an address or URL
 *
 * Returns: whether just one of a server and the desktop is meant; otherwise it has been said
 */
gboolean
hearth_ctl_calendar_check_place (HearthCtl *ctl, const HearthCtlServer *server, const char *place)
{
  if (server->desktop && (place != NULL || server->user != NULL || server->goa_id != NULL))
    hearth_ctl_usage ("%s", _("--desktop means the calendars of this desktop, and no server"));
  else if (server->desktop && ctl->standalone)
    hearth_ctl_usage ("%s", _("the calendars of the desktop are read by the service only: leave "
                               "--standalone out"));
  else if (!server->desktop && place == NULL)
    hearth_ctl_usage ("%s", _("an address, a URL or --desktop is missing"));
  else
    return TRUE;
  return FALSE;
}

/**
 * hearth_ctl_calendar_choose:
 * @ctl: what is meant
 * @what: of hearth_ctl_calendar_make_what()
 * @password: a password, or ""
 * @kind: "caldav", "carddav" or "eds"
 * @only: (nullable) (element-type utf8): the names of those that are wanted; %NULL for all
 * @code: (out): how to end if the server cannot be asked
 *
 * Returns: (transfer full) (nullable): what the server has of what is wanted and not here yet;
 *   %NULL if it could not be asked, which has been said
 */
GVariant *
hearth_ctl_calendar_choose (HearthCtl *ctl, GVariant *what, const char *password, const char *kind,
                            GPtrArray *only, HearthCtlExit *code)
{
  g_autoptr (GVariant) reply =
      hearth_ctl_account_call (ctl, "DiscoverCalendars", g_variant_new ("(@a{sv})", what), password,
                               "(aa{sv})", code);
  g_autoptr (GVariant) list = NULL;
  GVariantBuilder builder;

  if (reply == NULL)
    return NULL;
  list = g_variant_get_child_value (reply, 0);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (gsize i = 0; i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) found = g_variant_get_child_value (list, i);

    if (is_wanted (found, kind, only))
      g_variant_builder_add_value (&builder, found);
  }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static void
print_ids (HearthCtl *ctl, GVariant *ids)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '[');
  for (gsize i = 0; i < g_variant_n_children (ids); i++) {
    gint64 id;

    g_variant_get_child (ids, i, "x", &id);
    if (ctl->json)
      hearth_ctl_json_number (&json, NULL, id);
    else
      printf (_("Added as number %lld.\n"), (long long) id);
  }
  hearth_ctl_json_close (&json, ']');
  if (ctl->json)
    hearth_ctl_json_print (&json);
}

/**
 * hearth_ctl_calendar_add_chosen:
 * @ctl: what is meant
 * @what: of hearth_ctl_calendar_make_what()
 * @chosen: what AddCalendars takes
 * @password: a password, or ""
 *
 * Adds what was chosen and says as what.
 *
 * Returns: how to end
 */
HearthCtlExit
hearth_ctl_calendar_add_chosen (HearthCtl *ctl, GVariant *what, GVariant *chosen,
                                const char *password)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (GVariant) reply =
      hearth_ctl_account_call (ctl, "AddCalendars", g_variant_new ("(@a{sv}@aa{sv})", what, chosen),
                               password, "(ax)", &code);
  g_autoptr (GVariant) ids = NULL;

  if (reply == NULL)
    return code;
  ids = g_variant_get_child_value (reply, 0);
  print_ids (ctl, ids);
  return HEARTH_CTL_DONE;
}

/**
 * hearth_ctl_calendar_find:
 * @ctl: what is meant
 * @text: a number, name or URL
 * @contacts: whether it is an address book, not a calendar
 * @id: (out): the calendar's source
 * @code: (out): how to end if there is no such calendar
 *
 * Returns: whether there is; otherwise it has been said
 */
gboolean
hearth_ctl_calendar_find (HearthCtl *ctl, const char *text, gboolean contacts, gint64 *id,
                          HearthCtlExit *code)
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

    if ((contacts ? hearth_source_kind_is_contacts (source->kind)
                  : hearth_source_kind_is_calendar (source->kind)) &&
        (source->id == number || strcmp (source->name, text) == 0 ||
         strcmp (source->path, text) == 0)) {
      *id = source->id;
      return TRUE;
    }
  }
  fprintf (stderr,
           contacts ? _("hearthctl: there is no address book “%s”; see hearthctl contacts list\n")
                    : _("hearthctl: there is no calendar “%s”; see hearthctl calendar list\n"),
           text);
  *code = HEARTH_CTL_NOTHING;
  return FALSE;
}
