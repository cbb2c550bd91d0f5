/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_MAIL_ACTIONS (hearth_mail_actions_get_type ())
G_DECLARE_FINAL_TYPE (HearthMailActions, hearth_mail_actions, HEARTH, MAIL_ACTIONS, GObject)

HearthMailActions *hearth_mail_actions_new      (GtkWidget *window, HearthMailDesk *desk) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_mail_actions_set_page (HearthMailActions *self, HearthMailPage *page);

G_END_DECLS
