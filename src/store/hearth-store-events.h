/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-event.h"

G_BEGIN_DECLS

/** HearthEventMoment: an alarm of what recurs that is at one moment, and the occurrence it is for. */
typedef struct {
  HearthOccurrence *occurrence; /* (owned) */
  gint64 at;
} HearthEventMoment;

void hearth_event_moment_free (HearthEventMoment *self);

GHashTable *
hearth_store_events_load_etags (HearthDatabase *db, gint64 source_id,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_events_apply (HearthDatabase *db, gint64 source_id,
                           const HearthCalendarChanges *changes, GError **error);
gboolean
hearth_store_events_apply_all (HearthDatabase *db, gint64 source_id, GPtrArray *all,
                               GError **error);
GBytes *
hearth_store_events_load_text (HearthDatabase *db, gint64 source_id, const char *href,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_events_get_window (HearthDatabase *db, HearthSpan *window, GError **error);
gboolean
hearth_store_events_set_window (HearthDatabase *db, HearthSpan window, GError **error);

HearthEvent *
hearth_store_events_get (HearthDatabase *db, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gint64
hearth_store_events_find (HearthDatabase *db, gint64 source_id, const char *uid, GError **error);
GPtrArray *
hearth_store_events_between (HearthDatabase *db, HearthSpan span, guint limit,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_events_moments (HearthDatabase *db, HearthSpan span,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_events_search (HearthDatabase *db, const char *words, HearthSpan span, guint limit,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *
hearth_store_events_find_near (HearthDatabase *db, const char *words, gint64 now, guint limit,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
gint64
hearth_store_events_count (HearthDatabase *db, GError **error);

G_END_DECLS
