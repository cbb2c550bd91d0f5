/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-runner.h"

#include "hearth-carddav-source.h"
#include "hearth-runner-private.h"

/**
 * hearth_runner_new_for_address_book:
 * @writer: the store's writer
 * @record: the source as stored, of an address book on a server
 * @account: (nullable): its login
 * @settings: how it is treated; only how often it is asked counts
 * @credentials: finds what proves the login
 * @credentials_data: for @credentials
 *
 * Returns: (transfer full): a runner that does nothing yet
 */
HearthRunner *
hearth_runner_new_for_address_book (HearthWriter *writer, const HearthSource *record,
                                    const HearthDavAccount *account, const HearthCalendar *settings,
                                    HearthDavCredentialsFunc credentials, gpointer credentials_data)
{
  HearthRunner *self = hearth_runner_make (writer, record);
  g_autoptr (HearthDavAccount) nobody = hearth_dav_account_new (record->path, "");

  self->contacts = hearth_carddav_source_new (record->path, account != NULL ? account : nobody,
                                              record->token, credentials, credentials_data);
  hearth_contact_source_set_refresh (self->contacts, settings->refresh);
  hearth_runner_start_workers (self);
  return self;
}

/**
 * hearth_runner_get_contact_source:
 * @self: a runner
 *
 * Returns: (transfer none) (nullable): its address book, if it is one
 */
HearthContactSource *
hearth_runner_get_contact_source (HearthRunner *self)
{
  return self->contacts;
}

/**
 * hearth_runner_set_refresh:
 * @self: a runner
 * @seconds: how often its server is asked
 *
 * Files are watched and not asked: nothing happens for them.
 */
void
hearth_runner_set_refresh (HearthRunner *self, guint seconds)
{
  if (!hearth_runner_is_polled (self))
    return;
  if (self->contacts != NULL)
    hearth_contact_source_set_refresh (self->contacts, seconds);
  else
    hearth_calendar_source_set_refresh (self->calendar, seconds);
}
