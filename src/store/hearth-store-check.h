/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

G_BEGIN_DECLS

/**
 * HearthStoreFault:
 * @name: what was looked at, a word for machines ("pages", "index")
 * @count: how many are wrong; 0 if all is right
 * @text: (nullable): what is wrong, a sentence without anybody's words; %NULL if all is right
 * @mendable: whether hearth_store_repair() mends it
 *
 * What a check of the store came to.
 */
typedef struct {
  const char *name;
  gint64 count;
  char *text;
  gboolean mendable;
} HearthStoreFault;

GPtrArray *
hearth_store_check (HearthDatabase *db, gboolean thorough,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
const char *
hearth_store_get_library_version (void);
gboolean
hearth_store_check_indexes (HearthDatabase *db, gboolean *right, GError **error);
gboolean
hearth_store_repair (HearthDatabase *db, GError **error);
gboolean
hearth_store_count_rows (HearthDatabase *db, const char *const **tables, GArray **counts,
                         GError **error);
gboolean
hearth_store_count_strays (HearthDatabase *db, gint64 *missing_sources,
                           gint64 *missing_files, GError **error);

G_END_DECLS
