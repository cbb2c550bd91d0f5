/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-clock.h"
#include "hearth-ctl-mail.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"
#include "hearth-language.h"
#include "hearth-store-messages.h"

static void
print_json (const HearthMessage *message)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_message (&json, message);
  hearth_ctl_json_string (&json, "message_id", message->message_id);
  hearth_ctl_json_people (&json, "to", message->to);
  hearth_ctl_json_people (&json, "cc", message->cc);
  hearth_ctl_json_address (&json, "reply_to", message->reply_to);
  hearth_ctl_json_string (&json, "text", message->text != NULL ? message->text : "");
  hearth_ctl_json_string (&json, "language",
                          message->language != NULL ? message->language
                                                    : hearth_language_of_message (message));
  hearth_ctl_json_number (&json, "size", message->size);
  hearth_ctl_json_open (&json, "attachments", '[');
  for (guint i = 0; i < message->attachments->len; i++) {
    const HearthAttachment *attachment = g_ptr_array_index (message->attachments, i);

    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_string (&json, "name", attachment->name);
    hearth_ctl_json_string (&json, "type", attachment->content_type);
    hearth_ctl_json_string (&json, "part", attachment->part);
    hearth_ctl_json_number (&json, "size", attachment->size);
    hearth_ctl_json_close (&json, '}');
  }
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static void
print_header (const char *label, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  hearth_ctl_print_cell (HEARTH_CTL_DIM, label, 12);
  hearth_ctl_print (HEARTH_CTL_PLAIN, value);
  putchar ('\n');
}

/* "Ana Silva <ana@silva.example>": who a name stands for is always shown. */
static void
append_person (GString *out, const HearthAddress *address)
{
  if (out->len > 0)
    g_string_append (out, ", ");
  if (address->name[0] != '\0')
    g_string_append_printf (out, "%s <%s>", address->name, address->address);
  else
    g_string_append (out, address->address);
}

static void
print_people (const char *label, GPtrArray *addresses)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < addresses->len; i++)
    append_person (line, g_ptr_array_index (addresses, i));
  print_header (label, line->str);
}

static void
print_person (const char *label, const HearthAddress *address)
{
  g_autoptr (GString) line = g_string_new (NULL);

  if (address == NULL)
    return;
  append_person (line, address);
  print_header (label, line->str);
}

static void
print_warnings (const HearthMessage *message)
{
  if ((message->marks & HEARTH_MARK_AUTH_FAILED) != 0)
    print_header (_("Warning"), _("The sender could not be verified."));
  if ((message->marks & HEARTH_MARK_LINK_MISMATCH) != 0)
    print_header (_("Warning"), _("A link leads elsewhere than it says."));
  if ((message->marks & HEARTH_MARK_HIDDEN_TEXT) != 0)
    print_header (_("Warning"), _("It holds text that a reader would not see; it was left out."));
  if ((message->marks & HEARTH_MARK_TRUNCATED) != 0)
    print_header (_("Warning"), _("It is cut off or too large; this is a part of it."));
}

static void
print_plain (const HearthMessage *message)
{
  gint64 now = hearth_clock_now ();
  g_autofree char *day = hearth_format_day (message->date, now);
  g_autofree char *time = hearth_format_time (message->date);
  g_autofree char *when = g_strdup_printf ("%s, %s", day, time);

  print_person (_("From"), message->from);
  print_people (_("To"), message->to);
  print_people (_("Cc"), message->cc);
  if (message->reply_to != NULL && (message->marks & HEARTH_MARK_REPLY_TO_DIFFERS) != 0)
    print_person (_("Answer to"), message->reply_to);
  print_header (_("Date"), when);
  print_header (_("Subject"), message->subject);
  print_header (_("Mailbox"), message->mailbox);
  if (message->priority >= 0)
    print_header (_("Why"), message->reason);
  print_warnings (message);
  putchar ('\n');
  if (message->text != NULL) {
    hearth_ctl_print_text (message->text);
    if (!g_str_has_suffix (message->text, "\n"))
      putchar ('\n');
  }
  for (guint i = 0; i < message->attachments->len; i++) {
    const HearthAttachment *attachment = g_ptr_array_index (message->attachments, i);
    g_autofree char *size =
        attachment->size >= 0 ? g_format_size (attachment->size) : g_strdup ("");
    g_autofree char *line = g_strdup_printf ("%s (%s%s%s)", attachment->name,
                                             attachment->content_type, *size ? ", " : "", size);

    if (i == 0)
      putchar ('\n');
    print_header (_("Attachment"), line);
  }
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (HearthMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  if (!hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (_("“%s” is not the number of a mail; see hearthctl mail list"),
                             args[0]);
  db = hearth_ctl_open_store (ctl, &code);
  if (db == NULL)
    return code;
  message = hearth_store_messages_get (db, id, &error);
  if (message == NULL)
    return hearth_ctl_fail (error);
  if (ctl->json)
    print_json (message);
  else
    print_plain (message);
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_mail_show = {
  .name = "mail show",
  .usage = "ID",
  .summary = N_("Show one mail"),
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
