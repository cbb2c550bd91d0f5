/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthCtlStyle: how words stand out on a terminal that can show it. */
typedef enum {
  HEARTH_CTL_PLAIN,
  HEARTH_CTL_BOLD,
  HEARTH_CTL_DIM,
  HEARTH_CTL_ACCENT,
} HearthCtlStyle;

gboolean
hearth_ctl_is_terminal (void);
guint
hearth_ctl_get_width (void);
guint
hearth_ctl_text_width (const char *text);
void
hearth_ctl_print (HearthCtlStyle style, const char *text);
guint
hearth_ctl_print_cut (HearthCtlStyle style, const char *text, guint width);
void
hearth_ctl_print_cell (HearthCtlStyle style, const char *text, guint width);
void
hearth_ctl_print_text (const char *text);

G_END_DECLS
