/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gate-fixture.h"

#include "hearth-card-text.h"
#include "hearth-clock.h"
#include "hearth-post.h"
#include "hearth-store-cards.h"
#include "hearth-store-journal.h"
#include "hearth-store-records.h"

#include <string.h>

/* What somebody does who knows how the gate works: a card that shows one thing and does another, a
 * name that is not theirs, words that lose their label on the way. */

#define AT "DTSTART:20261201T100000Z\r\nDTEND:20261201T110000Z\r\n"
#define BY_EMMA "ORGANIZER:mailto:emma@example.org\r\n"
#define GUEST(address) "ATTENDEE;PARTSTAT=ACCEPTED:mailto:" address "\r\n"

static void
see_event (Fixture *self, gint64 event, HearthLabel label)
{
  hearth_gate_see (self->gate, HEARTH_SEEN_EVENT, event, label, TRUE);
}

static void
see_message (Fixture *self, gint64 message)
{
  hearth_gate_see (self->gate, HEARTH_SEEN_MESSAGE, message, HEARTH_LABEL_EXTERNAL, TRUE);
}

/* Somebody else writes into the calendar. */
static void
change_calendar (Fixture *self, const char *from, const char *to)
{
  g_autofree char *path = g_build_filename (self->dir, "own.ics", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) changed = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  changed = g_string_new (text);
  g_assert_cmpuint (g_string_replace (changed, from, to, 0), ==, 1);
  g_assert_true (g_file_set_contents (path, changed->str, -1, NULL));
  fixture_sync (self);
}

static void
assert_expires (Fixture *self)
{
  g_autoptr (GPtrArray) sent = NULL;
  g_autoptr (GError) error = NULL;

  fixture_accept (self, self->outcome.card, &error);
  g_assert_error (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_EXPIRED);
  sent = fixture_list_sent (self);
  g_assert_cmpuint (sent->len, ==, 0);
}

static void
assert_shows (Fixture *self, const char *part)
{
  g_autoptr (HearthCard) card = fixture_get_card (self, self->outcome.card);
  g_autofree char *text = hearth_card_dup_text (card);

  if (strstr (text, part) == NULL)
    g_error ("“%s” is not on the card: %s", part, text);
}

/* Guests that are there already get the new invitation as well: all who get it are shown. */
static void
test_invite_tells_guests (Fixture *self, gconstpointer data)
{
  gint64 id = fixture_add_event (self, "own",
                                 AT BY_EMMA "SUMMARY:Plan\r\n" GUEST ("emma@example.org")
                                     GUEST ("john@example.com"));
  g_autoptr (GPtrArray) sent = NULL;
  g_autoptr (GError) error = NULL;

  fixture_begin (self, "{\"plan\":[{\"verb\":\"invite\",\"count\":1}]}",
                 "Invite maria@example.com to the plan");
  see_event (self, id, HEARTH_LABEL_KNOWN);
  g_assert_cmpint (fixture_run (self, "invite",
                                "{\"event\":%lld,\"guests\":[\"maria@example.com\"]}",
                                (long long) id),
                   ==, HEARTH_GATE_CARD);
  assert_shows (self, "Invited: maria@example.com");
  assert_shows (self, "Told by mail: john@example.com");
  fixture_accept (self, self->outcome.card, &error);
  g_assert_no_error (error);
  sent = fixture_list_sent (self);
  g_assert_cmpuint (sent->len, ==, 1);
  g_assert_cmpuint (((HearthMessage *) sent->pdata[0])->to->len, ==, 2);
}

/* Whoever is invited gets what the card showed, or nothing. */
static void
test_invite_to_other_text (Fixture *self, gconstpointer data)
{
  static const char *const changes[][2] = {
    { "SUMMARY:Plan %u", "SUMMARY:Pay at http://evil.example/" },
    { "LOCATION:Office %u", "LOCATION:http://evil.example/" },
    { "DESCRIPTION:Cake %u", "DESCRIPTION:Pay at http://evil.example/" },
    { "COMMENT:Guests %u\r\n", BY_EMMA GUEST ("mal@evil.example") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autoptr (GString) event = g_string_new (AT);
    g_autoptr (GString) from = g_string_new (changes[i][0]);
    g_autofree char *uid = g_strdup_printf ("own-%u", i);
    g_autofree char *number = g_strdup_printf ("%u", i);
    gint64 id;

    for (guint k = 0; k < G_N_ELEMENTS (changes); k++)
      g_string_append_printf (event, "%s%s", changes[k][0], k < 3 ? "\r\n" : "");
    g_string_replace (event, "%u", number, 0);
    g_string_replace (from, "%u", number, 0);
    id = fixture_add_event (self, uid, event->str);
    fixture_begin (self, "{\"plan\":[{\"verb\":\"invite\",\"count\":1}]}",
                   "Invite maria@example.com to the plan");
    see_event (self, id, HEARTH_LABEL_KNOWN);
    g_assert_cmpint (fixture_run (self, "invite",
                                  "{\"event\":%lld,\"guests\":[\"maria@example.com\"]}",
                                  (long long) id),
                     ==, HEARTH_GATE_CARD);
    change_calendar (self, from->str, changes[i][1]);
    assert_expires (self);
  }
}

/* Who hears of a change is who was shown. */
static void
test_told_others (Fixture *self, gconstpointer data)
{
  static const char *const verbs[] = { "move_event", "cancel_event" };
  gint64 id = fixture_add_event (self, "own",
                                 AT BY_EMMA "SUMMARY:Plan\r\n" GUEST ("emma@example.org")
                                     GUEST ("john@example.com"));
  gint64 cards[2];

  fixture_begin (self,
                 "{\"plan\":[{\"verb\":\"move_event\",\"count\":1},{\"verb\":\"cancel_event\","
                 "\"count\":1}]}",
                 "Move the plan, or cancel it");
  see_event (self, id, HEARTH_LABEL_KNOWN);
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    g_autofree char *arguments =
        g_strdup_printf (i == 0 ? "{\"event\":%lld,\"start\":\"2026-12-02 10:00\"}"
                                : "{\"event\":%lld}",
                         (long long) id);

    g_assert_cmpint (fixture_run (self, verbs[i], "%s", arguments), ==, HEARTH_GATE_CARD);
    assert_shows (self, "Told by mail: john@example.com");
    cards[i] = self->outcome.card;
  }
  change_calendar (self, GUEST ("john@example.com"), GUEST ("joan@example.com"));
  for (guint i = 0; i < G_N_ELEMENTS (cards); i++) {
    self->outcome.card = cards[i];
    assert_expires (self);
  }
}

/* An answer goes to the organiser that was shown. */
static void
test_respond_to_other (Fixture *self, gconstpointer data)
{
  gint64 id = fixture_add_event (self, "theirs",
                                 AT "ORGANIZER:mailto:jo@example.com\r\nSUMMARY:Talk\r\n" GUEST (
                                     "emma@example.org"));

  fixture_begin (self, "{\"plan\":[{\"verb\":\"respond\",\"count\":1}]}",
                 "Say yes to the talk of jo@example.com");
  see_event (self, id, HEARTH_LABEL_EXTERNAL);
  g_assert_cmpint (fixture_run (self, "respond", "{\"event\":%lld,\"answer\":\"accepted\"}",
                                (long long) id),
                   ==, HEARTH_GATE_CARD);
  assert_shows (self, "To: jo@example.com");
  change_calendar (self, "ORGANIZER:mailto:jo@example.com", "ORGANIZER:mailto:mal@evil.example");
  assert_expires (self);
}

/* What others wrote into an event is not passed on to whoever is invited, even where nothing of it
 * was read in the conversation; what the owner wrote there is. */
static void
test_invite_passes_nothing_on (Fixture *self, gconstpointer data)
{
  static const char plan[] = "{\"plan\":[{\"verb\":\"invite\",\"count\":9}]}";
  gint64 theirs;

  fixture_deliver (
      self, "",
      "From: mal@evil.example\r\nTo: emma@example.org\r\nSubject: I\r\nMIME-Version: 1.0\r\n"
      "Content-Type: text/calendar; method=REQUEST\r\n",
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:came\r\n"
      "DTSTAMP:20261101T000000Z\r\n" AT BY_EMMA
      "SUMMARY:Talk\r\n" GUEST ("emma@example.org") "END:VEVENT\r\nEND:VCALENDAR");
  theirs = fixture_add_event (self, "came",
                              AT BY_EMMA
                              "SUMMARY:Talk\r\nDESCRIPTION:Dial in: http://evil.example/x\r\n");
  fixture_begin (self, plan, "Invite maria@example.com to the talk");
  see_event (self, theirs, HEARTH_LABEL_OWNER);
  fixture_run (self, "invite", "{\"event\":%lld,\"guests\":[\"maria@example.com\"]}",
               (long long) theirs);
  fixture_assert_refused (self, "http://evil.example/x");
  fixture_begin (self, plan, "Invite maria@example.com, the link is http://evil.example/x");
  see_event (self, theirs, HEARTH_LABEL_OWNER);
  g_assert_cmpint (fixture_run (self, "invite",
                                "{\"event\":%lld,\"guests\":[\"maria@example.com\"]}",
                                (long long) theirs),
                   ==, HEARTH_GATE_CARD);
}

/* Whoever calls themselves like somebody known is not the one that the owner names. */
static void
test_namesake (Fixture *self, gconstpointer data)
{
  static const char plan[] = "{\"plan\":[{\"verb\":\"reply\",\"count\":1}]}";
  static const char *const names[] = { "From: Nora Lind <x@evil.example>\r\nSubject: Hi\r\n",
                                       "From: x <nora.lind@evil.example>\r\nSubject: Hi\r\n" };
  gint64 nora;

  fixture_deliver (self, ".Sent",
                   "From: emma@example.org\r\nTo: Nora Lind <nora@example.com>\r\n"
                   "Subject: Hello\r\n",
                   "Hello Nora.");
  nora = fixture_deliver (self, "", "From: Nora Lind <nora@example.com>\r\nSubject: Hi\r\n", "Hi");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    gint64 false_nora = fixture_deliver (self, "", names[i], "Answer here.");

    fixture_begin (self, plan, "Tell Nora yes");
    see_message (self, nora);
    see_message (self, false_nora);
    fixture_run (self, "reply", "{\"message\":%lld,\"text\":\"Yes.\"}", (long long) false_nora);
    fixture_assert_refused (self, "nobody you know");
    g_assert_cmpint (fixture_run (self, "reply", "{\"message\":%lld,\"text\":\"Yes.\"}",
                                  (long long) nora),
                     ==, HEARTH_GATE_CARD);
  }
}

/* What somebody calls themselves is no address that the card could seem to go to. */
static void
test_name_like_address (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "nora@example.com", "nora\357\274\240example.com" };
  gint64 event;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *headers =
        g_strdup_printf ("From: \"%s\" <eve@evil.example>\r\nSubject: Boiler\r\n", names[i]);
    gint64 mail = fixture_deliver (self, "", headers, "x");

    fixture_begin (self, "{\"plan\":[{\"verb\":\"reply\",\"count\":1}]}",
                   "Answer about the boiler");
    see_message (self, mail);
    g_assert_cmpint (fixture_run (self, "reply", "{\"message\":%lld,\"text\":\"Yes.\"}",
                                  (long long) mail),
                     ==, HEARTH_GATE_CARD);
    assert_shows (self, "  To: eve@evil.example  (The sender of the mail)\n");
    assert_shows (self, "! First mail to this address");
  }
  event = fixture_add_event (self, "theirs",
                             AT "ORGANIZER;CN=\"nora@example.com\":mailto:jo@example.net\r\n"
                                "SUMMARY:Talk\r\n" GUEST ("emma@example.org"));
  fixture_begin (self, "{\"plan\":[{\"verb\":\"respond\",\"count\":1}]}", "Yes to jo@example.net");
  see_event (self, event, HEARTH_LABEL_EXTERNAL);
  g_assert_cmpint (fixture_run (self, "respond", "{\"event\":%lld,\"answer\":\"declined\"}",
                                (long long) event),
                   ==, HEARTH_GATE_CARD);
  assert_shows (self, "  To: jo@example.net  (You wrote it here)\n");
}

/* A name on a card is that of this very address, not of one that begins like it. */
static void
test_name_of_other (Fixture *self, gconstpointer data)
{
  fixture_deliver (self, ".Sent",
                   "From: emma@example.org\r\nTo: Nora Lind <nora@example.com>, Mal <nora@example."
                   "com.evil.example>\r\nSubject: Hello\r\n",
                   "Hello Nora.");
  fixture_begin (self, "{\"plan\":[{\"verb\":\"send\",\"count\":2}]}",
                 "Write to nora@example.com and nora@example.com.evil.example");
  fixture_run (self, "send", "{\"to\":[\"nora@example.com\"],\"subject\":\"S\",\"text\":\"T\"}");
  assert_shows (self, "  To: Nora Lind <nora@example.com>  (You wrote it here)\n");
  fixture_run (
      self, "send",
      "{\"to\":[\"Nora Lind <nora@example.com.evil.example>\"],\"subject\":\"S\",\"text\":\"T\"}");
  assert_shows (self, "  To: Mal <nora@example.com.evil.example>  (You wrote it here)\n");
}

/* Somebody who shares a name with somebody known is answered where the owner named them otherwise.
 */
static void
test_same_first_name (Fixture *self, gconstpointer data)
{
  gint64 other;

  fixture_deliver (self, ".Sent",
                   "From: emma@example.org\r\nTo: Nora Lind <nora@example.com>\r\n"
                   "Subject: Hello\r\n",
                   "Hello Nora.");
  other = fixture_deliver (self, "", "From: Nora Zeller <z@example.net>\r\nSubject: Hi\r\n", "Hi");
  fixture_begin (self, "{\"plan\":[{\"verb\":\"reply\",\"count\":1}]}", "Tell Zeller yes");
  see_message (self, other);
  g_assert_cmpint (fixture_run (self, "reply", "{\"message\":%lld,\"text\":\"Yes.\"}",
                                (long long) other),
                   ==, HEARTH_GATE_CARD);
}

/* A draft of an answer is as strict about whom it answers as an answer. */
static void
test_draft_of_answer (Fixture *self, gconstpointer data)
{
  static const char plan[] = "{\"plan\":[{\"verb\":\"draft\",\"count\":1}]}";
  gint64 mail =
      fixture_deliver (self, "", "From: Zed <zed@example.net>\r\nSubject: Boiler\r\n", "x");

  fixture_begin (self, plan, "Draft an answer to Nora");
  see_message (self, mail);
  fixture_run (self, "draft", "{\"message\":%lld,\"text\":\"Yes.\"}", (long long) mail);
  fixture_assert_refused (self, "nobody you know");
  fixture_begin (self, plan, "Draft an answer to Zed");
  fixture_run (self, "draft", "{\"message\":%lld,\"text\":\"Yes.\"}", (long long) mail);
  fixture_assert_refused (self, "not what you asked about");
  see_message (self, mail);
  g_assert_cmpint (fixture_run (self, "draft", "{\"message\":%lld,\"text\":\"Yes.\"}",
                                (long long) mail),
                   ==, HEARTH_GATE_DONE);
}

/* Nobody is answered where no address says who wrote. */
static void
test_no_sender (Fixture *self, gconstpointer data)
{
  static const char *const from[] = { "From: Boiler\r\nSubject: Boiler\r\n", "Subject: Boiler\r\n",
                                      "From: Boiler <boiler@>\r\nSubject: Boiler\r\n" };

  for (guint i = 0; i < G_N_ELEMENTS (from); i++) {
    gint64 mail = fixture_deliver (self, "", from[i], "x");

    fixture_begin (self, "{\"plan\":[{\"verb\":\"reply\",\"count\":1}]}",
                   "Answer about the boiler");
    see_message (self, mail);
    fixture_run (self, "reply", "{\"message\":%lld,\"text\":\"Yes.\"}", (long long) mail);
    fixture_assert_refused (self, "no sender who could be answered");
  }
}

/* More people than a card can be read for are not written to, however they are spread. */
static void
test_many_people (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) people = g_string_new (NULL);
  g_autoptr (GString) words = g_string_new ("Write to");

  for (guint i = 0; i < 11; i++) {
    g_string_append_printf (people, "%s\"p%u@example.net\"", i > 0 ? "," : "", i);
    g_string_append_printf (words, " p%u@example.net", i);
  }
  fixture_begin (self, "{\"plan\":[{\"verb\":\"send\",\"count\":1}]}", words->str);
  fixture_run (self, "send", "{\"to\":[%s],\"bcc\":[%s],\"subject\":\"S\",\"text\":\"T\"}",
               people->str, people->str);
  fixture_assert_refused (self, "At most 20 people");
  g_assert_cmpint (fixture_run (self, "send", "{\"to\":[%s],\"subject\":\"S\",\"text\":\"T\"}",
                                people->str),
                   ==, HEARTH_GATE_CARD);
}

/* Behind very many links that may pass, one that may not is found, or nothing goes. */
static void
test_many_links (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 300; i++)
    g_string_append (text, "a@example.net ");
  g_string_append (text, "http://evil.example/");
  fixture_begin (self, "{\"plan\":[{\"verb\":\"send\",\"count\":1}]}", "Write to a@example.net");
  hearth_gate_note (self->gate, HEARTH_LABEL_EXTERNAL);
  fixture_run (self, "send", "{\"to\":[\"a@example.net\"],\"subject\":\"S\",\"text\":\"%s\"}",
               text->str);
  fixture_assert_refused (self, "not passed on");
}

/* A reminder keeps the label of what it was made from, also after a restart. */
static void
test_reminder_keeps_label (Fixture *self, gconstpointer data)
{
  static const char plan[] = "{\"plan\":[{\"verb\":\"remind\",\"count\":2}]}";
  g_autoptr (GPtrArray) reminders = NULL;
  g_autoptr (GError) error = NULL;

  fixture_begin (self, plan, "Remind me at six and at seven");
  g_assert_cmpint (fixture_run (self, "remind", "{\"text\":\"Mine\",\"at\":\"2026-11-28 18:00\"}"),
                   ==, HEARTH_GATE_DONE);
  hearth_gate_note (self->gate, HEARTH_LABEL_EXTERNAL);
  g_assert_cmpint (fixture_run (self, "remind",
                                "{\"text\":\"Theirs\",\"at\":\"2026-11-28 19:00\"}"),
                   ==, HEARTH_GATE_CARD);
  fixture_accept (self, self->outcome.card, &error);
  g_assert_no_error (error);
  fixture_reopen (self);
  reminders =
      hearth_store_reminders_list_waiting (hearth_engine_get_reader (self->engine), 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reminders->len, ==, 2);
  g_assert_cmpint (((HearthReminder *) reminders->pdata[0])->label.integrity, ==,
                   HEARTH_INTEGRITY_OWNER);
  g_assert_cmpint (((HearthReminder *) reminders->pdata[1])->label.integrity, ==,
                   HEARTH_INTEGRITY_EXTERNAL);
}

static gboolean
write_card (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_cards_add (db, user_data, error);
}

/* Accepts a card whose hash fits and which names what is not there, or is another by now. */
static void
assert_stale (Fixture *self, const char *verb, const char *content)
{
  g_autoptr (HearthCard) card = hearth_card_new ("talk", 7, verb, content, HEARTH_LABEL_EXTERNAL);
  g_autoptr (HearthCard) after = NULL;
  g_autoptr (GPtrArray) sent = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (hearth_engine_write (self->engine, write_card, card, &error));
  fixture_accept (self, card->id, &error);
  if (!g_error_matches (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_EXPIRED))
    g_error ("This was not refused as stale: %s", content);
  after = fixture_get_card (self, card->id);
  g_assert_cmpint (after->state, ==, HEARTH_CARD_EXPIRED);
  sent = fixture_list_sent (self);
  g_assert_cmpuint (sent->len, ==, 0);
}

/* Takes a card's content with one value changed in it. */
static void
assert_stale_with (Fixture *self, gint64 id, const char *from, const char *to)
{
  g_autoptr (HearthCard) card = fixture_get_card (self, id);
  g_autoptr (GString) content = g_string_new (card->content);

  if (g_string_replace (content, from, to, 1) != 1)
    g_error ("“%s” is not in %s", from, card->content);
  assert_stale (self, card->verb, content->str);
}

/* Each value that says what is meant is looked at again when a card is accepted: rows may be used
 * anew for something else. */
static void
test_stale_mail (Fixture *self, gconstpointer data)
{
  static const char plan[] = "{\"plan\":[{\"verb\":\"reply\",\"count\":1},{\"verb\":\"trash\","
                             "\"count\":1}]}";
  gint64 mail =
      fixture_deliver (self, "", "From: Zed <zed@example.net>\r\nSubject: Boiler\r\n", "x");

  fixture_begin (self, plan, "Answer Zed and bin it");
  see_message (self, mail);
  fixture_run (self, "reply", "{\"message\":%lld,\"text\":\"Yes.\"}", (long long) mail);
  assert_stale_with (self, self->outcome.card, "\"message_id\":\"0@fixture", "\"message_id\":\"1@");
  assert_stale_with (self, self->outcome.card, "\"name\":\"Emma Johnson\"", "\"name\":\"E\"");
  assert_stale_with (self, self->outcome.card, "\"address\":\"emma@", "\"address\":\"emma.j@");
  assert_stale_with (self, self->outcome.card, "\"sender\":\"\"",
                     "\"sender\":\"boss@example.org\"");
  fixture_run (self, "trash", "{\"messages\":[%lld]}", (long long) mail);
  assert_stale_with (self, self->outcome.card, "\"message_id\":\"0@fixture", "\"message_id\":\"1@");
  assert_stale (self, "trash", "no JSON");
  assert_stale (self, "trash", "[]");
  assert_stale (self, "shell", "{\"text\":\"x\"}");
}

static void
test_stale_events (Fixture *self, gconstpointer data)
{
  static const char plan[] = "{\"plan\":[{\"verb\":\"respond\",\"count\":2},{\"verb\":"
                             "\"cancel_event\",\"count\":1}]}";
  gint64 own = fixture_add_event (self, "own", AT "SUMMARY:Plan\r\n");
  gint64 mail = fixture_deliver (
      self, "",
      "From: jo@example.com\r\nTo: emma@example.org\r\nSubject: I\r\nMIME-Version: 1.0\r\n"
      "Content-Type: text/calendar; method=REQUEST\r\n",
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:talk\r\n"
      "DTSTAMP:20261101T000000Z\r\nSEQUENCE:3\r\n" AT "ORGANIZER:mailto:jo@example.com\r\n"
      "SUMMARY:Talk\r\n" GUEST ("emma@example.org") "END:VEVENT\r\nEND:VCALENDAR");
  gint64 card;

  fixture_begin (self, plan, "Say yes to jo@example.com and cancel the plan");
  see_message (self, mail);
  see_event (self, own, HEARTH_LABEL_EXTERNAL);
  fixture_run (self, "cancel_event", "{\"event\":%lld}", (long long) own);
  assert_stale_with (self, self->outcome.card, "\"uid\":\"own\"", "\"uid\":\"other\"");
  assert_stale_with (self, self->outcome.card, "\"end\":1796122800", "\"end\":1796122801");
  g_assert_cmpint (fixture_run (self, "respond", "{\"message\":%lld,\"answer\":\"accepted\"}",
                                (long long) mail),
                   ==, HEARTH_GATE_CARD);
  card = self->outcome.card;
  assert_stale_with (self, card, "\"uid\":\"talk\"", "\"uid\":\"other\"");
  assert_stale_with (self, card, "\"sequence\":3", "\"sequence\":2");
  assert_stale_with (self, card, "jo@example.com", "mal@evil.example");
  assert_stale_with (self, card, "\"to\":[", "\"nobody\":[");
}

/* The answer that was shown is the one that goes. */
static void
test_answers (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *answer;
    const char *shown;
    const char *sent;
  } answers[] = { { "accepted", "Answer: Yes\n", "PARTSTAT=ACCEPTED" },
                  { "tentative", "Answer: Maybe\n", "PARTSTAT=TENTATIVE" },
                  { "declined", "Answer: No\n", "PARTSTAT=DECLINED" } };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autofree char *uid = g_strdup_printf ("theirs-%u", i);
    gint64 id = fixture_add_event (self, uid,
                                   AT "ORGANIZER:mailto:jo@example.com\r\nSUMMARY:Talk\r\n"
                                      "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:emma@example.org\r\n");
    g_autoptr (GPtrArray) sent = NULL;
    g_autoptr (GError) error = NULL;

    fixture_begin (self, "{\"plan\":[{\"verb\":\"respond\",\"count\":1}]}", "Tell jo@example.com");
    see_event (self, id, HEARTH_LABEL_EXTERNAL);
    g_assert_cmpint (fixture_run (self, "respond", "{\"event\":%lld,\"answer\":\"%s\"}",
                                  (long long) id, answers[i].answer),
                     ==, HEARTH_GATE_CARD);
    assert_shows (self, answers[i].shown);
    assert_shows (self, "To: jo@example.com");
    fixture_accept (self, self->outcome.card, &error);
    g_assert_no_error (error);
    sent = fixture_list_sent (self);
    g_assert_cmpuint (sent->len, ==, i + 1);
    for (guint k = 0; k < sent->len; k++) {
      const HearthMessage *mail = g_ptr_array_index (sent, k);

      g_assert_cmpstr (((HearthAddress *) mail->to->pdata[0])->address, ==, "jo@example.com");
      if (strstr (mail->calendar, uid) != NULL)
        g_assert_nonnull (strstr (mail->calendar, answers[i].sent));
    }
  }
}

/* What is so already is done, and the card says so; it does not wait for ever. */
static void
test_done_already (Fixture *self, gconstpointer data)
{
  gint64 mail = fixture_deliver (self, "", "From: Zed <zed@example.net>\r\nSubject: B\r\n", "x");

  for (guint i = 0; i < 2; i++) {
    g_autoptr (HearthCard) card = NULL;
    g_autoptr (GError) error = NULL;

    fixture_begin (self, "{\"plan\":[{\"verb\":\"flag\",\"count\":1}]}", "Flag that of Zed");
    see_message (self, mail);
    g_assert_cmpint (fixture_run (self, "flag", "{\"messages\":[%lld]}", (long long) mail), ==,
                     HEARTH_GATE_CARD);
    fixture_accept (self, self->outcome.card, &error);
    g_assert_no_error (error);
    card = fixture_get_card (self, self->outcome.card);
    g_assert_cmpint (card->state, ==, HEARTH_CARD_ACCEPTED);
  }
}

/* Who leaves it to a mail what is to be done has named nobody in it: known people, and the owner
 * themself, are not written to either. */
static void
test_delegated (Fixture *self, gconstpointer data)
{
  static const char plan[] =
      "{\"plan\":[{\"verb\":\"send\",\"count\":2},{\"verb\":\"create_event\",\"count\":2}]}";
  static const char event[] = "{\"title\":\"T\",\"start\":\"2026-12-01 12:00\"}";
  static const struct {
    const char *verb;
    const char *arguments;
  } calls[] = {
    { "send", "{\"to\":[\"nora@example.com\"],\"subject\":\"S\",\"text\":\"T\"}" },
    { "send", "{\"to\":[\"emma@example.org\"],\"subject\":\"S\",\"text\":\"T\"}" },
    { "create_event", "{\"title\":\"T\",\"start\":\"2026-12-01 12:00\",\"guests\":["
                      "\"nora@example.com\"]}" },
  };

  fixture_deliver (self, ".Sent",
                   "From: emma@example.org\r\nTo: Nora Lind <nora@example.com>\r\n"
                   "Subject: Hello\r\n",
                   "Hello Nora.");
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++) {
    fixture_begin (self, plan, "Do what the mail of Bob says");
    g_assert_cmpint (fixture_run (self, calls[i].verb, "%s", calls[i].arguments), ==,
                     HEARTH_GATE_CARD);
    fixture_begin (self, plan, "Do what the mail of Bob says");
    hearth_gate_set_delegated (self->gate);
    g_assert_cmpint (fixture_run (self, calls[i].verb, "%s", calls[i].arguments), ==,
                     HEARTH_GATE_REFUSED);
    fixture_assert_refused (self, "Nothing goes to");
  }
  /* Whom the owner names gets it, and an event without guests concerns nobody. */
  fixture_begin (self, plan, "Do what the mail of Bob says, with Nora");
  hearth_gate_set_delegated (self->gate);
  g_assert_cmpint (fixture_run (self, "send", "%s", calls[0].arguments), ==, HEARTH_GATE_CARD);
  g_assert_cmpint (fixture_run (self, "create_event", "%s", calls[2].arguments), ==,
                   HEARTH_GATE_CARD);
  g_assert_cmpint (fixture_run (self, "create_event", "%s", event), ==, HEARTH_GATE_DONE);
}

/* What the owner decided on a card stands in the journal, as what it was. */
static void
test_journal (Fixture *self, gconstpointer data)
{
  static const char *const expected[] = { "Mail to a@example.net: not done",
                                          "Mail to a@example.net: declined",
                                          "Mail to a@example.net: accepted" };
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  HearthJournalFilter filter = { .conversation = "talk" };
  guint n = 0;

  fixture_begin (self, "{\"plan\":[{\"verb\":\"send\",\"count\":3}]}", "Write to a@example.net");
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    fixture_run (self, "send", "{\"to\":[\"a@example.net\"],\"subject\":\"S\",\"text\":\"%u\"}", i);
    if (i == 0)
      assert_stale_with (self, self->outcome.card, "\"sender\":\"\"",
                         "\"sender\":\"x@example.org\"");
    else if (i == 1)
      g_assert_true (hearth_cards_decline (self->engine, self->outcome.card, NULL));
    else
      fixture_accept (self, self->outcome.card, &error);
    g_assert_no_error (error);
  }
  entries = hearth_store_journal_list (hearth_engine_get_reader (self->engine), &filter, &error);
  g_assert_no_error (error);
  for (guint i = entries->len; i-- > 0;) {
    const HearthJournalEntry *entry = g_ptr_array_index (entries, i);

    if (strcmp (entry->kind, "card") != 0)
      continue;
    g_assert_cmpuint (n, <, G_N_ELEMENTS (expected));
    g_assert_cmpstr (entry->what, ==, expected[n++]);
  }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (expected));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("/gate-attacks/invite-tells-guests", test_invite_tells_guests);
  ADD ("/gate-attacks/invite-to-other-text", test_invite_to_other_text);
  ADD ("/gate-attacks/told-others", test_told_others);
  ADD ("/gate-attacks/respond-to-other", test_respond_to_other);
  ADD ("/gate-attacks/invite-passes-nothing-on", test_invite_passes_nothing_on);
  ADD ("/gate-attacks/namesake", test_namesake);
  ADD ("/gate-attacks/delegated", test_delegated);
  ADD ("/gate-attacks/name-like-address", test_name_like_address);
  ADD ("/gate-attacks/stale-mail", test_stale_mail);
  ADD ("/gate-attacks/stale-events", test_stale_events);
  ADD ("/gate-attacks/answers", test_answers);
  ADD ("/gate-attacks/done-already", test_done_already);
  ADD ("/gate-attacks/journal", test_journal);
  ADD ("/gate-attacks/name-of-other", test_name_of_other);
  ADD ("/gate-attacks/no-sender", test_no_sender);
  ADD ("/gate-attacks/same-first-name", test_same_first_name);
  ADD ("/gate-attacks/draft-of-answer", test_draft_of_answer);
  ADD ("/gate-attacks/many-people", test_many_people);
  ADD ("/gate-attacks/many-links", test_many_links);
  ADD ("/gate-attacks/reminder-keeps-label", test_reminder_keeps_label);
#undef ADD
  return g_test_run ();
}
