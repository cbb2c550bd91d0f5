/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-fact-reader.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-extract.h"

/* How far before such a verb a date may stand, in bytes. */
#define MAX_BEFORE 120

static const char *const names[] = { "invoice*",
                                     "bill",
                                     "rechnung*",
                                     "statement",
                                     "payment due",
                                     "amount due",
                                     "zahlungserinnerung",
                                     "mahnung",
                                     "payment reminder",
                                     "abrechnung",
                                     "beitrag*",
                                     "abschlag*",
                                     "gebührenbescheid",
                                     "balance due",
                                     "fee notice",
                                     "stromrechnung",
                                     "jahresabrechnung",
                                     "honorarnote",
                                     "honorarrechnung",
                                     "kostennote",
                                     NULL };
/* It was paid: a receipt. */
static const char *const paid[] = { "receipt for your payment",
                                    "payment received",
                                    "we received your payment",
                                    "we have received your payment",
                                    "thank you for your payment",
                                    "has been paid",
                                    "was paid",
                                    "paid in full",
                                    "payment confirmation",
                                    "payment was successful",
                                    "payment successful",
                                    "successfully charged",
                                    "we charged your",
                                    "has been charged",
                                    "zahlung erhalten",
                                    "zahlung ist eingegangen",
                                    "bereits bezahlt",
                                    "wurde bezahlt",
                                    "zahlungseingang",
                                    "dankend erhalten",
                                    "your receipt",
                                    "amount paid",
                                    "refund*",
                                    "erstattung*",
                                    "gutschrift",
                                    NULL };
static const char *const due_words[] = { "payment due date",
                                         "due date",
                                         "payment due",
                                         "due on",
                                         "due by",
                                         "is due",
                                         "due",
                                         "payable by",
                                         "payable until",
                                         "please pay by",
                                         "pay by",
                                         "pay before",
                                         "payment by",
                                         "pay the amount by",
                                         "settle by",
                                         "no later than",
                                         "will be debited on",
                                         "will be collected on",
                                         "debited on",
                                         "on or before",
                                         "fälligkeitsdatum",
                                         "fälligkeit",
                                         "fällig am",
                                         "fällig zum",
                                         "fällig",
                                         "zahlbar bis zum",
                                         "zahlbar bis",
                                         "zahlungsziel",
                                         "bis spätestens",
                                         "spätestens bis",
                                         "spätestens am",
                                         "bis zum",
                                         "abgebucht",
                                         "eingezogen",
                                         "einzug am",
                                         "buchen den betrag",
                                         "überweisen sie",
                                         "by",
                                         NULL };
static const char *const taken_words[] = { "abbuchen",   "abgebucht", "eingezogen", "einziehen",
                                           "fällig",     "debited",   "debit",      "collect",
                                           "collected",  "due",       "zu zahlen",  "zu überweisen",
                                           "überweisen", NULL };
/* Asks for money, or says when it is taken. */
static const char *const demands[] = { "due",
                                       "payable",
                                       "please pay",
                                       "pay by",
                                       "pay online",
                                       "pay within",
                                       "please transfer",
                                       "bank transfer",
                                       "remit",
                                       "settle",
                                       "outstanding",
                                       "direct debit",
                                       "debited",
                                       "fällig",
                                       "zahlbar",
                                       "überweisen",
                                       "überweisung",
                                       "abgebucht",
                                       "abbuchen",
                                       "eingezogen",
                                       "begleichen",
                                       "zahlungsziel",
                                       "lastschrift",
                                       "iban",
                                       "buchen den betrag",
                                       "offenen betrag",
                                       NULL };

/* Which amount is the one to be paid: 0 is none. */
static int
rate_amount (const HearthFactReader *self, const HearthFact *fact)
{
  static const char *const best[] = { "amount due",      "total due",
                                      "balance due",     "to pay",
                                      "zu zahlen",       "zahlbetrag",
                                      "rechnungsbetrag", "amount payable",
                                      "total payable",   "offener betrag",
                                      "outstanding",     "zahlen sie",
                                      "gesamtbetrag",    "endbetrag",
                                      "grand total",     "invoice total",
                                      "total amount",    "gesamtsumme",
                                      "invoice amount",  "please pay",
                                      "transfer",        NULL };
  static const char *const good[] = { "total", "summe",   "gesamt",   "betrag", "amount",
                                      "due",   "invoice", "rechnung", "bill",   "over",
                                      "über",  "for",     "balance",  NULL };
  static const char *const bad[] = { "vat",
                                     "tax",
                                     "mwst",
                                     "ust",
                                     "umsatzsteuer",
                                     "net",
                                     "netto",
                                     "subtotal",
                                     "zwischensumme",
                                     "shipping",
                                     "discount",
                                     "late fee",
                                     "mahngebühr",
                                     "per hour",
                                     "unit price",
                                     "einzelpreis",
                                     "instead of",
                                     "statt",
                                     "previous balance",
                                     NULL };
  HearthFactSpan line = hearth_fact_reader_line_at (self, fact->at);
  gsize from = line.from;
  g_autofree char *before = NULL;

  /* A table puts the name above. */
  if (line.from == fact->at && line.from > 0)
    from = hearth_fact_reader_line_at (self, line.from - 1).from;
  before = g_strndup (self->low + from, fact->at - from);
  if (hearth_fact_has_word (before, best))
    return 4;
  if (hearth_fact_has_word (before, bad))
    return 1;
  return hearth_fact_has_word (before, good) ? 3 : 2;
}

static const HearthFact *
find_amount (const HearthFactReader *self, GPtrArray *amounts)
{
  const HearthFact *best = NULL;
  int rate = 0;

  for (guint i = 0; i < amounts->len; i++) {
    const HearthFact *fact = g_ptr_array_index (amounts, i);
    int one;

    if (strpbrk (fact->text, "0123456789") == NULL || fact->at + strlen (fact->text) > self->length)
      continue;
    one = rate_amount (self, fact);
    if (one > rate || (one == rate && best != NULL && fact->at < best->at)) {
      best = fact;
      rate = one;
    }
  }
  return best;
}

/* "within 14 days", "innerhalb von 14 Tagen", "net 30": counted from the mail. */
static gint64
read_term (const HearthFactReader *self, HearthFactSpan *found)
{
  static const char *const terms[] = { "within", "innerhalb von", "innerhalb", "binnen",
                                       "net",    "payment terms", NULL };
  static const char *const at_once[] = { "due immediately",     "due upon receipt",
                                         "due on receipt",      "sofort fällig",
                                         "sofort zahlbar",      "zahlbar sofort",
                                         "payable immediately", NULL };
  gsize at = 0;

  while (hearth_fact_reader_find (self, terms, &at, found)) {
    const char *p = self->low + found->to;
    char *end = NULL;
    gint64 days;

    p += strspn (p, " \t:");
    if (!g_ascii_isdigit (*p))
      continue;
    days = g_ascii_strtoll (p, &end, 10);
    end += strspn (end, " \t");
    if (days < 1 || days > 180 ||
        (!g_str_has_prefix (end, "day") && !g_str_has_prefix (end, "tag") &&
         strncmp (self->low + found->from, "net", 3) != 0))
      continue;
    found->to = (gsize) (end - self->low);
    return self->message->date + days * 86400;
  }
  at = 0;
  return hearth_fact_reader_find (self, at_once, &at, found) ? self->message->date : 0;
}

static gint64
find_due (const HearthFactReader *self, HearthFactSpan *found)
{
  HearthTimePhrase phrase;

  gint64 due;
  gsize at = 0;
  HearthFactSpan span;

  if (hearth_fact_reader_time_of (self, due_words, &phrase, found))
    return phrase.start;
  due = read_term (self, found);
  /* "Wir buchen den Betrag am 20.05. ab": the verb stands at the end. */
  while (due == 0 && hearth_fact_reader_find (self, taken_words, &at, &span)) {
    gsize from = span.from;

    while (from > 0 && span.from - from < MAX_BEFORE &&
           !(self->text[from - 1] == '\n' && self->text[from] == '\n') &&
           !(strchr (".!?", self->text[from - 1]) != NULL && g_ascii_isspace (self->text[from])))
      from--;
    if (hearth_fact_reader_time (self, from, span.from, &phrase, found))
      due = phrase.start;
  }
  return due;
}

/**
 * hearth_facts_read_invoice:
 * @self: a reader
 *
 * Finds what a mail wants to be paid: the amount, by when, the number of the invoice. A receipt is
 * none.
 */
void
hearth_facts_read_invoice (HearthFactReader *self)
{
  static const char *const numbers[] = {
    "invoice number", "invoice no",  "invoice #", "rechnungsnummer", "rechnungs-nr",
    "rechnungsnr",    "rechnung nr", "invoice",   "rechnung",        NULL
  };
  g_autoptr (GPtrArray) amounts = NULL;
  g_autofree char *words = NULL;
  g_autofree char *number = NULL;
  HearthFactSpan span = { 0 };
  HearthFactSpan due_span = { 0 };
  HearthFinding *finding;
  const HearthFact *amount;
  gint64 due;
  gboolean has_number;

  if (!hearth_fact_reader_has (self, names) || hearth_fact_reader_has (self, paid) ||
      !hearth_fact_reader_has (self, demands))
    return;
  amounts = hearth_extract (self->text, HEARTH_FACT_AMOUNT);
  amount = find_amount (self, amounts);
  if (amount == NULL)
    return;
  has_number = hearth_fact_reader_labelled (self, numbers, hearth_fact_is_number, &span);
  due = find_due (self, &due_span);
  if ((due == 0 && !has_number) || (self->advert && (due == 0 || !has_number)))
    return;
  number = has_number ? hearth_fact_reader_dup (self, span) : NULL;
  words = number != NULL ? g_strdup_printf (_("Invoice %s from %s"), number, self->sender)
                         : g_strdup_printf (_("Invoice from %s"), self->sender);
  finding = hearth_fact_reader_add (self, HEARTH_FINDING_INVOICE, words,
                                    hearth_fact_reader_line_at (self, amount->at));
  if (finding == NULL)
    return;
  finding->value = g_strdup (amount->text);
  if (due != 0) {
    finding->due = hearth_fact_reader_day (self, hearth_time_get_julian (self->zone, due, NULL));
    finding->due_is_date = TRUE;
  }
}
