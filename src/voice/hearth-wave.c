/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-wave.h"

#include "hearth-synthesizer.h"

#include <string.h>

#define RIFF_HEAD 12
#define CHUNK_HEAD 8
#define FORMAT_SIZE 16
#define EXTENSIBLE_SIZE 40
#define MAX_CHANNELS 8

#define FORMAT_PCM 1
#define FORMAT_FLOAT 3
#define FORMAT_EXTENSIBLE 0xfffe

/* Who writes a file while it is made does not know its size, and writes 0 or as much as fits. */
#define UNKNOWN_SIZE 0x7f000000

static guint32
read_u32 (const guint8 *at)
{
  return (guint32) at[0] | (guint32) at[1] << 8 | (guint32) at[2] << 16 | (guint32) at[3] << 24;
}

static guint16
read_u16 (const guint8 *at)
{
  return (guint16) (at[0] | at[1] << 8);
}

/**
 * hearth_wave_form_get_size:
 * @form: a form
 *
 * Returns: the bytes of one sample
 */
guint
hearth_wave_form_get_size (HearthWaveForm form)
{
  switch (form) {
  case HEARTH_WAVE_U8:
    return 1;
  case HEARTH_WAVE_S24:
    return 3;
  case HEARTH_WAVE_S32:
  case HEARTH_WAVE_F32:
    return 4;
  case HEARTH_WAVE_S16:
  default:
    return 2;
  }
}

static gboolean
read_form (HearthWaveHead *self, guint tag, guint bits)
{
  static const struct {
    guint tag;
    guint bits;
    HearthWaveForm form;
  } forms[] = {
    { FORMAT_PCM, 8, HEARTH_WAVE_U8 },     { FORMAT_PCM, 16, HEARTH_WAVE_S16 },
    { FORMAT_PCM, 24, HEARTH_WAVE_S24 },   { FORMAT_PCM, 32, HEARTH_WAVE_S32 },
    { FORMAT_FLOAT, 32, HEARTH_WAVE_F32 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
    if (forms[i].tag == tag && forms[i].bits == bits) {
      self->form = forms[i].form;
      return TRUE;
    }
  }
  return FALSE;
}

/* The chunk "fmt ": WAVEFORMATEX, or WAVEFORMATEXTENSIBLE, whose tag begins its GUID. */
static gboolean
read_format (HearthWaveHead *self, const guint8 *at, gsize length)
{
  guint tag = read_u16 (at);

  self->channels = read_u16 (at + 2);
  self->rate = read_u32 (at + 4);
  if (tag == FORMAT_EXTENSIBLE && length >= EXTENSIBLE_SIZE)
    tag = read_u16 (at + 24);
  return read_form (self, tag, read_u16 (at + 14)) && self->channels >= 1 &&
         self->channels <= MAX_CHANNELS && self->rate >= HEARTH_SYNTHESIS_RATE_MIN &&
         self->rate <= HEARTH_SYNTHESIS_RATE_MAX &&
         read_u16 (at + 12) == self->channels * hearth_wave_form_get_size (self->form);
}

/* The sound begins at @at. */
static void
end_head (HearthWaveHead *self, gsize at, guint32 size)
{
  guint frame = self->channels * hearth_wave_form_get_size (self->form);

  self->head_size = at;
  self->data_size = size == 0 || size >= UNKNOWN_SIZE ? -1 : (gint64) (size - size % frame);
}

/**
 * hearth_wave_head_read:
 * @self: (out caller-allocates): what the head says, where it is %HEARTH_WAVE_HEAD
 * @data: (array length=length): the first bytes of something
 * @length: how many; %HEARTH_WAVE_HEAD_MAX are enough for anything
 *
 * Reads the head of a file after "Multimedia Programming Interface and Data Specifications 1.0",
 * with sound that is not compressed, at a rate that a voice may have.
 *
 * Returns: what it is
 */
HearthWaveStatus
hearth_wave_head_read (HearthWaveHead *self, const guint8 *data, gsize length)
{
  gboolean formatted = FALSE;
  gsize at = RIFF_HEAD;

  *self = (HearthWaveHead){ 0 };
  if (memcmp (data, "RIFF", MIN (length, 4)) != 0 ||
      (length > 8 && memcmp (data + 8, "WAVE", MIN (length - 8, 4)) != 0))
    return HEARTH_WAVE_NONE;
  while (at + CHUNK_HEAD <= length && at <= HEARTH_WAVE_HEAD_MAX) {
    const guint8 *chunk = data + at;
    guint32 size = read_u32 (chunk + 4);

    at += CHUNK_HEAD;
    if (memcmp (chunk, "data", 4) == 0 && formatted) {
      end_head (self, at, size);
      return HEARTH_WAVE_HEAD;
    }
    if (size > HEARTH_WAVE_HEAD_MAX || memcmp (chunk, "data", 4) == 0)
      return HEARTH_WAVE_INVALID;
    if (memcmp (chunk, "fmt ", 4) == 0) {
      if (size < FORMAT_SIZE)
        return HEARTH_WAVE_INVALID;
      if (at + size > length)
        return HEARTH_WAVE_MORE;
      if (!read_format (self, data + at, size))
        return HEARTH_WAVE_INVALID;
      formatted = TRUE;
    }
    /* Chunks begin at even places. */
    at += size + (size & 1);
  }
  return at > HEARTH_WAVE_HEAD_MAX ? HEARTH_WAVE_INVALID : HEARTH_WAVE_MORE;
}

static void
append_u32 (GByteArray *bytes, guint32 value)
{
  guint32 le = GUINT32_TO_LE (value);

  g_byte_array_append (bytes, (const guint8 *) &le, sizeof le);
}

static void
append_u16 (GByteArray *bytes, guint16 value)
{
  guint16 le = GUINT16_TO_LE (value);

  g_byte_array_append (bytes, (const guint8 *) &le, sizeof le);
}

/**
 * hearth_wave_new:
 * @samples: (array length=n_samples): mono, in the byte order of the machine
 * @n_samples: how many
 * @rate: how many a second
 *
 * Returns: (transfer full): a RIFF/WAVE file, in memory
 */
GBytes *
hearth_wave_new (const gint16 *samples, gsize n_samples, guint rate)
{
  guint32 size = (guint32) (n_samples * sizeof (gint16));
  GByteArray *bytes = g_byte_array_sized_new (size + RIFF_HEAD + 2 * CHUNK_HEAD + FORMAT_SIZE);

  g_byte_array_append (bytes, (const guint8 *) "RIFF", 4);
  append_u32 (bytes, size + 4 + 2 * CHUNK_HEAD + FORMAT_SIZE);
  g_byte_array_append (bytes, (const guint8 *) "WAVEfmt ", 8);
  append_u32 (bytes, FORMAT_SIZE);
  append_u16 (bytes, FORMAT_PCM);
  append_u16 (bytes, 1);
  append_u32 (bytes, rate);
  append_u32 (bytes, rate * sizeof (gint16));
  append_u16 (bytes, sizeof (gint16));
  append_u16 (bytes, 8 * sizeof (gint16));
  g_byte_array_append (bytes, (const guint8 *) "data", 4);
  append_u32 (bytes, size);
  for (gsize i = 0; i < n_samples; i++)
    append_u16 (bytes, (guint16) samples[i]);
  return g_byte_array_free_to_bytes (bytes);
}
