/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-trial.h"

#include "hearth-ai-keys.h"
#include "hearth-ai-kinds.h"
#include "hearth-ai-route.h"

#include <glib/gi18n.h>
#include <string.h>

/* A service is tried before it is used: which models it has, and whether it answers. Nothing of the
 * owner's is in what it is asked, so that this needs no word that mail may go there. */

#define QUESTION "Say hello in one short sentence."
#define MAX_TOKENS 400
#define MAX_SHOWN 200
/* A model that is read from a slow disk first. */
#define TEST_SECONDS 300

typedef struct {
  HearthAiService *service; /* (owned) */
  char *lent;               /* (owned) (nullable) the host whose key was lent */
  GCancellable *cancellable;
  guint timer;
  gboolean timed_out;
  gint64 started;
  gint64 first; /* monotonic microseconds of the first piece, or 0 */
  guint64 tokens;
  GString *text;
} Trial;

static void
trial_free (gpointer data)
{
  Trial *trial = data;

  g_clear_handle_id (&trial->timer, g_source_remove);
  if (trial->lent != NULL)
    hearth_ai_keys_return (trial->lent);
  g_free (trial->lent);
  g_clear_object (&trial->service);
  g_object_unref (trial->cancellable);
  g_string_free (trial->text, TRUE);
  g_free (trial);
}

static HearthAiService *
make_with_key (HearthAiSetup *setup, const HearthAiConfig *config, const char *key, Trial *trial,
               GError **error)
{
  HearthAiService *service =
      hearth_ai_kind_make (config->kind, hearth_ai_setup_get_http (setup), config->base_url,
                           config->model, &hearth_ai_trial_keys, error);

  if (service == NULL)
    return NULL;
  trial->lent = g_strdup (hearth_ai_service_get_host (service));
  hearth_ai_keys_lend (trial->lent, key);
  return service;
}

/* The service as it would be, with the key that was typed or else the one that is kept. */
static Trial *
trial_new (HearthAiSetup *setup, const HearthAiConfig *config, const char *key, GError **error)
{
  Trial *trial = g_new0 (Trial, 1);

  trial->cancellable = g_cancellable_new ();
  trial->text = g_string_new (NULL);
  if (*key != '\0') {
    trial->service = make_with_key (setup, config, key, trial, error);
  } else if (g_str_equal (config->kind, HEARTH_AI_KIND_LLAMA)) {
    HearthAiRoute *route = hearth_ai_route_new (config, hearth_ai_setup_get_http (setup),
                                                hearth_ai_setup_get_llama (setup), error);

    trial->service = route != NULL ? HEARTH_AI_SERVICE (route) : NULL;
  } else {
    trial->service = hearth_ai_kind_make (config->kind, hearth_ai_setup_get_http (setup),
                                          config->base_url, config->model, &hearth_ai_keys, error);
  }
  if (trial->service == NULL)
    g_clear_pointer (&trial, trial_free);
  return trial;
}

static void
listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char **models = hearth_ai_service_list_models_finish (HEARTH_AI_SERVICE (object), result, &error);

  if (models == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, models, (GDestroyNotify) g_strfreev);
}

/**
 * hearth_ai_list_models_async:
 * @setup: the set-up
 * @config: a service, which need not be one of the settings
 * @key: its key, or "" for the one that is kept
 * @callback: called when the list is there
 * @user_data: for @callback
 *
 * Asks which models a service has.
 */
void
hearth_ai_list_models_async (HearthAiSetup *setup, const HearthAiConfig *config, const char *key,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (setup, NULL, callback, user_data);
  GError *error = NULL;
  Trial *trial;

  g_task_set_source_tag (task, hearth_ai_list_models_async);
  if (g_str_equal (config->kind, HEARTH_AI_KIND_LLAMA)) {
    const char *models[] = { config->model, NULL };

    g_task_return_pointer (task, g_strdupv ((char **) models), (GDestroyNotify) g_strfreev);
    return;
  }
  trial = trial_new (setup, config, key, &error);
  if (trial == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_task_set_task_data (task, trial, trial_free);
  hearth_ai_service_list_models_async (trial->service, NULL, listed_cb, g_steal_pointer (&task));
}

/**
 * hearth_ai_list_models_finish:
 * @result: from the callback
 * @error: a #HearthAiError
 *
 * Returns: (transfer full) (nullable) (array zero-terminated): the models' names
 */
char **
hearth_ai_list_models_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GVariant *
write_result (Trial *trial)
{
  gint64 now = g_get_monotonic_time ();
  gint64 first = trial->first != 0 ? trial->first : now;
  double seconds = (double) (now - first) / G_USEC_PER_SEC;
  GVariantBuilder result;

  g_variant_builder_init (&result, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&result, "{sv}", "text", g_variant_new_string (trial->text->str));
  g_variant_builder_add (&result, "{sv}", "first",
                         g_variant_new_double ((double) (first - trial->started) / G_USEC_PER_SEC));
  g_variant_builder_add (&result, "{sv}", "speed",
                         g_variant_new_double (trial->tokens > 1 && seconds > 0.02
                                                   ? (double) trial->tokens / seconds
                                                   : 0));
  return g_variant_ref_sink (g_variant_builder_end (&result));
}

/* Where the service said nothing but thoughts it works all the same. */
static void
end_test (GTask *task, const GError *error)
{
  Trial *trial = g_task_get_task_data (task);

  g_clear_handle_id (&trial->timer, g_source_remove);
  if (trial->timed_out)
    g_task_return_new_error (task, HEARTH_AI_ERROR, HEARTH_AI_ERROR_TIMEOUT,
                             _("%s gave no answer in five minutes."),
                             hearth_ai_service_get_name (trial->service));
  else if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_pointer (task, write_result (trial), (GDestroyNotify) g_variant_unref);
}

static void
event_cb (const HearthAiEvent *event, gpointer user_data)
{
  GTask *task = user_data;
  Trial *trial = g_task_get_task_data (task);

  if ((event->kind == HEARTH_AI_EVENT_TEXT || event->kind == HEARTH_AI_EVENT_THINKING) &&
      trial->first == 0)
    trial->first = g_get_monotonic_time ();
  if (event->kind == HEARTH_AI_EVENT_TEXT && trial->text->len < MAX_SHOWN)
    g_string_append (trial->text, event->text);
  else if (event->kind == HEARTH_AI_EVENT_USAGE)
    trial->tokens = event->tokens_out;
  else if (event->kind == HEARTH_AI_EVENT_END || event->kind == HEARTH_AI_EVENT_ERROR)
    end_test (task, event->error);
}

static gboolean
timer_cb (gpointer user_data)
{
  Trial *trial = user_data;

  trial->timer = 0;
  trial->timed_out = TRUE;
  g_cancellable_cancel (trial->cancellable);
  return G_SOURCE_REMOVE;
}

/**
 * hearth_ai_test_async:
 * @setup: the set-up
 * @config: a service, which need not be one of the settings
 * @key: its key, or "" for the one that is kept
 * @callback: called when it answered, or why not is known
 * @user_data: for @callback
 *
 * Asks a service to say hello.
 */
void
hearth_ai_test_async (HearthAiSetup *setup, const HearthAiConfig *config, const char *key,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (setup, NULL, callback, user_data);
  g_autoptr (HearthAiRequest) request = hearth_ai_request_new ();
  GError *error = NULL;
  Trial *trial = trial_new (setup, config, key, &error);

  g_task_set_source_tag (task, hearth_ai_test_async);
  if (trial == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_task_set_task_data (task, trial, trial_free);
  hearth_ai_request_add_message (request, HEARTH_AI_USER, QUESTION);
  request->max_tokens = MAX_TOKENS;
  trial->started = g_get_monotonic_time ();
  trial->timer = g_timeout_add_seconds (TEST_SECONDS, timer_cb, trial);
  (void) hearth_engine_add_journal (
      hearth_ai_setup_get_engine (setup), "ai", "test", hearth_ai_service_get_host (trial->service),
      hearth_ai_service_is_local (trial->service) ? 0 : (gint64) strlen (QUESTION), NULL);
  hearth_ai_service_start (trial->service, request, trial->cancellable, event_cb,
                           g_object_ref (task), g_object_unref);
}

/**
 * hearth_ai_test_finish:
 * @result: from the callback
 * @error: a #HearthAiError
 *
 * Returns: (transfer full) (nullable): an a{sv} of "text" s, what it said; "first" d, seconds until
 * it began; "speed" d, tokens a second, 0 if it did not say how many it wrote
 */
GVariant *
hearth_ai_test_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
