/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "hearth-commitments.h"

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

/* Prints what is found in the mails of a file, one finding a line: the mail's name, kind, due in
 * seconds after the mail, and the words. */
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
    JsonObject *mail =
        json_object_get_object_member (json_object_get_object_member (mails, l->data), "email");
    g_autoptr (HearthMessage) message = read_mail (mail, argv[2]);
    g_autoptr (GPtrArray) found =
        g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_finding_free);

    hearth_commitments_find (found, message, owner);
    for (guint i = 0; i < found->len; i++) {
      const HearthFinding *finding = g_ptr_array_index (found, i);

      g_print ("%s\t%s\t%" G_GINT64_FORMAT "\t%s\n", (const char *) l->data,
               hearth_finding_kind_to_string (finding->kind),
               finding->due != 0 ? finding->due - WRITTEN : 0, finding->text);
    }
  }
  return 0;
}
