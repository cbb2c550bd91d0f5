/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-compose.h"
#include "hearth-engine-private.h"
#include "hearth-login-gate.h"
#include "hearth-store-drafts.h"
#include "hearth-store-provenance.h"

#include <glib/gi18n.h>

/* The verbs of sending. Nothing goes without the owner's having said so. */

/* From the drafts into the outbox, or back, in one transaction. */
typedef struct {
  HearthOutboxItem item;
  HearthDraft *draft;
  char *packed;
  GBytes *content;
  guint from;
  gboolean moved;
} Move;

static void
set_written_on (GError **error)
{
  g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                       _("This draft was written on while it was being sent. Send it again."));
}

/* What goes is what the draft is: it may have been written on while its attachments were encoded.
 */
static gboolean
write_send (HearthDatabase *db, gpointer user_data, GError **error)
{
  Move *move = user_data;
  g_autoptr (HearthDraft) now = hearth_store_drafts_get (db, move->draft->id, error);

  if (now == NULL)
    return FALSE;
  if (now->changed != move->draft->changed) {
    set_written_on (error);
    return FALSE;
  }
  return hearth_store_outbox_add (db, &move->item, move->packed, move->content, error) &&
         hearth_store_provenance_note_sent (db, move->item.message_id, now->label, error) &&
         hearth_store_drafts_remove (db, move->draft->id, error);
}

/* A draft on its way into the outbox. */
typedef struct {
  HearthDraft *draft;      /* (owned) */
  HearthAccount *account;  /* (owned) as it writes this */
  HearthMessage *original; /* (owned) (nullable) what it answers */
  gint64 now;
  guint delay;
  gint64 item; /* the row in the outbox */
} Sending;

static void
sending_free (gpointer data)
{
  Sending *sending = data;

  g_clear_pointer (&sending->draft, hearth_draft_free);
  g_clear_pointer (&sending->account, hearth_account_free);
  g_clear_pointer (&sending->original, hearth_message_unref);
  g_free (sending);
}

static gboolean
prepare_sending (HearthEngine *self, gint64 draft_id, Sending *sending, GError **error)
{
  sending->draft = hearth_store_drafts_get (self->reader, draft_id, error);
  if (sending->draft != NULL)
    sending->account = hearth_engine_get_account (self, sending->draft->source_id, error);
  if (sending->account == NULL)
    return FALSE;
  /* Never by another address than the owner sees. */
  if (!hearth_account_write_as (sending->account, sending->draft->sender)) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                 _("The account “%s” does not write as %s. Choose another sender."),
                 sending->account->label, sending->draft->sender);
    return FALSE;
  }
  if (sending->account->smtp.host[0] == '\0') {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                 _("The account “%s” has no server to send with. Give it one in the settings."),
                 sending->account->label);
    return FALSE;
  }
  /* An answer to a mail that is gone by now is an answer without a thread. */
  if (sending->draft->message_id != 0)
    sending->original = hearth_store_messages_get (self->reader, sending->draft->message_id, NULL);
  return TRUE;
}

/* (worker) */
static gboolean
put_into_outbox (HearthWriter *writer, Sending *sending, const HearthComposed *mail, GError **error)
{
  HearthDraft *draft = sending->draft;
  g_autofree char *recipients = hearth_draft_dup_recipients (draft);
  g_autofree char *packed = hearth_draft_pack (draft);
  Move move = { .draft = draft, .packed = packed, .content = mail->content };

  move.item.source_id = draft->source_id;
  move.item.state = HEARTH_OUTBOX_WAITING;
  move.item.not_before = hearth_clock_now () + sending->delay;
  move.item.created = sending->now;
  move.item.message_id = mail->message_id;
  move.item.sender = mail->sender;
  move.item.recipients = recipients;
  move.item.subject = draft->subject;
  if (hearth_draft_kind_is_reply (draft->kind))
    move.item.answers = draft->message_id;
  else if (hearth_draft_kind_is_forward (draft->kind))
    move.item.answers = -draft->message_id;
  if (!hearth_writer_run_sync (writer, write_send, &move, error))
    return FALSE;
  sending->item = move.item.id;
  return TRUE;
}

/* (worker) Reading and encoding what is attached can take seconds. */
static void
send_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  HearthEngine *self = source;
  Sending *sending = task_data;
  HearthComposeInput input = { .draft = sending->draft,
                               .account = sending->account,
                               .original = sending->original,
                               .date = sending->now };
  GError *error = NULL;
  g_autoptr (HearthComposed) mail = hearth_compose (&input, &error);

  if (mail != NULL && put_into_outbox (self->writer, sending, mail, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
sent_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthEngine *self = HEARTH_ENGINE (object);
  g_autoptr (GTask) task = user_data;
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;

  g_hash_table_remove (self->sending, &sending->draft->id);
  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (task, error);
    return;
  }
  hearth_engine_emit_changed (self, "outbox");
  hearth_engine_emit_changed (self, "drafts");
  /* The engine may have been stopped meanwhile: it goes at the next start. */
  if (self->outbox != NULL)
    hearth_outbox_look (self->outbox);
  g_task_return_int (task, (gssize) sending->item);
}

/**
 * hearth_engine_send_async:
 * @self: an engine
 * @draft_id: a draft's row
 * @delay: for how many seconds it can be taken back
 * @callback: called when it stands in the outbox
 * @user_data: for @callback
 *
 * Puts a draft into the outbox as the very bytes that will be sent.
 */
void
hearth_engine_send_async (HearthEngine *self, gint64 draft_id, guint delay,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GTask) job = NULL;
  Sending *sending = g_new0 (Sending, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, hearth_engine_send_async);
  g_task_set_task_data (task, sending, sending_free);
  sending->delay = delay;
  sending->now = hearth_clock_now ();
  if (self->sending == NULL)
    self->sending = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (g_hash_table_contains (self->sending, &draft_id))
    g_set_error_literal (&error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                         _("This draft is being sent already."));
  if (error != NULL || !prepare_sending (self, draft_id, sending, &error)) {
    g_task_return_error (task, error);
    return;
  }
  g_hash_table_add (self->sending, g_memdup2 (&draft_id, sizeof draft_id));
  if (self->composer == NULL)
    self->composer = hearth_worker_new ("hearth-composer");
  job = g_task_new (self, NULL, sent_cb, g_object_ref (task));
  g_task_set_source_tag (job, send_thread);
  g_task_set_task_data (job, sending, NULL);
  hearth_worker_queue (self->composer, G_PRIORITY_DEFAULT, job, send_thread);
}

/**
 * hearth_engine_send_finish:
 * @self: an engine
 * @result: from the callback
 * @error: a #HearthModelError that names a bad address, a #HearthMailError that names a file, a
 *   #HearthEngineError or a #HearthStoreError
 *
 * Returns: its row in the outbox, or 0; the draft is then as it was
 */
gint64
hearth_engine_send_finish (HearthEngine *self, GAsyncResult *result, GError **error)
{
  gssize id = g_task_propagate_int (G_TASK (result), error);

  return id > 0 ? id : 0;
}

static gboolean
write_cancel (HearthDatabase *db, gpointer user_data, GError **error)
{
  Move *move = user_data;
  g_autofree char *packed = hearth_store_outbox_dup_draft (db, move->item.id, error);

  if (packed == NULL ||
      !hearth_store_outbox_remove (db, move->item.id, move->from, &move->moved, error))
    return FALSE;
  if (!move->moved)
    return TRUE;
  move->draft = hearth_draft_unpack (packed, error);
  return move->draft != NULL && hearth_store_drafts_save (db, move->draft, error);
}

/**
 * hearth_engine_cancel_send:
 * @self: an engine
 * @item_id: a mail in the outbox
 * @error: %HEARTH_ENGINE_ERROR_INVALID if it has gone, or may have; %HEARTH_STORE_ERROR_NOT_FOUND
 *
 * Takes a mail back out of the outbox that waits, or that was refused.
 *
 * Returns: the row of its draft, which is as it was, or 0
 */
gint64
hearth_engine_cancel_send (HearthEngine *self, gint64 item_id, GError **error)
{
  Move move = { .from = 1u << HEARTH_OUTBOX_WAITING | 1u << HEARTH_OUTBOX_REFUSED };
  gboolean ok;
  gint64 id;

  move.item.id = item_id;
  ok = hearth_writer_run_sync (self->writer, write_cancel, &move, error);
  if (ok && !move.moved) {
    g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                         _("It is too late: this mail is with the server, or may be."));
    return 0;
  }
  if (!ok) {
    g_clear_pointer (&move.draft, hearth_draft_free);
    return 0;
  }
  id = move.draft->id;
  hearth_draft_free (move.draft);
  hearth_engine_emit_changed (self, "outbox");
  hearth_engine_emit_changed (self, "drafts");
  return id;
}

/* The owner wants it tried, also where a login was refused. */
static void
allow_sending (HearthEngine *self, gint64 source_id)
{
  g_autoptr (HearthAccount) account = hearth_engine_get_account (self, source_id, NULL);

  if (account != NULL)
    hearth_login_gate_open (&account->smtp);
}

static gboolean
write_resolve (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_outbox_change (db, user_data, error);
}

/**
 * hearth_engine_resolve_send:
 * @self: an engine
 * @item_id: a mail in the outbox
 * @seen: how it stood when its owner decided
 * @again: whether it shall be sent once more
 * @error: %HEARTH_ENGINE_ERROR_INVALID if there is nothing to decide, or it stands otherwise by
 * now; %HEARTH_STORE_ERROR_NOT_FOUND
 *
 * The owner's word on a mail of which it is not known whether the server took it, or that was
 * refused, or that waits for its next try. If it is not sent again, the first counts as sent, and
 * the second is done with.
 *
 * Returns: whether it was taken
 */
gboolean
hearth_engine_resolve_send (HearthEngine *self, gint64 item_id, HearthOutboxState seen,
                            gboolean again, GError **error)
{
  g_autoptr (HearthOutboxItem) item = hearth_store_outbox_get (self->reader, item_id, error);
  /* Only what the owner saw: one that waited then and may be with the server by now would go twice
   * by a word that was not said of it. */
  HearthOutboxChange change = { .id = item_id,
                                .from = 1u << seen,
                                .state = again                           ? HEARTH_OUTBOX_WAITING
                                         : seen == HEARTH_OUTBOX_UNKNOWN ? HEARTH_OUTBOX_SENT
                                                                         : HEARTH_OUTBOX_DONE,
                                .not_before = hearth_clock_now () };

  if (item == NULL)
    return FALSE;
  if (seen != HEARTH_OUTBOX_UNKNOWN && seen != HEARTH_OUTBOX_REFUSED &&
      !(again && seen == HEARTH_OUTBOX_WAITING)) {
    g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                         _("There is nothing to decide about this mail."));
    return FALSE;
  }
  if (again)
    allow_sending (self, item->source_id);
  if (!hearth_writer_run_sync (self->writer, write_resolve, &change, error))
    return FALSE;
  if (!change.changed) {
    g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                         _("This mail stands otherwise than when you decided. Look at it again."));
    return FALSE;
  }
  hearth_engine_emit_changed (self, "outbox");
  hearth_outbox_look (self->outbox);
  return TRUE;
}
