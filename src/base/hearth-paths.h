/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HEARTH_APP_ID:
 *
 * The panel's application ID and D-Bus name.
 */
#define HEARTH_APP_ID "io.github.hearthdesktop.Hearth"
#define HEARTH_DEMO_APP_ID HEARTH_APP_ID ".Demo"
#define HEARTH_DAEMON_NAME HEARTH_APP_ID ".Daemon"
#define HEARTH_DEMO_DAEMON_NAME HEARTH_DEMO_APP_ID ".Daemon"
#define HEARTH_DAEMON_PATH "/io/github/hearthdesktop/Hearth/Daemon"
#define HEARTH_DAEMON_INTERFACE HEARTH_APP_ID ".Daemon1"
#define HEARTH_LETTERS_INTERFACE HEARTH_APP_ID ".Letters1"
#define HEARTH_SPEECH_INTERFACE HEARTH_APP_ID ".Speech1"

char       *hearth_paths_dup_data_dir  (gboolean demo) G_GNUC_WARN_UNUSED_RESULT;
char       *hearth_paths_dup_store     (const char *data_dir) G_GNUC_WARN_UNUSED_RESULT;
char       *hearth_paths_dup_autostart (void) G_GNUC_WARN_UNUSED_RESULT;
char       *hearth_paths_dup_resource  (const char *relative) G_GNUC_WARN_UNUSED_RESULT;
char       *hearth_paths_dup_program  (const char *variable, const char *folder,
                                       const char *name) G_GNUC_WARN_UNUSED_RESULT;
const char *hearth_paths_daemon_name   (gboolean demo);

G_END_DECLS
