/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-journal-words.h"
#include "hearth-mail-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *hearth_journal_row_new  (HearthMailDesk *desk, const HearthJournalEntry *entry) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *hearth_receipts_row_new (GPtrArray *receipts, guint first, guint n) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
