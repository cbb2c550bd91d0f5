/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message-list.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_SEARCH_VIEW (hearth_search_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthSearchView, hearth_search_view, HEARTH, SEARCH_VIEW, GtkWidget)

GtkWidget         *hearth_search_view_new      (HearthMailDesk *desk);
HearthMessageList *hearth_search_view_get_list (HearthSearchView *self);
void               hearth_search_view_look_for (HearthSearchView *self, const char *text);

G_END_DECLS
