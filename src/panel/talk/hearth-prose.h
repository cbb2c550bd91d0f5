/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-prose-label.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_PROSE (hearth_prose_get_type ())
G_DECLARE_FINAL_TYPE (HearthProse, hearth_prose, HEARTH, PROSE, GtkWidget)

GtkWidget *hearth_prose_new       (void);
void       hearth_prose_set_text  (HearthProse *self, const char *markdown);
void       hearth_prose_set_said  (HearthProse *self, GHashTable *links);
void       hearth_prose_set_read  (HearthProse *self, GHashTable *links);
gboolean   hearth_prose_has_links (HearthProse *self);
char      *hearth_prose_dup_plain (HearthProse *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
