/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-pcm-reader.h"

#include "hearth-synthesizer.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Sound that nobody hears, of 16 bit. A voice that is silent for a whole sentence has failed. */
#define SILENT 4

/* Bytes by which a file is told from bare samples. */
#define ENOUGH_TO_TELL 12

struct _HearthPcmReader {
  HearthWaveHead head;
  gboolean sniffing;   /* nothing is known of the form yet but the rate that it is to have */
  GByteArray *pending; /* what came while sniffing, and then what is less than a frame */
  GArray *samples;     /* of gint16, not yet cleared */
  gint64 left;         /* bytes that are still to come, or -1 */
  guint64 n_samples;   /* of all, also those that were cleared */
  int peak;
};

/**
 * hearth_pcm_reader_new:
 * @rate: samples a second
 * @channels: how many, 1 to 8
 *
 * Returns: (transfer full): a reader of bare samples of 16 bit, little-endian
 */
HearthPcmReader *
hearth_pcm_reader_new (guint rate, guint channels)
{
  HearthPcmReader *self = g_new0 (HearthPcmReader, 1);

  g_assert (channels >= 1 && channels <= 8);
  self->head = (HearthWaveHead){ rate, channels, HEARTH_WAVE_S16, 0, -1 };
  self->left = -1;
  self->pending = g_byte_array_new ();
  self->samples = g_array_new (FALSE, FALSE, sizeof (gint16));
  return self;
}

/**
 * hearth_pcm_reader_new_sniff:
 * @rate: samples a second of what has no head
 *
 * Returns: (transfer full): a reader of a RIFF/WAVE file, or of bare samples in mono: some services
 *   send one where the other was asked for
 */
HearthPcmReader *
hearth_pcm_reader_new_sniff (guint rate)
{
  HearthPcmReader *self = hearth_pcm_reader_new (rate, 1);

  self->sniffing = TRUE;
  return self;
}

/**
 * hearth_pcm_reader_free:
 * @self: (nullable) (transfer full): a reader
 */
void
hearth_pcm_reader_free (HearthPcmReader *self)
{
  if (self == NULL)
    return;
  g_byte_array_unref (self->pending);
  g_array_unref (self->samples);
  g_free (self);
}

/* A sample in 16 bit. */
static int
read_sample (HearthWaveForm form, const guint8 *at)
{
  switch (form) {
  case HEARTH_WAVE_U8:
    return (at[0] - 128) * 256;
  case HEARTH_WAVE_S24:
    return (gint16) (at[1] | at[2] << 8);
  case HEARTH_WAVE_S32:
    return (gint16) (at[2] | at[3] << 8);
  case HEARTH_WAVE_F32: {
    guint32 bits =
        (guint32) at[0] | (guint32) at[1] << 8 | (guint32) at[2] << 16 | (guint32) at[3] << 24;
    float value;

    memcpy (&value, &bits, sizeof value);
    return isfinite (value) ? (int) (CLAMP (value, -1.0f, 1.0f) * 32767.0f) : 0;
  }
  case HEARTH_WAVE_S16:
  default:
    return (gint16) (at[0] | at[1] << 8);
  }
}

static void
read_frame (HearthPcmReader *self, const guint8 *frame)
{
  guint size = hearth_wave_form_get_size (self->head.form);
  int sum = 0;
  gint16 sample;

  for (guint i = 0; i < self->head.channels; i++)
    sum += read_sample (self->head.form, frame + i * size);
  sample = (gint16) (sum / (int) self->head.channels);
  self->peak = MAX (self->peak, ABS ((int) sample));
  g_array_append_val (self->samples, sample);
}

/* Reads whole frames and keeps what is left of one. */
static gboolean
read_frames (HearthPcmReader *self, const guint8 *data, gsize length, GError **error)
{
  gsize frame = self->head.channels * hearth_wave_form_get_size (self->head.form);
  gsize at = 0;
  gsize n;

  /* After the sound of a file come its title and the like. */
  if (self->left >= 0) {
    length = MIN (length, (gsize) self->left);
    self->left -= (gint64) length;
  }
  if (self->pending->len > 0) {
    at = MIN (frame - self->pending->len, length);
    g_byte_array_append (self->pending, data, (guint) at);
    if (self->pending->len < frame)
      return TRUE;
    read_frame (self, self->pending->data);
    self->n_samples++;
    g_byte_array_set_size (self->pending, 0);
  }
  n = (length - at) / frame;
  self->n_samples += n;
  if (self->n_samples > (guint64) self->head.rate * HEARTH_SYNTHESIS_SECONDS_MAX) {
    g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_TOO_LARGE,
                         _("The service sent more than an answer can be."));
    return FALSE;
  }
  for (; n > 0; n--, at += frame)
    read_frame (self, data + at);
  g_byte_array_append (self->pending, data + at, (guint) (length - at));
  return TRUE;
}

static gboolean
fail_form (GError **error)
{
  g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_BAD_REPLY,
                       _("The service did not send sound that can be played."));
  return FALSE;
}

/* Other files that services send when they do not know what was asked for. */
static gboolean
is_other_file (const guint8 *data, gsize length)
{
  static const char *const beginnings[] = { "OggS", "fLaC", "ID3", "{\"", "<!DO", "<htm", "RIFF" };

  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++) {
    gsize size = strlen (beginnings[i]);

    if (length >= size && memcmp (data, beginnings[i], size) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Looks at what has come so far. At the @end no more will come. */
static gboolean
sniff (HearthPcmReader *self, gboolean end, GError **error)
{
  g_autoptr (GByteArray) seen = NULL;
  HearthWaveHead head;
  HearthWaveStatus status = hearth_wave_head_read (&head, self->pending->data, self->pending->len);

  if ((status == HEARTH_WAVE_MORE || self->pending->len < ENOUGH_TO_TELL) && !end)
    return TRUE;
  if (status == HEARTH_WAVE_MORE && self->pending->len >= 4) {
    g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_CUT_OFF,
                         _("The sound ended in the middle."));
    return FALSE;
  }
  if (status == HEARTH_WAVE_INVALID ||
      (status == HEARTH_WAVE_NONE && is_other_file (self->pending->data, self->pending->len)))
    return fail_form (error);
  self->sniffing = FALSE;
  seen = g_steal_pointer (&self->pending);
  self->pending = g_byte_array_new ();
  if (status != HEARTH_WAVE_HEAD)
    return read_frames (self, seen->data, seen->len, error);
  self->head = head;
  self->left = head.data_size;
  return read_frames (self, seen->data + head.head_size, seen->len - head.head_size, error);
}

/**
 * hearth_pcm_reader_feed:
 * @self: a reader
 * @data: (array length=length): the next bytes
 * @length: how many
 * @error: %HEARTH_VOICE_ERROR_BAD_REPLY for what is not sound, %HEARTH_VOICE_ERROR_TOO_LARGE for
 *   more than %HEARTH_SYNTHESIS_SECONDS_MAX
 *
 * Returns: whether it was sound
 */
gboolean
hearth_pcm_reader_feed (HearthPcmReader *self, const guint8 *data, gsize length, GError **error)
{
  if (length == 0)
    return TRUE;
  if (!self->sniffing)
    return read_frames (self, data, length, error);
  g_byte_array_append (self->pending, data, (guint) length);
  return sniff (self, FALSE, error);
}

/**
 * hearth_pcm_reader_end:
 * @self: a reader
 * @error: %HEARTH_VOICE_ERROR_CUT_OFF where a file has less than its head says,
 *   %HEARTH_VOICE_ERROR_BAD_REPLY for sound that cannot be heard
 *
 * Says that nothing more comes. There may be samples left to take.
 *
 * Returns: whether all was well
 */
gboolean
hearth_pcm_reader_end (HearthPcmReader *self, GError **error)
{
  if (self->sniffing && self->pending->len > 0 && !sniff (self, TRUE, error))
    return FALSE;
  if (self->left > 0) {
    g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_CUT_OFF,
                         _("The sound ended in the middle."));
    return FALSE;
  }
  if (self->n_samples > 0 && self->peak < SILENT) {
    g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_BAD_REPLY,
                         _("The service sent only silence."));
    return FALSE;
  }
  return TRUE;
}

/**
 * hearth_pcm_reader_get_rate:
 * @self: a reader
 *
 * Returns: samples a second; it is right once there are samples
 */
guint
hearth_pcm_reader_get_rate (HearthPcmReader *self)
{
  return self->head.rate;
}

/**
 * hearth_pcm_reader_get_samples:
 * @self: a reader
 * @n_samples: (out): how many
 *
 * Returns: (transfer none) (array length=n_samples): what was read since hearth_pcm_reader_clear()
 */
const gint16 *
hearth_pcm_reader_get_samples (HearthPcmReader *self, gsize *n_samples)
{
  *n_samples = self->samples->len;
  return (const gint16 *) (gpointer) self->samples->data;
}

/**
 * hearth_pcm_reader_clear:
 * @self: a reader
 *
 * Forgets the samples that were read.
 */
void
hearth_pcm_reader_clear (HearthPcmReader *self)
{
  g_array_set_size (self->samples, 0);
}
