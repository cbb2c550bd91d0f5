/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-summary.h"

#include "hearth-metered-service.h"
#include "hearth-service-error.h"
#include "hearth-summarizer.h"

/* The method Summarize of the daemon's interface. */

typedef struct {
  HearthEngine *engine; /* (owned) */
  HearthAiSetup *setup; /* (owned) */
  HearthUsage *usage;   /* (owned) */
} Parts;

static void
parts_free (gpointer data, GClosure *closure)
{
  Parts *parts = data;

  g_object_unref (parts->engine);
  g_object_unref (parts->setup);
  g_object_unref (parts->usage);
  g_free (parts);
}

static void
summarized_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthThreadSummary) summary = hearth_summarize_finish (result, &error);

  if (summary == NULL)
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_summarize (NULL, invocation,
                                              hearth_thread_summary_to_variant (summary));
}

static gboolean
summarize_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 message,
              gboolean ask, gpointer user_data)
{
  Parts *parts = user_data;
  g_autoptr (HearthAiService) service =
      hearth_ai_setup_dup_service (parts->setup, HEARTH_AI_SUMMARIES);
  g_autoptr (HearthAiService) counted = NULL;

  if (service != NULL)
    counted = hearth_metered_service_new (parts->usage, service, "summaries");
  hearth_summarize_async (parts->engine, counted, message, ask, NULL, summarized_cb, invocation);
  return TRUE;
}

/**
 * hearth_service_summary_connect:
 * @skeleton: the daemon's interface
 * @engine: the engine
 * @setup: which service is used
 * @usage: where it is counted
 *
 * Answers the method that sums threads up.
 */
void
hearth_service_summary_connect (HearthDaemonDaemon1 *skeleton, HearthEngine *engine,
                                HearthAiSetup *setup, HearthUsage *usage)
{
  Parts *parts = g_new0 (Parts, 1);

  parts->engine = g_object_ref (engine);
  parts->setup = g_object_ref (setup);
  parts->usage = g_object_ref (usage);
  g_signal_connect_data (skeleton, "handle-summarize", G_CALLBACK (summarize_cb), parts, parts_free,
                         0);
}
