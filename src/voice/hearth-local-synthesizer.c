/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-local-synthesizer.h"

#include "hearth-worker.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HearthLocalSynthesizer:
 *
 * A voice of a library in this process, which speaks on a thread of its own. These libraries keep
 * what they do in variables of their own, so there is one of these for each engine.
 */
struct _HearthLocalSynthesizer {
  GObject parent_instance;

  const HearthSpeechEngine *engine;
  HearthWorker *worker; /* (owned) */
};

/* One synthesis, shared by the caller's thread and the worker. */
typedef struct {
  gatomicrefcount refs;
  const HearthSpeechEngine *engine;
  HearthSynthesis synthesis; /* its strings are owned */
  GCancellable *cancellable; /* (owned) (nullable) */
  GMainContext *context;     /* (owned) */
  HearthSynthesizerEventFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  gboolean ended;    /* (context) */
  gsize n_samples;   /* (worker) */
  gboolean too_long; /* (worker) */
} Task;

typedef struct {
  Task *task;
  HearthSynthesizerEvent event;
  gint16 *samples;
  GError *error;
} Report;

static void hearth_local_synthesizer_iface_init (HearthSynthesizerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HearthLocalSynthesizer, hearth_local_synthesizer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HEARTH_TYPE_SYNTHESIZER,
                                                      hearth_local_synthesizer_iface_init))

static void
task_unref (gpointer data)
{
  Task *task = data;

  if (!g_atomic_ref_count_dec (&task->refs))
    return;
  g_free ((char *) task->synthesis.text);
  g_free ((char *) task->synthesis.language);
  g_free ((char *) task->synthesis.voice);
  g_clear_object (&task->cancellable);
  g_main_context_unref (task->context);
  g_free (task);
}

static gboolean
report_cb (gpointer user_data)
{
  Report *report = user_data;
  Task *task = report->task;

  if (task->ended)
    return G_SOURCE_REMOVE;
  /* What was made before it was cancelled is not wanted any more. */
  if (report->event.kind == HEARTH_SYNTHESIZER_EVENT_SAMPLES &&
      g_cancellable_is_cancelled (task->cancellable))
    return G_SOURCE_REMOVE;
  task->ended = report->event.kind != HEARTH_SYNTHESIZER_EVENT_SAMPLES;
  task->func (&report->event, task->user_data);
  if (task->ended && task->destroy != NULL)
    task->destroy (task->user_data);
  return G_SOURCE_REMOVE;
}

static void
report_free (gpointer data)
{
  Report *report = data;

  task_unref (report->task);
  g_free (report->samples);
  g_clear_error (&report->error);
  g_free (report);
}

/* (worker) Takes @samples and @error. */
static void
tell (Task *task, HearthSynthesizerEventKind kind, guint rate, gint16 *samples, gsize n_samples,
      GError *error)
{
  Report *report = g_new0 (Report, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  g_atomic_ref_count_inc (&task->refs);
  report->task = task;
  report->samples = samples;
  report->error = error;
  report->event = (HearthSynthesizerEvent){
    .kind = kind, .rate = rate, .samples = samples, .n_samples = n_samples, .error = error
  };
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, report_cb, report, report_free);
  g_source_attach (source, task->context);
}

/* (worker) */
static gboolean
samples_cb (guint rate, const gint16 *samples, gsize n_samples, gpointer user_data)
{
  Task *task = user_data;

  if (g_cancellable_is_cancelled (task->cancellable))
    return FALSE;
  task->n_samples += n_samples;
  task->too_long = task->n_samples > (gsize) rate * HEARTH_SYNTHESIS_SECONDS_MAX;
  if (task->too_long)
    return FALSE;
  if (n_samples > 0)
    tell (task, HEARTH_SYNTHESIZER_EVENT_SAMPLES, rate,
          g_memdup2 (samples, n_samples * sizeof *samples), n_samples, NULL);
  return TRUE;
}

/* (worker) */
static void
speak_job (GTask *job, gpointer source, gpointer data, GCancellable *cancellable)
{
  Task *task = data;
  GError *error = NULL;

  if (strlen (task->synthesis.text) > HEARTH_SYNTHESIS_TEXT_MAX)
    task->too_long = TRUE;
  else if (!g_cancellable_is_cancelled (task->cancellable))
    task->engine->speak_sync (&task->synthesis, samples_cb, task, &error);
  if (error == NULL && g_cancellable_is_cancelled (task->cancellable))
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  if (error == NULL && task->too_long)
    error = g_error_new_literal (HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_TOO_LARGE,
                                 _("This is too long to be read aloud at once."));
  tell (task, error != NULL ? HEARTH_SYNTHESIZER_EVENT_FAILED : HEARTH_SYNTHESIZER_EVENT_END, 0,
        NULL, 0, error);
  g_task_return_boolean (job, TRUE);
}

static void
hearth_local_synthesizer_start (HearthSynthesizer *synthesizer, const HearthSynthesis *synthesis,
                                GCancellable *cancellable, HearthSynthesizerEventFunc func,
                                gpointer user_data, GDestroyNotify destroy)
{
  HearthLocalSynthesizer *self = HEARTH_LOCAL_SYNTHESIZER (synthesizer);
  g_autoptr (GTask) job = g_task_new (NULL, NULL, NULL, NULL);
  Task *task = g_new0 (Task, 1);

  g_atomic_ref_count_init (&task->refs);
  task->engine = self->engine;
  task->synthesis.text = g_strdup (synthesis->text);
  task->synthesis.language = g_strdup (synthesis->language);
  task->synthesis.voice = g_strdup (synthesis->voice);
  task->synthesis.rate = CLAMP (synthesis->rate, 0.5, 2);
  task->synthesis.pitch = CLAMP (synthesis->pitch, 0.5, 2);
  g_set_object (&task->cancellable, cancellable);
  task->context = g_main_context_ref_thread_default ();
  task->func = func;
  task->user_data = user_data;
  task->destroy = destroy;
  g_task_set_source_tag (job, hearth_local_synthesizer_start);
  g_task_set_task_data (job, task, task_unref);
  hearth_worker_queue (self->worker, G_PRIORITY_DEFAULT, job, speak_job);
}

static void
hearth_local_synthesizer_iface_init (HearthSynthesizerInterface *iface)
{
  iface->start = hearth_local_synthesizer_start;
}

static void
hearth_local_synthesizer_finalize (GObject *object)
{
  HearthLocalSynthesizer *self = HEARTH_LOCAL_SYNTHESIZER (object);

  hearth_worker_stop (self->worker);
  g_object_unref (self->worker);
  G_OBJECT_CLASS (hearth_local_synthesizer_parent_class)->finalize (object);
}

static void
hearth_local_synthesizer_class_init (HearthLocalSynthesizerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_local_synthesizer_finalize;
}

static void
hearth_local_synthesizer_init (HearthLocalSynthesizer *self)
{
  self->worker = hearth_worker_new ("voice");
}

/**
 * hearth_local_synthesizer_new:
 * @engine: the library that speaks; static
 *
 * Returns: (transfer full): its voices
 */
HearthLocalSynthesizer *
hearth_local_synthesizer_new (const HearthSpeechEngine *engine)
{
  HearthLocalSynthesizer *self = g_object_new (HEARTH_TYPE_LOCAL_SYNTHESIZER, NULL);

  self->engine = engine;
  return self;
}
