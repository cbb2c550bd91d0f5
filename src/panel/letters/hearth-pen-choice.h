/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-letter-choice.h"

G_BEGIN_DECLS

GtkWidget *hearth_pen_choice_new (const char *own) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
