/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_FOUND_LIST (hearth_found_list_get_type ())
G_DECLARE_FINAL_TYPE (HearthFoundList, hearth_found_list, HEARTH, FOUND_LIST, GtkWidget)

GtkWidget  *hearth_found_list_new         (HearthClient *client) G_GNUC_WARN_UNUSED_RESULT;
void        hearth_found_list_look        (HearthFoundList *self, const char *text, guint kinds);
void        hearth_found_list_open_first  (HearthFoundList *self);
gboolean    hearth_found_list_enter       (HearthFoundList *self);
gboolean    hearth_found_list_is_empty    (HearthFoundList *self);
const char *hearth_found_list_get_problem (HearthFoundList *self);

G_END_DECLS
