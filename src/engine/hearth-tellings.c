/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-tellings.h"

#include "hearth-clock.h"
#include "hearth-engine-private.h"
#include "hearth-store-tellings.h"

#include <glib/gi18n.h>

static gboolean
write_tellings (HearthDatabase *db, gpointer user_data, GError **error)
{
  GPtrArray *tellings = user_data;

  for (guint i = 0; i < tellings->len; i++) {
    if (!hearth_store_tellings_add (db, g_ptr_array_index (tellings, i), error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_engine_write_tellings:
 * @self: an engine
 * @tellings: (element-type HearthTelling): what is about to be said, or is held back
 * @error: a #HearthStoreError
 *
 * Writes down what the owner is told, in one transaction, before it is shown.
 *
 * Returns: whether it is on disk
 */
gboolean
hearth_engine_write_tellings (HearthEngine *self, GPtrArray *tellings, GError **error)
{
  if (tellings->len == 0)
    return TRUE;
  if (!hearth_writer_run_sync (self->writer, write_tellings, tellings, error))
    return FALSE;
  hearth_engine_emit_changed (self, "tellings");
  return TRUE;
}

typedef struct {
  GPtrArray *said;
  GPtrArray *dropped;
} Release;

static gboolean
write_release (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Release *release = user_data;

  for (guint i = 0; i < release->said->len; i++) {
    const HearthTelling *telling = g_ptr_array_index (release->said, i);

    if (!hearth_store_tellings_release (db, telling->id, hearth_clock_now (), telling->sound,
                                        error))
      return FALSE;
  }
  for (guint i = 0; i < release->dropped->len; i++) {
    const HearthTelling *telling = g_ptr_array_index (release->dropped, i);

    if (!hearth_store_tellings_drop (db, telling->id, hearth_clock_now (), error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_engine_release_tellings:
 * @self: an engine
 * @said: (element-type HearthTelling): tellings that were held and are said now
 * @dropped: (element-type HearthTelling): tellings that were held and need not be said any more
 * @error: a #HearthStoreError
 *
 * Ends the waiting of tellings, in one transaction, before they are shown.
 *
 * Returns: whether it is on disk
 */
gboolean
hearth_engine_release_tellings (HearthEngine *self, GPtrArray *said, GPtrArray *dropped,
                                GError **error)
{
  Release release = { said, dropped };

  if (said->len + dropped->len == 0)
    return TRUE;
  if (!hearth_writer_run_sync (self->writer, write_release, &release, error))
    return FALSE;
  hearth_engine_emit_changed (self, "tellings");
  return TRUE;
}

typedef struct {
  gint64 message_id;
  HearthTellingOutcome outcome;
} Settle;

static gboolean
write_outcome (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Settle *settle = user_data;

  return hearth_store_tellings_settle (db, settle->message_id, settle->outcome, hearth_clock_now (),
                                       error);
}

/**
 * hearth_engine_settle_telling:
 * @self: an engine
 * @message_id: a message of which the owner was told
 * @outcome: what they did with the bubble
 * @error: a #HearthStoreError
 *
 * Returns: whether it is on disk
 */
gboolean
hearth_engine_settle_telling (HearthEngine *self, gint64 message_id, HearthTellingOutcome outcome,
                              GError **error)
{
  Settle settle = { message_id, outcome };

  if (!hearth_writer_run_sync (self->writer, write_outcome, &settle, error))
    return FALSE;
  hearth_engine_emit_changed (self, "tellings");
  return TRUE;
}

static gboolean
write_read (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_tellings_settle_read (db, hearth_clock_now (), user_data, error);
}

/**
 * hearth_engine_settle_tellings:
 * @self: an engine
 * @error: a #HearthStoreError
 *
 * Settles what was said within the last hour by how the mail stands now, wherever it was read.
 *
 * Returns: whether it is on disk
 */
gboolean
hearth_engine_settle_tellings (HearthEngine *self, GError **error)
{
  int n_settled = 0;

  if (!hearth_writer_run_sync (self->writer, write_read, &n_settled, error))
    return FALSE;
  if (n_settled > 0)
    hearth_engine_emit_changed (self, "tellings");
  return TRUE;
}

typedef struct {
  gint64 message_id;
  HearthTellingAnswer answer;
} Answer;

static gboolean
write_answer (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Answer *answer = user_data;

  return hearth_store_tellings_answer (db, answer->message_id, answer->answer, hearth_clock_now (),
                                       error);
}

/**
 * hearth_engine_answer_telling:
 * @self: an engine
 * @message_id: a message, of which the owner was told or not
 * @answer: what they want of its sender from now on: "always", "fewer" or "never"; "" takes back
 *   what they said
 * @error: `HEARTH_ENGINE_ERROR_INVALID` if there is no such answer, `HEARTH_STORE_ERROR_NOT_FOUND`
 *   if there is no such message, or another #HearthStoreError
 *
 * Returns: whether it is on disk
 */
gboolean
hearth_engine_answer_telling (HearthEngine *self, gint64 message_id, const char *answer,
                              GError **error)
{
  Answer write = { message_id, HEARTH_ANSWER_NONE };

  if (!hearth_telling_answer_from_string (answer, &write.answer)) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                 _("“%s” is no answer to a notification: “always”, “fewer” and “never” are."),
                 answer);
    return FALSE;
  }
  if (!hearth_writer_run_sync (self->writer, write_answer, &write, error))
    return FALSE;
  hearth_engine_emit_changed (self, "tellings");
  return TRUE;
}
