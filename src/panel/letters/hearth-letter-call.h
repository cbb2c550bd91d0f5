/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"

G_BEGIN_DECLS

void      hearth_letter_call_async  (HearthClient *client, const char *method, GVariant *parameters,
                                     GAsyncReadyCallback callback, gpointer user_data);
void      hearth_letter_call_slowly (HearthClient *client, const char *method, GVariant *parameters,
                                     GAsyncReadyCallback callback, gpointer user_data);
void      hearth_letter_call_with_file (HearthClient *client, const char *method,
                                        GVariant *parameters, GBytes *file,
                                        GAsyncReadyCallback callback, gpointer user_data);
GVariant *hearth_letter_call_finish (HearthClient *client, GAsyncResult *result,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

void      hearth_letter_call_delete (HearthMailDesk *desk, gint64 id, const char *title);

G_END_DECLS
