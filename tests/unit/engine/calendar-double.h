/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-source.h"

G_BEGIN_DECLS

/* A server of calendars, in memory. */

/* What it has of one event, and in which version. */
typedef struct {
  char *text;
  guint version;
} Resource;

#define TYPE_DOUBLE (double_get_type ())
G_DECLARE_FINAL_TYPE (Double, double, TEST, DOUBLE, HearthCalendarSource)

struct _Double {
  HearthCalendarSource parent_instance;

  GHashTable *resources; /* href -> Resource */
  guint version;
  gboolean offline;
  gboolean locked_out;
  gboolean loses_answers; /* it does what it is told, and the connection breaks */
  gboolean refuses;
  guint n_writes;
  void (*before_write) (Double *self); /* somebody else is faster */
};

void double_put (Double *self, const char *href, const char *text);

G_END_DECLS
