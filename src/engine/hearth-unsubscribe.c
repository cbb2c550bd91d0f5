/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-unsubscribe.h"

#include "hearth-clock.h"
#include "hearth-engine-private.h"
#include "hearth-list-headers.h"
#include "hearth-store-drafts.h"

#include <glib/gi18n.h>
#include <string.h>

/* What RFC 8058, section 3.2 asks for, to the letter. */
#define BODY "List-Unsubscribe=One-Click"
#define BODY_TYPE "application/x-www-form-urlencoded"

/* The answer is of no interest; a page may be. */
#define MAX_ANSWER (256 * 1024)
#define CONNECT_MS 10000
#define IDLE_MS 20000
#define TOTAL_MS 30000

/**
 * hearth_unsubscribe_free:
 * @self: (nullable) (transfer full): how a list is left
 */
void
hearth_unsubscribe_free (HearthUnsubscribe *self)
{
  if (self == NULL)
    return;
  g_free (self->list);
  g_free (self->name);
  g_free (self->host);
  g_free (self->uri);
  g_free (self->address);
  g_free (self->subject);
  g_free (self->text);
  g_free (self->note);
  hearth_left_list_free (self->left);
  g_free (self);
}

/**
 * hearth_unsubscribe_way_to_string:
 * @way: a way
 *
 * Returns: "none", "one-click", "mail" or "web"
 */
const char *
hearth_unsubscribe_way_to_string (HearthUnsubscribeWay way)
{
  static const char *const names[] = { "none", "one-click", "mail", "web" };

  return names[way];
}

static char *
dup_host (const char *uri)
{
  g_autoptr (HearthHttpUrl) url = hearth_http_url_parse (uri, NULL);

  return url != NULL ? g_strdup (url->place) : NULL;
}

static void
choose_web (HearthUnsubscribe *self, const char *uri)
{
  self->way = HEARTH_UNSUBSCRIBE_WEB;
  self->uri = g_strdup (uri);
  self->host = dup_host (uri);
}

/* One request where it is proven who asks for it, else a mail, else a page. */
static void
choose (HearthUnsubscribe *self, const HearthListHeaders *headers)
{
  g_autofree char *host = headers->post_uri != NULL ? dup_host (headers->post_uri) : NULL;

  if (host != NULL && headers->signer != NULL) {
    self->way = HEARTH_UNSUBSCRIBE_ONE_CLICK;
    self->uri = g_strdup (headers->post_uri);
    self->host = g_steal_pointer (&host);
    return;
  }
  if (host != NULL)
    self->note = g_strdup (_("The list offers to be left with one click, but nothing proves that "
                              "this offer is its own: the mail’s signature does not cover it, or "
                              "your mail server did not check it."));
  if (headers->mail_address != NULL) {
    self->way = HEARTH_UNSUBSCRIBE_MAIL;
    self->address = g_strdup (headers->mail_address);
    self->subject = g_strdup (headers->mail_subject);
    self->text = g_strdup (headers->mail_text);
  } else if (headers->web_uri != NULL) {
    choose_web (self, headers->web_uri);
  } else {
    self->note = g_strdup (_("The mail does not say how its list is left."));
  }
}

/**
 * hearth_unsubscribe_read:
 * @message: a message
 * @raw: its bytes
 *
 * Says how the list of a message is left. Of mail that is judged to be junk or deceit it is not:
 * that would only tell its sender that somebody reads it. Pure.
 *
 * Returns: (transfer full): how
 */
HearthUnsubscribe *
hearth_unsubscribe_read (const HearthMessage *message, GBytes *raw)
{
  HearthUnsubscribe *self = g_new0 (HearthUnsubscribe, 1);
  g_autoptr (HearthListHeaders) headers = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (raw, &size);

  self->message_id = message->id;
  self->list =
      hearth_left_list_key (message->list_id, message->from != NULL ? message->from->address : "");
  self->name = g_strdup (message->from != NULL ? hearth_address_get_label (message->from)
                                               : message->list_id);
  if ((message->marks & HEARTH_MARKS_JUDGED) != 0) {
    self->note = g_strdup (_("This mail looks like junk or deceit. To answer it in any way would "
                              "tell its sender that you read it: call it junk instead."));
    return self;
  }
  headers = hearth_list_headers_parse (data, size);
  choose (self, headers);
  return self;
}

static void
look_up_left (HearthEngine *engine, HearthUnsubscribe *self, const HearthMessage *message)
{
  self->left = hearth_store_left_lists_get (engine->reader, self->list, NULL);
  self->still_writes = self->left != NULL && self->left->state == HEARTH_UNSUBSCRIBE_ASKED &&
                       message->date > self->left->at + HEARTH_LEFT_GRACE;
}

static void
raw_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthEngine *self = HEARTH_ENGINE (object);
  g_autoptr (GTask) task = user_data;
  HearthMessage *message = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) raw = hearth_engine_dup_raw_finish (self, result, &error);
  HearthUnsubscribe *found;

  if (raw != NULL && self->writer == NULL)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Hearth ends."));
  if (error != NULL) {
    g_task_return_error (task, error);
    return;
  }
  found = hearth_unsubscribe_read (message, raw);
  look_up_left (self, found, message);
  g_task_return_pointer (task, found, (GDestroyNotify) hearth_unsubscribe_free);
}

/**
 * hearth_engine_find_unsubscribe_async:
 * @self: an engine
 * @message_id: a message of a list
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Finds out how the list of a message is left. Nobody but the mail's own server is asked.
 */
void
hearth_engine_find_unsubscribe_async (HearthEngine *self, gint64 message_id,
                                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  GError *error = NULL;
  HearthMessage *message = hearth_store_messages_get (self->reader, message_id, &error);

  g_task_set_source_tag (task, hearth_engine_find_unsubscribe_async);
  if (message == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_task_set_task_data (task, message, (GDestroyNotify) hearth_message_unref);
  hearth_engine_dup_raw_async (self, message_id, raw_cb, g_steal_pointer (&task));
}

/**
 * hearth_engine_find_unsubscribe_finish:
 * @self: an engine
 * @result: from the callback
 * @error: a #HearthEngineError, #HearthMailError or #HearthStoreError
 *
 * Returns: (transfer full) (nullable): how the list is left
 */
HearthUnsubscribe *
hearth_engine_find_unsubscribe_finish (HearthEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Leaving a list, while it is under way. */
typedef struct {
  HearthUnsubscribe *how; /* (owned) (nullable) once it is handed on */
  HearthHttp *http;       /* (owned) (nullable) */
  gint64 message_id;
  gint64 draft_id;
} Leaving;

static void
leaving_free (gpointer data)
{
  Leaving *leaving = data;

  hearth_unsubscribe_free (leaving->how);
  g_clear_object (&leaving->http);
  g_free (leaving);
}

typedef struct {
  const HearthLeftList *left;
  const char *host;
  gint64 bytes;
} Write;

static gboolean
write_left (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Write *write = user_data;

  if (!hearth_store_left_lists_write (db, write->left, error))
    return FALSE;
  return write->host == NULL || hearth_store_journal_add (db, "unsubscribe", write->left->list,
                                                          write->host, write->bytes, error);
}

/* (writer) What was begun when a process died is not known to have reached the list. */
static gboolean
settle_begun (HearthDatabase *db, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) lists = hearth_store_left_lists (db, error);

  for (guint i = 0; lists != NULL && i < lists->len; i++) {
    HearthLeftList *left = g_ptr_array_index (lists, i);

    if (left->state != HEARTH_UNSUBSCRIBE_WAITS || strcmp (left->how, "one-click") != 0)
      continue;
    left->state = HEARTH_UNSUBSCRIBE_FAILED;
    left->problem =
        g_strdup (_("Hearth ended before the list answered. To leave it once more does "
                     "no harm."));
    if (!hearth_store_left_lists_write (db, left, error))
      return FALSE;
  }
  return lists != NULL;
}

/* Before anything else is left. */
void
hearth_engine_settle_unsubscribes (HearthEngine *self)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_writer_run_sync (self->writer, settle_begun, NULL, &error))
    g_warning ("%s", error->message);
}

/* Notes how leaving stands, and in the journal what went where. */
static gboolean
note_state (HearthEngine *self, const HearthUnsubscribe *how, HearthUnsubscribeState state,
            const char *problem, const char *host, gint64 bytes, GError **error)
{
  HearthLeftList left = {
    .list = how->list,
    .message_id = how->message_id,
    .at = hearth_clock_now (),
    .how = (char *) hearth_unsubscribe_way_to_string (how->way),
    .state = state,
    .problem = (char *) problem,
  };
  Write write = { &left, host, bytes };

  if (!hearth_writer_run_sync (self->writer, write_left, &write, error))
    return FALSE;
  hearth_engine_emit_changed (self, "unsubscribes");
  return TRUE;
}

static void
finish (HearthEngine *self, GTask *task)
{
  Leaving *leaving = g_task_get_task_data (task);

  hearth_left_list_free (leaving->how->left);
  leaving->how->left = hearth_store_left_lists_get (self->reader, leaving->how->list, NULL);
  g_task_return_boolean (task, TRUE);
}

/**
 * hearth_unsubscribe_make_request:
 * @uri: an https address
 *
 * Makes the request of RFC 8058: without cookies, login or referrer, to the internet only, and to
 * no other host than the one that was shown.
 *
 * Returns: (transfer full): a request
 */
HearthHttpRequest *
hearth_unsubscribe_make_request (const char *uri)
{
  HearthHttpRequest *request = hearth_http_request_new ("POST", uri);
  g_autoptr (GBytes) body = g_bytes_new_static (BODY, strlen (BODY));

  hearth_http_request_set_body (request, body, BODY_TYPE);
  request->flags = HEARTH_HTTP_PUBLIC_ONLY;
  request->limits = (HearthHttpLimits){ MAX_ANSWER, CONNECT_MS, IDLE_MS, TOTAL_MS };
  return request;
}

static void
posted_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HearthEngine *self = g_task_get_source_object (task);
  Leaving *leaving = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (HearthHttpResponse) response =
      hearth_http_send_finish (HEARTH_HTTP (object), result, &error);
  GError *store_error = NULL;

  if (self->writer == NULL) {
    g_clear_error (&error);
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Hearth ends."));
    return;
  }
  if (!note_state (self, leaving->how,
                   response != NULL ? HEARTH_UNSUBSCRIBE_ASKED : HEARTH_UNSUBSCRIBE_FAILED,
                   error != NULL ? error->message : NULL, leaving->how->host, strlen (BODY),
                   error == NULL ? &store_error : NULL))
    error = error != NULL ? error : store_error;
  if (error != NULL)
    g_task_return_error (task, error);
  else
    finish (self, task);
}

/* That it was begun is on disk before the first byte leaves. */
static void
post (HearthEngine *self, GTask *task)
{
  Leaving *leaving = g_task_get_task_data (task);
  g_autoptr (HearthHttpRequest) request = hearth_unsubscribe_make_request (leaving->how->uri);
  GError *error = NULL;

  if (!note_state (self, leaving->how, HEARTH_UNSUBSCRIBE_WAITS, NULL, NULL, 0, &error)) {
    g_task_return_error (task, error);
    return;
  }
  leaving->http = hearth_http_new (NULL);
  hearth_http_set_purpose (leaving->http, HEARTH_TRAFFIC_UNSUBSCRIBE);
  hearth_http_send_async (leaving->http, request, NULL, posted_cb, g_object_ref (task));
}

static gboolean
fill_draft (HearthEngine *self, const HearthUnsubscribe *how, gint64 draft_id, GError **error)
{
  g_autoptr (HearthDraft) draft = hearth_store_drafts_get (self->reader, draft_id, error);
  g_autoptr (HearthMessage) message =
      draft != NULL ? hearth_store_messages_get (self->reader, how->message_id, error) : NULL;
  g_autoptr (HearthAccount) account = NULL;

  if (message == NULL)
    return FALSE;
  /* The list knows the address to which it writes. */
  account = hearth_engine_get_account (self, message->source_id, NULL);
  if (account != NULL)
    draft->source_id = message->source_id;
  g_ptr_array_add (draft->to, hearth_address_new ("", how->address));
  hearth_draft_set_subject (draft, how->subject != NULL ? how->subject : "unsubscribe");
  hearth_draft_set_text (draft, how->text != NULL ? how->text : "unsubscribe");
  return hearth_engine_save_draft (self, draft, error);
}

static void
composed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthEngine *self = HEARTH_ENGINE (object);
  g_autoptr (GTask) task = user_data;
  Leaving *leaving = g_task_get_task_data (task);
  GError *error = NULL;
  gint64 draft_id = hearth_engine_compose_finish (self, result, &error);

  if (draft_id != 0 && fill_draft (self, leaving->how, draft_id, &error) &&
      note_state (self, leaving->how, HEARTH_UNSUBSCRIBE_WAITS, NULL, NULL, 0, &error)) {
    leaving->draft_id = draft_id;
    finish (self, task);
    return;
  }
  g_task_return_error (task, error);
}

static void
found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthEngine *self = HEARTH_ENGINE (object);
  g_autoptr (GTask) task = user_data;
  Leaving *leaving = g_task_get_task_data (task);
  GError *error = NULL;

  leaving->how = hearth_engine_find_unsubscribe_finish (self, result, &error);
  if (leaving->how == NULL) {
    g_task_return_error (task, error);
    return;
  }
  switch (leaving->how->way) {
  case HEARTH_UNSUBSCRIBE_ONE_CLICK:
    post (self, task);
    return;
  case HEARTH_UNSUBSCRIBE_MAIL:
    hearth_engine_compose_async (self, HEARTH_DRAFT_NEW, 0, composed_cb, g_steal_pointer (&task));
    return;
  case HEARTH_UNSUBSCRIBE_WEB:
    if (note_state (self, leaving->how, HEARTH_UNSUBSCRIBE_WAITS, NULL, NULL, 0, &error))
      finish (self, task);
    else
      g_task_return_error (task, error);
    return;
  case HEARTH_UNSUBSCRIBE_NO_WAY:
  default:
    g_task_return_new_error (task, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID, "%s",
                             leaving->how->note);
  }
}

/**
 * hearth_engine_unsubscribe_async:
 * @self: an engine
 * @message_id: a message of a list
 * @callback: called when it is done, or failed
 * @user_data: for @callback
 *
 * Leaves the list of a message, after the owner said yes to what
 * hearth_engine_find_unsubscribe_async() found: with one request; or with a draft that is not sent
 * by itself; or notes that the owner goes to its page.
 */
void
hearth_engine_unsubscribe_async (HearthEngine *self, gint64 message_id,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Leaving *leaving = g_new0 (Leaving, 1);

  leaving->message_id = message_id;
  g_task_set_source_tag (task, hearth_engine_unsubscribe_async);
  g_task_set_task_data (task, leaving, leaving_free);
  hearth_engine_find_unsubscribe_async (self, message_id, found_cb, task);
}

/**
 * hearth_engine_unsubscribe_finish:
 * @self: an engine
 * @result: from the callback
 * @draft_id: (out) (optional): the draft, if it is left by mail; else 0
 * @error: %HEARTH_ENGINE_ERROR_INVALID if there is no way, a #HearthHttpError, #HearthMailError or
 *   #HearthStoreError
 *
 * Returns: (transfer full) (nullable): what was done
 */
HearthUnsubscribe *
hearth_engine_unsubscribe_finish (HearthEngine *self, GAsyncResult *result, gint64 *draft_id,
                                  GError **error)
{
  Leaving *leaving = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  if (draft_id != NULL)
    *draft_id = leaving->draft_id;
  return g_steal_pointer (&leaving->how);
}
