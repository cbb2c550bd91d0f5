/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hearth-ctl.h"

G_BEGIN_DECLS

GVariant *
hearth_ctl_event_call (HearthCtl *ctl, const char *method, GVariant *parameters,
                       const char *reply_type, HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_ctl_parse_moment (const char *text, gint64 *when, gboolean *is_date);
HearthCtlExit
hearth_ctl_print_event_action (HearthCtl *ctl, gint64 event, gint64 action);
void
hearth_ctl_print_conflicts (GVariant *conflicts);

G_END_DECLS
