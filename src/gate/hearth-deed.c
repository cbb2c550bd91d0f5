/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-gate-private.h"

#include <glib/gi18n.h>

#include "hearth-json.h"
#include "hearth-memories.h"

/* What a content says is done: of a card that was accepted, and of what needs none. */

gboolean
hearth_deed_expire (GError **error, const char *why)
{
  g_set_error_literal (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_EXPIRED, why);
  return FALSE;
}

/* A list of a content, or NULL where there is none. */
JsonArray *
hearth_deed_get_list (JsonObject *content, const char *name)
{
  JsonNode *node = json_object_get_member (content, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* The label of what it was made from; where none was kept, the one that allows least. */
static HearthLabel
get_label (JsonObject *content)
{
  return hearth_label_from_int (
      json_object_get_int_member_with_default (content, "label", G_MAXINT));
}

static gboolean
run_reminder (HearthEngine *engine, JsonObject *content, GError **error)
{
  g_autoptr (HearthReminder) reminder = hearth_engine_add_labelled_reminder (
      engine, json_object_get_string_member_with_default (content, "text", ""),
      json_object_get_int_member_with_default (content, "at", 0), get_label (content), error);

  return reminder != NULL;
}

/* Kept with the label of what it was made from: the owner's yes makes it hold, and not true. */
static gboolean
run_memory (HearthEngine *engine, JsonObject *content, gint64 *action_id, GError **error)
{
  g_autoptr (HearthMemory) memory =
      hearth_memory_new (json_object_get_string_member_with_default (content, "kind", "fact"),
                         json_object_get_string_member_with_default (content, "subject", "owner"),
                         json_object_get_string_member_with_default (content, "text", ""));

  g_free (memory->source_kind);
  memory->source_kind = g_strdup ("conversation");
  g_free (memory->source);
  memory->source =
      g_strdup (json_object_get_string_member_with_default (content, "conversation", ""));
  memory->label = get_label (content);
  return hearth_memories_remember (engine, memory, action_id, error);
}

/* Returns: (transfer full) (nullable): what a content holds, if it is an object. */
static JsonNode *
read_content (const char *content)
{
  g_autoptr (JsonNode) root = hearth_json_parse (content, strlen (content));

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? g_steal_pointer (&root) : NULL;
}

/* Does what a content says. What rides with the engine is written in the same transaction. */
gboolean
hearth_deed_run (HearthEngine *engine, HearthVerb verb, const char *content, gint64 *action_id,
                 GError **error)
{
  g_autoptr (JsonNode) root = read_content (content);
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;

  *action_id = 0;
  if (object == NULL)
    return hearth_deed_expire (error, _("It cannot be read any more."));
  switch (verb) {
  case HEARTH_VERB_REPLY:
  case HEARTH_VERB_SEND:
  case HEARTH_VERB_DRAFT:
    return hearth_deed_run_mail (engine, verb, object, action_id, error);
  case HEARTH_VERB_ARCHIVE:
  case HEARTH_VERB_TRASH:
  case HEARTH_VERB_FLAG:
    return hearth_deed_run_messages (engine, verb, object, action_id, error);
  case HEARTH_VERB_REMIND:
    return run_reminder (engine, object, error);
  case HEARTH_VERB_REMEMBER:
    return run_memory (engine, object, action_id, error);
  case HEARTH_VERB_CREATE_EVENT:
  case HEARTH_VERB_MOVE_EVENT:
  case HEARTH_VERB_CANCEL_EVENT:
  case HEARTH_VERB_INVITE:
  case HEARTH_VERB_RESPOND:
  default:
    return hearth_deed_run_event (engine, verb, object, action_id, error);
  }
}

static guint
count (JsonObject *object, const char *name)
{
  JsonArray *list = hearth_deed_get_list (object, name);

  return list != NULL ? json_array_get_length (list) : 0;
}

/* What was done at once, for the bar that offers Undo. */
char *
hearth_deed_dup_sentence (HearthVerb verb, const char *content)
{
  g_autoptr (JsonNode) root = read_content (content);
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;
  const char *title =
      object != NULL ? json_object_get_string_member_with_default (object, "title", "") : "";
  const char *text =
      object != NULL ? json_object_get_string_member_with_default (object, "text", "") : "";
  guint n = object != NULL ? count (object, "messages") : 0;

  switch (verb) {
  case HEARTH_VERB_ARCHIVE:
    return g_strdup_printf (ngettext ("%u mail archived", "%u mails archived", n), n);
  case HEARTH_VERB_FLAG:
    return g_strdup_printf (
        object != NULL && json_object_get_boolean_member_with_default (object, "on", TRUE)
            ? ngettext ("%u mail flagged", "%u mails flagged", n)
            : ngettext ("%u mail no longer flagged", "%u mails no longer flagged", n),
        n);
  case HEARTH_VERB_CREATE_EVENT:
    /* Translators: %s is an event */
    return g_strdup_printf (_("“%s” is in your calendar"), title);
  case HEARTH_VERB_MOVE_EVENT:
    return g_strdup_printf (_("“%s” was moved"), title);
  case HEARTH_VERB_CANCEL_EVENT:
    return g_strdup_printf (_("“%s” was cancelled"), title);
  case HEARTH_VERB_REMIND:
    return g_strdup_printf (_("You will be reminded: %s"), text);
  case HEARTH_VERB_REMEMBER:
    return g_strdup_printf (_("Remembered: %s"), text);
  case HEARTH_VERB_DRAFT:
    return g_strdup (_("A draft is with your drafts"));
  case HEARTH_VERB_REPLY:
  case HEARTH_VERB_SEND:
  case HEARTH_VERB_INVITE:
  case HEARTH_VERB_RESPOND:
  case HEARTH_VERB_TRASH:
  default:
    return g_strdup (_("Done"));
  }
}
