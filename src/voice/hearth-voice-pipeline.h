/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/** Signed 16 bit in the byte order of the machine. */
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
#define HEARTH_VOICE_FORMAT "S16LE"
#else
#define HEARTH_VOICE_FORMAT "S16BE"
#endif

/** How webrtcdsp takes steady noise out of what is heard: more of it would take speech along. */
#define HEARTH_VOICE_DENOISE "noise-suppression=true noise-suppression-level=moderate"

/** What tells the echo canceller of the input what the output plays. */
#define HEARTH_VOICE_PROBE "hearth-echo"

GstElement  *hearth_voice_pipeline_new              (const char *format, ...) G_GNUC_PRINTF (1, 2) G_GNUC_WARN_UNUSED_RESULT;
guint        hearth_voice_pipeline_watch            (GstElement *pipeline, GstBusFunc func,
                                                     gpointer user_data);
gboolean     hearth_voice_pipeline_play             (GstElement *pipeline);
gboolean     hearth_voice_pipeline_stop             (GstElement *pipeline) G_GNUC_WARN_UNUSED_RESULT;
GstClockTime hearth_voice_pipeline_get_running_time (void);
gboolean     hearth_voice_pipeline_can_cancel_echo  (void);

G_END_DECLS
