/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gate-fixture.h"

#include "hearth-actions.h"
#include "hearth-clock.h"
#include "hearth-post.h"
#include "hearth-provenance.h"
#include "hearth-store-cards.h"
#include "hearth-memories.h"
#include "hearth-store-events.h"

#include <string.h>

/* Calls about events and reminders, with a real calendar: what goes through and what is done. */

#define DAY 86400
#define HOUR 3600

#define AT "DTSTART:20261201T100000Z\r\nDTEND:20261201T110000Z\r\n"
#define BY_EMMA "ORGANIZER:mailto:emma@example.org\r\n"
#define GUEST(address) "ATTENDEE;PARTSTAT=ACCEPTED:mailto:" address "\r\n"

static gint64
see (Fixture *self, gint64 event, HearthLabel label, gboolean by_owner)
{
  hearth_gate_see (self->gate, HEARTH_SEEN_EVENT, event, label, by_owner);
  return event;
}

static HearthEvent *
find_by_title (Fixture *self, const char *title)
{
  HearthSpan all = { NOW - 30 * DAY, NOW + 60 * DAY };
  g_autoptr (GPtrArray) found =
      hearth_store_events_between (hearth_engine_get_reader (self->engine), all, 100, NULL);

  for (guint i = 0; i < found->len; i++) {
    HearthOccurrence *occurrence = g_ptr_array_index (found, i);

    if (strcmp (occurrence->event->summary, title) == 0)
      return hearth_event_ref (occurrence->event);
  }
  return NULL;
}

/* Without guests and with nothing external it is made at once, and can be taken back. */
static void
test_create_at_once (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthEvent) event = NULL;
  g_autoptr (HearthEvent) gone = NULL;
  g_autoptr (GError) error = NULL;

  fixture_begin (self, "{\"plan\":[{\"verb\":\"create_event\",\"count\":1}]}", "Lunch on Tuesday");
  g_assert_cmpint (fixture_run (self, "create_event",
                                "{\"title\":\"Lunch\",\"start\":\"2026-12-01 12:00\",\"end\":"
                                "\"2026-12-01 13:30\",\"location\":\"Café\"}"),
                   ==, HEARTH_GATE_DONE);
  g_assert_cmpstr (self->outcome.text, ==, "“Lunch” is in your calendar");
  event = find_by_title (self, "Lunch");
  g_assert_nonnull (event);
  g_assert_cmpint (event->span.start, ==, NOW + 3 * DAY + 4 * HOUR);
  g_assert_cmpint (event->span.end, ==, event->span.start + HOUR + HOUR / 2);
  g_assert_cmpstr (event->location, ==, "Café");
  g_assert_true (hearth_engine_undo (self->engine, self->outcome.action, NULL, &error));
  g_assert_no_error (error);
  gone = find_by_title (self, "Lunch");
  g_assert_null (gone);
}

/* Once others' words came in, the owner sees it first. */
static void
test_create_by_card (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthEvent) event = NULL;
  g_autoptr (HearthEvent) before = NULL;
  g_autoptr (GPtrArray) sent = NULL;
  g_autoptr (GError) error = NULL;
  gint64 action;

  fixture_begin (self, "{\"plan\":[{\"verb\":\"create_event\",\"count\":1}]}", "Put it in");
  hearth_gate_note (self->gate, HEARTH_LABEL_EXTERNAL);
  fixture_run (self, "create_event",
               "{\"title\":\"Fair\",\"start\":\"2026-12-05 10:00\",\"all_day\":\"true\"}");
  fixture_assert_refused (self, "“all_day” is true or false");
  fixture_run (self, "create_event",
               "{\"title\":\"Fair\",\"start\":\"2026-12-05 10:00\",\"location\":{\"room\":5}}");
  fixture_assert_refused (self, "“location” is a text");
  g_assert_cmpint (fixture_run (self, "create_event",
                                "{\"title\":\"Fair\",\"start\":\"2026-12-05\",\"end\":"
                                "\"2026-12-06\",\"all_day\":true,\"description\":"
                                "\"https://fair.example\"}"),
                   ==, HEARTH_GATE_CARD);
  before = find_by_title (self, "Fair");
  g_assert_null (before);
  action = fixture_accept (self, self->outcome.card, &error);
  g_assert_no_error (error);
  g_assert_cmpint (action, !=, 0);
  event = find_by_title (self, "Fair");
  g_assert_true (event->all_day);
  g_assert_cmpint (event->span.end - event->span.start, ==, 2 * DAY);
  sent = fixture_list_sent (self);
  g_assert_cmpuint (sent->len, ==, 0);
  g_assert_true (hearth_engine_undo (self->engine, action, NULL, &error));
}

/* Guests are the owner's word or known, and are told by mail after the owner's yes. */
static void
test_guests (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) sent = NULL;
  g_autoptr (HearthCard) card = NULL;
  g_autoptr (GError) error = NULL;
  const HearthMessage *mail;
  gint64 action;

  fixture_begin (self, "{\"plan\":[{\"verb\":\"create_event\",\"count\":2}]}",
                 "Lunch with Sarah, sarah@example.com, on Tuesday at noon");
  hearth_gate_note (self->gate, HEARTH_LABEL_EXTERNAL);
  fixture_run (self, "create_event",
               "{\"title\":\"Intro\",\"start\":\"2026-12-01 12:00\",\"guests\":["
               "\"mark@evil.example\"]}");
  fixture_assert_refused (self, "Nothing goes to “mark@evil.example”");
  fixture_run (self, "create_event",
               "{\"title\":\"Lunch\",\"start\":\"2026-12-01 12:00\",\"description\":"
               "\"see evil.example\",\"guests\":[\"sarah@example.com\"]}");
  fixture_assert_refused (self, "“evil.example” comes from");
  g_assert_cmpint (fixture_run (self, "create_event",
                                "{\"title\":\"Lunch\",\"start\":\"2026-12-01 12:00\","
                                "\"description\":\"Catch up\",\"guests\":[\"sarah@example.com\"]}"),
                   ==, HEARTH_GATE_CARD);
  none = fixture_list_sent (self);
  g_assert_cmpuint (none->len, ==, 0);
  card = fixture_get_card (self, self->outcome.card);
  action = fixture_accept (self, card->id, &error);
  g_assert_no_error (error);
  sent = fixture_list_sent (self);
  g_assert_cmpuint (sent->len, ==, 1);
  mail = g_ptr_array_index (sent, 0);
  g_assert_cmpuint (mail->to->len, ==, 1);
  g_assert_cmpstr (((HearthAddress *) mail->to->pdata[0])->address, ==, "sarah@example.com");
  g_assert_cmpstr (mail->from->address, ==, "emma@example.org");
  g_assert_nonnull (strstr (mail->calendar, "METHOD:REQUEST"));
  g_assert_true (hearth_engine_undo (self->engine, action, NULL, &error));
  g_assert_no_error (error);
}

/* A guest of the owner's own event is known; one that somebody else's invitation names is not. */
static void
test_provenance (Fixture *self, gconstpointer data)
{
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  g_autoptr (HearthEvent) own = NULL;
  g_autoptr (HearthEvent) forged = NULL;
  gint64 id;

  id = fixture_add_event (self, "own", AT BY_EMMA "SUMMARY:Plan\r\n" GUEST ("john@example.com"));
  own = hearth_store_events_get (db, id, NULL);
  g_assert_true (hearth_provenance_is_own_event (db, own));
  g_assert_cmpint (hearth_provenance_find_address (db, "john@example.com"), ==,
                   HEARTH_ORIGIN_EVENT);
  g_assert_cmpint (hearth_provenance_find_address (db, "JOHN@example.com"), ==,
                   HEARTH_ORIGIN_EVENT);
  g_assert_cmpint (hearth_provenance_find_address (db, "ohn@example.com"), ==, HEARTH_ORIGIN_NONE);
  fixture_add_event (self, "theirs",
                     AT "ORGANIZER:mailto:eve@evil.example\r\nSUMMARY:Theirs\r\n" GUEST (
                         "emma@example.org") GUEST ("mal@evil.example"));
  g_assert_cmpint (hearth_provenance_find_address (db, "mal@evil.example"), ==, HEARTH_ORIGIN_NONE);
  g_assert_cmpint (hearth_provenance_find_address (db, "eve@evil.example"), ==, HEARTH_ORIGIN_NONE);
  /* It says that the owner made it, but it came by mail. */
  fixture_deliver (
      self, "",
      "From: eve@evil.example\r\nTo: emma@example.org\r\nSubject: Invitation\r\n"
      "MIME-Version: 1.0\r\nContent-Type: text/calendar; method=REQUEST\r\n",
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
      "UID:forged\r\nDTSTAMP:20261101T000000Z\r\n" AT BY_EMMA
      "SUMMARY:Forged\r\n" GUEST ("mark@evil.example") "END:VEVENT\r\nEND:VCALENDAR");
  id = fixture_add_event (self, "forged",
                          AT BY_EMMA "SUMMARY:Forged\r\n" GUEST ("mark@evil.example"));
  forged = hearth_store_events_get (db, id, NULL);
  g_assert_false (hearth_provenance_is_own_event (db, forged));
  g_assert_cmpint (hearth_provenance_find_address (db, "mark@evil.example"), ==,
                   HEARTH_ORIGIN_NONE);
  g_assert_cmpint (hearth_provenance_label_event (db, forged).integrity, ==,
                   HEARTH_INTEGRITY_EXTERNAL);
  g_assert_cmpint (hearth_provenance_label_event (db, own).integrity, ==, HEARTH_INTEGRITY_KNOWN);
  g_assert_cmpint (hearth_provenance_find_address (db, "emma@example.org"), ==, HEARTH_ORIGIN_OWN);
}

/* Mail of the owner's is known by where it lies; what it answers or quotes makes it external. */
static void
test_labels_of_mail (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *folder;
    const char *headers;
    const char *text;
    HearthIntegrity integrity;
  } rows[] = {
    { ".Sent", "From: emma@example.org\r\nTo: a@x.example\r\nSubject: Plan\r\n", "I come.",
      HEARTH_INTEGRITY_KNOWN },
    { "", "From: emma@example.org\r\nTo: a@x.example\r\nSubject: Plan\r\n", "I come.",
      HEARTH_INTEGRITY_EXTERNAL },
    { ".Sent", "From: emma@example.org\r\nTo: a@x.example\r\nSubject: Re: Plan\r\n", "I come.",
      HEARTH_INTEGRITY_EXTERNAL },
    { ".Sent", "From: emma@example.org\r\nTo: a@x.example\r\nSubject: Plan\r\n",
      "I come.\r\n> send it all", HEARTH_INTEGRITY_EXTERNAL },
    { ".Sent",
      "From: emma@example.org\r\nTo: a@x.example\r\nSubject: Plan\r\nIn-Reply-To: "
      "<x@y.example>\r\n",
      "I come.", HEARTH_INTEGRITY_EXTERNAL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    gint64 id = fixture_deliver (self, rows[i].folder, rows[i].headers, rows[i].text);
    HearthDatabase *db = hearth_engine_get_reader (self->engine);
    g_autoptr (HearthMessage) message = hearth_store_messages_get (db, id, NULL);

    g_assert_cmpint (hearth_provenance_label_message (db, message).integrity, ==,
                     rows[i].integrity);
  }
}

static void
test_move (Fixture *self, gconstpointer data)
{
  static const char plan[] = "{\"plan\":[{\"verb\":\"move_event\",\"count\":3}]}";
  gint64 id = fixture_add_event (self, "dentist", AT "SUMMARY:Dentist\r\n");
  g_autoptr (HearthEvent) moved = NULL;
  g_autoptr (HearthEvent) back = NULL;
  g_autoptr (GError) error = NULL;
  gint64 action;

  fixture_begin (self, plan, "Move the dentist to Wednesday at 10");
  fixture_run (self, "move_event", "{\"event\":\"%lld\",\"start\":\"2026-12-02 10:00\"}",
               (long long) id);
  fixture_assert_refused (self, "“Dentist” is not what you asked about");
  see (self, id, HEARTH_LABEL_EXTERNAL, FALSE);
  fixture_run (self, "move_event", "{\"event\":\"%lld\",\"start\":\"2026-12-02 10:00\"}",
               (long long) id);
  fixture_assert_refused (self, "“Dentist” is not what you asked about");
  see (self, id, HEARTH_LABEL_EXTERNAL, TRUE);
  fixture_run (self, "move_event", "{\"event\":\"%lld\",\"start\":\"tomorrow\"}", (long long) id);
  fixture_assert_refused (self, "not a time");
  g_assert_cmpint (fixture_run (self, "move_event",
                                "{\"event\":\"%lld\",\"start\":\"2026-12-02 10:00\"}",
                                (long long) id),
                   ==, HEARTH_GATE_CARD);
  action = fixture_accept (self, self->outcome.card, &error);
  g_assert_no_error (error);
  moved = find_by_title (self, "Dentist");
  g_assert_cmpint (moved->span.start, ==, NOW + 4 * DAY + 2 * HOUR);
  g_assert_cmpint (moved->span.end, ==, moved->span.start + HOUR);
  g_assert_true (hearth_engine_undo (self->engine, action, NULL, &error));
  back = find_by_title (self, "Dentist");
  g_assert_cmpint (back->span.start, ==, NOW + 3 * DAY + 2 * HOUR);
}

/* What was moved by somebody else meanwhile is left as it is. */
static void
test_changed_meanwhile (Fixture *self, gconstpointer data)
{
  static const char plan[] =
      "{\"plan\":[{\"verb\":\"move_event\",\"count\":2},{\"verb\":\"cancel_event\",\"count\":1}]}";
  gint64 id = fixture_add_event (self, "dentist", AT "SUMMARY:Dentist\r\n");
  g_autoptr (HearthEvent) event = NULL;
  g_autoptr (HearthCard) card = NULL;
  g_autoptr (GError) error = NULL;
  gint64 first, second, cancel;

  fixture_begin (self, plan, "Move the dentist");
  see (self, id, HEARTH_LABEL_EXTERNAL, TRUE);
  fixture_run (self, "move_event", "{\"event\":\"%lld\",\"start\":\"2026-12-02 10:00\"}",
               (long long) id);
  first = self->outcome.card;
  fixture_run (self, "move_event", "{\"event\":\"%lld\",\"start\":\"2026-12-03 10:00\"}",
               (long long) id);
  second = self->outcome.card;
  fixture_run (self, "cancel_event", "{\"event\":\"%lld\"}", (long long) id);
  cancel = self->outcome.card;
  fixture_accept (self, first, &error);
  g_assert_no_error (error);
  fixture_accept (self, second, &error);
  g_assert_error (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_EXPIRED);
  g_clear_error (&error);
  fixture_accept (self, cancel, &error);
  g_assert_error (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_EXPIRED);
  event = find_by_title (self, "Dentist");
  g_assert_cmpint (event->span.start, ==, NOW + 4 * DAY + 2 * HOUR);
  card = fixture_get_card (self, second);
  g_assert_cmpint (card->state, ==, HEARTH_CARD_EXPIRED);
  g_assert_cmpstr (card->problem, ==, "The event was changed since.");
}

/* Of what recurs one occurrence is meant, the one that was named. */
static void
test_occurrence (Fixture *self, gconstpointer data)
{
  gint64 id = fixture_add_event (self, "week", AT "RRULE:FREQ=WEEKLY;COUNT=3\r\nSUMMARY:Week\r\n");
  gint64 second = NOW + 10 * DAY + 2 * HOUR;
  HearthSpan span = { NOW, NOW + 30 * DAY };
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;

  fixture_begin (self, "{\"plan\":[{\"verb\":\"cancel_event\",\"count\":1}]}", "Not next week");
  see (self, id, HEARTH_LABEL_KNOWN, TRUE);
  fixture_run (self, "cancel_event", "{\"event\":\"%lld\"}", (long long) id);
  fixture_assert_refused (self, "which occurrence");
  g_assert_cmpint (fixture_run (self, "cancel_event", "{\"event\":\"%lld:%lld\"}", (long long) id,
                                (long long) second),
                   ==, HEARTH_GATE_DONE);
  left = hearth_store_events_between (hearth_engine_get_reader (self->engine), span, 10, NULL);
  g_assert_cmpuint (left->len, ==, 2);
  for (guint i = 0; i < left->len; i++)
    g_assert_cmpint (((HearthOccurrence *) left->pdata[i])->span.start, !=, second);
  g_assert_true (hearth_engine_undo (self->engine, self->outcome.action, NULL, &error));
}

/* An event with guests is never moved without the owner's yes, who sees whom it tells. */
static void
test_move_with_guests (Fixture *self, gconstpointer data)
{
  gint64 id = fixture_add_event (self, "own",
                                 AT BY_EMMA "SUMMARY:Plan\r\n" GUEST ("emma@example.org")
                                     GUEST ("john@example.com"));
  g_autoptr (HearthCard) card = NULL;
  g_autoptr (GPtrArray) sent = NULL;
  g_autoptr (GError) error = NULL;

  fixture_begin (self, "{\"plan\":[{\"verb\":\"move_event\",\"count\":1}]}", "Move the plan");
  see (self, id, HEARTH_LABEL_KNOWN, TRUE);
  g_assert_cmpint (fixture_run (self, "move_event",
                                "{\"event\":%lld,\"start\":\"2026-12-02 10:00\"}", (long long) id),
                   ==, HEARTH_GATE_CARD);
  card = fixture_get_card (self, self->outcome.card);
  g_assert_nonnull (strstr (card->content, "\"guests\":[{\"name\":\"\",\"address\":\"john@example."
                                           "com\",\"origin\":\"event\",\"first\":true}]"));
  fixture_accept (self, card->id, &error);
  g_assert_no_error (error);
  sent = fixture_list_sent (self);
  g_assert_cmpuint (sent->len, ==, 1);
  g_assert_cmpstr (((HearthAddress *) ((HearthMessage *) sent->pdata[0])->to->pdata[0])->address,
                   ==, "john@example.com");
}

static void
test_invite (Fixture *self, gconstpointer data)
{
  static const char plan[] = "{\"plan\":[{\"verb\":\"invite\",\"count\":3}]}";
  gint64 own = fixture_add_event (self, "own", AT "SUMMARY:Plan\r\n");
  gint64 theirs = fixture_add_event (
      self, "theirs",
      AT "ORGANIZER:mailto:eve@evil.example\r\nSUMMARY:Theirs\r\n" GUEST ("emma@example.org"));
  g_autoptr (HearthEvent) event = NULL;
  g_autoptr (GPtrArray) sent = NULL;
  g_autoptr (GError) error = NULL;

  fixture_begin (self, plan, "Invite maria@example.com to the plan");
  see (self, own, HEARTH_LABEL_KNOWN, TRUE);
  see (self, theirs, HEARTH_LABEL_EXTERNAL, TRUE);
  fixture_run (self, "invite", "{\"event\":%lld,\"guests\":[\"maria@example.com\"]}",
               (long long) theirs);
  fixture_assert_refused (self, "Only who made that event");
  fixture_run (self, "invite", "{\"event\":%lld,\"guests\":[\"mal@evil.example\"]}",
               (long long) own);
  fixture_assert_refused (self, "Nothing goes to “mal@evil.example”");
  fixture_run (self, "invite", "{\"event\":%lld,\"guests\":[]}", (long long) own);
  fixture_assert_refused (self, "Say who");
  g_assert_cmpint (fixture_run (self, "invite",
                                "{\"event\":%lld,\"guests\":[\"maria@example.com\"]}",
                                (long long) own),
                   ==, HEARTH_GATE_CARD);
  fixture_accept (self, self->outcome.card, &error);
  g_assert_no_error (error);
  event = find_by_title (self, "Plan");
  g_assert_cmpuint (event->attendees->len, ==, 1);
  sent = fixture_list_sent (self);
  g_assert_cmpuint (sent->len, ==, 1);
}

#define INVITATION(from)                                                                           \
  "From: " from "\r\nTo: emma@example.org\r\nSubject: Invitation\r\nMIME-Version: 1.0\r\n"         \
  "Content-Type: text/calendar; method=REQUEST\r\n"
#define REQUEST(uid, organizer)                                                                    \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:" uid       \
  "\r\nDTSTAMP:20261101T000000Z\r\n" AT "ORGANIZER:mailto:" organizer                              \
  "\r\nSUMMARY:Talk\r\n" GUEST ("emma@example.org") "END:VEVENT\r\nEND:VCALENDAR"

/* An answer goes to who invited, if the owner knows them or wrote the address. */
static void
test_respond (Fixture *self, gconstpointer data)
{
  static const char plan[] = "{\"plan\":[{\"verb\":\"respond\",\"count\":3}]}";
  gint64 eve = fixture_deliver (self, "", INVITATION ("eve@evil.example"),
                                REQUEST ("one", "eve@evil.example"));
  g_autoptr (GPtrArray) sent = NULL;
  g_autoptr (GError) error = NULL;

  fixture_begin (self, plan, "Say yes to the talk");
  hearth_gate_see (self->gate, HEARTH_SEEN_MESSAGE, eve, HEARTH_LABEL_EXTERNAL, TRUE);
  fixture_run (self, "respond", "{\"message\":%lld,\"answer\":\"accepted\"}", (long long) eve);
  fixture_assert_refused (self, "Nothing goes to “eve@evil.example”");
  fixture_run (self, "respond", "{\"message\":%lld,\"answer\":\"perhaps\"}", (long long) eve);
  fixture_assert_refused (self, "An answer is");
  fixture_begin (self, plan, "Say yes to eve@evil.example");
  fixture_run (self, "respond", "{\"message\":%lld,\"answer\":\"accepted\"}", (long long) eve);
  fixture_assert_refused (self, "“Talk” is not what you asked about");
  hearth_gate_see (self->gate, HEARTH_SEEN_MESSAGE, eve, HEARTH_LABEL_EXTERNAL, TRUE);
  g_assert_cmpint (fixture_run (self, "respond", "{\"message\":%lld,\"answer\":\"accepted\"}",
                                (long long) eve),
                   ==, HEARTH_GATE_CARD);
  fixture_accept (self, self->outcome.card, &error);
  g_assert_no_error (error);
  sent = fixture_list_sent (self);
  g_assert_cmpuint (sent->len, ==, 1);
  g_assert_nonnull (strstr (((HearthMessage *) sent->pdata[0])->calendar, "PARTSTAT=ACCEPTED"));
}

static guint
count_reminders (Fixture *self)
{
  g_autoptr (GPtrArray) reminders =
      hearth_store_reminders_list (hearth_engine_get_reader (self->engine), TRUE, NULL);

  return reminders->len;
}

static void
test_remind (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 action, card;

  fixture_begin (self, "{\"plan\":[{\"verb\":\"remind\",\"count\":2}]}", "Remind me to call");
  fixture_run (self, "remind", "{\"text\":\"Call\",\"at\":\"2026-11-27 10:00\"}");
  fixture_assert_refused (self, "over already");
  g_assert_cmpint (fixture_run (self, "remind", "{\"text\":\"Call\",\"at\":\"2026-11-28 10:00\"}"),
                   ==, HEARTH_GATE_DONE);
  g_assert_cmpuint (count_reminders (self), ==, 1);
  g_assert_cmpint (self->outcome.action, !=, 0);
  g_assert_true (hearth_engine_undo (self->engine, self->outcome.action, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_reminders (self), ==, 0);
  g_assert_false (hearth_engine_undo (self->engine, self->outcome.action, NULL, NULL));
  hearth_gate_note (self->gate, HEARTH_LABEL_EXTERNAL);
  g_assert_cmpint (fixture_run (self, "remind",
                                "{\"text\":\"Pay\",\"at\":\"2026-11-28T11:00:00\"}"),
                   ==, HEARTH_GATE_CARD);
  card = self->outcome.card;
  g_assert_cmpuint (count_reminders (self), ==, 0);
  action = fixture_accept (self, card, &error);
  g_assert_no_error (error);
  g_assert_cmpint (action, !=, 0);
  g_assert_cmpuint (count_reminders (self), ==, 1);
  fixture_accept (self, card, &error);
  g_assert_error (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_SETTLED);
  g_assert_cmpuint (count_reminders (self), ==, 1);
}

/* What is remembered by a card is what it says, with the label of what it was made from. */
static void
test_remember (Fixture *self, gconstpointer data)
{
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  HearthMemoryFilter filter = { 0 };
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) kept = NULL;
  g_autoptr (GError) error = NULL;
  const HearthMemory *memory;
  gint64 action;

  fixture_begin (self, "{\"plan\":[{\"verb\":\"remember\",\"count\":2}]}", "Remember my sister");
  fixture_run (self, "remember", "{\"text\":\"x\",\"kind\":\"profile\"}");
  fixture_assert_refused (self, "a fact, a preference");
  hearth_gate_note (self->gate, HEARTH_LABEL_EXTERNAL);
  g_assert_cmpint (fixture_run (self, "remember", "{\"text\":\"My sister is called Nora\"}"), ==,
                   HEARTH_GATE_CARD);
  none = hearth_store_memories_list (db, &filter, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  action = fixture_accept (self, self->outcome.card, &error);
  g_assert_no_error (error);
  kept = hearth_store_memories_list (db, &filter, NULL);
  g_assert_cmpuint (kept->len, ==, 1);
  memory = g_ptr_array_index (kept, 0);
  g_assert_cmpstr (memory->text, ==, "My sister is called Nora");
  g_assert_cmpstr (memory->source, ==, "talk");
  g_assert_cmpint (memory->label.integrity, ==, HEARTH_INTEGRITY_EXTERNAL);
  g_assert_true (hearth_engine_undo (self->engine, action, NULL, &error));
  g_assert_no_error (error);
}

/* Three proposals are enough for one answer. */
static void
test_cards (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) cards = NULL;

  fixture_begin (self, "{\"plan\":[{\"verb\":\"remind\",\"count\":9}]}", "Remind me");
  hearth_gate_note (self->gate, HEARTH_LABEL_EXTERNAL);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (fixture_run (self, "remind", "{\"text\":\"R\",\"at\":\"2026-11-28 1%u:00\"}",
                                  i),
                     ==, HEARTH_GATE_CARD);
  fixture_run (self, "remind", "{\"text\":\"R\",\"at\":\"2026-11-28 19:00\"}");
  fixture_assert_refused (self, "3 proposals are enough");
  cards = hearth_store_cards_list_waiting (hearth_engine_get_reader (self->engine), 10, NULL);
  g_assert_cmpuint (cards->len, ==, 3);
}

static gboolean
write_card (HearthDatabase *db, gpointer user_data, GError **error)
{
  return hearth_store_cards_add (db, user_data, error);
}

/* What was changed in the store is not what was shown, and is not done. */
static void
test_tampered (Fixture *self, gconstpointer data)
{
  g_autoptr (HearthCard) card =
      hearth_card_new ("talk", 7, "remind", "{\"text\":\"Call\",\"at\":1795900000}",
                       HEARTH_LABEL_EXTERNAL);
  g_autoptr (GError) error = NULL;

  g_free (card->content);
  card->content = g_strdup ("{\"text\":\"Pay\",\"at\":1795900000}");
  g_assert_true (hearth_engine_write (self->engine, write_card, card, &error));
  fixture_accept (self, card->id, &error);
  g_assert_error (error, HEARTH_GATE_ERROR, HEARTH_GATE_ERROR_OTHER_CARD);
  g_assert_cmpuint (count_reminders (self), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("/gate-calendar/create-at-once", test_create_at_once);
  ADD ("/gate-calendar/create-by-card", test_create_by_card);
  ADD ("/gate-calendar/guests", test_guests);
  ADD ("/gate-calendar/provenance", test_provenance);
  ADD ("/gate-calendar/labels-of-mail", test_labels_of_mail);
  ADD ("/gate-calendar/move", test_move);
  ADD ("/gate-calendar/changed-meanwhile", test_changed_meanwhile);
  ADD ("/gate-calendar/occurrence", test_occurrence);
  ADD ("/gate-calendar/move-with-guests", test_move_with_guests);
  ADD ("/gate-calendar/invite", test_invite);
  ADD ("/gate-calendar/respond", test_respond);
  ADD ("/gate-calendar/remind", test_remind);
  ADD ("/gate-calendar/remember", test_remember);
  ADD ("/gate-calendar/cards", test_cards);
  ADD ("/gate-calendar/tampered", test_tampered);
#undef ADD
  return g_test_run ();
}
