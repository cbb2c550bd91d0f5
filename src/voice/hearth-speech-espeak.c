/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-local-synthesizer.h"

#include "hearth-espeak-phonemes.h"
#include "hearth-local-voices.h"

#include <espeak-ng/speak_lib.h>
#include <glib/gi18n.h>
#include <string.h>

/* How much sound comes at once, in milliseconds. */
#define CHUNK_MS 50
#define DEFAULT_VOICE "en-us"

/* The library has one state for all threads. */
static GMutex library;

typedef struct {
  HearthSamplesFunc func;
  gpointer user_data;
  guint rate;
} Receiver;

static int
chunk_cb (short *samples, int n_samples, espeak_EVENT *events)
{
  Receiver *receiver = events->user_data;

  if (samples == NULL || receiver == NULL)
    return 0;
  return receiver->func (receiver->rate, samples, (gsize) n_samples, receiver->user_data) ? 0 : 1;
}

/* The samples a second that it makes; 0 if its data is not installed. */
static guint
open_library (void)
{
  static int rate;

  if (rate == 0) {
    rate = espeak_Initialize (AUDIO_OUTPUT_SYNCHRONOUS, CHUNK_MS, NULL, espeakINITIALIZE_DONT_EXIT);
    espeak_SetSynthCallback (chunk_cb);
  }
  return rate > 0 ? (guint) rate : 0;
}

/* A voice by its name ("en+f3"), else that of the language, else of the language without its
 * country. */
static gboolean
choose_voice (const HearthSynthesis *synthesis)
{
  g_autofree char *language =
      g_ascii_strdown (synthesis->language != NULL ? synthesis->language : DEFAULT_VOICE, -1);
  char *country = strchr (language, '-');

  if (synthesis->voice != NULL && espeak_SetVoiceByName (synthesis->voice) == EE_OK)
    return TRUE;
  if (espeak_SetVoiceByName (language) == EE_OK)
    return TRUE;
  if (country == NULL)
    return FALSE;
  *country = '\0';
  return espeak_SetVoiceByName (language) == EE_OK;
}

static gboolean
speak_sync (const HearthSynthesis *synthesis, HearthSamplesFunc func, gpointer user_data,
            GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&library);
  Receiver receiver = { func, user_data, open_library () };

  if (receiver.rate == 0) {
    g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MISSING,
                         _("The voices of eSpeak NG are not installed."));
    return FALSE;
  }
  if (!choose_voice (synthesis)) {
    g_set_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_LANGUAGE,
                 _("No voice on this computer speaks “%s”."), synthesis->language);
    return FALSE;
  }
  espeak_SetParameter (espeakRATE, (int) (espeakRATE_NORMAL * synthesis->rate), 0);
  espeak_SetParameter (espeakPITCH, CLAMP ((int) (50 * synthesis->pitch), 0, 99), 0);
  espeak_Synth (synthesis->text, strlen (synthesis->text) + 1, 0, POS_CHARACTER, 0,
                espeakCHARS_UTF8, NULL, &receiver);
  return TRUE;
}

/* A voice is named by its language, and listed by the library with a byte before that. */
static void
list_voices (GVariantBuilder *list)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&library);
  const espeak_VOICE **voices = open_library () > 0 ? espeak_ListVoices (NULL) : NULL;

  for (guint i = 0; voices != NULL && voices[i] != NULL; i++) {
    const char *language = voices[i]->languages != NULL ? voices[i]->languages : "";
    g_autofree char *name = g_strdelimit (g_strdup (voices[i]->name), "_", ' ');
    g_autofree char *title = NULL;

    if (*language == '\0' || language[1] == '\0')
      continue;
    /* Translators: a language as eSpeak NG calls it, in English. */
    title = g_strdup_printf (_("%s (eSpeak NG)"), name);
    hearth_local_voices_add (list, "espeak", language + 1, title, language + 1);
  }
}

const HearthSpeechEngine HEARTH_SPEECH_ENGINE_ESPEAK = { "espeak", speak_sync, list_voices };

/**
 * hearth_espeak_dup_phonemes:
 * @word: a word in small letters, UTF-8
 *
 * Asks eSpeak NG how a word is pronounced in American English. May wait until a sentence has been
 * spoken; for a worker.
 *
 * Returns: (transfer full) (nullable): its phonemes in IPA; %NULL where its data is not installed
 */
char *
hearth_espeak_dup_phonemes (const char *word)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&library);
  GString *phonemes;
  const void *text = word;

  if (open_library () == 0 || espeak_SetVoiceByName (DEFAULT_VOICE) != EE_OK)
    return NULL;
  phonemes = g_string_new (NULL);
  while (text != NULL) {
    const char *part = espeak_TextToPhonemes (&text, espeakCHARS_UTF8, espeakPHONEMES_IPA);

    if (part == NULL)
      break;
    g_string_append (phonemes, part);
  }
  return g_string_free (phonemes, FALSE);
}
