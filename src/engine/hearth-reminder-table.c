/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-reminder-table.h"

#include "hearth-store-records.h"

/**
 * HearthReminderTable:
 *
 * The reminder queue's storage: the store's table, through the one writer.
 */
struct _HearthReminderTable {
  GObject parent_instance;

  HearthWriter *writer; /* (owned) */
};
