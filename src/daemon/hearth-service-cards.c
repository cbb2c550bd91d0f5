/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-cards.h"

#include "hearth-card-verbs.h"
#include "hearth-private-cards.h"
#include "hearth-service-error.h"

/* The methods for cards of the daemon's interface. */

static void
answer (GDBusMethodInvocation *invocation, HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;
  GVariant *result =
      hearth_card_verb_call (engine, g_dbus_method_invocation_get_method_name (invocation),
                             g_dbus_method_invocation_get_parameters (invocation), &error);

  if (result != NULL)
    g_dbus_method_invocation_return_value (invocation, result);
  else
    hearth_service_return_error (invocation, error);
}

static gboolean
accept_card_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 card,
                const char *hash, HearthEngine *engine)
{
  answer (invocation, engine);
  return TRUE;
}

static gboolean
decline_card_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 card,
                 HearthEngine *engine)
{
  answer (invocation, engine);
  return TRUE;
}

static gboolean
private_cards_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
                  const char *conversation, HearthEngine *engine)
{
  g_autoptr (GPtrArray) cards = hearth_private_cards_list (engine, conversation);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < cards->len; i++)
    g_variant_builder_add_value (&builder, hearth_card_to_variant (g_ptr_array_index (cards, i)));
  hearth_daemon_daemon1_complete_private_cards (skeleton, invocation,
                                                g_variant_builder_end (&builder));
  return TRUE;
}

/**
 * hearth_service_cards_connect:
 * @skeleton: the daemon's interface
 * @engine: the engine, which outlives it
 *
 * Answers the methods for cards.
 */
void
hearth_service_cards_connect (HearthDaemonDaemon1 *skeleton, HearthEngine *engine)
{
  g_signal_connect_object (skeleton, "handle-accept-card", G_CALLBACK (accept_card_cb), engine, 0);
  g_signal_connect_object (skeleton, "handle-decline-card", G_CALLBACK (decline_card_cb), engine,
                           0);
  g_signal_connect_object (skeleton, "handle-private-cards", G_CALLBACK (private_cards_cb), engine,
                           0);
}
