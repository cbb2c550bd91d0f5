/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-listening-model.h"

#include "hearth-clock.h"
#include "hearth-speech-model.h"
#include "hearth-store-names.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* What the recogniser of this computer listens for stands in two files of the data folder, as that
 * is another process: made when the names change, and named after what is in them. */

#define FOLDER "listening"
#define MODEL_SUFFIX ".lm"
#define WORDS_SUFFIX ".words"
/* What sentences are made of changes with the program. */
#define FORM HEARTH_VERSION " 1"

typedef struct {
  GStrv people;
  GStrv events;
  char *name;
  char *folder;
  char *stem; /* of the files' names */
} Names;

static void
names_free (gpointer data)
{
  Names *names = data;

  g_strfreev (names->people);
  g_strfreev (names->events);
  g_free (names->name);
  g_free (names->folder);
  g_free (names->stem);
  g_free (names);
}

static void
add_to_sum (GChecksum *sum, const char *text)
{
  g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text) + 1);
}

static char *
make_stem (const Names *names)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  add_to_sum (sum, FORM);
  add_to_sum (sum, names->name);
  for (guint i = 0; names->people[i] != NULL; i++)
    add_to_sum (sum, names->people[i]);
  add_to_sum (sum, "");
  for (guint i = 0; names->events[i] != NULL; i++)
    add_to_sum (sum, names->events[i]);
  return g_strndup (g_checksum_get_string (sum), 16);
}

static char *
make_path (const Names *names, const char *suffix)
{
  g_autofree char *file = g_strconcat (names->stem, suffix, NULL);

  return g_build_filename (names->folder, file, NULL);
}

/* Those that were made of other names. A recogniser that still reads one keeps it open. */
static void
remove_others (const Names *names)
{
  g_autoptr (GDir) folder = g_dir_open (names->folder, 0, NULL);
  const char *file;

  while (folder != NULL && (file = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename (names->folder, file, NULL);

    if (!g_str_has_prefix (file, names->stem))
      g_unlink (path);
  }
}

static gboolean
write_file (const Names *names, const char *suffix, const char *text, GError **error)
{
  g_autofree char *path = make_path (names, suffix);

  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/* (thread) The model comes last: where it is, the words are. */
static void
make_files (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Names *names = data;
  g_autofree char *words = NULL;
  g_autoptr (HearthSpeechModel) model = NULL;
  GError *error = NULL;

  if (g_mkdir_with_parents (names->folder, 0700) != 0) {
    g_task_return_new_error (task, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s",
                             names->folder, g_strerror (errno));
    return;
  }
  model = hearth_speech_model_new ((const char *const *) names->people,
                                   (const char *const *) names->events,
                                   *names->name != '\0' ? names->name : NULL, &error);
  words = model != NULL ? g_strjoinv ("\n", model->words) : NULL;
  if (model == NULL || !write_file (names, WORDS_SUFFIX, words, &error) ||
      !write_file (names, MODEL_SUFFIX, model->language_model, &error)) {
    g_task_return_error (task, error);
    return;
  }
  remove_others (names);
  g_task_return_boolean (task, TRUE);
}

/**
 * hearth_listening_model_ensure_async:
 * @engine: whose names are listened for, and in whose data folder the files are
 * @name: the companion's name, or ""
 * @cancellable: (nullable): a cancellable
 * @callback: called when the files are there
 * @user_data: for @callback
 *
 * Sees to it that there is what a recogniser of this computer listens for. Where the names are
 * those of the last time this takes as long as reading them; otherwise some tenths of a second.
 */
void
hearth_listening_model_ensure_async (HearthEngine *engine, const char *name,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  GTask *task = g_task_new (engine, cancellable, callback, user_data);
  HearthDatabase *db = hearth_engine_get_reader (engine);
  Names *names = g_new0 (Names, 1);
  g_autofree char *path = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, hearth_listening_model_ensure_async);
  g_task_set_task_data (task, names, names_free);
  names->name = g_strdup (name);
  names->folder = g_build_filename (hearth_engine_get_data_dir (engine), FOLDER, NULL);
  names->people = hearth_store_names_list_people (db, HEARTH_SPEECH_MODEL_MAX_NAMES, &error);
  if (names->people != NULL)
    names->events = hearth_store_names_list_events (db, hearth_clock_now (),
                                                    HEARTH_SPEECH_MODEL_MAX_NAMES, &error);
  if (names->events == NULL) {
    g_task_return_error (task, error);
  } else {
    names->stem = make_stem (names);
    path = make_path (names, MODEL_SUFFIX);
    if (g_file_test (path, G_FILE_TEST_EXISTS))
      g_task_return_boolean (task, TRUE);
    else
      g_task_run_in_thread (task, make_files);
  }
  g_object_unref (task);
}

/**
 * hearth_listening_model_ensure_finish:
 * @result: from the callback
 * @model: (out) (transfer full): the path of an n-gram model
 * @words: (out) (transfer full): the path of its words, a line each
 * @error: a #HearthStoreError or %G_FILE_ERROR
 *
 * Returns: whether the files are there
 */
gboolean
hearth_listening_model_ensure_finish (GAsyncResult *result, char **model, char **words,
                                      GError **error)
{
  const Names *names = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *model = make_path (names, MODEL_SUFFIX);
  *words = make_path (names, WORDS_SUFFIX);
  return TRUE;
}
