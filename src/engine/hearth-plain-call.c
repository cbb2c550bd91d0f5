/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-plain-call.h"

#include <glib/gi18n.h>
#include <string.h>

/* A whole answer or an error: nothing of an answer that was cut is used. */

typedef struct {
  HearthAiService *service; /* (owned) */
  GString *reply;
  gsize max_reply;
  gboolean overlong;
  gboolean timed_out;
  guint timer;
  GCancellable *cancellable; /* (owned): of the request */
  GCancellable *outer;       /* (owned) (nullable): the caller's */
  gulong outer_id;
  gint64 line; /* of the journal, until the end is known */
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  g_clear_handle_id (&asking->timer, g_source_remove);
  if (asking->outer_id != 0)
    g_cancellable_disconnect (asking->outer, asking->outer_id);
  g_clear_object (&asking->outer);
  g_object_unref (asking->cancellable);
  g_object_unref (asking->service);
  g_string_free (asking->reply, TRUE);
  g_free (asking);
}

static void
return_overlong (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);

  g_task_return_new_error (task, HEARTH_AI_ERROR, HEARTH_AI_ERROR_TOO_LARGE,
                           _("The answer of %s is too long."),
                           hearth_ai_service_get_name (asking->service));
}

static void
return_reply (GTask *task, HearthAiFinish reason)
{
  Asking *asking = g_task_get_task_data (task);
  const char *name = hearth_ai_service_get_name (asking->service);

  if (asking->overlong)
    return_overlong (task);
  else if (reason == HEARTH_AI_FINISH_REFUSED || reason == HEARTH_AI_FINISH_FILTERED)
    g_task_return_new_error (task, HEARTH_AI_ERROR, HEARTH_AI_ERROR_SERVICE,
                             _("%s declined to answer."), name);
  else if (reason == HEARTH_AI_FINISH_LENGTH)
    g_task_return_new_error (task, HEARTH_AI_ERROR, HEARTH_AI_ERROR_CUT_OFF,
                             _("The answer of %s ended in the middle."), name);
  else
    g_task_return_pointer (task, g_strdup (asking->reply->str), g_free);
}

static void
return_failure (GTask *task, const GError *error)
{
  Asking *asking = g_task_get_task_data (task);

  if (asking->timed_out)
    g_task_return_new_error (task, HEARTH_AI_ERROR, HEARTH_AI_ERROR_TIMEOUT,
                             _("%s took too long."), hearth_ai_service_get_name (asking->service));
  else if (asking->overlong)
    return_overlong (task);
  else
    g_task_return_error (task, g_error_copy (error));
}

static void
service_event_cb (const HearthAiEvent *event, gpointer user_data)
{
  GTask *task = user_data;
  Asking *asking = g_task_get_task_data (task);

  switch (event->kind) {
  case HEARTH_AI_EVENT_TEXT:
    if (asking->overlong)
      return;
    asking->overlong = asking->reply->len + strlen (event->text) > asking->max_reply;
    /* Nothing of it will be used, and the rest is paid for. */
    if (asking->overlong)
      g_cancellable_cancel (asking->cancellable);
    else
      g_string_append (asking->reply, event->text);
    return;
  case HEARTH_AI_EVENT_END:
    hearth_engine_end_sending (g_task_get_source_object (task), asking->line);
    return_reply (task, event->finish);
    return;
  case HEARTH_AI_EVENT_ERROR:
    hearth_engine_end_sending (g_task_get_source_object (task), asking->line);
    return_failure (task, event->error);
    return;
  case HEARTH_AI_EVENT_TOOL_CALL: /* it was offered none */
  case HEARTH_AI_EVENT_THINKING:
  case HEARTH_AI_EVENT_START:
  case HEARTH_AI_EVENT_TOOL_BEGIN:
  case HEARTH_AI_EVENT_BLOB:
  case HEARTH_AI_EVENT_USAGE:
  default:
    return;
  }
}

static gboolean
timer_cb (gpointer user_data)
{
  Asking *asking = user_data;

  asking->timer = 0;
  asking->timed_out = TRUE;
  g_cancellable_cancel (asking->cancellable);
  return G_SOURCE_REMOVE;
}

static void
outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* What goes to the service is in the journal before it goes, or it does not go. */
static gboolean
note_sending (HearthEngine *engine, Asking *asking, HearthAiRequest *request,
              const HearthPlainCall *call, GError **error)
{
  HearthJournalEntry entry = {
    .kind = (char *) "ai",
    .what = (char *) call->what,
    .host = (char *) hearth_ai_service_get_host (asking->service),
    .messages = call->messages != NULL && call->messages->len > 0 ? call->messages : NULL,
  };

  for (guint i = 0; i < request->messages->len; i++)
    entry.bytes_sent +=
        (gint64) strlen (((HearthAiMessage *) g_ptr_array_index (request->messages, i))->text);
  if (hearth_ai_service_is_local (asking->service))
    entry.bytes_sent = 0;
  asking->line = hearth_engine_begin_sending (engine, &entry, HEARTH_TRAFFIC_ANSWERS, error);
  return asking->line != 0;
}

static Asking *
make_asking (HearthAiService *service, const HearthPlainCall *call, GCancellable *cancellable)
{
  Asking *asking = g_new0 (Asking, 1);

  asking->service = g_object_ref (service);
  asking->reply = g_string_new (NULL);
  asking->max_reply = call->max_reply;
  asking->cancellable = g_cancellable_new ();
  if (cancellable != NULL) {
    asking->outer = g_object_ref (cancellable);
    asking->outer_id = g_cancellable_connect (cancellable, G_CALLBACK (outer_cancelled_cb),
                                              g_object_ref (asking->cancellable), g_object_unref);
  }
  return asking;
}

/**
 * hearth_plain_call_async:
 * @engine: where the journal is
 * @service: whom to ask; nothing is sent where the owner did not agree to its host
 * @request: what; without tools
 * @call: what for, and how much at most; copied
 * @cancellable: (nullable): stops it, down to the socket
 * @callback: called when the answer is whole, or there is none
 * @user_data: for @callback
 *
 * Asks a service one thing. What is sent where is in the journal before the first byte; where that
 * cannot be written, nothing is sent.
 */
void
hearth_plain_call_async (HearthEngine *engine, HearthAiService *service, HearthAiRequest *request,
                         const HearthPlainCall *call, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (engine, cancellable, callback, user_data);
  GError *refusal = NULL;
  Asking *asking;

  g_task_set_source_tag (task, hearth_plain_call_async);
  if (!hearth_ai_service_check (service, &refusal)) {
    g_task_return_error (task, refusal);
    return;
  }
  asking = make_asking (service, call, cancellable);
  g_task_set_task_data (task, asking, asking_free);
  if (!note_sending (engine, asking, request, call, &refusal)) {
    g_task_return_error (task, refusal);
    return;
  }
  asking->timer = g_timeout_add_seconds (call->max_seconds, timer_cb, asking);
  hearth_ai_service_start (service, request, asking->cancellable, service_event_cb,
                           g_object_ref (task), g_object_unref);
}

/**
 * hearth_plain_call_finish:
 * @result: from the callback
 * @error: return location for a #HearthAiError, #HearthStoreError, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what the service said, clean text that nobody vouches for
 */
char *
hearth_plain_call_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
