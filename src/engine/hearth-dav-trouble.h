/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GError *hearth_dav_trouble_translate (const char *url, GError *foreign, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
