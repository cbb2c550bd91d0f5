/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-voice-error.h"

G_BEGIN_DECLS

/** The most bytes before the sound of a RIFF/WAVE file; the rest would be pictures and lyrics. */
#define HEARTH_WAVE_HEAD_MAX (64 * 1024)

/** HearthWaveForm: how a sample is written; all of them little-endian. */
typedef enum {
  HEARTH_WAVE_U8,
  HEARTH_WAVE_S16,
  HEARTH_WAVE_S24,
  HEARTH_WAVE_S32,
  HEARTH_WAVE_F32,
} HearthWaveForm;

/**
 * HearthWaveHead:
 * @rate: samples a second of each channel
 * @channels: how many, 1 to 8
 * @form: how a sample is written
 * @head_size: bytes before the sound
 * @data_size: bytes of sound, or -1 where the file was written while it was made
 */
typedef struct {
  guint rate;
  guint channels;
  HearthWaveForm form;
  gsize head_size;
  gint64 data_size;
} HearthWaveHead;

/** HearthWaveStatus: what the beginning of some bytes is. */
typedef enum {
  HEARTH_WAVE_HEAD,    /* a head as a whole */
  HEARTH_WAVE_MORE,    /* perhaps the beginning of one: more bytes are needed */
  HEARTH_WAVE_NONE,    /* no RIFF/WAVE file */
  HEARTH_WAVE_INVALID, /* one that is broken, or whose sound is in a form that is not read */
} HearthWaveStatus;

HearthWaveStatus hearth_wave_head_read (HearthWaveHead *self, const guint8 *data, gsize length);
guint            hearth_wave_form_get_size (HearthWaveForm form);
GBytes          *hearth_wave_new (const gint16 *samples, gsize n_samples,
                                  guint rate) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
