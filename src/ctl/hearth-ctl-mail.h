/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ctl.h"
#include "hearth-ctl-json.h"

G_BEGIN_DECLS

void
hearth_ctl_json_message (HearthCtlJson *json, const HearthMessage *message);
HearthCtlExit
hearth_ctl_print_action (HearthCtl *ctl, gint64 action);
HearthCtlExit
hearth_ctl_print_messages (HearthCtl *ctl, GPtrArray *messages);

G_END_DECLS
