/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** HearthAutostartState: whether the desktop starts the companion when its owner logs in. */
typedef enum {
  HEARTH_AUTOSTART_OFF,
  HEARTH_AUTOSTART_ON,
  HEARTH_AUTOSTART_BROKEN, /* it would, but the program is not there */
} HearthAutostartState;

HearthAutostartState hearth_autostart_file_read     (const char *path, char **program);
gboolean             hearth_autostart_file_write    (const char *path, const char *program,
                                                     GError **error);
gboolean             hearth_autostart_file_remove   (const char *path, GError **error);

G_END_DECLS
