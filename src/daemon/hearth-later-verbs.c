/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-later-verbs.h"

#include "hearth-later.h"
#include "hearth-permissions.h"

#include <glib/gi18n.h>
#include <string.h>

/* The methods of the daemon's interface that put mail off and give permissions, as they are in
 * data/io.github.hearthdesktop.Hearth.Daemon1.xml; also for the engine without a bus. */

/* The word for who wrote each message. */
#define SENDER "sender"

static GVariant *
put_off (HearthEngine *engine, GVariant *parameters, GError **error)
{
  g_autoptr (GVariant) ids = NULL;
  const gint64 *list;
  const char *awaits;
  gint64 until, action;
  gsize n;

  g_variant_get (parameters, "(@axx&s)", &ids, &until, &awaits);
  list = g_variant_get_fixed_array (ids, &n, sizeof *list);
  if (strcmp (awaits, SENDER) == 0)
    awaits = "";
  else if (*awaits == '\0')
    awaits = NULL;
  if (!hearth_engine_put_off (engine, list, n, until, awaits, &action, error))
    return NULL;
  return g_variant_new ("(x)", action);
}

static GVariant *
follow_up (HearthEngine *engine, GVariant *parameters, GError **error)
{
  gint64 message, until, action;

  g_variant_get (parameters, "(xx)", &message, &until);
  if (!hearth_engine_follow_up (engine, message, until, &action, error))
    return NULL;
  return g_variant_new ("(x)", action);
}

static GVariant *
bring_back (HearthEngine *engine, GVariant *parameters, GError **error)
{
  g_autoptr (GVariant) ids = g_variant_get_child_value (parameters, 0);
  const gint64 *list;
  gint64 action;
  gsize n;

  list = g_variant_get_fixed_array (ids, &n, sizeof *list);
  if (!hearth_engine_bring_back (engine, list, n, &action, error))
    return NULL;
  return g_variant_new ("(x)", action);
}

static GVariant *
give_permission (HearthEngine *engine, GVariant *parameters, GError **error)
{
  const char *verb, *field, *value, *name;
  g_autoptr (HearthPermission) permission = NULL;
  gint64 expires;
  gboolean present;
  guint n;

  g_variant_get (parameters, "(&s&s&s&sxb)", &verb, &field, &value, &name, &expires, &present);
  permission = hearth_permission_new (verb, field, value, name);
  permission->expires = expires;
  if (!hearth_engine_give_permission (engine, permission, present, &n, error))
    return NULL;
  return g_variant_new ("(xu)", permission->id, n);
}

static GVariant *
revoke_permission (HearthEngine *engine, GVariant *parameters, GError **error)
{
  gboolean undo;
  gint64 id;
  guint n;

  g_variant_get (parameters, "(xb)", &id, &undo);
  if (!hearth_engine_revoke_permission (engine, id, undo, &n, error))
    return NULL;
  return g_variant_new ("(u)", n);
}

static const struct {
  const char *method;
  const char *type;
  GVariant *(*call) (HearthEngine *engine, GVariant *parameters, GError **error);
} verbs[] = {
  { "Later", "(axxs)", put_off },
  { "FollowUp", "(xx)", follow_up },
  { "BringBack", "(ax)", bring_back },
  { "GivePermission", "(ssssxb)", give_permission },
  { "RevokePermission", "(xb)", revoke_permission },
};

/**
 * hearth_later_verb_is:
 * @method: the name of a method, as on D-Bus
 *
 * Returns: whether hearth_later_verb_call() does it
 */
gboolean
hearth_later_verb_is (const char *method)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    if (strcmp (verbs[i].method, method) == 0)
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_later_verb_call:
 * @engine: the engine
 * @method: the name of a method, as on D-Bus
 * @parameters: what it takes there
 * @error: a #HearthEngineError or #HearthStoreError
 *
 * Does what a method does.
 *
 * Returns: (transfer floating) (nullable): what it gives back, or %NULL
 */
GVariant *
hearth_later_verb_call (HearthEngine *engine, const char *method, GVariant *parameters,
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
