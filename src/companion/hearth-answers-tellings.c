/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ask.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-format.h"
#include "hearth-store-tellings.h"
#include "hearth-text.h"

/* Why the owner was told of a mail by itself, or was not. */

/* So many notifications are looked through for what is meant. */
#define MAX_TELLINGS 100

/* How many of the words stand in what a mail names. */
static guint
count_words (const HearthMessage *message, GPtrArray *words)
{
  g_autofree char *text =
      g_strdup_printf ("%s %s %s", message->from != NULL ? message->from->name : "",
                       message->from != NULL ? message->from->address : "", message->subject);
  g_autofree char *folded = hearth_text_fold (text);
  guint n = 0;

  for (guint i = 0; i < words->len; i++)
    n += strstr (folded, g_ptr_array_index (words, i)) != NULL ? 1 : 0;
  return n;
}

/* The newest notification of mail that is spoken of so. */
static HearthTelling *
find_told (HearthAsk *ask, const char *topic, HearthMessage **message)
{
  HearthTellingFilter filter = { .told = TRUE, .limit = MAX_TELLINGS };
  g_autoptr (GPtrArray) tellings = hearth_store_tellings_list (ask->db, &filter, NULL);
  g_autoptr (GPtrArray) words = topic != NULL ? hearth_lookup_words (ask, topic) : NULL;
  guint best = 0, best_index = 0;

  for (guint i = 0; tellings != NULL && i < tellings->len; i++) {
    const HearthTelling *telling = g_ptr_array_index (tellings, i);
    g_autoptr (HearthMessage) candidate =
        hearth_store_messages_get (ask->db, telling->message_id, NULL);
    guint n;

    if (candidate == NULL)
      continue;
    n = words != NULL ? count_words (candidate, words) : 1;
    if (n <= best)
      continue;
    best = n;
    best_index = i;
    g_clear_pointer (message, hearth_message_unref);
    *message = g_steal_pointer (&candidate);
  }
  return best > 0 ? g_ptr_array_steal_index (tellings, best_index) : NULL;
}

static void
add_outcome (HearthAsk *ask, const HearthTelling *telling)
{
  switch (telling->outcome) {
  case HEARTH_TELLING_OPENED:
    hearth_reply_add (ask->reply, _("You opened it within the hour."));
    break;
  case HEARTH_TELLING_DONE:
    hearth_reply_add (ask->reply, _("You dealt with it at once."));
    break;
  case HEARTH_TELLING_LATER:
    hearth_reply_add (ask->reply, _("You put it off."));
    break;
  case HEARTH_TELLING_DISMISSED:
    hearth_reply_add (ask->reply, _("You closed the notification; the next one of its kind has "
                                     "to matter a little more."));
    break;
  case HEARTH_TELLING_UNKNOWN:
  default:
    break;
  }
}

static void
show_telling (HearthAsk *ask, const HearthTelling *telling, const HearthMessage *message)
{
  g_autofree char *when = hearth_format_day_short (telling->at, ask->now);

  /* Translators: who wrote, the subject, a time, then why: "asks for a number by Friday" */
  hearth_reply_addf (ask->reply, _("I told you of %s’s mail “%s” (%s) because of this: %s."),
                     hearth_address_get_label (message->from), message->subject, when,
                     telling->reason);
  add_outcome (ask, telling);
  hearth_reply_add_message (ask->reply, message);
  hearth_focus_set (ask->focus, HEARTH_FOCUS_MESSAGES);
  hearth_focus_add (ask->focus, message->id, 0);
}

/* What was not told: it waits, or it did not matter enough. */
static void
show_untold (HearthAsk *ask, const HearthMessage *message)
{
  g_autoptr (HearthTelling) telling = hearth_store_tellings_get_last (ask->db, message->id, NULL);
  g_autofree char *at =
      telling != NULL && telling->held != 0 ? hearth_format_time (telling->held) : NULL;

  if (at != NULL)
    hearth_reply_addf (ask->reply,
                       _("I have not told you of %s’s mail “%s” yet. It comes at %s at "
                          "the earliest: %s."),
                       hearth_address_get_label (message->from), message->subject, at,
                       telling->reason);
  else if (message->reason != NULL)
    hearth_reply_addf (ask->reply, _("I did not tell you of %s’s mail “%s”: %s (%d of 100)."),
                       hearth_address_get_label (message->from), message->subject, message->reason,
                       message->priority);
  else
    hearth_reply_addf (ask->reply, _("I did not tell you of %s’s mail “%s”."),
                       hearth_address_get_label (message->from), message->subject);
  hearth_reply_add_message (ask->reply, message);
  hearth_focus_set (ask->focus, HEARTH_FOCUS_MESSAGES);
  hearth_focus_add (ask->focus, message->id, 0);
}

static gboolean
was_told (const HearthTelling *telling)
{
  return telling != NULL && telling->held == 0 && telling->level >= HEARTH_INTERRUPT_NOTIFY;
}

/* Mail that is meant and of which nothing was said. */
static HearthMessage *
find_untold (HearthAsk *ask, const char *topic)
{
  HearthMailQuery query = { .person = topic, .limit = 1 };
  g_autoptr (GPtrArray) found = hearth_lookup_mail (ask, &query, HEARTH_DETAIL_ENVELOPE);

  if (found->len == 0) {
    g_ptr_array_unref (found);
    query = (HearthMailQuery){ .topic = topic, .limit = 1 };
    found = hearth_lookup_mail (ask, &query, HEARTH_DETAIL_ENVELOPE);
  }
  return found->len > 0 ? hearth_message_ref (g_ptr_array_index (found, 0)) : NULL;
}

/**
 * hearth_answer_told:
 * @ask: a question why something was told, or was not
 */
void
hearth_answer_told (HearthAsk *ask)
{
  const char *topic = hearth_task_get_slot (ask->task, "topic");
  gboolean untold = hearth_task_is (ask->task, "want", "untold");
  g_autoptr (HearthTelling) telling = NULL;
  g_autoptr (HearthMessage) message = NULL;

  if (topic != NULL && hearth_lookup_is_pronoun (ask, topic))
    topic = NULL;
  /* "it" is what was just spoken of. */
  if (topic == NULL && hearth_task_is (ask->task, "which", "it"))
    message = hearth_lookup_focus_mail (ask);
  if (message != NULL)
    telling = hearth_store_tellings_get_last (ask->db, message->id, NULL);
  else if (!untold)
    telling = find_told (ask, topic, &message);
  if (message == NULL && topic != NULL)
    message = find_untold (ask, topic);
  if (message == NULL)
    hearth_reply_add (ask->reply, topic != NULL ? _("I find no mail about that.")
                                                : _("I have not told you of any mail yet."));
  else if (was_told (telling))
    show_telling (ask, telling, message);
  else
    show_untold (ask, message);
}
