/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-llama.h"

#include "hearth-ai-keys.h"
#include "hearth-ai-service.h"
#include "hearth-cancel-watch.h"
#include "hearth-local-port.h"
#include "hearth-secret-memory.h"
#include "hearth-secret-pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM "llama-server"
#define KEY_BYTES 32
/* How often a server that reads its model is asked whether it is ready, and how long at most:
 * a large file on a slow disk takes minutes. Milliseconds. */
#define POLL_MS 200
#define START_MS (10 * 60 * 1000)
/* A server that is told to end has so long for it. */
#define END_MS 5000
/* What a model needs beside its file, for what is said: bytes. */
#define EXTRA_MEMORY (768 * 1024 * 1024LL)
/* How long the kernel may take to tell of a death once the connection broke: steps of 10 ms. */
#define DEATH_STEPS 5

/**
 * HearthLlama:
 *
 * Runs llama-server on a model's file while somebody uses it: starts it when it is wanted, waits
 * until it is ready, ends it when it was not used for a while, and with this program, however that
 * ends.
 *
 * It listens on a port of this computer that is free then, and answers only who knows a key that is
 * made for it and handed over in its environment, where other users cannot read it.
 */
struct _HearthLlama {
  GObject parent_instance;

  HearthHttp *http;    /* (owned) */
  GSettings *settings; /* (owned) */

  GSubprocess *process; /* (owned) (nullable) */
  GPid pid;
  char *model; /* (owned) (nullable) what it runs */
  guint16 port;
  gint64 started; /* monotonic microseconds */
  gboolean ready;
  gboolean asking;  /* a question for its health is under way */
  gboolean stopped; /* it was told to end */
  char *death;      /* (owned) (nullable) how the last one died by itself */

  guint n_users;
  GQueue waiting; /* of GTask, owned; their data is a Wish */
  guint poll_timer;
  guint idle_timer;
  guint end_timer;
};

G_DEFINE_FINAL_TYPE (HearthLlama, hearth_llama, G_TYPE_OBJECT)

/* What somebody waits for. */
typedef struct {
  char *model;
  HearthCancelWatch *cancel_watch; /* (owned) (nullable) */
} Wish;

static void serve (HearthLlama *self);

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  hearth_cancel_watch_free (wish->cancel_watch);
  g_free (wish->model);
  g_free (wish);
}

/**
 * hearth_llama_dup_program:
 * @self: what runs models
 * @error: %HEARTH_AI_ERROR_SETTINGS if it is not installed
 *
 * Returns: (transfer full) (nullable): the path of llama-server
 */
char *
hearth_llama_dup_program (HearthLlama *self, GError **error)
{
  g_autofree char *set = g_settings_get_string (self->settings, "llama-server");
  g_autofree char *path = g_find_program_in_path (*set != '\0' ? set : PROGRAM);

  if (path == NULL)
    g_set_error_literal (
        error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_SETTINGS,
        _("The program that runs models, llama-server of llama.cpp, is not installed."));
  return g_steal_pointer (&path);
}

static void
fail_waiting (HearthLlama *self, const GError *error)
{
  GTask *task;

  while ((task = g_queue_pop_head (&self->waiting)) != NULL) {
    g_task_return_error (task, g_error_copy (error));
    g_object_unref (task);
  }
}

/* Between fork and exec: only what is safe there. */
static void
child_setup (gpointer user_data)
{
  static const struct rlimit no_core = { 0, 0 };
  int fd;

  /* It ends with this program, also when that is killed. */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  setrlimit (RLIMIT_CORE, &no_core);
  /* Where memory runs out, the model goes before the desktop does. */
  fd = open ("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (fd >= 0) {
    if (write (fd, "500", 3) != 3)
      errno = 0; /* nothing depends on it */
    close (fd);
  }
}

/* A port that nobody uses now. */
static guint16
find_port (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t length = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  guint16 port = 0;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  if (fd >= 0 && bind (fd, (struct sockaddr *) &address, sizeof address) == 0 &&
      getsockname (fd, (struct sockaddr *) &address, &length) == 0)
    port = ntohs (address.sin_port);
  if (fd >= 0)
    close (fd);
  return port;
}

static char *
make_key (void)
{
  guint8 bytes[KEY_BYTES];
  char *key = hearth_secret_memory_new (2 * KEY_BYTES + 1);

  if (getrandom (bytes, sizeof bytes, 0) != sizeof bytes)
    g_error ("There are no random numbers.");
  for (guint i = 0; i < KEY_BYTES; i++)
    g_snprintf (key + 2 * i, 3, "%02x", bytes[i]);
  explicit_bzero (bytes, sizeof bytes);
  return key;
}

static gint64
get_available_memory (void)
{
  g_autofree char *text = NULL;
  const char *at;

  if (!g_file_get_contents ("/proc/meminfo", &text, NULL, NULL))
    return -1;
  at = strstr (text, "MemAvailable:");
  return at != NULL ? g_ascii_strtoll (at + strlen ("MemAvailable:"), NULL, 10) * 1024 : -1;
}

/* Says beforehand what would otherwise end in a computer that no longer answers. */
static gboolean
check_model (const char *model, GError **error)
{
  gint64 available = get_available_memory ();
  g_autofree char *name = g_path_get_basename (model);
  GStatBuf status;

  if (g_stat (model, &status) != 0 || !S_ISREG (status.st_mode)) {
    g_set_error (error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_MODEL,
                 _("The model’s file “%s” is not there any more."), name);
    return FALSE;
  }
  if (available >= 0 && available < status.st_size + EXTRA_MEMORY) {
    g_autofree char *needed = g_format_size ((guint64) (status.st_size + EXTRA_MEMORY));
    g_autofree char *free_now = g_format_size ((guint64) available);

    g_set_error (error, HEARTH_AI_ERROR, HEARTH_AI_ERROR_MODEL,
                 _("“%s” needs %s of memory, and %s are free. Close something, or use a smaller "
                    "model."),
                 name, needed, free_now);
    return FALSE;
  }
  return TRUE;
}

static void
forget_process (HearthLlama *self)
{
  g_clear_handle_id (&self->poll_timer, g_source_remove);
  g_clear_handle_id (&self->idle_timer, g_source_remove);
  g_clear_handle_id (&self->end_timer, g_source_remove);
  g_clear_object (&self->process);
  g_clear_pointer (&self->model, g_free);
  self->pid = 0;
  self->ready = FALSE;
  hearth_ai_keys_set_llama (NULL);
}

static char *
describe_death (HearthLlama *self)
{
  g_autofree char *name = g_path_get_basename (self->model);

  if (g_subprocess_get_if_signaled (self->process))
    return g_strdup_printf (_("llama-server, which runs “%s”, was ended by signal %d. There may "
                               "be too little memory."),
                            name, g_subprocess_get_term_sig (self->process));
  return g_strdup_printf (_("llama-server, which runs “%s”, ended by itself (%d)."), name,
                          g_subprocess_get_exit_status (self->process));
}

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthLlama) self = user_data;
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_finish (G_SUBPROCESS (object), result, NULL);
  if (self->process != G_SUBPROCESS (object))
    return;
  if (!self->stopped) {
    gboolean was_ready = self->ready;

    g_free (self->death);
    self->death = describe_death (self);
    g_message ("%s", self->death);
    forget_process (self);
    /* It could not even start: the same would happen to all who wait for it. */
    if (!was_ready) {
      error = g_error_new_literal (HEARTH_AI_ERROR, HEARTH_AI_ERROR_SERVICE, self->death);
      fail_waiting (self, error);
    }
  } else {
    forget_process (self);
  }
  serve (self);
}

static gboolean
kill_cb (gpointer user_data)
{
  HearthLlama *self = user_data;

  self->end_timer = 0;
  g_subprocess_force_exit (self->process);
  return G_SOURCE_REMOVE;
}

/**
 * hearth_llama_stop:
 * @self: what runs models
 *
 * Ends the server, if one runs. Answers under way break off.
 */
void
hearth_llama_stop (HearthLlama *self)
{
  if (self->process == NULL || self->stopped)
    return;
  self->stopped = TRUE;
  self->ready = FALSE;
  g_clear_handle_id (&self->idle_timer, g_source_remove);
  g_clear_handle_id (&self->poll_timer, g_source_remove);
  g_subprocess_send_signal (self->process, SIGTERM);
  self->end_timer = g_timeout_add (END_MS, kill_cb, self);
}

/**
 * hearth_llama_kill:
 * @self: what runs models
 *
 * Ends the server, if one runs, and waits for that: this program ends too, or begins anew in its
 * process, and nobody would see after it. There is nothing that the server could lose.
 */
void
hearth_llama_kill (HearthLlama *self)
{
  if (self->process == NULL)
    return;
  self->stopped = TRUE;
  self->ready = FALSE;
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
}

static void
fail_start (HearthLlama *self, GError *error)
{
  g_autoptr (GError) owned = error;

  fail_waiting (self, owned);
  hearth_llama_stop (self);
}

static void
health_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthLlama) self = user_data;
  g_autoptr (HearthHttpResponse) response =
      hearth_http_send_finish (HEARTH_HTTP (object), result, NULL);
  uid_t owner = 0;

  self->asking = FALSE;
  if (response == NULL || self->process == NULL || self->stopped || self->ready)
    return;
  /* The port was free a moment ago; who took it meanwhile must not learn the key. */
  if (hearth_local_port_get_owner (self->port, &owner) && owner != getuid ()) {
    fail_start (self, g_error_new_literal (HEARTH_AI_ERROR, HEARTH_AI_ERROR_SERVICE,
                                           _("Another program took the port that llama-server was "
                                              "to have. Ask again.")));
    return;
  }
  self->ready = TRUE;
  g_clear_handle_id (&self->poll_timer, g_source_remove);
  g_debug ("llama-server is ready after %" G_GINT64_FORMAT " ms",
           (g_get_monotonic_time () - self->started) / 1000);
  serve (self);
}

static gboolean
poll_cb (gpointer user_data)
{
  HearthLlama *self = user_data;
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/health", self->port);
  g_autoptr (HearthHttpRequest) request = NULL;

  if (g_get_monotonic_time () - self->started > START_MS * G_TIME_SPAN_MILLISECOND) {
    self->poll_timer = 0;
    fail_start (self, g_error_new_literal (HEARTH_AI_ERROR, HEARTH_AI_ERROR_TIMEOUT,
                                           _("llama-server was not ready after ten minutes.")));
    return G_SOURCE_REMOVE;
  }
  if (self->asking)
    return G_SOURCE_CONTINUE;
  self->asking = TRUE;
  request = hearth_http_request_new ("GET", url);
  request->limits = (HearthHttpLimits){ 64 * 1024, 1000, 5000, 5000 };
  hearth_http_send_async (self->http, request, NULL, health_cb, g_object_ref (self));
  return G_SOURCE_CONTINUE;
}

static GSubprocess *
spawn (HearthLlama *self, const char *program, const char *model, const char *key, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *port = g_strdup_printf ("%u", self->port);

  g_subprocess_launcher_set_child_setup (launcher, child_setup, NULL, NULL);
  g_subprocess_launcher_setenv (launcher, "LLAMA_API_KEY", key, TRUE);
  return g_subprocess_launcher_spawn (launcher, error, program, "--model", model, "--host",
                                      "127.0.0.1", "--port", port, "--ctx-size", "16384",
                                      "--parallel", "1", "--jinja", "--no-webui", NULL);
}

static gboolean
start (HearthLlama *self, const char *model, GError **error)
{
  g_autofree char *program = hearth_llama_dup_program (self, error);
  char *key;

  if (program == NULL || !check_model (model, error))
    return FALSE;
  self->port = find_port ();
  key = make_key ();
  self->process = spawn (self, program, model, key, error);
  if (self->process != NULL) {
    hearth_ai_keys_set_llama (key);
    self->pid = (GPid) g_ascii_strtoll (g_subprocess_get_identifier (self->process), NULL, 10);
    self->model = g_strdup (model);
    self->started = g_get_monotonic_time ();
    self->stopped = FALSE;
    g_clear_pointer (&self->death, g_free);
    g_subprocess_wait_async (self->process, NULL, ended_cb, g_object_ref (self));
    self->poll_timer = g_timeout_add (POLL_MS, poll_cb, self);
  }
  hearth_secret_pipe_wipe (key);
  return self->process != NULL;
}

/* Brings forward whoever waits: hands out what is ready, starts or changes what runs. */
static void
serve (HearthLlama *self)
{
  GTask *task;

  while ((task = g_queue_peek_head (&self->waiting)) != NULL) {
    const char *model = ((Wish *) g_task_get_task_data (task))->model;
    GError *error = NULL;

    if (self->process == NULL) {
      if (start (self, model, &error))
        return;
      g_queue_pop_head (&self->waiting);
      g_task_return_error (task, error);
      g_object_unref (task);
      continue;
    }
    if (!g_str_equal (self->model, model)) {
      /* One model at a time has room in most computers. */
      if (self->n_users == 0)
        hearth_llama_stop (self);
      return;
    }
    if (!self->ready)
      return;
    g_queue_pop_head (&self->waiting);
    self->n_users++;
    g_clear_handle_id (&self->idle_timer, g_source_remove);
    g_task_return_pointer (task, g_strdup_printf ("http://127.0.0.1:%u/v1", self->port), g_free);
    g_object_unref (task);
  }
}

/* Nobody waits for a large file longer than they wish. */
static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  GTask *task = user_data;
  HearthLlama *self = g_task_get_source_object (task);

  if (!g_queue_remove (&self->waiting, task))
    return G_SOURCE_REMOVE;
  g_task_return_error_if_cancelled (task);
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

/**
 * hearth_llama_hold_async:
 * @self: what runs models
 * @model: the path of a model's file
 * @cancellable: (nullable): a cancellable
 * @callback: called when it can be asked, which takes as long as reading the file does
 * @user_data: for @callback
 *
 * Asks for the server, which is started if it does not run.
 */
void
hearth_llama_hold_async (HearthLlama *self, const char *model, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Wish *wish = g_new0 (Wish, 1);

  wish->model = g_strdup (model);
  if (cancellable != NULL)
    wish->cancel_watch =
        hearth_cancel_watch_new (cancellable, NULL, G_PRIORITY_DEFAULT, cancelled_cb, task, NULL);
  g_task_set_source_tag (task, hearth_llama_hold_async);
  g_task_set_task_data (task, wish, wish_free);
  /* What was handed out is counted, cancelled or not. */
  g_task_set_check_cancellable (task, FALSE);
  g_queue_push_tail (&self->waiting, task);
  serve (self);
}

/**
 * hearth_llama_hold_finish:
 * @self: what runs models
 * @result: from the callback
 * @error: a #HearthAiError
 *
 * Returns: (transfer full) (nullable): the base of its addresses; then hearth_llama_release() is
 * owed
 */
char *
hearth_llama_hold_finish (HearthLlama *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
idle_cb (gpointer user_data)
{
  HearthLlama *self = user_data;

  self->idle_timer = 0;
  hearth_llama_stop (self);
  return G_SOURCE_REMOVE;
}

/**
 * hearth_llama_release:
 * @self: what runs models
 *
 * Ends one use of the server. After the last it rests for as long as the settings say, and ends.
 */
void
hearth_llama_release (HearthLlama *self)
{
  g_return_if_fail (self->n_users > 0);
  self->n_users--;
  if (self->n_users > 0)
    return;
  if (self->process != NULL && !self->stopped && self->idle_timer == 0)
    self->idle_timer =
        g_timeout_add_seconds (g_settings_get_uint (self->settings, "llama-idle-minutes") * 60,
                               idle_cb, self);
  serve (self);
}

static gboolean
is_dead (HearthLlama *self)
{
  siginfo_t info = { 0 };

  if (self->process == NULL)
    return self->death != NULL;
  if (g_subprocess_get_identifier (self->process) == NULL)
    return TRUE;
  return waitid (P_PID, (id_t) self->pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
         info.si_pid != 0;
}

/**
 * hearth_llama_dup_death:
 * @self: what runs models
 *
 * After a connection to the server broke: whether that was because the server died.
 *
 * Returns: (transfer full) (nullable): what to tell the owner, a %HEARTH_AI_ERROR_SERVICE; %NULL if
 * the server lives
 */
GError *
hearth_llama_dup_death (HearthLlama *self)
{
  g_autofree char *name = NULL;

  for (guint i = 0; i < DEATH_STEPS && !is_dead (self); i++)
    g_usleep (10 * 1000);
  if (!is_dead (self) || self->stopped)
    return NULL;
  if (self->death != NULL)
    return g_error_new_literal (HEARTH_AI_ERROR, HEARTH_AI_ERROR_SERVICE, self->death);
  name = g_path_get_basename (self->model);
  return g_error_new (
      HEARTH_AI_ERROR, HEARTH_AI_ERROR_SERVICE,
      _("llama-server, which runs “%s”, died in the middle of the answer. There may "
         "be too little memory."),
      name);
}

static void
hearth_llama_dispose (GObject *object)
{
  HearthLlama *self = HEARTH_LLAMA (object);
  g_autoptr (GError) error =
      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The request was stopped."));

  fail_waiting (self, error);
  forget_process (self);
  g_clear_object (&self->settings);
  g_clear_object (&self->http);
  G_OBJECT_CLASS (hearth_llama_parent_class)->dispose (object);
}

static void
hearth_llama_finalize (GObject *object)
{
  HearthLlama *self = HEARTH_LLAMA (object);

  g_free (self->death);
  G_OBJECT_CLASS (hearth_llama_parent_class)->finalize (object);
}

static void
hearth_llama_class_init (HearthLlamaClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_llama_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_llama_finalize;
}

static void
hearth_llama_init (HearthLlama *self)
{
  g_queue_init (&self->waiting);
}

/**
 * hearth_llama_new:
 * @http: the client
 * @settings: Hearth's settings
 *
 * Returns: (transfer full): what runs models; nothing runs yet
 */
HearthLlama *
hearth_llama_new (HearthHttp *http, GSettings *settings)
{
  HearthLlama *self = g_object_new (HEARTH_TYPE_LLAMA, NULL);

  self->http = g_object_ref (http);
  self->settings = g_object_ref (settings);
  return self;
}
