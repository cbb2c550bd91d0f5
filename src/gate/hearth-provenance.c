/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-provenance.h"

#include <string.h>

#include "hearth-written-mail.h"
#include "hearth-recipients.h"
#include "hearth-store-book.h"
#include "hearth-store-messages.h"
#include "hearth-store-provenance.h"
#include "hearth-text.h"

/* Where things come from, told by where they lie and never by what they say of themselves. What
 * cannot be looked up counts as external. */

/* Of the events with a guest, the newest are looked at. */
#define MAX_EVENTS 50
#define MAX_PEOPLE 50

static const char *const names[] = { "owner", "own", "book", "sent", "event", "sender", "" };

/**
 * hearth_origin_to_string:
 * @origin: where an address comes from
 *
 * Returns: its name in cards
 */
const char *
hearth_origin_to_string (HearthOrigin origin)
{
  g_return_val_if_fail ((guint) origin < G_N_ELEMENTS (names), "");

  return names[origin];
}

static gboolean
is_owner (HearthDatabase *db, const char *address)
{
  g_autoptr (GPtrArray) owners = hearth_store_people_list_owner (db, NULL);

  for (guint i = 0; owners != NULL && i < owners->len; i++) {
    if (hearth_addr_spec_equal (g_ptr_array_index (owners, i), address))
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_provenance_is_own_event:
 * @db: a database
 * @event: an event
 *
 * Returns: whether it is certainly the owner's own: in a calendar that the owner writes into, with
 *   the owner as organiser if it has guests, and its UID never came by mail, since an organiser can
 *   be forged
 */
gboolean
hearth_provenance_is_own_event (HearthDatabase *db, const HearthEvent *event)
{
  gboolean own, came;

  if (!hearth_store_provenance_is_own_calendar (db, event->source_id, &own, NULL) || !own ||
      !hearth_store_provenance_came_by_mail (db, event->uid, &came, NULL) || came)
    return FALSE;
  if (event->organizer == NULL)
    return event->attendees->len == 0;
  return is_owner (db, event->organizer->address);
}

/**
 * hearth_provenance_was_written_to:
 * @db: a database
 * @address: an addr-spec
 *
 * Returns: whether mail to it lies in the Sent mailbox
 */
gboolean
hearth_provenance_was_written_to (HearthDatabase *db, const char *address)
{
  g_autofree char *folded = g_ascii_strdown (address, -1);
  HearthSenderHistory history = { 0 };

  return hearth_store_people_get_history (db, folded, &history, NULL) && history.n_sent > 0;
}

static gboolean
is_own_guest (HearthDatabase *db, const char *address)
{
  g_autoptr (GPtrArray) events =
      hearth_store_provenance_list_with_guest (db, address, MAX_EVENTS, NULL);

  for (guint i = 0; events != NULL && i < events->len; i++) {
    const HearthEvent *event = g_ptr_array_index (events, i);

    if (event->organizer == NULL || !hearth_provenance_is_own_event (db, event))
      continue;
    for (guint k = 0; k < event->attendees->len; k++) {
      const HearthAttendee *attendee = g_ptr_array_index (event->attendees, k);

      if (hearth_addr_spec_equal (attendee->who->address, address))
        return TRUE;
    }
  }
  return FALSE;
}

/**
 * hearth_provenance_find_address:
 * @db: a database
 * @address: an addr-spec
 *
 * Returns: why it is known, or %HEARTH_ORIGIN_NONE
 */
HearthOrigin
hearth_provenance_find_address (HearthDatabase *db, const char *address)
{
  if (is_owner (db, address))
    return HEARTH_ORIGIN_OWN;
  if (hearth_store_book_has (db, address))
    return HEARTH_ORIGIN_BOOK;
  if (hearth_provenance_was_written_to (db, address))
    return HEARTH_ORIGIN_SENT;
  return is_own_guest (db, address) ? HEARTH_ORIGIN_EVENT : HEARTH_ORIGIN_NONE;
}

/**
 * hearth_provenance_label_event:
 * @db: a database
 * @event: an event
 *
 * Returns: the label of what stands in it
 */
HearthLabel
hearth_provenance_label_event (HearthDatabase *db, const HearthEvent *event)
{
  return hearth_provenance_is_own_event (db, event) ? HEARTH_LABEL_KNOWN : HEARTH_LABEL_EXTERNAL;
}

/**
 * hearth_provenance_label_message:
 * @db: a database
 * @message: a message
 *
 * Mail that the owner sent is known, by the mailbox that it lies in. What answers or forwards
 * something, or quotes, may carry other people's words, and no program can tell which they are; so
 * may what a service wrote that had read such.
 *
 * Returns: the label of what stands in it
 */
HearthLabel
hearth_provenance_label_message (HearthDatabase *db, const HearthMessage *message)
{
  HearthMailboxRole role;
  HearthLabel label;

  if (!hearth_store_provenance_get_role (db, message->id, &role, NULL) ||
      role != HEARTH_MAILBOX_SENT || hearth_written_mail_may_quote (message) ||
      !hearth_store_provenance_get_sent (db, message->message_id, &label, NULL))
    return HEARTH_LABEL_EXTERNAL;
  return label;
}

/* Whether each word of a name is a word of who is called so. */
static gboolean
is_called (const HearthAddress *who, const char *name)
{
  g_autofree char *all = g_strconcat (who->name, " ", who->address, NULL);
  g_autofree char *folded = hearth_text_fold (all);
  g_autofree char *wanted = hearth_text_fold (name);
  g_auto (GStrv) have = g_strsplit_set (folded, " .,-_@+\"'()", -1);
  g_auto (GStrv) want = g_strsplit_set (wanted, " .,-_@+\"'()", -1);
  guint n = 0;

  for (guint i = 0; want[i] != NULL; i++) {
    if (want[i][0] == '\0')
      continue;
    n++;
    if (!g_strv_contains ((const char *const *) have, want[i]))
      return FALSE;
  }
  return n > 0;
}

static void
add_known (HearthDatabase *db, GPtrArray *found, GPtrArray *people, const char *name)
{
  for (guint i = 0; people != NULL && i < people->len; i++) {
    const HearthAddress *who = g_ptr_array_index (people, i);

    if (is_called (who, name) && !hearth_recipients_contain (found, who->address) &&
        hearth_provenance_find_address (db, who->address) != HEARTH_ORIGIN_NONE)
      g_ptr_array_add (found, hearth_address_copy (who));
  }
}

/**
 * hearth_provenance_find_people:
 * @db: a database
 * @name: whole words of a name
 *
 * Returns: (transfer full) (element-type HearthAddress): the known people who are called so:
 * whoever gives himself a name in a mail of his is not among them
 */
GPtrArray *
hearth_provenance_find_people (HearthDatabase *db, const char *name)
{
  GPtrArray *found = hearth_recipients_new ();
  g_autoptr (GPtrArray) written = hearth_store_people_find (db, name, MAX_PEOPLE, NULL);
  g_autoptr (GPtrArray) in_books = hearth_store_people_complete (db, name, MAX_PEOPLE, NULL);

  add_known (db, found, written, name);
  add_known (db, found, in_books, name);
  return found;
}
