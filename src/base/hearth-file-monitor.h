/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_POLL_MONITOR (hearth_poll_monitor_get_type ())
G_DECLARE_FINAL_TYPE (HearthPollMonitor, hearth_poll_monitor, HEARTH, POLL_MONITOR, GFileMonitor)

/**
 * HearthWatchDepth:
 * @HEARTH_WATCH_NAMES: which files are in a folder: theirs is never written to again
 * @HEARTH_WATCH_CONTENTS: what is in the files, too
 *
 * What has to be noticed.
 */
typedef enum {
  HEARTH_WATCH_NAMES,
  HEARTH_WATCH_CONTENTS,
} HearthWatchDepth;

gboolean      hearth_file_monitor_has_to_poll (const char *path);
GFileMonitor *hearth_file_monitor_new         (const char *path, HearthWatchDepth depth,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
GFileMonitor *hearth_poll_monitor_new         (const char *path, HearthWatchDepth depth,
                                               guint interval_ms) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
