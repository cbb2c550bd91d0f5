/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthSyncSink:
 *
 * Where a running sync reports; called on the thread of the source or of the writer.
 *
 * @stored: messages were stored under these rows (element-type gint64)
 * @changed: a table is different
 * @progress: @done of @total items were read
 * @warning: a sentence that names one file that could not be used
 * @is_thrifty: (nullable): whether older mail shall wait; asked again and again
 * @left: (nullable): whether older mail does
 * @user_data: handed to each
 */
typedef struct {
  void (*stored) (const GArray *ids, gpointer user_data);
  void (*changed) (const char *table, gpointer user_data);
  void (*progress) (guint64 done, guint64 total, gpointer user_data);
  void (*warning) (const char *text, gpointer user_data);
  gpointer user_data;
  gboolean (*is_thrifty) (gpointer user_data);
  void (*left) (gboolean older, gpointer user_data);
} HearthSyncSink;

G_END_DECLS
