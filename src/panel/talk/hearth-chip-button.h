/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-answer.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *hearth_chip_button_new         (const HearthChip *chip);
GtkWidget *hearth_chip_button_new_suggest (const char *text);

G_END_DECLS
