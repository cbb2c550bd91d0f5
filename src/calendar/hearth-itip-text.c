/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-itip-text.h"

#include "hearth-civil.h"

#include <string.h>

/* An event that is sent about has a handful of pieces; what has more is no invitation. */
#define MAX_PIECES 2000

static void
piece_free (gpointer data)
{
  HearthItipPiece *piece = data;

  g_free (piece->uid);
  g_free (piece->id_tzid);
  g_free (piece);
}

static void
read_id (HearthItipPiece *piece, HearthIcalReader *reader)
{
  g_autofree char *range = hearth_ical_reader_dup_param (reader, "RANGE");

  if (!hearth_civil_parse (reader->value, &piece->id_local, &piece->id_is_date, &piece->id_is_utc))
    return;
  piece->has_id = TRUE;
  piece->and_future = range != NULL && g_ascii_strcasecmp (range, "THISANDFUTURE") == 0;
  g_free (piece->id_tzid);
  piece->id_tzid = hearth_ical_reader_dup_param (reader, "TZID");
}

static void
read_event_line (HearthItipPiece *piece, HearthIcalReader *reader)
{
  if (g_str_equal (reader->name, "UID") && piece->uid == NULL)
    piece->uid = hearth_ical_reader_dup_text (reader);
  else if (g_str_equal (reader->name, "RECURRENCE-ID"))
    read_id (piece, reader);
}

/* Reads what is between BEGIN and END of a VEVENT; what is inside of it (alarms) is passed over. */
static void
read_event (HearthItipText *self, HearthIcalReader *reader, HearthItipLineFunc func,
            gpointer user_data)
{
  HearthItipPiece *piece = g_new0 (HearthItipPiece, 1);
  HearthIcalLineKind kind;
  guint depth = 0;

  piece->offset = reader->offset;
  while ((kind = hearth_ical_reader_next (reader)) != HEARTH_ICAL_END) {
    if (kind == HEARTH_ICAL_BROKEN)
      continue;
    if (g_str_equal (reader->name, "BEGIN")) {
      depth++;
    } else if (g_str_equal (reader->name, "END")) {
      if (g_ascii_strcasecmp (reader->value, "VEVENT") == 0 || depth == 0)
        break;
      depth--;
    } else if (depth == 0) {
      read_event_line (piece, reader);
      if (func != NULL)
        func (reader, self->events->len, user_data);
    }
  }
  piece->end = reader->next_offset;
  g_ptr_array_add (self->events, piece);
}

static void
read_zone (HearthItipText *self, HearthIcalReader *reader)
{
  HearthItipPiece *piece = g_new0 (HearthItipPiece, 1);
  HearthIcalReader inner;

  piece->offset = reader->offset;
  hearth_zones_read (self->zones, reader);
  piece->end = reader->next_offset;
  hearth_ical_reader_init (&inner, self->text + piece->offset, piece->end - piece->offset);
  while (hearth_ical_reader_next (&inner) != HEARTH_ICAL_END) {
    if (piece->uid == NULL && inner.name != NULL && g_strcmp0 (inner.name, "TZID") == 0)
      piece->uid = g_strdup (inner.value);
  }
  hearth_ical_reader_clear (&inner);
  g_ptr_array_add (self->zone_pieces, piece);
}

/**
 * hearth_itip_text_init:
 * @self: to be set up
 * @text: a calendar's text, which must outlive it
 * @floating: the owner's zone
 * @func: (nullable): told of each line of each VEVENT
 * @user_data: for @func
 *
 * Cuts a text into its events and zones. Only the first VCALENDAR counts.
 */
void
hearth_itip_text_init (HearthItipText *self, const char *text, GTimeZone *floating,
                       HearthItipLineFunc func, gpointer user_data)
{
  g_auto (HearthIcalReader) reader = { 0 };
  HearthIcalLineKind kind;

  memset (self, 0, sizeof *self);
  self->text = text;
  self->events = g_ptr_array_new_with_free_func (piece_free);
  self->zone_pieces = g_ptr_array_new_with_free_func (piece_free);
  self->zones = hearth_zones_new (floating);
  hearth_ical_reader_init (&reader, text, strlen (text));
  while ((kind = hearth_ical_reader_next (&reader)) != HEARTH_ICAL_END) {
    if (kind == HEARTH_ICAL_BROKEN)
      continue;
    if (g_str_equal (reader.name, "METHOD") && self->method == NULL)
      self->method = g_strdup (reader.value);
    else if (g_str_equal (reader.name, "END") &&
             g_ascii_strcasecmp (reader.value, "VCALENDAR") == 0)
      break;
    if (!g_str_equal (reader.name, "BEGIN") ||
        self->events->len + self->zone_pieces->len >= MAX_PIECES)
      continue;
    if (g_ascii_strcasecmp (reader.value, "VEVENT") == 0)
      read_event (self, &reader, func, user_data);
    else if (g_ascii_strcasecmp (reader.value, "VTIMEZONE") == 0)
      read_zone (self, &reader);
  }
}

/**
 * hearth_itip_text_clear:
 * @self: a cut text
 */
void
hearth_itip_text_clear (HearthItipText *self)
{
  g_free (self->method);
  g_ptr_array_unref (self->events);
  g_ptr_array_unref (self->zone_pieces);
  hearth_zones_free (self->zones);
}

/**
 * hearth_itip_text_get_id:
 * @self: a cut text
 * @piece: one of its events
 *
 * Returns: its RECURRENCE-ID as in #HearthEvent, or 0
 */
gint64
hearth_itip_text_get_id (HearthItipText *self, const HearthItipPiece *piece)
{
  HearthZone *zone = NULL;
  gint64 id;

  if (!piece->has_id)
    return 0;
  if (piece->id_is_date || piece->id_is_utc) {
    id = piece->id_local;
  } else {
    if (piece->id_tzid != NULL)
      zone = hearth_zones_get (self->zones, piece->id_tzid);
    if (zone == NULL)
      zone = hearth_zones_get_floating (self->zones);
    id = hearth_zone_to_utc (zone, piece->id_local);
  }
  return id != 0 ? id : 1;
}
