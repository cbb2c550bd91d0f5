/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-listener.h"

#include "hearth-echo-estimate.h"
#include "hearth-voice-activity.h"
#include "hearth-voice-input.h"
#include "hearth-wake-phrase.h"

#include <glib/gi18n.h>
#include <string.h>

#define FRAME HEARTH_VOICE_ACTIVITY_FRAME
#define FRAMES(milliseconds) ((milliseconds) / HEARTH_VOICE_ACTIVITY_FRAME_MS)
/* How much sound makes speech: while it speaks itself, and otherwise. */
#define INTERRUPT_MS 250
#define ONSET_MS 60
/* How much comes of the microphone at once: while a phrase is waited for, for hours, nobody
 * hurries, and each piece wakes five threads. */
#define PIECE_MS 10
#define WAITING_PIECE_MS 50
/* How much silence ends a sentence: one that may go on, and one that is known to be whole. */
#define HANGOVER_MS 400
#define HANGOVER_WHOLE_MS 160
/* What is kept of the time before speech was noticed, and how much of it goes along with it. */
#define MEMORY_FRAMES FRAMES (1000)
#define LEAD_FRAMES FRAMES (250)
#define PATIENCE_MS 8000
/* Speech that goes on so long behind a phrase to wake by is a sentence; less is the end of the
 * phrase, and the silence by which that is known. */
#define BREATH_FRAMES FRAMES (HANGOVER_MS + 400)
/* A phrase is known before its last sound is over. */
#define PHRASE_END_FRAMES FRAMES (200)
/* One sentence, at most. */
#define SENTENCE_FRAMES FRAMES (60 * 1000)
/* How long a recogniser may take once all was said. */
#define ANSWER_MS 15000
/* So far behind a recogniser may be while the end of a sentence is expected. Samples. */
#define LAG_MAX (HEARTH_RECOGNIZER_RATE / 8)
/* What is said while the recogniser still thinks about the sentence before. Frames. */
#define BACKLOG_FRAMES FRAMES (30 * 1000)

/**
 * HearthVoiceListener:
 *
 * Listening, as the interface Voice1 has it: finds sentences in what the microphone hears and gives
 * each to a recogniser. The microphone is open between the begin and the end of a hearing.
 */
struct _HearthVoiceListener {
  GObject parent_instance;

  HearthVoiceVoice1 *skeleton; /* (owned) */
  HearthVoiceEngines *engines; /* (owned) */
  HearthVoiceSpeaker *speaker; /* (owned) */
  HearthVoiceInput *input;     /* (owned) */
  HearthVoiceActivity *activity;
  HearthEchoEstimate echo;

  guint hearing;   /* the number of this one, or of the last */
  gboolean active; /* it goes on: a Final or Failed is still to come */
  gboolean open;   /* the microphone is */
  gboolean dictate;
  guint patience;    /* frames */
  guint waited;      /* frames without speech */
  guint spoken;      /* frames of this sentence */
  gboolean expected; /* its end is */

  HearthWakePhrase *wake; /* (owned) (nullable) while it waits for the phrase */
  guint breath;           /* frames since the phrase, while that speech goes on; else 0 */

  HearthRecognizer *recognizer; /* (owned) (nullable) */
  GVariant *options;            /* (owned) (nullable) */
  GCancellable *cancellable;    /* (owned) (nullable) */
  gboolean busy;                /* a recognition was started and its last event did not come */
  gboolean finishing;           /* all of its sentence was fed */
  guint timer;

  GArray *partial; /* (owned) of gint16, less than a frame */
  GArray *memory;  /* (owned) of gint16, whole frames, before speech */
  GArray *backlog; /* (owned) of gint16, whole frames, not looked at yet */
};

typedef struct {
  HearthVoiceListener *listener; /* (owned) */
  guint hearing;
} Recognition;

G_DEFINE_FINAL_TYPE (HearthVoiceListener, hearth_voice_listener, G_TYPE_OBJECT)

static void work_off (HearthVoiceListener *self);
static void start_recognition (HearthVoiceListener *self);

static void
recognition_free (gpointer data)
{
  Recognition *recognition = data;

  g_object_unref (recognition->listener);
  g_free (recognition);
}

static void
close_microphone (HearthVoiceListener *self)
{
  hearth_voice_input_close (self->input);
  if (self->open)
    hearth_voice_voice1_emit_microphone (self->skeleton, FALSE);
  self->open = FALSE;
  hearth_voice_activity_reset (self->activity);
}

/* Nothing more comes of this hearing. */
static void
end_hearing (HearthVoiceListener *self)
{
  close_microphone (self);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->active = self->finishing = FALSE;
  self->breath = 0;
  g_clear_pointer (&self->wake, hearth_wake_phrase_free);
  g_array_set_size (self->backlog, 0);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
fail_hearing (HearthVoiceListener *self, const GError *error)
{
  g_autofree char *name = g_dbus_error_encode_gerror (error);

  end_hearing (self);
  hearth_voice_voice1_emit_failed (self->skeleton, "listening", self->hearing, name,
                                   error->message);
}

static void
tell_final (HearthVoiceListener *self, const char *text, double confidence)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->finishing = FALSE;
  hearth_voice_voice1_emit_final (self->skeleton, self->hearing, text, confidence);
  if (!self->dictate || !self->open)
    end_hearing (self);
}

static void
tell_understood (HearthVoiceListener *self, const HearthRecognizerEvent *event)
{
  if (event->alternatives != NULL && *event->alternatives != NULL)
    hearth_voice_voice1_emit_alternatives (self->skeleton, self->hearing, event->alternatives);
  tell_final (self, event->text, event->confidence);
}

/* Whether the sentence that is being said may be over with what was understood of it. */
static void
expect (HearthVoiceListener *self, gboolean whole)
{
  self->expected = whole;
  hearth_voice_activity_set_hangover (self->activity, whole ? HANGOVER_WHOLE_MS : HANGOVER_MS);
}

static void
recognizer_cb (const HearthRecognizerEvent *event, gpointer user_data)
{
  Recognition *recognition = user_data;
  HearthVoiceListener *self = recognition->listener;
  gboolean mine = self->active && recognition->hearing == self->hearing;

  if (event->kind == HEARTH_RECOGNIZER_EVENT_PARTIAL) {
    if (mine) {
      expect (self, FALSE);
      hearth_voice_voice1_emit_partial (self->skeleton, self->hearing, event->text);
    }
    return;
  }
  self->busy = FALSE;
  if (mine && event->kind == HEARTH_RECOGNIZER_EVENT_FAILED)
    fail_hearing (self, event->error);
  else if (mine)
    tell_understood (self, event);
  if (self->active) {
    start_recognition (self);
    work_off (self);
  }
}

static gboolean
hangs_cb (gpointer user_data)
{
  HearthVoiceListener *self = user_data;
  g_autoptr (GError) error = g_error_new_literal (
      HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_TIMEOUT,
      _("What you said could not be understood in time. Please say it again, or type it."));

  self->timer = 0;
  fail_hearing (self, error);
  return G_SOURCE_REMOVE;
}

/* Begins the next sentence, unless the recogniser still works on the one before. */
static void
start_recognition (HearthVoiceListener *self)
{
  HearthRecognition wanted = { 0 };
  g_autofree const char **phrases = NULL;
  Recognition *recognition;

  if (self->busy)
    return;
  g_variant_lookup (self->options, "language", "&s", &wanted.language);
  g_variant_lookup (self->options, "grammar", "&s", &wanted.grammar);
  g_variant_lookup (self->options, "language-model", "&s", &wanted.language_model);
  g_variant_lookup (self->options, "dictionary", "&s", &wanted.dictionary);
  g_variant_lookup (self->options, "words", "&s", &wanted.words);
  if (g_variant_lookup (self->options, "phrases", "^a&s", &phrases))
    wanted.phrases = phrases;
  recognition = g_new0 (Recognition, 1);
  recognition->listener = g_object_ref (self);
  recognition->hearing = self->hearing;
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->busy = TRUE;
  hearth_recognizer_start (self->recognizer, &wanted, self->cancellable, recognizer_cb, recognition,
                           recognition_free);
}

static void
finish_sentence (HearthVoiceListener *self)
{
  self->finishing = TRUE;
  g_array_set_size (self->memory, 0);
  hearth_recognizer_finish (self->recognizer);
  self->timer = g_timeout_add (ANSWER_MS, hangs_cb, self);
  if (!self->dictate)
    close_microphone (self);
}

/* What is said is listened to instead. */
static void
interrupt (HearthVoiceListener *self)
{
  if (!hearth_voice_speaker_is_audible (self->speaker))
    return;
  hearth_voice_speaker_silence (self->speaker, NULL, 0);
  hearth_voice_voice1_emit_interrupted (self->skeleton);
}

/* How much of the memory belongs to speech that was noticed now. Frames. */
static gsize
count_lead (HearthVoiceListener *self)
{
  return hearth_voice_activity_get_age (self->activity) + LEAD_FRAMES;
}

/* @frames: how much of the memory belongs to it */
static void
begin_sentence (HearthVoiceListener *self, gsize frames)
{
  gsize samples = MIN (frames * FRAME, self->memory->len);

  interrupt (self);
  hearth_voice_voice1_emit_speech_started (self->skeleton, self->hearing);
  expect (self, FALSE);
  self->spoken = 0;
  hearth_recognizer_feed (self->recognizer,
                          &g_array_index (self->memory, gint16, self->memory->len - samples),
                          samples);
  g_array_set_size (self->memory, 0);
}

static void
remember (HearthVoiceListener *self, const gint16 *frame)
{
  g_array_append_vals (self->memory, frame, FRAME);
  if (self->memory->len > MEMORY_FRAMES * FRAME)
    g_array_remove_range (self->memory, 0, FRAME);
}

/* Nobody says anything: an "ask" ends with an empty sentence. */
static void
wait_longer (HearthVoiceListener *self)
{
  if (self->dictate || hearth_voice_speaker_is_audible (self->speaker))
    return;
  if (++self->waited >= self->patience)
    tell_final (self, "", -1);
}

/* Before the phrase was said: only that is looked for. */
static void
wait_for_phrase (HearthVoiceListener *self, const gint16 *frame, HearthVoiceActivityChange change)
{
  gsize samples = MIN (count_lead (self) * FRAME, self->memory->len);

  if (change == HEARTH_VOICE_ACTIVITY_BEGIN) {
    hearth_wake_phrase_begin (self->wake);
    hearth_wake_phrase_feed (self->wake,
                             &g_array_index (self->memory, gint16, self->memory->len - samples),
                             samples);
  } else if (change == HEARTH_VOICE_ACTIVITY_END) {
    hearth_wake_phrase_end (self->wake);
  } else if (hearth_voice_activity_is_speech (self->activity)) {
    hearth_wake_phrase_feed (self->wake, frame, FRAME);
  }
}

/* Right after the phrase: its end, or a sentence in the same breath. */
static void
go_on_after_phrase (HearthVoiceListener *self, HearthVoiceActivityChange change)
{
  if (change == HEARTH_VOICE_ACTIVITY_END) {
    self->breath = 0;
    g_array_set_size (self->memory, 0);
  } else if (++self->breath >= BREATH_FRAMES) {
    begin_sentence (self, self->breath - PHRASE_END_FRAMES);
    self->breath = 0;
  }
}

static void
woken_cb (gsize since, const GError *error, gpointer user_data)
{
  HearthVoiceListener *self = user_data;

  if (error != NULL) {
    fail_hearing (self, error);
    return;
  }
  g_clear_pointer (&self->wake, hearth_wake_phrase_free);
  interrupt (self);
  hearth_voice_voice1_emit_woken (self->skeleton, self->hearing);
  self->waited = 0;
  self->breath = hearth_voice_activity_is_speech (self->activity) ? 1 + (guint) (since / FRAME) : 0;
  start_recognition (self);
  work_off (self);
}

static void
look_at (HearthVoiceListener *self, const gint16 *frame)
{
  HearthVoiceActivityChange change;
  gboolean audible = hearth_voice_speaker_is_audible (self->speaker);

  /* Without the canceller it would hear itself. */
  if (audible && !hearth_voice_speaker_has_probe (self->speaker)) {
    g_array_set_size (self->memory, 0);
    hearth_voice_activity_reset (self->activity);
    return;
  }
  /* What was understood is not what was said by now, where the recogniser lags behind. */
  if (self->expected && hearth_recognizer_get_backlog (self->recognizer) > LAG_MAX)
    expect (self, FALSE);
  hearth_voice_activity_set_onset (self->activity, audible ? INTERRUPT_MS : ONSET_MS);
  hearth_voice_activity_set_echo (
      self->activity,
      hearth_echo_estimate_push (&self->echo,
                                 hearth_voice_speaker_get_level (self->speaker) * 60 - 60,
                                 hearth_voice_activity_get_decibels (self->activity)));
  remember (self, frame);
  change = hearth_voice_activity_push (self->activity, frame);
  if (self->wake != NULL) {
    wait_for_phrase (self, frame, change);
    return;
  }
  if (self->breath > 0) {
    go_on_after_phrase (self, change);
    return;
  }
  switch (change) {
  case HEARTH_VOICE_ACTIVITY_BEGIN:
    begin_sentence (self, count_lead (self));
    break;
  case HEARTH_VOICE_ACTIVITY_END:
    hearth_voice_voice1_emit_speech_ended (self->skeleton, self->hearing);
    finish_sentence (self);
    break;
  case HEARTH_VOICE_ACTIVITY_SAME:
  default:
    if (!hearth_voice_activity_is_speech (self->activity)) {
      wait_longer (self);
      break;
    }
    hearth_recognizer_feed (self->recognizer, frame, FRAME);
    g_array_set_size (self->memory, 0);
    if (++self->spoken >= SENTENCE_FRAMES) {
      hearth_voice_activity_reset (self->activity);
      hearth_voice_voice1_emit_speech_ended (self->skeleton, self->hearing);
      finish_sentence (self);
    }
    break;
  }
}

/* Looks at what came, as long as there is a recogniser that takes it. */
static void
work_off (HearthVoiceListener *self)
{
  guint at = 0;

  while (at < self->backlog->len && self->active && (self->busy || self->wake != NULL) &&
         !self->finishing) {
    gint16 frame[FRAME];

    memcpy (frame, &g_array_index (self->backlog, gint16, at), sizeof frame);
    at += FRAME;
    look_at (self, frame);
  }
  g_array_remove_range (self->backlog, 0, MIN (at, self->backlog->len));
}

static void
samples_cb (const gint16 *samples, gsize n_samples, gpointer user_data)
{
  HearthVoiceListener *self = user_data;
  guint whole;

  g_array_append_vals (self->partial, samples, (guint) n_samples);
  whole = self->partial->len - self->partial->len % FRAME;
  if (self->backlog->len + whole <= BACKLOG_FRAMES * FRAME)
    g_array_append_vals (self->backlog, self->partial->data, whole);
  g_array_remove_range (self->partial, 0, whole);
  work_off (self);
}

static void
opened_cb (gpointer user_data)
{
  HearthVoiceListener *self = user_data;

  self->open = TRUE;
  hearth_voice_voice1_emit_microphone (self->skeleton, TRUE);
}

static void
failed_cb (const GError *error, gpointer user_data)
{
  fail_hearing (user_data, error);
}

static HearthWakePhrase *
make_wake_phrase (HearthVoiceListener *self, GVariant *options, GError **error)
{
  g_autoptr (HearthRecognizer) recognizer = hearth_voice_engines_dup_spotter (self->engines, error);
  const char *phrase = "";

  if (recognizer == NULL)
    return NULL;
  g_variant_lookup (options, "phrase", "&s", &phrase);
  return hearth_wake_phrase_new (recognizer, phrase, woken_cb, self);
}

/**
 * hearth_voice_listener_listen:
 * @self: a listener
 * @mode: "ask", "dictate" or "wake"
 * @options: `a{sv}`, see Listen
 * @fds: (nullable): what came with the options
 * @error: #HearthVoiceError
 *
 * Opens the microphone, and ends what it listened for until now.
 *
 * Returns: the number of the hearing, or 0 on failure
 */
guint
hearth_voice_listener_listen (HearthVoiceListener *self, const char *mode, GVariant *options,
                              GUnixFDList *fds, GError **error)
{
  static const char *const MODES[] = { "ask", "dictate", "wake", NULL };
  HearthRecognizer *recognizer;
  const char *device = NULL;
  g_autoptr (HearthWakePhrase) wake = NULL;
  guint patience = PATIENCE_MS;

  if (!g_strv_contains (MODES, mode)) {
    g_set_error (error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS, "No such mode: %s", mode);
    return 0;
  }
  hearth_voice_listener_stop (self, FALSE);
  recognizer = hearth_voice_engines_dup_recognizer (self->engines, options, fds, error);
  if (recognizer == NULL)
    return 0;
  g_set_object (&self->recognizer, recognizer);
  g_object_unref (recognizer);
  if (g_str_equal (mode, "wake") && (wake = make_wake_phrase (self, options, error)) == NULL)
    return 0;
  g_variant_lookup (options, "device", "&s", &device);
  g_variant_lookup (options, "patience", "u", &patience);
  g_array_set_size (self->partial, 0);
  g_array_set_size (self->memory, 0);
  if (!hearth_voice_input_open (self->input, device, wake != NULL ? WAITING_PIECE_MS : PIECE_MS,
                                error))
    return 0;
  g_clear_pointer (&self->options, g_variant_unref);
  self->options = g_variant_ref (options);
  self->dictate = g_str_equal (mode, "dictate");
  self->patience = FRAMES (patience);
  self->waited = 0;
  hearth_echo_estimate_init (&self->echo);
  self->active = TRUE;
  self->hearing++;
  if (g_str_equal (mode, "wake")) {
    self->wake = g_steal_pointer (&wake);
    /* What is wrong with the phrase is found out now, and not when somebody speaks. */
    hearth_wake_phrase_begin (self->wake);
    hearth_wake_phrase_end (self->wake);
  } else {
    start_recognition (self);
  }
  return self->hearing;
}

/**
 * hearth_voice_listener_expect:
 * @self: a listener
 * @hearing: a hearing; one that is over is passed over
 * @whole: whether what was understood until now is a whole sentence
 *
 * Ends the sentence that is being said sooner after it, or takes that back. So does the next
 * Partial, which says something else.
 */
void
hearth_voice_listener_expect (HearthVoiceListener *self, guint hearing, gboolean whole)
{
  if (self->active && hearing == self->hearing)
    expect (self, whole);
}

/**
 * hearth_voice_listener_stop:
 * @self: a listener
 * @finish: whether what was said until now is still wanted
 *
 * Closes the microphone.
 */
void
hearth_voice_listener_stop (HearthVoiceListener *self, gboolean finish)
{
  gboolean speech = hearth_voice_activity_is_speech (self->activity);

  if (!self->active)
    return;
  self->dictate = FALSE;
  if (self->wake != NULL)
    end_hearing (self);
  else if (finish && self->finishing)
    close_microphone (self);
  else if (finish && speech && self->breath == 0)
    finish_sentence (self);
  else if (finish)
    tell_final (self, "", -1);
  else
    end_hearing (self);
}

/**
 * hearth_voice_listener_is_busy:
 * @self: a listener
 *
 * Returns: whether it listens, or thinks about what it heard
 */
gboolean
hearth_voice_listener_is_busy (HearthVoiceListener *self)
{
  return self->active;
}

/**
 * hearth_voice_listener_get_level:
 * @self: a listener
 *
 * Returns: how loud the microphone is, from 0 to 1; 0 where it is closed
 */
double
hearth_voice_listener_get_level (HearthVoiceListener *self)
{
  return self->open ? hearth_voice_activity_get_level (self->activity) : 0;
}

static void
hearth_voice_listener_finalize (GObject *object)
{
  HearthVoiceListener *self = HEARTH_VOICE_LISTENER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_object_unref (self->input);
  g_clear_object (&self->recognizer);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->wake, hearth_wake_phrase_free);
  g_clear_pointer (&self->options, g_variant_unref);
  g_array_unref (self->partial);
  g_array_unref (self->memory);
  g_array_unref (self->backlog);
  hearth_voice_activity_free (self->activity);
  g_object_unref (self->speaker);
  g_object_unref (self->engines);
  g_object_unref (self->skeleton);
  G_OBJECT_CLASS (hearth_voice_listener_parent_class)->finalize (object);
}

static void
hearth_voice_listener_class_init (HearthVoiceListenerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_voice_listener_finalize;
}

static void
hearth_voice_listener_init (HearthVoiceListener *self)
{
  self->activity = hearth_voice_activity_new ();
  self->partial = g_array_new (FALSE, FALSE, sizeof (gint16));
  self->memory = g_array_new (FALSE, FALSE, sizeof (gint16));
  self->backlog = g_array_new (FALSE, FALSE, sizeof (gint16));
}

/**
 * hearth_voice_listener_new:
 * @skeleton: where its signals are sent
 * @engines: the recognisers
 * @speaker: what speaks, and is interrupted
 *
 * Returns: (transfer full): a listener; the microphone is closed
 */
HearthVoiceListener *
hearth_voice_listener_new (HearthVoiceVoice1 *skeleton, HearthVoiceEngines *engines,
                           HearthVoiceSpeaker *speaker)
{
  static const HearthVoiceInputFuncs FUNCS = { opened_cb, samples_cb, failed_cb };
  HearthVoiceListener *self = g_object_new (HEARTH_TYPE_VOICE_LISTENER, NULL);

  self->skeleton = g_object_ref (skeleton);
  self->engines = g_object_ref (engines);
  self->speaker = g_object_ref (speaker);
  self->input = hearth_voice_input_new (hearth_voice_speaker_has_probe (speaker), &FUNCS, self);
  return self;
}
