/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-intents.h"
#include "hearth-paths.h"

#include <string.h>
#include <time.h>

/* What a German owner says, and that they may ask in English too. */

typedef struct {
  const char *text;
  const char *intent; /* (nullable): not understood */
  const char *slot;
  const char *value;
} Row;

static const Row rows[] = {
  /* the day and the week */
  { "Was steht heute an?", "agenda.list" },
  { "was steht morgen in meinem Kalender", "agenda.list" },
  { "Was habe ich morgen vor?", "agenda.list" },
  { "Was hab ich am Freitag?", "agenda.list" },
  { "Welche Termine habe ich diese Woche?", "agenda.list" },
  { "Zeig mir bitte meine Termine für nächste Woche.", "agenda.list" },
  { "Habe ich am Freitag etwas vor?", "agenda.list" },
  { "Kannst du mir sagen, was ich morgen vorhabe?", "agenda.list" },
  { "Wie sieht mein Freitag aus?", "agenda.list" },
  { "Wie sieht meine Woche aus?", "agenda.list" },
  { "Wie sieht es morgen aus?", "agenda.list" },
  { "Gibt's heute noch Termine?", "agenda.list" },
  { "Meine Termine morgen", "agenda.list" },
  { "Was ist am Montag los?", "agenda.list" },
  { "Was liegt diese Woche an?", "agenda.list" },
  { "Was ist morgen mein erster Termin?", "agenda.edge", "want", "first" },
  { "Wann ist morgen mein letzter Termin?", "agenda.edge", "want", "last" },
  { "Wann beginnt morgen mein Tag?", "agenda.edge", "want", "first" },
  { "Wann bin ich heute fertig?", "agenda.edge", "want", "last" },
  { "Wie viele Termine habe ich diese Woche?", "agenda.count" },
  { "Wieviele Besprechungen habe ich heute noch?", "agenda.count" },
  { "Wie viele Termine stehen am 15. Mai an?", "agenda.count" },
  { "Habe ich diese Woche einen Termin mit Anna?", "event.with", "event", "Anna" },
  { "Gibt es morgen eine Besprechung mit dem Vorstand?", "event.with", "event", "Vorstand" },
  { "Treffe ich Tom diese Woche?", "event.with", "event", "Tom" },
  { "Was kommt als Nächstes?", "event.next" },
  { "Wann ist mein nächster Termin?", "event.next" },
  { "Was habe ich als Nächstes?", "event.next" },
  /* one event */
  { "Wann ist mein nächster Zahnarzttermin?", "event.when", "event", "Zahnarzttermin" },
  { "Wann ist der Arzttermin?", "event.when", "event", "Arzttermin" },
  { "Um wie viel Uhr beginnt die Vorstandssitzung?", "event.when", "event", "Vorstandssitzung" },
  { "Um wieviel Uhr ist das Teamtreffen?", "event.when", "event", "Teamtreffen" },
  { "Wann fängt der Workshop an?", "event.when", "event", "Workshop" },
  { "Wann findet das Sommerfest statt?", "event.when", "event", "Sommerfest" },
  { "Wann endet die Besprechung mit Lena?", "event.when", "want", "end" },
  { "Wann ist der Elternabend zu Ende?", "event.when", "want", "end" },
  { "Wo und wann ist die Wanderung am Samstag?", "event.when", "event", "Wanderung" },
  { "Wann läuft mein Reisepass ab?", "event.when", "source", "mail" },
  { "Wie lange ist der Gutschein gültig?", "event.when", "event", "Gutschein" },
  { "Weißt du, wann die Chorprobe ist?", "event.when", "event", "Chorprobe" },
  { "Wo ist das Abendessen mit Ada?", "event.where", "event", "Abendessen mit Ada" },
  { "Wo findet die Lesung am Freitag statt?", "event.where", "event", "Lesung" },
  { "Wo ist es?", "event.where", "event", "es" },
  { "In welchem Raum ist die Teambesprechung?", "event.where", "event", "Teambesprechung" },
  { "Wer ist zur Teambesprechung eingeladen?", "event.who", "event", "Teambesprechung" },
  { "Wer kommt noch zum Grillabend?", "event.who", "event", "Grillabend" },
  { "Wer nimmt am Workshop teil?", "event.who", "event", "Workshop" },
  { "Mit wem ist das Mittagessen?", "event.who", "event", "Mittagessen" },
  { "Wer ist sonst noch dabei?", "event.who" },
  { "Worum geht es im Workshop?", "event.describe", "event", "Workshop" },
  { "Um was geht es bei der Besprechung mit Lena?", "event.describe", "event",
    "Besprechung mit Lena" },
  { "Wie lange dauert die Vorstandssitzung?", "event.length", "event", "Vorstandssitzung" },
  { "Wie lange geht der Kurs?", "event.length", "event", "Kurs" },
  { "Wie viel Zeit habe ich vor dem Mittagessen?", "event.gap", "kind", "before" },
  { "Wie lange noch bis zur Chorprobe?", "event.gap", "kind", "until" },
  { "Wie viel Zeit ist zwischen dem Stand-up und der Durchsicht?", "event.gap", "event2",
    "Durchsicht" },
  /* free time */
  { "Bin ich am Freitag um drei frei?", "free.check" },
  { "Habe ich morgen Nachmittag Zeit?", "free.check" },
  { "Bin ich morgen beschäftigt?", "free.check", "ask", "busy" },
  { "Habe ich am Donnerstag Zeit für ein Mittagessen?", "free.check", "topic", "Mittagessen" },
  { "Passt Freitag um zehn?", "free.check" },
  { "Wann bin ich diese Woche frei?", "free.find" },
  { "Wann habe ich morgen Zeit?", "free.find" },
  { "Finde mir eine freie Stunde am Freitag", "free.find" },
  { "Wann habe ich nächste Woche zwei Stunden frei?", "free.find" },
  { "Wie viel freie Zeit habe ich morgen?", "free.find" },
  { "Gibt es diese Woche Überschneidungen?", "conflicts" },
  { "Überschneiden sich Termine?", "conflicts" },
  { "Bin ich am Montag doppelt verplant?", "conflicts" },
  /* putting into the calendar */
  { "Trag Freitag um zehn einen Termin „Zahnarzt“ für eine Stunde ein", "event.create" },
  { "Trage den Zahnarzt am Freitag um zehn in meinen Kalender ein", "event.create" },
  { "Erstelle einen Termin Besprechung morgen um 14 Uhr", "event.create" },
  { "Blockiere morgen Vormittag für die Steuererklärung", "event.create", "whole", "yes" },
  { "Sag den Zahnarzt ab", "event.change", "do", "cancel" },
  { "Verschieb den Zahnarzt auf Freitag um zehn", "event.change" },
  { "Lade Tom zur Teambesprechung ein", "event.change" },
  /* mail */
  { "Zeig mir meine ungelesenen E-Mails", "mail.unread" },
  { "Was ist ungelesen?", "mail.unread" },
  { "Habe ich ungelesene Mails?", "mail.unread" },
  { "Wie viele ungelesene Nachrichten habe ich?", "mail.unread", "count", "yes" },
  { "Kannst du mir meine ungelesenen Mails zeigen?", "mail.unread" },
  { "Was habe ich noch nicht gelesen?", "mail.unread" },
  { "Was bin ich noch schuldig?", "mail.owed" },
  { "Was wollen andere von mir?", "mail.owed" },
  { "Worum wurde ich gebeten?", "mail.owed" },
  { "Was habe ich versprochen?", "mail.promised" },
  { "Zeig mir meine offenen Versprechen", "mail.promised" },
  { "Worauf warte ich noch?", "mail.awaited" },
  { "Wer hat mir noch nicht geantwortet?", "mail.awaited" },
  { "Wer schuldet mir eine Antwort?", "mail.awaited" },
  { "Was braucht mich?", "mail.important" },
  { "Was braucht mich heute?", "mail.important" },
  { "Was ist wichtig?", "mail.important" },
  { "Gibt es etwas Dringendes?", "mail.important" },
  { "Ist etwas Wichtiges dabei?", "mail.important" },
  { "Was muss ich heute beantworten?", "mail.important" },
  { "Gibt es E-Mails von Anna über die Wohnung?", "mail.find", "topic", "Wohnung" },
  { "Mails von Müller wegen des Vertrags", "mail.find", "person", "Müller" },
  { "Hab ich Post von Tom Bäcker?", "mail.find", "person", "Tom Bäcker" },
  { "Hat Anna geschrieben?", "mail.find", "person", "Anna" },
  { "Hat mir Tom seit Montag geantwortet?", "mail.find", "person", "Tom" },
  { "Hat sich Lena gemeldet?", "mail.find", "person", "Lena" },
  { "Such Mails zum Umzug", "mail.find", "topic", "Umzug" },
  { "Durchsuche meine Mails nach Kaution", "mail.find", "topic", "Kaution" },
  { "Gibt es E-Mails seit gestern?", "mail.find", "new", "yes" },
  { "Sind neue Mails gekommen?", "mail.find", "new", "yes" },
  { "Habe ich neue Mails?", "mail.find", "new", "yes" },
  { "Wer hat mir heute geschrieben?", "mail.find", "new", "yes" },
  { "Welche Newsletter kamen diese Woche?", "mail.bulk" },
  { "Wer schreibt mir am meisten?", "mail.senders" },
  { "Wer schreibt mir am meisten, und ich lese es nie?", "mail.senders", "never", "yes" },
  { "Wessen Mails lese ich nie?", "mail.senders", "never", "yes" },
  { "Wie viele E-Mails kamen heute?", "mail.count" },
  { "Wie viele Mails habe ich gestern von Anna bekommen?", "mail.count", "person", "Anna" },
  { "Was hat Anna zuletzt geschrieben?", "mail.last", "person", "Anna" },
  { "Was will Tom von mir?", "mail.last", "person", "Tom" },
  { "Was schreibt Lena über den Umzug?", "mail.last", "topic", "Umzug" },
  { "Was war die letzte Mail von Lily?", "mail.last", "person", "Lily" },
  { "Fass das zusammen", "mail.summary" },
  { "Fasse die Unterhaltung mit Anna zusammen", "mail.summary", "person", "Anna" },
  { "Gib mir eine kurze Zusammenfassung", "mail.summary" },
  { "Warum hast du mir das gesagt?", "mail.told", "which", "it" },
  { "Warum hast du mich gestört?", "mail.told" },
  { "Warum hast du mir nicht von der Rechnung gesagt?", "mail.told", "want", "untold" },
  { "Lies sie vor", "mail.read" },
  { "Lies mir die letzte E-Mail von Anna vor", "mail.read", "person", "Anna" },
  { "Lies mir die letzte E-Mail vor", "mail.read", "latest", "yes" },
  { "Was steht drin?", "mail.read" },
  { "Lies weiter", "mail.read" },
  { "Öffne die Mail von Tom", "mail.read", "person", "Tom" },
  { "Wer hat das gesendet?", "mail.sender" },
  { "Von wem ist die Mail?", "mail.sender" },
  { "Von wem kam das?", "mail.sender" },
  { "Wann hat Anna zuletzt geschrieben?", "mail.date", "person", "Anna" },
  { "Wann kam die Mail?", "mail.date" },
  { "Was habe ich Anna geschrieben?", "mail.sent", "person", "Anna" },
  { "Habe ich Tom schon geantwortet?", "mail.sent", "person", "Tom" },
  { "Zeig mir meine gesendeten Mails", "mail.sent" },
  { "Finde den Anhang von Anna", "mail.attachment", "person", "Anna" },
  { "Welche Mails haben einen Anhang?", "mail.attachment", "all", "yes" },
  { "Hat Tom ein PDF geschickt?", "mail.attachment", "person", "Tom" },
  { "Such das Dokument zum Mietvertrag", "mail.attachment", "topic", "Mietvertrag" },
  { "Antworte Ana, dass ich komme", "mail.write" },
  { "Schreib Tom, dass ich später komme", "mail.write" },
  { "Archiviere die Newsletter", "mail.write" },
  { "Räum die Newsletter auf", "mail.write" },
  { "Leite die Mail an Anna weiter", "mail.write" },
  /* facts in mail */
  { "Wie lautet mein Sicherheitscode?", "fact.code", "kind", "code" },
  { "Was ist der Code für die Haustür?", "fact.code", "topic", "Haustür" },
  { "Gib mir das WLAN Passwort", "fact.code", "topic", "WLAN" },
  { "Wie ist meine Bestellnummer von Thalia?", "fact.code", "kind", "number" },
  { "Wie ist die Telefonnummer von Anna?", "fact.code", "kind", "phone" },
  { "Finde den Link zur Videokonferenz", "fact.link", "topic", "Videokonferenz" },
  { "Wo ist der Link zum Webinar?", "fact.link", "topic", "Webinar" },
  { "Wie hoch war die Stromrechnung?", "fact.amount", "topic", "Stromrechnung" },
  { "Was kostet das Hotel?", "fact.amount", "topic", "Hotel" },
  { "Wie viel habe ich für die Bahnfahrt bezahlt?", "fact.amount", "topic", "Bahnfahrt" },
  { "Wie lautet Annas E-Mail-Adresse?", "fact.address" },
  { "Wie lautet die E-Mail-Adresse von Anna?", "fact.address", "person", "Anna" },
  { "Wie erreiche ich Tom?", "fact.address", "person", "Tom" },
  { "Wo ist mein Paket?", "announced.parcels" },
  { "Wann kommt meine Lieferung an?", "announced.parcels" },
  { "Wann geht mein Flug?", "announced.flights" },
  { "Wann fliege ich?", "announced.flights" },
  { "Welche Rechnungen sind offen?", "announced.invoices" },
  { "Was muss ich noch bezahlen?", "announced.invoices" },
  { "Habe ich unbezahlte Rechnungen?", "announced.invoices" },
  /* reminders */
  { "Erinnere mich morgen um neun, zu Hause anzurufen", "remind.set" },
  { "Erinnere mich morgen um neun ans Antworten", "remind.set", "what", "Antworten" },
  { "Erinner mich in 20 Minuten daran, die Blumen zu gießen", "remind.set", "what",
    "die Blumen zu gießen" },
  { "Kannst du mich morgen daran erinnern, Anna anzurufen?", "remind.set" },
  { "Stell einen Wecker auf sieben Uhr", "remind.set" },
  { "Weck mich um sieben", "remind.set" },
  { "Erinnere mich jeden Montag an den Müll", "remind.set", "repeat", "yes" },
  { "Welche Erinnerungen habe ich?", "remind.list" },
  { "Zeig mir meine Erinnerungen", "remind.list" },
  { "Woran wirst du mich heute erinnern?", "remind.list" },
  { "Lösche die Erinnerung, zu Hause anzurufen", "remind.cancel" },
  { "Lösche alle Erinnerungen", "remind.cancel", "all", "yes" },
  { "Verschieb die Erinnerung auf sechs Uhr", "remind.change" },
  { "Verschieb sie auf morgen um acht", "remind.change" },
  { "Verschieb sie auf sechs", "remind.change" },
  /* the clock */
  { "Wie spät ist es?", "clock.time" },
  { "Wie viel Uhr ist es?", "clock.time" },
  { "Welcher Tag ist heute?", "clock.date" },
  { "Den Wievielten haben wir heute?", "clock.date" },
  { "Welche Kalenderwoche haben wir?", "clock.date", "want", "week" },
  { "Wie viele Tage sind es noch bis Freitag?", "clock.date", "want", "days" },
  /* digests and people */
  { "Bring mich auf den neuesten Stand", "digest", "kind", "now" },
  { "Was gibt's Neues?", "digest", "kind", "now" },
  { "Was habe ich verpasst?", "digest", "kind", "now" },
  { "Was ist seit gestern passiert?", "digest", "kind", "now" },
  { "Was gibt es Neues seit dem Mittagessen?", "digest", "since", "lunch" },
  { "Gibt es etwas Neues seit dem Frühstück?", "digest", "since", "breakfast" },
  { "Gib mir den Morgenüberblick", "digest", "kind", "morning" },
  { "Zeig mir den Abendüberblick", "digest", "kind", "evening" },
  { "Wie war meine Woche?", "digest" },
  { "Erinnere mich, mit Amy jeden Monat in Kontakt zu bleiben", "people.keep", "days", "30" },
  { "Ich möchte mit Tom einmal die Woche in Kontakt bleiben", "people.keep", "days", "7" },
  { "Wann hatte ich zuletzt Kontakt mit Amy?", "people.last", "person", "Amy" },
  { "Wann habe ich Tom zuletzt gesehen?", "people.last", "person", "Tom" },
  { "Wer hat Geburtstag?", "people.birthdays" },
  { "Wer hat diese Woche Geburtstag?", "people.birthdays" },
  { "Wann hat Anna Geburtstag?", "people.birthdays", "person", "Anna" },
  { "Wer ist mir wichtig?", "people.list" },
  { "Wem schreibe ich am meisten?", "people.list" },
  /* talk */
  { "Was kannst du?", "help" },
  { "Hilfe", "help" },
  { "Hallo", "greet" },
  { "Guten Morgen", "greet" },
  { "Danke!", "thanks" },
  { "Vielen Dank", "thanks" },
  { "Alles klar", "ack" },
  { "Tschüss", "bye" },
  { "Gute Nacht", "bye" },
  { "Wie geht es dir?", "mood" },
  { "Wie geht's?", "mood" },
  { "Wer bist du?", "who" },
  { "Wie heißt du?", "who" },
  { "Bist du ein Mensch?", "persona.program" },
  { "Nenn dich Juno", "persona.rename", "any", "Juno" },
  { "Nenn mich Alex", "persona.owner", "any", "Alex" },
  { "Warum heißt du so?", "persona.why" },
  { "Ich fühle mich einsam", "persona.lonely" },
  { "Sind meine Daten sicher?", "privacy" },
  { "Was weißt du über mich?", "privacy" },
  { "Erzähl mir mehr über den Umzug", "topic", "topic", "Umzug" },
  { "Was ist mit der Kaution?", "topic", "topic", "Kaution" },
  /* going on */
  { "Und morgen?", "follow.time" },
  { "Was ist mit nächstem Freitag?", "follow.time" },
  { "Die zweite", "follow.nth", "number", "2" },
  { "Lies mir die erste vor", "follow.nth", "number", "1" },
  { "Zeig mir die letzte", "follow.nth", "number", "last" },
  { "Öffne die dritte Mail", "follow.nth", "number", "3" },
  { "Und die nächste", "follow.nth", "number", "next" },
  /* hints */
  { "Nenn mir auch ihre E-Mail-Adressen", "hint.addresses" },
  { "Mit Beschreibungen", "hint.descriptions" },
  { "Sag es im Format 'HH:MM'", "hint.format", "format", "HH:MM" },
  { "Es steht in einer Mail von Anna", "hint.mail", "source", "mail" },
  { "Am 15. Mai habe ich ein Treffen vor dem Mittagessen", "hint.context" },
  { "Ich habe ein paar Fragen", "hint.drop" },
  /* written without umlauts, and with slips */
  { "Wann ist mein naechster Termin?", "event.next" },
  { "Loesche alle Erinnerungen", "remind.cancel", "all", "yes" },
  { "Welche Termne habe ich morgen?", "agenda.list" },
  { "Erinere mich morgen an Brot", "remind.set", "what", "Brot" },
  /* English */
  { "What is on today?", "agenda.list" },
  { "Any mail from Anna?", "mail.find", "person", "Anna" },
  { "Remind me tomorrow at nine to call home", "remind.set", "what", "call home" },
  { "the second one", "follow.nth", "number", "second" },
  { "When am I free this week?", "free.find" },
  { "Who is invited to the team meeting?", "event.who", "event", "team meeting" },
  /* nothing of the kind */
  { "Bemale mein Haus grün", NULL },
  { "Franz jagt im komplett verwahrlosten Taxi quer durch Bayern", NULL },
  { "????", NULL },
  { "", NULL },
};

static HearthIntents *intents;

static GArray *
read_times (const char *text)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  HearthTimeContext context = { .now = 1715768400, .zone = zone, .day_first = TRUE };

  return hearth_time_read_own (text, &context);
}

static void
test_sentences (void)
{
  guint wrong = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GArray) times = read_times (rows[i].text);
    g_autoptr (HearthIntentMatch) match = hearth_intents_match (intents, rows[i].text, times);
    const char *seen = match != NULL ? match->intent : NULL;
    const char *value = match != NULL && rows[i].slot != NULL
                            ? hearth_intent_match_get_slot (match, rows[i].slot)
                            : NULL;

    if (g_strcmp0 (seen, rows[i].intent) != 0 || g_strcmp0 (value, rows[i].value) != 0) {
      g_test_message ("“%s”: expected %s %s=%s, got %s %s", rows[i].text, rows[i].intent,
                      rows[i].slot, rows[i].value, seen, value);
      wrong++;
    }
  }
  g_assert_cmpuint (wrong, ==, 0);
}

/* Everything that is understood in English is understood in German, with the same settings. */
static void
test_complete (void)
{
  g_autoptr (HearthIntents) english = hearth_intents_new_for_language ("en", NULL);
  g_autoptr (HearthIntents) german = hearth_intents_new_for_language ("de", NULL);
  GHashTable *seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) names = hearth_intents_dup_names (english);
  g_auto (GStrv) own = hearth_intents_dup_names (german);

  g_assert_cmpstr (hearth_intents_get_language (german), ==, "de");
  g_assert_cmpuint (g_strv_length (names), >, 70);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (rows[i].intent != NULL)
      g_hash_table_add (seen, (gpointer) rows[i].intent);
  }
  for (guint i = 0; names[i] != NULL; i++) {
    g_test_message ("%s", names[i]);
    g_assert_true (g_strv_contains ((const char *const *) own, names[i]));
    g_assert_true (g_hash_table_contains (seen, names[i]));
    g_assert_cmpint (hearth_intents_get_example (english, names[i]) != NULL, ==,
                     hearth_intents_get_example (german, names[i]) != NULL);
    g_assert_cmpint (hearth_intents_get_response (english, names[i], 0) != NULL, ==,
                     hearth_intents_get_response (german, names[i], 0) != NULL);
  }
  g_assert_cmpuint (g_strv_length (own), ==, g_strv_length (names));
  g_hash_table_unref (seen);
}

static void
test_examples (void)
{
  /* What is offered must be understood, as what it is an example of. */
  g_auto (GStrv) names = hearth_intents_dup_names (intents);
  g_auto (GStrv) near = hearth_intents_dup_near (intents, "", 100);
  guint wrong = 0;

  g_assert_cmpuint (g_strv_length (near), >=, 3);
  for (guint i = 0; near[i] != NULL; i++) {
    g_autoptr (GArray) times = read_times (near[i]);
    g_autoptr (HearthIntentMatch) match = hearth_intents_match (intents, near[i], times);

    g_assert_nonnull (match);
  }
  for (guint i = 0; names[i] != NULL; i++) {
    const char *example = hearth_intents_get_example (intents, names[i]);
    g_autoptr (GArray) times = NULL;
    g_autoptr (HearthIntentMatch) match = NULL;

    if (example == NULL)
      continue;
    times = read_times (example);
    match = hearth_intents_match (intents, example, times);
    if (match == NULL || strcmp (match->intent, names[i]) != 0) {
      g_test_message ("%s: “%s” is %s", names[i], example, match != NULL ? match->intent : NULL);
      wrong++;
    }
  }
  g_assert_cmpuint (wrong, ==, 0);
}

/* What the help of a language says that one can say. */
static void
check_help (const char *language)
{
  g_autofree char *name = g_strdup_printf ("help/%s.md", language);
  g_autofree char *path = hearth_paths_dup_resource (name);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint tables = 0, rows_read = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) cells = g_strsplit (lines[i], "|", -1);
    g_autoptr (GArray) times = NULL;
    g_autoptr (HearthIntentMatch) match = NULL;

    if (g_str_has_prefix (lines[i], "|---"))
      tables++;
    else if (tables == 1 && g_strv_length (cells) == 4) {
      times = read_times (g_strstrip (cells[2]));
      match = hearth_intents_match (intents, cells[2], times);
      /* What is said to the memory is read elsewhere. */
      if (match == NULL && !g_str_has_prefix (cells[2], "Merk dir") &&
          !g_str_has_prefix (cells[2], "Remember that"))
        g_error ("help/%s.md: “%s” is not understood", language, cells[2]);
      rows_read++;
    } else if (tables == 1 && *lines[i] == '#')
      break;
  }
  g_assert_cmpuint (rows_read, >=, 7);
}

static void
test_help (void)
{
  check_help ("de");
  check_help ("en");
  check_help ("fr");
}

static void
test_near (void)
{
  g_auto (GStrv) german =
      hearth_intents_dup_near (intents, "meine Erinnerung irgendwie weg damit", 3);
  g_auto (GStrv) english =
      hearth_intents_dup_near (intents, "my reminder should be cancelled somehow", 3);

  g_assert_cmpuint (g_strv_length (german), ==, 3);
  g_assert_true (strstr (german[0], "rinner") != NULL);
  g_assert_true (strstr (english[0], "reminder") != NULL);
}

/* "Was" asks in German, and tells of the past in English. */
static void
test_past (void)
{
  g_assert_false (hearth_intents_is_past (intents, "Was steht am Montag an?"));
  g_assert_true (hearth_intents_is_past (intents, "Was hatte ich am Montag?"));
  g_assert_true (hearth_intents_is_past (intents, "What was on Monday?"));
  g_assert_false (hearth_intents_is_past (intents, "What is on Monday?"));
}

static void
test_words (void)
{
  g_autofree char *polite =
      hearth_intents_dup_without_polite (intents, "Kannst du mir bitte sagen, wann die Probe ist?");

  g_assert_true (hearth_intents_is_stop_word (intents, "der"));
  g_assert_true (hearth_intents_is_stop_word (intents, "the"));
  g_assert_false (hearth_intents_is_stop_word (intents, "Zahnarzt"));
  g_assert_cmpstr (hearth_intents_get_number (intents, "Zweite"), ==, "2");
  g_assert_cmpstr (hearth_intents_get_number (intents, "letzte"), ==, "last");
  g_assert_cmpstr (hearth_intents_get_number (intents, "Haus"), ==, "Haus");
  g_assert_true (g_str_has_prefix (polite, "wann"));
}

#define SOURCES WORKDAY "/../../../.."
#define STRING "\"((?:[^\"\\\\]|\\\\.)*)\""

/* What the catalogue says for @msgid, which fits on a line; NULL if it is not there. */
static char *
translate (const char *catalogue, const char *msgid)
{
  g_autofree char *escaped = g_regex_escape_string (msgid, -1);
  g_autofree char *pattern = g_strdup_printf ("^msgid \"%s\"\nmsgstr " STRING "$", escaped);
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) found = NULL;

  g_regex_match (regex, catalogue, 0, &found);
  return g_match_info_matches (found) ? g_match_info_fetch (found, 1) : NULL;
}

static guint
check_offered (const char *text)
{
  g_autoptr (GArray) times = read_times (text);
  g_autoptr (HearthIntentMatch) match = hearth_intents_match (intents, text, times);

  g_test_message ("%s: %s", text, match != NULL ? match->intent : "not understood");
  return match != NULL ? 0 : 1;
}

/* Goes over what @file offers with a click: what is marked in a piece of code that @where finds. */
static guint
check_file (const char *file, const char *where, const char *catalogue, guint *n)
{
  g_autofree char *text = NULL;
  g_autoptr (GRegex) pieces = g_regex_new (where, G_REGEX_DOTALL, 0, NULL);
  g_autoptr (GRegex) marked = g_regex_new ("N?_\\(" STRING "\\)", 0, 0, NULL);
  g_autoptr (GMatchInfo) piece = NULL;
  guint wrong = 0;

  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  for (g_regex_match (pieces, text, 0, &piece); g_match_info_matches (piece);
       g_match_info_next (piece, NULL)) {
    g_autofree char *code = g_match_info_fetch (piece, 0);
    g_autoptr (GMatchInfo) string = NULL;

    for (g_regex_match (marked, code, 0, &string); g_match_info_matches (string);
         g_match_info_next (string, NULL)) {
      g_autofree char *msgid = g_match_info_fetch (string, 1);
      g_autofree char *msgstr = translate (catalogue, msgid);

      g_assert_nonnull (msgstr);
      wrong += check_offered (msgid) + check_offered (msgstr);
      ++*n;
    }
  }
  return wrong;
}

/* What the program itself offers is understood, in the words of the German catalogue. */
static void
test_offered (void)
{
  g_autofree char *catalogue = NULL;
  g_autoptr (GDir) folder = g_dir_open (SOURCES "/src/companion", 0, NULL);
  const char *name;
  guint wrong = 0;
  guint n = 0;

  g_assert_nonnull (folder);
  g_assert_true (g_file_get_contents (SOURCES "/po/de.po", &catalogue, NULL, NULL));
  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *file = g_build_filename (SOURCES "/src/companion", name, NULL);

    if (g_str_has_suffix (name, ".c"))
      wrong += check_file (file, "hearth_reply_suggest \\([^;]*;", catalogue, &n);
  }
  g_assert_cmpuint (n, >=, 30);
  wrong += check_file (SOURCES "/src/panel/talk/hearth-talk-view.c", "starters\\[\\] = [^;]*;",
                       catalogue, &n);
  g_assert_cmpuint (n, >=, 33);
  g_assert_cmpuint (wrong, ==, 0);
}

/* The examples that stand in sentences: “Sag es so: „Antworte Ana, dass ich komme“”. */
static void
test_quoted (void)
{
  static const char *const said[] = { "Trag Abendessen am Freitag um acht in meinen Kalender ein",
                                      "Antworte Ana, dass ich komme",
                                      "Schreib Ana eine E-Mail, dass ich am Freitag komme",
                                      "Verschieb den Zahnarzt auf Freitag um zehn" };
  g_autofree char *catalogue = NULL;
  g_autoptr (GRegex) breaks = g_regex_new ("\"\n\"", 0, 0, NULL);
  g_autofree char *joined = NULL;
  guint wrong = 0;

  g_assert_true (g_file_get_contents (SOURCES "/po/de.po", &catalogue, NULL, NULL));
  joined = g_regex_replace_literal (breaks, catalogue, -1, 0, "", 0, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (said); i++) {
    g_autofree char *quoted = g_strdup_printf ("„%s“", said[i]);

    g_assert_nonnull (strstr (joined, quoted));
    wrong += check_offered (said[i]);
  }
  g_assert_cmpuint (wrong, ==, 0);
}

static void
test_speed (void)
{
  g_autoptr (HearthIntents) english = hearth_intents_new_for_language ("en", NULL);
  HearthIntents *both[] = { english, intents };
  const char *text = "Wer ist am Samstag zur Wanderung mit den Kindern aus der Nachbarschaft "
                     "eingeladen, und wann geht es los?";

  for (guint k = 0; k < G_N_ELEMENTS (both); k++) {
    clock_t start = clock ();
    gint64 match;

    for (guint i = 0; i < 200; i++) {
      g_autoptr (GArray) times = read_times (text);
      g_autoptr (HearthIntentMatch) found = hearth_intents_match (both[k], text, times);

      (void) found;
    }
    match = (gint64) (clock () - start) * G_USEC_PER_SEC / CLOCKS_PER_SEC / 200;
    g_test_message ("%s: %u templates, match %" G_GINT64_FORMAT " µs",
                    hearth_intents_get_language (both[k]), hearth_intents_get_n_templates (both[k]),
                    match);
    /* Of the processor, not of the clock: a busy machine does not fail it. */
    g_assert_cmpint (match, <, 20000);
  }
}

static void
test_long_text (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) times = NULL;
  g_autoptr (HearthIntentMatch) match = NULL;
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < 2000; i++)
    g_string_append (text, i % 3 == 0 ? "was ist die Mail von " : "'und über \xc3\xa9 ");
  times = read_times (text->str);
  match = hearth_intents_match (intents, text->str, times);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  int result;

  g_setenv ("LANGUAGE", "de_AT:de:en", TRUE);
  g_test_init (&argc, &argv, NULL);
  intents = hearth_intents_new_own (&error);
  g_assert_no_error (error);
  g_test_add_func ("/companion/intents/german/sentences", test_sentences);
  g_test_add_func ("/companion/intents/german/complete", test_complete);
  g_test_add_func ("/companion/intents/german/examples", test_examples);
  g_test_add_func ("/companion/intents/german/help", test_help);
  g_test_add_func ("/companion/intents/german/near", test_near);
  g_test_add_func ("/companion/intents/german/past", test_past);
  g_test_add_func ("/companion/intents/german/words", test_words);
  g_test_add_func ("/companion/intents/german/offered", test_offered);
  g_test_add_func ("/companion/intents/german/quoted", test_quoted);
  g_test_add_func ("/companion/intents/german/speed", test_speed);
  g_test_add_func ("/companion/intents/german/long-text", test_long_text);
  result = g_test_run ();
  g_object_unref (intents);
  return result;
}
