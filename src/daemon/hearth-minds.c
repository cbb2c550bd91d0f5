/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-minds.h"

#include "hearth-download.h"
#include "hearth-paths.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>

#define MAX_MINDS 100
#define MAX_FILE (1024 * 1024)
#define SHA256_LENGTH 64
/* The progress of a download is told at most so often: milliseconds. */
#define TELL_MS 500

/**
 * HearthMinds:
 *
 * The models that can be downloaded and run on this computer: the list that comes with Hearth
 * (data/minds/minds.json), and how far each is.
 *
 * Signal: `changed ()`: something of it is different.
 */
struct _HearthMinds {
  GObject parent_instance;

  HearthAiSetup *setup; /* (owned) */
  HearthWorker *worker; /* (owned) (nullable) made with the first download */
  GPtrArray *minds;     /* (owned) (element-type Mind) */
  guint tell_timer;
};

typedef struct {
  HearthMinds *owner; /* (unowned) */
  char *id;
  char *title;
  char *licence;
  char *languages;
  char *address;
  char *sha256;
  char *path; /* where its file is or shall be */
  guint64 size;
  guint64 memory;
  guint64 done;
  gboolean checking;
  gboolean use;              /* it shall answer once it is there */
  GCancellable *cancellable; /* (owned) (nullable) while it is downloaded */
  char *problem;             /* (owned) (nullable) */
} Mind;

static guint signal_changed;

G_DEFINE_FINAL_TYPE (HearthMinds, hearth_minds, G_TYPE_OBJECT)

static void
mind_free (gpointer data)
{
  Mind *mind = data;

  if (mind->cancellable != NULL)
    g_cancellable_cancel (mind->cancellable);
  g_clear_object (&mind->cancellable);
  g_free (mind->id);
  g_free (mind->title);
  g_free (mind->licence);
  g_free (mind->languages);
  g_free (mind->address);
  g_free (mind->sha256);
  g_free (mind->path);
  g_free (mind->problem);
  g_free (mind);
}

static char *
take_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return g_strdup (node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                           json_node_get_value_type (node) == G_TYPE_STRING
                       ? json_node_get_string (node)
                       : "");
}

static guint64
take_size (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  gint64 value = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : 0;

  return value > 0 ? (guint64) value : 0;
}

static gboolean
is_name (const char *text)
{
  for (const char *at = text; *at != '\0'; at++) {
    if (!g_ascii_isalnum (*at) && *at != '-' && (*at != '.' || at == text))
      return FALSE;
  }
  return *text != '\0';
}

static gboolean
is_whole (const Mind *mind)
{
  if (!is_name (mind->id) || *mind->title == '\0' || mind->size == 0 ||
      strlen (mind->sha256) != SHA256_LENGTH)
    return FALSE;
  for (const char *at = mind->sha256; *at != '\0'; at++) {
    if (!g_ascii_isxdigit (*at))
      return FALSE;
  }
  return *mind->address != '\0';
}

static void
add_mind (HearthMinds *self, JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *data_dir = hearth_engine_get_data_dir (hearth_ai_setup_get_engine (self->setup));
  g_autofree char *file = NULL;
  Mind *mind;

  if (object == NULL || self->minds->len == MAX_MINDS)
    return;
  mind = g_new0 (Mind, 1);
  mind->owner = self;
  mind->id = take_string (object, "id");
  mind->title = take_string (object, "title");
  mind->licence = take_string (object, "licence");
  mind->languages = take_string (object, "languages");
  mind->address = take_string (object, "address");
  mind->sha256 = take_string (object, "sha256");
  mind->size = take_size (object, "size");
  mind->memory = take_size (object, "memory");
  /* Without a checksum nothing could be said of what comes. */
  if (!is_whole (mind)) {
    g_message ("An entry of the list of models is not whole: %s", mind->id);
    mind_free (mind);
    return;
  }
  file = g_strconcat (mind->id, ".gguf", NULL);
  mind->path = g_build_filename (data_dir, "minds", file, NULL);
  g_ptr_array_add (self->minds, mind);
}

static void
load (HearthMinds *self)
{
  g_autofree char *path = hearth_paths_dup_resource ("minds/minds.json");
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object;
  JsonNode *list;
  gsize length = 0;

  if (!g_file_get_contents (path, &text, &length, &error) || length > MAX_FILE)
    g_message ("%s", error != NULL ? error->message : "The list of models is too large.");
  else
    root = json_from_string (text, &error);
  object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  list = object != NULL ? json_object_get_member (object, "minds") : NULL;
  if (list == NULL || !JSON_NODE_HOLDS_ARRAY (list))
    return;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (list)); i++)
    add_mind (self, json_array_get_element (json_node_get_array (list), i));
}

static gboolean
tell_cb (gpointer user_data)
{
  HearthMinds *self = user_data;

  self->tell_timer = 0;
  g_signal_emit (self, signal_changed, 0);
  return G_SOURCE_REMOVE;
}

static void
tell (HearthMinds *self)
{
  if (self->tell_timer == 0)
    self->tell_timer = g_timeout_add (TELL_MS, tell_cb, self);
}

static Mind *
find (HearthMinds *self, const char *id, GError **error)
{
  for (guint i = 0; i < self->minds->len; i++) {
    Mind *mind = g_ptr_array_index (self->minds, i);

    if (g_str_equal (mind->id, id))
      return mind;
  }
  g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND,
               _("There is no model called “%s”."), id);
  return NULL;
}

static gboolean
is_here (const Mind *mind)
{
  return g_file_test (mind->path, G_FILE_TEST_IS_REGULAR);
}

static const char *
get_state (const Mind *mind)
{
  if (mind->cancellable != NULL)
    return mind->checking ? "checking" : "downloading";
  if (is_here (mind))
    return "ready";
  return hearth_download_get_part (mind->path) > 0 ? "paused" : "none";
}

static GVariant *
describe (const Mind *mind)
{
  g_autoptr (HearthHttpUrl) url = hearth_http_url_parse (mind->address, NULL);
  guint64 done = mind->cancellable != NULL ? mind->done
                 : is_here (mind)          ? mind->size
                                           : hearth_download_get_part (mind->path);
  const struct {
    const char *key;
    const char *text;
  } texts[] = {
    { "id", mind->id },
    { "title", mind->title },
    { "licence", mind->licence },
    { "languages", mind->languages },
    { "host", url != NULL ? url->host : "" },
    { "state", get_state (mind) },
    { "path", mind->path },
    { "problem", mind->problem != NULL ? mind->problem : "" },
  };
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_variant_builder_add (&builder, "{sv}", texts[i].key, g_variant_new_string (texts[i].text));
  g_variant_builder_add (&builder, "{sv}", "size", g_variant_new_uint64 (mind->size));
  g_variant_builder_add (&builder, "{sv}", "memory", g_variant_new_uint64 (mind->memory));
  g_variant_builder_add (&builder, "{sv}", "done", g_variant_new_uint64 (done));
  return g_variant_builder_end (&builder);
}

/**
 * hearth_minds_list:
 * @self: the models
 *
 * Returns: (transfer floating): an aa{sv}: see ListMinds in the daemon's interface
 */
GVariant *
hearth_minds_list (HearthMinds *self)
{
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < self->minds->len; i++)
    g_variant_builder_add_value (&list, describe (g_ptr_array_index (self->minds, i)));
  return g_variant_builder_end (&list);
}

/**
 * hearth_minds_get_memory:
 *
 * Returns: the memory of this computer, bytes
 */
guint64
hearth_minds_get_memory (void)
{
  return (guint64) sysconf (_SC_PHYS_PAGES) * (guint64) sysconf (_SC_PAGESIZE);
}

static void
say_problem (Mind *mind, const char *text)
{
  g_free (mind->problem);
  mind->problem = g_strdup (text);
}

static void
used_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthAiSetup *setup = HEARTH_AI_SETUP (object);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = hearth_ai_setup_save_finish (setup, result, &error);

  if (id == NULL || !hearth_ai_setup_choose (setup, HEARTH_AI_CONVERSATION, id, &error))
    g_message ("%s", error->message);
}

static void
use (HearthMinds *self, const Mind *mind)
{
  g_autoptr (HearthAiConfig) config =
      hearth_ai_config_new (mind->id, HEARTH_AI_KIND_LLAMA, "", mind->path);

  for (char *at = config->id; *at != '\0'; at++) {
    if (*at == '.')
      *at = '-';
  }
  g_free (config->name);
  config->name = g_strdup (mind->title);
  hearth_ai_setup_save_async (self->setup, config, "", used_cb, NULL);
}

/* Who waits for a download holds the list and names the model: the list may be gone first. */
typedef struct {
  HearthMinds *minds; /* (owned) */
  Mind *mind;         /* lent by it */
} Watch;

static void
watch_free (Watch *watch)
{
  g_object_unref (watch->minds);
  g_free (watch);
}

static void
progress_cb (guint64 done, gboolean checking, gpointer user_data)
{
  Watch *watch = user_data;

  watch->mind->done = done;
  watch->mind->checking = checking;
  tell (watch->minds);
}

/* What goes anywhere is in the journal. */
static void
was_sent_cb (const char *host, guint64 sent, gpointer user_data)
{
  Watch *watch = user_data;

  if (sent > 0)
    (void) hearth_engine_add_journal (hearth_ai_setup_get_engine (watch->minds->setup), "download",
                                      watch->mind->title, host,
                                      hearth_host_is_loopback (host) ? 0 : (gint64) sent, NULL);
}

static void
downloaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Watch *watch = user_data;
  Mind *mind = watch->mind;
  g_autoptr (GError) error = NULL;

  g_clear_object (&mind->cancellable);
  mind->checking = FALSE;
  if (hearth_download_finish (result, &error)) {
    if (mind->use)
      use (watch->minds, mind);
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    say_problem (mind, error->message);
  }
  tell (watch->minds);
  watch_free (watch);
}

/**
 * hearth_minds_download:
 * @self: the models
 * @id: one of them
 * @use_it: whether it shall answer once it is there
 * @error: %HEARTH_ENGINE_ERROR_NOT_FOUND
 *
 * Begins a download, or goes on with one.
 *
 * Returns: whether it was begun, or all is there
 */
gboolean
hearth_minds_download (HearthMinds *self, const char *id, gboolean use_it, GError **error)
{
  Mind *mind = find (self, id, error);
  Watch *watch;

  if (mind == NULL)
    return FALSE;
  mind->use = use_it;
  if (mind->cancellable != NULL)
    return TRUE;
  g_clear_pointer (&mind->problem, g_free);
  if (is_here (mind)) {
    if (use_it)
      use (self, mind);
    tell (self);
    return TRUE;
  }
  if (self->worker == NULL)
    self->worker = hearth_worker_new ("minds");
  mind->cancellable = g_cancellable_new ();
  mind->done = hearth_download_get_part (mind->path);
  watch = g_new0 (Watch, 1);
  watch->minds = g_object_ref (self);
  watch->mind = mind;
  hearth_download_async (hearth_ai_setup_get_http (self->setup), self->worker, mind->address,
                         mind->path, mind->size, mind->sha256, mind->cancellable, progress_cb,
                         was_sent_cb, watch, downloaded_cb, watch);
  tell (self);
  return TRUE;
}

/**
 * hearth_minds_stop:
 * @self: the models
 * @id: one of them
 * @error: %HEARTH_ENGINE_ERROR_NOT_FOUND
 *
 * Stops its download, if one is under way; what came stays.
 *
 * Returns: whether there is such a model
 */
gboolean
hearth_minds_stop (HearthMinds *self, const char *id, GError **error)
{
  Mind *mind = find (self, id, error);

  if (mind != NULL && mind->cancellable != NULL)
    g_cancellable_cancel (mind->cancellable);
  return mind != NULL;
}

static void
service_removed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_ai_setup_remove_finish (HEARTH_AI_SETUP (object), result, &error))
    g_message ("%s", error->message);
}

/**
 * hearth_minds_remove:
 * @self: the models
 * @id: one of them
 * @error: %HEARTH_ENGINE_ERROR_NOT_FOUND, %HEARTH_ENGINE_ERROR_INVALID while it is downloaded, or
 * why its file could not be deleted
 *
 * Deletes its file, or what came of it, and the services that run it.
 *
 * Returns: whether nothing of it is there
 */
gboolean
hearth_minds_remove (HearthMinds *self, const char *id, GError **error)
{
  Mind *mind = find (self, id, error);
  g_autoptr (GPtrArray) configs =
      hearth_ai_configs_load (hearth_ai_setup_get_settings (self->setup));

  if (mind == NULL)
    return FALSE;
  if (mind->cancellable != NULL) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                 _("“%s” is being downloaded. Stop that first."), mind->title);
    return FALSE;
  }
  if (!hearth_download_remove (mind->path, error))
    return FALSE;
  g_clear_pointer (&mind->problem, g_free);
  for (guint i = 0; i < configs->len; i++) {
    const HearthAiConfig *config = g_ptr_array_index (configs, i);

    if (g_str_equal (config->kind, HEARTH_AI_KIND_LLAMA) && g_str_equal (config->model, mind->path))
      hearth_ai_setup_remove_async (self->setup, config->id, service_removed_cb, NULL);
  }
  tell (self);
  return TRUE;
}

static void
hearth_minds_dispose (GObject *object)
{
  HearthMinds *self = HEARTH_MINDS (object);

  g_clear_handle_id (&self->tell_timer, g_source_remove);
  if (self->worker != NULL)
    hearth_worker_stop (self->worker);
  g_clear_object (&self->worker);
  g_clear_pointer (&self->minds, g_ptr_array_unref);
  g_clear_object (&self->setup);
  G_OBJECT_CLASS (hearth_minds_parent_class)->dispose (object);
}

static void
hearth_minds_class_init (HearthMindsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_minds_dispose;
  signal_changed = g_signal_new ("changed", HEARTH_TYPE_MINDS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
hearth_minds_init (HearthMinds *self)
{
  self->minds = g_ptr_array_new_with_free_func (mind_free);
}

/**
 * hearth_minds_new:
 * @setup: the services; what is downloaded becomes one
 *
 * Returns: (transfer full): the models that can be downloaded
 */
HearthMinds *
hearth_minds_new (HearthAiSetup *setup)
{
  HearthMinds *self = g_object_new (HEARTH_TYPE_MINDS, NULL);

  self->setup = g_object_ref (setup);
  load (self);
  return self;
}
