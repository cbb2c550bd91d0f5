/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-sending.h"

#include "hearth-conversation.h"
#include "hearth-tools.h"

/* What was not sent, because it could not be written down. */
typedef struct {
  HearthAiEventFunc func;
  gpointer user_data;
  GDestroyNotify destroy; /* (nullable) */
  GError *error;          /* (owned) */
} Refusal;

static void
refusal_free (gpointer data)
{
  Refusal *refusal = data;

  if (refusal->destroy != NULL)
    refusal->destroy (refusal->user_data);
  g_error_free (refusal->error);
  g_free (refusal);
}

static gboolean
refuse_cb (gpointer data)
{
  Refusal *refusal = data;

  refusal->func (&(HearthAiEvent){ .kind = HEARTH_AI_EVENT_ERROR, .error = refusal->error },
                 refusal->user_data);
  return G_SOURCE_REMOVE;
}

static void
refuse (HearthAiEventFunc func, gpointer user_data, GDestroyNotify destroy, GError *error)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Refusal *refusal = g_new0 (Refusal, 1);

  refusal->func = func;
  refusal->user_data = user_data;
  refusal->destroy = destroy;
  refusal->error = error;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, refuse_cb, refusal, refusal_free);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static gint64
write_line (const HearthSending *self, GError **error)
{
  g_autoptr (GArray) messages = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean is_private = hearth_conversation_is_private (self->conversation);
  HearthJournalEntry entry = {
    .kind = (char *) "ai",
    .what = (char *) (is_private ? "" : self->what),
    .host = (char *) hearth_ai_service_get_host (self->service),
    .bytes_sent = hearth_ai_service_is_local (self->service) ? 0 : (gint64) self->n_bytes,
    .conversation = is_private ? NULL : (char *) self->conversation,
  };

  /* The newest first: of what a line has no room for, earlier ones tell. */
  for (guint i = !is_private && self->sources != NULL ? self->sources->len : 0; i-- > 0;) {
    const HearthToolSource *source = g_ptr_array_index (self->sources, i);

    if (source->chip->kind == HEARTH_CHIP_MESSAGE)
      g_array_append_val (messages, source->chip->id);
  }
  if (messages->len > 0)
    entry.messages = messages;
  return hearth_engine_begin_sending (self->engine, &entry, HEARTH_TRAFFIC_ANSWERS, error);
}

/**
 * hearth_sending_start:
 * @self: what goes where
 * @request: (transfer none): what the service is asked
 * @cancellable: (nullable): stops the answer, as in hearth_ai_service_start()
 * @func: (scope notified): receives the answer
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data after the last event
 *
 * Writes into the journal what is about to go to a service, and starts its answer: where to, how
 * much, and of which messages; of a private conversation only where to and how much. If that cannot
 * be written, nothing goes, and the only event is %HEARTH_AI_EVENT_ERROR with a #HearthStoreError.
 *
 * Returns: the line, for hearth_engine_end_sending(); 0 if it could not be written
 */
gint64
hearth_sending_start (const HearthSending *self, HearthAiRequest *request,
                      GCancellable *cancellable, HearthAiEventFunc func, gpointer user_data,
                      GDestroyNotify destroy)
{
  GError *error = NULL;
  gint64 line = write_line (self, &error);

  if (line != 0)
    hearth_ai_service_start (self->service, request, cancellable, func, user_data, destroy);
  else
    refuse (func, user_data, destroy, error);
  return line;
}
