/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-phrases.h"

G_BEGIN_DECLS

/**
 * HearthDue: until when something is wanted.
 * @at: seconds since 1970 UTC; 18:00 local of its day where only a day was said
 * @is_date: whether only a day was said
 * @from, @to: where it stands in the line, in bytes; both 0 where that cannot be said
 */
typedef struct {
  gint64 at;
  gboolean is_date;
  guint from;
  guint to;
} HearthDue;

gboolean
hearth_due_read (HearthDue *self, const HearthPhraseLine *line, gint64 written, gboolean any);

G_END_DECLS
