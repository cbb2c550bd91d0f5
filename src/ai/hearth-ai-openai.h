/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"
#include "hearth-http.h"

G_BEGIN_DECLS

/**
 * HearthAiKeyFuncs:
 *
 * Where the key comes from. It is looked up for each request, held while that lasts and wiped.
 *
 * @lookup_async: starts to look for the key of a host
 * @lookup_finish: (nullable) return: the key, %NULL with no error where there is none
 * @free: wipes and frees the key
 */
typedef struct {
  void  (*lookup_async)  (const char *host, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data);
  char *(*lookup_finish) (GAsyncResult *result, GError **error);
  void  (*free)          (char *key);
} HearthAiKeyFuncs;

#define HEARTH_TYPE_AI_OPENAI (hearth_ai_openai_get_type ())
G_DECLARE_FINAL_TYPE (HearthAiOpenai, hearth_ai_openai, HEARTH, AI_OPENAI, GObject)

HearthAiOpenai *hearth_ai_openai_new                (HearthHttp *http, const char *base_url,
                                                     const char *model,
                                                     const HearthAiKeyFuncs *key_funcs,
                                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void            hearth_ai_openai_set_allow_plain    (HearthAiOpenai *self, gboolean allow);
void            hearth_ai_openai_set_limits         (HearthAiOpenai *self,
                                                     const HearthHttpLimits *limits);
const char     *hearth_ai_openai_get_base_url       (HearthAiOpenai *self);
const char     *hearth_ai_openai_get_model          (HearthAiOpenai *self);
void            hearth_ai_openai_list_models_async  (HearthAiOpenai *self,
                                                     GCancellable *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer user_data);
char          **hearth_ai_openai_list_models_finish (HearthAiOpenai *self, GAsyncResult *result,
                                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
char           *hearth_ai_openai_dup_normal_url     (const char *base_url,
                                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
