/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "hearth-ctl-daemon.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-paths.h"
#include "hearth-store-usage.h"

#define LOCAL "local-"

static void
print_json (GPtrArray *rows)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '[');
  for (guint i = 0; i < rows->len; i++) {
    const HearthUsageRow *row = g_ptr_array_index (rows, i);
    gboolean local = g_str_has_prefix (row->purpose, LOCAL);

    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_string (&json, "month", row->month);
    hearth_ctl_json_string (&json, "host", row->host);
    hearth_ctl_json_string (&json, "model", row->model);
    hearth_ctl_json_string (&json, "purpose", row->purpose + (local ? strlen (LOCAL) : 0));
    hearth_ctl_json_boolean (&json, "local", local);
    hearth_ctl_json_number (&json, "tokens_in", row->tokens_in);
    hearth_ctl_json_number (&json, "tokens_out", row->tokens_out);
    hearth_ctl_json_number (&json, "cost_millionths", row->cost);
    hearth_ctl_json_number (&json, "unpriced", row->unpriced);
    hearth_ctl_json_number (&json, "calls", row->calls);
    hearth_ctl_json_close (&json, '}');
  }
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_print (&json);
}

static void
print_row (const HearthUsageRow *row)
{
  gboolean local = g_str_has_prefix (row->purpose, LOCAL);

  printf ("%s  ", row->month);
  hearth_ctl_print (HEARTH_CTL_BOLD, row->model);
  printf ("  %s", row->host);
  printf ("  %s\n  ", row->purpose + (local ? strlen (LOCAL) : 0));
  printf (_("%lld tokens read, %lld written, %lld calls"), (long long) row->tokens_in,
          (long long) row->tokens_out, (long long) row->calls);
  if (local)
    printf (", %s", _("on this computer"));
  else if (row->unpriced == 0)
    printf (", %s %.4f", _("cost"), (double) row->cost / 1e6);
  else if (row->cost == 0)
    printf (", %s", _("cost not known"));
  else
    printf (", %s %.4f, %s", _("cost"), (double) row->cost / 1e6,
            _("and more that is not known"));
  putchar ('\n');
}

static HearthCtlExit
run_usage (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  if (db == NULL)
    return code;
  rows = hearth_store_usage_list (db, NULL, &error);
  if (rows == NULL)
    return hearth_ctl_fail (error);
  if (ctl->json)
    print_json (rows);
  for (guint i = 0; !ctl->json && i < rows->len; i++)
    print_row (g_ptr_array_index (rows, i));
  return rows->len > 0 ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_usage_command = {
  .name = "usage",
  .usage = "",
  .summary = N_("Say what services read and wrote, by month, and what it cost"),
  .run = run_usage,
};

static GDBusConnection *
connect_daemon (HearthCtl *ctl, HearthCtlExit *code)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus;

  if (ctl->standalone) {
    *code =
        hearth_ctl_usage ("%s", _("limits and prices are settings of the companion's service"));
    return NULL;
  }
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    *code = hearth_ctl_fail (error);
  return bus;
}

static gboolean
read_number (const char *text, double *number)
{
  char *end = NULL;

  *number = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*number) && *number >= 0;
}

/* The property MonthlyUsage, or %NULL when it has been said why not. */
static GVariant *
get_usage (HearthCtl *ctl, GDBusConnection *bus, HearthCtlExit *code)
{
  g_autoptr (GError) error = NULL;
  GVariant *usage = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_sync (bus, hearth_paths_daemon_name (ctl->demo), HEARTH_DAEMON_PATH,
                                   "org.freedesktop.DBus.Properties", "Get",
                                   g_variant_new ("(ss)", HEARTH_DAEMON_INTERFACE, "MonthlyUsage"),
                                   G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                                   &error);

  if (reply == NULL)
    *code = hearth_ctl_fail_call (error);
  else
    g_variant_get (reply, "(v)", &usage);
  return usage;
}

static HearthCtlExit
show_limit (HearthCtl *ctl, GDBusConnection *bus)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (GVariant) usage = get_usage (ctl, bus, &code);
  gint64 tokens = 0, used = 0;
  double cost = 0, spent = 0;
  const char *currency = "";

  if (usage == NULL)
    return code;
  g_variant_lookup (usage, "limit-tokens", "x", &tokens);
  g_variant_lookup (usage, "limit-cost", "d", &cost);
  g_variant_lookup (usage, "remote", "x", &used);
  g_variant_lookup (usage, "cost", "d", &spent);
  g_variant_lookup (usage, "currency", "&s", &currency);
  if (tokens > 0)
    printf (_("%lld of %lld tokens are used this month.\n"), (long long) used, (long long) tokens);
  if (cost > 0)
    printf (_("%.4f of %.4f %s are used this month.\n"), spent, cost, currency);
  if (tokens == 0 && cost <= 0)
    printf ("%s\n", _("There is no monthly limit."));
  return HEARTH_CTL_DONE;
}

static const char *cost_option;

/* Of two limits the one that is not spoken of stays; “none” alone is none of either kind. */
static gboolean
keep_other (HearthCtl *ctl, GDBusConnection *bus, gboolean none, double *tokens, double *cost,
            HearthCtlExit *code)
{
  g_autoptr (GVariant) usage = NULL;
  gint64 kept = 0;

  if (none && cost_option == NULL)
    return TRUE;
  usage = get_usage (ctl, bus, code);
  if (usage == NULL)
    return FALSE;
  if (cost_option == NULL)
    g_variant_lookup (usage, "limit-cost", "d", cost);
  if (!none && *tokens < 0 && g_variant_lookup (usage, "limit-tokens", "x", &kept))
    *tokens = (double) kept;
  return TRUE;
}

static const HearthCtlOption limit_options[] = {
  { "--cost", HEARTH_CTL_OPTION_STRING, &cost_option, N_("How much money, too") },
  { NULL },
};

static HearthCtlExit
run_limit (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  gboolean none = args[0] != NULL && strcmp (args[0], "none") == 0;
  double tokens = args[0] != NULL ? 0 : -1, cost = 0;

  if (args[0] != NULL && !none && (!read_number (args[0], &tokens) || tokens > 1e15))
    return hearth_ctl_usage (_("“%s” is no number of tokens"), args[0]);
  if (cost_option != NULL && !read_number (cost_option, &cost))
    return hearth_ctl_usage (_("“%s” is no sum of money"), cost_option);
  bus = connect_daemon (ctl, &code);
  if (bus == NULL)
    return code;
  if (args[0] == NULL && cost_option == NULL)
    return show_limit (ctl, bus);
  if (!keep_other (ctl, bus, none, &tokens, &cost, &code))
    return code;
  reply = hearth_ctl_call (ctl, bus, "SetMonthlyLimit",
                           g_variant_new ("(xd)", (gint64) tokens, cost), "()", &error);
  return reply != NULL ? HEARTH_CTL_DONE : hearth_ctl_fail_call (error);
}

const HearthCtlCommand hearth_ctl_usage_limit = {
  .name = "usage limit",
  .usage = "[TOKENS | none] [--cost SUM]",
  .summary = N_("Say or set how much services may use in a month"),
  .options = limit_options,
  .max_args = 1,
  .run = run_limit,
};

static HearthCtlExit
run_price (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  double in = -1, out = -1;

  if (strcmp (args[1], "unknown") != 0 &&
      (args[2] == NULL || !read_number (args[1], &in) || !read_number (args[2], &out)))
    return hearth_ctl_usage ("%s", _("say what a million tokens cost: read, and written"));
  bus = connect_daemon (ctl, &code);
  if (bus == NULL)
    return code;
  reply = hearth_ctl_call (ctl, bus, "SetPrice",
                           g_variant_new ("(sdds)", args[0], in, out,
                                          in >= 0 && args[3] != NULL ? args[3] : ""),
                           "()", &error);
  return reply != NULL ? HEARTH_CTL_DONE : hearth_ctl_fail_call (error);
}

const HearthCtlCommand hearth_ctl_usage_price = {
  .name = "usage price",
  .usage = "MODEL (READ WRITTEN [CURRENCY] | unknown)",
  .summary = N_("Say what a million tokens of a model cost"),
  .min_args = 2,
  .max_args = 4,
  .run = run_price,
};
