/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-paths.h"

#include <adwaita.h>

G_BEGIN_DECLS

void        hearth_mind_call            (HearthClient *client, const char *method, GVariant *arguments,
                                         const char *key, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
void        hearth_mind_call_speech     (HearthClient *client, const char *method, GVariant *arguments,
                                         const char *key, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
GVariant   *hearth_mind_call_finish     (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
const char *hearth_mind_get_string      (GVariant *dict, const char *key);
gboolean    hearth_mind_get_boolean     (GVariant *dict, const char *key);
guint64     hearth_mind_get_size        (GVariant *dict, const char *key);
double      hearth_mind_get_double      (GVariant *dict, const char *key);
void        hearth_mind_say             (GtkWidget *widget, const char *text);
void        hearth_mind_say_error       (GtkWidget *widget, const GError *error);

G_END_DECLS
