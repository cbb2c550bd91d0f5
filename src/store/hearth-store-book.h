/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-contact.h"
#include "hearth-database.h"

G_BEGIN_DECLS

/**
 * HearthKeep: somebody whom the owner wants to hear from.
 * @address: their addr-spec
 * @name: what the owner calls them
 * @days: after how many days without a word
 * @created: since when, seconds since 1970 UTC
 */
typedef struct {
  char *address;
  char *name;
  guint days;
  gint64 created;
} HearthKeep;

/**
 * HearthContactTimes: when the owner and somebody had to do with each other last, seconds since
 * 1970 UTC; 0 for never.
 * @received: their last mail
 * @received_id: its row
 * @sent: the owner's last mail to them
 * @sent_id: its row
 * @met: the last event with both
 */
typedef struct {
  gint64 received;
  gint64 received_id;
  gint64 sent;
  gint64 sent_id;
  gint64 met;
} HearthContactTimes;

void hearth_keep_free (HearthKeep *self);

GPtrArray *hearth_store_book_list (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_store_book_has (HearthDatabase *db, const char *address);
char *hearth_store_book_find_address (HearthDatabase *db, const char *name,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_store_book_calls (HearthDatabase *db, const char *address, const char *name);
gboolean hearth_store_book_find_times (HearthDatabase *db, const char *address, gint64 now,
                                       HearthContactTimes *times, GError **error);
GPtrArray *hearth_store_keep_list (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_store_keep_set (HearthDatabase *db, const char *address, const char *name,
                                guint days, gint64 now, GError **error);

G_END_DECLS
