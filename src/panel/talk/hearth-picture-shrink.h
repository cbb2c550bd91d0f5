/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** HEARTH_PICTURE_MAX_BYTES: a picture that is shrunk has at most so many bytes. */
#define HEARTH_PICTURE_MAX_BYTES (32 * 1024 * 1024)

GBytes *hearth_picture_shrink (GBytes *data, guint max_pixels, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
