/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

G_BEGIN_DECLS

/**
 * HearthLesson: what the owner said of a message.
 * @id: row; later lessons have higher ones
 * @message_id: the message's row; it may be gone
 * @what: (owned): what it is: a class ("urgent", "needs_response", "personal", "fyi",
 *   "promotional"), "spam", "phishing", or "good" for neither
 * @at: when, seconds since 1970 UTC
 */
typedef struct {
  gint64 id;
  gint64 message_id;
  char *what;
  gint64 at;
} HearthLesson;

void
hearth_lesson_free (HearthLesson *self);
gboolean
hearth_store_lessons_add (HearthDatabase *db, gint64 message_id, const char *what, GError **error);
gboolean
hearth_store_lessons_remove (HearthDatabase *db, gint64 message_id, GError **error);
gboolean
hearth_store_lessons_clear (HearthDatabase *db, GError **error);
GPtrArray *
hearth_store_lessons_list (HearthDatabase *db, gint64 after_id, guint limit,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
int
hearth_store_lessons_count (HearthDatabase *db, GError **error);

G_END_DECLS
