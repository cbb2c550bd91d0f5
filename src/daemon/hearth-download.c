/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-download.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* One large file of a known size and checksum. It comes into a file beside its place, which goes on
 * where it ended (RFC 9110, section 14) and gets its name only when all of it is there and is the
 * right one: whoever finds a file of that name can use it. */

#define MAX_REDIRECTS 5
#define MAX_TAG 512
#define HASH_PIECE (1024 * 1024)
/* A server that sends nothing for so long has gone: milliseconds. */
#define IDLE_MS 60000
#define CONNECT_MS 20000

G_DEFINE_QUARK (hearth-download-error-quark, hearth_download_error)

typedef struct {
  HearthHttp *http;     /* (owned) */
  HearthWorker *worker; /* (owned) */
  HearthHttpUrl *url;   /* (owned) where it is asked for now */
  char *path;           /* (owned) */
  char *part;           /* (owned) where it comes */
  char *tag_path;       /* (owned) where its version stands */
  char *sha256;         /* (owned) */
  guint64 size;
  guint64 done;
  guint64 sent_before;
  guint redirects;
  int fd;
  GCancellable *inner; /* (owned): ends the connection, also where what comes is wrong */
  GError *error;       /* (owned) (nullable): what is wrong with what comes */
  HearthDownloadFunc func;
  HearthDownloadSentFunc sent_func;
  gpointer func_data;
} Download;

static void request_file (GTask *task);

static void
download_free (gpointer data)
{
  Download *self = data;

  if (self->fd >= 0)
    close (self->fd);
  g_object_unref (self->http);
  g_object_unref (self->worker);
  hearth_http_url_free (self->url);
  g_object_unref (self->inner);
  g_clear_error (&self->error);
  g_free (self->path);
  g_free (self->part);
  g_free (self->tag_path);
  g_free (self->sha256);
  g_free (self);
}

static char *
dup_part (const char *path)
{
  return g_strconcat (path, ".part", NULL);
}

static char *
dup_tag_path (const char *path)
{
  return g_strconcat (path, ".part.etag", NULL);
}

/**
 * hearth_download_get_part:
 * @path: where the file shall be
 *
 * Returns: bytes of it that came before its download ended
 */
guint64
hearth_download_get_part (const char *path)
{
  g_autofree char *part = dup_part (path);
  GStatBuf status;

  return g_stat (part, &status) == 0 ? (guint64) status.st_size : 0;
}

/**
 * hearth_download_remove:
 * @path: where the file is or shall be
 * @error: why it could not be deleted
 *
 * Deletes it and what came of it.
 *
 * Returns: whether nothing of it is there
 */
gboolean
hearth_download_remove (const char *path, GError **error)
{
  g_autofree char *part = dup_part (path);
  g_autofree char *tag = dup_tag_path (path);
  const char *const names[] = { path, part, tag };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    int code = g_unlink (names[i]) == 0 ? 0 : errno;

    if (code != 0 && code != ENOENT) {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _("“%s” could not be deleted: %s"), names[i], g_strerror (code));
      return FALSE;
    }
  }
  return TRUE;
}

static GError *
new_space_error (guint64 missing)
{
  g_autofree char *shown = g_format_size (missing);

  return g_error_new (HEARTH_DOWNLOAD_ERROR, HEARTH_DOWNLOAD_ERROR_NO_SPACE,
                      _("The disk is full: %s more are needed. What has come stays."), shown);
}

static void
fail (Download *self, GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
  g_cancellable_cancel (self->inner);
}

static void
fail_size (Download *self)
{
  fail (self, g_error_new (HEARTH_DOWNLOAD_ERROR, HEARTH_DOWNLOAD_ERROR_SIZE,
                           _("%s has another file at that address than the one of the list."),
                           self->url->host));
}

/* Whether the answer goes on where the part ends: "bytes 100-199/200". */
static gboolean
goes_on (const HearthHttpResponse *response, guint64 done)
{
  const char *range = hearth_http_response_get_header (response, "content-range");

  return response->status == 206 && range != NULL && g_str_has_prefix (range, "bytes ") &&
         g_ascii_strtoull (range + strlen ("bytes "), NULL, 10) == done;
}

static void
headers_cb (const HearthHttpResponse *response, gpointer user_data)
{
  Download *self = user_data;
  const char *length = hearth_http_response_get_header (response, "content-length");
  const char *tag = hearth_http_response_get_header (response, "etag");

  if (!goes_on (response, self->done)) {
    if (response->status != 200 || ftruncate (self->fd, 0) != 0 ||
        lseek (self->fd, 0, SEEK_SET) != 0) {
      fail_size (self);
      return;
    }
    self->done = 0;
  }
  if (length != NULL && g_ascii_strtoull (length, NULL, 10) != self->size - self->done) {
    fail_size (self);
    return;
  }
  /* A weak version does not say that the bytes are the same. */
  if (tag != NULL && !g_str_has_prefix (tag, "W/") && strlen (tag) <= MAX_TAG)
    g_file_set_contents (self->tag_path, tag, -1, NULL);
  else
    g_unlink (self->tag_path);
}

static void
chunk_cb (const char *data, gsize length, gpointer user_data)
{
  Download *self = user_data;

  if (self->error != NULL)
    return;
  if (length > self->size - self->done) {
    fail_size (self);
    return;
  }
  while (length > 0) {
    gssize n = write (self->fd, data, length);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      int code = n < 0 ? errno : ENOSPC;

      fail (self,
            code == ENOSPC || code == EDQUOT
                ? new_space_error (self->size - self->done)
                : g_error_new (G_IO_ERROR, g_io_error_from_errno (code),
                               _("“%s” could not be written: %s"), self->part, g_strerror (code)));
      return;
    }
    data += n;
    length -= (gsize) n;
    self->done += (guint64) n;
  }
  self->func (self->done, FALSE, self->func_data);
}

static char *
make_sum (int fd, GCancellable *cancellable, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *piece = g_malloc (HASH_PIECE);
  gssize n;

  if (lseek (fd, 0, SEEK_SET) != 0)
    return NULL;
  while ((n = read (fd, piece, HASH_PIECE)) != 0) {
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   _("The file could not be read back: %s"), g_strerror (errno));
      return NULL;
    }
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
    g_checksum_update (sum, piece, n);
  }
  return g_strdup (g_checksum_get_string (sum));
}

/* (worker) What is on the disk is looked at, not what went there. */
static void
check_file (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Download *self = task_data;
  g_autofree char *sum = NULL;
  GError *error = NULL;

  if (fsync (self->fd) != 0) {
    int code = errno;

    g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_errno (code),
                             _("“%s” could not be written: %s"), self->part, g_strerror (code));
    return;
  }
  sum = make_sum (self->fd, cancellable, &error);
  if (sum == NULL) {
    g_task_return_error (task, error);
    return;
  }
  if (g_ascii_strcasecmp (sum, self->sha256) != 0) {
    g_unlink (self->part);
    g_unlink (self->tag_path);
    g_task_return_new_error (
        task, HEARTH_DOWNLOAD_ERROR, HEARTH_DOWNLOAD_ERROR_CHECKSUM,
        _("What came is not the file of the list: its checksum is another. It "
           "was deleted."));
    return;
  }
  if (g_rename (self->part, self->path) != 0) {
    int code = errno;

    g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_errno (code),
                             _("“%s” could not be written: %s"), self->path, g_strerror (code));
    return;
  }
  g_unlink (self->tag_path);
  g_task_return_boolean (task, TRUE);
}

static void
check (GTask *task)
{
  Download *self = g_task_get_task_data (task);

  self->func (self->done, TRUE, self->func_data);
  hearth_worker_queue (self->worker, G_PRIORITY_DEFAULT, task, check_file);
}

static guint64
get_sent (Download *self)
{
  g_autoptr (GPtrArray) counts =
      hearth_http_traffic_dup_counts (hearth_http_get_traffic (self->http));

  for (guint i = 0; i < counts->len; i++) {
    const HearthHttpCount *count = g_ptr_array_index (counts, i);

    if (g_str_equal (count->host, self->url->host))
      return count->sent;
  }
  return 0;
}

/* Files lie elsewhere than where they are named. There is nothing secret in the request, and the
 * checksum says whether the file is the right one. */
static gboolean
follow (Download *self, const GError *http_error)
{
  const char *location = hearth_http_error_get_header (http_error, "location");
  HearthHttpUrl *next = NULL;

  if (!g_error_matches (http_error, HEARTH_HTTP_ERROR, HEARTH_HTTP_ERROR_REDIRECT) ||
      location == NULL || self->redirects >= MAX_REDIRECTS)
    return FALSE;
  next = hearth_http_url_resolve (self->url, location, NULL);
  if (next == NULL)
    return FALSE;
  if (g_str_equal (self->url->scheme, "https") && !g_str_equal (next->scheme, "https")) {
    hearth_http_url_free (next);
    return FALSE;
  }
  hearth_http_url_free (self->url);
  self->url = next;
  self->redirects++;
  return TRUE;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *self = g_task_get_task_data (task);
  g_autoptr (GError) http_error = NULL;
  g_autoptr (HearthHttpResponse) response =
      hearth_http_send_finish (HEARTH_HTTP (source), result, &http_error);

  if (self->sent_func != NULL)
    self->sent_func (self->url->host, get_sent (self) - self->sent_before, self->func_data);
  if (self->error != NULL) {
    g_task_return_error (task, g_steal_pointer (&self->error));
    return;
  }
  if (http_error != NULL && follow (self, http_error)) {
    request_file (task);
    return;
  }
  /* All was there before: "range not satisfiable". */
  if (http_error != NULL &&
      !(hearth_http_error_get_status (http_error) == 416 && self->done == self->size)) {
    g_task_return_error (task, g_steal_pointer (&http_error));
    return;
  }
  if (self->done != self->size)
    g_task_return_new_error (task, HEARTH_DOWNLOAD_ERROR, HEARTH_DOWNLOAD_ERROR_CUT_OFF,
                             _("The download from %s ended early. What has come stays."),
                             self->url->host);
  else
    check (task);
}

static void
request_file (GTask *task)
{
  Download *self = g_task_get_task_data (task);
  g_autoptr (HearthHttpRequest) request = hearth_http_request_new ("GET", self->url->text);
  g_autofree char *tag = NULL;

  request->limits = (HearthHttpLimits){ (gint64) self->size + 1, CONNECT_MS, IDLE_MS, 0 };
  if (self->done > 0) {
    g_autofree char *range = g_strdup_printf ("bytes=%" G_GUINT64_FORMAT "-", self->done);

    hearth_http_request_add_header (request, "Range", range);
    if (g_file_get_contents (self->tag_path, &tag, NULL, NULL) && strlen (tag) <= MAX_TAG)
      hearth_http_request_add_header (request, "If-Range", tag);
  }
  self->sent_before = get_sent (self);
  hearth_http_request_set_stream (request, headers_cb, chunk_cb, self);
  hearth_http_send_async (self->http, request, self->inner, sent_cb, g_object_ref (task));
}

static gboolean
open_part (Download *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  struct statvfs disk;
  off_t end;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    self->fd = open (self->part, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->fd < 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                 _("“%s” could not be written: %s"), self->part, g_strerror (errno));
    return FALSE;
  }
  end = lseek (self->fd, 0, SEEK_END);
  /* Longer than the whole is nothing of it. */
  if (end < 0 || (guint64) end > self->size)
    end = ftruncate (self->fd, 0) == 0 ? lseek (self->fd, 0, SEEK_SET) : 0;
  self->done = (guint64) end;
  if (fstatvfs (self->fd, &disk) == 0) {
    guint64 room = (guint64) disk.f_bavail * disk.f_frsize;

    if (room < self->size - self->done) {
      g_propagate_error (error, new_space_error (self->size - self->done - room));
      return FALSE;
    }
  }
  return TRUE;
}

static void
outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/**
 * hearth_download_async:
 * @http: the client
 * @worker: where the checksum is made
 * @address: an https address, or http on this computer
 * @path: where the file shall be
 * @size: its bytes
 * @sha256: its checksum, hexadecimal
 * @cancellable: (nullable): stops it; what came stays
 * @func: told as it proceeds
 * @sent_func: (nullable): told what was sent where
 * @func_data: for both
 * @callback: called when it is there, or why not is known
 * @user_data: for @callback
 *
 * Downloads a file, or what is missing of it.
 */
void
hearth_download_async (HearthHttp *http, HearthWorker *worker, const char *address,
                       const char *path, guint64 size, const char *sha256,
                       GCancellable *cancellable, HearthDownloadFunc func,
                       HearthDownloadSentFunc sent_func, gpointer func_data,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (http, cancellable, callback, user_data);
  Download *self = g_new0 (Download, 1);
  GError *error = NULL;

  self->fd = -1;
  self->http = g_object_ref (http);
  self->worker = g_object_ref (worker);
  self->inner = g_cancellable_new ();
  self->path = g_strdup (path);
  self->part = dup_part (path);
  self->tag_path = dup_tag_path (path);
  self->sha256 = g_strdup (sha256);
  self->size = size;
  self->func = func;
  self->sent_func = sent_func;
  self->func_data = func_data;
  g_task_set_source_tag (task, hearth_download_async);
  g_task_set_task_data (task, self, download_free);
  self->url = hearth_http_url_parse (address, &error);
  if (self->url == NULL || !open_part (self, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (cancellable != NULL)
    g_cancellable_connect (cancellable, G_CALLBACK (outer_cancelled_cb), g_object_ref (self->inner),
                           g_object_unref);
  if (self->done == self->size)
    check (task);
  else
    request_file (task);
}

/**
 * hearth_download_finish:
 * @result: from the callback
 * @error: a #HearthDownloadError, #HearthHttpError or #GIOErrorEnum
 *
 * Returns: whether the whole file is there, and is the right one
 */
gboolean
hearth_download_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
