/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-runner.h"

#include "hearth-caldav-source.h"
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
