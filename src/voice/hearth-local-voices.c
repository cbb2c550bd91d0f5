/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-local-voices.h"

#include "hearth-local-synthesizer.h"

/* The voices of this computer: of all libraries that this program was built with, and of the
 * modules of Speech Dispatcher that are installed. */

/**
 * hearth_local_voices_add:
 * @list: an aa{sv} that is being built
 * @engine: the library, by its name
 * @voice: one of its voices
 * @title: what it is called, in words for the owner
 * @language: what it speaks, BCP 47
 *
 * Adds a voice.
 */
void
hearth_local_voices_add (GVariantBuilder *list, const char *engine, const char *voice,
                         const char *title, const char *language)
{
  g_autofree char *id = g_strconcat (engine, ":", voice, NULL);

  g_variant_builder_open (list, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (list, "{sv}", "id", g_variant_new_string (id));
  g_variant_builder_add (list, "{sv}", "title", g_variant_new_string (title));
  g_variant_builder_add (list, "{sv}", "language", g_variant_new_string (language));
  g_variant_builder_close (list);
}

/**
 * hearth_local_voices_list:
 *
 * May wait until a sentence was made.
 *
 * Returns: (transfer floating): an aa{sv}, see ListVoices of Voice1
 */
GVariant *
hearth_local_voices_list (void)
{
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
#ifdef HAVE_FLITE
  HEARTH_SPEECH_ENGINE_FLITE.list_voices (&list);
#endif
#ifdef HAVE_ESPEAK
  HEARTH_SPEECH_ENGINE_ESPEAK.list_voices (&list);
#endif
  HEARTH_SPEECH_ENGINE_DISPATCHER.list_voices (&list);
  return g_variant_builder_end (&list);
}
