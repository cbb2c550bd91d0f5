/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-briefing-text.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

static const char *
label_answer (const char *answer)
{
  if (g_strcmp0 (answer, "accepted") == 0)
    return _("comes");
  if (g_strcmp0 (answer, "declined") == 0)
    return _("does not come");
  if (g_strcmp0 (answer, "tentative") == 0)
    return _("comes perhaps");
  if (g_strcmp0 (answer, "delegated") == 0)
    return _("sends somebody");
  return _("has not answered");
}

static void
append_people (GString *text, GVariant *people)
{
  GVariantIter iter;
  GVariant *person;

  g_variant_iter_init (&iter, people);
  while (g_variant_iter_loop (&iter, "@a{sv}", &person)) {
    const char *name = "";
    const char *answer = "";
    const char *subject = "";

    g_variant_lookup (person, "name", "&s", &name);
    g_variant_lookup (person, "answer", "&s", &answer);
    g_variant_lookup (person, "last-subject", "&s", &subject);
    g_string_append_printf (text, "  %s: %s", name, label_answer (answer));
    if (subject[0] != '\0')
      g_string_append_printf (text, " · %s", subject);
    g_string_append_c (text, '\n');
  }
}

static void
append_files (GString *text, GVariant *files)
{
  GVariantIter iter;
  GVariant *file;

  g_variant_iter_init (&iter, files);
  while (g_variant_iter_loop (&iter, "@a{sv}", &file)) {
    const char *name = "";

    if (g_variant_lookup (file, "name", "&s", &name))
      g_string_append_printf (text, "  %s\n", name);
  }
}

/**
 * hearth_briefing_to_text:
 * @briefing: an `a{sv}` as the method Briefing of the service returns it
 *
 * Returns: (transfer full): it in lines, each with its end
 */
char *
hearth_briefing_to_text (GVariant *briefing)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GVariant) people =
      g_variant_lookup_value (briefing, "people", G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr (GVariant) files =
      g_variant_lookup_value (briefing, "attachments", G_VARIANT_TYPE ("aa{sv}"));
  const char *sentence = "";
  const char *join = "";

  g_variant_lookup (briefing, "sentence", "&s", &sentence);
  g_variant_lookup (briefing, "join", "&s", &join);
  if (sentence[0] != '\0')
    g_string_append_printf (text, "%s\n", sentence);
  if (people != NULL)
    append_people (text, people);
  if (files != NULL)
    append_files (text, files);
  if (join[0] != '\0')
    g_string_append_printf (text, _("Join: %s\n"), join);
  return g_string_free (text, FALSE);
}

/**
 * hearth_briefing_to_json:
 * @briefing: an `a{sv}` as the method Briefing of the service returns it
 *
 * Returns: (transfer full): it as a JSON object with the same names, without an end of line
 */
char *
hearth_briefing_to_json (GVariant *briefing)
{
  return json_gvariant_serialize_data (briefing, NULL);
}
