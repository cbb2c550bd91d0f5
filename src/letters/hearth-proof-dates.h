/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-proof-private.h"

G_BEGIN_DECLS

/**
 * HearthProofDate: a date that stands in a text.
 * @first: its first token, without the weekday
 * @last: the token after its last
 * @weekday: the token of its weekday; 0 for none (a weekday may not begin a text alone)
 * @has_weekday: whether one stands before it
 * @named: 1 for Monday to 7, of @weekday
 * @day: of the month
 * @month: 1 to 12
 * @year: 0 if none stands there
 * @month_first: whether it is written "May 3"
 * @in_digits: whether it is written "3.5."
 */
typedef struct {
  guint first;
  guint last;
  guint weekday;
  gboolean has_weekday;
  guint named;
  guint day;
  guint month;
  guint year;
  gboolean month_first;
  gboolean in_digits;
} HearthProofDate;

gboolean    hearth_proof_read_date (HearthProof *self, guint index, guint limit,
                                    HearthProofDate *date);
const char *hearth_proof_get_weekday (HearthProof *self, guint number);
char       *hearth_proof_dup_date  (HearthProof *self, const HearthProofDate *like,
                                    guint32 day) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
