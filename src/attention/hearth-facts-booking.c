/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-fact-reader.h"

#include <glib/gi18n.h>
#include <string.h>

typedef enum {
  BOOKING_HOTEL,
  BOOKING_TRAIN,
  BOOKING_RESTAURANT,
  BOOKING_DOCTOR,
  BOOKING_TICKETS,
  BOOKING_OTHER,
  N_BOOKINGS,
} Booking;

/* What each kind is known by. */
static const char *const hotel_words[] = { "hotel*",    "hostel",     "check-in:", "check-out",
                                           "checkout:", "nights",     "night",     "your stay",
                                           "your room", "guesthouse", "apartment", "übernachtung*",
                                           "nächte",    "zimmer",     "anreise",   "abreise",
                                           "pension",   "unterkunft", NULL };
static const char *const train_words[] = { "train",     "coach",   "seat",      "railway",
                                           "rail",      "zug",     "ice",       "tgv",
                                           "eurostar",  "bahn",    "wagen",     "sitzplatz",
                                           "platform",  "gleis",   "fahrkarte", "bahnticket",
                                           "departure", "abfahrt", "flixbus",   NULL };
static const char *const restaurant_words[] = {
  "table for", "table",        "restaurant*",        "tisch", "bistro", "party of", "guests",
  "trattoria", "reservierung", "dinner reservation", NULL
};
static const char *const doctor_words[] = {
  "dr.",       "doctor",    "dentist",      "dental",         "clinic",
  "practice",  "patient",   "surgery",      "praxis",         "zahnarzt*",
  "arzt*",     "ärzt*",     "sprechstunde", "physiotherapie", "untersuchung",
  "vorsorge*", "check-up",  "hospital",     "krankenhaus",    "hausarzt*",
  "vet",       "tierarzt*", "termin",       "appointment",    NULL
};
static const char *const ticket_words[] = {
  "ticket*",  "eintrittskarte*", "concert", "konzert*", "admission", "doors",  "einlass",
  "row",      "venue",           "theatre", "theater",  "museum",    "cinema", "kino",
  "festival", "vorstellung",     "reihe",   "seats",    NULL
};

/* It was agreed: this and not an offer. */
static const char *const agreed[] = { "is confirmed",
                                      "are confirmed",
                                      "has been confirmed",
                                      "booking confirmation",
                                      "booking confirmed",
                                      "reservation confirmed",
                                      "reservation confirmation",
                                      "confirmed:",
                                      "confirm your reservation at",
                                      "confirms your",
                                      "confirm your appointment",
                                      "your reservation",
                                      "your booking",
                                      "your appointment",
                                      "appointment reminder",
                                      "reminder of your",
                                      "reminder: your",
                                      "your tickets",
                                      "your ticket",
                                      "your e-ticket",
                                      "your order is confirmed",
                                      "we look forward to welcoming",
                                      "looking forward to welcoming",
                                      "thank you for booking",
                                      "thank you for your booking",
                                      "thanks for booking",
                                      "you're booked",
                                      "you are booked",
                                      "you're going to",
                                      "we have booked",
                                      "booking reference",
                                      "we have reserved",
                                      "has been booked",
                                      "buchungsbestätigung",
                                      "ist bestätigt",
                                      "wurde bestätigt",
                                      "bestätigen wir",
                                      "reservierungsbestätigung",
                                      "ihre reservierung",
                                      "ihre buchung",
                                      "deine buchung",
                                      "deine reservierung",
                                      "ihr termin",
                                      "dein termin",
                                      "ihren termin",
                                      "deinen termin",
                                      "terminbestätigung",
                                      "terminerinnerung",
                                      "ihre tickets",
                                      "deine tickets",
                                      "ihr ticket",
                                      "dein ticket",
                                      "ihre fahrkarte",
                                      "ihre karten",
                                      "wir freuen uns auf ihren besuch",
                                      "vielen dank für ihre buchung",
                                      "vielen dank für ihre reservierung",
                                      "danke für ihre buchung",
                                      "für sie reserviert",
                                      "ihre fahrt",
                                      "your train",
                                      "your journey",
                                      "your stay",
                                      "ihr aufenthalt",
                                      NULL };
/* It is not, or not any more, or it is not known yet. */
static const char *const not_agreed[] = { "has been cancelled",
                                          "has been canceled",
                                          "was cancelled",
                                          "was canceled",
                                          "is cancelled",
                                          "cancellation of your",
                                          "wurde storniert",
                                          "ist storniert",
                                          "abgesagt",
                                          "stornierung ihrer",
                                          "book now",
                                          "jetzt buchen",
                                          "complete your booking",
                                          "finish your booking",
                                          "rate your stay",
                                          "how was your",
                                          "wie war ihr",
                                          "wie war dein",
                                          "leave a review",
                                          "bewerten sie",
                                          "waiting list",
                                          "warteliste",
                                          "time to book",
                                          "book your",
                                          "please book",
                                          "vereinbaren sie",
                                          "request received",
                                          "not confirmed yet",
                                          "support ticket",
                                          "ticket has been",
                                          "ticket #",
                                          "jira",
                                          "your request",
                                          "thank you for staying",
                                          "danke für ihren aufenthalt",
                                          "sprint",
                                          NULL };

static const char *const place_labels[] = {
  "hotel",  "property",   "restaurant", "venue",    "location", "where", "address",
  "place",  "clinic",     "practice",   "adresse",  "ort",      "wo",    "veranstaltungsort",
  "praxis", "unterkunft", "anschrift",  "spielort", NULL
};

static const char *const begin_labels[] = { "check-in",
                                            "check in",
                                            "arrival",
                                            "arriving",
                                            "anreise",
                                            "departure",
                                            "departs",
                                            "abfahrt",
                                            "hinfahrt",
                                            "date and time",
                                            "date & time",
                                            "date/time",
                                            "datum und uhrzeit",
                                            "date",
                                            "datum",
                                            "when",
                                            "wann",
                                            "doors",
                                            "einlass",
                                            "beginn",
                                            "starts",
                                            "start",
                                            "time:",
                                            "zeit",
                                            "scheduled for",
                                            "booked for",
                                            "confirmed for",
                                            "reserved for",
                                            "appointment on",
                                            "appointment for",
                                            "appointment with",
                                            "appointment is",
                                            "appointment",
                                            "reservation for",
                                            "reservation on",
                                            "table for",
                                            "termin am",
                                            "termin",
                                            "reservierung für",
                                            "reservierung am",
                                            "tisch für",
                                            "tisch am",
                                            "on",
                                            "am",
                                            "für den",
                                            "tickets for",
                                            "ticket for",
                                            "booking for",
                                            "reservation at",
                                            "at",
                                            NULL };
static const char *const end_labels[] = { "check-out", "check out", "checkout", "abreise",
                                          "departure", "until",     "bis",      NULL };
static const char *const number_labels[] = { "confirmation number",
                                             "confirmation code",
                                             "confirmation no",
                                             "booking number",
                                             "booking reference",
                                             "booking ref",
                                             "booking code",
                                             "booking id",
                                             "reservation number",
                                             "reservation code",
                                             "reservation id",
                                             "reservation no",
                                             "order number",
                                             "order no",
                                             "order id",
                                             "reference number",
                                             "reference",
                                             "buchungsnummer",
                                             "buchungscode",
                                             "buchungs-nr",
                                             "reservierungsnummer",
                                             "reservierungs-nr",
                                             "auftragsnummer",
                                             "bestellnummer",
                                             "auftrag",
                                             "ticket number",
                                             "ticketnummer",
                                             "pnr",
                                             "confirmation",
                                             "order",
                                             "booking",
                                             "reservation",
                                             "vorgangsnummer",
                                             NULL };

static Booking
classify (const HearthFactReader *self)
{
  static const char *const *const words[] = { hotel_words, train_words, restaurant_words,
                                              doctor_words, ticket_words };
  Booking best = BOOKING_OTHER;
  guint most = 0;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    guint n = hearth_fact_reader_count (self, words[i]);

    if (n > most) {
      most = n;
      best = (Booking) i;
    }
  }
  return best;
}

static char *
find_place (const HearthFactReader *self, gsize around)
{
  HearthFactSpan span;
  char *place;

  if (hearth_fact_reader_line_of (self, place_labels, 90, &span))
    return hearth_fact_reader_dup (self, span);
  place = hearth_fact_reader_dup_place (self, around > 300 ? around - 300 : 0,
                                        MIN (around + 200, self->length));
  return place != NULL ? place : g_strdup (self->sender);
}

static char *
describe (Booking kind, const char *place)
{
  switch (kind) {
  case BOOKING_HOTEL:
    return g_strdup_printf (_("Stay at %s"), place);
  case BOOKING_TRAIN:
    return g_strdup_printf (_("Journey: %s"), place);
  case BOOKING_RESTAURANT:
    return g_strdup_printf (_("Table at %s"), place);
  case BOOKING_DOCTOR:
    return g_strdup_printf (_("Appointment: %s"), place);
  case BOOKING_TICKETS:
    return g_strdup_printf (_("Tickets: %s"), place);
  case BOOKING_OTHER:
  case N_BOOKINGS:
  default:
    return g_strdup_printf (_("Booking: %s"), place);
  }
}

/* "Hamburg Hbf - München Hbf", "from York to London Kings Cross" */
static char *
find_route (const HearthFactReader *self)
{
  static const char *const openers[] = { "from", "von", "route:", "strecke:", "journey:", NULL };
  static const char *const joiners[] = { " to ", " nach ", " - ", " – ", " → ", NULL };
  HearthFactSpan span;
  gsize at = 0;

  while (hearth_fact_reader_find (self, openers, &at, &span)) {
    HearthFactSpan line = hearth_fact_reader_line_at (self, span.from);
    g_autofree char *rest = NULL;

    rest = g_strndup (self->text + span.to, MIN (line.to - span.to, 90));
    g_strstrip (rest);
    if (!g_ascii_isupper (*rest))
      continue;
    for (guint i = 0; joiners[i] != NULL; i++) {
      char *joint = strstr (rest, joiners[i]);
      const char *second = joint != NULL ? joint + strlen (joiners[i]) : NULL;
      gsize n = 0;
      gsize end = 0;

      if (second == NULL || !(g_ascii_isupper (*second) || (guchar) *second >= 0x80))
        continue;
      while (
          second[n] != '\0' && strchr (",.;(!", second[n]) == NULL &&
          !(second[n] == ' ' && !g_ascii_isupper (second[n + 1]) && (guchar) second[n + 1] < 0x80))
        end = ++n;
      *joint = '\0';
      if (strpbrk (rest, ".;") == NULL && end > 2)
        return g_strdup_printf ("%s – %.*s", rest, (int) end, second);
      *joint = ' ';
    }
  }
  return NULL;
}

static void
set_end (const HearthFactReader *self, Booking kind, HearthFinding *finding)
{
  static const char *const lands[] = { "arrival", "arrives", "arr.", "ankunft", NULL };
  HearthTimePhrase end;
  HearthFactSpan span;

  if (kind == BOOKING_HOTEL && hearth_fact_reader_time_of (self, end_labels, &end, &span) &&
      end.start > finding->due)
    finding->until = end.start;
  if (kind == BOOKING_TRAIN && hearth_fact_reader_time_of (self, lands, &end, &span) &&
      end.start > finding->due)
    finding->until = end.start;
}

/**
 * hearth_facts_read_booking:
 * @self: a reader
 *
 * Finds what was booked or agreed with a hotel, a railway, a restaurant, a practice, a theatre: the
 * place, when it begins and ends, the number. Flights are not looked for here.
 */
void
hearth_facts_read_booking (HearthFactReader *self)
{
  g_autofree char *words = NULL;
  g_autofree char *place = NULL;
  HearthTimePhrase begin;
  HearthFactSpan span;
  HearthFactSpan number;
  HearthFinding *finding;
  gboolean has_number;
  Booking kind;

  for (guint i = 0; i < self->findings->len; i++) {
    HearthFindingKind found = ((HearthFinding *) g_ptr_array_index (self->findings, i))->kind;

    if (found == HEARTH_FINDING_FLIGHT || found == HEARTH_FINDING_DELIVERY ||
        found == HEARTH_FINDING_CODE)
      return;
  }
  if (!hearth_fact_reader_has (self, agreed) || hearth_fact_reader_has (self, not_agreed))
    return;
  kind = classify (self);
  has_number = hearth_fact_reader_labelled (self, number_labels, hearth_fact_is_number, &number);
  if (kind == BOOKING_OTHER || (self->advert && !has_number) ||
      (!has_number && !hearth_facts_is_sent_by_machine (self) && kind != BOOKING_DOCTOR &&
       kind != BOOKING_RESTAURANT && kind != BOOKING_HOTEL))
    return;
  if (!hearth_fact_reader_time_of (self, begin_labels, &begin, &span) &&
      !hearth_fact_reader_time (self, 0, self->length, &begin, &span))
    return;
  place = kind == BOOKING_TRAIN ? find_route (self) : NULL;
  if (place == NULL)
    place = find_place (self, span.from);
  words = describe (kind, place);
  finding = hearth_fact_reader_add (self, HEARTH_FINDING_BOOKING, words,
                                    hearth_fact_reader_line_at (self, span.from));
  if (finding == NULL)
    return;
  finding->value = has_number ? hearth_fact_reader_dup (self, number) : NULL;
  finding->place = g_steal_pointer (&place);
  hearth_fact_reader_set_due (self, &begin, finding);
  set_end (self, kind, finding);
}
