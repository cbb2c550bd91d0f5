/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *hearth_minutes_row_new (GSettings *settings, const char *key, const char *title,
                                   int step, int most, gboolean clock) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *hearth_switch_row_new  (GSettings *settings, const char *key, const char *title,
                                   const char *subtitle) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *hearth_choice_row_new  (const char *title, const char *const *choices) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *hearth_scale_row_new  (GSettings *settings, const char *key, const char *title,
                                  double least, double most) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
