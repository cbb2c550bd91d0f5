/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthScriptDirection: which way a text is read. */
typedef enum {
  HEARTH_SCRIPT_NEITHER, /* there is no letter in it */
  HEARTH_SCRIPT_LEFT_TO_RIGHT,
  HEARTH_SCRIPT_RIGHT_TO_LEFT,
} HearthScriptDirection;

HearthScriptDirection hearth_script_direction_find (const char *text);

G_END_DECLS
