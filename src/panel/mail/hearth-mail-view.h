/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message-list.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_MAIL_VIEW (hearth_mail_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthMailView, hearth_mail_view, HEARTH, MAIL_VIEW, GtkWidget)

GtkWidget         *hearth_mail_view_new            (HearthMailDesk *desk);
void               hearth_mail_view_show_set_aside (HearthMailView *self);
void               hearth_mail_view_show_unsent    (HearthMailView *self);
HearthMessageList *hearth_mail_view_get_list       (HearthMailView *self);

G_END_DECLS
