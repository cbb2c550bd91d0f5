/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-found.h"

G_BEGIN_DECLS

/**
 * HearthFindOptions:
 * @kinds: what is looked for, a bit for each #HearthFoundKind; 0 for all
 * @as_typed: the last word may be unfinished, and what is missing at the end is forgiven
 * @now: seconds since 1970 UTC; 0 for Hearth's clock
 * @limit: at most so many; 0 is 60
 */
typedef struct {
  guint kinds;
  gboolean as_typed;
  gint64 now;
  guint limit;
} HearthFindOptions;

GPtrArray *hearth_find            (HearthDatabase *db, const char *text,
                                   const HearthFindOptions *options,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
char      *hearth_find_dup_words  (const char *text, gboolean *plain) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
