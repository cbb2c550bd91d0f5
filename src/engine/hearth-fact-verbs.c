/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-fact-verbs.h"

#include <glib/gi18n.h>

#include "hearth-clock.h"
#include "hearth-engine-private.h"
#include "hearth-store-codes.h"
#include "hearth-store-findings.h"

#define HOUR 3600
#define DAY 86400

static gboolean
forget_codes (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_codes_forget (db, *(gint64 *) user_data, error);
}

/**
 * hearth_engine_forget_codes:
 * @self: an engine
 * @next: (out): when the time of the next code is over, seconds since 1970 UTC, or 0
 * @error: a #HearthStoreError
 *
 * Erases the codes whose time is over.
 *
 * Returns: whether none of them is left on disk
 */
gboolean
hearth_engine_forget_codes (HearthEngine *self, gint64 *next, GError **error)
{
  gint64 now = hearth_clock_now ();

  if (!hearth_store_codes_find_next (self->reader, next, error))
    return FALSE;
  if (*next == 0 || *next > now)
    return TRUE;
  if (!hearth_writer_run_sync (self->writer, forget_codes, &now, error) ||
      !hearth_store_codes_find_next (self->reader, next, error))
    return FALSE;
  hearth_engine_emit_changed (self, "findings");
  return TRUE;
}

/* When a reminder still helps: three hours before a flight, at nine of the day before an invoice is
 * due, an hour before the rest; half way there if that is over. */
static gint64
find_time (const HearthFinding *finding)
{
  gint64 now = hearth_clock_now ();
  gint64 when = finding->due - HOUR;

  if (finding->kind == HEARTH_FINDING_FLIGHT)
    when = finding->due - 3 * HOUR;
  if (finding->due_is_date)
    when = finding->due - DAY + 9 * HOUR;
  if (when <= now && finding->due_is_date)
    when = finding->due + 9 * HOUR;
  return when > now ? when : now + (finding->due - now) / 2;
}

/**
 * hearth_engine_remind_of_finding:
 * @self: an engine
 * @finding_id: a finding that has a time
 * @error: `HEARTH_STORE_ERROR_NOT_FOUND` if there is no such finding, `HEARTH_ENGINE_ERROR_INVALID`
 *   if its time is over or not known, or another error of the reminders
 *
 * Sets a reminder before a flight leaves, an invoice is due, an appointment begins.
 *
 * Returns: (transfer full) (nullable): the reminder as stored
 */
HearthReminder *
hearth_engine_remind_of_finding (HearthEngine *self, gint64 finding_id, GError **error)
{
  g_autoptr (HearthFinding) finding = hearth_store_findings_get (self->reader, finding_id, error);
  gint64 end;

  if (finding == NULL)
    return NULL;
  end = finding->due + (finding->due_is_date ? 18 * HOUR : 0);
  if (finding->due == 0 || end <= hearth_clock_now ()) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                 _("The time of “%s” is over or not known."), finding->text);
    return NULL;
  }
  return hearth_engine_add_labelled_reminder (self, finding->text, find_time (finding),
                                              HEARTH_LABEL_EXTERNAL, error);
}
