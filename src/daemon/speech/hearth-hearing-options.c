/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hearing-options.h"

#include "hearth-listening-model.h"

/* From the settings to the options of Voice1.Listen: which recogniser hears, with its key, and what
 * it is told of what may be said. */

typedef struct {
  HearthEngine *engine; /* (owned) */
  char *name;           /* the companion's */
  guint patience;
  gboolean is_free;
  GVariant *options; /* (owned) (nullable) those of the recogniser */
  GUnixFDList *fds;  /* (owned) (nullable) */
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  g_object_unref (making->engine);
  g_free (making->name);
  g_clear_pointer (&making->options, g_variant_unref);
  g_clear_object (&making->fds);
  g_free (making);
}

static void
complete (GTask *task, const char *model, const char *words)
{
  Making *making = g_task_get_task_data (task);
  GVariantDict options;

  g_variant_dict_init (&options, making->options);
  g_variant_dict_insert (&options, "patience", "u", (guint32) making->patience);
  if (model != NULL) {
    g_variant_dict_insert (&options, "language-model", "s", model);
    g_variant_dict_insert (&options, "words", "s", words);
  }
  g_task_return_pointer (task, g_variant_ref_sink (g_variant_dict_end (&options)),
                         (GDestroyNotify) g_variant_unref);
}

static void
model_made_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *model = NULL;
  g_autofree char *words = NULL;
  gboolean is_made = hearth_listening_model_ensure_finish (result, &model, &words, &error);

  if (g_task_return_error_if_cancelled (task))
    return;
  /* Without it less is understood, and nothing is lost. */
  if (!is_made)
    g_warning ("What is listened for could not be written: %s", error->message);
  complete (task, model, words);
}

static void
found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Making *making = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  const char *recognizer = "";

  making->options =
      hearth_voice_setup_hearing_finish (HEARTH_VOICE_SETUP (object), result, &making->fds, &error);
  if (making->options == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_variant_lookup (making->options, "recognizer", "&s", &recognizer);
  if (g_str_equal (recognizer, "pocketsphinx") && !making->is_free)
    hearth_listening_model_ensure_async (making->engine, making->name, cancellable, model_made_cb,
                                         g_steal_pointer (&task));
  else
    complete (task, NULL, NULL);
}

/**
 * hearth_hearing_options_make_async:
 * @engine: whose names may be said
 * @companion: whose name may be said
 * @setup: which recogniser hears
 * @needs: what is going to be heard; copied
 * @cancellable: (nullable): a cancellable
 * @callback: called with no source object
 * @user_data: for @callback
 *
 * Makes the options of Voice1.Listen, from the settings and the keyring.
 */
void
hearth_hearing_options_make_async (HearthEngine *engine, HearthCompanion *companion,
                                   HearthVoiceSetup *setup, const HearthHearingNeeds *needs,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Making *making = g_new0 (Making, 1);

  making->engine = g_object_ref (engine);
  making->name = g_strdup (hearth_persona_get_name (hearth_companion_get_persona (companion)));
  making->patience = needs->patience;
  making->is_free = needs->is_free;
  g_task_set_source_tag (task, hearth_hearing_options_make_async);
  g_task_set_task_data (task, making, making_free);
  hearth_voice_setup_hearing_async (setup, needs->language, cancellable, found_cb, task);
}

/**
 * hearth_hearing_options_make_finish:
 * @result: what the callback got
 * @fds: (out) (nullable) (transfer full): what goes along with the options
 * @error: those of hearth_voice_setup_hearing_finish()
 *
 * Returns: (transfer full) (nullable): `a{sv}`
 */
GVariant *
hearth_hearing_options_make_finish (GAsyncResult *result, GUnixFDList **fds, GError **error)
{
  GTask *task = G_TASK (result);
  Making *making = g_task_get_task_data (task);
  GVariant *options = g_task_propagate_pointer (task, error);

  *fds = options != NULL ? g_steal_pointer (&making->fds) : NULL;
  return options;
}
