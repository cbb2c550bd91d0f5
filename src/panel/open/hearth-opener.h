/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-window.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_OPENER (hearth_opener_get_type ())
G_DECLARE_FINAL_TYPE (HearthOpener, hearth_opener, HEARTH, OPENER, GObject)

HearthOpener *hearth_opener_new  (HearthClient *client) G_GNUC_WARN_UNUSED_RESULT;
void          hearth_opener_open (HearthOpener *self, HearthWindow *window, GFile *file);

G_END_DECLS
