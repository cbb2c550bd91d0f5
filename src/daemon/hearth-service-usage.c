/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-usage.h"

#include "hearth-service-error.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* What services use: the property, and the limit and prices that the settings hold. */

#define MAX_MODEL 200
#define MAX_PRICES 500

static void
tell (HearthUsage *usage, HearthDaemonDaemon1 *skeleton)
{
  hearth_daemon_daemon1_set_monthly_usage (skeleton, hearth_usage_to_variant (usage));
}

/**
 * hearth_service_usage_connect:
 * @skeleton: the daemon's interface
 * @usage: what is used, which outlives it
 *
 * Keeps the property MonthlyUsage true.
 */
void
hearth_service_usage_connect (HearthDaemonDaemon1 *skeleton, HearthUsage *usage)
{
  g_signal_connect_object (usage, "changed", G_CALLBACK (tell), skeleton, 0);
  tell (usage, skeleton);
}

static void
apply (GSettings *settings, const char *key, HearthUsage *usage)
{
  g_autoptr (GVariant) prices = g_settings_get_value (settings, "service-prices");
  g_autofree char *currency = g_settings_get_string (settings, "service-currency");

  hearth_usage_set_prices (usage, prices, currency);
  hearth_usage_set_limits (usage, g_settings_get_int64 (settings, "monthly-tokens"),
                           g_settings_get_double (settings, "monthly-cost"));
}

static gboolean
return_invalid (GDBusMethodInvocation *invocation, const char *sentence)
{
  g_autoptr (GError) error =
      g_error_new_literal (G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS, sentence);

  g_dbus_method_invocation_return_gerror (invocation, error);
  return TRUE;
}

static gboolean
set_monthly_limit_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
                      gint64 tokens, double cost, GSettings *settings)
{
  if (tokens < 0 || cost < 0 || !isfinite (cost))
    return return_invalid (invocation, _("That is no limit."));
  if (!g_settings_set_int64 (settings, "monthly-tokens", tokens) ||
      !g_settings_set_double (settings, "monthly-cost", cost))
    return return_invalid (invocation, _("This is set by this computer's administrator."));
  hearth_daemon_daemon1_complete_set_monthly_limit (skeleton, invocation);
  return TRUE;
}

/* The prices with that of one model set, or taken out. */
static GVariant *
change_prices (GSettings *settings, const char *model, double in, double out)
{
  g_autoptr (GVariant) old = g_settings_get_value (settings, "service-prices");
  GVariantBuilder builder;
  GVariantIter iter;
  const char *name;
  double old_in, old_out;
  guint n = 0;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{s(dd)}"));
  g_variant_iter_init (&iter, old);
  while (g_variant_iter_loop (&iter, "{&s(dd)}", &name, &old_in, &old_out)) {
    if (g_strcmp0 (name, model) != 0 && n++ < MAX_PRICES)
      g_variant_builder_add (&builder, "{s(dd)}", name, old_in, old_out);
  }
  if (in >= 0 && out >= 0)
    g_variant_builder_add (&builder, "{s(dd)}", model, in, out);
  return g_variant_builder_end (&builder);
}

static gboolean
set_price_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, const char *model,
              double in, double out, const char *currency, GSettings *settings)
{
  if (*model == '\0' || strlen (model) > MAX_MODEL || !isfinite (in) || !isfinite (out) ||
      strlen (currency) > 8)
    return return_invalid (invocation, _("That is no price of a model."));
  if (!g_settings_set_value (settings, "service-prices",
                             change_prices (settings, model, in, out)) ||
      (*currency != '\0' && !g_settings_set_string (settings, "service-currency", currency)))
    return return_invalid (invocation, _("This is set by this computer's administrator."));
  hearth_daemon_daemon1_complete_set_price (skeleton, invocation);
  return TRUE;
}

/**
 * hearth_service_usage_follow:
 * @skeleton: the daemon's interface
 * @usage: what is used
 * @settings: Hearth's settings
 *
 * Keeps to the limit and the prices that the settings hold, and lets them be set.
 */
void
hearth_service_usage_follow (HearthDaemonDaemon1 *skeleton, HearthUsage *usage, GSettings *settings)
{
  static const char *const keys[] = { "changed::monthly-tokens", "changed::monthly-cost",
                                      "changed::service-prices", "changed::service-currency" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_signal_connect_object (settings, keys[i], G_CALLBACK (apply), usage, 0);
  g_signal_connect_object (skeleton, "handle-set-monthly-limit", G_CALLBACK (set_monthly_limit_cb),
                           settings, 0);
  g_signal_connect_object (skeleton, "handle-set-price", G_CALLBACK (set_price_cb), settings, 0);
  apply (settings, NULL, usage);
}
