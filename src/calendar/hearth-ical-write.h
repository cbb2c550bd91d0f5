/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-error.h"
#include "hearth-event.h"

G_BEGIN_DECLS

char *hearth_ical_write_put    (const char *text, gsize length, const HearthEvent *event,
                                gsize *new_length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_ical_write_remove (const char *text, gsize length, const char *uid, guint *n_left,
                                gsize *new_length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
