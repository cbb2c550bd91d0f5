/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "counting-service.h"

#include <string.h>

static void counting_iface_init (HearthAiServiceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (Counting, counting, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HEARTH_TYPE_AI_SERVICE, counting_iface_init))

typedef struct {
  Counting *service;
  HearthAiRequest *request;
  GCancellable *cancellable;
  HearthAiEventFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} Call;

const char *
counting_last_text (HearthAiRequest *request)
{
  return ((HearthAiMessage *) g_ptr_array_index (request->messages, request->messages->len - 1))
      ->text;
}

static gint64
count_tokens (HearthAiRequest *request)
{
  gsize n = 0;

  for (guint i = 0; i < request->messages->len; i++)
    n += strlen (((HearthAiMessage *) g_ptr_array_index (request->messages, i))->text);
  for (guint i = 0; i < request->tools->len; i++) {
    const HearthAiTool *tool = g_ptr_array_index (request->tools, i);

    n += strlen (tool->description) + (tool->parameters != NULL ? strlen (tool->parameters) : 0);
  }
  return (gint64) (n / 4);
}

static gboolean
is_summary (HearthAiRequest *request)
{
  const HearthAiMessage *first = g_ptr_array_index (request->messages, 0);

  return strstr (first->text, "Sum up the conversation") != NULL;
}

static void
say (Call *call, HearthAiEvent event)
{
  call->func (&event, call->user_data);
}

static void
answer_well (Call *call)
{
  Counting *self = call->service;
  gint64 tokens = count_tokens (call->request);
  HearthAiFinish finish = HEARTH_AI_FINISH_STOP;
  g_autofree char *text = NULL;

  g_ptr_array_add (self->requests, hearth_ai_request_ref (call->request));
  self->largest = MAX (self->largest, tokens);
  if (is_summary (call->request)) {
    self->n_summaries++;
    g_assert_cmpuint (call->request->tools->len, ==, 0);
    text = g_strdup ("Summed up: the bridge is blue.");
    finish = self->summary_finish;
  } else {
    text = g_strdup_printf ("I heard: %.40s", counting_last_text (call->request));
  }
  say (call, (HearthAiEvent){ .kind = HEARTH_AI_EVENT_START });
  say (call, (HearthAiEvent){ .kind = HEARTH_AI_EVENT_TEXT, .text = text });
  say (call, (HearthAiEvent){
                 .kind = HEARTH_AI_EVENT_USAGE, .tokens_in = (guint64) tokens, .tokens_out = 10 });
  say (call, (HearthAiEvent){ .kind = HEARTH_AI_EVENT_END, .finish = finish });
}

static gboolean
answer_cb (gpointer user_data)
{
  Call *call = user_data;
  Counting *self = call->service;
  g_autoptr (GError) error = NULL;

  if (g_cancellable_set_error_if_cancelled (call->cancellable, &error)) {
    say (call, (HearthAiEvent){ .kind = HEARTH_AI_EVENT_ERROR, .error = error });
  } else if (self->capacity > 0 && count_tokens (call->request) > self->capacity) {
    self->n_refused++;
    error = g_error_new_literal (HEARTH_AI_ERROR, HEARTH_AI_ERROR_TOO_LONG, "Too long.");
    say (call, (HearthAiEvent){ .kind = HEARTH_AI_EVENT_ERROR, .error = error });
  } else {
    answer_well (call);
  }
  return G_SOURCE_REMOVE;
}

static void
call_free (gpointer data)
{
  Call *call = data;

  if (call->destroy != NULL)
    call->destroy (call->user_data);
  hearth_ai_request_unref (call->request);
  g_clear_object (&call->cancellable);
  g_free (call);
}

static void
counting_start (HearthAiService *service, HearthAiRequest *request, GCancellable *cancellable,
                HearthAiEventFunc func, gpointer user_data, GDestroyNotify destroy)
{
  Call *call = g_new0 (Call, 1);
  g_autoptr (HearthConversation) told = NULL;

  call->service = TEST_COUNTING (service);
  call->service->n_asked++;
  if (call->service->db != NULL)
    told = hearth_store_conversations_get (call->service->db, "told", NULL);
  if (told != NULL)
    call->service->label = told->label;
  if (call->service->db != NULL)
    g_assert_true (hearth_database_get_int (
        call->service->db, "SELECT coalesce (max (bytes_sent), 0) FROM journal WHERE kind = 'ai'",
        &call->service->written, NULL));
  call->request = hearth_ai_request_ref (request);
  call->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  call->func = func;
  call->user_data = user_data;
  call->destroy = destroy;
  g_timeout_add_full (G_PRIORITY_DEFAULT, call->service->delay, answer_cb, call, call_free);
}

static const char *
counting_get_name (HearthAiService *service)
{
  return "counting on far.example";
}

static const char *
counting_get_model (HearthAiService *service)
{
  return "counting";
}

static const char *
counting_get_host (HearthAiService *service)
{
  return "far.example";
}

static gboolean
counting_is_local (HearthAiService *service)
{
  return TEST_COUNTING (service)->local;
}

static gboolean
counting_takes (HearthAiService *service, const char *type)
{
  return strcmp (type, "image/png") == 0;
}

static void
counting_iface_init (HearthAiServiceInterface *iface)
{
  iface->start = counting_start;
  iface->get_name = counting_get_name;
  iface->get_model = counting_get_model;
  iface->get_host = counting_get_host;
  iface->is_local = counting_is_local;
  iface->takes = counting_takes;
}

static void
counting_finalize (GObject *object)
{
  g_ptr_array_unref (TEST_COUNTING (object)->requests);
  G_OBJECT_CLASS (counting_parent_class)->finalize (object);
}

static void
counting_class_init (CountingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = counting_finalize;
}

static void
counting_init (Counting *self)
{
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_ai_request_unref);
}
