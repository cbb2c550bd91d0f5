/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

/* A calendar with more events is not put into another: it is subscribed to, or added as a file. */
#define HEARTH_OPENED_FILE_MAX_ADDED 100

/**
 * HearthOpenedFile:
 *
 * What a file holds that somebody handed over: a mail, or the events of a calendar. It is in no
 * store. Immutable.
 *
 * @message: (nullable): the mail
 * @row: the message in the store that has the same Message-ID, or 0
 * @events: (nullable) (element-type HearthEvent): the events in the order of the file, a series once
 * @name: (nullable): what the calendar calls itself
 * @n_known: how many of @events stand in a calendar already
 * @known: (nullable) (element-type utf8): the UIDs of these
 * @n_tasks: how many tasks it has, which are not taken over
 */
typedef struct {
  HearthMessage *message;
  gint64 row;
  GPtrArray *events;
  char *name;
  guint n_known;
  GHashTable *known;
  guint n_tasks;
} HearthOpenedFile;

void              hearth_opened_file_free (HearthOpenedFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthOpenedFile, hearth_opened_file_free)

void              hearth_engine_read_file_async        (HearthEngine *self, int fd,
                                                        GAsyncReadyCallback callback,
                                                        gpointer user_data);
HearthOpenedFile *hearth_engine_read_file_finish       (HearthEngine *self, GAsyncResult *result,
                                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_engine_add_file_events_async  (HearthEngine *self, int fd, gint64 calendar,
                                                        GAsyncReadyCallback callback,
                                                        gpointer user_data);
gboolean          hearth_engine_add_file_events_finish (HearthEngine *self, GAsyncResult *result,
                                                        guint *n_added, gint64 *action_id,
                                                        GError **error);
void              hearth_engine_save_file_part_async   (HearthEngine *self, int fd, const char *part,
                                                        GAsyncReadyCallback callback,
                                                        gpointer user_data);
char             *hearth_engine_save_file_part_finish  (HearthEngine *self, GAsyncResult *result,
                                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
