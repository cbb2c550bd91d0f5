/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-gate-private.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-clock.h"
#include "hearth-text.h"

/* What a service hands over with a call, read strictly: what is not understood is refused and not
 * left out, so that nobody believes it was done. */

#define MAX_LINE 300
#define MAX_TEXT (32 * 1024)

#define STRING "{\"type\":\"string\"}"
#define STRINGS "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}"
#define IDS "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}"
#define TIME "{\"type\":\"string\",\"description\":\"YYYY-MM-DD HH:MM, the owner's time\"}"
#define PEOPLE "{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"description\":\"addresses\"}"
#define EVENT "{\"type\":\"string\",\"description\":\"the id that list_events returned\"}"
#define OBJECT(members, required)                                                                  \
  "{\"type\":\"object\",\"properties\":{" members "},\"required\":[" required                      \
  "],\"additionalProperties\":false}"

static const struct {
  const char *names; /* with a space around each */
  const char *description;
  const char *parameters;
} verbs[HEARTH_N_VERBS] = {
  [HEARTH_VERB_REPLY] = {
    " message text ",
    "Proposes an answer to the sender of one mail. Write only the new text: nothing is quoted and "
    "the signature is added. The owner sees it and decides.",
    OBJECT ("\"message\":{\"type\":\"integer\"},\"text\":" STRING, "\"message\",\"text\""),
  },
  [HEARTH_VERB_SEND] = {
    " to cc bcc subject text ",
    "Proposes a new mail. Recipients are addresses that the owner wrote or knows. The signature is "
    "added. The owner sees it and decides.",
    OBJECT ("\"to\":" PEOPLE ",\"cc\":" STRINGS ",\"bcc\":" STRINGS ",\"subject\":" STRING
            ",\"text\":" STRING,
            "\"to\",\"subject\",\"text\""),
  },
  [HEARTH_VERB_DRAFT] = {
    " message to cc bcc subject text ",
    "Writes a draft, which stays with the owner's drafts: an answer to a message, or a new mail.",
    OBJECT ("\"message\":{\"type\":\"integer\"},\"to\":" PEOPLE ",\"cc\":" STRINGS
            ",\"bcc\":" STRINGS ",\"subject\":" STRING ",\"text\":" STRING,
            "\"text\""),
  },
  [HEARTH_VERB_CREATE_EVENT] = {
    " title start end all_day location description guests ",
    "Makes an event. With guests, it is proposed to the owner.",
    OBJECT ("\"title\":" STRING ",\"start\":" TIME ",\"end\":" TIME
            ",\"all_day\":{\"type\":\"boolean\"},\"location\":" STRING ",\"description\":" STRING
            ",\"guests\":" PEOPLE,
            "\"title\",\"start\""),
  },
  [HEARTH_VERB_MOVE_EVENT] = {
    " event start end ",
    "Moves an event to another time.",
    OBJECT ("\"event\":" EVENT ",\"start\":" TIME ",\"end\":" TIME, "\"event\",\"start\""),
  },
  [HEARTH_VERB_CANCEL_EVENT] = {
    " event ",
    "Cancels an event.",
    OBJECT ("\"event\":" EVENT, "\"event\""),
  },
  [HEARTH_VERB_INVITE] = {
    " event guests ",
    "Proposes to invite more people to an event of the owner's.",
    OBJECT ("\"event\":" EVENT ",\"guests\":" PEOPLE, "\"event\",\"guests\""),
  },
  [HEARTH_VERB_RESPOND] = {
    " event message answer ",
    "Proposes an answer to an invitation: by the event, or by the mail that invites.",
    OBJECT ("\"event\":" EVENT ",\"message\":{\"type\":\"integer\"},\"answer\":{\"type\":"
            "\"string\",\"enum\":[\"accepted\",\"tentative\",\"declined\"]}",
            "\"answer\""),
  },
  [HEARTH_VERB_ARCHIVE] = {
    " messages ",
    "Archives mails.",
    OBJECT ("\"messages\":" IDS, "\"messages\""),
  },
  [HEARTH_VERB_TRASH] = {
    " messages ",
    "Proposes to move mails to the trash, at most 20.",
    OBJECT ("\"messages\":" IDS, "\"messages\""),
  },
  [HEARTH_VERB_FLAG] = {
    " messages on ",
    "Flags mails, or takes the flag away.",
    OBJECT ("\"messages\":" IDS ",\"on\":{\"type\":\"boolean\"}", "\"messages\""),
  },
  [HEARTH_VERB_REMIND] = {
    " text at ",
    "Sets a reminder for the owner.",
    OBJECT ("\"text\":" STRING ",\"at\":" TIME, "\"text\",\"at\""),
  },
  [HEARTH_VERB_REMEMBER] = {
    " text subject kind ",
    "Keeps something that the owner wants remembered: a sentence; subject: \"owner\" or a name; "
    "kind: fact, preference, person or habit.",
    OBJECT ("\"text\":" STRING ",\"subject\":" STRING ",\"kind\":" STRING, "\"text\""),
  },
};

/* The parameters of a verb as a JSON schema. */
const char *
hearth_arguments_get_parameters (HearthVerb verb)
{
  return verbs[verb].parameters;
}

const char *
hearth_arguments_get_description (HearthVerb verb)
{
  return verbs[verb].description;
}

gboolean
hearth_arguments_fail (GError **error, const char *why)
{
  g_set_error_literal (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_REFUSED, why);
  return FALSE;
}

/* Whether an argument is what its reader takes it for; null counts as not said. Ids and people are
 * written in more than one way, and are looked at where they are read. */
static gboolean
check_type (const char *name, JsonNode *value, GError **error)
{
  static const char *const flags[] = { "all_day", "on", NULL };
  static const char *const texts[] = { "answer", "at",       "description", "end",
                                       "kind",   "location", "start",       "subject",
                                       "text",   "title",    NULL };
  GType type = json_node_get_value_type (value);

  if (JSON_NODE_HOLDS_NULL (value))
    return TRUE;
  if (g_strv_contains (flags, name) && type != G_TYPE_BOOLEAN)
    g_set_error (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_REFUSED,
                 /* Translators: %s is the name of an argument of a call */
                 _("“%s” is true or false, and this is neither, so nothing was done."), name);
  else if (g_strv_contains (texts, name) && type != G_TYPE_STRING)
    g_set_error (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_REFUSED,
                 /* Translators: %s is the name of an argument of a call */
                 _("“%s” is a text, and this is none, so nothing was done."), name);
  else
    return TRUE;
  return FALSE;
}

/* Whether a call has only arguments that its verb has, each of the type that it has there. */
gboolean
hearth_arguments_check (HearthVerb verb, JsonObject *arguments, GError **error)
{
  g_autoptr (GList) members = json_object_get_members (arguments);

  for (GList *each = members; each != NULL; each = each->next) {
    g_autofree char *wanted = g_strdup_printf (" %s ", (const char *) each->data);

    if (strchr (each->data, ' ') == NULL && strstr (verbs[verb].names, wanted) != NULL) {
      if (!check_type (each->data, json_object_get_member (arguments, each->data), error))
        return FALSE;
      continue;
    }
    g_set_error (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_REFUSED,
                 _("“%.40s” is nothing that can be said of it, so nothing was done."),
                 (const char *) each->data);
    return FALSE;
  }
  return TRUE;
}

static const char *
get_string (JsonObject *arguments, const char *name)
{
  JsonNode *node = json_object_get_member (arguments, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : "";
}

/* One line without anything that is not seen. */
char *
hearth_arguments_dup_line (JsonObject *arguments, const char *name)
{
  g_autofree char *clean = hearth_text_clean (get_string (arguments, name), -1);
  g_autofree char *line = hearth_text_one_line (clean, MAX_LINE);

  return g_strdup (g_strstrip (line));
}

/* A text without anything that is not seen, also at the ends of lines, where a mail cannot carry it
 * (RFC 3676, section 4.2): what is shown is what is sent. */
char *
hearth_arguments_dup_text (JsonObject *arguments, const char *name)
{
  g_autofree char *clean = hearth_text_clean (get_string (arguments, name), -1);
  g_auto (GStrv) lines = NULL;
  char *text;

  if (strlen (clean) > MAX_TEXT)
    *g_utf8_find_prev_char (clean, clean + MAX_TEXT) = '\0';
  lines = g_strsplit (clean, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_strchomp (lines[i]);
  text = g_strjoinv ("\n", lines);
  return g_strchomp (text);
}

/* A row, as a number or as "ROW" or "ROW:START". */
gboolean
hearth_arguments_get_id (JsonNode *node, gint64 *id, gint64 *start)
{
  const char *text;
  char *end;

  *start = 0;
  if (node == NULL)
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_INT64) {
    *id = json_node_get_int (node);
    return *id > 0;
  }
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return FALSE;
  text = json_node_get_string (node);
  if (!g_ascii_isdigit (*text))
    return FALSE;
  *id = g_ascii_strtoll (text, &end, 10);
  if (*end == ':' && g_ascii_isdigit (end[1]))
    *start = g_ascii_strtoll (end + 1, &end, 10);
  return *end == '\0' && *id > 0;
}

/* A number of so many digits. */
static gboolean
take_number (const char **at, guint n_digits, int *number)
{
  *number = 0;
  for (guint i = 0; i < n_digits; i++, (*at)++) {
    if (!g_ascii_isdigit (**at))
      return FALSE;
    *number = *number * 10 + (**at - '0');
  }
  return TRUE;
}

static gboolean
take_char (const char **at, const char *accepted)
{
  if (**at == '\0' || strchr (accepted, **at) == NULL)
    return FALSE;
  (*at)++;
  return TRUE;
}

/* YYYY-MM-DD HH:MM by the owner's clock, or a date. */
gboolean
hearth_arguments_get_time (JsonObject *arguments, const char *name, gboolean all_day, gint64 *when,
                           GError **error)
{
  const char *at = get_string (arguments, name);
  g_autoptr (GTimeZone) zone = all_day ? g_time_zone_new_utc () : hearth_clock_dup_zone ();
  g_autoptr (GDateTime) time = NULL;
  int year, month, day, hour = 0, minute = 0, second;
  gboolean ok = take_number (&at, 4, &year) && take_char (&at, "-") &&
                take_number (&at, 2, &month) && take_char (&at, "-") && take_number (&at, 2, &day);

  if (ok && *at != '\0') {
    ok = take_char (&at, " T") && take_number (&at, 2, &hour) && take_char (&at, ":") &&
         take_number (&at, 2, &minute) &&
         (*at == '\0' || (take_char (&at, ":") && take_number (&at, 2, &second) && *at == '\0'));
  } else if (ok && !all_day) {
    ok = FALSE;
  }
  if (ok)
    time = g_date_time_new (zone, year, month, day, all_day ? 0 : hour, all_day ? 0 : minute, 0);
  if (time == NULL) {
    g_set_error (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_REFUSED,
                 _("“%s” is not a time: write YYYY-MM-DD HH:MM."), name);
    return FALSE;
  }
  *when = g_date_time_to_unix (time);
  return TRUE;
}

void
hearth_content_add_string (JsonBuilder *content, const char *name, const char *value)
{
  json_builder_set_member_name (content, name);
  json_builder_add_string_value (content, value != NULL ? value : "");
}

void
hearth_content_add_int (JsonBuilder *content, const char *name, gint64 value)
{
  json_builder_set_member_name (content, name);
  json_builder_add_int_value (content, value);
}

void
hearth_content_add_bool (JsonBuilder *content, const char *name, gboolean value)
{
  json_builder_set_member_name (content, name);
  json_builder_add_boolean_value (content, value);
}
