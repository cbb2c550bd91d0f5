/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-config.h"

#include "hearth-config-values.h"
#include "hearth-http-url.h"

#include <glib/gi18n.h>
#include <string.h>

/* Where a speech service is. Its address is read as the client reads it that connects, so this is a
 * file of its own: hearthctl shall not load that client. */

static HearthHttpUrl *
parse (const HearthVoiceConfig *self)
{
  const char *scheme = strstr (self->address, "://");
  g_autofree char *full = NULL;

  if (*self->address == '\0')
    return NULL;
  if (g_str_equal (self->kind, HEARTH_VOICE_KIND_WYOMING))
    full = g_strconcat ("http://", scheme != NULL ? scheme + 3 : self->address, NULL);
  else
    full = g_strconcat (scheme != NULL ? "" : "https://", self->address, NULL);
  return hearth_http_url_parse (full, NULL);
}

/**
 * hearth_voice_config_dup_host:
 * @self: a service
 *
 * Returns: (transfer full): the host that it is on, with its port where that is not the usual one;
 *   "" if its address has none
 */
char *
hearth_voice_config_dup_host (const HearthVoiceConfig *self)
{
  g_autoptr (HearthHttpUrl) url = parse (self);

  return g_strdup (url != NULL ? url->place : "");
}

/**
 * hearth_voice_config_is_local:
 * @self: a service
 *
 * Returns: whether it is on this computer, so that nothing leaves it
 */
gboolean
hearth_voice_config_is_local (const HearthVoiceConfig *self)
{
  g_autoptr (HearthHttpUrl) url = parse (self);

  return url != NULL && url->loopback;
}

/**
 * hearth_voice_config_get_port:
 * @self: a service
 *
 * Returns: the port that it listens on; 0 if it has no address
 */
guint
hearth_voice_config_get_port (const HearthVoiceConfig *self)
{
  g_autoptr (HearthHttpUrl) url = parse (self);

  return url != NULL ? url->port : 0;
}

/**
 * hearth_voice_config_dup_title:
 * @self: a service
 *
 * Returns: (transfer full): what it is called: the owner's name for it, else its model and host
 */
char *
hearth_voice_config_dup_title (const HearthVoiceConfig *self)
{
  const char *what = *self->model != '\0' ? self->model : self->voice;
  g_autofree char *host = NULL;

  if (*self->name != '\0')
    return g_strdup (self->name);
  host = hearth_voice_config_dup_host (self);
  if (*what == '\0')
    return g_steal_pointer (&host);
  /* Translators: a model's name and the host where it runs. */
  return g_strdup_printf (_("%s on %s"), what, host);
}

/**
 * hearth_voice_config_dup_leaves:
 * @self: a service
 *
 * Returns: (transfer full): a sentence on what leaves this computer where it is used
 */
char *
hearth_voice_config_dup_leaves (const HearthVoiceConfig *self)
{
  g_autofree char *host = NULL;

  if (hearth_voice_config_is_local (self))
    return g_strdup (_("Nothing leaves this computer."));
  host = hearth_voice_config_dup_host (self);
  if (*host == '\0')
    return g_strdup (_("Enter the address of the service."));
  return g_strdup_printf (self->use == HEARTH_VOICE_RECOGNITION
                              ? _("The sound of what you say goes to %s.")
                              : _("The words that are said go to %s."),
                          host);
}

static gboolean
is_taken (const char *id, gpointer configs)
{
  /* These are no services. */
  return hearth_voice_choice_is_local (id) || hearth_voice_configs_find (configs, id) != NULL;
}

/**
 * hearth_voice_configs_new_id:
 * @configs: (element-type HearthVoiceConfig): services
 * @config: one to be added
 *
 * Returns: (transfer full): an identifier that none of @configs has, from what it is called
 */
char *
hearth_voice_configs_new_id (GPtrArray *configs, const HearthVoiceConfig *config)
{
  g_autofree char *host = hearth_voice_config_dup_host (config);

  return hearth_config_make_id (*config->name != '\0' ? config->name : host, is_taken, configs);
}
