/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-persona.h"

#include "hearth-help.h"
#include "hearth-paths.h"

#include <glib/gi18n.h>
#include <string.h>

/* Who the companion is: kept in the settings, changed over the bus or in conversation. */

static gboolean
persona_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
            HearthCompanion *companion)
{
  HearthPersona *persona = hearth_companion_get_persona (companion);
  g_autofree char *country = NULL;
  g_autofree char *place = hearth_persona_dup_country (persona);
  g_autofree char *help = hearth_help_write (place);
  GVariantDict dict;

  g_object_get (persona, "country", &country, NULL);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "name", "s", hearth_persona_get_name (persona));
  g_variant_dict_insert (&dict, "chosen", "b", hearth_persona_get_chosen (persona));
  g_variant_dict_insert (&dict, "owner", "s", hearth_persona_get_owner (persona));
  g_variant_dict_insert (&dict, "country", "s", country);
  g_variant_dict_insert (&dict, "place", "s", place);
  g_variant_dict_insert (&dict, "help", "s", help);
  hearth_daemon_daemon1_complete_persona (skeleton, invocation, g_variant_dict_end (&dict));
  return TRUE;
}

static gboolean
is_country (const char *text)
{
  return *text == '\0' ||
         (strlen (text) == 2 && g_ascii_isalpha (text[0]) && g_ascii_isalpha (text[1]));
}

static gboolean
set_persona_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GVariant *changes,
                HearthCompanion *companion)
{
  HearthPersona *persona = hearth_companion_get_persona (companion);
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (changes);
  const char *name = NULL;
  const char *owner = NULL;
  const char *country = NULL;
  const char *problem = NULL;

  g_variant_dict_lookup (&dict, "name", "&s", &name);
  g_variant_dict_lookup (&dict, "owner", "&s", &owner);
  g_variant_dict_lookup (&dict, "country", "&s", &country);
  if (country != NULL && !is_country (country))
    problem = _("A country has two letters, such as “DE”.");
  else if (name != NULL && !hearth_persona_rename (persona, name))
    problem = _("A name needs at least one letter.");
  else if (owner != NULL && !hearth_persona_set_owner (persona, owner))
    problem = _("A name needs at least one letter.");
  if (problem != NULL) {
    g_dbus_method_invocation_return_dbus_error (invocation, HEARTH_APP_ID ".Error.Invalid",
                                                problem);
    return TRUE;
  }
  if (country != NULL) {
    g_autofree char *upper = g_ascii_strup (country, -1);

    g_object_set (persona, "country", upper, NULL);
  }
  hearth_daemon_daemon1_complete_set_persona (skeleton, invocation);
  return TRUE;
}

/**
 * hearth_service_persona_connect:
 * @skeleton: the daemon's interface
 * @companion: the companion, which outlives it
 *
 * Answers the methods about who the companion is.
 */
void
hearth_service_persona_connect (HearthDaemonDaemon1 *skeleton, HearthCompanion *companion)
{
  g_signal_connect_object (skeleton, "handle-persona", G_CALLBACK (persona_cb), companion, 0);
  g_signal_connect_object (skeleton, "handle-set-persona", G_CALLBACK (set_persona_cb), companion,
                           0);
}

/**
 * hearth_service_persona_bind:
 * @companion: the companion
 * @engine: where the owner's people are
 * @settings: where it is kept
 * @demo: whether this is the demo's, which has the same name each time
 *
 * Keeps who the companion is in the settings. It chooses its name at the first start; as long as
 * nobody has spoken to it, it makes room for somebody whom its owner turns out to know.
 */
void
hearth_service_persona_bind (HearthCompanion *companion, HearthEngine *engine, GSettings *settings,
                             gboolean demo)
{
  static const struct {
    const char *key;
    const char *property;
  } bindings[] = {
    { "companion-name", "name" },
    { "companion-name-chosen", "chosen" },
    { "owner-name", "owner" },
    { "country", "country" },
  };
  HearthPersona *persona = hearth_companion_get_persona (companion);
  HearthDatabase *reader = hearth_engine_get_reader (engine);
  const char *const *languages = g_get_language_names ();
  g_autofree char *spoken = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bindings); i++)
    g_settings_bind (settings, bindings[i].key, persona, bindings[i].property,
                     G_SETTINGS_BIND_DEFAULT);
  spoken = hearth_store_turns_dup_latest_conversation (reader, NULL);
  if (spoken == NULL || strcmp (hearth_persona_get_name (persona), "Hearth") == 0)
    hearth_persona_choose (persona, reader, languages[0], demo ? 0 : g_random_int ());
}
