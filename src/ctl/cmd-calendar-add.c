/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-ctl-account.h"
#include "hearth-ctl-calendar.h"
#include "hearth-ctl-json.h"
#include "hearth-secret-pipe.h"

static HearthCtlServer server;
static GPtrArray *only;
static gboolean subscribe;
static const char *name;

static const HearthCtlOption options[] = {
  { "--user", HEARTH_CTL_OPTION_STRING, &server.user,
    N_("The login name, if it is not the address") },
  { "--pin", HEARTH_CTL_OPTION_STRING, &server.pin,
    N_("Accept this certificate (SHA-256) although it fails the checks") },
  { "--goa", HEARTH_CTL_OPTION_STRING, &server.goa_id,
    N_("Sign in as this account of the desktop’s online accounts") },
  { "--only", HEARTH_CTL_OPTION_LIST, &only,
    N_("Add only the calendar of this name; may be said more than once") },
  { "--subscribe", HEARTH_CTL_OPTION_FLAG, &subscribe,
    N_("The URL is that of a calendar that somebody publishes") },
  { "--name", HEARTH_CTL_OPTION_STRING, &name, N_("What a subscription is called here") },
  { NULL },
};

static gboolean
is_wanted (GVariant *found)
{
  const char *kind = "";
  const char *found_name = "";
  gboolean added = FALSE;

  g_variant_lookup (found, "kind", "&s", &kind);
  g_variant_lookup (found, "name", "&s", &found_name);
  g_variant_lookup (found, "added", "b", &added);
  if (strcmp (kind, "caldav") != 0 || added)
    return FALSE;
  return only == NULL || g_ptr_array_find_with_equal_func (only, found_name, g_str_equal, NULL);
}

/* What the server has of what is wanted. */
static GVariant *
choose (HearthCtl *ctl, GVariant *what, const char *password, HearthCtlExit *code)
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

    if (is_wanted (found))
      g_variant_builder_add_value (&builder, found);
  }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static GVariant *
make_subscription (const char *url)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  g_variant_builder_open (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "kind", g_variant_new_string ("webcal"));
  g_variant_builder_add (&builder, "{sv}", "path", g_variant_new_string (url));
  g_variant_builder_add (&builder, "{sv}", "name", g_variant_new_string (name != NULL ? name : ""));
  g_variant_builder_close (&builder);
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

static HearthCtlExit
add (HearthCtl *ctl, const char *place, const char *password)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (GVariant) what = hearth_ctl_calendar_make_what (&server, place);
  gboolean webcal = subscribe || g_ascii_strncasecmp (place, "webcal", 6) == 0;
  g_autoptr (GVariant) chosen = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) ids = NULL;

  if (webcal) {
    g_autoptr (GVariantDict) login = g_variant_dict_new (what);

    /* Its address says it all, in whichever way it is written. */
    g_variant_dict_remove (login, "url");
    g_clear_pointer (&what, g_variant_unref);
    what = g_variant_ref_sink (g_variant_dict_end (login));
    chosen = make_subscription (place);
  } else {
    chosen = choose (ctl, what, password, &code);
  }
  if (chosen == NULL)
    return code;
  if (g_variant_n_children (chosen) == 0) {
    fprintf (stderr, "%s\n", _("hearthctl: the server has no calendar that is not here already"));
    return HEARTH_CTL_NOTHING;
  }
  reply =
      hearth_ctl_account_call (ctl, "AddCalendars", g_variant_new ("(@a{sv}@aa{sv})", what, chosen),
                               password, "(ax)", &code);
  if (reply == NULL)
    return code;
  ids = g_variant_get_child_value (reply, 0);
  print_ids (ctl, ids);
  return HEARTH_CTL_DONE;
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  char *password = hearth_ctl_calendar_read_password (&server, args[0]);
  HearthCtlExit code;

  if (password == NULL)
    return hearth_ctl_usage ("%s", _("there is no password on the standard input"));
  code = add (ctl, args[0], password);
  hearth_secret_pipe_wipe (password);
  return code;
}

const HearthCtlCommand hearth_ctl_calendar_add = {
  .name = "calendar add",
  .usage = "ADDRESS|URL [--user U] [--only NAME]… [--subscribe] [--name N] [--pin SHA256]",
  .summary = N_("Add the calendars of a server, or a subscription; a password is asked for"),
  .options = options,
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
