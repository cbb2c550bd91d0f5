/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-keep.h"

#include "hearth-clock.h"
#include "hearth-engine-private.h"
#include "hearth-store-book.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_DAYS 3650

typedef struct {
  const char *address;
  const char *name;
  guint days;
} Keep;

static gboolean
write_keep (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Keep *keep = user_data;

  return hearth_store_keep_set (db, keep->address, keep->name, keep->days, hearth_clock_now (),
                                error);
}

/**
 * hearth_engine_keep_in_touch:
 * @self: an engine
 * @address: the addr-spec of somebody
 * @name: what the owner calls them
 * @days: after how many days without a word the owner wants to be told; 0 to be told no more
 * @error: `HEARTH_ENGINE_ERROR_INVALID` if that is no address or too long, or a #HearthStoreError
 *
 * Writes down that the owner wants to keep in touch with somebody.
 *
 * Returns: whether it is on disk
 */
gboolean
hearth_engine_keep_in_touch (HearthEngine *self, const char *address, const char *name, guint days,
                             GError **error)
{
  Keep keep = { address, name, days };

  if (strchr (address, '@') == NULL || strlen (address) > 254 || days > MAX_DAYS) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                 _("Hearth needs an address, and at most ten years."));
    return FALSE;
  }
  if (!hearth_writer_run_sync (self->writer, write_keep, &keep, error))
    return FALSE;
  hearth_engine_emit_changed (self, "people");
  return TRUE;
}
