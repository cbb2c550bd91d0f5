/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-daemon.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-language.h"
#include "hearth-store-messages.h"
#include "hearth-summary.h"

#define PAGE 500
#define CLASS_WIDTH 16
#define PRIORITY_WIDTH 4

static gint64 limit;
static gint64 least;
static gboolean unread;

static const HearthCtlOption options[] = {
  { "--unread", HEARTH_CTL_OPTION_FLAG, &unread, N_("Only mail that you have not read") },
  { "--limit", HEARTH_CTL_OPTION_NUMBER, &limit,
    N_("At most so many; if not said 50, with --json all") },
  { "--priority", HEARTH_CTL_OPTION_NUMBER, &least, N_("Only from this priority on, 0 to 100") },
  { NULL },
};

static const struct {
  HearthMessageMarks mark;
  const char *name;
} marks[] = {
  { HEARTH_MARK_SPAM, "spam" },
  { HEARTH_MARK_PHISHING, "phishing" },
  { HEARTH_MARK_BULK, "bulk" },
  { HEARTH_MARK_LIST, "list" },
  { HEARTH_MARK_AUTO, "automatic" },
  { HEARTH_MARK_BOUNCE, "bounce" },
  { HEARTH_MARK_CALENDAR, "calendar" },
  { HEARTH_MARK_ENCRYPTED, "encrypted" },
  { HEARTH_MARK_SIGNED, "signed" },
  { HEARTH_MARK_HIDDEN_TEXT, "hidden-text" },
  { HEARTH_MARK_REPLY_TO_DIFFERS, "reply-to-differs" },
  { HEARTH_MARK_LINK_MISMATCH, "link-mismatch" },
  { HEARTH_MARK_AUTH_FAILED, "not-authentic" },
};

static void
print_json (const HearthMessage *message)
{
  g_autofree char *summary = hearth_summary_of_message (message);
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_number (&json, "id", message->id);
  hearth_ctl_json_string (&json, "message_id", message->message_id);
  hearth_ctl_json_string (&json, "class", message->klass);
  hearth_ctl_json_number (&json, "priority", message->priority);
  hearth_ctl_json_open (&json, "marks", '[');
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
    if ((message->marks & marks[i].mark) != 0)
      hearth_ctl_json_string (&json, NULL, marks[i].name);
  }
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_string (&json, "reason", message->reason);
  hearth_ctl_json_string (&json, "summary", summary);
  hearth_ctl_json_string (&json, "language",
                          message->language != NULL ? message->language
                                                    : hearth_language_of_message (message));
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static void
print_row (const HearthMessage *message)
{
  gboolean pressing = message->priority >= 60;
  g_autofree char *priority = g_strdup_printf ("%d", message->priority);

  hearth_ctl_print_cell (pressing ? HEARTH_CTL_BOLD : HEARTH_CTL_DIM, priority, PRIORITY_WIDTH);
  hearth_ctl_print_cell (HEARTH_CTL_PLAIN, message->klass, CLASS_WIDTH);
  hearth_ctl_print_cell (HEARTH_CTL_PLAIN, hearth_address_get_label (message->from), 22);
  fputs ("  ", stdout);
  hearth_ctl_print_cut (pressing ? HEARTH_CTL_BOLD : HEARTH_CTL_PLAIN, message->subject, 44);
  fputs (" · ", stdout);
  hearth_ctl_print_cut (HEARTH_CTL_DIM, message->reason, 60);
  putchar ('\n');
}

/* Returns how many of a page were printed. */
static guint
print_page (HearthCtl *ctl, GPtrArray *page, guint room)
{
  guint n = 0;

  for (guint i = 0; i < page->len && n < room; i++) {
    const HearthMessage *message = g_ptr_array_index (page, i);

    if (message->klass == NULL || message->priority < least)
      continue;
    if (ctl->json)
      print_json (message);
    else
      print_row (message);
    n++;
  }
  return n;
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  static const char *const judge[] = { "judge", NULL };
  /* hearthd judges by itself; without it, it is done now. */
  HearthCtlExit code = ctl->standalone ? hearth_ctl_run_engine (ctl, judge) : HEARTH_CTL_DONE;
  g_autoptr (HearthDatabase) db =
      code == HEARTH_CTL_DONE ? hearth_ctl_open_store (ctl, &code) : NULL;
  g_autoptr (GError) error = NULL;
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  guint room = limit > 0 ? (guint) MIN (limit, G_MAXINT32) : ctl->json ? G_MAXUINT : 50;

  if (db == NULL)
    return code;
  filter.incoming = TRUE;
  filter.without_flags = unread ? HEARTH_MESSAGE_SEEN : 0;
  filter.limit = PAGE;
  while (room > 0) {
    g_autoptr (GPtrArray) page =
        hearth_store_messages_list (db, &filter, HEARTH_DETAIL_FULL, &error);

    if (page == NULL)
      return hearth_ctl_fail (error);
    room -= print_page (ctl, page, room);
    if (page->len < PAGE)
      break;
    filter.below_id = ((HearthMessage *) g_ptr_array_index (page, page->len - 1))->id;
  }
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_mail_triage = {
  .name = "mail triage",
  .usage = "[--unread] [--priority N] [--limit N]",
  .summary = N_("Say of mail what it is, and why; with --json one object a line"),
  .options = options,
  .run = run,
};
