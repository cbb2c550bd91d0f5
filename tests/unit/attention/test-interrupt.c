/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-interrupt.h"
#include "hearth-telling-history.h"

/* Wednesday, 15 May 2024, 10:00 in Berlin. */
#define NOW G_GINT64_CONSTANT (1715760000)
#define HOUR 3600
#define DAY 86400

static HearthSituation
make_situation (void)
{
  return (HearthSituation){ .now = NOW,
                            .date = NOW,
                            .priority = 70,
                            .klass = "needs_response",
                            .cause = "asks you a question",
                            .sender = "Ana",
                            .arrived = TRUE };
}

static void
expect (const HearthInterruptPolicy *policy, const HearthSituation *situation,
        HearthInterruptLevel level, HearthWait wait, const char *reason)
{
  g_auto (HearthDecision) decision = { 0 };

  hearth_interrupt_decide (policy, situation, &decision);
  g_assert_cmpstr (decision.reason, ==, reason);
  g_assert_cmpint (decision.level, ==, level);
  g_assert_cmpint (decision.wait, ==, wait);
}

static void
test_plain (void)
{
  HearthInterruptPolicy policy = HEARTH_INTERRUPT_POLICY_INIT;
  HearthSituation s = make_situation ();

  expect (&policy, &s, HEARTH_INTERRUPT_NOTIFY, HEARTH_WAIT_NONE, "asks you a question");
  s.arrived = FALSE;
  expect (&policy, &s, HEARTH_INTERRUPT_BADGE, HEARTH_WAIT_NONE, "It was there before.");
  s = make_situation ();
  s.date = NOW - 4 * DAY;
  expect (&policy, &s, HEARTH_INTERRUPT_BADGE, HEARTH_WAIT_NONE, "It is older than three days.");
  s = make_situation ();
  s.seen = TRUE;
  expect (&policy, &s, HEARTH_INTERRUPT_SILENT, HEARTH_WAIT_NONE, "You have seen it.");
  s = make_situation ();
  s.priority = 40;
  expect (&policy, &s, HEARTH_INTERRUPT_SILENT, HEARTH_WAIT_NONE, "It can wait.");
  s = make_situation ();
  policy.notify_mail = FALSE;
  expect (&policy, &s, HEARTH_INTERRUPT_BADGE, HEARTH_WAIT_NONE,
          "Notifications of mail are switched off.");
}

static void
test_level (void)
{
  HearthInterruptPolicy policy = HEARTH_INTERRUPT_POLICY_INIT;
  HearthSituation s = make_situation ();

  policy.level = 0;
  expect (&policy, &s, HEARTH_INTERRUPT_BADGE, HEARTH_WAIT_NONE, "It can wait.");
  s.priority = 82;
  s.klass = "urgent";
  expect (&policy, &s, HEARTH_INTERRUPT_NOTIFY, HEARTH_WAIT_NONE, "asks you a question");
  policy.level = 100;
  s.priority = 40;
  s.klass = "fyi";
  expect (&policy, &s, HEARTH_INTERRUPT_NOTIFY, HEARTH_WAIT_NONE, "asks you a question");
  for (int level = 1; level <= 100; level++) {
    g_assert_cmpint (hearth_interrupt_get_threshold (level), <=,
                     hearth_interrupt_get_threshold (level - 1));
    g_assert_cmpint (hearth_interrupt_get_hourly (level), >=,
                     hearth_interrupt_get_hourly (level - 1));
    g_assert_cmpint (hearth_interrupt_get_daily (level), >=,
                     hearth_interrupt_get_daily (level - 1));
  }
}

static void
test_sender (void)
{
  HearthInterruptPolicy policy = HEARTH_INTERRUPT_POLICY_INIT;
  HearthSituation s = make_situation ();

  s.answer = HEARTH_ANSWER_NEVER;
  expect (&policy, &s, HEARTH_INTERRUPT_BADGE, HEARTH_WAIT_NONE,
          "You do not want to be told of Ana.");
  s.answer = HEARTH_ANSWER_ALWAYS;
  s.priority = 10;
  expect (&policy, &s, HEARTH_INTERRUPT_NOTIFY, HEARTH_WAIT_NONE,
          "asks you a question; you always want to be told of Ana");
  s = make_situation ();
  s.answer = HEARTH_ANSWER_FEWER;
  s.n_fewer = 1;
  expect (&policy, &s, HEARTH_INTERRUPT_BADGE, HEARTH_WAIT_NONE,
          "You asked for fewer notifications of Ana.");
  s = make_situation ();
  s.priority = 58;
  expect (&policy, &s, HEARTH_INTERRUPT_SILENT, HEARTH_WAIT_NONE, "It can wait.");
  s.matters = TRUE;
  expect (&policy, &s, HEARTH_INTERRUPT_NOTIFY, HEARTH_WAIT_NONE,
          "asks you a question; you write to Ana yourself");
}

static void
test_regard (void)
{
  HearthInterruptPolicy policy = HEARTH_INTERRUPT_POLICY_INIT;
  HearthSituation s = make_situation ();

  s.by_sender = (HearthRegard){ .score = -0.7, .n_told = 5, .n_used = 1 };
  expect (&policy, &s, HEARTH_INTERRUPT_BADGE, HEARTH_WAIT_NONE,
          "You used 1 of the last 5 notifications of Ana.");
  s.priority = 85;
  expect (&policy, &s, HEARTH_INTERRUPT_NOTIFY, HEARTH_WAIT_NONE, "asks you a question");
  s = make_situation ();
  s.by_class = (HearthRegard){ .score = -1, .n_told = 30 };
  s.priority = 62;
  expect (&policy, &s, HEARTH_INTERRUPT_BADGE, HEARTH_WAIT_NONE,
          "You seldom use notifications of such mail.");
  s = make_situation ();
  s.by_sender = (HearthRegard){ .score = 0.6, .n_told = 4, .n_used = 4 };
  s.priority = 55;
  expect (&policy, &s, HEARTH_INTERRUPT_NOTIFY, HEARTH_WAIT_NONE,
          "asks you a question; you used 4 of the last 4 notifications of Ana");
}

static void
test_quiet_hours (void)
{
  HearthInterruptPolicy policy = HEARTH_INTERRUPT_POLICY_INIT;
  HearthSituation s = make_situation ();
  g_auto (HearthDecision) decision = { 0 };

  policy.quiet_hours = TRUE;
  policy.quiet_start = 22 * 60;
  policy.quiet_end = 7 * 60;
  expect (&policy, &s, HEARTH_INTERRUPT_NOTIFY, HEARTH_WAIT_NONE, "asks you a question");
  s.now = s.date = NOW + 13 * HOUR;
  expect (&policy, &s, HEARTH_INTERRUPT_BADGE, HEARTH_WAIT_QUIET,
          "These are your quiet hours, until 7:00.");
  hearth_interrupt_decide (&policy, &s, &decision);
  g_assert_cmpint (decision.until, ==, NOW + 21 * HOUR);
  s.priority = 95;
  expect (&policy, &s, HEARTH_INTERRUPT_BADGE, HEARTH_WAIT_QUIET,
          "These are your quiet hours, until 7:00.");
  policy.quiet_urgent = TRUE;
  expect (&policy, &s, HEARTH_INTERRUPT_NOTIFY, HEARTH_WAIT_NONE, "asks you a question");
  /* The night in which the clock is put forward, 31 March 2024: 7 o'clock is an hour earlier. */
  s = make_situation ();
  s.now = s.date = 1711836000; /* 23:00 in Berlin, 30 March */
  hearth_decision_clear (&decision);
  hearth_interrupt_decide (&policy, &s, &decision);
  g_assert_cmpint (decision.until - s.now, ==, 7 * HOUR);
}

static void
test_calendar (void)
{
  HearthInterruptPolicy policy = HEARTH_INTERRUPT_POLICY_INIT;
  HearthSituation s = make_situation ();
  g_auto (HearthDecision) decision = { 0 };

  s.meeting_end = NOW + HOUR;
  expect (&policy, &s, HEARTH_INTERRUPT_BADGE, HEARTH_WAIT_MEETING,
          "You are in a meeting until 11:00.");
  hearth_interrupt_decide (&policy, &s, &decision);
  g_assert_cmpint (decision.until, ==, NOW + HOUR);
  s.klass = "urgent";
  expect (&policy, &s, HEARTH_INTERRUPT_NOTIFY, HEARTH_WAIT_NONE,
          "asks you a question; urgent, so it did not wait for your meeting to end");
  s.klass = "fyi";
  policy.meetings = FALSE;
  expect (&policy, &s, HEARTH_INTERRUPT_NOTIFY, HEARTH_WAIT_NONE, "asks you a question");
  /* The Saturday after. */
  s = make_situation ();
  s.now = s.date = NOW + 3 * DAY;
  expect (&policy, &s, HEARTH_INTERRUPT_NOTIFY, HEARTH_WAIT_NONE, "asks you a question");
  policy.free_days = TRUE;
  expect (&policy, &s, HEARTH_INTERRUPT_BADGE, HEARTH_WAIT_NONE,
          "It is not urgent, and today is no working day.");
  s.priority = 90;
  expect (&policy, &s, HEARTH_INTERRUPT_NOTIFY, HEARTH_WAIT_NONE, "asks you a question");
}

static void
test_desktop (void)
{
  HearthInterruptPolicy policy = HEARTH_INTERRUPT_POLICY_INIT;
  HearthSituation s = make_situation ();
  g_auto (HearthDecision) decision = { 0 };

  s.busy_screen = TRUE;
  expect (&policy, &s, HEARTH_INTERRUPT_BADGE, HEARTH_WAIT_SCREEN,
          "A film, a call or a presentation is on the screen.");
  s.klass = "urgent";
  expect (&policy, &s, HEARTH_INTERRUPT_NOTIFY, HEARTH_WAIT_NONE, "asks you a question");
  s.do_not_disturb = TRUE;
  expect (&policy, &s, HEARTH_INTERRUPT_BADGE, HEARTH_WAIT_DESKTOP, "“Do not disturb” is on.");
  s = make_situation ();
  hearth_interrupt_decide (&policy, &s, &decision);
  g_assert_true (decision.sound);
  hearth_decision_clear (&decision);
  s.locked = TRUE;
  hearth_interrupt_decide (&policy, &s, &decision);
  g_assert_cmpint (decision.level, ==, HEARTH_INTERRUPT_NOTIFY);
  g_assert_false (decision.sound);
  hearth_decision_clear (&decision);
  s.locked = FALSE;
  s.can_speak = TRUE;
  s.priority = 90;
  policy.speak = TRUE;
  hearth_interrupt_decide (&policy, &s, &decision);
  g_assert_cmpint (decision.level, ==, HEARTH_INTERRUPT_SPEAK);
}

static void
test_rate (void)
{
  HearthInterruptPolicy policy = HEARTH_INTERRUPT_POLICY_INIT;
  HearthSituation s = make_situation ();
  g_auto (HearthCalls) calls = { 0 };

  hearth_calls_init (&calls);
  for (guint i = 0; i < hearth_interrupt_get_hourly (50); i++)
    hearth_calls_add (&calls, NOW - 30 * 60 + i * 120);
  hearth_calls_count (&calls, NOW, &s);
  g_assert_cmpuint (s.told_hour, ==, hearth_interrupt_get_hourly (50));
  expect (&policy, &s, HEARTH_INTERRUPT_BADGE, HEARTH_WAIT_RATE,
          "There was much in this hour; it can wait until 10:30.");
  s.priority = 90;
  expect (&policy, &s, HEARTH_INTERRUPT_NOTIFY, HEARTH_WAIT_NONE, "asks you a question");
  /* What comes with another is no new call. */
  s.priority = 70;
  hearth_calls_add (&calls, NOW - 20);
  hearth_calls_add (&calls, NOW - 10);
  hearth_calls_count (&calls, NOW, &s);
  g_assert_cmpuint (s.told_hour, ==, hearth_interrupt_get_hourly (50) + 1);
  expect (&policy, &s, HEARTH_INTERRUPT_NOTIFY, HEARTH_WAIT_NONE, "asks you a question");
  s = make_situation ();
  s.told_day = hearth_interrupt_get_daily (50);
  expect (&policy, &s, HEARTH_INTERRUPT_BADGE, HEARTH_WAIT_NONE,
          "There was enough for today; it is in the list.");
}

static HearthTelling *
make_telling (const char *sender, gint64 at, HearthTellingOutcome outcome, gint64 settled)
{
  HearthTelling *telling = g_new0 (HearthTelling, 1);

  telling->sender = g_strdup (sender);
  telling->klass = g_strdup ("fyi");
  telling->at = at;
  telling->level = HEARTH_INTERRUPT_NOTIFY;
  telling->outcome = outcome;
  telling->settled = settled;
  return telling;
}

static void
test_history (void)
{
  g_autoptr (HearthTellingHistory) history = hearth_telling_history_new ();
  HearthSituation s = make_situation ();
  HearthTelling *telling;

  for (int i = 0; i < 4; i++)
    hearth_telling_history_add (history,
                                make_telling ("ana@x.example", NOW + i * DAY,
                                              HEARTH_TELLING_DISMISSED, NOW + i * DAY + 60));
  hearth_telling_history_weigh (history, "Ana@X.example", "fyi", NOW + 4 * DAY, &s);
  g_assert_cmpuint (s.by_sender.n_told, ==, 4);
  g_assert_cmpuint (s.by_sender.n_used, ==, 0);
  g_assert_cmpfloat (s.by_sender.score, <, -0.5);
  g_assert_cmpfloat (s.by_class.score, <, 0);
  g_assert_cmpfloat (s.by_class.score, >, s.by_sender.score);
  /* Nothing is known before it happened. */
  hearth_telling_history_weigh (history, "ana@x.example", "fyi", NOW + DAY + 30, &s);
  g_assert_cmpuint (s.by_sender.n_told, ==, 1);
  hearth_telling_history_weigh (history, "ana@x.example", "fyi", NOW - 1, &s);
  g_assert_cmpuint (s.by_sender.n_told, ==, 0);
  g_assert_cmpfloat (s.by_sender.score, ==, 0);
  hearth_telling_history_weigh (history, "other@x.example", "personal", NOW + 4 * DAY, &s);
  g_assert_cmpfloat (s.by_sender.score, ==, 0);
  /* Nothing happened to it within the hour. */
  hearth_telling_history_add (history, make_telling ("bo@x.example", NOW + 5 * DAY,
                                                     HEARTH_TELLING_UNKNOWN, 0));
  hearth_telling_history_weigh (history, "bo@x.example", "fyi", NOW + 5 * DAY + 600, &s);
  g_assert_cmpuint (s.by_sender.n_told, ==, 0);
  hearth_telling_history_weigh (history, "bo@x.example", "fyi", NOW + 5 * DAY + 3601, &s);
  g_assert_cmpfloat (s.by_sender.score, <, 0);
  /* The last word counts from when it was said. */
  telling = make_telling ("bo@x.example", NOW + 6 * DAY, HEARTH_TELLING_OPENED, NOW + 6 * DAY + 5);
  telling->answer = HEARTH_ANSWER_ALWAYS;
  telling->answered = NOW + 7 * DAY;
  hearth_telling_history_add (history, telling);
  hearth_telling_history_weigh (history, "bo@x.example", "fyi", NOW + 6 * DAY + HOUR, &s);
  g_assert_cmpint (s.answer, ==, HEARTH_ANSWER_NONE);
  hearth_telling_history_weigh (history, "bo@x.example", "fyi", NOW + 8 * DAY, &s);
  g_assert_cmpint (s.answer, ==, HEARTH_ANSWER_ALWAYS);
}

static gint64
pick (GRand *rand, gint64 low, gint64 high)
{
  return low + (gint64) (g_rand_double (rand) * (double) (high - low));
}

static HearthSituation
make_random (GRand *rand)
{
  static const char *const classes[] = { "urgent", "needs_response", "personal", "fyi",
                                         "promotional" };
  gint64 now = pick (rand, NOW - 400 * DAY, NOW + 400 * DAY);
  HearthSituation s = { .now = now,
                        .date = now - pick (rand, 0, 4 * DAY),
                        .klass = classes[g_rand_int_range (rand, 0, 5)],
                        .cause = "asks",
                        .sender = "Ana",
                        .seen = g_rand_int_range (rand, 0, 10) == 0,
                        .arrived = g_rand_int_range (rand, 0, 10) != 0 };

  s.answer = (HearthTellingAnswer) g_rand_int_range (rand, 0, 4);
  s.n_fewer = s.answer == HEARTH_ANSWER_FEWER ? (guint) g_rand_int_range (rand, 1, 5) : 0;
  s.matters = g_rand_boolean (rand);
  s.by_sender =
      (HearthRegard){ g_rand_double_range (rand, -1, 1), (guint) g_rand_int_range (rand, 0, 9), 1 };
  s.by_class = (HearthRegard){ g_rand_double_range (rand, -1, 1), 9, 1 };
  s.meeting_end = g_rand_boolean (rand) ? now + pick (rand, 1, 4 * HOUR) : 0;
  s.do_not_disturb = g_rand_int_range (rand, 0, 5) == 0;
  s.busy_screen = g_rand_int_range (rand, 0, 4) == 0;
  s.locked = g_rand_boolean (rand);
  s.can_speak = g_rand_boolean (rand);
  s.told_just_now = g_rand_int_range (rand, 0, 4) == 0;
  s.told_hour = (guint) g_rand_int_range (rand, 0, 9);
  s.told_day = s.told_hour + (guint) g_rand_int_range (rand, 0, 20);
  s.hour_frees = now + pick (rand, 1, HOUR);
  return s;
}

static HearthInterruptPolicy
make_random_policy (GRand *rand)
{
  HearthInterruptPolicy policy = HEARTH_INTERRUPT_POLICY_INIT;

  policy.notify_mail = g_rand_int_range (rand, 0, 10) != 0;
  policy.sounds = g_rand_boolean (rand);
  policy.speak = g_rand_boolean (rand);
  policy.level = g_rand_int_range (rand, 0, 101);
  policy.quiet_hours = g_rand_boolean (rand);
  policy.quiet_start = (guint) g_rand_int_range (rand, 0, 1441);
  policy.quiet_end = (guint) g_rand_int_range (rand, 0, 1441);
  policy.quiet_urgent = g_rand_boolean (rand);
  policy.meetings = g_rand_boolean (rand);
  policy.free_days = g_rand_boolean (rand);
  policy.working_days = (guint) g_rand_int_range (rand, 0, 128);
  return policy;
}

/* How loud a decision is, with what comes later between what never comes and what comes now. */
static int
get_loudness (const HearthDecision *decision)
{
  return decision->wait != HEARTH_WAIT_NONE ? 15 : 10 * (int) decision->level;
}

static void
check_laws (const HearthInterruptPolicy *policy, const HearthSituation *s)
{
  g_auto (HearthDecision) low = { 0 };

  hearth_interrupt_decide (policy, s, &low);
  g_assert_nonnull (low.reason);
  g_assert_cmpuint (low.reason[0], !=, '\0');
  if (low.level >= HEARTH_INTERRUPT_NOTIFY) {
    gboolean urgent = s->priority >= HEARTH_INTERRUPT_URGENT || g_str_equal (s->klass, "urgent");

    g_assert_cmpint (low.wait, ==, HEARTH_WAIT_NONE);
    g_assert_false (s->do_not_disturb || s->seen || !policy->notify_mail);
    g_assert_true (!hearth_interrupt_is_quiet (policy, s->now) || (urgent && policy->quiet_urgent));
    g_assert_true (urgent || !policy->meetings || s->meeting_end == 0);
    g_assert_cmpint (s->answer, !=, HEARTH_ANSWER_NEVER);
  } else {
    g_assert_false (low.sound);
  }
  if (low.until != 0)
    g_assert_cmpint (low.until, >, s->now);
  /* More pressing is never quieter, and neither is to want more. */
  for (int priority = s->priority + 1; priority <= 100; priority += 7) {
    HearthSituation higher = *s;
    g_auto (HearthDecision) high = { 0 };

    higher.priority = priority;
    hearth_interrupt_decide (policy, &higher, &high);
    g_assert_cmpint (get_loudness (&high), >=, get_loudness (&low));
  }
  for (int level = policy->level + 1; level <= 100; level += 9) {
    HearthInterruptPolicy more = *policy;
    g_auto (HearthDecision) high = { 0 };

    more.level = level;
    hearth_interrupt_decide (&more, s, &high);
    g_assert_cmpint (get_loudness (&high), >=, get_loudness (&low));
  }
}

static void
test_laws (void)
{
  guint32 seed = g_test_rand_int ();
  GRand *rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (int i = 0; i < 20000; i++) {
    HearthInterruptPolicy policy = make_random_policy (rand);
    HearthSituation s = make_random (rand);

    s.priority = g_rand_int_range (rand, 0, 101);
    check_laws (&policy, &s);
  }
  g_rand_free (rand);
}

int
main (int argc, char **argv)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");

  g_test_init (&argc, &argv, NULL);
  hearth_clock_set_zone (zone);
  g_test_add_func ("/interrupt/plain", test_plain);
  g_test_add_func ("/interrupt/level", test_level);
  g_test_add_func ("/interrupt/sender", test_sender);
  g_test_add_func ("/interrupt/regard", test_regard);
  g_test_add_func ("/interrupt/quiet-hours", test_quiet_hours);
  g_test_add_func ("/interrupt/calendar", test_calendar);
  g_test_add_func ("/interrupt/desktop", test_desktop);
  g_test_add_func ("/interrupt/rate", test_rate);
  g_test_add_func ("/interrupt/history", test_history);
  g_test_add_func ("/interrupt/laws", test_laws);
  return g_test_run ();
}
