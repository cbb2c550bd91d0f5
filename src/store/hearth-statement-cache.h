/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database-private.h"

G_BEGIN_DECLS

/**
 * HearthStatementCache:
 *
 * Prepared statements that wait to be used again. Between a connection and its statements
 * only.
 */
typedef struct _HearthStatementCache HearthStatementCache;

HearthStatementCache *
hearth_statement_cache_new (void) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_statement_cache_free (HearthStatementCache *self);
HearthStatementCache *
hearth_database_get_cache (HearthDatabase *self);

G_END_DECLS
