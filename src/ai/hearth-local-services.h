/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-http.h"

G_BEGIN_DECLS

/** HEARTH_LOCAL_SERVICES_MAX_MODELS: how many models of one server are named. */
#define HEARTH_LOCAL_SERVICES_MAX_MODELS 100

/**
 * HearthLocalService:
 *
 * A server of models that runs on this computer.
 *
 * @name: its program, as far as its answer tells: "Ollama", "llama.cpp", …
 * @kind: how it is spoken to, see hearth_ai_kinds_list()
 * @base_url: its address
 * @models: (array zero-terminated): the names of its models, perhaps none
 * @sizes: (array): of each model the bytes of its file, 0 where the server does not say
 * @foreign: whether another person of this computer runs it, who could read what it is asked
 */
typedef struct {
  char *name;
  char *kind;
  char *base_url;
  char **models;
  guint64 *sizes;
  gboolean foreign;
} HearthLocalService;

void                hearth_local_service_free       (HearthLocalService *self);
HearthLocalService *hearth_local_service_read       (guint16 port, const char *path, const char *body,
                                                     gsize length) G_GNUC_WARN_UNUSED_RESULT;
void                hearth_local_services_find_async  (HearthHttp *http, const guint16 *ports,
                                                       gsize n_ports, GCancellable *cancellable,
                                                       GAsyncReadyCallback callback,
                                                       gpointer user_data);
GPtrArray          *hearth_local_services_find_finish (GAsyncResult *result,
                                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthLocalService, hearth_local_service_free)

G_END_DECLS
