/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-fact-reader.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-airports.h"

#define MAX_FLIGHTS 6
/* What belongs to a flight stands at most so far from its number, in bytes. */
#define MAX_BLOCK 500
#define MAX_BEFORE 220

/** Flight: one number, and the piece of the text that tells of it. */
typedef struct {
  HearthFactSpan number;
  HearthFactSpan block;
  char from[4];
  char to[4];
  char *cities; /* (owned) (nullable) */
} Flight;

static const char *const flight_words[] = { "flight*",   "flug*",  "boarding*", "e-ticket",
                                            "itinerary", "abflug", NULL };
/* Of trains and ships too: with these, only the airports make it a flight. */
static const char *const travel_words[] = { "passenger*", "passagier*", "departure", "economy",
                                            "airport",    "flughafen",  NULL };
/* It is the owner's own flight, and not one that is talked about or sold. */
static const char *const own_words[] = {
  "booking",       "reservation", "itinerary",    "e-ticket",    "check in",  "check-in",
  "boarding pass", "passenger*",  "confirmation", "your flight", "your trip", "booked",
  "buchung*",      "passagier*",  "bordkarte",    "reiseplan",   "ihr flug",  "ihren flug",
  "dein flug",     "deinen flug", "einchecken",   "gebucht",     "gate",      NULL
};

/* "LH 1172", "U2-4821", "FR1234" */
static gboolean
measure_number (const HearthFactReader *self, gsize at, gsize *length)
{
  static const char *const labels[] = { "flight",    "flug",   "flugnummer",  "flight number",
                                        "flight no", "flugnr", "operated by", NULL };
  const char *p = self->text + at;
  char code[3] = { p[0], p[0] != '\0' ? p[1] : '\0', '\0' };
  gsize n = 2;
  gsize digits;

  if (at > 0 && (g_ascii_isalnum (p[-1]) || strchr ("/-_.@=#", p[-1]) != NULL))
    return FALSE;
  if (!(g_ascii_isupper (code[0]) || g_ascii_isdigit (code[0])) ||
      !(g_ascii_isupper (code[1]) || g_ascii_isdigit (code[1])) ||
      (g_ascii_isdigit (code[0]) && g_ascii_isdigit (code[1])))
    return FALSE;
  if (p[n] == ' ' || p[n] == '-')
    n++;
  digits = strspn (p + n, "0123456789");
  if (digits < 1 || digits > 4 || g_ascii_isalpha (p[n + digits]) || p[n + digits] == ':' ||
      (strchr (".,-/", p[n + digits]) != NULL && g_ascii_isdigit (p[n + digits + 1])))
    return FALSE;
  *length = n + digits;
  if (hearth_airline_is_known (code))
    return digits >= 2;
  {
    gsize begin = at > 20 ? at - 20 : 0;
    g_autofree char *before = g_strndup (self->low + begin, at - begin);

    return hearth_fact_has_word (before, labels);
  }
}

static void
flight_clear (gpointer data)
{
  g_free (((Flight *) data)->cities);
}

static GArray *
find_numbers (const HearthFactReader *self)
{
  GArray *flights = g_array_new (FALSE, TRUE, sizeof (Flight));

  g_array_set_clear_func (flights, flight_clear);
  for (gsize i = 0; i + 3 < self->length && flights->len < MAX_FLIGHTS; i++) {
    Flight flight = { 0 };
    gboolean known = FALSE;
    gsize n;

    if (!measure_number (self, i, &n))
      continue;
    for (guint k = 0; k < flights->len && !known; k++) {
      const Flight *other = &g_array_index (flights, Flight, k);

      known = other->number.to - other->number.from == n &&
              strncmp (self->text + other->number.from, self->text + i, n) == 0;
    }
    if (!known) {
      flight.number = (HearthFactSpan){ i, i + n };
      g_array_append_val (flights, flight);
    }
    i += n - 1;
  }
  for (guint k = 0; k < flights->len; k++) {
    Flight *flight = &g_array_index (flights, Flight, k);
    gsize end =
        k + 1 < flights->len ? g_array_index (flights, Flight, k + 1).number.from : self->length;
    gsize begin = k > 0 ? g_array_index (flights, Flight, k - 1).number.to : 0;

    flight->block.to = MIN (end, flight->number.to + MAX_BLOCK);
    flight->block.from = flight->number.from > MAX_BEFORE ? flight->number.from - MAX_BEFORE : 0;
    flight->block.from = MAX (flight->block.from, begin);
  }
  return flights;
}

/* "Berlin" of "Berlin (BER)", or the three letters. */
static char *
dup_city (const HearthFactReader *self, gsize at)
{
  gsize end = at;
  gsize begin;

  if (at < 2 || self->text[at - 1] != '(' || self->text[at - 2] != ' ')
    return g_strndup (self->text + at, 3);
  end = begin = at - 2;
  while (begin > 0 && end - begin < 30 &&
         (g_ascii_isalpha (self->text[begin - 1]) || (guchar) self->text[begin - 1] >= 0x80 ||
          (self->text[begin - 1] == ' ' && g_ascii_isalpha (self->text[begin]))))
    begin--;
  /* Words before the city begin with a small letter or stand farther away. */
  while (begin < end && !g_ascii_isupper (self->text[begin]) && (guchar) self->text[begin] < 0x80)
    begin++;
  for (gsize i = begin; i + 1 < end; i++) {
    if (self->text[i] == ' ' && g_ascii_islower (self->text[i + 1]))
      begin = i + 1;
  }
  while (begin < end && !g_ascii_isupper (self->text[begin]) && (guchar) self->text[begin] < 0x80)
    begin++;
  if (end - begin < 3)
    return g_strndup (self->text + at, 3);
  return g_utf8_make_valid (self->text + begin, (gssize) (end - begin));
}

/* Two airports by their three letters, after the number or, where there are none, before it. */
static gboolean
find_airports (const HearthFactReader *self, gsize from, gsize to, Flight *flight)
{
  gsize at[2];
  guint n = 0;

  for (gsize i = from; i + 3 <= to && n < 2; i++) {
    const char *p = self->text + i;
    char code[4] = { p[0], p[1], p[2], '\0' };

    if ((i > 0 && g_ascii_isalnum (p[-1])) || g_ascii_isalnum (p[3]) ||
        hearth_airport_get_zone (code) == NULL)
      continue;
    if (n == 1 && strcmp (code, flight->from) == 0)
      continue;
    memcpy (n == 0 ? flight->from : flight->to, code, 4);
    at[n++] = i;
  }
  if (n == 2) {
    g_autofree char *first = dup_city (self, at[0]);
    g_autofree char *second = dup_city (self, at[1]);

    g_free (flight->cities);
    flight->cities = g_strdup_printf ("%s – %s", first, second);
  }
  return n == 2;
}

static gboolean
take_city (const char *p, gsize *length)
{
  gsize n = 0;
  guint words = 0;

  while (words < 3 && (g_ascii_isupper (p[n]) || (guchar) p[n] >= 0x80)) {
    while (g_ascii_isalpha (p[n]) || (guchar) p[n] >= 0x80 || p[n] == '.')
      n++;
    *length = n;
    words++;
    if (p[n] != ' ')
      break;
    n++;
  }
  return words > 0 && *length > 2;
}

/* "from Berlin to Lisbon", "von Hamburg nach Wien", "Berlin - Lisbon", "Berlin (BER) to Lisbon" */
static void
find_cities (const HearthFactReader *self, gsize from, gsize to, Flight *flight)
{
  static const char *const openers[] = { "from", "von", "departs", "route:", "strecke:", NULL };
  static const char *const joiners[] = { " to ", " nach ", " - ", " – ", " → ", " > ", NULL };
  HearthFactSpan span;
  gsize at = from;

  while (flight->cities == NULL && hearth_fact_reader_find (self, openers, &at, &span) &&
         span.from < to) {
    const char *p = self->text + span.to + strspn (self->text + span.to, " \t");
    gsize first;
    gsize second;

    if (!take_city (p, &first))
      continue;
    for (guint i = 0; joiners[i] != NULL; i++) {
      const char *q = p + first;

      if (g_str_has_prefix (q, " ("))
        q += MIN (strcspn (q, ")") + 1, strlen (q));
      if (g_str_has_prefix (q, joiners[i]) && take_city (q + strlen (joiners[i]), &second)) {
        flight->cities =
            g_strdup_printf ("%.*s – %.*s", (int) first, p, (int) second, q + strlen (joiners[i]));
        return;
      }
    }
  }
}

/* The time of day that follows one of @labels within a block, or -1. */
static int
find_clock (const HearthFactReader *self, HearthFactSpan block, const char *const *labels)
{
  HearthFactSpan span;
  gsize at = block.from;

  while (hearth_fact_reader_find (self, labels, &at, &span) && span.from < block.to) {
    g_autoptr (GArray) times =
        hearth_fact_reader_times (self, span.to, MIN (span.to + 60, block.to));

    for (guint i = 0; i < times->len; i++) {
      const HearthTimePhrase *phrase = &g_array_index (times, HearthTimePhrase, i);

      if (phrase->has_clock)
        return phrase->minute;
    }
  }
  return -1;
}

static gboolean
find_date (const HearthFactReader *self, gsize from, gsize to, gboolean last, guint *julian)
{
  g_autoptr (GArray) times = hearth_fact_reader_times (self, from, to);
  gboolean found = FALSE;

  for (guint i = 0; i < times->len; i++) {
    const HearthTimePhrase *phrase = &g_array_index (times, HearthTimePhrase, i);

    if (!phrase->has_date || phrase->grain > HEARTH_GRAIN_DAY ||
        phrase->start < self->message->date - 2 * 86400 ||
        phrase->start > self->message->date + (gint64) 500 * 86400)
      continue;
    *julian = phrase->julian;
    found = TRUE;
    if (!last)
      break;
  }
  return found;
}

/* Clocks in the order in which they stand, for tables without words. */
static guint
list_clocks (const HearthFactReader *self, gsize from, gsize to, int *minutes, guint max)
{
  g_autoptr (GArray) times = hearth_fact_reader_times (self, from, to);
  guint n = 0;

  for (guint i = 0; i < times->len && n < max; i++) {
    const HearthTimePhrase *phrase = &g_array_index (times, HearthTimePhrase, i);

    if (phrase->has_clock && phrase->minute >= 0) {
      minutes[n++] = phrase->minute;
      if (n < max && phrase->kind == HEARTH_TIME_RANGE && phrase->end > phrase->start &&
          phrase->end != HEARTH_TIME_NEVER)
        minutes[n++] = (int) ((phrase->minute + (phrase->end - phrase->start) / 60) % 1440);
    }
  }
  return n;
}

static GTimeZone *
dup_airport_zone (const HearthFactReader *self, const char *code)
{
  const char *zone = *code != '\0' ? hearth_airport_get_zone (code) : NULL;
  GTimeZone *found = zone != NULL ? g_time_zone_new_identifier (zone) : NULL;

  return found != NULL ? found : g_time_zone_ref (self->zone);
}

static void
set_times (const HearthFactReader *self, const Flight *flight, HearthFinding *finding)
{
  static const char *const departures[] = { "depart*", "departure", "departs", "leaves",
                                            "abflug",  "leaving",   "dep.",    "dep",
                                            "ab",      "abreise",   NULL };
  static const char *const arrivals[] = { "arriv*",  "arrival", "arrives", "ankunft",
                                          "landing", "lands",   "landet",  "arr.",
                                          "arr",     "an",      NULL };
  g_autoptr (GTimeZone) from = dup_airport_zone (self, flight->from);
  g_autoptr (GTimeZone) to = dup_airport_zone (self, flight->to);
  int clocks[2] = { -1, -1 };
  int leaves;
  int lands;
  guint day;

  if (!find_date (self, flight->number.to, flight->block.to, FALSE, &day) &&
      !find_date (self, flight->block.from, flight->number.from, TRUE, &day))
    return;
  if (list_clocks (self, flight->number.to, flight->block.to, clocks, 2) == 0)
    list_clocks (self, flight->block.from, flight->number.from, clocks, 2);
  leaves = find_clock (self, (HearthFactSpan){ flight->number.to, flight->block.to }, departures);
  lands = find_clock (self, (HearthFactSpan){ flight->number.to, flight->block.to }, arrivals);
  leaves = leaves >= 0 ? leaves : clocks[0];
  lands = lands >= 0 ? lands : clocks[1];
  if (leaves < 0) {
    finding->due = hearth_fact_reader_day (self, day);
    finding->due_is_date = TRUE;
    return;
  }
  finding->due = hearth_time_at (from, day, leaves);
  if (lands < 0)
    return;
  finding->until = hearth_time_at (to, day, lands);
  if (finding->until <= finding->due)
    finding->until = hearth_time_at (to, day + 1, lands);
}

static void
add_flight (HearthFactReader *self, Flight *flight, gboolean sure)
{
  g_autofree char *number = hearth_fact_reader_dup (self, flight->number);
  g_autofree char *words = NULL;
  HearthFinding *finding;

  if (!find_airports (self, flight->number.to, flight->block.to, flight) &&
      !find_airports (self, flight->block.from, flight->number.from, flight))
    flight->from[0] = flight->to[0] = '\0';
  if (flight->cities == NULL)
    find_cities (self, flight->number.from, flight->block.to, flight);
  if (flight->cities == NULL)
    find_cities (self, flight->block.from, flight->number.from, flight);
  words = flight->cities != NULL ? g_strdup_printf (_("Flight %s, %s"), number, flight->cities)
                                 : g_strdup_printf (_("Flight %s"), number);
  finding = hearth_fact_reader_add (self, HEARTH_FINDING_FLIGHT, words,
                                    hearth_fact_reader_line_at (self, flight->number.from));
  if (finding == NULL)
    return;
  finding->value = g_steal_pointer (&number);
  finding->place = g_strdup (flight->cities);
  set_times (self, flight, finding);
  /* Without a route and a time it is a number that looks like a flight's. */
  if ((finding->due == 0 && finding->place == NULL) || (!sure && flight->from[0] == '\0'))
    g_ptr_array_remove_index (self->findings, self->findings->len - 1);
}

/**
 * hearth_facts_read_flights:
 * @self: a reader
 *
 * Finds the owner's flights: number, from where to where, when it leaves and lands by the clocks of
 * the airports.
 */
void
hearth_facts_read_flights (HearthFactReader *self)
{
  gboolean sure = hearth_fact_reader_has (self, flight_words);
  g_autoptr (GArray) flights = NULL;

  if ((!sure && !hearth_fact_reader_has (self, travel_words)) ||
      !hearth_fact_reader_has (self, own_words))
    return;
  if (self->advert && hearth_fact_reader_count (self, own_words) < 2)
    return;
  flights = find_numbers (self);
  for (guint i = 0; i < flights->len; i++)
    add_flight (self, &g_array_index (flights, Flight, i), sure);
}
