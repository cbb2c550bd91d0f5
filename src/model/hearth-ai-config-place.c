/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-config-values.h"
#include "hearth-http-url.h"

/* Where a service is. Its address is read as the client reads it that connects, so this is a file
 * of its own: hearthctl shall not load that client. */

/**
 * hearth_ai_config_dup_host:
 * @self: a service
 *
 * Returns: (transfer full): the host that it is on, with its port where that is not the usual one;
 *   "" if its address has none, and of one that Hearth starts itself
 */
char *
hearth_ai_config_dup_host (const HearthAiConfig *self)
{
  g_autoptr (HearthHttpUrl) url = NULL;
  g_autofree char *full = NULL;

  if (*self->base_url == '\0')
    return g_strdup ("");
  full = strstr (self->base_url, "://") != NULL ? g_strdup (self->base_url)
                                                : g_strconcat ("https://", self->base_url, NULL);
  url = hearth_http_url_parse (full, NULL);
  return g_strdup (url != NULL ? url->place : "");
}

/**
 * hearth_ai_config_is_local:
 * @self: a service
 *
 * Returns: whether it is on this computer, so that nothing leaves it
 */
gboolean
hearth_ai_config_is_local (const HearthAiConfig *self)
{
  g_autofree char *full = NULL;
  g_autoptr (HearthHttpUrl) url = NULL;

  if (g_str_equal (self->kind, HEARTH_AI_KIND_LLAMA) || g_str_equal (self->id, HEARTH_AI_BUILTIN))
    return TRUE;
  full = strstr (self->base_url, "://") != NULL ? g_strdup (self->base_url)
                                                : g_strconcat ("https://", self->base_url, NULL);
  url = hearth_http_url_parse (full, NULL);
  return url != NULL && url->loopback;
}

/**
 * hearth_ai_config_dup_title:
 * @self: a service
 *
 * Returns: (transfer full): what it is called: the owner's name for it, else its model and host
 */
char *
hearth_ai_config_dup_title (const HearthAiConfig *self)
{
  g_autofree char *host = NULL;

  if (*self->name != '\0')
    return g_strdup (self->name);
  if (g_str_equal (self->kind, HEARTH_AI_KIND_LLAMA)) {
    g_autofree char *base = g_path_get_basename (self->model);

    if (g_str_has_suffix (base, ".gguf"))
      base[strlen (base) - strlen (".gguf")] = '\0';
    return g_steal_pointer (&base);
  }
  host = hearth_ai_config_dup_host (self);
  if (*self->model == '\0')
    return g_steal_pointer (&host);
  /* Translators: a model's name and the host where it runs. */
  return g_strdup_printf (_("%s on %s"), self->model, host);
}

/**
 * hearth_ai_config_dup_leaves:
 * @self: a service
 *
 * Returns: (transfer full): a sentence on what leaves this computer where it answers
 */
char *
hearth_ai_config_dup_leaves (const HearthAiConfig *self)
{
  g_autofree char *host = NULL;

  if (hearth_ai_config_is_local (self))
    return g_strdup (_("Nothing leaves this computer."));
  host = hearth_ai_config_dup_host (self);
  if (*host == '\0')
    return g_strdup (_("Enter the address of the service."));
  return g_strdup_printf (
      _("Your questions, and the messages and events that they need, go to %s."), host);
}

static gboolean
is_taken (const char *id, gpointer configs)
{
  return g_str_equal (id, HEARTH_AI_BUILTIN) || hearth_ai_configs_find (configs, id) != NULL;
}

/**
 * hearth_ai_configs_new_id:
 * @configs: (element-type HearthAiConfig): services
 * @config: one to be added
 *
 * Returns: (transfer full): an identifier that none of @configs has, from what it is called
 */
char *
hearth_ai_configs_new_id (GPtrArray *configs, const HearthAiConfig *config)
{
  g_autofree char *title = *config->name != '\0' ? g_strdup (config->name)
                           : g_str_equal (config->kind, HEARTH_AI_KIND_LLAMA)
                               ? hearth_ai_config_dup_title (config)
                               : hearth_ai_config_dup_host (config);

  return hearth_config_make_id (title, is_taken, configs);
}
