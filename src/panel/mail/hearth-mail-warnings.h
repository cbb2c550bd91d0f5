/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hearth_mail_warnings_fill (GtkBox *box, const HearthMessage *message);
void hearth_mail_warnings_add  (GtkBox *box, const char *text);

G_END_DECLS
