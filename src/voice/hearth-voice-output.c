/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-output.h"

#include "hearth-voice-pipeline.h"

#include <glib/gi18n.h>
#include <gst/app/gstappsrc.h>
#include <math.h>
#include <string.h>

/* What lies between the pieces of sound and the ear: the shorter, the sooner it falls silent. */
#define BUFFER_US 100000
#define PERIOD_US 10000
/* Sound that is pushed now is to be heard so much later, so that none of it is late. */
#define LEAD (20 * GST_MSECOND)
/* While it is open and nothing is said, silence is pushed so far ahead: of a stream that ran dry
 * the time stands still, and what follows is late by as much. */
#define AHEAD (25 * GST_MSECOND)
#define SILENCE (10 * GST_MSECOND)
/* The breath between two sentences; it also pushes the end of the last one out of the buffers. */
#define BREATH (300 * GST_MSECOND)
/* What was played is in the room for so long. */
#define ECHO (150 * GST_MSECOND)
/* Between two answers the output stays open for so long. */
#define CLOSE_MS 1500
/* Ahead of an answer it is open for so long: until who asks has come to the end. */
#define EXPECT_MS 4000
/* An output that does not begin within this is none: its sound server hangs. */
#define READY_MS 3000
#define TICK_MS 10
/* Pieces are cut to this, for the level and for what was heard. */
#define PIECE_MS 50

/**
 * HearthVoiceOutput:
 *
 * Plays sentences one after another, and knows which part of each was heard. It opens the output
 * when there is something to say and closes it soon after.
 */
struct _HearthVoiceOutput {
  GObject parent_instance;

  HearthVoiceOutputFuncs funcs;
  gpointer user_data;

  GstElement *pipeline; /* (owned) (nullable) where an element is missing */
  GstElement *source;   /* (unowned) */
  gboolean has_probe;
  guint watch;
  gboolean open;   /* it was told to play */
  gboolean ready;  /* what is pushed is heard */
  gint64 ready_by; /* monotonic microseconds */

  GQueue sentences;  /* of Sentence, owned; the first sounds or is next */
  GQueue pieces;     /* of Piece, owned; those that were pushed and are not over */
  GstClockTime next; /* when what is pushed next is heard, in running time */
  GstClockTime last; /* when the last sound ends */
  GstClockTime end;  /* of all that was pushed; what comes later follows a gap */
  guint rate;        /* of what was pushed last */
  guint tick;
  gint64 close_at; /* monotonic microseconds; 0 while there is something to say */
  double level;
};

typedef struct {
  guint64 id;
  GQueue waiting;     /* of Piece, owned; before the output is ready, or another one sounds */
  GstClockTime total; /* of what came until now */
  GstClockTime heard;
  gboolean started;
  gboolean complete;
  gboolean breathed; /* the pause after it was pushed */
} Sentence;

typedef struct {
  guint64 id;
  GstClockTime at; /* running time */
  GstClockTime duration;
  double level;
  guint rate;
  GBytes *bytes; /* (owned) */
} Piece;

G_DEFINE_FINAL_TYPE (HearthVoiceOutput, hearth_voice_output, G_TYPE_OBJECT)

static gboolean bus_cb (GstBus *bus, GstMessage *message, gpointer user_data);

static void
piece_free (gpointer data)
{
  Piece *piece = data;

  g_bytes_unref (piece->bytes);
  g_free (piece);
}

static void
sentence_free (gpointer data)
{
  Sentence *sentence = data;

  g_queue_clear_full (&sentence->waiting, piece_free);
  g_free (sentence);
}

static Sentence *
find_sentence (HearthVoiceOutput *self, guint64 id)
{
  for (GList *at = self->sentences.head; at != NULL; at = at->next) {
    Sentence *sentence = at->data;

    if (sentence->id == id)
      return sentence;
  }
  return NULL;
}

static void
drop_pipeline (HearthVoiceOutput *self)
{
  g_clear_handle_id (&self->watch, g_source_remove);
  g_clear_pointer (&self->pipeline, gst_object_unref);
  self->source = NULL;
}

static void
make_pipeline (HearthVoiceOutput *self)
{
  self->pipeline = hearth_voice_pipeline_new (
      "appsrc name=source format=time ! audioconvert ! audioresample ! "
      "audio/x-raw,format=%s,channels=1,rate=%d ! %s "
      "pulsesink client-name=Hearth buffer-time=%d latency-time=%d discont-wait=0 "
      "stream-properties=\"props,media.role=a11y,media.name=Hearth\"",
      HEARTH_VOICE_FORMAT, HEARTH_VOICE_ECHO_RATE,
      self->has_probe ? "webrtcechoprobe name=" HEARTH_VOICE_PROBE " !" : "", BUFFER_US, PERIOD_US);
  if (self->pipeline == NULL)
    return;
  self->source = gst_bin_get_by_name (GST_BIN (self->pipeline), "source");
  gst_object_unref (self->source);
  self->watch = hearth_voice_pipeline_watch (self->pipeline, bus_cb, self);
}

/* A pipeline that hangs is of no use any more. */
static void
stop_pipeline (HearthVoiceOutput *self)
{
  if (hearth_voice_pipeline_stop (self->pipeline))
    return;
  g_message ("The output does not close; it is given up");
  drop_pipeline (self);
  make_pipeline (self);
}

static void
close_output (HearthVoiceOutput *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->open)
    stop_pipeline (self);
  self->open = self->ready = FALSE;
  self->next = self->last = self->end = 0;
  self->rate = 0;
  self->level = 0;
  self->close_at = 0;
  g_queue_clear_full (&self->pieces, piece_free);
}

static void
push_bytes (HearthVoiceOutput *self, GBytes *bytes, guint rate, GstClockTime at,
            GstClockTime duration)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new_wrapped_bytes (bytes);

  if (rate != self->rate) {
    g_autoptr (GstCaps) caps =
        gst_caps_new_simple ("audio/x-raw", "format", G_TYPE_STRING, HEARTH_VOICE_FORMAT, "rate",
                             G_TYPE_INT, (int) rate, "channels", G_TYPE_INT, 1, "layout",
                             G_TYPE_STRING, "interleaved", NULL);

    gst_app_src_set_caps (GST_APP_SRC (self->source), caps);
    self->rate = rate;
  }
  /* Without this the sink would put it where the gap begins, which is over, and it would be lost.
   */
  if (at != self->end)
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DISCONT);
  self->end = at + duration;
  GST_BUFFER_PTS (buffer) = at;
  GST_BUFFER_DURATION (buffer) = duration;
  gst_app_src_push_buffer (GST_APP_SRC (self->source), g_steal_pointer (&buffer));
}

static void
push_silence (HearthVoiceOutput *self, GstClockTime duration)
{
  guint rate = self->rate != 0 ? self->rate : HEARTH_VOICE_ECHO_RATE;
  gsize size = sizeof (gint16) * gst_util_uint64_scale (duration, rate, GST_SECOND);
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (size), size);

  push_bytes (self, bytes, rate, self->next, duration);
  self->next += duration;
}

static GstClockTime
get_running_time (HearthVoiceOutput *self)
{
  return hearth_voice_pipeline_get_running_time ();
}

static void
keep_flowing (HearthVoiceOutput *self)
{
  GstClockTime now = get_running_time (self);

  if (!self->ready)
    return;
  self->next = MAX (self->next, now);
  while (self->next < now + AHEAD)
    push_silence (self, SILENCE);
}

/* Hands over all that may be played now: of the sentences in their order, up to the first that is
 * not all there. */
static void
play (HearthVoiceOutput *self)
{
  if (!self->ready)
    return;
  for (GList *at = self->sentences.head; at != NULL; at = at->next) {
    Sentence *sentence = at->data;
    Piece *piece;

    while ((piece = g_queue_pop_head (&sentence->waiting)) != NULL) {
      self->next = MAX (self->next, get_running_time (self) + LEAD);
      piece->at = self->next;
      push_bytes (self, piece->bytes, piece->rate, piece->at, piece->duration);
      self->next = self->last = piece->at + piece->duration;
      g_queue_push_tail (&self->pieces, piece);
    }
    if (!sentence->complete)
      return;
    if (!sentence->breathed) {
      sentence->breathed = TRUE;
      push_silence (self, BREATH);
    }
  }
}

static void
fail (HearthVoiceOutput *self, const char *details)
{
  g_autoptr (GError) error = g_error_new_literal (
      HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_OUTPUT,
      _("There is nothing to speak through: no speaker or headphones can be used."));

  g_message ("No output: %s", details);
  close_output (self);
  g_queue_clear_full (&self->sentences, sentence_free);
  self->funcs.failed (error, self->user_data);
}

/* Says of the sentences that are over that they are, and which begin. */
static void
tell_progress (HearthVoiceOutput *self)
{
  GstClockTime now = get_running_time (self);
  Piece *piece;
  Sentence *sentence;

  self->level = 0;
  while ((piece = g_queue_peek_head (&self->pieces)) != NULL && piece->at <= now) {
    sentence = find_sentence (self, piece->id);
    if (sentence != NULL && !sentence->started) {
      sentence->started = TRUE;
      self->funcs.started (sentence->id, self->user_data);
    }
    if (piece->at + piece->duration > now) {
      self->level = piece->level;
      return;
    }
    if (sentence != NULL)
      sentence->heard += piece->duration;
    piece_free (g_queue_pop_head (&self->pieces));
  }
  sentence = g_queue_peek_head (&self->sentences);
  if (sentence != NULL && sentence->complete && sentence->heard >= sentence->total) {
    guint64 id = sentence->id;

    sentence_free (g_queue_pop_head (&self->sentences));
    self->funcs.ended (id, 1, self->user_data);
  }
}

static gboolean
tick_cb (gpointer user_data)
{
  HearthVoiceOutput *self = user_data;
  gint64 now = g_get_monotonic_time ();

  g_object_ref (self);
  if (self->ready)
    tell_progress (self);
  keep_flowing (self);
  if (!g_queue_is_empty (&self->sentences))
    self->close_at = 0;
  else if (self->close_at == 0)
    self->close_at = now + CLOSE_MS * 1000;
  else if (now > self->close_at)
    close_output (self);
  if (self->open && !self->ready && now > self->ready_by)
    fail (self, "it does not begin");
  g_object_unref (self);
  return self->tick != 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean
bus_cb (GstBus *bus, GstMessage *message, gpointer user_data)
{
  HearthVoiceOutput *self = user_data;
  guint watch = self->watch;

  if (!self->open)
    return G_SOURCE_CONTINUE;
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
    g_autoptr (GError) error = NULL;

    gst_message_parse_error (message, &error, NULL);
    fail (self, error->message);
  } else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ASYNC_DONE && !self->ready) {
    self->ready = TRUE;
    play (self);
    keep_flowing (self);
  }
  /* Where it hangs there is another one now. */
  return watch == self->watch ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/**
 * hearth_voice_output_open:
 * @self: an output
 * @error: %HEARTH_VOICE_ERROR_OUTPUT if there is none
 *
 * Opens the output ahead of what will be said, which comes sooner then. Without anything to say it
 * closes again.
 *
 * Returns: whether it may be
 */
gboolean
hearth_voice_output_open (HearthVoiceOutput *self, GError **error)
{
  self->close_at = 0;
  if (self->open)
    return TRUE;
  if (self->pipeline == NULL) {
    g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MISSING,
                         _("GStreamer’s elements for sound are not installed."));
    return FALSE;
  }
  if (!hearth_voice_pipeline_play (self->pipeline)) {
    stop_pipeline (self);
    g_set_error_literal (
        error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_OUTPUT,
        _("There is nothing to speak through: no speaker or headphones can be used."));
    return FALSE;
  }
  self->open = TRUE;
  self->ready_by = g_get_monotonic_time () + READY_MS * 1000;
  self->tick = g_timeout_add_full (G_PRIORITY_HIGH, TICK_MS, tick_cb, self, NULL);
  /* The sink is ready once it has something. */
  self->next = get_running_time (self);
  push_silence (self, PERIOD_US * GST_USECOND);
  return TRUE;
}

/**
 * hearth_voice_output_expect:
 * @self: an output
 *
 * Opens it, or leaves it open, for some seconds. That it cannot be opened is told of what is said
 * then.
 */
void
hearth_voice_output_expect (HearthVoiceOutput *self)
{
  if (hearth_voice_output_open (self, NULL))
    self->close_at = g_get_monotonic_time () + EXPECT_MS * 1000;
}

static double
measure_level (const gint16 *samples, gsize n_samples)
{
  double squares = 0, power;

  for (gsize i = 0; i < n_samples; i++)
    squares += (double) samples[i] * samples[i];
  power = squares / n_samples / (32768.0 * 32768.0);
  return power > 0 ? CLAMP ((10 * log10 (power) + 60) / 60, 0, 1) : 0;
}

static Piece *
piece_new (guint64 id, guint rate, const gint16 *samples, gsize n_samples, double volume)
{
  Piece *piece = g_new0 (Piece, 1);
  gint16 *scaled = g_new (gint16, n_samples);

  for (gsize i = 0; i < n_samples; i++)
    scaled[i] = (gint16) CLAMP (samples[i] * volume, G_MININT16, G_MAXINT16);
  piece->id = id;
  piece->rate = rate;
  piece->duration = gst_util_uint64_scale (n_samples, GST_SECOND, rate);
  piece->level = measure_level (scaled, n_samples);
  piece->bytes = g_bytes_new_take (scaled, n_samples * sizeof *scaled);
  return piece;
}

static Sentence *
ensure_sentence (HearthVoiceOutput *self, guint64 id)
{
  Sentence *sentence = find_sentence (self, id);

  if (sentence == NULL) {
    sentence = g_new0 (Sentence, 1);
    sentence->id = id;
    g_queue_push_tail (&self->sentences, sentence);
  }
  return sentence;
}

/**
 * hearth_voice_output_push:
 * @self: an output that is open
 * @id: which sentence; those that are new come after all others
 * @rate: samples a second
 * @samples: (array length=n_samples): more of its sound
 * @n_samples: how many; 0 only gives the sentence its place
 * @volume: what they are multiplied by
 */
void
hearth_voice_output_push (HearthVoiceOutput *self, guint64 id, guint rate, const gint16 *samples,
                          gsize n_samples, double volume)
{
  Sentence *sentence = ensure_sentence (self, id);
  gsize step = MAX (rate * PIECE_MS / 1000, 1);

  for (gsize i = 0; i < n_samples; i += step) {
    Piece *piece = piece_new (id, rate, samples + i, MIN (step, n_samples - i), volume);

    sentence->total += piece->duration;
    g_queue_push_tail (&sentence->waiting, piece);
  }
  play (self);
}

/**
 * hearth_voice_output_end:
 * @self: an output
 * @id: a sentence whose sound was all pushed
 */
void
hearth_voice_output_end (HearthVoiceOutput *self, guint64 id)
{
  Sentence *sentence = ensure_sentence (self, id);

  sentence->complete = TRUE;
  play (self);
}

static gboolean
is_named (const guint64 *ids, gsize n_ids, guint64 id)
{
  for (gsize i = 0; i < n_ids; i++) {
    if (ids[i] == id)
      return TRUE;
  }
  return n_ids == 0;
}

/* What was pushed and not heard: it counts for who is silenced, and waits again for the others. */
static void
take_back (HearthVoiceOutput *self, const guint64 *ids, gsize n_ids)
{
  GstClockTime now = get_running_time (self);
  Piece *piece;

  while ((piece = g_queue_pop_tail (&self->pieces)) != NULL) {
    Sentence *sentence = find_sentence (self, piece->id);

    if (sentence != NULL && !is_named (ids, n_ids, piece->id)) {
      sentence->breathed = FALSE;
      g_queue_push_head (&sentence->waiting, piece);
      continue;
    }
    if (sentence != NULL && piece->at < now)
      sentence->heard += MIN (now - piece->at, piece->duration);
    piece_free (piece);
  }
}

/**
 * hearth_voice_output_silence:
 * @self: an output
 * @ids: (array length=n_ids): sentences
 * @n_ids: how many; 0 stands for all sentences
 *
 * Falls silent at once. Each of the sentences is told as ended, with the part of it that was heard;
 * the others go on.
 */
void
hearth_voice_output_silence (HearthVoiceOutput *self, const guint64 *ids, gsize n_ids)
{
  GQueue over = G_QUEUE_INIT;
  Sentence *sentence;
  GList *next;

  take_back (self, ids, n_ids);
  close_output (self);
  for (GList *at = self->sentences.head; at != NULL; at = next) {
    sentence = at->data;
    next = at->next;
    if (is_named (ids, n_ids, sentence->id)) {
      g_queue_delete_link (&self->sentences, at);
      g_queue_push_tail (&over, sentence);
    }
  }
  if (!g_queue_is_empty (&self->sentences) && !hearth_voice_output_open (self, NULL))
    fail (self, "it cannot be opened again");
  while ((sentence = g_queue_pop_head (&over)) != NULL) {
    self->funcs.ended (sentence->id,
                       sentence->total > 0 ? (double) sentence->heard / sentence->total : 0,
                       self->user_data);
    sentence_free (sentence);
  }
}

/**
 * hearth_voice_output_is_audible:
 * @self: an output
 *
 * Returns: whether something sounds now or did a moment ago, so that it may still echo
 */
gboolean
hearth_voice_output_is_audible (HearthVoiceOutput *self)
{
  return self->last > 0 && get_running_time (self) < self->last + ECHO;
}

/**
 * hearth_voice_output_get_level:
 * @self: an output
 *
 * Returns: how loud what sounds now is, from 0 to 1
 */
double
hearth_voice_output_get_level (HearthVoiceOutput *self)
{
  return self->level;
}

/**
 * hearth_voice_output_has_probe:
 * @self: an output
 *
 * Returns: whether an input can take what is played out of what it hears
 */
gboolean
hearth_voice_output_has_probe (HearthVoiceOutput *self)
{
  return self->has_probe;
}

static void
hearth_voice_output_finalize (GObject *object)
{
  HearthVoiceOutput *self = HEARTH_VOICE_OUTPUT (object);

  close_output (self);
  drop_pipeline (self);
  g_queue_clear_full (&self->sentences, sentence_free);
  G_OBJECT_CLASS (hearth_voice_output_parent_class)->finalize (object);
}

static void
hearth_voice_output_class_init (HearthVoiceOutputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_voice_output_finalize;
}

static void
hearth_voice_output_init (HearthVoiceOutput *self)
{
}

/**
 * hearth_voice_output_new:
 * @funcs: what is told of it; copied
 * @user_data: for @funcs
 *
 * Returns: (transfer full): an output that is not open
 */
HearthVoiceOutput *
hearth_voice_output_new (const HearthVoiceOutputFuncs *funcs, gpointer user_data)
{
  HearthVoiceOutput *self = g_object_new (HEARTH_TYPE_VOICE_OUTPUT, NULL);

  self->funcs = *funcs;
  self->user_data = user_data;
  self->has_probe = hearth_voice_pipeline_can_cancel_echo ();
  make_pipeline (self);
  return self;
}
