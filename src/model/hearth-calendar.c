/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar.h"

#include <string.h>

/**
 * hearth_dav_account_new:
 * @url: where it is
 * @user: the login name, or ""
 *
 * Returns: (transfer full): a login that is not stored yet
 */
HearthDavAccount *
hearth_dav_account_new (const char *url, const char *user)
{
  HearthDavAccount *self = g_new0 (HearthDavAccount, 1);

  self->url = g_strdup (url);
  self->user = g_strdup (user);
  self->label = g_strdup (user);
  return self;
}

/**
 * hearth_dav_account_copy:
 * @self: a login
 *
 * Returns: (transfer full): a copy
 */
HearthDavAccount *
hearth_dav_account_copy (const HearthDavAccount *self)
{
  HearthDavAccount *copy = g_new0 (HearthDavAccount, 1);

  copy->id = self->id;
  copy->url = g_strdup (self->url);
  copy->user = g_strdup (self->user);
  copy->auth = self->auth;
  copy->goa_id = g_strdup (self->goa_id);
  copy->pin = g_strdup (self->pin);
  copy->label = g_strdup (self->label);
  copy->address = g_strdup (self->address);
  return copy;
}

/**
 * hearth_dav_account_free:
 * @self: (nullable) (transfer full): a login
 */
void
hearth_dav_account_free (HearthDavAccount *self)
{
  if (self == NULL)
    return;
  g_free (self->url);
  g_free (self->user);
  g_free (self->goa_id);
  g_free (self->pin);
  g_free (self->label);
  g_free (self->address);
  g_free (self);
}

/**
 * hearth_calendar_is_color:
 * @text: what may be a color
 *
 * Returns: whether it is written as #rrggbb
 */
gboolean
hearth_calendar_is_color (const char *text)
{
  return strlen (text) == 7 && text[0] == '#' && strspn (text + 1, "0123456789abcdefABCDEF") == 6;
}

/**
 * hearth_calendar_new:
 * @source_id: its source
 *
 * Returns: (transfer full): settings as they are until somebody chooses others
 */
HearthCalendar *
hearth_calendar_new (gint64 source_id)
{
  HearthCalendar *self = g_new0 (HearthCalendar, 1);

  self->source_id = source_id;
  self->writable = TRUE;
  self->default_reminder = HEARTH_CALENDAR_REMINDER_SETTING;
  self->refresh = HEARTH_CALENDAR_REFRESH;
  return self;
}

/**
 * hearth_calendar_copy:
 * @self: settings
 *
 * Returns: (transfer full): a copy
 */
HearthCalendar *
hearth_calendar_copy (const HearthCalendar *self)
{
  HearthCalendar *copy = g_new (HearthCalendar, 1);

  *copy = *self;
  copy->color = g_strdup (self->color);
  return copy;
}

/**
 * hearth_calendar_free:
 * @self: (nullable) (transfer full): settings
 */
void
hearth_calendar_free (HearthCalendar *self)
{
  if (self == NULL)
    return;
  g_free (self->color);
  g_free (self);
}
