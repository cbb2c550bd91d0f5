/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-client.h"

#include "hearth-paths.h"
#include "hearth-worker.h"

#include <glib/gi18n.h>

/* How long a service that the panel has started may take until it answers. */
#define START_SECONDS 15
/* Changes come in bursts while mail is read: views look again at most so often. */
#define CHANGED_INTERVAL_MS 250

/**
 * HearthClient:
 *
 * The panel’s side of the service: its state, calls to it, and the store, which is read on a
 * thread of its own. It starts the service where that is not running.
 */
struct _HearthClient {
  GObject parent_instance;

  gboolean demo;
  HearthClientState state;
  char *reason;               /* (owned) (nullable): why the service is away */
  GDBusConnection *bus;       /* (owned) (nullable) */
  HearthBusDaemon1 *proxy;    /* (owned) (nullable) */
  HearthSpeechClient *speech; /* (owned) */
  GSubprocess *service;       /* (owned) (nullable): started by the panel */
  GCancellable *cancellable;  /* (owned) */
  guint watch;
  guint start_timeout;
  GHashTable *changed; /* (owned): tables that changed since the views last looked */
  guint changed_source;
  gboolean was_ready;

  HearthWorker *worker;  /* (owned) */
  GMutex lock;           /* guards store_path and store_is_new */
  char *store_path;      /* (owned) */
  gboolean store_is_new; /* the service has started since the store was opened: a backup may have
                          * taken its place */
  HearthDatabase *db;    /* (owned) (nullable) (worker) */
  char *db_path;         /* (owned) (nullable) (worker) */
};

G_DEFINE_FINAL_TYPE (HearthClient, hearth_client, G_TYPE_OBJECT)

enum {
  PROP_STATE = 1,
  PROP_ACTIVITY,
  PROP_FRACTION,
  PROP_BYTES,
  N_PROPS,
};

enum {
  CHANGED,
  ANSWER,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

typedef struct {
  HearthReadFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
} Reading;

static void
reading_free (Reading *reading)
{
  if (reading->data_free != NULL)
    reading->data_free (reading->data);
  g_free (reading);
}

static void
set_state (HearthClient *self, HearthClientState state, const char *reason)
{
  g_autofree char *copy = g_strdup (reason);

  g_free (self->reason);
  self->reason = g_steal_pointer (&copy);
  if (state != HEARTH_CLIENT_CONNECTING)
    g_clear_handle_id (&self->start_timeout, g_source_remove);
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static gboolean
emit_changed_cb (gpointer user_data)
{
  HearthClient *self = user_data;
  g_autoptr (GHashTable) tables = g_steal_pointer (&self->changed);
  GHashTableIter iter;
  gpointer table;

  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->changed_source = 0;
  g_hash_table_iter_init (&iter, tables);
  while (g_hash_table_iter_next (&iter, &table, NULL))
    g_signal_emit (self, signals[CHANGED], g_quark_from_string (table), table);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (HearthBusDaemon1 *proxy, const char *table, gpointer user_data)
{
  HearthClient *self = user_data;

  g_hash_table_add (self->changed, g_strdup (table));
  if (self->changed_source == 0)
    self->changed_source = g_timeout_add (CHANGED_INTERVAL_MS, emit_changed_cb, self);
}

static void
answer_cb (HearthBusDaemon1 *proxy, gint64 turn, GVariant *variant, gpointer user_data)
{
  HearthClient *self = user_data;
  g_autoptr (HearthAnswerEvent) event = hearth_answer_event_from_variant (variant);

  if (event != NULL)
    g_signal_emit (self, signals[ANSWER], 0, turn, event);
}

static void
properties_changed_cb (GDBusProxy *proxy, GVariant *changed, const char *const *invalidated,
                       gpointer user_data)
{
  g_object_notify_by_pspec (user_data, props[PROP_ACTIVITY]);
  g_object_notify_by_pspec (user_data, props[PROP_FRACTION]);
  g_object_notify_by_pspec (user_data, props[PROP_BYTES]);
}

static void
drop_proxy (HearthClient *self)
{
  if (self->proxy == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->proxy, self);
  g_clear_object (&self->proxy);
  hearth_speech_client_disconnect (self->speech);
}

static void
proxy_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_bus_daemon1_proxy_new_finish (result, &error);
  HearthClient *self = user_data;
  g_autofree char *owner = NULL;
  const char *data_dir;

  if (proxy == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      set_state (self, HEARTH_CLIENT_AWAY, error->message);
    return;
  }
  /* It has gone meanwhile, and who watches the name is told so. */
  owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (proxy));
  if (owner == NULL) {
    g_object_unref (proxy);
    return;
  }
  drop_proxy (self);
  self->proxy = proxy;
  g_signal_connect (proxy, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (proxy, "answer", G_CALLBACK (answer_cb), self);
  g_signal_connect (proxy, "g-properties-changed", G_CALLBACK (properties_changed_cb), self);

  data_dir = hearth_bus_daemon1_get_data_dir (proxy);
  if (data_dir != NULL && *data_dir != '\0') {
    g_mutex_lock (&self->lock);
    g_free (self->store_path);
    self->store_path = hearth_paths_dup_store (data_dir);
    self->store_is_new = TRUE;
    g_mutex_unlock (&self->lock);
  }
  self->was_ready = TRUE;
  set_state (self, HEARTH_CLIENT_READY, NULL);
  properties_changed_cb (G_DBUS_PROXY (proxy), NULL, NULL, self);
  hearth_speech_client_connect (self->speech, self->bus,
                                g_dbus_proxy_get_name (G_DBUS_PROXY (proxy)));
}

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  HearthClient *self = user_data;

  hearth_bus_daemon1_proxy_new (bus, G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START, name, HEARTH_DAEMON_PATH,
                                self->cancellable, proxy_ready_cb, self);
}

static gboolean
start_timeout_cb (gpointer user_data)
{
  HearthClient *self = user_data;

  self->start_timeout = 0;
  if (self->state == HEARTH_CLIENT_CONNECTING)
    set_state (self, HEARTH_CLIENT_AWAY,
               _("The companion’s service was started but does not answer."));
  return G_SOURCE_REMOVE;
}

static void
service_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthClient) self = user_data;
  GSubprocess *service = G_SUBPROCESS (source);

  g_subprocess_wait_finish (service, result, NULL);
  if (self->service == service)
    g_clear_object (&self->service);
  /* A second instance that met a running one ends well: then the name is there. */
  if (self->state == HEARTH_CLIENT_CONNECTING && !g_cancellable_is_cancelled (self->cancellable) &&
      !g_subprocess_get_successful (service))
    set_state (self, HEARTH_CLIENT_AWAY,
               _("The companion’s service ended as soon as it was started."));
}

/**
 * hearth_client_dup_service_path:
 *
 * Returns: (transfer full) (nullable): the service's program: installed, or in the build tree that
 *   this program runs from; %NULL if it is not there
 */
char *
hearth_client_dup_service_path (void)
{
  g_autofree char *self_path = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *here = self_path != NULL ? g_path_get_dirname (self_path) : NULL;
  const char *named = g_getenv ("HEARTH_BINDIR");
  g_autofree char *built = here != NULL ? g_build_filename (here, "..", "daemon", NULL) : NULL;
  const char *folders[] = { named, here, built, HEARTH_BINDIR };

  /* Where a place was named, it is the only one. */
  for (guint i = 0; i < (named != NULL ? 1 : G_N_ELEMENTS (folders)); i++) {
    g_autofree char *path = NULL;

    if (folders[i] == NULL)
      continue;
    path = g_build_filename (folders[i], "hearthd", NULL);
    if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE) && g_file_test (path, G_FILE_TEST_IS_REGULAR))
      return g_steal_pointer (&path);
  }
  return NULL;
}

static void
spawn_service (HearthClient *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = hearth_client_dup_service_path ();

  if (path == NULL) {
    set_state (self, HEARTH_CLIENT_AWAY,
               _("The companion’s service, hearthd, was not found. Install Hearth again."));
    return;
  }
  g_clear_object (&self->service);
  self->service =
      g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, path, self->demo ? "--demo" : NULL, NULL);
  if (self->service == NULL) {
    set_state (self, HEARTH_CLIENT_AWAY, error->message);
    return;
  }
  g_subprocess_wait_async (self->service, NULL, service_ended_cb, g_object_ref (self));
}

static void
activated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  HearthClient *self = user_data;

  if (reply != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* Not installed where the bus looks, or its file names a program that is not there. */
  spawn_service (self);
}

static void
begin_service (HearthClient *self)
{
  set_state (self, HEARTH_CLIENT_CONNECTING, NULL);
  g_clear_handle_id (&self->start_timeout, g_source_remove);
  self->start_timeout = g_timeout_add_seconds (START_SECONDS, start_timeout_cb, self);
  g_dbus_connection_call (self->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", "StartServiceByName",
                          g_variant_new ("(su)", hearth_paths_daemon_name (self->demo), 0),
                          G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, START_SECONDS * 1000,
                          self->cancellable, activated_cb, self);
}

static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  HearthClient *self = user_data;

  drop_proxy (self);
  if (bus == NULL) {
    set_state (self, HEARTH_CLIENT_AWAY,
               _("The connection to the desktop’s message bus is lost."));
  } else if (self->was_ready) {
    /* It was ended by somebody: it comes back when it is asked to, not against their will. */
    set_state (self, HEARTH_CLIENT_AWAY, _("The companion’s service was ended."));
  } else {
    begin_service (self);
  }
}

static void
bus_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_bus_get_finish (result, &error);
  HearthClient *self = user_data;

  if (bus == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      set_state (self, HEARTH_CLIENT_AWAY, error->message);
    return;
  }
  self->bus = bus;
  self->watch = g_bus_watch_name_on_connection (bus, hearth_paths_daemon_name (self->demo),
                                                G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb,
                                                vanished_cb, self, NULL);
}

static HearthDatabase *
ensure_database (HearthClient *self, GError **error)
{
  g_autofree char *path = NULL;
  gboolean is_new;

  g_mutex_lock (&self->lock);
  path = g_strdup (self->store_path);
  is_new = self->store_is_new;
  self->store_is_new = FALSE;
  g_mutex_unlock (&self->lock);
  if (self->db != NULL && !is_new && g_strcmp0 (path, self->db_path) == 0)
    return self->db;
  g_clear_object (&self->db);
  g_free (self->db_path);
  self->db_path = g_steal_pointer (&path);
  self->db = hearth_database_open (self->db_path, HEARTH_DATABASE_READER, error);
  return self->db;
}

static void
read_in_worker (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  HearthClient *self = source_object;
  Reading *reading = task_data;
  GError *error = NULL;
  HearthDatabase *db;
  gpointer value;

  if (g_task_return_error_if_cancelled (task))
    return;
  db = ensure_database (self, &error);
  if (db == NULL) {
    g_task_return_error (task, error);
    return;
  }
  hearth_database_set_cancellable (db, cancellable);
  value = reading->func (db, reading->data, &error);
  hearth_database_set_cancellable (db, NULL);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, value, reading->result_free);
}

static void
close_in_worker (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  g_object_unref (HEARTH_DATABASE (task_data));
}

static void
hearth_client_dispose (GObject *object)
{
  HearthClient *self = HEARTH_CLIENT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->watch, g_bus_unwatch_name);
  g_clear_handle_id (&self->start_timeout, g_source_remove);
  g_clear_handle_id (&self->changed_source, g_source_remove);
  drop_proxy (self);
  g_clear_object (&self->service);
  g_clear_object (&self->bus);
  if (self->worker != NULL) {
    if (self->db != NULL) {
      g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

      g_task_set_task_data (task, g_steal_pointer (&self->db), NULL);
      hearth_worker_queue (self->worker, G_PRIORITY_LOW, task, close_in_worker);
    }
    hearth_worker_stop (self->worker);
    g_clear_object (&self->worker);
  }
  G_OBJECT_CLASS (hearth_client_parent_class)->dispose (object);
}

static void
hearth_client_finalize (GObject *object)
{
  HearthClient *self = HEARTH_CLIENT (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->speech);
  g_clear_pointer (&self->changed, g_hash_table_unref);
  g_free (self->reason);
  g_free (self->store_path);
  g_free (self->db_path);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (hearth_client_parent_class)->finalize (object);
}

static void
hearth_client_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  HearthClient *self = HEARTH_CLIENT (object);

  switch (prop_id) {
  case PROP_STATE:
    g_value_set_uint (value, self->state);
    break;
  case PROP_ACTIVITY:
    g_value_set_string (value, hearth_client_get_activity (self));
    break;
  case PROP_FRACTION:
    g_value_set_double (value, hearth_client_get_fraction (self));
    break;
  case PROP_BYTES:
    g_value_set_uint64 (value, hearth_client_get_bytes (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
hearth_client_class_init (HearthClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = hearth_client_dispose;
  object_class->finalize = hearth_client_finalize;
  object_class->get_property = hearth_client_get_property;

  /**
   * HearthClient:state:
   *
   * A #HearthClientState.
   */
  props[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, HEARTH_CLIENT_AWAY,
                                         HEARTH_CLIENT_CONNECTING, flags);
  props[PROP_ACTIVITY] = g_param_spec_string ("activity", NULL, NULL, "", flags);
  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1, flags);
  props[PROP_BYTES] = g_param_spec_uint64 ("bytes", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * HearthClient::changed:
   * @table: what is different
   *
   * Something in a table is different; the detail is the table's name.
   */
  signals[CHANGED] =
      g_signal_new ("changed", HEARTH_TYPE_CLIENT, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * HearthClient::answer:
   * @turn: the answer's turn
   * @event: (type gpointer): a #HearthAnswerEvent
   *
   * More of an answer that this process has asked for.
   */
  signals[ANSWER] = g_signal_new ("answer", HEARTH_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_POINTER);
}

static void
hearth_client_init (HearthClient *self)
{
  g_mutex_init (&self->lock);
  self->cancellable = g_cancellable_new ();
  self->speech = hearth_speech_client_new ();
  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * hearth_client_new:
 * @demo: whether to speak with the demo's service
 *
 * Makes the panel's end of everything: the service over D-Bus and the store, which it only reads.
 *
 * Returns: (transfer full): a client that is not connected yet
 */
HearthClient *
hearth_client_new (gboolean demo)
{
  HearthClient *self = g_object_new (HEARTH_TYPE_CLIENT, NULL);
  g_autofree char *data_dir = hearth_paths_dup_data_dir (demo);

  self->demo = demo;
  self->store_path = hearth_paths_dup_store (data_dir);
  self->worker = hearth_worker_new ("panel-store");
  return self;
}

/**
 * hearth_client_start:
 * @self: a client
 *
 * Connects to the service and starts it where it does not run. May be called again when the
 * service is away.
 */
void
hearth_client_start (HearthClient *self)
{
  g_return_if_fail (HEARTH_IS_CLIENT (self));

  if (self->bus == NULL) {
    set_state (self, HEARTH_CLIENT_CONNECTING, NULL);
    g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, bus_ready_cb, self);
  } else if (self->state == HEARTH_CLIENT_AWAY) {
    begin_service (self);
  }
}

/**
 * hearth_client_is_demo:
 * @self: a client
 *
 * Returns: whether it speaks with the demo's service
 */
gboolean
hearth_client_is_demo (HearthClient *self)
{
  return self->demo;
}

/**
 * hearth_client_get_state:
 * @self: a client
 *
 * Returns: how the panel stands with the service
 */
HearthClientState
hearth_client_get_state (HearthClient *self)
{
  return self->state;
}

/**
 * hearth_client_get_reason:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): why the service is away, one sentence
 */
const char *
hearth_client_get_reason (HearthClient *self)
{
  return self->reason;
}

/**
 * hearth_client_get_activity:
 * @self: a client
 *
 * Returns: (transfer none): what the service does now, one line, perhaps ""
 */
const char *
hearth_client_get_activity (HearthClient *self)
{
  const char *activity = NULL;

  if (self->proxy != NULL)
    activity = hearth_bus_daemon1_get_activity (self->proxy);
  return activity != NULL ? activity : "";
}

/**
 * hearth_client_get_fraction:
 * @self: a client
 *
 * Returns: how much of a sync is done, from 0 to 1, or -1 when none runs
 */
double
hearth_client_get_fraction (HearthClient *self)
{
  GVariant *progress = NULL;
  guint64 done = 0;
  guint64 total = 0;

  if (self->proxy != NULL)
    progress = hearth_bus_daemon1_get_progress (self->proxy);
  if (progress == NULL)
    return -1;
  g_variant_get (progress, "(tt)", &done, &total);
  if (total == 0)
    return -1;
  return MIN (1.0, (double) done / (double) total);
}

/**
 * hearth_client_get_bytes:
 * @self: a client
 *
 * Returns: how many bytes left this computer for a service today
 */
guint64
hearth_client_get_bytes (HearthClient *self)
{
  return self->proxy != NULL ? hearth_bus_daemon1_get_bytes_sent (self->proxy) : 0;
}

/**
 * hearth_client_get_proxy:
 * @self: a client
 * @error: (nullable): where to put %G_IO_ERROR_NOT_CONNECTED
 *
 * Lends the service, to send it a command.
 *
 * Returns: (transfer none) (nullable): the service, or %NULL if it is not there
 */
HearthBusDaemon1 *
hearth_client_get_proxy (HearthClient *self, GError **error)
{
  if (self->proxy == NULL)
    g_set_error_literal (
        error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED,
        self->state == HEARTH_CLIENT_CONNECTING
            ? _("The companion is still waking up. Try again in a moment.")
            : _("The companion’s service is not running. Start it and try again."));
  return self->proxy;
}

/**
 * hearth_client_get_speech:
 * @self: a client
 *
 * Returns: (transfer none): what speaks with the service by ear, also while that is away
 */
HearthSpeechClient *
hearth_client_get_speech (HearthClient *self)
{
  return self->speech;
}

/**
 * hearth_client_dup_message:
 * @error: an error of a call
 *
 * Takes what was written for a person out of an error that came over the bus.
 *
 * Returns: (transfer full): a sentence
 */
char *
hearth_client_dup_message (const GError *error)
{
  g_autoptr (GError) copy = g_error_copy (error);

  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER))
    return g_strdup (
        _("The companion’s service ended before it could answer. Start it and try again."));
  g_dbus_error_strip_remote_error (copy);
  return g_strdup (copy->message);
}

/**
 * hearth_client_read_async:
 * @self: a client
 * @func: what to read
 * @data: (transfer full): for @func
 * @data_free: (nullable): frees @data
 * @result_free: frees what @func returns
 * @cancellable: (nullable): stops the query
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Reads from the store on the panel's reading thread, so that no view waits for a disk.
 */
void
hearth_client_read_async (HearthClient *self, HearthReadFunc func, gpointer data,
                          GDestroyNotify data_free, GDestroyNotify result_free,
                          GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  reading->func = func;
  reading->data = data;
  reading->data_free = data_free;
  reading->result_free = result_free;
  g_task_set_source_tag (task, hearth_client_read_async);
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);
  hearth_worker_queue (self->worker, G_PRIORITY_DEFAULT, task, read_in_worker);
}

/**
 * hearth_client_read_finish:
 * @self: a client
 * @result: a result
 * @error: (nullable): where to put an error, mostly of %HEARTH_STORE_ERROR
 *
 * Ends hearth_client_read_async().
 *
 * Returns: (transfer full) (nullable): what was read
 */
gpointer
hearth_client_read_finish (HearthClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
