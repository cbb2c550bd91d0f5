/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mailto-draft.h"

#include "hearth-compose.h"
#include "hearth-mailto.h"
#include "hearth-post.h"
#include "hearth-store-messages.h"

/* The message that is answered, if it is in the store. */
static HearthMessage *
find_answered (HearthEngine *self, const HearthMailto *mailto)
{
  if (*mailto->in_reply_to == '\0')
    return NULL;
  return hearth_store_messages_find (hearth_engine_get_reader (self), mailto->in_reply_to, NULL);
}

static void
take_words (HearthDraft *draft, const HearthMailto *mailto)
{
  g_autofree char *text = g_strconcat (mailto->body, draft->text, NULL);

  g_ptr_array_unref (draft->to);
  draft->to = hearth_recipients_copy (mailto->to);
  g_ptr_array_unref (draft->cc);
  draft->cc = hearth_recipients_copy (mailto->cc);
  hearth_draft_set_subject (draft, mailto->subject);
  hearth_draft_set_text (draft, text);
  /* Whoever made the link wrote it, and not the owner: it stays so, whatever they make of it. */
  draft->label = HEARTH_LABEL_EXTERNAL;
}

/**
 * hearth_engine_compose_mailto:
 * @self: an engine
 * @uri: a mailto: address
 * @error: %HEARTH_ENGINE_ERROR_NOT_FOUND without an account, %HEARTH_MODEL_ERROR_BAD_ADDRESS if it
 *   is no such address, or a #HearthStoreError
 *
 * Begins a draft as a mailto: address asks for it, RFC 6068, with the account's signature. It is
 * an answer if it names a message that is here. Nothing is sent and nothing attached.
 *
 * Returns: the draft's row, or 0
 */
gint64
hearth_engine_compose_mailto (HearthEngine *self, const char *uri, GError **error)
{
  g_autoptr (HearthMailto) mailto = hearth_mailto_parse (uri, error);
  g_autoptr (HearthMessage) answered = NULL;
  g_autoptr (HearthAccount) account = NULL;
  g_autoptr (HearthDraft) draft = NULL;

  if (mailto == NULL)
    return 0;
  answered = find_answered (self, mailto);
  account = hearth_engine_choose_account (self, answered, error);
  if (account == NULL)
    return 0;
  draft = hearth_compose_new (account);
  if (hearth_account_find_identity (account, account->address) != NULL)
    hearth_draft_set_sender (draft, account->address);
  if (answered != NULL) {
    draft->kind = HEARTH_DRAFT_REPLY;
    draft->message_id = answered->id;
  }
  take_words (draft, mailto);
  return hearth_engine_save_draft (self, draft, error) ? draft->id : 0;
}
