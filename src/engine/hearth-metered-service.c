/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-metered-service.h"

#include <string.h>

/**
 * HearthMeteredService:
 *
 * A service whose rounds are counted, and begin only where the owner's monthly limit leaves room.
 * To whoever asks it is the service itself.
 */
struct _HearthMeteredService {
  GObject parent_instance;

  HearthUsage *usage;       /* (owned) */
  HearthAiService *service; /* (owned) */
  char *purpose;            /* (owned) */
  gsize bytes;              /* of the last request */
};

static void service_iface_init (HearthAiServiceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HearthMeteredService, hearth_metered_service, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HEARTH_TYPE_AI_SERVICE, service_iface_init))

typedef struct {
  HearthMeteredService *self; /* (owned) */
  HearthAiEventFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  GError *refused; /* (owned) (nullable) */
  gsize bytes_in;
  gsize bytes_out;
  gboolean has_files;
  HearthUsageGrant grant;
  gint64 tokens_in; /* as the service counted; -1 if it did not */
  gint64 tokens_out;
  gboolean begun; /* the service answered at all */
} Round;

/* A picture of the size that is sent, or a page, is read as about 1600 tokens: as many as so many
 * bytes of words. */
#define FILE_BYTES 6400

static gsize
count_message (const HearthAiMessage *message)
{
  gsize n = strlen (message->text);

  for (guint i = 0; message->calls != NULL && i < message->calls->len; i++) {
    const HearthAiToolCall *call = g_ptr_array_index (message->calls, i);

    n += strlen (call->name) + (call->arguments != NULL ? strlen (call->arguments) : 0);
  }
  for (guint i = 0; message->blobs != NULL && i < message->blobs->len; i++)
    n += strlen (g_ptr_array_index (message->blobs, i));
  return n + message->files->len * FILE_BYTES;
}

static gsize
count_request (HearthAiRequest *request)
{
  gsize n = 0;

  for (guint i = 0; i < request->messages->len; i++)
    n += count_message (g_ptr_array_index (request->messages, i));
  for (guint i = 0; i < request->tools->len; i++) {
    const HearthAiTool *tool = g_ptr_array_index (request->tools, i);

    n += strlen (tool->name) + strlen (tool->description) +
         (tool->parameters != NULL ? strlen (tool->parameters) : 0);
  }
  return n;
}

/* What the service did not count is estimated: of a round that failed or was stopped, too. */
static void
note (Round *round)
{
  HearthMeteredService *self = round->self;
  const char *name = hearth_ai_service_get_name (self->service);
  const char *host = hearth_ai_service_get_host (self->service);
  gint64 in = round->tokens_in;
  gint64 out = round->tokens_out;

  /* How many tokens a picture has says nothing of words. */
  if (in >= 0 && !round->has_files)
    hearth_usage_learn (self->usage, name, round->bytes_in, in);
  else if (in < 0)
    in = hearth_usage_estimate (self->usage, name, round->bytes_in);
  if (out < 0)
    out = hearth_usage_estimate (self->usage, name, round->bytes_out);
  hearth_usage_note (self->usage, host != NULL ? host : "",
                     hearth_ai_service_get_model (self->service), self->purpose,
                     hearth_ai_service_is_local (self->service), in, out);
}

static void
end_round (Round *round)
{
  hearth_usage_end (round->self->usage, &round->grant);
  if (round->begun)
    note (round);
  round->begun = FALSE;
}

static void
event_cb (const HearthAiEvent *event, gpointer user_data)
{
  Round *round = user_data;

  switch (event->kind) {
  case HEARTH_AI_EVENT_TEXT:
  case HEARTH_AI_EVENT_THINKING:
    round->begun = TRUE;
    round->bytes_out += strlen (event->text);
    break;
  case HEARTH_AI_EVENT_TOOL_CALL:
    round->begun = TRUE;
    round->bytes_out += event->call->arguments != NULL ? strlen (event->call->arguments) : 0;
    break;
  case HEARTH_AI_EVENT_USAGE:
    round->begun = TRUE;
    round->tokens_in = (gint64) MIN (event->tokens_in, 1000000000);
    round->tokens_out = (gint64) MIN (event->tokens_out, 1000000000);
    break;
  case HEARTH_AI_EVENT_END:
    round->begun = TRUE;
    end_round (round);
    break;
  case HEARTH_AI_EVENT_ERROR:
    end_round (round);
    break;
  case HEARTH_AI_EVENT_START:
  case HEARTH_AI_EVENT_TOOL_BEGIN:
  case HEARTH_AI_EVENT_BLOB:
  default:
    round->begun = TRUE;
    break;
  }
  round->func (event, round->user_data);
}

static void
round_free (gpointer data)
{
  Round *round = data;

  end_round (round);
  if (round->destroy != NULL)
    round->destroy (round->user_data);
  g_clear_error (&round->refused);
  g_object_unref (round->self);
  g_free (round);
}

static gboolean
refuse_cb (gpointer user_data)
{
  Round *round = user_data;
  HearthAiEvent event = { .kind = HEARTH_AI_EVENT_ERROR, .error = round->refused };

  round->func (&event, round->user_data);
  return G_SOURCE_REMOVE;
}

static void
refuse_later (Round *round)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, refuse_cb, round, round_free);
  g_source_attach (source, g_main_context_get_thread_default ());
}

/* The same request with a bound to its answer. */
static HearthAiRequest *
bound (HearthAiRequest *request, gint64 most)
{
  HearthAiRequest *bounded = hearth_ai_request_copy (request);

  for (guint i = 0; i < request->tools->len; i++) {
    const HearthAiTool *tool = g_ptr_array_index (request->tools, i);

    hearth_ai_request_add_tool (bounded, tool->name, tool->description, tool->parameters);
  }
  bounded->max_tokens = (guint) most;
  return bounded;
}

static void
start (HearthAiService *service, HearthAiRequest *request, GCancellable *cancellable,
       HearthAiEventFunc func, gpointer user_data, GDestroyNotify destroy)
{
  HearthMeteredService *self = HEARTH_METERED_SERVICE (service);
  Round *round = g_new0 (Round, 1);
  g_autoptr (HearthAiRequest) sent = hearth_ai_request_ref (request);
  gint64 tokens;

  round->self = g_object_ref (self);
  round->func = func;
  round->user_data = user_data;
  round->destroy = destroy;
  round->bytes_in = self->bytes = count_request (request);
  round->has_files = hearth_ai_request_count_files (request) > 0;
  round->tokens_in = round->tokens_out = -1;
  if (!hearth_ai_service_is_local (self->service)) {
    tokens = hearth_usage_estimate (self->usage, hearth_ai_service_get_name (self->service),
                                    round->bytes_in);
    if (!hearth_usage_begin (self->usage, hearth_ai_service_get_model (self->service), tokens,
                             &round->grant, &round->refused)) {
      refuse_later (round);
      return;
    }
    if (round->grant.most <
        (request->max_tokens != 0 ? (gint64) request->max_tokens : HEARTH_USAGE_LONG)) {
      hearth_ai_request_unref (sent);
      sent = bound (request, round->grant.most);
    }
  }
  hearth_ai_service_start (self->service, sent, cancellable, event_cb, round, round_free);
}

static const char *
get_name (HearthAiService *service)
{
  return hearth_ai_service_get_name (HEARTH_METERED_SERVICE (service)->service);
}

static const char *
get_model (HearthAiService *service)
{
  return hearth_ai_service_get_model (HEARTH_METERED_SERVICE (service)->service);
}

static gboolean
takes (HearthAiService *service, const char *type)
{
  return hearth_ai_service_takes (HEARTH_METERED_SERVICE (service)->service, type);
}

static gboolean
check (HearthAiService *service, GError **error)
{
  return hearth_ai_service_check (HEARTH_METERED_SERVICE (service)->service, error);
}

static const char *
get_host (HearthAiService *service)
{
  return hearth_ai_service_get_host (HEARTH_METERED_SERVICE (service)->service);
}

static gboolean
is_local (HearthAiService *service)
{
  return hearth_ai_service_is_local (HEARTH_METERED_SERVICE (service)->service);
}

static void
service_iface_init (HearthAiServiceInterface *iface)
{
  iface->start = start;
  iface->get_name = get_name;
  iface->get_model = get_model;
  iface->check = check;
  iface->takes = takes;
  iface->get_host = get_host;
  iface->is_local = is_local;
}

static void
hearth_metered_service_finalize (GObject *object)
{
  HearthMeteredService *self = HEARTH_METERED_SERVICE (object);

  g_object_unref (self->usage);
  g_object_unref (self->service);
  g_free (self->purpose);
  G_OBJECT_CLASS (hearth_metered_service_parent_class)->finalize (object);
}

static void
hearth_metered_service_class_init (HearthMeteredServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_metered_service_finalize;
}

static void
hearth_metered_service_init (HearthMeteredService *self)
{
}

/**
 * hearth_metered_service_new:
 * @usage: where it is counted
 * @service: a service
 * @purpose: "conversation", "plan", "summaries" or "letters"
 *
 * Returns: (transfer full): the service, counted
 */
HearthAiService *
hearth_metered_service_new (HearthUsage *usage, HearthAiService *service, const char *purpose)
{
  HearthMeteredService *self = g_object_new (HEARTH_TYPE_METERED_SERVICE, NULL);

  self->usage = g_object_ref (usage);
  self->service = g_object_ref (service);
  self->purpose = g_strdup (purpose);
  return HEARTH_AI_SERVICE (self);
}

/**
 * hearth_metered_service_get_bytes:
 * @self: a counted service
 *
 * Returns: how long the last request was
 */
gsize
hearth_metered_service_get_bytes (HearthMeteredService *self)
{
  return self->bytes;
}
