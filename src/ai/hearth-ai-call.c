/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-complaint.h"
#include "hearth-ai-remote-private.h"
#include "hearth-cancel-watch.h"

#include <glib/gi18n.h>

/* How long the end of the stream is waited for once the answer is whole: its usage may follow, and
 * a connection that ends well can be used again. */
#define GRACE_MS 2000

/* One answer under way. Lives until both the last event was told and the connection is done. */
typedef struct {
  HearthAiRemote *service;         /* (owned) */
  HearthAiRequest *request;        /* (owned) */
  GCancellable *cancellable;       /* (owned) (nullable) the asker's */
  HearthCancelWatch *cancel_watch; /* (owned) (nullable) */
  GSource *grace_source;           /* (owned) (nullable) */
  GSource *stall_source;           /* (owned) (nullable) */
  GSource *retry_source;           /* (owned) (nullable) nothing is under way but the wait for it */
  GCancellable *inner;             /* (owned) ends the connection, one for each try */
  HearthAiDecoder *decoder;        /* (owned) one for each try */
  GError *failure;                 /* (owned) (nullable) what this try ended with, not yet told */
  gsize progress;                  /* of the decoder, when it was last looked at */
  guint n_tries;
  char *key; /* (owned) (nullable) wiped */
  HearthAiEventFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  gboolean told_start;
  gboolean told_any; /* something of the answer: it cannot begin anew */
  gboolean told_last;
} Call;

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_source_unref (*source);
  *source = NULL;
}

static void
call_free (Call *call)
{
  g_clear_pointer (&call->cancel_watch, hearth_cancel_watch_free);
  clear_source (&call->grace_source);
  clear_source (&call->stall_source);
  clear_source (&call->retry_source);
  g_object_unref (call->service);
  hearth_ai_request_unref (call->request);
  g_clear_object (&call->cancellable);
  g_object_unref (call->inner);
  hearth_ai_decoder_free (call->decoder);
  g_clear_error (&call->failure);
  hearth_ai_remote_wipe_key (&call->key);
  g_free (call);
}

/* Hands an event on; sees to it that nothing comes after the last one, nor but ERROR after a
 * cancel. */
static void
call_tell (Call *call, const HearthAiEvent *event)
{
  gboolean last = event->kind == HEARTH_AI_EVENT_END || event->kind == HEARTH_AI_EVENT_ERROR;
  g_autoptr (GError) error = NULL;
  HearthAiEvent changed = *event;

  if (call->told_last)
    return;
  if (g_cancellable_set_error_if_cancelled (call->cancellable, &error)) {
    if (!last)
      return;
    changed.kind = HEARTH_AI_EVENT_ERROR;
    changed.error = error;
  } else if (event->kind == HEARTH_AI_EVENT_ERROR) {
    error = g_error_copy (event->error);
    hearth_ai_error_redact (error, call->key);
    changed.error = error;
  }
  call->told_last = last;
  call->func (&changed, call->user_data);
  if (last && call->destroy != NULL)
    call->destroy (call->user_data);
}

static void
call_tell_error (Call *call, const GError *error)
{
  HearthAiEvent event = { .kind = HEARTH_AI_EVENT_ERROR, .error = error };

  call_tell (call, &event);
}

/* An error before anything was told is kept back until the connection is done: the service may be
 * asked again. */
static void
event_cb (const HearthAiEvent *event, gpointer user_data)
{
  Call *call = user_data;

  if (event->kind == HEARTH_AI_EVENT_ERROR && !call->told_any && call->failure == NULL) {
    call->failure = g_error_copy (event->error);
    return;
  }
  call->told_any = TRUE;
  call_tell (call, event);
}

static void call_send (Call *call);

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Call *call = user_data;
  gboolean waiting = call->retry_source != NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&call->cancel_watch, hearth_cancel_watch_free);
  g_cancellable_set_error_if_cancelled (cancellable, &error);
  g_cancellable_cancel (call->inner);
  call_tell_error (call, error);
  if (waiting)
    call_free (call);
  return G_SOURCE_REMOVE;
}

static GSource *
call_after (Call *call, guint milliseconds, GSourceFunc func)
{
  GSource *source = g_timeout_source_new (milliseconds);

  g_source_set_callback (source, func, call, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

static gboolean
grace_cb (gpointer user_data)
{
  Call *call = user_data;

  clear_source (&call->grace_source);
  g_cancellable_cancel (call->inner);
  hearth_ai_decoder_end (call->decoder, NULL);
  return G_SOURCE_REMOVE;
}

/* The connection is alive, but nothing of the answer came: some keep it open for ever with
 * comments. */
static gboolean
stall_cb (gpointer user_data)
{
  Call *call = user_data;
  gsize progress = hearth_ai_decoder_get_progress (call->decoder);
  g_autoptr (GError) error = NULL;

  if (progress != call->progress || hearth_ai_decoder_is_complete (call->decoder)) {
    call->progress = progress;
    return G_SOURCE_CONTINUE;
  }
  clear_source (&call->stall_source);
  error = g_error_new (HEARTH_AI_ERROR, HEARTH_AI_ERROR_TIMEOUT,
                       _("%s is there, but its answer does not go on. Try again."),
                       call->service->url->place);
  g_cancellable_cancel (call->inner);
  call_tell_error (call, error);
  return G_SOURCE_REMOVE;
}

static void
chunk_cb (const char *data, gsize length, gpointer user_data)
{
  Call *call = user_data;
  HearthAiEvent start = { .kind = HEARTH_AI_EVENT_START };

  if (call->told_last || call->failure != NULL)
    return;
  if (!call->told_start)
    call_tell (call, &start);
  call->told_start = TRUE;
  hearth_ai_decoder_feed (call->decoder, data, length);
  if (call->failure != NULL ||
      (call->told_last && !hearth_ai_decoder_is_complete (call->decoder))) {
    /* Only an error or a bare [DONE] is the last event before that: nothing more is wanted. */
    g_cancellable_cancel (call->inner);
  } else if (hearth_ai_decoder_is_complete (call->decoder) && call->grace_source == NULL) {
    call->grace_source = call_after (call, GRACE_MS, grace_cb);
  }
}

static gboolean
retry_cb (gpointer user_data)
{
  Call *call = user_data;

  clear_source (&call->retry_source);
  call_send (call);
  return G_SOURCE_REMOVE;
}

/* Whether the service is asked again, in a while. */
static gboolean
call_retry (Call *call, const GError *http_error)
{
  gint64 wait;

  if (call->told_last || call->told_any || call->failure == NULL ||
      g_cancellable_is_cancelled (call->cancellable) ||
      !hearth_ai_retry_is_wanted (http_error, call->failure))
    return FALSE;
  wait =
      hearth_ai_retry_get_wait (&call->service->patience, call->n_tries,
                                http_error != NULL ? hearth_ai_retry_read_after (http_error) : -1,
                                g_random_double ());
  if (wait < 0)
    return FALSE;
  clear_source (&call->grace_source);
  clear_source (&call->stall_source);
  g_clear_error (&call->failure);
  call->retry_source = call_after (call, (guint) wait, retry_cb);
  return TRUE;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) http_error = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthHttpResponse) response =
      hearth_http_send_finish (HEARTH_HTTP (source), result, &http_error);

  if (http_error != NULL)
    error = hearth_ai_error_from_http (http_error, call->service->url->place, call->service->model,
                                       call->key != NULL);
  /* Where the answer failed, and so ended the connection, its own error is the one that counts. */
  if (call->failure != NULL)
    g_clear_error (&http_error);
  hearth_ai_decoder_end (call->decoder, error);
  if (call_retry (call, http_error))
    return;
  if (call->failure != NULL)
    call_tell_error (call, call->failure);
  call_free (call);
}

static void
call_send (Call *call)
{
  HearthAiRemote *self = call->service;
  g_autofree char *path = self->protocol->dup_path (self->model);
  g_autoptr (HearthHttpRequest) request =
      hearth_ai_remote_new_request (self, "POST", path, call->key);
  g_autoptr (HearthAiChat) chat = hearth_ai_chat_new (call->request);
  g_autoptr (GBytes) body = self->protocol->build_body (chat, self->model, self->url->host);

  if (call->n_tries++ > 0) {
    hearth_ai_decoder_free (call->decoder);
    call->decoder = hearth_ai_decoder_new (self->protocol, self->url->place, event_cb, call);
    g_object_unref (call->inner);
    call->inner = g_cancellable_new ();
  }
  call->progress = 0;
  call->stall_source = call_after (call, self->patience.stall_ms, stall_cb);
  hearth_http_request_add_header (request, "Accept",
                                  "text/event-stream, application/x-ndjson, application/json");
  hearth_http_request_set_body (request, body, "application/json");
  hearth_http_request_set_stream (request, NULL, chunk_cb, call);
  hearth_http_send_async (self->http, request, call->inner, sent_cb, call);
}

static void
key_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;

  call->key = hearth_ai_remote_take_key (call->service, result, &error);
  if (error == NULL && !call->told_last) {
    call_send (call);
    return;
  }
  if (error != NULL)
    call_tell_error (call, error);
  call_free (call);
}

/* Implements hearth_ai_service_start(). */
void
hearth_ai_remote_start (HearthAiService *service, HearthAiRequest *request,
                        GCancellable *cancellable, HearthAiEventFunc func, gpointer user_data,
                        GDestroyNotify destroy)
{
  HearthAiRemote *self = HEARTH_AI_REMOTE (service);
  Call *call = g_new0 (Call, 1);

  call->service = g_object_ref (self);
  call->request = hearth_ai_request_ref (request);
  call->inner = g_cancellable_new ();
  call->decoder = hearth_ai_decoder_new (self->protocol, self->url->place, event_cb, call);
  call->func = func;
  call->user_data = user_data;
  call->destroy = destroy;
  if (cancellable != NULL) {
    call->cancellable = g_object_ref (cancellable);
    call->cancel_watch = hearth_cancel_watch_new (cancellable, g_main_context_get_thread_default (),
                                                  G_PRIORITY_HIGH, cancelled_cb, call, NULL);
  }
  if (self->key_funcs != NULL)
    self->key_funcs->lookup_async (self->url->host, call->inner, key_cb, call);
  else
    call_send (call);
}
