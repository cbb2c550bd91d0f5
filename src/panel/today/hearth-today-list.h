/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-store-commitments.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HearthTodayRowFunc:
 * @one: what a row is about
 *
 * Returns: (transfer floating): a row
 */
typedef GtkWidget *(*HearthTodayRowFunc) (const HearthCommitment *one);

#define HEARTH_TYPE_TODAY_LIST (hearth_today_list_get_type ())
G_DECLARE_FINAL_TYPE (HearthTodayList, hearth_today_list, HEARTH, TODAY_LIST, GtkWidget)

void hearth_today_list_set (HearthTodayList *self, const char *title, GPtrArray *all,
                            HearthTodayRowFunc func);

G_END_DECLS
