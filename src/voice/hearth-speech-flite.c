/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-local-synthesizer.h"

#include "hearth-local-voices.h"

#include <flite/flite.h>
#include <glib/gi18n.h>

/* What the libraries of voices declare nowhere. */
cst_voice *register_cmu_us_rms (const char *folder);
cst_voice *register_cmu_us_slt (const char *folder);

/* One piece of sound: 50 ms, so that it can be stopped soon. */
#define CHUNK_SAMPLES 800

typedef struct {
  HearthSamplesFunc func;
  gpointer user_data;
} Receiver;

static int
chunk_cb (const cst_wave *wave, int start, int size, int last, cst_audio_streaming_info *info)
{
  Receiver *receiver = info->userdata;

  return receiver->func ((guint) wave->sample_rate, wave->samples + start, (gsize) size,
                         receiver->user_data)
             ? CST_AUDIO_STREAM_CONT
             : CST_AUDIO_STREAM_STOP;
}

static cst_voice *
find_voice (const char *name)
{
  static cst_voice *rms;
  static cst_voice *slt;

  if (slt == NULL) {
    flite_init ();
    slt = register_cmu_us_slt (NULL);
    rms = register_cmu_us_rms (NULL);
  }
  return g_strcmp0 (name, "rms") == 0 ? rms : slt;
}

static gboolean
speak_sync (const HearthSynthesis *synthesis, HearthSamplesFunc func, gpointer user_data,
            GError **error)
{
  Receiver receiver = { func, user_data };
  cst_audio_streaming_info *info;
  cst_voice *voice;
  cst_utterance *utterance;

  if (synthesis->language != NULL && g_ascii_strncasecmp (synthesis->language, "en", 2) != 0) {
    g_set_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_LANGUAGE,
                 _("This voice speaks English, not “%s”."), synthesis->language);
    return FALSE;
  }
  voice = find_voice (synthesis->voice);
  info = new_audio_streaming_info ();
  info->min_buffsize = CHUNK_SAMPLES;
  info->asc = chunk_cb;
  info->userdata = &receiver;
  /* The voice owns it from here, and frees the one before. */
  flite_feat_set (voice->features, "streaming_info", audio_streaming_info_val (info));
  flite_feat_set_float (voice->features, "duration_stretch", (float) (1 / synthesis->rate));
  flite_feat_set_float (voice->features, "f0_shift", (float) synthesis->pitch);
  utterance = flite_synth_text (synthesis->text, voice);
  if (utterance != NULL)
    delete_utterance (utterance);
  return TRUE;
}

static void
list_voices (GVariantBuilder *list)
{
  hearth_local_voices_add (list, "flite", "slt", _("Slt, a woman (flite)"), "en-US");
  hearth_local_voices_add (list, "flite", "rms", _("Rms, a man (flite)"), "en-US");
}

const HearthSpeechEngine HEARTH_SPEECH_ENGINE_FLITE = { "flite", speak_sync, list_voices };
