/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ask.h"

#include <glib/gi18n.h>

#include "hearth-store-findings.h"

/* Parcels, flights and invoices, as they were found in mail. Mail is anyone's word: each answer
 * shows the mail that it rests on. */

#define DAY 86400
/* A parcel without a day that was announced longer ago is not on its way any more. */
#define PARCEL_DAYS 21
#define INVOICE_DAYS 90
#define MAX_SAID 6

static GPtrArray *
list (HearthAsk *ask, HearthFindingKind kind, gint64 days)
{
  HearthFindingFilter filter = { .kinds = HEARTH_FINDING_BIT (kind),
                                 .since = ask->now - days * DAY,
                                 .limit = 200 };
  GPtrArray *found = hearth_store_findings_list (ask->db, &filter, NULL);

  return found != NULL ? found
                       : g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_finding_free);
}

/* Whether a newer mail tells of the same parcel, flight or invoice: the newest says how it stands.
 */
static gboolean
is_told_anew (GPtrArray *found, guint i)
{
  const HearthFinding *finding = g_ptr_array_index (found, i);

  for (guint k = 0; k < i && finding->value != NULL; k++) {
    const HearthFinding *newer = g_ptr_array_index (found, k);

    if (finding->kind == HEARTH_FINDING_INVOICE ? g_strcmp0 (newer->text, finding->text) == 0
                                                : g_strcmp0 (newer->value, finding->value) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
show (HearthAsk *ask, const HearthFinding *finding)
{
  g_autoptr (HearthMessage) message =
      hearth_store_messages_get (ask->db, finding->message_id, NULL);

  if (message == NULL)
    return;
  hearth_reply_add_message (ask->reply, message);
  hearth_focus_set (ask->focus, HEARTH_FOCUS_MESSAGES);
  hearth_focus_add (ask->focus, message->id, 0);
}

static char *
say_due (HearthAsk *ask, const HearthFinding *finding)
{
  return finding->due_is_date ? hearth_say_day (finding->due, ask->now)
                              : hearth_say_when (finding->due, ask->now);
}

static void
say_parcel (HearthAsk *ask, const HearthFinding *finding)
{
  g_autoptr (GString) line = g_string_new (finding->text);

  if (finding->due != 0 && finding->state == HEARTH_FINDING_OPEN) {
    g_autofree char *when = say_due (ask, finding);

    g_string_append (line, ": ");
    /* Translators: a parcel; %s is a day. */
    g_string_append_printf (line, _("expected %s"), when);
  }
  if (finding->value != NULL) {
    g_string_append (line, ", ");
    g_string_append_printf (line, _("number %s"), finding->value);
  }
  hearth_reply_add_item (ask->reply, line->str);
}

/**
 * hearth_answer_parcels:
 * @ask: a question for parcels that are on their way
 */
void
hearth_answer_parcels (HearthAsk *ask)
{
  g_autoptr (GPtrArray) found = list (ask, HEARTH_FINDING_DELIVERY, PARCEL_DAYS);
  const HearthFinding *said[MAX_SAID];
  guint n = 0;

  for (guint i = 0; i < found->len && n < MAX_SAID; i++) {
    const HearthFinding *finding = g_ptr_array_index (found, i);

    if (finding->state != HEARTH_FINDING_OPEN || is_told_anew (found, i) ||
        (finding->due != 0 && finding->due < ask->now - 2 * DAY))
      continue;
    said[n++] = finding;
  }
  /* What came last is an answer too. */
  for (guint i = 0; i < found->len && n == 0; i++) {
    const HearthFinding *finding = g_ptr_array_index (found, i);

    if (finding->state == HEARTH_FINDING_SETTLED)
      said[n++] = finding;
  }
  if (n == 0) {
    hearth_reply_add (ask->reply, _("No mail says that a parcel is on its way."));
    return;
  }
  hearth_reply_add (ask->reply,
                    said[0]->state == HEARTH_FINDING_SETTLED
                        ? _("Nothing is on its way. The last one:")
                        : ngettext ("This is on its way:", "These are on their way:", n));
  for (guint i = 0; i < n; i++) {
    say_parcel (ask, said[i]);
    show (ask, said[i]);
  }
}

/* Perhaps it is in the calendar, or a mail says so in prose. */
static void
answer_flight_elsewhere (HearthAsk *ask)
{
  g_autoptr (HearthOccurrence) event = hearth_lookup_event (ask, "flight");

  if (event != NULL) {
    g_autofree char *when = hearth_say_span (event, ask->now, TRUE);

    hearth_reply_addf (ask->reply, _("%s is in your calendar, %s."), event->event->summary, when);
    hearth_reply_add_event (ask->reply, event);
    hearth_focus_set (ask->focus, HEARTH_FOCUS_EVENTS);
    hearth_focus_add (ask->focus, event->event->id, event->span.start);
  } else if (!hearth_answer_from_mail (ask, "flight", FALSE, TRUE)) {
    hearth_reply_add (ask->reply, _("I find no flight, in your mail or in your calendar."));
  }
}

/**
 * hearth_answer_flights:
 * @ask: a question for the next flight
 */
void
hearth_answer_flights (HearthAsk *ask)
{
  g_autoptr (GPtrArray) found = list (ask, HEARTH_FINDING_FLIGHT, 365);
  const HearthFinding *next = NULL;
  g_autofree char *when = NULL;

  for (guint i = 0; i < found->len; i++) {
    const HearthFinding *finding = g_ptr_array_index (found, i);

    if (finding->state <= HEARTH_FINDING_SETTLED && !is_told_anew (found, i) &&
        finding->due + (finding->due_is_date ? DAY : 0) > ask->now &&
        (next == NULL || finding->due < next->due))
      next = finding;
  }
  if (next == NULL) {
    answer_flight_elsewhere (ask);
    return;
  }
  when = say_due (ask, next);
  hearth_reply_addf (ask->reply, _("%s leaves %s."), next->text, when);
  if (next->until > next->due) {
    g_autofree char *lands = hearth_say_when (next->until, ask->now);

    hearth_reply_addf (ask->reply, _("It lands %s by your clock."), lands);
  }
  show (ask, next);
}

static int
compare_due_cb (gconstpointer a, gconstpointer b)
{
  const HearthFinding *x = *(const HearthFinding *const *) a;
  const HearthFinding *y = *(const HearthFinding *const *) b;
  gint64 first = x->due != 0 ? x->due : G_MAXINT64;
  gint64 second = y->due != 0 ? y->due : G_MAXINT64;

  return first < second ? -1 : first > second;
}

/**
 * hearth_answer_invoices:
 * @ask: a question for invoices that are to be paid
 */
void
hearth_answer_invoices (HearthAsk *ask)
{
  g_autoptr (GPtrArray) found = list (ask, HEARTH_FINDING_INVOICE, INVOICE_DAYS);
  g_autoptr (GPtrArray) open = g_ptr_array_new ();

  for (guint i = 0; i < found->len; i++) {
    HearthFinding *finding = g_ptr_array_index (found, i);

    /* What was due a month ago was paid, or is reminded of by another mail. */
    if (finding->state == HEARTH_FINDING_OPEN && !is_told_anew (found, i) &&
        (finding->due == 0 || finding->due > ask->now - 30 * DAY))
      g_ptr_array_add (open, finding);
  }
  if (open->len == 0) {
    hearth_reply_add (ask->reply, _("No mail asks for a payment that is open."));
    return;
  }
  g_ptr_array_sort (open, compare_due_cb);
  hearth_reply_add (ask->reply,
                    ngettext ("One invoice is open, as far as your mail says:",
                              "These invoices are open, as far as your mail says:", open->len));
  for (guint i = 0; i < MIN (open->len, MAX_SAID); i++) {
    const HearthFinding *finding = g_ptr_array_index (open, i);
    g_autofree char *when = finding->due != 0 ? say_due (ask, finding) : NULL;
    g_autofree char *line =
        when != NULL ? g_strdup_printf (_("%s: %s, due %s"), finding->text, finding->value, when)
                     : g_strdup_printf ("%s: %s", finding->text, finding->value);

    hearth_reply_add_item (ask->reply, line);
    show (ask, finding);
  }
}

/**
 * hearth_answer_fresh_code:
 * @ask: a question for a code
 *
 * Answers with the code that came last, if its time is not over.
 *
 * Returns: whether there is one
 */
gboolean
hearth_answer_fresh_code (HearthAsk *ask)
{
  g_autoptr (GPtrArray) found = list (ask, HEARTH_FINDING_CODE, 1);

  for (guint i = 0; i < found->len; i++) {
    const HearthFinding *finding = g_ptr_array_index (found, i);

    if (finding->value == NULL || finding->state >= HEARTH_FINDING_DONE)
      continue;
    hearth_reply_addf (ask->reply, _("%s: %s"), finding->text, finding->value);
    show (ask, finding);
    return TRUE;
  }
  return FALSE;
}
