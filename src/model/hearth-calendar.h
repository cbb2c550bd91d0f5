/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"

G_BEGIN_DECLS

/**
 * HearthDavAccount:
 *
 * A login on a server of calendars or address books, without its secret. Immutable once handed on.
 *
 * @id: row, or 0 before it is stored
 * @url: where discovery began or ended: the calendar home, the address book home or the collection
 * @user: the login name; "" if the server wants none
 * @auth: where the credentials come from
 * @goa_id: (nullable): the account's id in GNOME Online Accounts
 * @pin: (nullable): a certificate that the owner accepted, as in #HearthMailServer
 * @label: what the owner calls it
 * @address: (nullable): the owner's mail address there, by which others invite them
 */
typedef struct {
  gint64 id;
  char *url;
  char *user;
  HearthAuth auth;
  char *goa_id;
  char *pin;
  char *label;
  char *address;
} HearthDavAccount;

HearthDavAccount *hearth_dav_account_new  (const char *url, const char *user) G_GNUC_WARN_UNUSED_RESULT;
HearthDavAccount *hearth_dav_account_copy (const HearthDavAccount *self) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_dav_account_free (HearthDavAccount *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthDavAccount, hearth_dav_account_free)

/* Values of default_reminder beside minutes. */
#define HEARTH_CALENDAR_REMINDER_SETTING (-1) /* as for all calendars */
#define HEARTH_CALENDAR_REMINDER_NONE (-2)

/**
 * HearthCalendar:
 *
 * How the owner wants a source of events, tasks or contacts to be treated.
 *
 * @source_id: its source
 * @account_id: its #HearthDavAccount, or 0
 * @color: (nullable): #rrggbb, as its server or the owner chose
 * @writable: whether its server takes changes
 * @hidden: whether its events are kept out of sight and remind of nothing
 * @default_reminder: minutes before an event without an alarm, or one of the values above
 * @refresh: seconds between two looks at a source that cannot be watched
 * @scheduling: whether its server sends and takes invitations itself, RFC 6638
 */
typedef struct {
  gint64 source_id;
  gint64 account_id;
  char *color;
  gboolean writable;
  gboolean hidden;
  int default_reminder;
  guint refresh;
  gboolean scheduling;
} HearthCalendar;

#define HEARTH_CALENDAR_REFRESH 900

gboolean        hearth_calendar_is_color (const char *text);
HearthCalendar *hearth_calendar_new  (gint64 source_id) G_GNUC_WARN_UNUSED_RESULT;
HearthCalendar *hearth_calendar_copy (const HearthCalendar *self) G_GNUC_WARN_UNUSED_RESULT;
void            hearth_calendar_free (HearthCalendar *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthCalendar, hearth_calendar_free)

G_END_DECLS
