/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

double   hearth_accent_contrast (guint32 a, guint32 b);
guint32  hearth_accent_mix      (guint32 a, guint32 b, double share);
guint32  hearth_accent_fit      (guint32 wish, const guint32 *surfaces, guint n_surfaces, double least);
gboolean hearth_accent_read     (GVariant *value, guint32 *color);
char    *hearth_accent_to_css   (guint32 wish, gboolean dark) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
