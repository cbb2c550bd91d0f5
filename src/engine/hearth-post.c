/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-post.h"

#include "hearth-clock.h"
#include "hearth-compose.h"
#include "hearth-engine-private.h"
#include "hearth-store-drafts.h"
#include "hearth-store-event-edits.h"
#include "hearth-store-outbox.h"
#include "hearth-store-provenance.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * hearth_engine_set_rider:
 * @self: an engine
 * @func: (nullable): what is to be written with the next act; %NULL for nothing
 * @user_data: for @func
 *
 * See hearth_writer_set_rider(). The acts that carry something are those on mail, calendars and
 * reminders, and hearth_engine_post().
 */
void
hearth_engine_set_rider (HearthEngine *self, HearthRideFunc func, gpointer user_data)
{
  hearth_writer_set_rider (self->writer, func, user_data);
}

/**
 * hearth_engine_is_waited_for:
 * @self: an engine
 *
 * Returns: whether a rider waits still: the act had nothing to write
 */
gboolean
hearth_engine_is_waited_for (HearthEngine *self)
{
  return hearth_writer_has_rider (self->writer);
}

/**
 * hearth_engine_write:
 * @self: an engine
 * @func: a change of the store
 * @user_data: for @func
 * @error: what @func fails with
 *
 * Runs a change of the store in a transaction of its own, for rooms above that keep rows of theirs.
 *
 * Returns: whether it is written
 */
gboolean
hearth_engine_write (HearthEngine *self, HearthWriteFunc func, gpointer user_data, GError **error)
{
  return hearth_writer_run_sync (self->writer, func, user_data, error);
}

/**
 * hearth_engine_tell_changed:
 * @self: an engine
 * @table: what was changed
 *
 * Tells whoever shows it.
 */
void
hearth_engine_tell_changed (HearthEngine *self, const char *table)
{
  hearth_engine_emit_changed (self, table);
}

typedef struct {
  HearthWriter *writer;
  HearthOutboxItem item;
  const HearthDraft *draft;
  const char *packed;
  GBytes *content;
  gint64 action_id;
} Posting;

static gboolean
write_post (HearthDatabase *db, gpointer user_data, GError **error)
{
  Posting *posting = user_data;

  return hearth_store_outbox_add (db, &posting->item, posting->packed, posting->content, error) &&
         hearth_store_provenance_note_sent (db, posting->item.message_id, posting->draft->label,
                                            error) &&
         hearth_store_event_actions_add (db, "send", posting->draft->subject, NULL,
                                         &posting->action_id, error) &&
         hearth_store_event_actions_add_mail (db, posting->action_id, posting->item.id, error) &&
         hearth_writer_ride (posting->writer, db, posting->action_id, error);
}

/* The account as it writes a draft. */
static HearthAccount *
find_sender (HearthEngine *self, const HearthDraft *draft, GError **error)
{
  g_autoptr (HearthAccount) account = hearth_engine_get_account (self, draft->source_id, error);

  if (account == NULL)
    return NULL;
  if (!hearth_account_write_as (account, draft->sender)) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                 _("The account “%s” does not write as %s. Choose another sender."),
                 account->label, draft->sender);
    return NULL;
  }
  if (account->smtp.host[0] == '\0') {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                 _("The account “%s” has no server to send with. Give it one in the settings."),
                 account->label);
    return NULL;
  }
  return g_steal_pointer (&account);
}

/**
 * hearth_engine_post:
 * @self: an engine
 * @draft: what is to be sent; it need not be stored, and has no attachments
 * @delay: for how many seconds it can be taken back
 * @action_id: (out): for hearth_engine_undo(), which makes it a draft
 * @error: a #HearthModelError that names a bad address, a #HearthMailError, a #HearthEngineError or
 *   a #HearthStoreError
 *
 * Puts a mail into the outbox as the very bytes that will be sent.
 *
 * Returns: whether it stands there
 */
gboolean
hearth_engine_post (HearthEngine *self, const HearthDraft *draft, guint delay, gint64 *action_id,
                    GError **error)
{
  g_autoptr (HearthAccount) account = find_sender (self, draft, error);
  g_autoptr (HearthMessage) original = NULL;
  g_autoptr (HearthComposed) mail = NULL;
  g_autofree char *recipients = hearth_draft_dup_recipients (draft);
  g_autofree char *packed = hearth_draft_pack (draft);
  HearthComposeInput input = { .draft = draft, .account = account, .date = hearth_clock_now () };
  Posting posting = { .writer = self->writer, .draft = draft, .packed = packed };

  *action_id = 0;
  if (account == NULL)
    return FALSE;
  if (draft->message_id != 0)
    original = hearth_store_messages_get (self->reader, draft->message_id, NULL);
  input.original = original;
  mail = hearth_compose (&input, error);
  if (mail == NULL)
    return FALSE;
  posting.content = mail->content;
  posting.item.source_id = draft->source_id;
  posting.item.state = HEARTH_OUTBOX_WAITING;
  posting.item.not_before = input.date + delay;
  posting.item.created = input.date;
  posting.item.message_id = mail->message_id;
  posting.item.sender = mail->sender;
  posting.item.recipients = recipients;
  posting.item.subject = draft->subject;
  posting.item.answers = hearth_draft_kind_is_reply (draft->kind) ? draft->message_id : 0;
  if (!hearth_writer_run_sync (self->writer, write_post, &posting, error))
    return FALSE;
  *action_id = posting.action_id;
  hearth_engine_emit_changed (self, "outbox");
  if (self->outbox != NULL)
    hearth_outbox_look (self->outbox);
  return TRUE;
}

/**
 * hearth_engine_find_posted:
 * @self: an engine
 * @action_id: an action
 *
 * Returns: the row in the outbox of the first mail that it sent, or 0
 */
gint64
hearth_engine_find_posted (HearthEngine *self, gint64 action_id)
{
  g_autoptr (GArray) items = hearth_store_event_actions_list_mails (self->reader, action_id, NULL);

  return items != NULL && items->len > 0 ? g_array_index (items, gint64, 0) : 0;
}

typedef struct {
  gint64 action_id;
  gint64 item_id;
  HearthDraft *draft; /* (owned) (nullable) */
} TakeBack;

/* The mail becomes a draft again, and its action is taken back, in one transaction. */
static gboolean
write_take_back (HearthDatabase *db, gpointer user_data, GError **error)
{
  TakeBack *back = user_data;
  g_autofree char *packed = hearth_store_outbox_dup_draft (db, back->item_id, error);
  gboolean removed;

  if (packed == NULL ||
      !hearth_store_outbox_remove (db, back->item_id,
                                   1u << HEARTH_OUTBOX_WAITING | 1u << HEARTH_OUTBOX_REFUSED,
                                   &removed, error))
    return FALSE;
  if (!removed) {
    g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                         _("It is too late: this mail is with the server, or may be."));
    return FALSE;
  }
  back->draft = hearth_draft_unpack (packed, error);
  return back->draft != NULL && hearth_store_drafts_save (db, back->draft, error) &&
         hearth_store_event_actions_set_undone (db, back->action_id, error);
}

static gboolean
write_undone (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_event_actions_set_undone (db, ((TakeBack *) user_data)->action_id, error);
}

static gboolean
undo_reminder (HearthEngine *self, const HearthAction *action, GError **error)
{
  TakeBack back = { .action_id = action->id };
  gint64 id = action->note != NULL ? g_ascii_strtoll (action->note, NULL, 10) : 0;

  return hearth_engine_cancel_reminder (self, id, error) &&
         hearth_writer_run_sync (self->writer, write_undone, &back, error);
}

/**
 * hearth_engine_undo_post:
 * @self: an engine
 * @action: what was done
 * @n_changed: (out) (optional): always 1
 * @error: where to put the reason of a failure
 *
 * Takes back what hearth_engine_post() did, or a reminder that was set at a word; for
 * hearth_engine_undo().
 *
 * Returns: whether it was taken back
 */
gboolean
hearth_engine_undo_post (HearthEngine *self, const HearthAction *action, guint *n_changed,
                         GError **error)
{
  TakeBack back = { .action_id = action->id };
  gboolean ok;

  if (n_changed != NULL)
    *n_changed = 1;
  if (g_str_equal (action->kind, "remind"))
    return undo_reminder (self, action, error);
  back.item_id = hearth_engine_find_posted (self, action->id);
  ok = hearth_writer_run_sync (self->writer, write_take_back, &back, error);
  g_clear_pointer (&back.draft, hearth_draft_free);
  if (!ok)
    return FALSE;
  hearth_engine_emit_changed (self, "outbox");
  hearth_engine_emit_changed (self, "drafts");
  return TRUE;
}
