/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ask.h"

#include <glib/gi18n.h>

#include "hearth-text.h"
#include "hearth-thread-summary.h"

/* What a thread came to, in the words of those who wrote it. */

static HearthMessage *
find_message (HearthAsk *ask)
{
  HearthMailQuery query = { .limit = 1 };
  g_autoptr (GPtrArray) found = NULL;

  query.person = hearth_task_get_slot (ask->task, "person");
  query.topic = hearth_task_get_slot (ask->task, "topic");
  if (query.person == NULL && query.topic == NULL)
    return hearth_lookup_focus_mail (ask);
  found = hearth_lookup_mail (ask, &query, HEARTH_DETAIL_ENVELOPE);
  return found->len > 0 ? hearth_message_ref (g_ptr_array_index (found, 0)) : NULL;
}

static void
say_lines (HearthAsk *ask, HearthThreadSummary *summary)
{
  gint64 sources[8];
  guint n_sources = 0;

  for (guint i = 0; i < summary->lines->len; i++) {
    const HearthSummaryLine *line = g_ptr_array_index (summary->lines, i);
    g_autofree char *who = hearth_text_isolate (line->from);
    g_autofree char *said = hearth_text_isolate (line->text);
    g_autofree char *item = line->kind == HEARTH_SUMMARY_OPEN
                                ? g_strdup_printf (_("%s: %s (open)"), who, said)
                                : g_strdup_printf ("%s: %s", who, said);
    gboolean known = FALSE;

    hearth_reply_add_item (ask->reply, item);
    for (guint k = 0; k < n_sources; k++)
      known = known || sources[k] == line->message_id;
    if (!known && n_sources < G_N_ELEMENTS (sources)) {
      g_autoptr (HearthMessage) message =
          hearth_store_messages_get (ask->db, line->message_id, NULL);

      sources[n_sources++] = line->message_id;
      if (message != NULL)
        hearth_reply_add_message (ask->reply, message);
    }
  }
}

/**
 * hearth_answer_summary:
 * @ask: a question for what a thread came to: that of the mail that is spoken of, or of the newest
 *   one from a person or about a topic
 */
void
hearth_answer_summary (HearthAsk *ask)
{
  g_autoptr (HearthMessage) message = find_message (ask);
  g_autoptr (GPtrArray) thread =
      message != NULL ? hearth_thread_load (ask->db, message->id, NULL) : NULL;
  g_autoptr (HearthThreadSummary) summary =
      thread != NULL ? hearth_thread_summary_new (thread) : NULL;
  g_autofree char *subject = NULL;

  if (summary == NULL) {
    hearth_reply_add (ask->reply, _("I am not sure which mail you mean."));
    hearth_reply_suggest (ask->reply, _("Show me my unread mail"));
    return;
  }
  subject = hearth_text_isolate (message->subject);
  hearth_focus_set (ask->focus, HEARTH_FOCUS_MESSAGES);
  hearth_focus_add (ask->focus, message->id, 0);
  if (summary->lines->len == 0) {
    hearth_reply_addf (ask->reply, _("“%s” has no text that I can sum up."), subject);
    hearth_reply_add_message (ask->reply, message);
    return;
  }
  hearth_reply_addf (ask->reply,
                     g_dngettext (GETTEXT_PACKAGE, "“%s” is %u mail. In its own words:",
                                  "“%s” is %u mails. In their own words:", summary->n_messages),
                     subject, summary->n_messages);
  say_lines (ask, summary);
}
