/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-zone-of-mail.h"

#include "hearth-clock.h"

#include <string.h>

/* Some servers write UTC for everybody: it says nothing of where the writer is. */
static gboolean
hides_zone (const HearthMessage *message)
{
  return message->utc_offset == 0 && message->message_id != NULL &&
         strstr (message->message_id, ".outlook.com") != NULL;
}

/**
 * hearth_mail_dup_zone:
 * @message: a message
 *
 * Says in which zone the times of a mail are meant where it does not say so: its writer's, by the
 * offset of the Date header (RFC 5322, section 3.3). Where the owner's clock showed the same, it is
 * the owner's zone, which knows when clocks change.
 *
 * Returns: (transfer full): a zone
 */
GTimeZone *
hearth_mail_dup_zone (const HearthMessage *message)
{
  g_autoptr (GTimeZone) owner = hearth_clock_dup_zone ();
  int interval;

  if (message->utc_offset == HEARTH_UTC_OFFSET_UNKNOWN || hides_zone (message))
    return g_steal_pointer (&owner);
  interval = g_time_zone_find_interval (owner, G_TIME_TYPE_UNIVERSAL, message->date);
  if (interval >= 0 && g_time_zone_get_offset (owner, interval) == message->utc_offset)
    return g_steal_pointer (&owner);
  return g_time_zone_new_offset (message->utc_offset);
}
