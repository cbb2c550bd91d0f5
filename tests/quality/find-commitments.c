/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "hearth-commitments.h"
#include "hearth-settle.h"

/* When the mails of a file were written, where they do not say: a Wednesday morning. */
#define WRITTEN G_GINT64_CONSTANT (1715760000)

static HearthAddress *
parse_address (const char *text)
{
  const char *open = strrchr (text, '<');
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;

  if (open == NULL)
    return hearth_address_new (NULL, text);
  name = g_strstrip (g_strndup (text, open - text));
  address = g_strndup (open + 1, strcspn (open + 1, ">"));
  return hearth_address_new (name, address);
}

static HearthMessage *
read_mail (JsonObject *mail, const char *owner)
{
  HearthMessage *message = hearth_message_new ();

  message->from = parse_address (json_object_get_string_member_with_default (mail, "from", owner));
  g_ptr_array_add (message->to,
                   parse_address (json_object_get_string_member_with_default (mail, "to", owner)));
  if (json_object_has_member (mail, "cc"))
    g_ptr_array_add (message->cc, parse_address (json_object_get_string_member (mail, "cc")));
  message->subject = g_strdup (json_object_get_string_member (mail, "subject"));
  message->text = g_strdup (json_object_get_string_member (mail, "body"));
  message->preview = g_strdup ("");
  message->date = WRITTEN;
  message->marks = (HearthMessageMarks) json_object_get_int_member_with_default (mail, "marks", 0);
  return message;
}

/* Reads a thread and judges over it what is still open. Ages are in days. */
static void
print_thread (const char *name, JsonArray *thread, const char *self, GPtrArray *owner)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_finding_free);

  for (guint i = 0; i < json_array_get_length (thread); i++) {
    JsonObject *mail = json_array_get_object_element (thread, i);
    HearthMessage *message = read_mail (mail, self);
    guint before = found->len;

    message->id = i + 1;
    message->date -= json_object_get_int_member_with_default (mail, "age_days", 0) * 24 * 3600;
    g_ptr_array_add (messages, message);
    hearth_commitments_find (found, message, owner);
    for (guint j = before; j < found->len; j++)
      ((HearthFinding *) g_ptr_array_index (found, j))->message_id = message->id;
  }
  hearth_settle_thread (found, messages, owner);
  for (guint i = 0; i < found->len; i++) {
    const HearthFinding *finding = g_ptr_array_index (found, i);

    g_print ("%s\t%s\t%s\t%s\n", name, hearth_finding_kind_to_string (finding->kind),
             hearth_finding_state_to_string (finding->state), finding->text);
  }
}

static void
print_mail (const char *name, JsonObject *mail, const char *self, GPtrArray *owner)
{
  g_autoptr (HearthMessage) message = read_mail (mail, self);
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_finding_free);

  hearth_commitments_find (found, message, owner);
  for (guint i = 0; i < found->len; i++) {
    const HearthFinding *finding = g_ptr_array_index (found, i);

    g_print ("%s\t%s\t%" G_GINT64_FORMAT "\t%s\n", name,
             hearth_finding_kind_to_string (finding->kind),
             finding->due != 0 ? finding->due - WRITTEN : 0, finding->text);
  }
}

/* Prints what is found in the mails of a file, one finding a line: the mail's name, kind, due in
 * seconds after the mail, and the words; of threads, its state in place of the due. */
int
main (int argc, char **argv)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GPtrArray) owner = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GList) names = NULL;
  g_autoptr (HearthAddress) self = NULL;
  JsonObject *mails;

  if (argc != 3 || !json_parser_load_from_file (parser, argv[1], &error)) {
    g_printerr ("find-commitments FILE OWNER: %s\n", error != NULL ? error->message : "");
    return 2;
  }
  self = parse_address (argv[2]);
  g_ptr_array_add (owner, g_strdup (self->address));
  mails = json_node_get_object (json_parser_get_root (parser));
  names = json_object_get_members (mails);
  for (GList *l = names; l != NULL; l = l->next) {
    JsonObject *one = json_object_get_object_member (mails, l->data);

    if (json_object_has_member (one, "thread"))
      print_thread (l->data, json_object_get_array_member (one, "thread"), argv[2], owner);
    else
      print_mail (l->data, json_object_get_object_member (one, "email"), argv[2], owner);
  }
  return 0;
}
