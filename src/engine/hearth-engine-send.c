/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-account-credentials.h"
#include "hearth-clock.h"
#include "hearth-compose.h"
#include "hearth-engine-private.h"
#include "hearth-mime.h"
#include "hearth-post.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

/* The verbs of writing. */

/* How long a server may take to hand out a mail that is answered; without it Mail-Followup-To and
 * List-Post are not known. */
#define RAW_PATIENCE_MS 2000

static void
outbox_changed_cb (HearthEngine *self)
{
  /* What ended while the engine stopped may be told of after that. */
  if (self->drafts == NULL)
    return;
  hearth_drafts_forget_files (self->drafts);
  hearth_engine_emit_changed (self, "outbox");
}

typedef struct {
  gint64 id;
  HearthMessageFlags flags;
  const char *path;
} SetFlags;

static gboolean
write_flags (HearthDatabase *db, gpointer user_data, GError **error)
{
  SetFlags *set = user_data;

  return hearth_store_messages_set_flags (db, set->id, set->flags, set->path, error);
}

/* A message was answered. What cannot be flagged is answered all the same. */
static void
answered_cb (HearthEngine *self, gint64 id, guint flag, gboolean in_file)
{
  g_autoptr (HearthMessage) message =
      self->reader != NULL ? hearth_store_messages_get (self->reader, id, NULL) : NULL;
  HearthRunner *runner =
      message != NULL ? hearth_engine_find_runner (self, message->source_id) : NULL;
  g_autofree char *new_path = NULL;
  g_autoptr (GError) error = NULL;
  SetFlags set = { .id = id };

  if (runner == NULL || hearth_runner_get_mail_source (runner) == NULL)
    return;
  if (!in_file) {
    hearth_runner_replay (runner);
    hearth_engine_emit_changed (self, "messages");
    return;
  }
  set.flags = message->flags | (HearthMessageFlags) flag;
  if (!hearth_mail_source_set_flags_sync (hearth_runner_get_mail_source (runner), message->mailbox,
                                          message->key, message->path, set.flags, &new_path, NULL,
                                          &error) &&
      !g_error_matches (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_UNSUPPORTED)) {
    g_message ("%s", error->message);
    return;
  }
  set.path = new_path;
  if (hearth_writer_run_sync (self->writer, write_flags, &set, NULL))
    hearth_engine_emit_changed (self, "messages");
}

/* Makes the outbox and the drafts of an engine. */
void
hearth_engine_make_outbox (HearthEngine *self)
{
  self->outbox = hearth_outbox_new (self->writer, self->reader);
  hearth_outbox_set_credentials (self->outbox, hearth_engine_lookup_credentials,
                                 HEARTH_CREDENTIALS_SMTP, NULL);
  hearth_outbox_set_remote (self->outbox, hearth_remote_mail_get_imap ());
  g_signal_connect_object (self->outbox, "changed", G_CALLBACK (outbox_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outbox, "answered", G_CALLBACK (answered_cb), self,
                           G_CONNECT_SWAPPED);
  self->drafts = hearth_drafts_new (self->writer, self->reader, self->data_dir);
  hearth_drafts_set_credentials (self->drafts, hearth_engine_lookup_credentials, NULL);
  hearth_drafts_set_remote (self->drafts, hearth_remote_mail_get_imap ());
}

/* Ends what is being sent at its next safe point. */
void
hearth_engine_pause_outbox (HearthEngine *self)
{
  if (self->outbox != NULL)
    hearth_outbox_stop (self->outbox);
  if (self->drafts != NULL)
    hearth_drafts_stop (self->drafts);
  if (self->composer != NULL)
    hearth_worker_stop (self->composer);
  g_clear_object (&self->composer);
}

void
hearth_engine_close_outbox (HearthEngine *self)
{
  g_clear_object (&self->outbox);
  g_clear_object (&self->drafts);
}

/**
 * hearth_engine_get_outbox:
 * @self: an engine
 *
 * Returns: (transfer none): what sends
 */
HearthOutbox *
hearth_engine_get_outbox (HearthEngine *self)
{
  return self->outbox;
}

/**
 * hearth_engine_start_outbox:
 * @self: an engine
 * @error: a #HearthStoreError
 *
 * Begins to send what is due and to copy drafts to servers, without starting anything else.
 *
 * Returns: whether it did
 */
gboolean
hearth_engine_start_outbox (HearthEngine *self, GError **error)
{
  hearth_drafts_start (self->drafts);
  return hearth_outbox_start (self->outbox, error);
}

/* What a draft is begun from. */
typedef struct {
  HearthMessage *message; /* (owned) (nullable) */
  HearthAccount *account; /* (owned) */
  HearthDraftKind kind;
  guint timer;     /* runs out while its server is asked */
  gboolean over;   /* the draft was begun without it */
  GBytes *raw;     /* (owned) (nullable) */
  GError *problem; /* (owned) (nullable) why there are none */
} Compose;

static void
compose_free (gpointer data)
{
  Compose *compose = data;

  g_clear_pointer (&compose->message, hearth_message_unref);
  g_clear_pointer (&compose->account, hearth_account_free);
  g_clear_pointer (&compose->raw, g_bytes_unref);
  g_clear_error (&compose->problem);
  g_free (compose);
}

static gboolean
is_recipient (const HearthMessage *message, const char *address)
{
  return hearth_recipients_contain (message->to, address) ||
         hearth_recipients_contain (message->cc, address);
}

/* The address of an account to which a message was sent: its own if that is among them, else that
 * of an identity; NULL if it was sent to neither. */
static const char *
find_addressee (const HearthAccount *account, const HearthMessage *message)
{
  if (is_recipient (message, account->address))
    return account->address;
  for (guint i = 0; i < account->identities->len; i++) {
    const HearthIdentity *each = g_ptr_array_index (account->identities, i);

    if (is_recipient (message, each->address))
      return each->address;
  }
  return NULL;
}

/* An account as it answers a message: what was sent to an identity is answered by it. */
static HearthAccount *
dup_answering (const HearthAccount *account, const HearthMessage *message)
{
  const char *address = message != NULL ? find_addressee (account, message) : NULL;
  HearthAccount *copy = hearth_account_copy (account);

  if (address != NULL)
    hearth_account_write_as (copy, address);
  return copy;
}

/**
 * hearth_engine_choose_account:
 * @self: an engine
 * @message: (nullable): the message that is answered, or %NULL
 * @error: %HEARTH_ENGINE_ERROR_NOT_FOUND if there is no account, or a #HearthStoreError
 *
 * Finds the account that an answer is sent from: the one that has the message, else one that it was
 * sent to, else the oldest.
 *
 * Returns: (transfer full) (nullable): the account as it writes: with the address of an identity if
 *   the message was sent to that
 */
HearthAccount *
hearth_engine_choose_account (HearthEngine *self, const HearthMessage *message, GError **error)
{
  g_autoptr (GPtrArray) accounts = hearth_engine_list_accounts (self, error);
  HearthAccount *best = NULL;

  for (guint i = 0; accounts != NULL && i < accounts->len; i++) {
    HearthAccount *account = g_ptr_array_index (accounts, i);

    if (message != NULL && account->id == message->source_id)
      return dup_answering (account, message);
    if (best == NULL || (message != NULL && find_addressee (account, message) != NULL &&
                         find_addressee (best, message) == NULL))
      best = account;
  }
  if (best == NULL && accounts != NULL)
    g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND,
                         _("There is no account to send from. Add one in the settings, or with "
                            "“hearthctl account add”."));
  return best != NULL ? dup_answering (best, message) : NULL;
}

static GPtrArray *
list_own_addresses (HearthEngine *self)
{
  g_autoptr (GPtrArray) accounts = hearth_engine_list_accounts (self, NULL);
  GPtrArray *own = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++) {
    const HearthAccount *account = g_ptr_array_index (accounts, i);

    g_ptr_array_add (own, g_strdup (account->address));
    for (guint k = 0; k < account->identities->len; k++)
      g_ptr_array_add (own, g_strdup (((HearthIdentity *) account->identities->pdata[k])->address));
  }
  return own;
}

static gboolean
add_file (HearthEngine *self, const HearthDraft *draft, const char *name, GBytes *content,
          GStrvBuilder *files, GError **error)
{
  g_autofree char *path = hearth_drafts_write_file (self->drafts, draft->id, name, content, error);

  if (path != NULL)
    g_strv_builder_add (files, path);
  return path != NULL;
}

/* Gives a forward what it forwards: the mail as a whole, or its attachments. */
static gboolean
attach_original (HearthEngine *self, HearthDraft *draft, const Compose *compose, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) files = NULL;
  GPtrArray *attachments = compose->message->attachments;

  if (draft->kind == HEARTH_DRAFT_FORWARD_ATTACHED) {
    g_autofree char *name =
        g_strdup_printf ("%.100s.eml", compose->message->subject[0] != '\0'
                                           ? g_strdelimit (compose->message->subject, "/", '-')
                                           : "message");
    g_autofree char *valid = g_utf8_make_valid (name, -1);

    if (!add_file (self, draft, valid, compose->raw, builder, error))
      return FALSE;
  }
  for (guint i = 0; draft->kind == HEARTH_DRAFT_FORWARD && i < attachments->len; i++) {
    const HearthAttachment *attachment = g_ptr_array_index (attachments, i);
    g_autoptr (GBytes) content = hearth_mime_dup_part (compose->raw, attachment->part, NULL, error);

    if (content == NULL || !add_file (self, draft, attachment->name, content, builder, error))
      return FALSE;
  }
  files = g_strv_builder_end (builder);
  hearth_draft_set_files (draft, (const char *const *) files);
  return TRUE;
}

static gboolean
needs_raw (const Compose *compose)
{
  return compose->kind == HEARTH_DRAFT_FORWARD_ATTACHED ||
         (compose->kind == HEARTH_DRAFT_FORWARD && compose->message->attachments->len > 0);
}

static HearthDraft *
begin_draft (HearthEngine *self, Compose *compose, GError **error)
{
  g_autoptr (HearthDraft) draft = NULL;
  g_autoptr (GPtrArray) own = NULL;
  HearthAnswerInput input = { .kind = compose->kind, .account = compose->account };

  if (compose->message == NULL) {
    draft = hearth_compose_new (compose->account);
    return hearth_drafts_save (self->drafts, draft, error) ? g_steal_pointer (&draft) : NULL;
  }
  if (compose->raw == NULL && needs_raw (compose)) {
    if (compose->problem != NULL)
      g_propagate_error (error, g_steal_pointer (&compose->problem));
    else
      g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND,
                           _("The mail that is to be forwarded is not there any more."));
    return NULL;
  }
  own = list_own_addresses (self);
  input.own_addresses = own;
  input.message = compose->message;
  input.raw = compose->raw;
  draft = hearth_compose_answer (&input);
  /* Of an identity the account has taken on the address. */
  if (hearth_account_find_identity (compose->account, compose->account->address) != NULL)
    hearth_draft_set_sender (draft, compose->account->address);
  if (!hearth_drafts_save (self->drafts, draft, error))
    return NULL;
  if (needs_raw (compose) && (!attach_original (self, draft, compose, error) ||
                              !hearth_drafts_save (self->drafts, draft, error))) {
    hearth_drafts_discard (self->drafts, draft->id, NULL);
    return NULL;
  }
  return g_steal_pointer (&draft);
}

static void
finish_compose (GTask *task, Compose *compose)
{
  HearthEngine *self = g_task_get_source_object (task);
  g_autoptr (HearthDraft) draft = NULL;
  GError *error = NULL;

  /* The engine may have been stopped while a server was asked. */
  if (self->drafts == NULL)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Hearth ends."));
  else
    draft = begin_draft (self, compose, &error);
  if (draft == NULL) {
    g_task_return_error (task, error);
    return;
  }
  hearth_engine_emit_changed (self, "drafts");
  g_task_return_int (task, (gssize) draft->id);
}

static void
raw_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Compose *compose = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = hearth_engine_dup_raw_finish (HEARTH_ENGINE (object), result, &error);

  if (compose->over)
    return;
  g_clear_handle_id (&compose->timer, g_source_remove);
  compose->raw = g_steal_pointer (&raw);
  compose->problem = g_steal_pointer (&error);
  finish_compose (task, compose);
}

/* An answer needs little of what the store does not have, and its writer waits. */
static gboolean
patience_cb (gpointer user_data)
{
  GTask *task = user_data;
  Compose *compose = g_task_get_task_data (task);

  compose->timer = 0;
  compose->over = TRUE;
  finish_compose (task, compose);
  return G_SOURCE_REMOVE;
}

static Compose *
prepare_compose (HearthEngine *self, HearthDraftKind kind, gint64 message_id, GError **error)
{
  Compose *compose = g_new0 (Compose, 1);

  compose->kind = kind;
  if (kind != HEARTH_DRAFT_NEW)
    compose->message = hearth_store_messages_get (self->reader, message_id, error);
  if (kind == HEARTH_DRAFT_NEW || compose->message != NULL)
    compose->account = hearth_engine_choose_account (self, compose->message, error);
  if (compose->account == NULL) {
    compose_free (compose);
    return NULL;
  }
  return compose;
}

/**
 * hearth_engine_compose_async:
 * @self: an engine
 * @kind: what is begun
 * @message_id: the message that is answered or forwarded; 0 with %HEARTH_DRAFT_NEW
 * @callback: called when the draft stands
 * @user_data: for @callback
 *
 * Begins a draft, with recipients, subject and quoted text as usual.
 */
void
hearth_engine_compose_async (HearthEngine *self, HearthDraftKind kind, gint64 message_id,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Compose *compose;
  GError *error = NULL;

  g_task_set_source_tag (task, hearth_engine_compose_async);
  compose = prepare_compose (self, kind, message_id, &error);
  if (compose == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_task_set_task_data (task, compose, compose_free);
  if (compose->message == NULL) {
    finish_compose (task, compose);
    return;
  }
  if (!needs_raw (compose))
    compose->timer = g_timeout_add_full (G_PRIORITY_DEFAULT, RAW_PATIENCE_MS, patience_cb,
                                         g_object_ref (task), g_object_unref);
  hearth_engine_dup_raw_async (self, message_id, raw_cb, g_object_ref (task));
}

/**
 * hearth_engine_compose_finish:
 * @self: an engine
 * @result: from the callback
 * @error: %HEARTH_ENGINE_ERROR_NOT_FOUND without an account, a #HearthMailError or a
 *   #HearthStoreError
 *
 * Returns: the draft's row, or 0
 */
gint64
hearth_engine_compose_finish (HearthEngine *self, GAsyncResult *result, GError **error)
{
  gssize id = g_task_propagate_int (G_TASK (result), error);

  return id > 0 ? id : 0;
}

/**
 * hearth_engine_save_draft:
 * @self: an engine
 * @draft: (inout): a draft; its row is set if it is new
 * @error: a #HearthStoreError
 *
 * Returns: whether it is on the disk
 */
gboolean
hearth_engine_save_draft (HearthEngine *self, HearthDraft *draft, GError **error)
{
  if (!hearth_drafts_save (self->drafts, draft, error))
    return FALSE;
  hearth_engine_emit_changed (self, "drafts");
  return TRUE;
}

/**
 * hearth_engine_discard_draft:
 * @self: an engine
 * @id: a draft's row
 * @error: %HEARTH_STORE_ERROR_NOT_FOUND if there is none
 *
 * Returns: whether it is gone, or soon will be on its server
 */
gboolean
hearth_engine_discard_draft (HearthEngine *self, gint64 id, GError **error)
{
  if (!hearth_drafts_discard (self->drafts, id, error))
    return FALSE;
  hearth_engine_emit_changed (self, "drafts");
  return TRUE;
}
