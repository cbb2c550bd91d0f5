/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-clock.h"
#include "hearth-ctl-events.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"
#include "hearth-store-messages.h"
#include "hearth-store-permissions.h"

/* What may be done to mail without being asked. */

#define DEFAULT_DAYS 90
#define MAX_DAYS 3660
#define DAY 86400
#define WEEKS 4

static const char *from;
static const char *list;
static const char *domain;
static gint64 like;
static gint64 days;
static gboolean forever;
static gboolean present;
static gboolean undo;

static const HearthCtlOption add_options[] = {
  { "--from", HEARTH_CTL_OPTION_STRING, &from, N_("Mail of that address") },
  { "--list", HEARTH_CTL_OPTION_STRING, &list, N_("Mail of that list, by its List-Id") },
  { "--domain", HEARTH_CTL_OPTION_STRING, &domain, N_("Mail of everybody at that domain") },
  { "--like", HEARTH_CTL_OPTION_NUMBER, &like,
    N_("Mail like that message: of its list, else of its sender") },
  { "--days", HEARTH_CTL_OPTION_NUMBER, &days, N_("For so many days; 90 if not said") },
  { "--forever", HEARTH_CTL_OPTION_FLAG, &forever, N_("Until it is revoked") },
  { "--present", HEARTH_CTL_OPTION_FLAG, &present, N_("Also to mail that is there") },
  { NULL },
};

static const HearthCtlOption revoke_options[] = {
  { "--undo", HEARTH_CTL_OPTION_FLAG, &undo, N_("Take back all that was done by it, too") },
  { NULL },
};

/* Makes it of a message. */
static HearthPermission *
make_like (HearthDatabase *db, const char *verb, GError **error)
{
  g_autoptr (HearthMessage) message = hearth_store_messages_get (db, like, error);

  if (message == NULL)
    return NULL;
  if (*message->list_id != '\0')
    return hearth_permission_new (verb, "list", message->list_id,
                                  message->from != NULL ? message->from->name : "");
  return hearth_permission_new (verb, "from", message->from != NULL ? message->from->address : "",
                                message->from != NULL ? message->from->name : "");
}

static HearthPermission *
make (HearthDatabase *db, const char *verb, GError **error)
{
  if (like != 0)
    return make_like (db, verb, error);
  if (from != NULL)
    return hearth_permission_new (verb, "from", from, "");
  if (list != NULL)
    return hearth_permission_new (verb, "list", list, "");
  return hearth_permission_new (verb, "domain", domain, "");
}

static void
print_given (HearthCtl *ctl, const HearthPermission *permission, const HearthPermissionReach *reach,
             gint64 id, guint n)
{
  g_autofree char *sentence = hearth_permission_dup_sentence (permission);
  HearthCtlJson json;

  if (ctl->json) {
    hearth_ctl_json_init (&json);
    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_number (&json, "permission", id);
    hearth_ctl_json_number (&json, "changed", n);
    hearth_ctl_json_close (&json, '}');
    hearth_ctl_json_print (&json);
    return;
  }
  hearth_ctl_print_text (sentence);
  printf (
      _("\nAbout %d a week; %u changed now. “hearthctl permission revoke %lld --undo” takes all "
         "of it back.\n"),
      (int) (reach->n_month / WEEKS), n, (long long) id);
}

static HearthCtlExit
run_add (HearthCtl *ctl, char **args)
{
  int n_said = (from != NULL) + (list != NULL) + (domain != NULL) + (like != 0);
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (HearthPermission) permission = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  HearthPermissionReach reach;
  gint64 now = hearth_clock_now ();
  gint64 id;
  guint n;

  if (n_said != 1)
    return hearth_ctl_usage (_("say one of --from, --list, --domain and --like"));
  if (days > MAX_DAYS || (days != 0 && forever))
    return hearth_ctl_usage (_("say for how many days, at most %d, or --forever"), MAX_DAYS);
  db = hearth_ctl_open_store (ctl, &code);
  if (db == NULL)
    return code;
  permission = make (db, args[0], &error);
  if (permission == NULL || !hearth_store_permissions_count (db, permission, now, &reach, &error))
    return hearth_ctl_fail (error);
  permission->expires = forever ? 0 : now + (days != 0 ? days : DEFAULT_DAYS) * DAY;
  reply = hearth_ctl_event_call (ctl, "GivePermission",
                                 g_variant_new ("(ssssxb)", permission->verb, permission->field,
                                                permission->value, permission->name,
                                                permission->expires, present),
                                 "(xu)", &code);
  if (reply == NULL)
    return code;
  g_variant_get (reply, "(xu)", &id, &n);
  print_given (ctl, permission, &reach, id, n);
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_permission_add = {
  .name = "permission add",
  .usage = "archive|read|trash --from ADDRESS|--list LIST|--domain DOMAIN|--like ID [--days N]",
  .summary = N_("Allow that something is always done to some mail, without being asked"),
  .options = add_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_add,
};

static void
print_json (const HearthPermission *permission, const HearthPermissionReach *reach, gint64 now)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_number (&json, "id", permission->id);
  hearth_ctl_json_string (&json, "verb", permission->verb);
  hearth_ctl_json_string (&json, "field", permission->field);
  hearth_ctl_json_string (&json, "value", permission->value);
  hearth_ctl_json_string (&json, "name", permission->name);
  hearth_ctl_json_boolean (&json, "active", hearth_permission_is_active (permission, now));
  hearth_ctl_json_time (&json, "created", permission->created);
  if (permission->expires != 0)
    hearth_ctl_json_time (&json, "expires", permission->expires);
  if (permission->revoked != 0)
    hearth_ctl_json_time (&json, "revoked", permission->revoked);
  hearth_ctl_json_number (&json, "applied", permission->n_applied);
  hearth_ctl_json_number (&json, "month", reach->n_month);
  hearth_ctl_json_number (&json, "present", reach->n_present);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static char *
dup_end (const HearthPermission *permission, gint64 now)
{
  g_autofree char *day = NULL;

  if (permission->revoked != 0)
    return g_strdup (_("revoked"));
  if (permission->expires == 0)
    return g_strdup (_("until revoked"));
  day = hearth_format_day (permission->expires, now);
  return g_strdup_printf (permission->expires > now ? _("until %s") : _("ended %s"), day);
}

static void
print_row (const HearthPermission *permission, const HearthPermissionReach *reach, gint64 now)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, permission->id);
  g_autofree char *sentence = hearth_permission_dup_sentence (permission);
  g_autofree char *end = dup_end (permission, now);
  gboolean active = hearth_permission_is_active (permission, now);

  hearth_ctl_print_cell (HEARTH_CTL_DIM, id, 5);
  hearth_ctl_print (active ? HEARTH_CTL_BOLD : HEARTH_CTL_DIM, sentence);
  /* Translators: until when, how often a week, how often so far */
  printf (_(" · %s · about %d a week, applied to %d\n"), end, (int) (reach->n_month / WEEKS),
          (int) permission->n_applied);
}

static HearthCtlExit
run_list (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) permissions = NULL;
  gint64 now = hearth_clock_now ();

  if (db == NULL)
    return code;
  permissions = hearth_store_permissions_list (db, &error);
  if (permissions == NULL)
    return hearth_ctl_fail (error);
  for (guint i = 0; i < permissions->len; i++) {
    const HearthPermission *permission = g_ptr_array_index (permissions, i);
    HearthPermissionReach reach;

    if (!hearth_store_permissions_count (db, permission, now, &reach, &error))
      return hearth_ctl_fail (error);
    if (ctl->json)
      print_json (permission, &reach, now);
    else
      print_row (permission, &reach, now);
  }
  if (permissions->len > 0)
    return HEARTH_CTL_DONE;
  if (!ctl->json)
    fprintf (stderr, "%s\n", _("Nothing is allowed; you are always asked."));
  return HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_permission_list = {
  .name = "permission list",
  .usage = "",
  .summary =
      N_("List what may be done to mail without being asked; with --json one object a line"),
  .run = run_list,
};

static HearthCtlExit
run_revoke (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (GVariant) reply = NULL;
  HearthCtlJson json;
  gint64 id;
  guint n;

  if (!hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (
        _("“%s” is not the number of a permission; see hearthctl permission list"), args[0]);
  reply = hearth_ctl_event_call (ctl, "RevokePermission", g_variant_new ("(xb)", id, undo), "(u)",
                                 &code);
  if (reply == NULL)
    return code;
  g_variant_get (reply, "(u)", &n);
  if (ctl->json) {
    hearth_ctl_json_init (&json);
    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_number (&json, "changed", n);
    hearth_ctl_json_close (&json, '}');
    hearth_ctl_json_print (&json);
  } else if (undo) {
    printf (ngettext ("Revoked; %u message is as before.\n",
                      "Revoked; %u messages are as before.\n", n),
            n);
  } else {
    puts (_("Revoked. What was done by it stays."));
  }
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_permission_revoke = {
  .name = "permission revoke",
  .usage = "ID [--undo]",
  .summary = N_("Revoke what was allowed, with --undo also what was done by it"),
  .options = revoke_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_revoke,
};
