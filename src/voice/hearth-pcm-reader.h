/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-wave.h"

G_BEGIN_DECLS

/**
 * HearthPcmReader:
 *
 * Makes samples of the bytes that a voice on the network sends: mono, signed 16 bit, in the byte
 * order of the machine, whatever the channels and the form, and wherever the bytes are divided.
 */
typedef struct _HearthPcmReader HearthPcmReader;

HearthPcmReader *hearth_pcm_reader_new      (guint rate, guint channels) G_GNUC_WARN_UNUSED_RESULT;
HearthPcmReader *hearth_pcm_reader_new_sniff (guint rate) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_pcm_reader_free     (HearthPcmReader *self);
gboolean         hearth_pcm_reader_feed     (HearthPcmReader *self, const guint8 *data,
                                             gsize length, GError **error);
gboolean         hearth_pcm_reader_end      (HearthPcmReader *self, GError **error);
guint            hearth_pcm_reader_get_rate (HearthPcmReader *self);
const gint16    *hearth_pcm_reader_get_samples (HearthPcmReader *self, gsize *n_samples);
void             hearth_pcm_reader_clear    (HearthPcmReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthPcmReader, hearth_pcm_reader_free)

G_END_DECLS
