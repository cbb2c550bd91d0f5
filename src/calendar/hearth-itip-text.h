/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-zone.h"

G_BEGIN_DECLS

/**
 * HearthItipPiece:
 *
 * Where a VEVENT or VTIMEZONE lies in a text, and what tells it from the others.
 *
 * @offset: where its BEGIN is
 * @end: where the line after its END begins
 * @uid: (nullable): UID of a VEVENT; TZID of a VTIMEZONE
 * @has_id: whether there is a RECURRENCE-ID
 * @and_future: whether it has RANGE=THISANDFUTURE
 * @id_local: RECURRENCE-ID on the wall clock of @id_tzid
 * @id_tzid: (nullable): its TZID; %NULL if it is UTC, floating or a date
 * @id_is_utc: whether it is written in UTC
 * @id_is_date: whether it is a date
 */
typedef struct {
  gsize offset;
  gsize end;
  char *uid;
  gboolean has_id;
  gboolean and_future;
  gint64 id_local;
  char *id_tzid;
  gboolean id_is_utc;
  gboolean id_is_date;
} HearthItipPiece;

/**
 * HearthItipText:
 *
 * A calendar's text cut into its pieces, without a tree.
 *
 * @text: (unowned): the text
 * @method: (nullable): METHOD
 * @events: (element-type HearthItipPiece): the VEVENTs
 * @zone_pieces: (element-type HearthItipPiece): the VTIMEZONEs
 * @zones: what they say
 */
typedef struct {
  const char *text;
  char *method;
  GPtrArray *events;
  GPtrArray *zone_pieces;
  HearthZones *zones;
} HearthItipText;

/**
 * HearthItipLineFunc:
 * @reader: stands at the line
 * @event: which of the text’s events it belongs to, from 0
 * @user_data: the caller’s
 *
 * Called for each line of a VEVENT, but not of what is inside of it, as alarms.
 */
typedef void (*HearthItipLineFunc) (HearthIcalReader *reader, guint event, gpointer user_data);

void   hearth_itip_text_init   (HearthItipText *self, const char *text, GTimeZone *floating,
                                HearthItipLineFunc func, gpointer user_data);
void   hearth_itip_text_clear  (HearthItipText *self);
gint64 hearth_itip_text_get_id (HearthItipText *self, const HearthItipPiece *piece);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthItipText, hearth_itip_text_clear)

G_END_DECLS
