/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-protocol.h"
#include "hearth-ai-remote.h"

G_BEGIN_DECLS

/* What hearth-ai-remote.c, hearth-ai-call.c and hearth-ai-models.c share. */
struct _HearthAiRemote {
  GObject parent_instance;

  const HearthAiProtocol *protocol;
  HearthHttp *http;                  /* (owned) */
  HearthHttpUrl *url;                /* (owned) the base, without a slash at the end */
  char *model;                       /* (owned) */
  char *name;                        /* (owned) */
  const HearthAiKeyFuncs *key_funcs; /* (nullable) */
  HearthHttpLimits limits;
  HearthHttpFlags flags;
  HearthAiPatience patience;
};

HearthHttpRequest *hearth_ai_remote_new_request (HearthAiRemote *self, const char *method,
                                                 const char *path, const char *key);
char              *hearth_ai_remote_take_key    (HearthAiRemote *self, GAsyncResult *result,
                                                 GError **error);
void               hearth_ai_remote_wipe_key    (char **key);
void               hearth_ai_remote_start       (HearthAiService *service, HearthAiRequest *request,
                                                 GCancellable *cancellable, HearthAiEventFunc func,
                                                 gpointer user_data, GDestroyNotify destroy);
void               hearth_ai_remote_list_models_async  (HearthAiService *service,
                                                        GCancellable *cancellable,
                                                        GAsyncReadyCallback callback,
                                                        gpointer user_data);
char             **hearth_ai_remote_list_models_finish (HearthAiService *service,
                                                        GAsyncResult *result, GError **error);

G_END_DECLS
