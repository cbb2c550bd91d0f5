/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

/** HEARTH_USAGE_LONG: so many tokens an answer may have before a limit bounds it. */
#define HEARTH_USAGE_LONG 16384

#define HEARTH_TYPE_USAGE (hearth_usage_get_type ())
G_DECLARE_FINAL_TYPE (HearthUsage, hearth_usage, HEARTH, USAGE, GObject)

/**
 * HearthUsageSum:
 *
 * What was used in a month.
 *
 * @tokens_in: what services read
 * @tokens_out: what they wrote
 * @remote: of both together, what was not on this computer; limits are of these
 * @cost: millionths of the currency that prices are in
 * @unpriced: the tokens whose price is not known
 * @calls: how often services were asked
 */
typedef struct {
  gint64 tokens_in;
  gint64 tokens_out;
  gint64 remote;
  gint64 cost;
  gint64 unpriced;
  gint64 calls;
} HearthUsageSum;

/**
 * HearthUsageGrant:
 *
 * What is set aside for a round while it lasts.
 *
 * @tokens: to be read and written
 * @cost: millionths
 * @most: how many tokens it may write
 */
typedef struct {
  gint64 tokens;
  gint64 cost;
  gint64 most;
} HearthUsageGrant;

HearthUsage *hearth_usage_new        (HearthEngine *engine) G_GNUC_WARN_UNUSED_RESULT;
void         hearth_usage_set_limits (HearthUsage *self, gint64 tokens, double cost);
void         hearth_usage_set_prices (HearthUsage *self, GVariant *prices, const char *currency);
char        *hearth_usage_dup_month  (void) G_GNUC_WARN_UNUSED_RESULT;
void         hearth_usage_sum        (HearthUsage *self, HearthUsageSum *sum);
GVariant    *hearth_usage_to_variant (HearthUsage *self) G_GNUC_WARN_UNUSED_RESULT;
gint64       hearth_usage_estimate   (HearthUsage *self, const char *service, gsize bytes);
gboolean     hearth_usage_begin      (HearthUsage *self, const char *model, gint64 tokens,
                                      HearthUsageGrant *grant, GError **error);
void         hearth_usage_end        (HearthUsage *self, HearthUsageGrant *grant);
void         hearth_usage_note       (HearthUsage *self, const char *host, const char *model,
                                      const char *purpose, gboolean local, gint64 tokens_in,
                                      gint64 tokens_out);
void         hearth_usage_learn      (HearthUsage *self, const char *service, gsize bytes,
                                      gint64 tokens);
gint64       hearth_usage_get_room   (HearthUsage *self, const char *service, gboolean local);
void         hearth_usage_set_room   (HearthUsage *self, const char *service, gint64 tokens);

G_END_DECLS
