/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-config-values.h"

#include <string.h>

/* What the settings of services have in common: anybody may write them, or send them over the bus.
 */

#define MAX_LINE 2048
#define MAX_LIST 256

/**
 * hearth_config_dup_line:
 * @dict: what was set
 * @key: a name in it
 *
 * Returns: (transfer full): the text of that name; "" where there is none, or it is no single line
 *   of bounded length
 */
char *
hearth_config_dup_line (GVariantDict *dict, const char *key)
{
  const char *text = NULL;

  if (!g_variant_dict_lookup (dict, key, "&s", &text) || strlen (text) > MAX_LINE)
    return g_strdup ("");
  for (const char *at = text; *at != '\0'; at++) {
    if (g_ascii_iscntrl (*at))
      return g_strdup ("");
  }
  return g_strdup (text);
}

/**
 * hearth_config_is_id:
 * @text: a text
 *
 * Returns: whether it is an identifier, or "": letters, digits and hyphens, not too many
 */
gboolean
hearth_config_is_id (const char *text)
{
  for (const char *at = text; *at != '\0'; at++) {
    if (!g_ascii_isalnum (*at) && *at != '-')
      return FALSE;
  }
  return strlen (text) <= HEARTH_CONFIG_MAX_ID;
}

/**
 * hearth_config_make_id:
 * @title: what something is called
 * @is_taken: (scope call): tells which identifiers there are
 * @user_data: for @is_taken
 *
 * Returns: (transfer full): an identifier made of @title that is not taken
 */
char *
hearth_config_make_id (const char *title, HearthConfigTakenFunc is_taken, gpointer user_data)
{
  g_autofree char *plain = g_str_to_ascii (title, "C");
  g_autoptr (GString) base = g_string_new (NULL);
  g_autofree char *id = NULL;

  for (const char *at = plain; *at != '\0' && base->len < HEARTH_CONFIG_MAX_ID - 8; at++) {
    if (g_ascii_isalnum (*at))
      g_string_append_c (base, g_ascii_tolower (*at));
    else if (base->len > 0 && base->str[base->len - 1] != '-')
      g_string_append_c (base, '-');
  }
  while (base->len > 0 && base->str[base->len - 1] == '-')
    g_string_truncate (base, base->len - 1);
  if (base->len == 0)
    g_string_assign (base, "service");
  id = g_strdup (base->str);
  for (guint n = 2; is_taken (id, user_data); n++) {
    g_free (id);
    id = g_strdup_printf ("%s-%u", base->str, n);
  }
  return g_steal_pointer (&id);
}

/**
 * hearth_config_set_listed:
 * @settings: settings
 * @key: a list of texts in them
 * @text: one of it
 * @listed: whether it is to be there
 *
 * Returns: whether it is so now; an administrator may have fixed the list
 */
gboolean
hearth_config_set_listed (GSettings *settings, const char *key, const char *text, gboolean listed)
{
  g_auto (GStrv) before = g_settings_get_strv (settings, key);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) after = NULL;

  for (guint i = 0; before[i] != NULL && i < MAX_LIST; i++) {
    if (!g_str_equal (before[i], text))
      g_strv_builder_add (builder, before[i]);
  }
  if (listed)
    g_strv_builder_add (builder, text);
  after = g_strv_builder_end (builder);
  return g_settings_is_writable (settings, key) &&
         g_settings_set_strv (settings, key, (const char *const *) after);
}
