/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar.h"
#include "hearth-database.h"
#include "hearth-event.h"
#include "hearth-records.h"

G_BEGIN_DECLS

/**
 * HearthAgendaCalendar: a source of events or tasks, and how its owner wants it.
 * @source: its source
 * @calendar: its settings, the defaults where none are stored
 * @user: (nullable): the login on its server
 */
typedef struct {
  HearthSource *source;
  HearthCalendar *calendar;
  char *user;
} HearthAgendaCalendar;

/**
 * HearthAgenda:
 *
 * What some days hold, as their owner wants to see them.
 *
 * @span: the days, from midnight to midnight
 * @calendars: (element-type HearthAgendaCalendar): all calendars, those out of sight too
 * @occurrences: (element-type HearthOccurrence): events that are not cancelled, by start, those of a
 *   whole day first; without those of calendars that are out of sight
 * @tasks: (element-type HearthTodo): open tasks that are due before the end, those due first first
 */
typedef struct {
  HearthSpan span;
  GPtrArray *calendars;
  GPtrArray *occurrences;
  GPtrArray *tasks;
} HearthAgenda;

HearthAgenda *hearth_agenda_load (HearthDatabase *db, HearthSpan span,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void          hearth_agenda_free (HearthAgenda *self);

const HearthAgendaCalendar *hearth_agenda_find_calendar (const HearthAgenda *self, gint64 source_id);
const HearthOccurrence     *hearth_agenda_find_conflict (const HearthAgenda     *self,
                                                         const HearthOccurrence *occurrence);

GPtrArray *hearth_agenda_list_calendars (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *hearth_agenda_list_books     (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *hearth_agenda_list_addresses (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *hearth_agenda_list_waiting   (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

HearthSpan hearth_agenda_find_day        (gint64 when);
HearthSpan hearth_agenda_find_week       (gint64 when, int first_weekday);
gboolean   hearth_agenda_can_change      (const HearthAgendaCalendar *calendar);
gint64     hearth_occurrence_get_original_start (const HearthOccurrence *occurrence);

void hearth_agenda_calendar_free (HearthAgendaCalendar *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthAgenda, hearth_agenda_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthAgendaCalendar, hearth_agenda_calendar_free)

G_END_DECLS
