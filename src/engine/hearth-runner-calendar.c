/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-runner.h"

#include "hearth-caldav-source.h"
#include "hearth-calendar-expand.h"
#include "hearth-calendar-sync.h"
#include "hearth-carddav-source.h"
#include "hearth-runner-private.h"
#include "hearth-webcal-source.h"

/**
 * hearth_runner_new_for_calendar:
 * @writer: the store's writer
 * @record: the source as stored, of a calendar on a server
 * @account: (nullable): its login
 * @calendar: how it is treated
 * @credentials: finds what proves the login
 * @credentials_data: for @credentials
 *
 * Returns: (transfer full): a runner that does nothing yet
 */
HearthRunner *
hearth_runner_new_for_calendar (HearthWriter *writer, const HearthSource *record,
                                const HearthDavAccount *account, const HearthCalendar *calendar,
                                HearthDavCredentialsFunc credentials, gpointer credentials_data)
{
  HearthRunner *self = hearth_runner_make (writer, record);
  g_autoptr (HearthDavAccount) nobody = hearth_dav_account_new (record->path, "");

  if (record->kind == HEARTH_SOURCE_WEBCAL)
    self->calendar =
        hearth_webcal_source_new (record->path, account, credentials, credentials_data);
  else
    self->calendar =
        hearth_caldav_source_new (record->path, account != NULL ? account : nobody,
                                  calendar->writable, record->token, credentials, credentials_data);
  hearth_calendar_source_set_refresh (self->calendar, calendar->refresh);
  hearth_runner_start_workers (self);
  return self;
}

/**
 * hearth_runner_is_polled:
 * @self: a runner
 *
 * Returns: whether its source is on a server that does not tell of changes by itself
 */
gboolean
hearth_runner_is_polled (HearthRunner *self)
{
  return (self->calendar != NULL &&
          (HEARTH_IS_CALDAV_SOURCE (self->calendar) || HEARTH_IS_WEBCAL_SOURCE (self->calendar))) ||
         (self->contacts != NULL && HEARTH_IS_CARDDAV_SOURCE (self->contacts));
}

/**
 * hearth_runner_get_calendar_source:
 * @self: a runner
 *
 * Returns: (transfer none) (nullable): its calendar, if it is one
 */
HearthCalendarSource *
hearth_runner_get_calendar_source (HearthRunner *self)
{
  return self->calendar;
}

/**
 * hearth_runner_lacks_window:
 * @self: a runner
 *
 * Returns: whether the store lacks occurrences of a calendar for the window that was set, until the
 *   next sync
 */
gboolean
hearth_runner_lacks_window (HearthRunner *self)
{
  return self->calendar != NULL && self->everything;
}

/* (source) Finds the occurrences for another window in the texts that the store keeps of a calendar
 * on a server. @everything: whether all of them are wanted anew; afterwards, whether they have to
 * be read anew for that. What is on this computer is as near as the store. */
gboolean
hearth_runner_expand_calendar (HearthRunner *self, HearthSpan window, gboolean *everything,
                               const HearthSyncSink *sink, GCancellable *cancellable,
                               GError **error)
{
  gboolean expanded = FALSE;

  if (!*everything || !hearth_runner_is_polled (self))
    return TRUE;
  if (!hearth_calendar_expand_run (self->writer, self->id, window, sink, &expanded, cancellable,
                                   error))
    return FALSE;
  *everything = !expanded;
  return TRUE;
}

static void
note_changed (const char *table, gpointer user_data)
{
  hearth_runner_note_changed (user_data, table);
}

/* What is wrong with a text is said by the syncs. */
static void
ignore_warning (const char *text, gpointer user_data)
{
}

/* (source) Reads the calendar while the main thread waits; for a wider window from the store alone
 * if that keeps all of it. */
gboolean
hearth_runner_read_calendar (HearthRunner *self, gboolean everything, GError **error)
{
  const HearthSyncSink sink = { .changed = note_changed,
                                .warning = ignore_warning,
                                .user_data = self };
  gboolean wider = everything;
  HearthSpan window;

  g_mutex_lock (&self->mutex);
  window = self->window;
  g_mutex_unlock (&self->mutex);
  if (!hearth_runner_expand_calendar (self, window, &everything, &sink, self->cancellable, error))
    return FALSE;
  if (wider && !everything)
    return TRUE;
  return hearth_calendar_sync_run (self->writer, self->calendar, self->id, window, everything,
                                   &sink, self->cancellable, error);
}

static gboolean
expand_job (gpointer user_data, GError **error)
{
  return hearth_runner_read_calendar (user_data, TRUE, error);
}

/**
 * hearth_runner_expand_sync:
 * @self: a runner of a calendar
 * @error: see hearth_calendar_sync_run()
 *
 * Finds the occurrences for the window that was set, and waits. A server is asked only where the
 * store lacks a text.
 *
 * Returns: whether the store has it
 */
gboolean
hearth_runner_expand_sync (HearthRunner *self, GError **error)
{
  g_return_val_if_fail (self->calendar != NULL && self->worker != NULL, FALSE);
  return hearth_worker_call_sync (self->worker, G_PRIORITY_HIGH, expand_job, self, error);
}
