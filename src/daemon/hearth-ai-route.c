/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-route.h"

#include "hearth-ai-keys.h"
#include "hearth-ai-kinds.h"

#include <glib/gi18n.h>

/* A speed that rests on less says little. */
#define MIN_TOKENS 8
#define MIN_SECONDS 0.05

/**
 * HearthAiRoute:
 *
 * The way to a service that the owner set up: refuses what may not leave the computer until the
 * owner agreed, starts the service where it is one that Hearth runs itself, and measures how fast
 * it is.
 *
 * Signal: `speed (double tokens_per_second)`: an answer was long enough to tell.
 */
struct _HearthAiRoute {
  GObject parent_instance;

  HearthAiConfig *config; /* (owned) */
  HearthHttp *http;       /* (owned) */
  HearthLlama *llama;     /* (owned) (nullable) for one that Hearth runs */
  HearthAiService *made;  /* (owned) (nullable) for any other */
  char *title;            /* (owned) */
  char *host;             /* (owned) */
  gboolean local;
  gboolean agreed;
};

/* One answer under way. */
typedef struct {
  HearthAiRoute *route;      /* (owned) */
  HearthAiRequest *request;  /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable) */
  HearthAiService *service;  /* (owned) (nullable) once it is known */
  GError *refusal;           /* (owned) (nullable) */
  gint64 first;              /* monotonic microseconds of the first piece, or 0 */
  guint64 tokens;
  HearthAiEventFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} Call;

static void hearth_ai_route_service_init (HearthAiServiceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HearthAiRoute, hearth_ai_route, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HEARTH_TYPE_AI_SERVICE,
                                                      hearth_ai_route_service_init))

static guint signal_speed;

static void
call_free (gpointer data)
{
  Call *call = data;

  if (call->destroy != NULL)
    call->destroy (call->user_data);
  g_clear_object (&call->service);
  g_clear_object (&call->cancellable);
  g_clear_error (&call->refusal);
  hearth_ai_request_unref (call->request);
  g_object_unref (call->route);
  g_free (call);
}

static void
measure (Call *call)
{
  double seconds;

  if (call->first == 0 || call->tokens < MIN_TOKENS)
    return;
  seconds = (double) (g_get_monotonic_time () - call->first) / G_USEC_PER_SEC;
  if (seconds >= MIN_SECONDS)
    g_signal_emit (call->route, signal_speed, 0, (double) call->tokens / seconds);
}

static void
event_cb (const HearthAiEvent *event, gpointer user_data)
{
  Call *call = user_data;

  if ((event->kind == HEARTH_AI_EVENT_TEXT || event->kind == HEARTH_AI_EVENT_THINKING) &&
      call->first == 0)
    call->first = g_get_monotonic_time ();
  if (event->kind == HEARTH_AI_EVENT_USAGE)
    call->tokens = event->tokens_out;
  if (event->kind == HEARTH_AI_EVENT_END)
    measure (call);
  if (event->kind == HEARTH_AI_EVENT_ERROR && call->route->llama != NULL) {
    /* That the connection broke is true; that the model's program died is what helps. */
    g_autoptr (GError) death = hearth_llama_dup_death (call->route->llama);
    HearthAiEvent changed = *event;

    if (death != NULL)
      changed.error = death;
    call->func (&changed, call->user_data);
    return;
  }
  call->func (event, call->user_data);
}

static void
tell_error (Call *call, const GError *error)
{
  HearthAiEvent event = { .kind = HEARTH_AI_EVENT_ERROR, .error = error };

  call->func (&event, call->user_data);
}

static gboolean
refuse_cb (gpointer user_data)
{
  Call *call = user_data;

  tell_error (call, call->refusal);
  return G_SOURCE_REMOVE;
}

static void
llama_ended_cb (gpointer data)
{
  Call *call = data;

  hearth_llama_release (call->route->llama);
  call_free (call);
}

static void
llama_ready_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *url = hearth_llama_hold_finish (HEARTH_LLAMA (object), result, &error);

  if (url != NULL) {
    call->service =
        hearth_ai_kind_make ("openai", call->route->http, url, "", &hearth_ai_llama_keys, &error);
    if (call->service == NULL)
      hearth_llama_release (call->route->llama);
  }
  if (call->service == NULL) {
    tell_error (call, error);
    call_free (call);
    return;
  }
  hearth_ai_service_start (call->service, call->request, call->cancellable, event_cb, call,
                           llama_ended_cb);
}

static gboolean
hearth_ai_route_check (HearthAiService *service, GError **error)
{
  HearthAiRoute *self = HEARTH_AI_ROUTE (service);

  if (self->local || self->agreed)
    return TRUE;
  g_set_error (error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_NOT_AGREED,
               _("Your mail and events go to %s only after you have agreed to it."), self->host);
  return FALSE;
}

static void
hearth_ai_route_start (HearthAiService *service, HearthAiRequest *request,
                       GCancellable *cancellable, HearthAiEventFunc func, gpointer user_data,
                       GDestroyNotify destroy)
{
  HearthAiRoute *self = HEARTH_AI_ROUTE (service);
  Call *call = g_new0 (Call, 1);

  call->route = g_object_ref (self);
  call->request = hearth_ai_request_ref (request);
  call->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  call->func = func;
  call->user_data = user_data;
  call->destroy = destroy;
  if (!hearth_ai_route_check (service, &call->refusal)) {
    g_idle_add_full (G_PRIORITY_DEFAULT, refuse_cb, call, call_free);
  } else if (self->llama != NULL) {
    hearth_llama_hold_async (self->llama, self->config->model, cancellable, llama_ready_cb, call);
  } else {
    call->service = g_object_ref (self->made);
    hearth_ai_service_start (call->service, request, cancellable, event_cb, call, call_free);
  }
}

static const char *
hearth_ai_route_get_model (HearthAiService *service)
{
  const HearthAiConfig *config = hearth_ai_route_get_config (HEARTH_AI_ROUTE (service));

  return *config->model != '\0' ? config->model : hearth_ai_service_get_name (service);
}

static const char *
hearth_ai_route_get_name (HearthAiService *service)
{
  return HEARTH_AI_ROUTE (service)->title;
}

static const char *
hearth_ai_route_get_host (HearthAiService *service)
{
  return HEARTH_AI_ROUTE (service)->host;
}

static gboolean
hearth_ai_route_is_local (HearthAiService *service)
{
  return HEARTH_AI_ROUTE (service)->local;
}

static gboolean
hearth_ai_route_takes (HearthAiService *service, const char *type)
{
  return hearth_ai_service_takes (HEARTH_AI_ROUTE (service)->made, type);
}

static void
hearth_ai_route_service_init (HearthAiServiceInterface *iface)
{
  iface->start = hearth_ai_route_start;
  iface->get_name = hearth_ai_route_get_name;
  iface->get_model = hearth_ai_route_get_model;
  iface->get_host = hearth_ai_route_get_host;
  iface->is_local = hearth_ai_route_is_local;
  iface->check = hearth_ai_route_check;
  iface->takes = hearth_ai_route_takes;
}

static void
hearth_ai_route_finalize (GObject *object)
{
  HearthAiRoute *self = HEARTH_AI_ROUTE (object);

  hearth_ai_config_free (self->config);
  g_clear_object (&self->http);
  g_clear_object (&self->llama);
  g_clear_object (&self->made);
  g_free (self->title);
  g_free (self->host);
  G_OBJECT_CLASS (hearth_ai_route_parent_class)->finalize (object);
}

static void
hearth_ai_route_class_init (HearthAiRouteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_ai_route_finalize;
  signal_speed = g_signal_new ("speed", HEARTH_TYPE_AI_ROUTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
}

static void
hearth_ai_route_init (HearthAiRoute *self)
{
}

/**
 * hearth_ai_route_new:
 * @config: the service
 * @http: the client
 * @llama: what runs a model's file, for a service of that kind
 * @error: %HEARTH_AI_ERROR_SETTINGS if @config cannot be used
 *
 * Returns: (transfer full) (nullable): the way to it, not agreed to yet
 */
HearthAiRoute *
hearth_ai_route_new (const HearthAiConfig *config, HearthHttp *http, HearthLlama *llama,
                     GError **error)
{
  g_autoptr (HearthAiRoute) self = g_object_new (HEARTH_TYPE_AI_ROUTE, NULL);

  self->config = hearth_ai_config_copy (config);
  self->http = g_object_ref (http);
  self->title = hearth_ai_config_dup_title (config);
  if (g_str_equal (config->kind, HEARTH_AI_KIND_LLAMA)) {
    self->llama = g_object_ref (llama);
    self->host = g_strdup ("localhost");
    self->local = TRUE;
    return g_steal_pointer (&self);
  }
  self->made = hearth_ai_kind_make (config->kind, http, config->base_url, config->model,
                                    &hearth_ai_keys, error);
  if (self->made == NULL)
    return NULL;
  self->host = g_strdup (hearth_ai_service_get_host (self->made));
  self->local = hearth_ai_service_is_local (self->made);
  return g_steal_pointer (&self);
}

/**
 * hearth_ai_route_set_agreed:
 * @self: a way to a service
 * @agreed: whether the owner said that mail and events may go to its host; one on this computer
 * needs no such word
 */
void
hearth_ai_route_set_agreed (HearthAiRoute *self, gboolean agreed)
{
  self->agreed = agreed;
}

/**
 * hearth_ai_route_get_config:
 * @self: a way to a service
 *
 * Returns: (transfer none): the service that it leads to
 */
const HearthAiConfig *
hearth_ai_route_get_config (HearthAiRoute *self)
{
  return self->config;
}
