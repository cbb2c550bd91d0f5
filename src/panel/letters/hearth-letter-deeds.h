/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *hearth_letter_deeds_new (GtkWidget *wording, GtkWidget *versions) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
