/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ask.h"

#include <glib/gi18n.h>

#include "hearth-format.h"
#include "hearth-store-commitments.h"

/* What was asked, promised and awaited in mail. */

#define MAX_LISTED 8
#define DAY ((gint64) 24 * 3600)
/* What is older is history. */
#define MAX_AGE (60 * DAY)

/* "Send Ana the plan · Ana Silva · until: Friday" */
static void
add_one (HearthAsk *ask, const HearthCommitment *one)
{
  const HearthAddress *other = hearth_commitment_get_other (one);
  const HearthFinding *finding = one->finding;
  g_autoptr (GString) line = g_string_new (finding->text);

  if (other != NULL)
    g_string_append_printf (line, " · %s", hearth_address_get_label (other));
  if (finding->due != 0) {
    g_autofree char *due = hearth_format_due (finding->due, finding->due_is_date, ask->now);

    g_string_append_printf (line, " · %s", due);
  } else if (finding->kind == HEARTH_FINDING_REQUEST) {
    g_autofree char *asked = hearth_format_asked (one->message->date, ask->now);

    g_string_append_printf (line, " · %s", asked);
  }
  hearth_reply_add_item (ask->reply, line->str);
  hearth_reply_add_message (ask->reply, one->message);
}

static void
list (HearthAsk *ask, GPtrArray *all)
{
  for (guint i = 0; i < all->len && i < MAX_LISTED; i++)
    add_one (ask, g_ptr_array_index (all, i));
}

/**
 * hearth_answer_owed:
 * @ask: a question for what the owner was asked to do and has promised
 */
void
hearth_answer_owed (HearthAsk *ask)
{
  g_autoptr (GPtrArray) all =
      hearth_store_commitments_list (ask->db, HEARTH_FINDINGS_TO_DO, ask->now - MAX_AGE,
                                     HEARTH_DETAIL_ENVELOPE, 100, NULL);

  if (all == NULL || all->len == 0) {
    hearth_reply_add (ask->reply, _("I find nothing in your mail that you still owe somebody."));
    return;
  }
  hearth_reply_addf (ask->reply,
                     ngettext ("One thing is still open, as far as your mail says.",
                               "%d things are still open, as far as your mail says.", all->len),
                     all->len);
  list (ask, all);
}

/**
 * hearth_answer_promised:
 * @ask: a question for what the owner has promised
 */
void
hearth_answer_promised (HearthAsk *ask)
{
  g_autoptr (GPtrArray) all =
      hearth_store_commitments_list (ask->db, HEARTH_FINDING_BIT (HEARTH_FINDING_PROMISE),
                                     ask->now - MAX_AGE, HEARTH_DETAIL_ENVELOPE, 100, NULL);

  if (all == NULL || all->len == 0) {
    hearth_reply_add (ask->reply, _("I find no promise of yours that is still open."));
    return;
  }
  hearth_reply_addf (ask->reply,
                     ngettext ("You promised one thing that is still open.",
                               "You promised %d things that are still open.", all->len),
                     all->len);
  list (ask, all);
}

/**
 * hearth_answer_awaited:
 * @ask: a question for what the owner waits for
 */
void
hearth_answer_awaited (HearthAsk *ask)
{
  g_autoptr (GPtrArray) all =
      hearth_store_commitments_list_waiting (ask->db, ask->now - MAX_AGE, HEARTH_DETAIL_ENVELOPE,
                                             100, NULL);

  if (all == NULL || all->len == 0) {
    hearth_reply_add (ask->reply, _("You wait for nobody’s answer."));
    return;
  }
  hearth_reply_addf (ask->reply,
                     ngettext ("You wait for one answer.", "You wait for %d answers.", all->len),
                     all->len);
  list (ask, all);
}
