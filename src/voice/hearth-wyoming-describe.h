/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-wyoming-connection.h"
#include "hearth-wyoming-info.h"

G_BEGIN_DECLS

void               hearth_wyoming_describe_async  (const HearthWyomingPlace *place,
                                                   guint milliseconds, GCancellable *cancellable,
                                                   GAsyncReadyCallback callback,
                                                   gpointer user_data);
HearthWyomingInfo *hearth_wyoming_describe_finish (GAsyncResult *result,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
