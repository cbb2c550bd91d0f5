/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-http.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_LLAMA (hearth_llama_get_type ())
G_DECLARE_FINAL_TYPE (HearthLlama, hearth_llama, HEARTH, LLAMA, GObject)

HearthLlama *hearth_llama_new         (HearthHttp *http, GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
char        *hearth_llama_dup_program (HearthLlama *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void         hearth_llama_hold_async  (HearthLlama *self, const char *model,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
char        *hearth_llama_hold_finish (HearthLlama *self, GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void         hearth_llama_release     (HearthLlama *self);
GError      *hearth_llama_dup_death   (HearthLlama *self) G_GNUC_WARN_UNUSED_RESULT;
void         hearth_llama_stop        (HearthLlama *self);
void         hearth_llama_kill        (HearthLlama *self);

G_END_DECLS
