/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-paper-words.h"

#include <string.h>

/* Beginnings of words, folded as below. German writes words together, so those that stand at the
 * end of a longer one are looked for there too. */
static const char *const deeds[] = {
  "invoice",      "contract",  "agreement",    "lease",        "insurance", "warranty",
  "statement",    "tax",       "booking",      "reservation",  "itinerary", "e-ticket",
  "eticket",      "boarding",  "payslip",      "salary",       "licence",   "license",
  "certificate",  "diploma",   "passport",     "visa",         "mortgage",  "deed",
  "rechnung",     "vertrag",   "kundigung",    "versicherung", "garantie",  "kontoauszug",
  "steuer",       "buchung",   "reservierung", "fahrkarte",    "bordkarte", "gehalt",
  "abrechnung",   "zeugnis",   "urkunde",      "mahnung",      "bescheid",  "facture",
  "contrat",      "billet",    "factura",      "contrato",     "reserva",   "billete",
  "fattura",      "contratto", "prenotazione", "biglietto",    "factuur",   "boeking",
  "overeenkomst", "faktura",   "umowa",        "rezerwacja",   "bokning",   "biljett",
};

static const char *const receipts[] = {
  "receipt",
  "order",
  "shipped",
  "dispatched",
  "delivered",
  "delivery",
  "parcel",
  "quittung",
  "beleg",
  "bestellung",
  "zahlung",
  "bezahlt",
  "versandt",
  "lieferung",
  "sendung",
  "paket",
  "recu",
  "commande",
  "livraison",
  "recibo",
  "pedido",
  "ricevuta",
  "ordine",
  "bestelling",
  "bestelbevestiging",
  "payment",
  "paid",
  "zahlungsbestatigung",
};

/* Whole words. "Ticket" is an incident too, and an
 * incident has a number. */
static const char *const tickets[] = { "ticket", "tickets", "bill", "reise",
                                       "trip",   "flight",  "flug" };

/* "In order to", and what a shop wants: "Order now". */
static const char *const not_orders[] = { "now", "today", "to", "by", "yours", "early" };

static gboolean
matches (const char *word, const char *const *list, gsize n)
{
  gsize length = strlen (word);

  for (gsize i = 0; i < n; i++) {
    gsize size = strlen (list[i]);

    if (g_str_has_prefix (word, list[i]) && length <= size + 8)
      return TRUE;
    /* "Stromrechnung", "Mietvertrag" */
    if (size >= 6 && length > size && strcmp (word + length - size, list[i]) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_one_of (const char *word, const char *const *list, gsize n)
{
  for (gsize i = 0; word != NULL && i < n; i++) {
    if (strcmp (word, list[i]) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Lower case without marks, in place of what is no letter a blank. */
static char **
split_words (const char *subject)
{
  g_autofree char *normal = g_utf8_normalize (subject, -1, G_NORMALIZE_NFKD);
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = normal; p != NULL && *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_ismark (c))
      continue;
    if (g_unichar_isalnum (c) || (c == '-' && out->len > 0))
      g_string_append_unichar (out, g_unichar_tolower (c));
    else
      g_string_append_c (out, c == '#' ? '#' : ' ');
  }
  return g_strsplit (out->str, " ", 64);
}

/**
 * hearth_paper_of_subject:
 * @subject: a subject
 *
 * Looks for the words of papers in several languages. Pure.
 *
 * Returns: what the subject says
 */
HearthSubjectPaper
hearth_paper_of_subject (const char *subject)
{
  g_auto (GStrv) words = split_words (subject);
  HearthSubjectPaper found = HEARTH_PAPER_NONE;

  for (guint i = 0; words[i] != NULL; i++) {
    const char *word = words[i];
    const char *next = words[i + 1];

    if (*word == '\0')
      continue;
    if (matches (word, deeds, G_N_ELEMENTS (deeds)))
      return HEARTH_PAPER_DEED;
    if (is_one_of (word, tickets, G_N_ELEMENTS (tickets)) &&
        (next == NULL || (*next != '#' && !g_ascii_isdigit (*next))))
      return HEARTH_PAPER_DEED;
    if (matches (word, receipts, G_N_ELEMENTS (receipts)) &&
        !is_one_of (next, not_orders, G_N_ELEMENTS (not_orders)))
      found = HEARTH_PAPER_RECEIPT;
  }
  return found;
}
