/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-rehearsal-text.h"

#include "hearth-clock.h"
#include "hearth-format.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

/* A rehearsal of notifications, in words and for programs: what "Rehearse" of the service gives. */

static guint
look_up (GVariant *rehearsal, const char *name)
{
  guint value = 0;

  g_variant_lookup (rehearsal, name, "u", &value);
  return value;
}

/**
 * hearth_rehearsal_headline:
 * @rehearsal: what was replayed, a{sv} as of the service's "Rehearse"
 *
 * Returns: (transfer full): how often its owner would have been interrupted, one sentence
 */
char *
hearth_rehearsal_headline (GVariant *rehearsal)
{
  guint calls = look_up (rehearsal, "calls");
  guint days = look_up (rehearsal, "days");

  if (look_up (rehearsal, "mail") == 0)
    return g_strdup_printf (ngettext ("There was no mail in the last %u day.",
                                      "There was no mail in the last %u days.", days),
                            days);
  if (calls == 0)
    return g_strdup_printf (ngettext ("I would not have interrupted you in the last %u day.",
                                      "I would not have interrupted you in the last %u days.",
                                      days),
                            days);
  if (calls == 1)
    return g_strdup_printf (ngettext ("I would have interrupted you once in the last %u day.",
                                      "I would have interrupted you once in the last %u days.",
                                      days),
                            days);
  /* Translators: how many times, then how many days */
  return g_strdup_printf (_("I would have interrupted you %u times in the last %u days."), calls,
                          days);
}

/**
 * hearth_rehearsal_to_text:
 * @rehearsal: what was replayed, a{sv} as of the service's "Rehearse"
 *
 * Returns: (transfer full): lines for a terminal: when, who, what, why
 */
char *
hearth_rehearsal_to_text (GVariant *rehearsal)
{
  GString *text = g_string_new (NULL);
  g_autofree char *headline = hearth_rehearsal_headline (rehearsal);
  g_autoptr (GVariantIter) told = NULL;
  const char *sender, *subject, *reason;
  guint call, last = G_MAXUINT;
  gint64 id, at;

  g_string_append_printf (text, "%s\n", headline);
  if (!g_variant_lookup (rehearsal, "told", "a(xxsssub)", &told))
    return g_string_free (text, FALSE);
  while (g_variant_iter_next (told, "(xx&s&s&sub)", &id, &at, &sender, &subject, &reason, &call,
                              NULL)) {
    g_autofree char *when = hearth_format_day_short (at, hearth_clock_now ());

    /* What came with it stands under it. */
    if (call != last)
      g_string_append_printf (text, "%s\n", when);
    g_string_append_printf (text, "  %s: %s\n    %s\n", sender, subject, reason);
    last = call;
  }
  return g_string_free (text, FALSE);
}

static void
add_told (JsonBuilder *builder, GVariantIter *told)
{
  const char *sender, *subject, *reason;
  gboolean sound;
  guint call;
  gint64 id, at;

  while (g_variant_iter_next (told, "(xx&s&s&sub)", &id, &at, &sender, &subject, &reason, &call,
                              &sound)) {
    g_autofree char *when = hearth_format_iso (at);

    json_builder_begin_object (builder);
    json_builder_set_member_name (builder, "id");
    json_builder_add_int_value (builder, id);
    json_builder_set_member_name (builder, "at");
    json_builder_add_string_value (builder, when);
    json_builder_set_member_name (builder, "at_timestamp");
    json_builder_add_int_value (builder, at);
    json_builder_set_member_name (builder, "sender");
    json_builder_add_string_value (builder, sender);
    json_builder_set_member_name (builder, "subject");
    json_builder_add_string_value (builder, subject);
    json_builder_set_member_name (builder, "reason");
    json_builder_add_string_value (builder, reason);
    json_builder_set_member_name (builder, "interruption");
    json_builder_add_int_value (builder, (gint64) call + 1);
    json_builder_set_member_name (builder, "sound");
    json_builder_add_boolean_value (builder, sound);
    json_builder_end_object (builder);
  }
}

/**
 * hearth_rehearsal_to_json:
 * @rehearsal: what was replayed, a{sv} as of the service's "Rehearse"
 *
 * Returns: (transfer full): a JSON object, without a line end
 */
char *
hearth_rehearsal_to_json (GVariant *rehearsal)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GVariantIter) told = NULL;
  gint32 level = 0;

  g_variant_lookup (rehearsal, "level", "i", &level);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "level");
  json_builder_add_int_value (builder, level);
  json_builder_set_member_name (builder, "days");
  json_builder_add_int_value (builder, look_up (rehearsal, "days"));
  json_builder_set_member_name (builder, "mail");
  json_builder_add_int_value (builder, look_up (rehearsal, "mail"));
  json_builder_set_member_name (builder, "interruptions");
  json_builder_add_int_value (builder, look_up (rehearsal, "calls"));
  json_builder_set_member_name (builder, "told");
  json_builder_begin_array (builder);
  if (g_variant_lookup (rehearsal, "told", "a(xxsssub)", &told))
    add_told (builder, told);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
