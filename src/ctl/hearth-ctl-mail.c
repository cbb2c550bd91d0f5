/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-mail.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-clock.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"

#define ID_WIDTH 17
#define DATE_WIDTH 12
#define MIN_SUBJECT_WIDTH 12

/**
 * hearth_ctl_json_message:
 * @json: a writer, in an object of the message's own
 * @message: a message
 *
 * Writes what a list needs of a message.
 */
void
hearth_ctl_json_message (HearthCtlJson *json, const HearthMessage *message)
{
  hearth_ctl_json_number (json, "id", message->id);
  hearth_ctl_json_number (json, "source", message->source_id);
  hearth_ctl_json_string (json, "mailbox", message->mailbox);
  hearth_ctl_json_time (json, "date", message->date);
  hearth_ctl_json_number (json, "timestamp", message->date);
  hearth_ctl_json_address (json, "from", message->from);
  hearth_ctl_json_string (json, "subject", message->subject != NULL ? message->subject : "");
  hearth_ctl_json_string (json, "preview", message->preview != NULL ? message->preview : "");
  hearth_ctl_json_number (json, "thread", message->thread_id);
  hearth_ctl_json_boolean (json, "unread", (message->flags & HEARTH_MESSAGE_SEEN) == 0);
  hearth_ctl_json_boolean (json, "flagged", (message->flags & HEARTH_MESSAGE_FLAGGED) != 0);
  hearth_ctl_json_boolean (json, "answered", (message->flags & HEARTH_MESSAGE_ANSWERED) != 0);
  if (message->priority >= 0) {
    hearth_ctl_json_string (json, "class", message->klass);
    hearth_ctl_json_number (json, "priority", message->priority);
  }
  if (message->priority >= 0 || message->reason != NULL)
    hearth_ctl_json_string (json, "reason", message->reason);
}

static void
print_row (const HearthMessage *message, gint64 now, guint from_width, guint subject_width)
{
  gboolean unread = (message->flags & HEARTH_MESSAGE_SEEN) == 0;
  HearthCtlStyle style = unread ? HEARTH_CTL_BOLD : HEARTH_CTL_PLAIN;
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, message->id);
  g_autofree char *date = hearth_format_day_short (message->date, now);
  const char *subject =
      message->subject != NULL && *message->subject != '\0' ? message->subject : _("(no subject)");

  hearth_ctl_print_cell (HEARTH_CTL_DIM, id, ID_WIDTH);
  fputs (unread ? "* " : "  ", stdout);
  hearth_ctl_print_cell (HEARTH_CTL_DIM, date, DATE_WIDTH);
  hearth_ctl_print_cell (style, hearth_address_get_label (message->from), from_width);
  fputs ("  ", stdout);
  hearth_ctl_print_cut (style, subject, subject_width);
  putchar ('\n');
}

static void
print_table (GPtrArray *messages)
{
  guint width = hearth_ctl_get_width ();
  guint from_width = width < 90 ? 18 : 26;
  guint fixed = ID_WIDTH + 2 + DATE_WIDTH + from_width + 2;
  guint subject_width = G_MAXUINT;
  gint64 now = hearth_clock_now ();

  if (width != G_MAXUINT)
    subject_width = width > fixed + MIN_SUBJECT_WIDTH ? width - fixed : MIN_SUBJECT_WIDTH;
  for (guint i = 0; i < messages->len; i++)
    print_row (g_ptr_array_index (messages, i), now, from_width, subject_width);
}

/**
 * hearth_ctl_print_messages:
 * @ctl: what is meant
 * @messages: (element-type HearthMessage): a list
 *
 * Prints a list of messages.
 *
 * Returns: how to end
 */
HearthCtlExit
hearth_ctl_print_messages (HearthCtl *ctl, GPtrArray *messages)
{
  if (ctl->json) {
    HearthCtlJson json;

    hearth_ctl_json_init (&json);
    hearth_ctl_json_open (&json, NULL, '[');
    for (guint i = 0; i < messages->len; i++) {
      hearth_ctl_json_open (&json, NULL, '{');
      hearth_ctl_json_message (&json, g_ptr_array_index (messages, i));
      hearth_ctl_json_close (&json, '}');
    }
    hearth_ctl_json_close (&json, ']');
    hearth_ctl_json_print (&json);
  } else {
    print_table (messages);
  }
  if (messages->len > 0)
    return HEARTH_CTL_DONE;
  if (!ctl->json)
    fprintf (stderr, "%s\n", _("Nothing found."));
  return HEARTH_CTL_NOTHING;
}

/**
 * hearth_ctl_print_action:
 * @ctl: what is meant
 * @action: what was done, for “hearthctl undo”; 0 if nothing had to be done
 *
 * Says that something was done to mail, and how to take it back.
 *
 * Returns: %HEARTH_CTL_DONE
 */
HearthCtlExit
hearth_ctl_print_action (HearthCtl *ctl, gint64 action)
{
  HearthCtlJson json;

  if (ctl->json) {
    hearth_ctl_json_init (&json);
    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_number (&json, "action", action);
    hearth_ctl_json_close (&json, '}');
    hearth_ctl_json_print (&json);
  } else if (action == 0) {
    puts (_("Nothing had to be done."));
  } else {
    printf (_("Done. “hearthctl undo %lld” takes it back.\n"), (long long) action);
  }
  return HEARTH_CTL_DONE;
}
