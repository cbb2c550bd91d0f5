/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-event.h"

G_BEGIN_DECLS

HearthCalendarChanges *hearth_edit_overlay_make  (HearthDatabase *db, gint64 source_id,
                                                  const HearthCalendarChanges *changes,
                                                  HearthSpan window, gboolean *made,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean               hearth_edit_overlay_write (HearthDatabase *db, gint64 source_id,
                                                  const char *href, const char *etag,
                                                  GBytes *content, HearthSpan window,
                                                  GError **error);
gboolean               hearth_edit_overlay_store (HearthDatabase *db, gint64 source_id,
                                                  const char *href, const char *etag,
                                                  GBytes *content, HearthSpan window,
                                                  GError **error);

G_END_DECLS
