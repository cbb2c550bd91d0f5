/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-tools-private.h"

#include <string.h>

#include "hearth-clock.h"
#include "hearth-provenance.h"
#include "hearth-store-book.h"
#include "hearth-store-commitments.h"
#include "hearth-store-findings.h"
#include "hearth-store-messages.h"
#include "hearth-store-people.h"
#include "hearth-store-records.h"

/* People, facts, promises and reminders, as a service may read them. */

#define DAY ((gint64) 86400)
#define MAX_PEOPLE 10
#define MAX_LISTED 30
/* What is older is history. */
#define MAX_AGE (60 * DAY)
/* Codes are not among them: what is typed to sign in is for the owner's eyes. */
#define FACTS                                                                                      \
  (HEARTH_FINDING_BIT (HEARTH_FINDING_DELIVERY) | HEARTH_FINDING_BIT (HEARTH_FINDING_FLIGHT) |     \
   HEARTH_FINDING_BIT (HEARTH_FINDING_BOOKING) | HEARTH_FINDING_BIT (HEARTH_FINDING_INVOICE) |     \
   HEARTH_FINDING_BIT (HEARTH_FINDING_PROPOSAL))

/**
 * hearth_tool_find_people:
 * @run: a call
 *
 * A name in a mail is its writer's choice, also where the address is known; so the result is
 * external unless all of them are known and called as in an address book.
 *
 * Returns: (transfer full): the result
 */
char *
hearth_tool_find_people (HearthToolRun *run)
{
  HearthDatabase *db = hearth_engine_get_reader (run->context->engine);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found =
      hearth_store_people_find (db, hearth_tool_get_string (run, "name"), MAX_PEOPLE, &error);

  if (found == NULL)
    return hearth_tool_fail (error->message);
  hearth_tool_begin (run, "people");
  for (guint i = 0; i < found->len && hearth_tool_has_room (run); i++) {
    const HearthAddress *who = g_ptr_array_index (found, i);
    HearthSenderHistory history = { 0 };
    gboolean known = hearth_provenance_find_address (db, who->address) != HEARTH_ORIGIN_NONE;

    (void) hearth_store_people_get_history (db, who->address, &history, NULL);
    json_builder_begin_object (run->builder);
    hearth_tool_add_string (run, "name", who->name);
    hearth_tool_add_string (run, "address", who->address);
    hearth_tool_add_flag (run, "known", known);
    hearth_tool_add_id (run, "mails_from", history.n_received);
    hearth_tool_add_id (run, "mails_to", history.n_sent);
    json_builder_end_object (run->builder);
    hearth_tool_note (run, known && (*who->name == '\0' ||
                                     hearth_store_book_calls (db, who->address, who->name))
                               ? HEARTH_LABEL_KNOWN
                               : HEARTH_LABEL_EXTERNAL);
  }
  return hearth_tool_end (run);
}

static void
add_finding (HearthToolRun *run, const HearthFinding *finding, const HearthMessage *message)
{
  json_builder_begin_object (run->builder);
  hearth_tool_add_string (run, "kind", hearth_finding_kind_to_string (finding->kind));
  hearth_tool_add_id (run, "message", finding->message_id);
  if (message != NULL)
    hearth_tool_add_person (run, "from", message->from);
  hearth_tool_add_string (run, "what", finding->text);
  hearth_tool_add_string (run, "value", finding->value);
  hearth_tool_add_string (run, "place", finding->place);
  if (finding->due != 0)
    hearth_tool_add_time (run, "when", finding->due, finding->due_is_date);
  if (finding->until != 0)
    hearth_tool_add_time (run, "until", finding->until, FALSE);
  json_builder_end_object (run->builder);
}

/**
 * hearth_tool_list_facts:
 * @run: a call
 *
 * Returns: (transfer full): the result
 */
char *
hearth_tool_list_facts (HearthToolRun *run)
{
  HearthDatabase *db = hearth_engine_get_reader (run->context->engine);
  HearthFindingFilter filter = { .kinds = FACTS,
                                 .since = hearth_clock_now () - MAX_AGE,
                                 .open = TRUE,
                                 .kept = TRUE,
                                 .limit = MAX_LISTED };
  HearthFindingKind kind;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  if (hearth_finding_kind_from_string (hearth_tool_get_string (run, "kind"), &kind))
    filter.kinds &= HEARTH_FINDING_BIT (kind);
  if (filter.kinds != 0)
    found = hearth_store_findings_list (db, &filter, &error);
  if (found == NULL)
    return hearth_tool_fail (error != NULL ? error->message : "There is no such kind.");
  hearth_tool_begin (run, "facts");
  for (guint i = 0; i < found->len && hearth_tool_has_room (run); i++) {
    const HearthFinding *finding = g_ptr_array_index (found, i);
    g_autoptr (HearthMessage) message = hearth_store_messages_get (db, finding->message_id, NULL);

    add_finding (run, finding, message);
    if (message != NULL)
      hearth_tool_show_message (run, message, FALSE);
    hearth_tool_note (run, HEARTH_LABEL_EXTERNAL);
  }
  return hearth_tool_end (run);
}

static void
add_commitments (HearthToolRun *run, GPtrArray *all, const char *state)
{
  for (guint i = 0; all != NULL && i < all->len && hearth_tool_has_room (run); i++) {
    const HearthCommitment *one = g_ptr_array_index (all, i);
    const HearthFinding *finding = one->finding;

    json_builder_begin_object (run->builder);
    hearth_tool_add_string (run, "state", state);
    hearth_tool_add_id (run, "message", one->message->id);
    hearth_tool_add_person (run, "with", hearth_commitment_get_other (one));
    hearth_tool_add_string (run, "subject", one->message->subject);
    hearth_tool_add_time (run, "written", one->message->date, FALSE);
    if (finding != NULL) {
      hearth_tool_add_string (run, "kind", hearth_finding_kind_to_string (finding->kind));
      hearth_tool_add_string (run, "what", finding->text);
      if (finding->due != 0)
        hearth_tool_add_time (run, "due", finding->due, finding->due_is_date);
    }
    json_builder_end_object (run->builder);
    hearth_tool_show_message (run, one->message, FALSE);
  }
}

/**
 * hearth_tool_list_promises:
 * @run: a call
 *
 * Returns: (transfer full): the result
 */
char *
hearth_tool_list_promises (HearthToolRun *run)
{
  HearthDatabase *db = hearth_engine_get_reader (run->context->engine);
  gint64 since = hearth_clock_now () - MAX_AGE;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) open =
      hearth_store_commitments_list (db, HEARTH_FINDINGS_TO_DO, since, HEARTH_DETAIL_ENVELOPE,
                                     MAX_LISTED, &error);
  g_autoptr (GPtrArray) waiting = NULL;

  if (open == NULL)
    return hearth_tool_fail (error->message);
  waiting =
      hearth_store_commitments_list_waiting (db, since, HEARTH_DETAIL_ENVELOPE, MAX_LISTED, NULL);
  hearth_tool_begin (run, "promises");
  add_commitments (run, open, "the owner has to act");
  add_commitments (run, waiting, "the owner waits");
  return hearth_tool_end (run);
}

/**
 * hearth_tool_list_reminders:
 * @run: a call
 *
 * What the owner set in their own words is theirs; the others carry the words of events and mails.
 *
 * Returns: (transfer full): the result
 */
char *
hearth_tool_list_reminders (HearthToolRun *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found =
      hearth_store_reminders_list_waiting (hearth_engine_get_reader (run->context->engine),
                                           MAX_LISTED, &error);

  if (found == NULL)
    return hearth_tool_fail (error->message);
  hearth_tool_begin (run, "reminders");
  for (guint i = 0; i < found->len && hearth_tool_has_room (run); i++) {
    const HearthReminder *reminder = g_ptr_array_index (found, i);

    json_builder_begin_object (run->builder);
    hearth_tool_add_string (run, "text", reminder->text);
    hearth_tool_add_time (run, "when", reminder->due, FALSE);
    json_builder_end_object (run->builder);
    hearth_tool_note (run, reminder->kind == HEARTH_REMINDER_OWN
                               ? hearth_label_join (HEARTH_LABEL_KNOWN, reminder->label)
                               : HEARTH_LABEL_EXTERNAL);
  }
  return hearth_tool_end (run);
}
