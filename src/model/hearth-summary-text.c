/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-summary-text.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

/**
 * hearth_summary_to_text:
 * @summary: an `a{sv}` as the method Summarize of the service returns it
 *
 * Returns: (transfer full): it in lines, each with its end: who said it, and what
 */
char *
hearth_summary_to_text (GVariant *summary)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GVariant) lines =
      g_variant_lookup_value (summary, "sentences", G_VARIANT_TYPE ("aa{sv}"));
  const char *service = "";
  const char *problem = "";
  GVariantIter iter;
  GVariant *line;

  g_variant_iter_init (&iter, lines);
  while (g_variant_iter_loop (&iter, "@a{sv}", &line)) {
    const char *from = "";
    const char *said = "";
    const char *kind = "";

    g_variant_lookup (line, "from", "&s", &from);
    g_variant_lookup (line, "text", "&s", &said);
    g_variant_lookup (line, "kind", "&s", &kind);
    if (g_str_equal (kind, "open"))
      g_string_append_printf (text, _("%s: %s (open)\n"), from, said);
    else
      g_string_append_printf (text, "%s: %s\n", from, said);
  }
  if (g_variant_lookup (summary, "service", "&s", &service) && *service != '\0')
    g_string_append_printf (text, _("In the words of %s, checked against the mail.\n"), service);
  if (g_variant_lookup (summary, "problem", "&s", &problem) && *problem != '\0')
    g_string_append_printf (text, "%s\n", problem);
  return g_string_free (text, FALSE);
}

/**
 * hearth_summary_to_json:
 * @summary: an `a{sv}` as the method Summarize of the service returns it
 *
 * Returns: (transfer full): it as a JSON object with the same names, without an end of line
 */
char *
hearth_summary_to_json (GVariant *summary)
{
  return json_gvariant_serialize_data (summary, NULL);
}
