/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_SERVERS_FORM (hearth_servers_form_get_type ())
G_DECLARE_FINAL_TYPE (HearthServersForm, hearth_servers_form, HEARTH, SERVERS_FORM, GtkWidget)

void      hearth_servers_form_fill         (HearthServersForm *self, const char *address,
                                            GVariant *settings);
gboolean  hearth_servers_form_is_complete  (HearthServersForm *self);
GVariant *hearth_servers_form_dup_settings (HearthServersForm *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
