/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hearth_subscribe_ask (GtkWindow *window, HearthClient *client, const char *uri);

G_END_DECLS
