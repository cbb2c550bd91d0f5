/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

G_BEGIN_DECLS

/** HEARTH_OCCASIONS_DAYS: how many days are looked ahead, today among them. */
#define HEARTH_OCCASIONS_DAYS 10

/** HearthOccasionKind: why somebody may be written to. */
typedef enum {
  HEARTH_OCCASION_BIRTHDAY,
  HEARTH_OCCASION_ANNIVERSARY,
  HEARTH_OCCASION_TOUCH, /* the owner wanted to hear from them */
} HearthOccasionKind;

/**
 * HearthOccasion: a letter that could be written.
 * @key: names it, and the year that it is in: one that is dismissed comes back in the next
 * @kind: what it is
 * @name: whom to; of an anniversary, what it is called
 * @day: the owner's midnight of that day, seconds since 1970 UTC; 0 where it is no day's
 * @reason: why, as a sentence without a full stop
 */
typedef struct {
  char *key;
  HearthOccasionKind kind;
  char *name;
  gint64 day;
  char *reason;
} HearthOccasion;

GPtrArray  *hearth_occasions_list           (HearthDatabase *db, gint64 now,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
const char *hearth_occasion_kind_to_string  (HearthOccasionKind kind);
gboolean    hearth_anniversary_is_title     (const char *title);

G_END_DECLS
