/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthLeadIn:
 *
 * Where a sentence is of which only silence came until now. All of it is private; zeros are a
 * sentence that begins.
 */
typedef struct {
  gsize skipped;
  gboolean over;
} HearthLeadIn;

gsize hearth_lead_in_skip (HearthLeadIn *self, guint rate, const gint16 *samples, gsize n_samples);

G_END_DECLS
