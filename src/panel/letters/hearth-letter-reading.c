/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-reading.h"

#include "hearth-letter-keeper.h"
#include "hearth-letter-versions.h"
#include "hearth-store-hands.h"
#include "hearth-store-letters.h"

/**
 * hearth_letter_reading_free:
 * @self: (transfer full): what was read
 */
void
hearth_letter_reading_free (HearthLetterReading *self)
{
  g_clear_pointer (&self->letter, hearth_letter_free);
  g_clear_pointer (&self->hands, g_ptr_array_unref);
  g_free (self);
}

static gpointer
read_letter (HearthDatabase *db, gpointer data, GError **error)
{
  gint64 id = *(gint64 *) data;
  g_autoptr (HearthLetterReading) reading = g_new0 (HearthLetterReading, 1);

  reading->hands = hearth_store_hands_list (db, error);
  if (reading->hands == NULL)
    return NULL;
  reading->letter =
      id != 0 ? hearth_store_letters_get (db, id, error) : hearth_letter_keeper_begin (db, error);
  if (reading->letter == NULL)
    return NULL;
  if (id != 0)
    reading->base = hearth_letter_versions_find_shown (db, id);
  return g_steal_pointer (&reading);
}

/**
 * hearth_letter_reading_start:
 * @client: the panel's client
 * @letter: the row of a letter, or 0 for one that is begun
 * @cancellable: (nullable): stops it
 * @callback: called when it was read
 * @user_data: for @callback
 *
 * Reads a letter from the store.
 */
void
hearth_letter_reading_start (HearthClient *client, gint64 letter, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  hearth_client_read_async (client, read_letter, g_memdup2 (&letter, sizeof letter), g_free,
                            (GDestroyNotify) hearth_letter_reading_free, cancellable, callback,
                            user_data);
}

/**
 * hearth_letter_reading_finish:
 * @source: the panel's client
 * @result: from the callback
 * @error: return location for a #HearthStoreError, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what was read
 */
HearthLetterReading *
hearth_letter_reading_finish (GObject *source, GAsyncResult *result, GError **error)
{
  return hearth_client_read_finish (HEARTH_CLIENT (source), result, error);
}
