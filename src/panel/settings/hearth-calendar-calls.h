/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

G_BEGIN_DECLS

void      hearth_calendar_call        (HearthClient *client, const char *method, GVariant *arguments,
                                       const char *secret, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
GVariant *hearth_calendar_call_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
