/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_WRITER (hearth_writer_get_type ())
G_DECLARE_FINAL_TYPE (HearthWriter, hearth_writer, HEARTH, WRITER, GObject)

/**
 * HearthWriteFunc:
 * @db: (worker): the writer's connection, in a transaction
 * @user_data: the caller's
 * @error: why it failed; then all of it is rolled back
 *
 * One change of the store.
 *
 * Returns: whether it succeeded
 */
typedef gboolean (*HearthWriteFunc) (HearthDatabase *db, gpointer user_data, GError **error);

/**
 * HearthWrittenFunc:
 * @user_data: what was queued
 * @error: (nullable): why nothing of it was written, or %NULL if it was
 *
 * Called on the writer's thread when a queued change has ended; it owns @user_data from then on.
 */
typedef void (*HearthWrittenFunc) (gpointer user_data, const GError *error);

/**
 * HearthRideFunc:
 * @db: (worker): the writer's connection, in the transaction of an act
 * @action_id: the act's action, or 0 if it made none
 * @user_data: the caller's
 * @error: why it failed; then the act is rolled back as well
 *
 * Something that is to be written with an act, or not at all.
 *
 * Returns: whether it succeeded
 */
typedef gboolean (*HearthRideFunc) (HearthDatabase *db, gint64 action_id, gpointer user_data,
                                    GError **error);

HearthWriter *hearth_writer_new      (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      hearth_writer_run_sync (HearthWriter *self, HearthWriteFunc func, gpointer user_data,
                                      GError **error);
gboolean      hearth_writer_call_sync (HearthWriter *self, HearthWriteFunc func, gpointer user_data,
                                       GError **error);
void          hearth_writer_call_async (HearthWriter *self, HearthWriteFunc func, gpointer user_data,
                                        GAsyncReadyCallback callback, gpointer callback_data);
gboolean      hearth_writer_call_finish (GAsyncResult *result, GError **error);
void          hearth_writer_queue    (HearthWriter *self, HearthWriteFunc func, gpointer user_data,
                                      HearthWrittenFunc written);
void          hearth_writer_settle   (HearthWriter *self);
void          hearth_writer_set_bulk (HearthWriter *self, gboolean bulk);
void          hearth_writer_stop     (HearthWriter *self);
void          hearth_writer_set_rider (HearthWriter *self, HearthRideFunc func, gpointer user_data);
gboolean      hearth_writer_has_rider (HearthWriter *self);
gboolean      hearth_writer_ride     (HearthWriter *self, HearthDatabase *db, gint64 action_id,
                                      GError **error);

G_END_DECLS
