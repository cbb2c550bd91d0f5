/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-mail.h"

#include "hearth-compose.h"
#include "hearth-engine-private.h"
#include "hearth-letter.h"
#include "hearth-post.h"
#include "hearth-recipients.h"

#include <glib/gi18n.h>
#include <string.h>

/* A letter or a book goes by mail: as a draft, which its owner sends as any other. */

static gboolean
check (const HearthLetterMail *mail, GError **error)
{
  if (strlen (mail->to) <= HEARTH_LETTER_MAX_FIELD &&
      strlen (mail->subject) <= HEARTH_LETTER_MAX_FIELD &&
      strlen (mail->text) <= HEARTH_LETTER_MAX_TEXT &&
      (mail->data == NULL || g_bytes_get_size (mail->data) <= HEARTH_LETTER_MAIL_MAX_BYTES))
    return TRUE;
  g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                       _("That is too long for a mail."));
  return FALSE;
}

static HearthDraft *
make_draft (const HearthAccount *account, const HearthLetterMail *mail)
{
  HearthDraft *draft = hearth_compose_new (account);
  g_autofree char *text = g_strconcat (mail->text, draft->text, NULL);

  if (hearth_account_find_identity (account, account->address) != NULL)
    hearth_draft_set_sender (draft, account->address);
  g_ptr_array_unref (draft->to);
  draft->to = hearth_recipients_from_text (mail->to);
  hearth_draft_set_subject (draft, mail->subject);
  hearth_draft_set_text (draft, text);
  return draft;
}

static gboolean
attach (HearthEngine *self, HearthDraft *draft, const HearthLetterMail *mail, GError **error)
{
  g_autofree char *path =
      hearth_drafts_write_file (self->drafts, draft->id, mail->name, mail->data, error);
  const char *const files[] = { path, NULL };

  if (path == NULL)
    return FALSE;
  hearth_draft_set_files (draft, files);
  return hearth_drafts_save (self->drafts, draft, error);
}

/**
 * hearth_letters_compose_mail:
 * @self: an engine
 * @mail: a mail
 * @error: %HEARTH_ENGINE_ERROR_NOT_FOUND without an account, %HEARTH_ENGINE_ERROR_INVALID, or a
 *   #HearthStoreError
 *
 * Begins a draft of a new mail with the account's signature. Nothing is sent.
 *
 * Returns: the draft's row, or 0
 */
gint64
hearth_letters_compose_mail (HearthEngine *self, const HearthLetterMail *mail, GError **error)
{
  g_autoptr (HearthAccount) account = NULL;
  g_autoptr (HearthDraft) draft = NULL;

  if (!check (mail, error))
    return 0;
  account = hearth_engine_choose_account (self, NULL, error);
  if (account == NULL)
    return 0;
  draft = make_draft (account, mail);
  if (!hearth_drafts_save (self->drafts, draft, error))
    return 0;
  if (mail->data != NULL && !attach (self, draft, mail, error)) {
    hearth_drafts_discard (self->drafts, draft->id, NULL);
    return 0;
  }
  hearth_engine_emit_changed (self, "drafts");
  return draft->id;
}
