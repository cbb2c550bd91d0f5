/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account-choice.h"

#include <gio/gio.h>

G_BEGIN_DECLS

void                 hearth_mail_records_look_up_async  (GResolver *resolver, const char *address,
                                                         GCancellable *cancellable,
                                                         GAsyncReadyCallback callback,
                                                         gpointer user_data);
HearthAccountChoice *hearth_mail_records_look_up_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
