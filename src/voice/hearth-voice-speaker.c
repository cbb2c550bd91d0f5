/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-speaker.h"

#include "hearth-lead-in.h"
#include "hearth-voice-output.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Sentences that are made and not heard yet: an answer has far fewer, and each takes memory. */
#define SENTENCES_MAX 64

/**
 * HearthVoiceSpeaker:
 *
 * Speaking, as the interface Voice1 has it: sentences become sound in a voice and are played in the
 * order of Speak; what was prepared waits for its turn.
 */
struct _HearthVoiceSpeaker {
  GObject parent_instance;

  HearthVoiceVoice1 *skeleton; /* (owned) */
  HearthVoiceEngines *engines; /* (owned) */
  HearthVoiceOutput *output;   /* (owned) */
  GHashTable *sentences;       /* (owned) of Sentence, by id */
};

typedef struct {
  gatomicrefcount refs;
  HearthVoiceSpeaker *speaker; /* (unowned) (nullable) once it is of no interest any more */
  guint64 id;
  char *text;
  double volume;
  GCancellable *cancellable; /* (owned) */
  GArray *samples;           /* (owned) what came before it was to be heard */
  guint rate;
  HearthLeadIn lead_in;
  gboolean asked; /* it is to be heard */
  gboolean complete;
} Sentence;

G_DEFINE_FINAL_TYPE (HearthVoiceSpeaker, hearth_voice_speaker, G_TYPE_OBJECT)

static void
sentence_unref (gpointer data)
{
  Sentence *sentence = data;

  if (!g_atomic_ref_count_dec (&sentence->refs))
    return;
  g_free (sentence->text);
  g_object_unref (sentence->cancellable);
  g_array_unref (sentence->samples);
  g_free (sentence);
}

/* It is out of the table: the voice may still run for a moment. */
static void
sentence_drop (gpointer data)
{
  Sentence *sentence = data;

  sentence->speaker = NULL;
  g_cancellable_cancel (sentence->cancellable);
  sentence_unref (sentence);
}

static void
tell_failed (HearthVoiceSpeaker *self, guint64 id, const GError *error)
{
  g_autofree char *name = g_dbus_error_encode_gerror (error);

  hearth_voice_voice1_emit_failed (self->skeleton, "speaking", id, name, error->message);
}

/* Up to which character a text was heard, of which a part sounded: the end of the last word that
 * was whole. */
static guint
count_heard (const char *text, double part)
{
  glong length = g_utf8_strlen (text, -1);
  glong heard = (glong) floor (length * CLAMP (part, 0, 1) + 0.001);
  const char *at = g_utf8_offset_to_pointer (text, heard);

  if (heard >= length)
    return (guint) length;
  while (heard > 0 && !g_unichar_isspace (g_utf8_get_char (at))) {
    at = g_utf8_prev_char (at);
    heard--;
  }
  return (guint) heard;
}

static void
push (HearthVoiceSpeaker *self, Sentence *sentence, const gint16 *samples, gsize n_samples)
{
  hearth_voice_output_push (self->output, sentence->id, sentence->rate, samples, n_samples,
                            sentence->volume);
}

static void
take_samples (HearthVoiceSpeaker *self, Sentence *sentence, const HearthSynthesizerEvent *event)
{
  gsize skip =
      hearth_lead_in_skip (&sentence->lead_in, event->rate, event->samples, event->n_samples);
  const gint16 *samples = event->samples + skip;
  gsize n_samples = event->n_samples - skip;

  sentence->rate = event->rate;
  if (sentence->asked)
    push (self, sentence, samples, n_samples);
  else
    g_array_append_vals (sentence->samples, samples, (guint) n_samples);
}

static void
synthesizer_cb (const HearthSynthesizerEvent *event, gpointer user_data)
{
  Sentence *sentence = user_data;
  HearthVoiceSpeaker *self = sentence->speaker;

  if (self == NULL)
    return;
  if (event->kind == HEARTH_SYNTHESIZER_EVENT_SAMPLES) {
    take_samples (self, sentence, event);
    return;
  }
  sentence->complete = TRUE;
  if (event->kind == HEARTH_SYNTHESIZER_EVENT_FAILED) {
    guint64 id = sentence->id;
    gboolean asked = sentence->asked;

    tell_failed (self, id, event->error);
    g_hash_table_remove (self->sentences, &id);
    /* What came of it is not cut off; then the next one follows. */
    if (asked)
      hearth_voice_output_end (self->output, id);
  } else if (sentence->asked) {
    hearth_voice_output_end (self->output, sentence->id);
  }
}

static double
lookup (GVariant *options, const char *name, double least, double most)
{
  double value = 1;

  g_variant_lookup (options, name, "d", &value);
  return isfinite (value) ? CLAMP (value, least, most) : 1;
}

static Sentence *
add_sentence (HearthVoiceSpeaker *self, guint64 id, const char *text, GVariant *options,
              GUnixFDList *fds, GError **error)
{
  g_autoptr (HearthSynthesizer) synthesizer = NULL;
  HearthSynthesis synthesis = { .text = text };
  Sentence *sentence;

  if (strlen (text) > HEARTH_SYNTHESIS_TEXT_MAX ||
      g_hash_table_size (self->sentences) >= SENTENCES_MAX) {
    g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_TOO_LARGE,
                         _("This is too long to be read aloud at once."));
    return NULL;
  }
  synthesizer = hearth_voice_engines_dup_synthesizer (self->engines, options, fds, error);
  if (synthesizer == NULL)
    return NULL;
  g_variant_lookup (options, "voice", "&s", &synthesis.voice);
  g_variant_lookup (options, "language", "&s", &synthesis.language);
  synthesis.rate = lookup (options, "rate", 0.5, 2);
  synthesis.pitch = lookup (options, "pitch", 0.5, 2);
  sentence = g_new0 (Sentence, 1);
  g_atomic_ref_count_init (&sentence->refs);
  g_atomic_ref_count_inc (&sentence->refs);
  sentence->speaker = self;
  sentence->id = id;
  sentence->text = g_strdup (text);
  sentence->cancellable = g_cancellable_new ();
  sentence->samples = g_array_new (FALSE, FALSE, sizeof (gint16));
  g_hash_table_replace (self->sentences, &sentence->id, sentence);
  hearth_synthesizer_start (synthesizer, &synthesis, sentence->cancellable, synthesizer_cb,
                            sentence, sentence_unref);
  return sentence;
}

/**
 * hearth_voice_speaker_prepare:
 * @self: a speaker
 * @id: a number for the sentence
 * @text: what it says
 * @options: `a{sv}`, see Prepare
 * @fds: (nullable): what came with the options
 * @error: #HearthVoiceError
 *
 * Makes the sound of a sentence without playing it.
 *
 * Returns: whether that was begun
 */
gboolean
hearth_voice_speaker_prepare (HearthVoiceSpeaker *self, guint64 id, const char *text,
                              GVariant *options, GUnixFDList *fds, GError **error)
{
  return g_hash_table_contains (self->sentences, &id) ||
         add_sentence (self, id, text, options, fds, error) != NULL;
}

/**
 * hearth_voice_speaker_expect:
 * @self: a speaker
 *
 * Opens the output ahead of an answer, which is heard sooner then. Where none comes it closes
 * again; where it cannot be opened, that is said of the answer.
 */
void
hearth_voice_speaker_expect (HearthVoiceSpeaker *self)
{
  hearth_voice_output_expect (self->output);
}

/**
 * hearth_voice_speaker_speak:
 * @self: a speaker
 * @id: the number of the sentence
 * @text: what it says, where it was not prepared
 * @options: `a{sv}`, see Speak
 * @fds: (nullable): what came with the options
 * @error: #HearthVoiceError
 *
 * Says a sentence after those that were asked for before.
 *
 * Returns: whether it will be said
 */
gboolean
hearth_voice_speaker_speak (HearthVoiceSpeaker *self, guint64 id, const char *text,
                            GVariant *options, GUnixFDList *fds, GError **error)
{
  Sentence *sentence = g_hash_table_lookup (self->sentences, &id);

  if (sentence != NULL && sentence->asked)
    return TRUE;
  if (!hearth_voice_output_open (self->output, error))
    return FALSE;
  if (sentence == NULL)
    sentence = add_sentence (self, id, text, options, fds, error);
  if (sentence == NULL)
    return FALSE;
  sentence->asked = TRUE;
  sentence->volume = lookup (options, "volume", 0, 2);
  push (self, sentence, (const gint16 *) (gpointer) sentence->samples->data,
        sentence->samples->len);
  g_array_set_size (sentence->samples, 0);
  if (sentence->complete)
    hearth_voice_output_end (self->output, id);
  return TRUE;
}

/**
 * hearth_voice_speaker_silence:
 * @self: a speaker
 * @ids: (array length=n_ids): sentences
 * @n_ids: how many; 0 stands for all
 *
 * Stops and forgets sentences. Those that were asked for are told as Spoken.
 */
void
hearth_voice_speaker_silence (HearthVoiceSpeaker *self, const guint64 *ids, gsize n_ids)
{
  GHashTableIter iter;
  gpointer value;

  hearth_voice_output_silence (self->output, ids, n_ids);
  for (gsize i = 0; i < n_ids; i++)
    g_hash_table_remove (self->sentences, &ids[i]);
  if (n_ids > 0)
    return;
  g_hash_table_iter_init (&iter, self->sentences);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_hash_table_iter_remove (&iter);
}

static void
started_cb (guint64 id, gpointer user_data)
{
  HearthVoiceSpeaker *self = user_data;

  hearth_voice_voice1_emit_speaking (self->skeleton, id);
}

static void
ended_cb (guint64 id, double heard, gpointer user_data)
{
  HearthVoiceSpeaker *self = user_data;
  Sentence *sentence = g_hash_table_lookup (self->sentences, &id);

  if (sentence == NULL)
    return;
  hearth_voice_voice1_emit_spoken (self->skeleton, id, count_heard (sentence->text, heard));
  g_hash_table_remove (self->sentences, &id);
}

static void
failed_cb (const GError *error, gpointer user_data)
{
  HearthVoiceSpeaker *self = user_data;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->sentences);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Sentence *sentence = value;

    if (!sentence->asked)
      continue;
    tell_failed (self, sentence->id, error);
    g_hash_table_iter_remove (&iter);
  }
}

/**
 * hearth_voice_speaker_is_audible:
 * @self: a speaker
 *
 * Returns: whether something sounds now, or may still echo
 */
gboolean
hearth_voice_speaker_is_audible (HearthVoiceSpeaker *self)
{
  return hearth_voice_output_is_audible (self->output);
}

/**
 * hearth_voice_speaker_is_busy:
 * @self: a speaker
 *
 * Returns: whether there are sentences that are made, wait or sound
 */
gboolean
hearth_voice_speaker_is_busy (HearthVoiceSpeaker *self)
{
  return g_hash_table_size (self->sentences) > 0;
}

/**
 * hearth_voice_speaker_get_level:
 * @self: a speaker
 *
 * Returns: how loud it is now, from 0 to 1
 */
double
hearth_voice_speaker_get_level (HearthVoiceSpeaker *self)
{
  return hearth_voice_output_get_level (self->output);
}

/**
 * hearth_voice_speaker_has_probe:
 * @self: a speaker
 *
 * Returns: whether what it says can be taken out of what a microphone hears
 */
gboolean
hearth_voice_speaker_has_probe (HearthVoiceSpeaker *self)
{
  return hearth_voice_output_has_probe (self->output);
}

static void
hearth_voice_speaker_finalize (GObject *object)
{
  HearthVoiceSpeaker *self = HEARTH_VOICE_SPEAKER (object);

  g_hash_table_unref (self->sentences);
  g_object_unref (self->output);
  g_object_unref (self->engines);
  g_object_unref (self->skeleton);
  G_OBJECT_CLASS (hearth_voice_speaker_parent_class)->finalize (object);
}

static void
hearth_voice_speaker_class_init (HearthVoiceSpeakerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_voice_speaker_finalize;
}

static void
hearth_voice_speaker_init (HearthVoiceSpeaker *self)
{
  self->sentences = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, sentence_drop);
}

/**
 * hearth_voice_speaker_new:
 * @skeleton: where its signals are sent
 * @engines: the voices
 *
 * Returns: (transfer full): a speaker that is silent
 */
HearthVoiceSpeaker *
hearth_voice_speaker_new (HearthVoiceVoice1 *skeleton, HearthVoiceEngines *engines)
{
  static const HearthVoiceOutputFuncs FUNCS = { started_cb, ended_cb, failed_cb };
  HearthVoiceSpeaker *self = g_object_new (HEARTH_TYPE_VOICE_SPEAKER, NULL);

  self->skeleton = g_object_ref (skeleton);
  self->engines = g_object_ref (engines);
  self->output = hearth_voice_output_new (&FUNCS, self);
  return self;
}
