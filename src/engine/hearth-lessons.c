/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-lessons.h"

#include "hearth-clock.h"
#include "hearth-engine-private.h"
#include "hearth-store-lessons.h"
#include "hearth-store-messages.h"

#include <glib/gi18n.h>

typedef struct {
  gint64 message_id;
  const char *what;
} Teach;

static gboolean
write_lesson (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Teach *teach = user_data;

  if (*teach->what == '\0')
    return hearth_store_lessons_remove (db, teach->message_id, error);
  return hearth_store_lessons_add (db, teach->message_id, teach->what, error);
}

/**
 * hearth_engine_teach:
 * @self: an engine
 * @message_id: a message
 * @what: what the owner says that it is; see #HearthLesson; "" takes back what was said
 * @error: `HEARTH_ENGINE_ERROR_INVALID` if there is no such lesson,
 *   `HEARTH_STORE_ERROR_NOT_FOUND` if there is no such message, or another #HearthStoreError
 *
 * Writes down what the owner says of a message. Attention learns from it at once.
 *
 * Returns: whether it is on disk
 */
gboolean
hearth_engine_teach (HearthEngine *self, gint64 message_id, const char *what, GError **error)
{
  static const char *const lessons[] = { "urgent",   "needs_response", "personal",
                                         "fyi",      "promotional",    "spam",
                                         "phishing", "good",           NULL };
  Teach teach = { message_id, what };
  g_autoptr (HearthMessage) message = NULL;

  if (*what != '\0' && !g_strv_contains (lessons, what)) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                 _("“%s” is nothing that a mail can be called."), what);
    return FALSE;
  }
  message = hearth_store_messages_get (self->reader, message_id, error);
  if (message == NULL || !hearth_writer_run_sync (self->writer, write_lesson, &teach, error))
    return FALSE;
  hearth_engine_emit_changed (self, "lessons");
  return TRUE;
}

/* What the owner did before then is forgotten too. */
#define META_SINCE "lessons-since"

static gboolean
clear_lessons (HearthDatabase *db, gpointer user_data, GError **error)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, hearth_clock_now ());

  return hearth_store_lessons_clear (db, error) &&
         hearth_database_set_meta (db, META_SINCE, now, error);
}

/**
 * hearth_lessons_get_since:
 * @db: a database
 *
 * Returns: from when on what the owner does with mail counts, seconds since 1970 UTC; 0 if all does
 */
gint64
hearth_lessons_get_since (HearthDatabase *db)
{
  g_autofree char *value = NULL;

  if (!hearth_database_get_meta (db, META_SINCE, &value, NULL) || value == NULL)
    return 0;
  return g_ascii_strtoll (value, NULL, 10);
}

/**
 * hearth_engine_forget_lessons:
 * @self: an engine
 * @error: a #HearthStoreError
 *
 * Forgets all that the owner taught, in words and by what they did with mail. The weights that come
 * with the program are left.
 *
 * Returns: whether it is so on disk
 */
gboolean
hearth_engine_forget_lessons (HearthEngine *self, GError **error)
{
  if (!hearth_writer_run_sync (self->writer, clear_lessons, NULL, error))
    return FALSE;
  hearth_engine_emit_changed (self, "lessons");
  return TRUE;
}
