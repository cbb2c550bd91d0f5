/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-fact-reader.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  const char *word;
  const char *name;
} Carrier;

static const Carrier carriers[] = {
  { "dhl", "DHL" },
  { "ups", "UPS" },
  { "fedex", "FedEx" },
  { "dpd", "DPD" },
  { "hermes", "Hermes" },
  { "gls", "GLS" },
  { "usps", "USPS" },
  { "royal mail", "Royal Mail" },
  { "royalmail", "Royal Mail" },
  { "evri", "Evri" },
  { "postnl", "PostNL" },
  { "deutsche post", "Deutsche Post" },
  { "österreichische post", "Österreichische Post" },
  { "swiss post", "Swiss Post" },
  { "schweizerische post", "Schweizerische Post" },
  { "parcelforce", "Parcelforce" },
  { "yodel", "Yodel" },
  { "inpost", "InPost" },
  { "canada post", "Canada Post" },
  { "australia post", "Australia Post" },
  { "colissimo", "Colissimo" },
  { "chronopost", "Chronopost" },
  { "an post", "An Post" },
  { "bpost", "bpost" },
  { "postnord", "PostNord" },
  { "tnt", "TNT" },
  { "amazon logistics", "Amazon" },
};

static const char *const things[] = { "parcel*",  "package*",  "shipment*",  "order",
                                      "delivery", "items",     "paket*",     "sendung*",
                                      "päckchen", "lieferung", "bestellung", "item",
                                      NULL };
static const char *const statuses[] = { "has shipped",
                                        "have shipped",
                                        "has been shipped",
                                        "have been shipped",
                                        "was shipped",
                                        "just shipped",
                                        "shipped today",
                                        "has been dispatched",
                                        "was dispatched",
                                        "dispatched",
                                        "on its way",
                                        "on the way",
                                        "on their way",
                                        "out for delivery",
                                        "will be delivered",
                                        "will arrive",
                                        "arriving",
                                        "arrives",
                                        "expected delivery",
                                        "estimated delivery",
                                        "delivery date",
                                        "delivery window",
                                        "scheduled delivery",
                                        "scheduled for delivery",
                                        "in transit",
                                        "handed to",
                                        "handed over to",
                                        "left our warehouse",
                                        "will deliver",
                                        "we'll deliver",
                                        "ready for pickup",
                                        "ready for collection",
                                        "wurde versandt",
                                        "wurde verschickt",
                                        "haben wir verschickt",
                                        "verschickt",
                                        "versandt",
                                        "versendet",
                                        "ist unterwegs",
                                        "unterwegs zu",
                                        "auf dem weg",
                                        "wird zugestellt",
                                        "in zustellung",
                                        "zugestellt",
                                        "zustellung",
                                        "liefern wir",
                                        "wird geliefert",
                                        "kommt heute",
                                        "kommt morgen",
                                        "liegt zur abholung",
                                        "an dhl übergeben",
                                        NULL };
static const char *const delivered[] = { "has been delivered",
                                         "have been delivered",
                                         "was delivered",
                                         "were delivered",
                                         "has arrived",
                                         "successfully delivered",
                                         "delivered:",
                                         "wurde zugestellt",
                                         "wurde erfolgreich zugestellt",
                                         "wurde geliefert",
                                         "wurde bei ihrem nachbarn",
                                         "ist angekommen",
                                         NULL };
/* What is delivered by no carrier, or what is only spoken about. */
static const char *const others[] = { "delivery failed",
                                      "undeliverable",
                                      "mail delivery",
                                      "out-of-office",
                                      "email delivery",
                                      "delivery status notification",
                                      "project delivery",
                                      "delivery manager",
                                      "food delivery",
                                      "continuous delivery",
                                      "software delivery",
                                      "delivery of the project",
                                      NULL };

static gboolean
is_tracking_number (const char *text, gsize *length)
{
  return hearth_fact_is_number (text, length) && *length >= 8;
}

/* Numbers that say what they are by their form: of UPS, DHL, the posts of the world (UPU S10). */
static gboolean
find_by_form (const HearthFactReader *self, HearthFactSpan *found)
{
  const char *text = self->text;

  for (gsize i = 0; i < self->length; i++) {
    gsize n = 0;
    guint digits = 0;

    if (i > 0 && (g_ascii_isalnum (text[i - 1]) || strchr ("/=&?-_", text[i - 1]) != NULL))
      continue;
    while (g_ascii_isdigit (text[i + n]) || g_ascii_isupper (text[i + n])) {
      digits += g_ascii_isdigit (text[i + n]) ? 1 : 0;
      n++;
    }
    if (g_ascii_isalnum (text[i + n]) || n < 13 || n > 24) {
      i += n;
      continue;
    }
    if ((n == 18 && g_str_has_prefix (text + i, "1Z") && digits >= 8) ||
        (g_str_has_prefix (text + i, "JJD") && digits >= 15) ||
        (g_str_has_prefix (text + i, "TBA") && digits == n - 3) ||
        (g_str_has_prefix (text + i, "00340") && digits == 20) ||
        (n == 13 && digits == 9 && g_ascii_isupper (text[i + 1]) && g_ascii_isupper (text[i]) &&
         g_ascii_isupper (text[i + 11]) && g_ascii_isupper (text[i + 12]))) {
      *found = (HearthFactSpan){ i, i + n };
      return TRUE;
    }
    i += n;
  }
  return FALSE;
}

static const char *
find_carrier (const HearthFactReader *self)
{
  g_autofree char *from =
      g_utf8_strdown (self->message->from != NULL ? self->message->from->address : "", -1);
  g_autofree char *name = g_utf8_strdown (self->sender, -1);

  for (guint i = 0; i < G_N_ELEMENTS (carriers); i++) {
    const char *const word[] = { carriers[i].word, NULL };

    if (hearth_fact_has_word (from, word) || hearth_fact_has_word (name, word) ||
        hearth_fact_reader_has (self, word))
      return carriers[i].name;
  }
  return NULL;
}

static char *
describe (const HearthFactReader *self, const char *carrier, gboolean arrived)
{
  g_autofree char *sender = g_utf8_strdown (self->sender, -1);
  g_autofree char *low = carrier != NULL ? g_utf8_strdown (carrier, -1) : NULL;
  gboolean same = low != NULL && strstr (sender, low) != NULL;

  if (arrived)
    return same || carrier == NULL
               ? g_strdup_printf (_("Parcel from %s was delivered"), self->sender)
               : g_strdup_printf (_("Parcel from %s was delivered by %s"), self->sender, carrier);
  if (same)
    return g_strdup_printf (_("Parcel with %s"), carrier);
  if (carrier == NULL)
    return g_strdup_printf (_("Parcel from %s"), self->sender);
  return g_strdup_printf (_("Parcel from %s with %s"), self->sender, carrier);
}

static const char *const numbers[] = {
  "tracking number",  "tracking id",        "tracking no",       "tracking code",
  "tracking",         "tracking #",         "sendungsnummer",    "sendungs-nr",
  "trackingnummer",   "tracking-nummer",    "paketnummer",       "shipment number",
  "parcel number",    "consignment number", "waybill",           "sendungsverfolgungsnummer",
  "parcel reference", "package number",     "track your parcel", NULL
};

static const char *const arrivals[] = { "estimated delivery date",
                                        "estimated delivery",
                                        "expected delivery",
                                        "scheduled delivery",
                                        "delivery date",
                                        "delivery window",
                                        "expected to arrive",
                                        "expected on",
                                        "scheduled for delivery",
                                        "will be delivered",
                                        "will be with you",
                                        "we'll deliver",
                                        "we will deliver",
                                        "will arrive",
                                        "arriving",
                                        "arrives",
                                        "should arrive",
                                        "out for delivery",
                                        "expected",
                                        "delivery on",
                                        "deliver on",
                                        "delivered on",
                                        "delivery:",
                                        "due to arrive",
                                        "be delivered",
                                        "voraussichtliche zustellung",
                                        "voraussichtliche lieferung",
                                        "voraussichtlich",
                                        "zustellung",
                                        "lieferung",
                                        "liefertermin",
                                        "zustelltermin",
                                        "wird zugestellt",
                                        "zugestellt am",
                                        "wird am",
                                        "kommt",
                                        "liefern wir",
                                        "wird geliefert",
                                        "wird",
                                        NULL };

/**
 * hearth_facts_read_delivery:
 * @self: a reader
 *
 * Finds the parcel that a mail announces: who brings it, its number, the day that it comes. What
 * was delivered already is settled.
 */
void
hearth_facts_read_delivery (HearthFactReader *self)
{
  HearthFactSpan number = { 0 };
  HearthFactSpan day = { 0 };
  HearthFactSpan status = { 0 };
  HearthTimePhrase phrase;
  gboolean has_number;
  gboolean has_day;
  gboolean arrived;
  const char *carrier;
  HearthFinding *finding;
  g_autofree char *words = NULL;
  gsize at = 0;

  if (!hearth_fact_reader_has (self, things) || hearth_fact_reader_has (self, others))
    return;
  has_number = hearth_fact_reader_labelled (self, numbers, is_tracking_number, &number) ||
               find_by_form (self, &number);
  if (!has_number && !hearth_fact_reader_has (self, statuses) &&
      !hearth_fact_reader_has (self, delivered))
    return;
  carrier = find_carrier (self);
  arrived = hearth_fact_reader_has (self, delivered);
  has_day = !arrived && hearth_fact_reader_time_of (self, arrivals, &phrase, &day);
  /* A mail of a person that tells of a parcel has neither its number nor its carrier. */
  if (!has_number && !(has_day && !self->advert && hearth_facts_is_sent_by_machine (self)) &&
      !(arrived && carrier != NULL && hearth_facts_is_sent_by_machine (self)))
    return;
  if (!hearth_fact_reader_find (self, statuses, &at, &status))
    status = number;
  words = describe (self, carrier, arrived);
  finding = hearth_fact_reader_add (self, HEARTH_FINDING_DELIVERY, words,
                                    has_day      ? hearth_fact_reader_line_at (self, day.from)
                                    : has_number ? hearth_fact_reader_line_at (self, number.from)
                                                 : hearth_fact_reader_line_at (self, status.from));
  if (finding == NULL)
    return;
  if (has_number)
    finding->value = hearth_fact_reader_dup (self, number);
  if (has_day)
    hearth_fact_reader_set_due (self, &phrase, finding);
  if (arrived)
    finding->state = HEARTH_FINDING_SETTLED;
}
