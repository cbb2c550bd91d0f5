/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-error-private.h"

/**
 * HearthAiService:
 *
 * Whatever can answer: the built-in service, a model on this machine, a service on the network.
 */
G_DEFINE_INTERFACE (HearthAiService, hearth_ai_service, G_TYPE_OBJECT)

static void
hearth_ai_service_default_init (HearthAiServiceInterface *iface)
{
}

/**
 * hearth_ai_service_start:
 * @self: a service
 * @request: (transfer none): what it is asked
 * @cancellable: (nullable): stops the answer, down to the socket; the last event then is ERROR with
 *   `G_IO_ERROR_CANCELLED`
 * @func: (scope notified): receives the answer
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data after the last event
 *
 * Starts an answer. Several may run at the same time.
 */
void
hearth_ai_service_start (HearthAiService *self, HearthAiRequest *request, GCancellable *cancellable,
                         HearthAiEventFunc func, gpointer user_data, GDestroyNotify destroy)
{
  g_return_if_fail (HEARTH_IS_AI_SERVICE (self));
  g_return_if_fail (request != NULL && func != NULL);

  HEARTH_AI_SERVICE_GET_IFACE (self)->start (self, request, cancellable, func, user_data, destroy);
}

/**
 * hearth_ai_service_get_name:
 * @self: a service
 *
 * Returns: what people call it, as "gpt-oss on ai.example.org"
 */
const char *
hearth_ai_service_get_name (HearthAiService *self)
{
  g_return_val_if_fail (HEARTH_IS_AI_SERVICE (self), NULL);

  return HEARTH_AI_SERVICE_GET_IFACE (self)->get_name (self);
}

/**
 * hearth_ai_service_get_model:
 * @self: a service
 *
 * Returns: the model's identifier, by which prices go; of a service without one, its name
 */
const char *
hearth_ai_service_get_model (HearthAiService *self)
{
  HearthAiServiceInterface *iface;

  g_return_val_if_fail (HEARTH_IS_AI_SERVICE (self), NULL);

  iface = HEARTH_AI_SERVICE_GET_IFACE (self);
  return iface->get_model != NULL ? iface->get_model (self) : iface->get_name (self);
}

/**
 * hearth_ai_service_get_host:
 * @self: a service
 *
 * Returns: (nullable): where the owner's words go; %NULL if they stay in this process
 */
const char *
hearth_ai_service_get_host (HearthAiService *self)
{
  g_return_val_if_fail (HEARTH_IS_AI_SERVICE (self), NULL);

  return HEARTH_AI_SERVICE_GET_IFACE (self)->get_host (self);
}

/**
 * hearth_ai_service_is_local:
 * @self: a service
 *
 * Returns: whether nothing leaves this machine
 */
gboolean
hearth_ai_service_is_local (HearthAiService *self)
{
  g_return_val_if_fail (HEARTH_IS_AI_SERVICE (self), FALSE);

  return HEARTH_AI_SERVICE_GET_IFACE (self)->is_local (self);
}

/**
 * hearth_ai_service_check:
 * @self: a service
 * @error: a #HearthAiError that says why not
 *
 * Whether the service may be asked at all, before anything is made ready for it, or noted.
 *
 * Returns: whether it may
 */
gboolean
hearth_ai_service_check (HearthAiService *self, GError **error)
{
  HearthAiServiceInterface *iface = HEARTH_AI_SERVICE_GET_IFACE (self);

  return iface->check == NULL || iface->check (self, error);
}

/**
 * hearth_ai_service_takes:
 * @self: a service
 * @type: the media type of a file
 *
 * Returns: whether such a file can go with a question to it; whether its model makes anything of it
 *   is another matter
 */
gboolean
hearth_ai_service_takes (HearthAiService *self, const char *type)
{
  HearthAiServiceInterface *iface;

  g_return_val_if_fail (HEARTH_IS_AI_SERVICE (self), FALSE);

  iface = HEARTH_AI_SERVICE_GET_IFACE (self);
  return iface->takes != NULL && iface->takes (self, type);
}

/**
 * hearth_ai_service_list_models_async:
 * @self: a service
 * @cancellable: (nullable): a cancellable
 * @callback: called when the list is there
 * @user_data: for @callback
 *
 * Asks which models the service has.
 */
void
hearth_ai_service_list_models_async (HearthAiService *self, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  HearthAiServiceInterface *iface;

  g_return_if_fail (HEARTH_IS_AI_SERVICE (self));

  iface = HEARTH_AI_SERVICE_GET_IFACE (self);
  if (iface->list_models_async != NULL)
    iface->list_models_async (self, cancellable, callback, user_data);
  else
    g_task_report_new_error (self, callback, user_data, hearth_ai_service_list_models_async,
                             G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "There is nothing to choose.");
}

/**
 * hearth_ai_service_list_models_finish:
 * @self: a service
 * @result: what the callback got
 *
 * Returns: (transfer full) (array zero-terminated=1): the models' names, at most 2000, in the
 *   service's order; or %NULL with an error of #HearthAiError, or %G_IO_ERROR_NOT_SUPPORTED where
 *   there is nothing to choose
 */
char **
hearth_ai_service_list_models_finish (HearthAiService *self, GAsyncResult *result, GError **error)
{
  HearthAiServiceInterface *iface;

  g_return_val_if_fail (HEARTH_IS_AI_SERVICE (self), NULL);

  iface = HEARTH_AI_SERVICE_GET_IFACE (self);
  if (iface->list_models_finish != NULL)
    return iface->list_models_finish (self, result, error);
  return g_task_propagate_pointer (G_TASK (result), error);
}
