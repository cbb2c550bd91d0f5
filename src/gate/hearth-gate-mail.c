/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-gate-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-post.h"
#include "hearth-recipients.h"
#include "hearth-store-messages.h"
#include "hearth-text.h"

/* Calls that are about mail, from their arguments to what would be done. */

#define MAX_MESSAGES 100

static HearthMessage *
find_message (HearthProposal *self, JsonNode *node, GError **error)
{
  gint64 id = 0, start;

  if (!hearth_arguments_get_id (node, &id, &start) || start != 0) {
    hearth_arguments_fail (error,
                           _("Say which mail is meant, by the id that search_mail returned."));
    return NULL;
  }
  return hearth_store_messages_get (hearth_gate_get_reader (self->gate), id, error);
}

/* Lets the ruling know whether the owner's words led to a message. */
static void
judge_target (HearthProposal *self, const HearthMessage *message)
{
  const HearthSeen *seen = hearth_gate_find_seen (self->gate, HEARTH_SEEN_MESSAGE, message->id);

  if (seen != NULL && seen->by_owners_words)
    return;
  self->input.targets = HEARTH_INTEGRITY_EXTERNAL;
  hearth_proposal_set_detail (self, HEARTH_REFUSAL_TARGET, message->subject);
}

/* The words of an address that tell who it is: those before the "@", and those of its domain where
 * the owner wrote no address, in which others of that domain may have been meant. */
static char *
dup_telling (HearthProposal *self, const HearthAddress *who)
{
  const char *at = strrchr (who->address, '@');
  g_autofree char *local = g_strndup (who->address, at != NULL ? (gsize) (at - who->address) : 0);
  gboolean with_domain = at != NULL && !hearth_owner_words_have_addresses (self->gate->words);

  return g_strjoin (" ", who->name, local, with_domain ? at + 1 : "", NULL);
}

/* Whether somebody else's mail, which was seen as well, fits the owner's words by its subject. */
static gboolean
is_ambiguous (HearthProposal *self, const HearthMessage *message)
{
  GHashTableIter iter;
  HearthSeen *seen;

  g_hash_table_iter_init (&iter, self->gate->seen);
  while (g_hash_table_iter_next (&iter, (gpointer *) &seen, NULL)) {
    g_autoptr (HearthMessage) other =
        seen->kind == HEARTH_SEEN_MESSAGE && seen->id != message->id
            ? hearth_store_messages_get (hearth_gate_get_reader (self->gate), seen->id, NULL)
            : NULL;

    if (other != NULL && other->from != NULL &&
        !hearth_addr_spec_equal (other->from->address, message->from->address) &&
        hearth_owner_words_have_any (self->gate->words, other->subject))
      return TRUE;
  }
  return FALSE;
}

/* Whether a word is in the name of somebody; "office" is in many addresses. */
static gboolean
is_name_of (const HearthAddress *who, const char *word)
{
  g_autofree char *name = hearth_text_fold (who->name);
  g_autofree char *wanted = hearth_text_fold (word);
  g_auto (GStrv) parts = g_strsplit_set (name, " .,-_+\"'()", -1);

  return g_strv_contains ((const char *const *) parts, wanted);
}

/* Whether somebody known is called by a word of a name that the owner said: then that one is meant,
 * and whoever gives themselves the same name is not. */
static gboolean
is_namesake (HearthProposal *self, const char *telling)
{
  g_auto (GStrv) words = g_strsplit_set (telling, " .,-_+\"'()", -1);

  for (guint i = 0; words[i] != NULL; i++) {
    g_autoptr (GPtrArray) known = NULL;

    if (!hearth_owner_words_have_any (self->gate->words, words[i]))
      continue;
    known = hearth_provenance_find_people (hearth_gate_get_reader (self->gate), words[i]);
    for (guint k = 0; k < known->len; k++) {
      if (is_name_of (known->pdata[k], words[i]))
        return TRUE;
    }
  }
  return FALSE;
}

/* Anybody can send a mail, call themselves as they like and join a thread. Who is not known is
 * answered where the owner named them and nobody known is called so, or what they wrote about and
 * nobody else did. */
static void
judge_sender (HearthProposal *self, const HearthMessage *message)
{
  g_autofree char *telling = dup_telling (self, message->from);

  self->input.sender_is_known =
      hearth_proposal_find_origin (self, message->from->address) != HEARTH_ORIGIN_NONE ||
      (hearth_owner_words_have_any (self->gate->words, telling) && !is_namesake (self, telling)) ||
      (hearth_owner_words_have_any (self->gate->words, message->subject) &&
       !is_ambiguous (self, message));
  if (!self->input.sender_is_known)
    hearth_proposal_set_detail (self, HEARTH_REFUSAL_STRANGER, message->from->address);
}

static void
add_account (HearthProposal *self, const HearthAccount *account)
{
  gboolean is_identity = hearth_account_find_identity (account, account->address) != NULL;

  hearth_content_add_int (self->content, "account", account->id);
  hearth_content_add_string (self->content, "sender", is_identity ? account->address : "");
  json_builder_set_member_name (self->content, "from");
  json_builder_begin_object (self->content);
  hearth_content_add_string (self->content, "name", account->name);
  hearth_content_add_string (self->content, "address", account->address);
  json_builder_end_object (self->content);
}

/* The text of the call and the signature, as it goes. */
static gboolean
add_text (HearthProposal *self, const HearthAccount *account, GError **error)
{
  g_autofree char *text = hearth_arguments_dup_text (self->arguments, "text");
  g_autofree char *signature = hearth_account_dup_signature_block (account);
  g_autofree char *whole = g_strconcat (text, signature[0] != '\0' ? "\n" : "", signature, NULL);

  if (*text == '\0')
    return hearth_arguments_fail (error, _("There is no text to send."));
  hearth_content_add_string (self->content, "text", g_strchomp (whole));
  /* What the service had read when it wrote that. */
  hearth_content_add_int (self->content, "label", hearth_label_to_int (self->gate->context));
  hearth_proposal_check_text (self, text);
  return TRUE;
}

static void
add_original (HearthProposal *self, const HearthMessage *message)
{
  hearth_content_add_int (self->content, "message", message->id);
  json_builder_set_member_name (self->content, "answers");
  json_builder_begin_object (self->content);
  hearth_content_add_string (self->content, "subject", message->subject);
  hearth_content_add_string (self->content, "message_id", message->message_id);
  json_builder_end_object (self->content);
}

/* An answer goes to the From address of the one message, whatever its Reply-To says. */
static gboolean
take_answer (HearthProposal *self, const HearthMessage *message, GError **error)
{
  g_autoptr (HearthAccount) account = NULL;
  g_autofree char *address = NULL;
  g_autofree char *base = hearth_text_base_subject (message->subject, NULL);
  g_autofree char *subject = g_strconcat ("Re: ", base, NULL);
  HearthIntegrity before = self->input.recipients;

  if (message->from != NULL)
    address = hearth_addr_spec_normalize (message->from->address, NULL);
  if (address == NULL)
    return hearth_arguments_fail (error, _("That mail has no sender who could be answered."));
  account = hearth_engine_choose_account (self->gate->engine, message, error);
  if (account == NULL)
    return FALSE;
  judge_target (self, message);
  judge_sender (self, message);
  add_account (self, account);
  add_original (self, message);
  hearth_proposal_begin_people (self, "to");
  hearth_proposal_add_person (self, message->from->name, address, HEARTH_ORIGIN_SENDER);
  hearth_proposal_end_people (self);
  /* Whether that one may be answered is ruled by who sent it. */
  self->input.recipients = before;
  if (message->reply_to != NULL &&
      !hearth_addr_spec_equal (message->reply_to->address, message->from->address))
    hearth_content_add_string (self->content, "unused_reply_to", message->reply_to->address);
  hearth_content_add_string (self->content, "subject", subject);
  return add_text (self, account, error);
}

/* Whether an answer is to go to more people than its one; these would be left out in silence. */
static gboolean
names_others (HearthProposal *self)
{
  static const char *const names[] = { "to", "cc", "bcc" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    JsonNode *node = json_object_get_member (self->arguments, names[i]);
    gboolean is_empty =
        node == NULL || JSON_NODE_HOLDS_NULL (node) ||
        (JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) == 0) ||
        (json_node_get_value_type (node) == G_TYPE_STRING && *json_node_get_string (node) == '\0');

    if (!is_empty)
      return TRUE;
  }
  return FALSE;
}

/* Takes the arguments of an answer to a mail. */
gboolean
hearth_proposal_take_reply (HearthProposal *self, GError **error)
{
  g_autoptr (HearthMessage) message =
      find_message (self, json_object_get_member (self->arguments, "message"), error);

  if (names_others (self))
    return hearth_arguments_fail (error, _("An answer goes to the sender alone. Leave out “to”, "
                                            "“cc” and “bcc”, or “message” for a new mail."));
  return message != NULL && take_answer (self, message, error);
}

/* Takes the arguments of a new mail, or of a draft. */
gboolean
hearth_proposal_take_mail (HearthProposal *self, GError **error)
{
  g_autoptr (HearthAccount) account = NULL;
  g_autofree char *subject = NULL;
  guint n = 0;

  if (json_object_has_member (self->arguments, "message"))
    return hearth_proposal_take_reply (self, error);
  self->input.sender_is_known = TRUE;
  account = hearth_engine_choose_account (self->gate->engine, NULL, error);
  if (account == NULL)
    return FALSE;
  add_account (self, account);
  if (!hearth_proposal_add_people (self, "to", &n, error) ||
      !hearth_proposal_add_people (self, "cc", &n, error) ||
      !hearth_proposal_add_people (self, "bcc", &n, error))
    return FALSE;
  if (n == 0 && self->verb == HEARTH_VERB_SEND)
    return hearth_arguments_fail (error, _("Say who gets the mail."));
  subject = hearth_arguments_dup_line (self->arguments, "subject");
  hearth_content_add_string (self->content, "subject", subject);
  hearth_proposal_check_text (self, subject);
  return add_text (self, account, error);
}

static void
add_message (HearthProposal *self, const HearthMessage *message)
{
  json_builder_begin_object (self->content);
  hearth_content_add_int (self->content, "id", message->id);
  hearth_content_add_string (self->content, "message_id", message->message_id);
  hearth_content_add_string (self->content, "from",
                             message->from != NULL ? hearth_address_get_label (message->from) : "");
  hearth_content_add_string (self->content, "subject", message->subject);
  json_builder_end_object (self->content);
}

/* Takes the arguments of what is done to mails. */
gboolean
hearth_proposal_take_messages (HearthProposal *self, GError **error)
{
  JsonNode *node = json_object_get_member (self->arguments, "messages");
  JsonArray *list =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = list != NULL ? json_array_get_length (list) : 0;
  g_autoptr (GHashTable) met = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  if (n == 0 || n > MAX_MESSAGES)
    return hearth_arguments_fail (error,
                                  _("Say which mails are meant, as a list of at most 100 ids."));
  self->input.n = 0;
  json_builder_set_member_name (self->content, "messages");
  json_builder_begin_array (self->content);
  for (guint i = 0; i < n; i++) {
    g_autoptr (HearthMessage) message =
        find_message (self, json_array_get_element (list, i), error);

    if (message == NULL)
      return FALSE;
    if (!g_hash_table_add (met, g_memdup2 (&message->id, sizeof message->id)))
      continue;
    self->input.n++;
    judge_target (self, message);
    add_message (self, message);
  }
  json_builder_end_array (self->content);
  if (self->verb == HEARTH_VERB_FLAG)
    hearth_content_add_bool (self->content, "on",
                             json_object_get_boolean_member_with_default (self->arguments, "on",
                                                                          TRUE));
  return TRUE;
}
