/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical.h"
#include "hearth-itip.h"

#include <string.h>

/* Any bytes as an invitation: what comes out is clean and bounded, and every message that is made
 * from it can be read again and is about the same event. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const HearthSpan window = { 1795000000, 1800000000 };

static void
check_line (const char *text)
{
  g_assert (text == NULL || (g_utf8_validate (text, -1, NULL) && strpbrk (text, "\r\n") == NULL));
}

static void
check_again (const HearthItip *itip, const char *text, GTimeZone *zone)
{
  g_autoptr (HearthItip) again = NULL;

  g_assert (text != NULL && g_str_has_suffix (text, "END:VCALENDAR\r\n"));
  if (strlen (text) > HEARTH_ITIP_MAX_BYTES)
    return;
  again = hearth_itip_read (text, window, zone, NULL);
  /* libical gives up on some components that can be read line by line; then nothing is answered. */
  g_assert (again == NULL || g_strcmp0 (again->uid, itip->uid) == 0);
}

/* What is taken out of a file has nobody who could be told. */
static void
check_imports (const HearthItip *itip, const char *text, GTimeZone *zone)
{
  g_autoptr (GPtrArray) uids = g_ptr_array_new ();
  g_autoptr (GPtrArray) imports = NULL;

  g_ptr_array_add (uids, itip->uid);
  g_ptr_array_add (uids, (gpointer) "there is no such event");
  imports = hearth_itip_dup_imports (text, uids);
  g_assert (imports->len == 2 && imports->pdata[1] == NULL);
  if (imports->pdata[0] != NULL) {
    const char *import = imports->pdata[0];
    g_autoptr (GPtrArray) events =
        hearth_ical_parse (import, strlen (import), window, zone, NULL, NULL, NULL);

    g_assert (strstr (import, "\r\nMETHOD:") == NULL);
    for (guint i = 0; events != NULL && i < events->len; i++) {
      const HearthEvent *event = g_ptr_array_index (events, i);

      g_assert (event->organizer == NULL && event->attendees->len == 0 && event->alarms->len == 0);
    }
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *clean = g_utf8_make_valid (text, -1);
  g_autoptr (HearthItip) itip = hearth_itip_read (clean, window, zone, NULL);
  g_autoptr (HearthAddress) who = hearth_address_new ("Alex", "alex@example.net");
  g_autofree char *reply = NULL;
  g_autofree char *content = NULL;
  g_autofree char *merged = NULL;
  g_autofree char *cancel = NULL;

  if (itip == NULL)
    return 0;
  check_line (itip->summary);
  check_line (itip->comment);
  check_line (itip->sent_by);
  g_assert (itip->sequence >= 0 && itip->uid[0] != '\0' && itip->event != NULL);
  g_assert (itip->attendees->len <= 1000);
  for (guint i = 0; i < itip->attendees->len; i++) {
    const HearthAttendee *attendee = g_ptr_array_index (itip->attendees, i);

    check_line (attendee->who->name);
    check_line (attendee->who->address);
  }
  reply = hearth_itip_dup_reply (itip, who, HEARTH_PARTSTAT_ACCEPTED, "Yes", 1795900000);
  check_again (itip, reply, zone);
  content = hearth_itip_dup_content (itip);
  g_assert (strstr (content, "\r\nMETHOD:") == NULL);
  check_imports (itip, clean, zone);
  merged = hearth_itip_dup_merged (itip, clean, zone);
  g_assert (merged != NULL);
  cancel = hearth_itip_dup_message (HEARTH_ITIP_CANCEL, content, itip->uid, itip->recurrence_id,
                                    zone, 1795900000);
  if (cancel != NULL)
    check_again (itip, cancel, zone);
  return 0;
}
