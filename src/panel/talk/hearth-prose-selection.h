/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_PROSE_SELECTION (hearth_prose_selection_get_type ())
G_DECLARE_FINAL_TYPE (HearthProseSelection, hearth_prose_selection, HEARTH, PROSE_SELECTION, GObject)

HearthProseSelection *hearth_prose_selection_new      (GtkWidget *prose) G_GNUC_WARN_UNUSED_RESULT;
void                  hearth_prose_selection_reset    (HearthProseSelection *self);
void                  hearth_prose_selection_add      (HearthProseSelection *self, GtkLabel *label,
                                                       const char *before);
void                  hearth_prose_selection_clear    (HearthProseSelection *self);
char                 *hearth_prose_selection_dup_text (HearthProseSelection *self)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
