/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-message.h"

G_BEGIN_DECLS

/**
 * HearthReviewRow: what is looked at of one message. Nothing of it outlives the call.
 * @id: row
 * @thread_id: its thread
 * @from_id: the row of its sender, or 0
 * @list_id: the List-Id without brackets, or ""
 * @klass: (nullable): the class that attention gave
 */
typedef struct {
  gint64 id;
  gint64 thread_id;
  gint64 from_id;
  gint64 date;
  HearthMessageFlags flags;
  HearthMessageMarks marks;
  const char *subject;
  const char *from_name;
  const char *from_address;
  const char *list_id;
  const char *klass;
} HearthReviewRow;

/**
 * HearthReviewRowFunc:
 * @row: a message
 * @user_data: the caller's
 */
typedef void (*HearthReviewRowFunc) (const HearthReviewRow *row, gpointer user_data);

/**
 * HearthUnsubscribeState: how leaving a list stands. The numbers are stored.
 * @HEARTH_UNSUBSCRIBE_WAITS: it was begun
 * @HEARTH_UNSUBSCRIBE_ASKED: the list was asked to stop
 * @HEARTH_UNSUBSCRIBE_FAILED: it did not work
 */
typedef enum {
  HEARTH_UNSUBSCRIBE_WAITS,
  HEARTH_UNSUBSCRIBE_ASKED,
  HEARTH_UNSUBSCRIBE_FAILED,
} HearthUnsubscribeState;

/**
 * HearthLeftList: a list that the owner left, or tried to.
 * @list: hearth_left_list_key()
 * @message_id: the message that said how
 * @at: when, seconds since 1970 UTC
 * @how: "one-click", "mail" or "web"
 * @state: how it stands
 * @problem: (nullable): why it failed
 */
typedef struct {
  char *list;
  gint64 message_id;
  gint64 at;
  char *how;
  HearthUnsubscribeState state;
  char *problem;
} HearthLeftList;

void
hearth_left_list_free (HearthLeftList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthLeftList, hearth_left_list_free)
char *
hearth_left_list_key (const char *list_id, const char *address) G_GNUC_WARN_UNUSED_RESULT;

/** HEARTH_LEFT_GRACE: for so long a list that was left may still write, seconds. */
#define HEARTH_LEFT_GRACE (3 * 24 * 3600)

gboolean
hearth_store_review_count (HearthDatabase *db, gint64 *n, GError **error);
gboolean
hearth_store_review_scan (HearthDatabase *db, gint64 *below_id, guint limit,
                          HearthReviewRowFunc func, gpointer user_data, guint *n_rows,
                          GError **error);
GHashTable *
hearth_store_review_list_threads (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GHashTable *
hearth_store_review_list_people (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GHashTable *
hearth_store_review_list_papers (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray *
hearth_store_left_lists (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthLeftList *
hearth_store_left_lists_get (HearthDatabase *db, const char *list,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_left_lists_write (HearthDatabase *db, const HearthLeftList *left, GError **error);

/**
 * HearthSender: who writes to the owner.
 * @id: the row of a person
 * @n_received: messages from there
 * @n_read: of these, those that were read
 */
typedef struct {
  gint64 id;
  char *name;
  char *address;
  gint64 n_received;
  gint64 n_read;
} HearthSender;

GPtrArray *
hearth_store_senders_list (HearthDatabase *db, gboolean never_read, guint limit,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
