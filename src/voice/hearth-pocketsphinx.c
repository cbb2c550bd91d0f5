/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-pocketsphinx.h"

#include "hearth-cancel-watch.h"
#include "hearth-vocabulary.h"

#include "hearth-worker.h"

#include <glib/gi18n.h>
#include <math.h>
#include <pocketsphinx.h>
#include <sphinxbase/err.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
/* sphinxbase keeps what it read of each grammar. */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:libsphinxbase.so\n";
}
#endif

#define SEARCH "hearing"
#define KEYPHRASE_SEARCH "keyphrase"
/* How much less likely the phrase may be than any other sounds, for each of its own: the power of
 * ten. Less finds more, and more of what is none. */
#define KEYPHRASE_EXPONENT_PER_PHONE 3.6
#define ACOUSTIC_MODEL "en-us"
#define LANGUAGE_MODEL "en-us.lm.bin"
#define DICTIONARY "cmudict-en-us.dict"
/* A grammar or dictionary of a person's names is far smaller. Bytes. */
#define TEXT_MAX (512 * 1024)
#define LINE_MAX_LENGTH 256
/* So many other sentences are told, of so many ways to have heard one. */
#define ALTERNATIVES 20
#define ALTERNATIVES_LOOKED_AT 200
/* Of the acoustic model. */
#define FRAMES_PER_SECOND 100

/**
 * HearthPocketsphinx:
 *
 * The recogniser that needs no network: CMU PocketSphinx with its model of American English. With a
 * grammar it understands what that allows; without one, its general language model is a guess.
 *
 * The decoder is made when it is first used, and all of it happens on a thread of its own.
 */
struct _HearthPocketsphinx {
  GObject parent_instance;

  char *model_dir;         /* (owned) */
  HearthWorker *worker;    /* (owned) */
  struct Hearing *hearing; /* (owned) (nullable) what is fed now */
  int backlog;             /* (atomic) samples that wait for the worker */

  ps_decoder_t *decoder; /* (owned) (nullable) (worker) */
  char *search;          /* (owned) (nullable) (worker) what the decoder listens for */
  char *keyphrase;       /* (owned) (nullable) (worker) likewise, where that is a phrase */
  gboolean hears;        /* (worker) between the start and the end of an utterance */
};

/* One hearing, shared by the caller's thread and the worker. */
typedef struct Hearing {
  gatomicrefcount refs;
  GMainContext *context;
  HearthRecognizerEventFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
  HearthCancelWatch *cancel_watch; /* (owned) (nullable) */
  gboolean ended;                  /* (context) the last event came */
  int given_up;                    /* (atomic) nobody listens any more */

  char *language;
  char *grammar;
  char *language_model;
  char *dictionary;
  char *words;
  char *keyphrase;

  gsize n_samples; /* (worker) */
  gboolean failed; /* (worker) */
  char *partial;   /* (owned) (nullable) (worker) */
} Hearing;

typedef void (*JobFunc) (HearthPocketsphinx *self, Hearing *hearing, const gint16 *samples,
                         gsize n_samples);

typedef struct {
  HearthPocketsphinx *self; /* (unowned) it waits for all jobs before it goes */
  JobFunc func;
  Hearing *hearing;
  gint16 *samples; /* (owned) (nullable) */
  gsize n_samples;
} Job;

typedef struct {
  Hearing *hearing;
  HearthRecognizerEvent event;
  char *text;
  char **alternatives;
  GError *error;
} Report;

static void hearth_pocketsphinx_iface_init (HearthRecognizerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HearthPocketsphinx, hearth_pocketsphinx, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HEARTH_TYPE_RECOGNIZER,
                                                      hearth_pocketsphinx_iface_init))

static Hearing *
hearing_ref (Hearing *hearing)
{
  g_atomic_ref_count_inc (&hearing->refs);
  return hearing;
}

static void
hearing_unref (Hearing *hearing)
{
  if (!g_atomic_ref_count_dec (&hearing->refs))
    return;
  g_main_context_unref (hearing->context);
  g_free (hearing->language);
  g_free (hearing->grammar);
  g_free (hearing->language_model);
  g_free (hearing->dictionary);
  g_free (hearing->words);
  g_free (hearing->keyphrase);
  g_free (hearing->partial);
  g_free (hearing);
}

/* (context) */
static void
hearing_tell (Hearing *hearing, const HearthRecognizerEvent *event)
{
  if (hearing->ended)
    return;
  hearing->ended = event->kind != HEARTH_RECOGNIZER_EVENT_PARTIAL;
  hearing->func (event, hearing->user_data);
  if (!hearing->ended)
    return;
  g_atomic_int_set (&hearing->given_up, TRUE);
  g_clear_pointer (&hearing->cancel_watch, hearth_cancel_watch_free);
  if (hearing->destroy != NULL)
    hearing->destroy (hearing->user_data);
}

static gboolean
report_cb (gpointer user_data)
{
  Report *report = user_data;

  hearing_tell (report->hearing, &report->event);
  return G_SOURCE_REMOVE;
}

static void
report_free (gpointer data)
{
  Report *report = data;

  hearing_unref (report->hearing);
  g_free (report->text);
  g_strfreev (report->alternatives);
  g_clear_error (&report->error);
  g_free (report);
}

/* (worker) Takes the error of @event. */
static void
hearing_report (Hearing *hearing, const HearthRecognizerEvent *event)
{
  Report *report = g_new0 (Report, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  report->hearing = hearing_ref (hearing);
  report->text = g_strdup (event->text);
  report->error = (GError *) event->error;
  report->alternatives = g_strdupv ((char **) event->alternatives);
  report->event = *event;
  report->event.text = report->text;
  report->event.alternatives = (const char *const *) report->alternatives;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, report_cb, report, report_free);
  g_source_attach (source, hearing->context);
}

/* (worker) */
static void
hearing_fail (Hearing *hearing, GError *error)
{
  hearing->failed = TRUE;
  hearing_report (hearing, &(HearthRecognizerEvent){ .kind = HEARTH_RECOGNIZER_EVENT_FAILED,
                                                     .confidence = -1,
                                                     .error = error });
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Hearing *hearing = user_data;
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");

  hearing_tell (hearing, &(HearthRecognizerEvent){ .kind = HEARTH_RECOGNIZER_EVENT_FAILED,
                                                   .confidence = -1,
                                                   .error = error });
  return G_SOURCE_REMOVE;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  hearing_unref (job->hearing);
  g_free (job->samples);
  g_free (job);
}

/* (worker) */
static gboolean
make_decoder (HearthPocketsphinx *self, GError **error)
{
  g_autofree char *acoustic = g_build_filename (self->model_dir, ACOUSTIC_MODEL, NULL);
  g_autofree char *dictionary = g_build_filename (self->model_dir, DICTIONARY, NULL);
  cmd_ln_t *config;

  if (self->decoder != NULL)
    return TRUE;
  /* It would write pages of what it does. */
  err_set_logfp (NULL);
  if (g_file_test (acoustic, G_FILE_TEST_IS_DIR) && g_file_test (dictionary, G_FILE_TEST_EXISTS)) {
    config = cmd_ln_init (NULL, ps_args (), TRUE, "-hmm", acoustic, "-dict", dictionary, NULL);
    if (config != NULL) {
      self->decoder = ps_init (config);
      cmd_ln_free_r (config);
    }
  }
  if (self->decoder == NULL)
    g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MISSING,
                         _("The model of English that speech recognition needs is not installed "
                            "(pocketsphinx-en-us)."));
  return self->decoder != NULL;
}

/* (worker) A word that the decoder knows keeps what it has. */
static void
add_words (HearthPocketsphinx *self, const char *dictionary)
{
  g_auto (GStrv) lines = g_strsplit (dictionary, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    char *phones = lines[i] + strcspn (lines[i], " \t");
    g_autofree char *known = NULL;

    if (*phones == '\0' || strlen (lines[i]) > LINE_MAX_LENGTH)
      continue;
    *phones++ = '\0';
    if (*lines[i] == '\0' || (known = ps_lookup_word (self->decoder, lines[i])) != NULL)
      continue;
    ps_add_word (self->decoder, lines[i], g_strstrip (phones), FALSE);
  }
}

/* (worker) */
static gboolean
add_words_of_file (HearthPocketsphinx *self, const char *path, GError **error)
{
  g_autofree char *known = g_build_filename (self->model_dir, DICTIONARY, NULL);
  g_autofree char *dictionary = hearth_vocabulary_load_dictionary (path, known, error);

  if (dictionary == NULL)
    return FALSE;
  add_words (self, dictionary);
  return TRUE;
}

static gboolean
is_english (const char *language)
{
  return language == NULL || g_ascii_strcasecmp (language, "en") == 0 ||
         g_ascii_strncasecmp (language, "en-", 3) == 0;
}

static gboolean
check_sizes (Hearing *hearing, GError **error)
{
  if ((hearing->grammar == NULL || strlen (hearing->grammar) <= TEXT_MAX) &&
      (hearing->dictionary == NULL || strlen (hearing->dictionary) <= TEXT_MAX))
    return TRUE;
  g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_TOO_LARGE,
                       _("The words to listen for are too many."));
  return FALSE;
}

/* (worker) Makes the decoder look for a phrase. */
static gboolean
choose_keyphrase (HearthPocketsphinx *self, const char *phrase, GError **error)
{
  g_autofree char *known = g_build_filename (self->model_dir, DICTIONARY, NULL);
  g_autofree char *dictionary = NULL;
  double exponent;
  guint n_phones;

  if (g_strcmp0 (phrase, self->keyphrase) == 0 &&
      ps_set_search (self->decoder, KEYPHRASE_SEARCH) == 0)
    return TRUE;
  g_clear_pointer (&self->keyphrase, g_free);
  dictionary = hearth_vocabulary_measure_phrase (phrase, known, &n_phones, error);
  if (dictionary == NULL)
    return FALSE;
  add_words (self, dictionary);
  exponent = KEYPHRASE_EXPONENT_PER_PHONE * n_phones;
  cmd_ln_set_float_r (ps_get_config (self->decoder), "-kws_threshold", pow (10, -exponent));
  if (ps_set_keyphrase (self->decoder, KEYPHRASE_SEARCH, phrase) == 0 &&
      ps_set_search (self->decoder, KEYPHRASE_SEARCH) == 0) {
    self->keyphrase = g_strdup (phrase);
    return TRUE;
  }
  g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SETTINGS,
                       _("This phrase cannot be listened for. Please choose another."));
  return FALSE;
}

/* (worker) Makes the decoder listen for what this hearing is about; the same as before costs
 * nothing. */
static gboolean
choose_search (HearthPocketsphinx *self, Hearing *hearing, GError **error)
{
  g_autofree char *search = NULL;
  g_autofree char *general = g_build_filename (self->model_dir, LANGUAGE_MODEL, NULL);
  int status;

  if (hearing->keyphrase != NULL)
    return choose_keyphrase (self, hearing->keyphrase, error);
  search = g_strjoin ("\n", hearing->grammar != NULL ? hearing->grammar : "",
                      hearing->language_model != NULL ? hearing->language_model : "",
                      hearing->dictionary != NULL ? hearing->dictionary : "",
                      hearing->words != NULL ? hearing->words : "", NULL);
  if (g_strcmp0 (search, self->search) == 0 && ps_set_search (self->decoder, SEARCH) == 0)
    return TRUE;
  g_clear_pointer (&self->search, g_free);
  if (hearing->dictionary != NULL)
    add_words (self, hearing->dictionary);
  if (hearing->words != NULL && !add_words_of_file (self, hearing->words, error))
    return FALSE;
  if (hearing->grammar != NULL)
    status = ps_set_jsgf_string (self->decoder, SEARCH, hearing->grammar);
  else
    status = ps_set_lm_file (self->decoder, SEARCH,
                             hearing->language_model != NULL ? hearing->language_model : general);
  if (status < 0 || ps_set_search (self->decoder, SEARCH) < 0) {
    g_set_error_literal (
        error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SETTINGS,
        _("Speech recognition does not understand what to listen for: the grammar "
           "or language model cannot be used."));
    return FALSE;
  }
  self->search = g_steal_pointer (&search);
  return TRUE;
}

/* (worker) */
static void
do_start (HearthPocketsphinx *self, Hearing *hearing, const gint16 *samples, gsize n_samples)
{
  GError *error = NULL;

  if (self->hears)
    ps_end_utt (self->decoder);
  self->hears = FALSE;
  if (g_atomic_int_get (&hearing->given_up))
    return;
  if (!is_english (hearing->language)) {
    error = g_error_new (HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_LANGUAGE,
                         _("Without a service, only English is understood, not “%s”."),
                         hearing->language);
    hearing_fail (hearing, error);
    return;
  }
  if (!check_sizes (hearing, &error) || !make_decoder (self, &error) ||
      !choose_search (self, hearing, &error)) {
    hearing_fail (hearing, error);
    return;
  }
  self->hears = ps_start_utt (self->decoder) == 0;
}

/* (worker) Where the phrase that was found ends, in samples. */
static gsize
find_end (HearthPocketsphinx *self)
{
  int frames = 0;

  for (ps_seg_t *each = ps_seg_iter (self->decoder); each != NULL; each = ps_seg_next (each)) {
    int begin, end;

    ps_seg_frames (each, &begin, &end);
    frames = MAX (frames, end + 1);
  }
  return (gsize) frames * HEARTH_RECOGNIZER_RATE / FRAMES_PER_SECOND;
}

/* (worker) */
static char *
dup_hypothesis (HearthPocketsphinx *self)
{
  const char *text = ps_get_hyp (self->decoder, NULL);

  return text != NULL ? g_utf8_make_valid (text, -1) : g_strdup ("");
}

/* (worker) Other sentences that it may have been. */
static char **
dup_alternatives (HearthPocketsphinx *self, const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ps_nbest_t *each = ps_nbest (self->decoder);
  guint n = 0;

  g_hash_table_add (seen, g_strdup (text));
  for (guint i = 0; each != NULL && i < ALTERNATIVES_LOOKED_AT && n < ALTERNATIVES;
       i++, each = ps_nbest_next (each)) {
    const char *other = ps_nbest_hyp (each, NULL);

    if (other != NULL && *other != '\0' && g_utf8_validate (other, -1, NULL) &&
        g_hash_table_add (seen, g_strdup (other))) {
      g_strv_builder_add (builder, other);
      n++;
    }
  }
  if (each != NULL)
    ps_nbest_free (each);
  return g_strv_builder_end (builder);
}

/* (worker) */
static void
do_feed (HearthPocketsphinx *self, Hearing *hearing, const gint16 *samples, gsize n_samples)
{
  g_autofree char *text = NULL;

  if (!self->hears || hearing->failed || g_atomic_int_get (&hearing->given_up))
    return;
  hearing->n_samples += n_samples;
  if (hearing->n_samples > HEARTH_RECOGNIZER_SECONDS_MAX * HEARTH_RECOGNIZER_RATE)
    return;
  ps_process_raw (self->decoder, samples, n_samples, FALSE, FALSE);
  text = dup_hypothesis (self);
  if (*text != '\0' && g_strcmp0 (text, hearing->partial) != 0) {
    hearing_report (hearing, &(HearthRecognizerEvent){
                                 .kind = HEARTH_RECOGNIZER_EVENT_PARTIAL,
                                 .text = text,
                                 .confidence = -1,
                                 .end = hearing->keyphrase != NULL ? find_end (self) : 0 });
    g_free (hearing->partial);
    hearing->partial = g_steal_pointer (&text);
  }
}

/* (worker) */
static void
do_finish (HearthPocketsphinx *self, Hearing *hearing, const gint16 *samples, gsize n_samples)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) alternatives = NULL;
  double confidence = -1;

  if (self->hears)
    ps_end_utt (self->decoder);
  if (hearing->failed || g_atomic_int_get (&hearing->given_up)) {
    self->hears = FALSE;
    return;
  }
  text = self->hears ? dup_hypothesis (self) : g_strdup ("");
  if (*text != '\0')
    confidence =
        CLAMP (logmath_exp (ps_get_logmath (self->decoder), ps_get_prob (self->decoder)), 0, 1);
  if (*text != '\0' && hearing->keyphrase == NULL)
    alternatives = dup_alternatives (self, text);
  self->hears = FALSE;
  hearing_report (hearing,
                  &(HearthRecognizerEvent){ .kind = HEARTH_RECOGNIZER_EVENT_FINAL,
                                            .text = text,
                                            .confidence = confidence,
                                            .alternatives = (const char *const *) alternatives,
                                            .end = hearing->n_samples });
}

/* (worker) */
static void
run_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;

  job->func (job->self, job->hearing, job->samples, job->n_samples);
  g_atomic_int_add (&job->self->backlog, -(int) job->n_samples);
  g_task_return_boolean (task, TRUE);
}

/* Takes @samples. */
static void
queue_job (HearthPocketsphinx *self, JobFunc func, gint16 *samples, gsize n_samples)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  Job *job = g_new0 (Job, 1);

  job->self = self;
  job->func = func;
  job->hearing = hearing_ref (self->hearing);
  job->samples = samples;
  job->n_samples = n_samples;
  g_atomic_int_add (&self->backlog, (int) n_samples);
  g_task_set_source_tag (task, queue_job);
  g_task_set_task_data (task, job, job_free);
  hearth_worker_queue (self->worker, G_PRIORITY_DEFAULT, task, run_job);
}

static void
hearth_pocketsphinx_start (HearthRecognizer *recognizer, const HearthRecognition *recognition,
                           GCancellable *cancellable, HearthRecognizerEventFunc func,
                           gpointer user_data, GDestroyNotify destroy)
{
  HearthPocketsphinx *self = HEARTH_POCKETSPHINX (recognizer);
  Hearing *hearing = g_new0 (Hearing, 1);

  g_atomic_ref_count_init (&hearing->refs);
  hearing->context = g_main_context_ref_thread_default ();
  hearing->func = func;
  hearing->user_data = user_data;
  hearing->destroy = destroy;
  hearing->language = g_strdup (recognition->language);
  hearing->grammar = g_strdup (recognition->grammar);
  hearing->language_model = g_strdup (recognition->language_model);
  hearing->dictionary = g_strdup (recognition->dictionary);
  hearing->words = g_strdup (recognition->words);
  hearing->keyphrase = g_strdup (recognition->keyphrase);
  if (cancellable != NULL)
    hearing->cancel_watch =
        hearth_cancel_watch_new (cancellable, hearing->context, G_PRIORITY_DEFAULT, cancelled_cb,
                                 hearing_ref (hearing), (GDestroyNotify) hearing_unref);
  g_clear_pointer (&self->hearing, hearing_unref);
  self->hearing = hearing;
  queue_job (self, do_start, NULL, 0);
}

static void
hearth_pocketsphinx_feed (HearthRecognizer *recognizer, const gint16 *samples, gsize n_samples)
{
  HearthPocketsphinx *self = HEARTH_POCKETSPHINX (recognizer);

  if (self->hearing != NULL && n_samples > 0)
    queue_job (self, do_feed, g_memdup2 (samples, n_samples * sizeof *samples), n_samples);
}

static void
hearth_pocketsphinx_finish (HearthRecognizer *recognizer)
{
  HearthPocketsphinx *self = HEARTH_POCKETSPHINX (recognizer);

  if (self->hearing == NULL)
    return;
  queue_job (self, do_finish, NULL, 0);
  g_clear_pointer (&self->hearing, hearing_unref);
}

static gsize
hearth_pocketsphinx_get_backlog (HearthRecognizer *recognizer)
{
  return (gsize) g_atomic_int_get (&HEARTH_POCKETSPHINX (recognizer)->backlog);
}

static void
hearth_pocketsphinx_iface_init (HearthRecognizerInterface *iface)
{
  iface->get_backlog = hearth_pocketsphinx_get_backlog;
  iface->start = hearth_pocketsphinx_start;
  iface->feed = hearth_pocketsphinx_feed;
  iface->finish = hearth_pocketsphinx_finish;
}

static void
hearth_pocketsphinx_finalize (GObject *object)
{
  HearthPocketsphinx *self = HEARTH_POCKETSPHINX (object);

  hearth_worker_stop (self->worker);
  g_object_unref (self->worker);
  g_clear_pointer (&self->hearing, hearing_unref);
  if (self->decoder != NULL)
    ps_free (self->decoder);
  g_free (self->search);
  g_free (self->keyphrase);
  g_free (self->model_dir);
  G_OBJECT_CLASS (hearth_pocketsphinx_parent_class)->finalize (object);
}

static void
hearth_pocketsphinx_class_init (HearthPocketsphinxClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_pocketsphinx_finalize;
}

static void
hearth_pocketsphinx_init (HearthPocketsphinx *self)
{
  self->worker = hearth_worker_new ("recogniser");
}

/**
 * hearth_pocketsphinx_new:
 * @model_dir: the folder of the models: `en-us/`, `en-us.lm.bin` and `cmudict-en-us.dict`
 *
 * Nothing is read before it is started.
 *
 * Returns: (transfer full): a recogniser of English that needs no network
 */
HearthPocketsphinx *
hearth_pocketsphinx_new (const char *model_dir)
{
  HearthPocketsphinx *self = g_object_new (HEARTH_TYPE_POCKETSPHINX, NULL);

  self->model_dir = g_strdup (model_dir);
  return self;
}

/**
 * hearth_pocketsphinx_check_keyphrase_sync:
 * @model_dir: the folder of the models
 * @phrase: words, in small letters, UTF-8
 * @error: %HEARTH_VOICE_ERROR_SETTINGS if it is too short, too long or cannot be pronounced;
 *   %HEARTH_VOICE_ERROR_MISSING if there are no models
 *
 * Looks whether a phrase can be waited for. It reads files: not for the main thread.
 *
 * Returns: whether it can
 */
gboolean
hearth_pocketsphinx_check_keyphrase_sync (const char *model_dir, const char *phrase, GError **error)
{
  g_autofree char *known = g_build_filename (model_dir, DICTIONARY, NULL);
  guint n_phones;
  g_autofree char *dictionary = hearth_vocabulary_measure_phrase (phrase, known, &n_phones, error);

  return dictionary != NULL;
}
