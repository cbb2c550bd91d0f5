/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-summarizer.h"

static void
return_summary (GTask *task, HearthThreadSummary *summary, HearthAiService *service)
{
  if (service != NULL)
    summary->can_ask = g_strdup (hearth_ai_service_get_name (service));
  g_task_return_pointer (task, summary, (GDestroyNotify) hearth_thread_summary_free);
}

/**
 * hearth_summarize_async:
 * @engine: where the mail is
 * @service: (nullable): the service that is set
 * @message_id: a message of the thread
 * @ask: whether @service may be asked
 * @cancellable: (nullable): stops it
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Sums up the thread of a message.
 */
void
hearth_summarize_async (HearthEngine *engine, HearthAiService *service, gint64 message_id,
                        gboolean ask, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (engine, cancellable, callback, user_data);
  g_autoptr (GPtrArray) thread = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, hearth_summarize_async);
  thread = hearth_thread_load (hearth_engine_get_reader (engine), message_id, &error);
  if (thread == NULL)
    g_task_return_error (task, error);
  else
    return_summary (task, hearth_thread_summary_new (thread), service);
}

/**
 * hearth_summarize_finish:
 * @result: from the callback
 * @error: return location for a #HEARTH_STORE_ERROR; %HEARTH_STORE_ERROR_NOT_FOUND if there is no
 *   such message
 *
 * Returns: (transfer full) (nullable): the summary
 */
HearthThreadSummary *
hearth_summarize_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
