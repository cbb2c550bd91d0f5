/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-event-row.h"

#include "hearth-message-row.h"

#include <string.h>

/* Occurrences are packed as variable-length numbers, seven bits a byte, low bits first: the
 * difference of the start to the start before (zigzag: the sign in the lowest bit), then the
 * length. A year of a weekly meeting takes 8 bytes a week. */

static void
put_number (GByteArray *out, guint64 value)
{
  while (value >= 0x80) {
    guint8 byte = (guint8) (value | 0x80);

    g_byte_array_append (out, &byte, 1);
    value >>= 7;
  }
  g_byte_array_append (out, &(guint8){ (guint8) value }, 1);
}

static gboolean
take_number (const guint8 **p, const guint8 *end, guint64 *value)
{
  *value = 0;
  for (guint shift = 0; *p < end && shift < 64; shift += 7) {
    guint8 byte = *(*p)++;

    *value |= (guint64) (byte & 0x7f) << shift;
    if (byte < 0x80)
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_event_row_pack:
 * @occurrences: (element-type HearthSpan): spans
 *
 * Returns: (transfer full): them, packed
 */
GByteArray *
hearth_event_row_pack (GArray *occurrences)
{
  GByteArray *out = g_byte_array_new ();
  gint64 before = 0;

  for (guint i = 0; i < occurrences->len; i++) {
    HearthSpan span = g_array_index (occurrences, HearthSpan, i);
    guint64 difference = (guint64) span.start - (guint64) before;

    put_number (out, (difference << 1) ^ ((gint64) difference < 0 ? G_MAXUINT64 : 0));
    put_number (out, (guint64) span.end - (guint64) span.start);
    before = span.start;
  }
  return out;
}

/**
 * hearth_event_row_unpack:
 * @data: what hearth_event_row_pack() made
 * @size: its bytes
 * @occurrences: (element-type HearthSpan): the spans are appended here
 */
void
hearth_event_row_unpack (const guint8 *data, gsize size, GArray *occurrences)
{
  const guint8 *p = data;
  const guint8 *end = data + size;
  guint64 start = 0;
  guint64 value, length;

  while (p < end && take_number (&p, end, &value) && take_number (&p, end, &length)) {
    HearthSpan span;

    start += (value >> 1) ^ ((value & 1) != 0 ? G_MAXUINT64 : 0);
    span.start = (gint64) start;
    span.end = (gint64) (start + length);
    g_array_append_val (occurrences, span);
  }
}

/**
 * hearth_event_row_dup_attendees:
 * @event: an event
 *
 * Returns: (transfer full): the column `attendees`
 */
char *
hearth_event_row_dup_attendees (const HearthEvent *event)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < event->attendees->len; i++) {
    const HearthAttendee *attendee = event->attendees->pdata[i];
    g_autofree char *who = hearth_address_column_dup (attendee->who);

    if (who != NULL)
      g_string_append_printf (out, "%s%d\t%d\t%s", out->len > 0 ? "\n" : "", attendee->partstat,
                              attendee->optional != FALSE, who);
  }
  return g_string_free (out, FALSE);
}

/* Lists of weeks and months read some thousands of these. */
static void
read_attendees (HearthEvent *event, const char *column)
{
  const char *line = column;

  while (line != NULL && *line != '\0') {
    const char *newline = strchr (line, '\n');
    const char *stop = newline != NULL ? newline : line + strlen (line);
    const char *optional = memchr (line, '\t', stop - line);
    const char *who = optional != NULL ? memchr (optional + 1, '\t', stop - optional - 1) : NULL;

    if (who != NULL)
      g_ptr_array_add (event->attendees,
                       hearth_attendee_new (hearth_address_column_parse_n (who + 1, stop - who - 1),
                                            (HearthPartstat) atoi (line),
                                            atoi (optional + 1) != 0));
    line = newline != NULL ? newline + 1 : NULL;
  }
}

/**
 * hearth_event_row_dup_alarms:
 * @alarms: (element-type gint): the alarms of an event or a task
 *
 * Returns: (transfer full): the column `alarms`: seconds, separated by blanks
 */
char *
hearth_event_row_dup_alarms (const GArray *alarms)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < alarms->len; i++)
    g_string_append_printf (out, "%s%d", i > 0 ? " " : "", g_array_index (alarms, int, i));
  return g_string_free (out, FALSE);
}

/**
 * hearth_event_row_read_alarms:
 * @alarms: (element-type gint): where they are added
 * @column: (nullable): what hearth_event_row_dup_alarms() made
 */
void
hearth_event_row_read_alarms (GArray *alarms, const char *column)
{
  const char *p = column;
  char *end;

  /* Moments come last. */
  while (p != NULL && *p != '\0') {
    int seconds = (int) strtol (p, &end, 10);

    if (end == p)
      return;
    g_array_append_val (alarms, seconds);
    p = end;
  }
}

/**
 * hearth_event_row_dup_all_alarms:
 * @event: an event
 *
 * Returns: (transfer full): the column `alarms` of an event: its alarms, then its moments, each
 *   after an “@”
 */
char *
hearth_event_row_dup_all_alarms (const HearthEvent *event)
{
  g_autofree char *alarms = hearth_event_row_dup_alarms (event->alarms);
  GString *out = g_string_new (alarms);

  for (guint i = 0; i < event->moments->len; i++)
    g_string_append_printf (out, "%s@%" G_GINT64_FORMAT, out->len > 0 ? " " : "",
                            g_array_index (event->moments, gint64, i));
  return g_string_free (out, FALSE);
}

/**
 * hearth_event_row_read_moments:
 * @moments: (element-type gint64): where they are added
 * @column: (nullable): what hearth_event_row_dup_all_alarms() made
 */
void
hearth_event_row_read_moments (GArray *moments, const char *column)
{
  for (const char *p = column != NULL ? strchr (column, '@') : NULL; p != NULL;
       p = strchr (p + 1, '@')) {
    gint64 moment = g_ascii_strtoll (p + 1, NULL, 10);

    g_array_append_val (moments, moment);
  }
}

static void
append_person (GString *out, const HearthAddress *who)
{
  if (who != NULL)
    g_string_append_printf (out, "\n%s %s", who->name, who->address);
}

/**
 * hearth_event_row_dup_words:
 * @event: an event
 *
 * Returns: (transfer full): all the text by which it can be found
 */
char *
hearth_event_row_dup_words (const HearthEvent *event)
{
  GString *out = g_string_new (event->summary);

  if (event->location != NULL)
    g_string_append_printf (out, "\n%s", event->location);
  append_person (out, event->organizer);
  for (guint i = 0; i < event->attendees->len; i++)
    append_person (out, ((HearthAttendee *) event->attendees->pdata[i])->who);
  if (event->calendar_name != NULL)
    g_string_append_printf (out, "\n%s", event->calendar_name);
  if (event->description != NULL)
    g_string_append_printf (out, "\n%s", event->description);
  return g_string_free (out, FALSE);
}

static char *
dup_text (HearthStatement *statement, int column)
{
  return g_strdup (hearth_statement_get_text (statement, column));
}

/**
 * hearth_event_row_read:
 * @statement: on a row of %HEARTH_EVENT_COLUMNS
 * @with_occurrences: whether they stand in the column after those
 *
 * Returns: (transfer full): the event
 */
HearthEvent *
hearth_event_row_read (HearthStatement *statement, gboolean with_occurrences)
{
  HearthEvent *event = hearth_event_new ();
  const guint8 *packed;
  gsize size;

  event->id = hearth_statement_get_int (statement, 0);
  event->source_id = hearth_statement_get_int (statement, 1);
  event->href = dup_text (statement, 2);
  event->uid = dup_text (statement, 3);
  event->recurrence_id = hearth_statement_get_int (statement, 4);
  event->summary = dup_text (statement, 5);
  event->description = dup_text (statement, 6);
  event->location = dup_text (statement, 7);
  event->url = dup_text (statement, 8);
  event->span.start = hearth_statement_get_int (statement, 9);
  event->span.end = hearth_statement_get_int (statement, 10);
  event->all_day = hearth_statement_get_int (statement, 11) != 0;
  event->tzid = dup_text (statement, 12);
  event->organizer = hearth_address_column_parse (hearth_statement_get_text (statement, 13));
  read_attendees (event, hearth_statement_get_text (statement, 14));
  event->status = (HearthEventStatus) hearth_statement_get_int (statement, 15);
  event->transparent = hearth_statement_get_int (statement, 16) != 0;
  event->rrule = dup_text (statement, 17);
  hearth_event_row_read_alarms (event->alarms, hearth_statement_get_text (statement, 18));
  hearth_event_row_read_moments (event->moments, hearth_statement_get_text (statement, 18));
  event->sequence = (int) hearth_statement_get_int (statement, 19);
  event->calendar_name = dup_text (statement, 20);
  if (!with_occurrences)
    return event;
  packed = hearth_statement_get_blob (statement, 21, &size);
  if (packed != NULL)
    hearth_event_row_unpack (packed, size, event->occurrences);
  return event;
}
