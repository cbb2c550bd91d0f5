/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-store-messages.h"

G_BEGIN_DECLS

/**
 * HearthSearchOptions:
 * @as_typed: the last word may be unfinished: it matches as a prefix
 * @below_id: only rows with a smaller id, for the next page; 0 for the first
 * @limit: at most so many; 0 is 50
 */
typedef struct {
  gboolean as_typed;
  gint64 below_id;
  guint limit;
} HearthSearchOptions;

GPtrArray *
hearth_store_search (HearthDatabase *db, const char *query, const HearthSearchOptions *options,
                     HearthMessageDetail detail, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GArray *
hearth_store_search_ids (HearthDatabase *db, const char *query, const HearthSearchOptions *options,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
