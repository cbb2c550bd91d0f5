/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

G_BEGIN_DECLS

/**
 * HearthUsageRow:
 *
 * What a service read and wrote in a month for a purpose.
 *
 * @month: "2031-03"
 * @host: where it is
 * @model: what the settings call its model
 * @purpose: "conversation", "plan", "summaries"
 * @tokens_in: what it read
 * @tokens_out: what it wrote
 * @cost: millionths of the currency that prices are in, of the tokens whose price is known
 * @unpriced: the tokens whose price is not known
 * @calls: how often it was asked
 */
typedef struct {
  char *month;
  char *host;
  char *model;
  char *purpose;
  gint64 tokens_in;
  gint64 tokens_out;
  gint64 cost;
  gint64 unpriced;
  gint64 calls;
} HearthUsageRow;

HearthUsageRow *hearth_usage_row_new  (const char *month, const char *host, const char *model,
                                       const char *purpose) G_GNUC_WARN_UNUSED_RESULT;
void            hearth_usage_row_free (HearthUsageRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthUsageRow, hearth_usage_row_free)

gboolean   hearth_store_usage_add  (HearthDatabase *db, const HearthUsageRow *row, GError **error);
GPtrArray *hearth_store_usage_list (HearthDatabase *db, const char *month,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
