/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean hearth_standalone_backup  (const char *data_dir, const char *path, GError **error);
char    *hearth_standalone_restore (const char *data_dir, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
