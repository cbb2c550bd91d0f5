/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-gate-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-actions.h"
#include "hearth-post.h"
#include "hearth-store-messages.h"

static const char *
get_text (JsonObject *object, const char *name)
{
  return json_object_get_string_member_with_default (object, name, "");
}

static gint64
get_int (JsonObject *object, const char *name)
{
  return json_object_get_int_member_with_default (object, name, 0);
}

/* Whether a row is still the message that was shown. */
static gboolean
is_there (HearthEngine *engine, gint64 id, const char *message_id)
{
  g_autoptr (GPtrArray) found =
      hearth_store_messages_get_envelopes (hearth_engine_get_reader (engine), &id, 1, NULL);

  return found != NULL && found->len == 1 &&
         strcmp (((HearthMessage *) found->pdata[0])->message_id, message_id) == 0;
}

static void
take_people (GPtrArray *to, JsonObject *content, const char *name)
{
  JsonArray *list = hearth_deed_get_list (content, name);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    JsonObject *person = json_array_get_object_element (list, i);

    g_ptr_array_add (to,
                     hearth_address_new (get_text (person, "name"), get_text (person, "address")));
  }
}

static HearthDraft *
make_draft (JsonObject *content)
{
  gint64 message = get_int (content, "message");
  HearthDraft *draft = hearth_draft_new (message != 0 ? HEARTH_DRAFT_REPLY : HEARTH_DRAFT_NEW);

  draft->source_id = get_int (content, "account");
  draft->message_id = message;
  hearth_draft_set_sender (draft, get_text (content, "sender"));
  take_people (draft->to, content, "to");
  take_people (draft->cc, content, "cc");
  take_people (draft->bcc, content, "bcc");
  hearth_draft_set_subject (draft, get_text (content, "subject"));
  hearth_draft_set_text (draft, get_text (content, "text"));
  return draft;
}

/* Whether the account still writes as what was shown. */
static gboolean
is_sender_same (HearthEngine *engine, JsonObject *content, const HearthDraft *draft)
{
  g_autoptr (HearthAccount) account = hearth_engine_get_account (engine, draft->source_id, NULL);
  JsonNode *from = json_object_get_member (content, "from");

  return account != NULL && hearth_account_write_as (account, draft->sender) && from != NULL &&
         JSON_NODE_HOLDS_OBJECT (from) &&
         strcmp (get_text (json_node_get_object (from), "address"), account->address) == 0 &&
         strcmp (get_text (json_node_get_object (from), "name"), account->name) == 0;
}

/* Sends a mail, or keeps it as a draft. */
gboolean
hearth_deed_run_mail (HearthEngine *engine, HearthVerb verb, JsonObject *content, gint64 *action_id,
                      GError **error)
{
  g_autoptr (HearthDraft) draft = make_draft (content);
  JsonNode *answers = json_object_get_member (content, "answers");

  if (!is_sender_same (engine, content, draft))
    return hearth_deed_expire (error, _("The account that it was to be sent from was changed."));
  if (draft->message_id != 0 &&
      (answers == NULL || !JSON_NODE_HOLDS_OBJECT (answers) ||
       !is_there (engine, draft->message_id,
                  get_text (json_node_get_object (answers), "message_id"))))
    return hearth_deed_expire (error, _("The mail that it answers is not there any more."));
  if (verb == HEARTH_VERB_DRAFT)
    return hearth_engine_save_draft (engine, draft, error);
  return hearth_engine_post (engine, draft, HEARTH_ENGINE_UNDO_SECONDS, action_id, error);
}

static const char *
get_kind (HearthVerb verb, gboolean on)
{
  if (verb == HEARTH_VERB_ARCHIVE)
    return "archive";
  if (verb == HEARTH_VERB_TRASH)
    return "trash";
  return on ? "flag" : "unflag";
}

/* Does something to mails: to all that were shown, or to none. */
gboolean
hearth_deed_run_messages (HearthEngine *engine, HearthVerb verb, JsonObject *content,
                          gint64 *action_id, GError **error)
{
  JsonArray *list = hearth_deed_get_list (content, "messages");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    JsonObject *each = json_array_get_object_element (list, i);
    gint64 id = get_int (each, "id");

    if (!is_there (engine, id, get_text (each, "message_id"))) {
      g_set_error (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_EXPIRED,
                   _("“%s” is not there any more."), get_text (each, "subject"));
      return FALSE;
    }
    g_array_append_val (ids, id);
  }
  return hearth_engine_act (
      engine, get_kind (verb, json_object_get_boolean_member_with_default (content, "on", TRUE)),
      (const gint64 *) (gpointer) ids->data, ids->len, NULL, action_id, error);
}
