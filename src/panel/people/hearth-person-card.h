/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *hearth_person_popover_new (HearthClient *client, const char *address,
                                      const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
