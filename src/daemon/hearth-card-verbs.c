/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-card-verbs.h"

#include "hearth-cards.h"

#include <glib/gi18n.h>
#include <string.h>

/* The methods of the daemon's interface that are about cards, as they are in
 * data/io.github.hearthdesktop.Hearth.Daemon1.xml; also for the engine without a bus. */

static GVariant *
accept (HearthEngine *engine, GVariant *parameters, GError **error)
{
  const char *hash;
  gint64 id, action;

  g_variant_get (parameters, "(x&s)", &id, &hash);
  if (!hearth_cards_accept (engine, id, hash, &action, error))
    return NULL;
  return g_variant_new ("(x)", action);
}

static GVariant *
decline (HearthEngine *engine, GVariant *parameters, GError **error)
{
  gint64 id;

  g_variant_get (parameters, "(x)", &id);
  return hearth_cards_decline (engine, id, error) ? g_variant_new ("()") : NULL;
}

static const struct {
  const char *method;
  const char *type;
  GVariant *(*call) (HearthEngine *engine, GVariant *parameters, GError **error);
} verbs[] = {
  { "AcceptCard", "(xs)", accept },
  { "DeclineCard", "(x)", decline },
};

/**
 * hearth_card_verb_is:
 * @method: the name of a method, as on D-Bus
 *
 * Returns: whether hearth_card_verb_call() does it
 */
gboolean
hearth_card_verb_is (const char *method)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    if (strcmp (verbs[i].method, method) == 0)
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_card_verb_call:
 * @engine: the engine
 * @method: the name of a method, as on D-Bus
 * @parameters: what it takes there
 * @error: a #HearthGateError, #HearthEngineError or #HearthStoreError
 *
 * Does what a method does.
 *
 * Returns: (transfer floating) (nullable): what it gives back, or %NULL
 */
GVariant *
hearth_card_verb_call (HearthEngine *engine, const char *method, GVariant *parameters,
                       GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    if (strcmp (verbs[i].method, method) == 0 &&
        g_variant_is_of_type (parameters, G_VARIANT_TYPE (verbs[i].type)))
      return verbs[i].call (engine, parameters, error);
  }
  g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
               _("There is no method “%s” like that."), method);
  return NULL;
}
