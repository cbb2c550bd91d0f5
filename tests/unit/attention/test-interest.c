/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-interest.h"

#define NOW G_GINT64_CONSTANT (1715760000)
#define DAY ((gint64) 24 * 3600)

static HearthMessage *
make_message (const char *address, const char *subject, HearthMessageFlags flags,
              const char *mailbox, gint64 age)
{
  HearthMessage *message = hearth_message_new ();

  message->from = hearth_address_new ("Somebody", address);
  message->subject = g_strdup (subject);
  message->mailbox = g_strdup (mailbox);
  message->flags = flags;
  message->date = NOW - age;
  return message;
}

static void
do_to (HearthInterest *interest, const char *address, const char *subject, HearthConduct conduct)
{
  g_autoptr (HearthMessage) message = make_message (address, subject, 0, "INBOX", 0);

  hearth_interest_learn (interest, message, conduct);
}

static double
score (HearthInterest *interest, const char *address, const char *subject)
{
  g_autoptr (HearthMessage) message = make_message (address, subject, 0, "INBOX", 0);

  return hearth_interest_score (interest, message);
}

static void
test_conduct (void)
{
  static const struct {
    HearthMessageFlags flags;
    const char *mailbox;
    gint64 age;
    HearthConduct conduct;
  } cases[] = {
    { 0, "INBOX", DAY, HEARTH_CONDUCT_NONE },
    { 0, "INBOX", 9 * DAY, HEARTH_CONDUCT_PASSED_OVER },
    { 0, "Archive", DAY, HEARTH_CONDUCT_PUT_AWAY },
    { 0, "Trash", DAY, HEARTH_CONDUCT_PUT_AWAY },
    { HEARTH_MESSAGE_SEEN, "Archive", DAY, HEARTH_CONDUCT_OPENED },
    { HEARTH_MESSAGE_SEEN | HEARTH_MESSAGE_ANSWERED, "Archive", DAY, HEARTH_CONDUCT_ANSWERED },
    { HEARTH_MESSAGE_FLAGGED, "INBOX", DAY, HEARTH_CONDUCT_FLAGGED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HearthMessage) message =
        make_message ("a@b.example", "x", cases[i].flags, cases[i].mailbox, cases[i].age);

    g_assert_cmpint (hearth_interest_read_conduct (message, NOW), ==, cases[i].conduct);
  }
}

static void
test_senders (void)
{
  g_autoptr (HearthInterest) interest = hearth_interest_new ();

  g_assert_cmpfloat (score (interest, "ben@okafor.example", "Hike"), ==, 0);
  for (guint i = 0; i < 4; i++) {
    do_to (interest, "ben@okafor.example", "Hike", HEARTH_CONDUCT_ANSWERED);
    do_to (interest, "desk@rail.example", "Rail news", HEARTH_CONDUCT_PUT_AWAY);
  }
  g_assert_cmpfloat (score (interest, "ben@okafor.example", "Dinner"), >, 0.7);
  g_assert_cmpfloat (score (interest, "desk@rail.example", "More"), <, -0.7);
  /* Strangers are as they were, nearly. */
  g_assert_cmpfloat (ABS (score (interest, "mara@lenz.example", "Hello")), <, 0.3);
  hearth_interest_forget (interest);
  g_assert_cmpfloat (score (interest, "ben@okafor.example", "Dinner"), ==, 0);
}

static void
test_subjects (void)
{
  g_autoptr (HearthInterest) interest = hearth_interest_new ();

  for (guint i = 0; i < 6; i++) {
    do_to (interest, "mail@shop.example", "Your invoice of June", HEARTH_CONDUCT_OPENED);
    do_to (interest, "mail@shop.example", "Summer sale on shoes", HEARTH_CONDUCT_PUT_AWAY);
  }
  g_assert_cmpfloat (score (interest, "mail@shop.example", "Your invoice of July"), >,
                     score (interest, "mail@shop.example", "Winter sale on shoes") + 0.5);
}

static int
revise (HearthInterest *interest, HearthClass klass, int priority, gboolean spam)
{
  g_autoptr (HearthMessage) message = make_message ("desk@rail.example", "News", 0, "INBOX", 0);
  g_auto (HearthVerdict) verdict = { .klass = klass, .priority = priority, .spam = spam };

  verdict.reason = g_strdup ("newsletter");
  hearth_interest_revise (interest, &verdict, message);
  g_assert_cmpint (verdict.klass, ==, klass);
  return verdict.priority;
}

static void
test_bounds (void)
{
  g_autoptr (HearthInterest) interest = hearth_interest_new ();

  for (guint i = 0; i < 30; i++)
    do_to (interest, "desk@rail.example", "News", HEARTH_CONDUCT_PUT_AWAY);
  g_assert_cmpint (revise (interest, HEARTH_CLASS_URGENT, 85, FALSE), ==, 85);
  g_assert_cmpint (revise (interest, HEARTH_CLASS_NEEDS_RESPONSE, 70, FALSE), ==, 60);
  g_assert_cmpint (revise (interest, HEARTH_CLASS_NEEDS_RESPONSE, 55, FALSE), ==, 55);
  g_assert_cmpint (revise (interest, HEARTH_CLASS_PROMOTIONAL, 5, TRUE), ==, 5);
  g_assert_cmpint (revise (interest, HEARTH_CLASS_PERSONAL, 55, FALSE), >=, 35);
  g_assert_cmpint (revise (interest, HEARTH_CLASS_PROMOTIONAL, 10, FALSE), >=, 1);
  for (guint i = 0; i < 60; i++)
    do_to (interest, "desk@rail.example", "News", HEARTH_CONDUCT_ANSWERED);
  g_assert_cmpint (revise (interest, HEARTH_CLASS_PROMOTIONAL, 15, FALSE), <=, 30);
  g_assert_cmpint (revise (interest, HEARTH_CLASS_FYI, 75, FALSE), <=, 79);
}

static void
test_speed (void)
{
  g_autoptr (HearthInterest) interest = hearth_interest_new ();
  gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < 1000; i++)
    do_to (interest, "desk@rail.example", "News of the eastern line", HEARTH_CONDUCT_PUT_AWAY);
  /* A millisecond each is asked; the bound leaves room for a sanitizer. */
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 1000 * 1000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/interest/conduct", test_conduct);
  g_test_add_func ("/interest/senders", test_senders);
  g_test_add_func ("/interest/subjects", test_subjects);
  g_test_add_func ("/interest/bounds", test_bounds);
  g_test_add_func ("/interest/speed", test_speed);
  return g_test_run ();
}
