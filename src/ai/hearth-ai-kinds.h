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

/**
 * HearthAiProtocol:
 *
 * How a kind of service is spoken to; see hearth-ai-protocol.h.
 */
typedef struct _HearthAiProtocol HearthAiProtocol;

/**
 * HearthAiKind:
 *
 * A kind of service that Hearth can speak to.
 *
 * @id: its name in settings: "openai"
 * @name: its name for the owner, to be translated with gettext()
 * @base_url: where it is when the owner says nothing else; "" where there is no such place
 * @needs_key: whether it answers nobody without a key
 * @protocol: how it is spoken to
 */
typedef struct {
  const char *id;
  const char *name;
  const char *base_url;
  gboolean needs_key;
  const HearthAiProtocol *protocol;
} HearthAiKind;

const HearthAiKind *hearth_ai_kinds_list          (guint *n);
const HearthAiKind *hearth_ai_kinds_find          (const char *id);
char               *hearth_ai_kind_dup_normal_url (const char *id, const char *base_url,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthAiService    *hearth_ai_kind_make           (const char *id, HearthHttp *http,
                                                   const char *base_url, const char *model,
                                                   const HearthAiKeyFuncs *key_funcs,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
