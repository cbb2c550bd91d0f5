/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-markdown.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HearthProseLinks: which web addresses may be followed.
 * @said: (owned) (nullable) (element-type utf8): those in the owner's words
 * @read: (owned) (nullable) (element-type utf8): those in messages on display
 */
typedef struct {
  GHashTable *said;
  GHashTable *read;
} HearthProseLinks;

GtkWidget *hearth_prose_label_new  (void);
void       hearth_prose_label_set  (GtkLabel *label, const HearthProseLinks *links,
                                    const HearthBlock *block);
void       hearth_prose_label_mark (GtkLabel *label, guint start, guint end);
guint      hearth_prose_label_find (GtkLabel *label, double x, double y);
void       hearth_prose_apply_direction (GtkWidget *widget, const char *text);

G_END_DECLS
