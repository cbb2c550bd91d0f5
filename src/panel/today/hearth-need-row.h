/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-store-commitments.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *hearth_need_row_new         (const HearthCommitment *thing);
GtkWidget *hearth_need_row_new_awaited (const HearthCommitment *one);

G_END_DECLS
