/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-store-journal.h"
#include "hearth-store-receipts.h"

G_BEGIN_DECLS

char *
hearth_journal_entry_dup_title (const HearthJournalEntry *self) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_journal_entry_dup_detail (const HearthJournalEntry *self) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_journal_entry_dup_traffic (const HearthJournalEntry *self) G_GNUC_WARN_UNUSED_RESULT;
const char *
hearth_day_receipt_get_purpose (const HearthDayReceipt *self);
char *
hearth_day_receipt_dup_bytes (const HearthDayReceipt *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
