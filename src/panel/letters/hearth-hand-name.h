/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hearth_hand_dup_free_name (GPtrArray *rows, const char *wanted) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
