/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-facts.h"

#include <string.h>

#include "hearth-fact-reader.h"

/**
 * hearth_facts_is_sent_by_machine:
 * @self: a reader
 *
 * Returns: whether a program or a business wrote the mail, by its headers and its address
 */
gboolean
hearth_facts_is_sent_by_machine (const HearthFactReader *self)
{
  static const char *const names[] = {
    "no-reply",     "noreply",  "donotreply",      "do-not-reply",  "notif*",
    "orders",       "order*",   "shipping",        "shipment*",     "service",
    "info",         "support",  "hello",           "team",          "booking*",
    "reserv*",      "tickets",  "versand*",        "kundenservice", "shop*",
    "mail",         "tracking", "delivery",        "billing",       "rechnung*",
    "invoice*",     "buchung*", "termin*",         "praxis*",       "appointments",
    "auto-confirm", "update*",  "nicht-antworten", "paket*",        "store",
    "parcel*",      NULL
  };
  g_autofree char *address = NULL;

  if ((self->message->marks & (HEARTH_MARK_BULK | HEARTH_MARK_AUTO | HEARTH_MARK_LIST)) != 0)
    return TRUE;
  address = g_ascii_strdown (self->message->from != NULL ? self->message->from->address : "", -1);
  address[strcspn (address, "@")] = '\0';
  return hearth_fact_has_word (address, names);
}

static gboolean
is_from_owner (const HearthMessage *message, GPtrArray *owner)
{
  for (guint i = 0; message->from != NULL && i < owner->len; i++) {
    if (g_ascii_strcasecmp (message->from->address, g_ptr_array_index (owner, i)) == 0)
      return TRUE;
  }
  return FALSE;
}

/* An answer and a forwarded mail quote what a machine wrote to somebody else. */
static gboolean
is_talk (const HearthFactReader *self)
{
  static const char *const openers[] = { "re:", "aw:", "fwd:", "fw:", "wg:", NULL };

  for (guint i = 0; openers[i] != NULL; i++) {
    if (g_str_has_prefix (self->subject, openers[i]))
      return !hearth_facts_is_sent_by_machine (self);
  }
  return FALSE;
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const HearthFinding *x = *(const HearthFinding *const *) a;
  const HearthFinding *y = *(const HearthFinding *const *) b;

  if (x->start != y->start)
    return x->start < y->start ? -1 : 1;
  return (int) x->kind - (int) y->kind;
}

/**
 * hearth_facts_find:
 * @message: a message with its text
 * @owner: (element-type utf8): the owner's addr-specs
 * @now: seconds since 1970 UTC; a code whose time is over then is found without its value
 * @findings: (element-type HearthFinding): where to add what is found
 *
 * Finds what a received mail announces: deliveries, flights, bookings, invoices and codes, and the
 * events that it proposes. Junk, mail that deceives and the owner's own announce nothing. Pure.
 */
void
hearth_facts_find (const HearthMessage *message, GPtrArray *owner, gint64 now, GPtrArray *findings)
{
  g_auto (HearthFactReader) reader = { 0 };

  if (message->text == NULL || is_from_owner (message, owner) ||
      (message->marks & (HEARTH_MARK_SPAM | HEARTH_MARK_PHISHING | HEARTH_MARK_BOUNCE)) != 0)
    return;
  hearth_fact_reader_init (&reader, message);
  if (!is_talk (&reader)) {
    hearth_facts_read_code (&reader);
    hearth_facts_read_flights (&reader);
    hearth_facts_read_delivery (&reader);
    hearth_facts_read_invoice (&reader);
    hearth_facts_read_booking (&reader);
  }
  /* What was announced is no proposal. */
  if (reader.findings->len == 0)
    hearth_facts_read_proposals (&reader);
  g_ptr_array_sort (reader.findings, compare_cb);
  for (guint i = 0; i < reader.findings->len; i++) {
    HearthFinding *finding = g_ptr_array_index (reader.findings, i);

    if (finding->kind == HEARTH_FINDING_CODE && finding->until <= now)
      g_clear_pointer (&finding->value, g_free);
    g_ptr_array_add (findings, hearth_finding_copy (finding));
  }
}
