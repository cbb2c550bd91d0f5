/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-engine-people.h"

#include "hearth-digest-verb.h"
#include "hearth-highlights.h"
#include "hearth-people-verb.h"

#include <json-glib/json-glib.h>

/* The commands of hearth-engine about digests and people. They return the exit code. */

/* hearthctl's exit codes. */
enum {
  EXIT_DONE = 0,
  EXIT_FAILED = 1,
  EXIT_NOTHING = 3,
};

static int
fail (const GError *error)
{
  g_printerr ("hearthctl: %s\n", error->message);
  return g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND) ? EXIT_NOTHING
                                                                                   : EXIT_FAILED;
}

static int
print_json (GVariant *value)
{
  g_autofree char *json = json_gvariant_serialize_data (value, NULL);

  g_print ("%s\n", json);
  return EXIT_DONE;
}

/**
 * hearth_engine_people_digest:
 * @engine: an engine
 * @json: whether a program reads it, which is not told by it
 * @kind: "now", "morning", "evening" or "weekly"
 * @language: the language to speak; "" for lines to read
 *
 * Returns: the exit code
 */
int
hearth_engine_people_digest (HearthEngine *engine, gboolean json, const char *kind,
                             const char *language)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) digest = hearth_digest_verb (engine, kind, language, !json, &error);
  const char *text = "";

  if (digest == NULL)
    return fail (error);
  if (json)
    return print_json (digest);
  g_variant_lookup (digest, *language != '\0' ? "speech" : "text", "&s", &text);
  g_print (*language != '\0' ? "%s\n" : "%s", text);
  return EXIT_DONE;
}

/**
 * hearth_engine_people_highlights:
 * @engine: an engine
 *
 * Prints what Highlights gives back, as GVariant text.
 *
 * Returns: the exit code
 */
int
hearth_engine_people_highlights (HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) highlights = hearth_highlights_verb (engine, &error);
  g_autofree char *text = NULL;

  if (highlights == NULL)
    return fail (error);
  text = g_variant_print (highlights, TRUE);
  g_print ("%s\n", text);
  return EXIT_DONE;
}

/**
 * hearth_engine_people_ask:
 * @engine: an engine
 * @json: whether a program reads it
 * @what: what to say of people, see hearth_people_verb()
 * @name: of whom, or ""
 *
 * Returns: the exit code
 */
int
hearth_engine_people_ask (HearthEngine *engine, gboolean json, const char *what, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) people = hearth_people_verb (engine, what, name, &error);
  GVariantIter iter;
  GVariant *person;

  if (people == NULL)
    return fail (error);
  if (json)
    return print_json (people);
  g_variant_iter_init (&iter, people);
  while (g_variant_iter_loop (&iter, "@a{sv}", &person)) {
    const char *text = "";

    g_variant_lookup (person, "text", "&s", &text);
    g_print ("%s\n", text);
  }
  return g_variant_n_children (people) > 0 ? EXIT_DONE : EXIT_NOTHING;
}

/**
 * hearth_engine_people_keep:
 * @engine: an engine
 * @name: with whom the owner wants to keep in touch
 * @days: after how many days without a word to be told, in digits; "0" for no more
 *
 * Returns: the exit code
 */
int
hearth_engine_people_keep (HearthEngine *engine, const char *name, const char *days)
{
  g_autoptr (GError) error = NULL;
  guint number = (guint) CLAMP (g_ascii_strtoll (days, NULL, 10), 0, 3650);
  g_autofree char *who = hearth_people_keep_verb (engine, name, number, &error);

  if (who == NULL)
    return fail (error);
  g_print ("%s\n", who);
  return EXIT_DONE;
}
