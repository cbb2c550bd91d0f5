/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-sockets.h"

G_BEGIN_DECLS

/**
 * HearthReceiptProblem: what is wrong with what was counted.
 */
typedef enum {
  HEARTH_RECEIPT_AGREES,
  HEARTH_RECEIPT_UNEXPLAINED, /* the kernel saw more or less than was said, beyond what TLS adds */
  HEARTH_RECEIPT_UNTOLD,      /* the journal tells nothing of it */
  HEARTH_RECEIPT_MISSING,     /* the journal tells of more than was counted */
} HearthReceiptProblem;

/**
 * HearthDayReceipt: what was said to a host on a day, and why.
 * @day: of the owner's calendar, days since 1970
 * @receipt: what was counted
 * @local: whether the host is this computer, so that nothing left it
 * @journal_sent: how many bytes the journal tells of, of that host and day, for all purposes
 * @problem: whether count, protocols and journal agree
 */
typedef struct {
  gint64 day;
  HearthReceipt receipt;
  gboolean local;
  gint64 journal_sent;
  HearthReceiptProblem problem;
} HearthDayReceipt;

void
hearth_day_receipt_free (HearthDayReceipt *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthDayReceipt, hearth_day_receipt_free)

char *
hearth_day_receipt_dup_problem (const HearthDayReceipt *self) G_GNUC_WARN_UNUSED_RESULT;

gint64
hearth_store_receipts_get_day (gint64 when);
gint64
hearth_store_receipts_get_midnight (gint64 day);
gboolean
hearth_store_receipts_add (HearthDatabase *db, gint64 day, const HearthReceipt *receipt,
                           GError **error);
GPtrArray *
hearth_store_receipts_list (HearthDatabase *db, gint64 since_day,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
gint64
hearth_store_receipts_sum_sent (HearthDatabase *db, gint64 day, HearthTrafficPurpose purpose,
                                GError **error);

G_END_DECLS
