/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** HearthDoneState: how far something that was done stands. */
typedef enum {
  HEARTH_DONE_UNDOABLE,
  HEARTH_DONE_FINAL,  /* nothing takes it back, or no longer */
  HEARTH_DONE_BUSY,   /* it is being taken back */
  HEARTH_DONE_UNDONE, /* it was taken back */
} HearthDoneState;

#define HEARTH_TYPE_DONE_LINE (hearth_done_line_get_type ())
G_DECLARE_FINAL_TYPE (HearthDoneLine, hearth_done_line, HEARTH, DONE_LINE, GtkWidget)

GtkWidget *hearth_done_line_new         (const char *text, const char *title);
void       hearth_done_line_set_state   (HearthDoneLine *self, HearthDoneState state);
void       hearth_done_line_set_trouble (HearthDoneLine *self, const char *sentence);

G_END_DECLS
