/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void     hearth_farewell_ask        (GtkWindow *window);
gboolean hearth_farewell_tell_first (GtkWindow *window, GSettings *settings);

G_END_DECLS
