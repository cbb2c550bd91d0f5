/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ical-draft.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/** HearthIcalPlace: where a component lies in a text: from its BEGIN to behind its END. */
typedef struct {
  gsize start;
  gsize end;
} HearthIcalPlace;

/**
 * HearthIcalParsing:
 *
 * What was read of one text.
 *
 * @reader: where it reads
 * @warnings: what is wrong
 * @zones: (owned): its zones
 * @drafts: (owned) (element-type HearthIcalDraft): its events, those of one UID together and of them
 *   the master first
 * @tasks: (owned) (element-type HearthIcalDraft): its tasks in the same way
 * @older: (owned) (element-type HearthIcalDraft): what a newer version of the same takes the place of
 * @zone_places: (owned) (element-type HearthIcalPlace): its VTIMEZONEs
 * @n_others: how many components of other kinds there are
 * @calendar_name: (owned) (nullable): how it calls itself
 * @calendar_start: where the line after its first BEGIN:VCALENDAR begins
 * @calendar_end: where its last END:VCALENDAR begins
 * @is_calendar: there was a BEGIN:VCALENDAR
 * @is_complete: and the END that belongs to it
 * @is_cancelled: METHOD:CANCEL
 * @is_full: there are too many events
 */
typedef struct {
  HearthIcalReader reader;
  HearthIcalWarnings warnings;
  HearthZones *zones;
  GPtrArray *drafts;
  GPtrArray *tasks;
  GPtrArray *older;
  GArray *zone_places;
  guint n_others;
  char *calendar_name;
  gsize calendar_start;
  gsize calendar_end;
  gboolean is_calendar;
  gboolean is_complete;
  gboolean is_cancelled;
  gboolean is_full;
} HearthIcalParsing;

char      *hearth_ical_dup_utf8_lines        (const char *text, gsize length,
                                              gsize *new_length) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_ical_parsing_init          (HearthIcalParsing *self, const char *text,
                                              gsize length, GTimeZone *floating);
void       hearth_ical_parsing_clear         (HearthIcalParsing *self);
gboolean   hearth_ical_parsing_run           (HearthIcalParsing *self, GCancellable *cancellable,
                                              GError **error);
GPtrArray *hearth_ical_parsing_take_warnings (HearthIcalParsing *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthIcalParsing, hearth_ical_parsing_clear)

G_END_DECLS
