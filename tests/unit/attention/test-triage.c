/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "hearth-clock.h"
#include "hearth-deadline.h"
#include "hearth-triage.h"

/* Wednesday, 15 May 2024, 10:00 in Berlin. */
#define NOW G_GINT64_CONSTANT (1715760000)

typedef struct {
  const char *from; /* "Name <address>" */
  const char *to;
  const char *subject;
  const char *text;
  HearthMessageMarks marks;
  gboolean known; /* the owner writes to the sender */
} Mail;

static HearthAddress *
parse_address (const char *text)
{
  const char *open = strchr (text, '<');
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;

  if (open == NULL)
    return hearth_address_new (NULL, text);
  name = g_strstrip (g_strndup (text, open - text));
  address = g_strndup (open + 1, strcspn (open + 1, ">"));
  return hearth_address_new (name, address);
}

static GPtrArray *
make_owner (const char *address)
{
  GPtrArray *owner = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HearthAddress) parsed = parse_address (address);

  g_ptr_array_add (owner, g_strdup (parsed->address));
  return owner;
}

static HearthMessage *
make_message (const Mail *mail)
{
  HearthMessage *message = hearth_message_new ();

  message->from = parse_address (mail->from);
  g_ptr_array_add (message->to, parse_address (mail->to));
  message->subject = g_strdup (mail->subject);
  message->text = g_strdup (mail->text);
  message->preview = g_strdup ("");
  message->date = NOW;
  message->marks = mail->marks;
  return message;
}

static void
judge (HearthVerdict *verdict, const Mail *mail)
{
  g_autoptr (GPtrArray) owner = make_owner ("Nora Lind <nora@lind-studio.example>");
  g_autoptr (HearthMessage) message = make_message (mail);
  HearthTriageContext context = { .owner = owner, .now = NOW };

  if (mail->known)
    context.history = (HearthSenderHistory){ .n_received = 9, .n_read = 9, .n_sent = 5 };
  hearth_triage (verdict, message, &context, NULL);
}

#define OWNER "Nora Lind <nora@lind-studio.example>"

static void
test_classes (void)
{
  static const struct {
    Mail mail;
    HearthClass klass;
    int min, max;
    const char *reason;
  } cases[] = {
    { { "Ana Silva <ana@silva.example>", OWNER, "Budget",
        "Hi Nora,\n\ncould you send me the number for the June budget by Friday?\n\nAna\n", 0,
        TRUE },
      HEARTH_CLASS_NEEDS_RESPONSE,
      65,
      80,
      "asks for a number by Friday" },
    { { "Ana Silva <ana@silva.example>", OWNER, "Venue",
        "Hi Nora,\n\nwhich room did you book for the concert?\n", 0, TRUE },
      HEARTH_CLASS_NEEDS_RESPONSE,
      60,
      80,
      "asks you a question" },
    { { "Ben Okafor <ben@okafor.example>", OWNER, "URGENT: server is down",
        "Nora, the shop is down since 9:00. Can you restart it immediately? I need your answer "
        "by noon today.\n",
        0, TRUE },
      HEARTH_CLASS_URGENT,
      82,
      100,
      NULL },
    { { "The Crate <hello@thecrate.example>", OWNER, "In this issue: ten recipes",
        "Our newsletter. Read more below. Unsubscribe here.\n", HEARTH_MARK_BULK | HEARTH_MARK_LIST,
        FALSE },
      HEARTH_CLASS_PROMOTIONAL,
      0,
      20,
      "newsletter" },
    { { "Mail Delivery System <mailer-daemon@mx.example>", OWNER,
        "Undelivered Mail Returned to Sender", "The mail could not be delivered.\n",
        HEARTH_MARK_BOUNCE | HEARTH_MARK_AUTO, FALSE },
      HEARTH_CLASS_FYI,
      60,
      80,
      "delivery failed" },
    { { "PayPal Service <service@payments-check.example>", OWNER, "Your account is limited",
        "Please verify your identity. Click here: https://paypal.com/login\n",
        HEARTH_MARK_LINK_MISMATCH, FALSE },
      HEARTH_CLASS_PROMOTIONAL,
      0,
      20,
      "may be phishing: its link leads elsewhere" },
    { { "Parcel Shop <noreply@parcelshop.example>", OWNER, "Your order has shipped",
        "Your order 1234 has been shipped. Tracking number 99.\n", HEARTH_MARK_AUTO, FALSE },
      HEARTH_CLASS_FYI,
      15,
      45,
      "receipt or booking" },
    { { "City Power <billing@citypower.example>", OWNER, "Invoice 4711",
        "Your invoice is attached. Please pay 84.20 by 3 June.\n", HEARTH_MARK_AUTO, FALSE },
      HEARTH_CLASS_NEEDS_RESPONSE,
      55,
      70,
      NULL },
    { { "Mum <ines.lind@gmail.com>", OWNER, "Sunday",
        "We had such a lovely weekend in the garden. Dad says hello!\n", 0, TRUE },
      HEARTH_CLASS_PERSONAL,
      50,
      75,
      NULL },
    { { "Ben Okafor <ben@okafor.example>", OWNER, "FYI: minutes",
        "The minutes of yesterday are in the folder. No action needed.\n", 0, TRUE },
      HEARTH_CLASS_FYI,
      20,
      50,
      NULL },
    { { "Grow Fast <jim@growfast.example>", OWNER, "Last chance",
        "I noticed your team might like our platform. Limited time discount, offer ends today!\n",
        0, FALSE },
      HEARTH_CLASS_PROMOTIONAL,
      0,
      20,
      "advertisement" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (HearthVerdict) verdict = { 0 };

    judge (&verdict, &cases[i].mail);
    g_test_message ("%s: %s %d %s", cases[i].mail.subject, hearth_class_to_string (verdict.klass),
                    verdict.priority, verdict.reason);
    g_assert_cmpstr (hearth_class_to_string (verdict.klass), ==,
                     hearth_class_to_string (cases[i].klass));
    g_assert_cmpint (verdict.priority, >=, cases[i].min);
    g_assert_cmpint (verdict.priority, <=, cases[i].max);
    if (cases[i].reason != NULL)
      g_assert_cmpstr (verdict.reason, ==, cases[i].reason);
    g_assert_nonnull (verdict.reason);
  }
}

static void
test_quotes_do_not_ask (void)
{
  Mail mail = { "Ana Silva <ana@silva.example>",
                OWNER,
                "Re: Venue",
                "The hall is booked.\n\nOn Tue, Nora Lind wrote:\n> Could you book the hall?\n> "
                "Which one is free by Friday?\n",
                0,
                TRUE };
  g_auto (HearthVerdict) verdict = { 0 };

  judge (&verdict, &mail);
  g_assert_cmpint (verdict.klass, ==, HEARTH_CLASS_FYI);
  g_assert_cmpint (verdict.priority, <, 60);
}

static void
test_copy_does_not_ask (void)
{
  Mail mail = { "Ana Silva <ana@silva.example>",
                "Ben Okafor <ben@okafor.example>",
                "Venue",
                "Hi Ben,\n\ncould you book the hall by Friday?\n",
                0,
                TRUE };
  g_autoptr (GPtrArray) owner = make_owner (OWNER);
  g_autoptr (HearthMessage) message = make_message (&mail);
  HearthTriageContext context = { .owner = owner, .now = NOW };
  g_auto (HearthVerdict) verdict = { 0 };

  g_ptr_array_add (message->cc, parse_address (OWNER));
  hearth_triage (&verdict, message, &context, NULL);
  g_assert_cmpint (verdict.klass, ==, HEARTH_CLASS_FYI);
  g_assert_cmpint (verdict.priority, <, 60);
}

static void
test_invitation (void)
{
  Mail mail = { "Ana Silva <ana@silva.example>",
                OWNER,
                "Invitation: Planning",
                "Planning\n",
                HEARTH_MARK_CALENDAR,
                FALSE };
  g_autoptr (GPtrArray) owner = make_owner (OWNER);
  g_autoptr (HearthMessage) message = make_message (&mail);
  HearthTriageContext context = { .owner = owner, .now = NOW };
  g_auto (HearthVerdict) verdict = { 0 };

  message->calendar = g_strdup ("BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n");
  hearth_triage (&verdict, message, &context, NULL);
  g_assert_cmpint (verdict.klass, ==, HEARTH_CLASS_NEEDS_RESPONSE);
  g_assert_cmpstr (verdict.reason, ==, "invitation that needs an answer");
  g_assert_cmpint (verdict.priority, >=, 60);
}

static void
test_deadlines (void)
{
  static const struct {
    const char *text;
    const char *due; /* local; NULL if there is none */
    gboolean has_time;
  } cases[] = {
    { "by friday", "2024-05-17T18:00", FALSE },
    { "by friday 5pm", "2024-05-17T17:00", TRUE },
    { "before 3 pm today", "2024-05-15T15:00", TRUE },
    { "until 3 may", "2025-05-03T18:00", FALSE },
    { "by may 20th", "2024-05-20T18:00", FALSE },
    { "by eod", "2024-05-15T18:00", FALSE },
    { "eod", "2024-05-15T18:00", FALSE },
    { "by end of the week", "2024-05-17T18:00", FALSE },
    { "by end of business today", "2024-05-15T18:00", FALSE },
    { "by tomorrow", "2024-05-16T18:00", FALSE },
    { "by 14:30", "2024-05-15T14:30", TRUE },
    { "by 8:00", "2024-05-16T08:00", TRUE },
    { "by noon", "2024-05-15T12:00", TRUE },
    { "within 2 hours", "2024-05-15T12:00", TRUE },
    { "by the way", NULL, FALSE },
    { "by 12", NULL, FALSE },
    { "before the market", NULL, FALSE },
    { "by", NULL, FALSE },
    { "until", NULL, FALSE },
    { "by the", NULL, FALSE },
    { "by end of", NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GStrv) words = g_strsplit (cases[i].text, " ", -1);
    gint64 due = 0;
    gboolean has_time;
    guint used = hearth_deadline_read ((const char *const *) words, g_strv_length (words), NOW,
                                       &due, &has_time);
    g_autoptr (GDateTime) at = NULL;
    g_autofree char *text = NULL;

    g_test_message ("%s", cases[i].text);
    if (cases[i].due == NULL) {
      g_assert_cmpuint (used, ==, 0);
      continue;
    }
    g_assert_cmpuint (used, >, 0);
    at = hearth_clock_dup_at (due);
    text = g_date_time_format (at, "%Y-%m-%dT%H:%M");
    g_assert_cmpstr (text, ==, cases[i].due);
    g_assert_cmpint (has_time, ==, cases[i].has_time);
  }
}

/* Anything may come by mail: no text makes the judgement fail or take long. */
static void
test_hostile (void)
{
  g_autoptr (GString) long_line = g_string_new (NULL);
  g_autoptr (GString) many = g_string_new (NULL);
  const char *texts[] = { "",          "\n\n\n",  "?",           "???",
                          ">",         "http://", "https://@",   "http://[::1]/x",
                          ". . . . .", "by",      "on : wrote:", NULL,
                          NULL };

  for (guint i = 0; i < 100000; i++)
    g_string_append (long_line, "ä");
  for (guint i = 0; i < 20000; i++)
    g_string_append (many, "please by http://x.top/ ? ");
  texts[11] = long_line->str;
  texts[12] = many->str;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    Mail mail = { "", OWNER, texts[i], texts[i], 0, FALSE };
    g_auto (HearthVerdict) verdict = { 0 };
    gint64 start = g_get_monotonic_time ();

    judge (&verdict, &mail);
    g_assert_nonnull (verdict.reason);
    g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
  }
}

static void
test_speed (void)
{
  Mail mail = { "Ana Silva <ana@silva.example>", OWNER, "Budget", NULL, 0, TRUE };
  g_autoptr (GString) text = g_string_new ("Hi Nora,\n\n");
  g_autoptr (GPtrArray) owner = make_owner (OWNER);
  g_autoptr (HearthMessage) message = NULL;
  HearthTriageContext context = { .owner = owner, .now = NOW };
  gint64 start;

  for (guint i = 0; i < 40; i++)
    g_string_append (text, "The hall is booked and the band comes at eight in the evening.\n");
  g_string_append (text, "Could you confirm by Friday?\n");
  mail.text = text->str;
  message = make_message (&mail);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < 1000; i++) {
    g_auto (HearthVerdict) verdict = { 0 };

    hearth_triage (&verdict, message, &context, NULL);
  }
  g_test_message ("judgement of a mail of %u bytes: %.1f us", (guint) text->len,
                  (g_get_monotonic_time () - start) / 1000.0);
}

typedef struct {
  guint n, agree, phishing, found, alarms;
} Score;

static void
score_line (const char *line, Score *score)
{
  g_autoptr (JsonNode) node = json_from_string (line, NULL);
  JsonObject *object = json_node_get_object (node);
  JsonArray *to = json_object_get_array_member (object, "to");
  g_autoptr (GPtrArray) owner = NULL;
  g_autoptr (HearthMessage) message = hearth_message_new ();
  g_autoptr (GDateTime) date = NULL;
  g_auto (HearthVerdict) verdict = { 0 };
  HearthTriageContext context = { .now = NOW };
  const char *address = json_array_get_string_element (to, 0);
  g_autofree char *expected =
      g_ascii_strdown (json_object_get_string_member (object, "category"), -1);
  gboolean phishing = json_object_get_boolean_member (object, "is_phishing");

  message->from = parse_address (json_object_get_string_member (object, "sender"));
  for (guint i = 0; i < json_array_get_length (to); i++) {
    g_ptr_array_add (message->to, parse_address (json_array_get_string_element (to, i)));
    /* The mailboxes of the set belong to three people: the owner is the one among To. */
    if (g_str_has_prefix (json_array_get_string_element (to, i), "daniel.okonkwo@") ||
        g_str_has_prefix (json_array_get_string_element (to, i), "priya.iyer@") ||
        g_str_has_prefix (json_array_get_string_element (to, i), "sofia.martinez@")) {
      address = json_array_get_string_element (to, i);
      break;
    }
  }
  owner = make_owner (address);
  context.owner = owner;
  message->subject = g_strdup (json_object_get_string_member (object, "subject"));
  message->text = g_strdup (json_object_get_string_member (object, "body"));
  date = g_date_time_new_from_iso8601 (json_object_get_string_member (object, "date"), NULL);
  message->date = date != NULL ? g_date_time_to_unix (date) : NOW;
  context.now = message->date;
  hearth_triage (&verdict, message, &context, NULL);
  score->n++;
  score->agree += strcmp (hearth_class_to_string (verdict.klass), expected) == 0;
  score->phishing += phishing;
  score->found += phishing && verdict.phishing;
  score->alarms += !phishing && verdict.phishing;
  if (g_getenv ("HEARTH_TRIAGE_VERBOSE") != NULL &&
      (strcmp (hearth_class_to_string (verdict.klass), expected) != 0 ||
       phishing != verdict.phishing))
    g_test_message ("%s%s: %s%s (%s) %s | %s", expected, phishing ? "!" : "",
                    hearth_class_to_string (verdict.klass), verdict.phishing ? "!" : "",
                    verdict.reason, message->from->address, message->subject);
}

/* Labelled mail of other makers is measured where it is at hand; the numbers are for reading. */
static void
test_labelled (void)
{
  const char *suites = g_getenv ("HEARTH_SUITES");
  g_autofree char *path = NULL;
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  Score score = { 0 };
  static const char own[] =
      "{\"sender\":\"Ana "
      "<ana@silva.example>\",\"to\":[\"nora@lind.example\"],\"subject\":\"Venue\","
      "\"body\":\"Could you tell me which room you booked?\",\"date\":\"2024-05-15T10:00:00Z\","
      "\"category\":\"NEEDS_RESPONSE\",\"is_phishing\":false}";

  score_line (own, &score);
  g_assert_cmpuint (score.agree, ==, 1);
  path = g_build_filename (suites != NULL ? suites : ".", "mail-triage", "triage.jsonl", NULL);
  if (!g_file_get_contents (path, &contents, NULL, NULL))
    return;
  score = (Score){ 0 };
  lines = g_strsplit (contents, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (*lines[i] != '\0')
      score_line (lines[i], &score);
  }
  g_test_message ("triage: %u of %u classes agree; phishing: recall %u of %u, %u false alarms",
                  score.agree, score.n, score.found, score.phishing, score.alarms);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/triage/classes", test_classes);
  g_test_add_func ("/triage/quotes", test_quotes_do_not_ask);
  g_test_add_func ("/triage/copy", test_copy_does_not_ask);
  g_test_add_func ("/triage/invitation", test_invitation);
  g_test_add_func ("/triage/deadlines", test_deadlines);
  g_test_add_func ("/triage/hostile", test_hostile);
  g_test_add_func ("/triage/speed", test_speed);
  g_test_add_func ("/triage/labelled", test_labelled);
  return g_test_run ();
}
