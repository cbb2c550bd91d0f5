/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar.h"
#include "hearth-database.h"
#include "hearth-records.h"

G_BEGIN_DECLS

GPtrArray *
hearth_store_dav_accounts_list (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthDavAccount *
hearth_store_dav_accounts_get (HearthDatabase *db, gint64 id,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_dav_accounts_save (HearthDatabase *db, HearthDavAccount *account, GError **error);
gboolean
hearth_store_dav_accounts_remove_unused (HearthDatabase *db, gint64 id, gboolean *removed,
                                         GError **error);

GPtrArray *
hearth_store_calendars_list (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthCalendar *
hearth_store_calendars_get (HearthDatabase *db, gint64 source_id,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_store_calendars_save (HearthDatabase *db, const HearthCalendar *calendar, GError **error);
gboolean
hearth_store_calendars_remove (HearthDatabase *db, gint64 source_id, GError **error);

gboolean
hearth_store_sources_set_token (HearthDatabase *db, gint64 id, const char *token, GError **error);
gboolean
hearth_store_sources_set_name (HearthDatabase *db, gint64 id, const char *name, GError **error);

G_END_DECLS
