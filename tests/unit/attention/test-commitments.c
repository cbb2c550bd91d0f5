/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "hearth-clock.h"
#include "hearth-commitments.h"
#include "hearth-settle.h"
#include "hearth-store-commitments.h"

/* Wednesday, 15 May 2024, 10:00 in Berlin. */
#define NOW G_GINT64_CONSTANT (1715760000)
#define HOUR ((gint64) 3600)
#define DAY (24 * HOUR)
#define OWNER "nora@lind.example"

static HearthMessage *
make_message (gint64 id, const char *from, const char *to, const char *subject, const char *text)
{
  HearthMessage *message = hearth_message_new ();
  const char *at = strchr (from, ' ');
  const char *to_at = strchr (to, ' ');
  g_autofree char *name = g_strndup (from, (gsize) (at - from));
  g_autofree char *to_name = g_strndup (to, (gsize) (to_at - to));

  message->id = id;
  message->from = hearth_address_new (name, at + 1);
  g_ptr_array_add (message->to, hearth_address_new (to_name, to_at + 1));
  message->subject = g_strdup (subject);
  message->text = g_strdup (text);
  message->preview = g_strdup ("");
  message->date = NOW + id * HOUR;
  return message;
}

static GPtrArray *
find (const HearthMessage *message)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_finding_free);
  g_autoptr (GPtrArray) owner = g_ptr_array_new ();

  g_ptr_array_add (owner, (gpointer) OWNER);
  hearth_commitments_find (found, message, owner);
  for (guint i = 0; i < found->len; i++) {
    HearthFinding *finding = g_ptr_array_index (found, i);

    finding->message_id = message->id;
    g_assert_cmpuint (finding->start + finding->length, <=, strlen (message->text));
  }
  return found;
}

#define TO_NORA "Nora " OWNER
#define ANA "Ana ana@silva.example"

static void
test_words (void)
{
  static const struct {
    const char *from, *to, *text;
    HearthFindingKind kind;
    const char *words; /* NULL for nothing */
    gint64 due;        /* hours after NOW, or 0 */
  } cases[] = {
    { ANA, TO_NORA, "Could you send me the plan by Friday?", HEARTH_FINDING_ASK,
      "Send Ana the plan", 56 },
    { ANA, TO_NORA, "Please pay the deposit before 3 pm tomorrow.", HEARTH_FINDING_ASK,
      "Pay the deposit", 29 },
    { ANA, TO_NORA, "Would you mind getting my coat?", HEARTH_FINDING_ASK, "Get Ana's coat", 0 },
    { ANA, TO_NORA, "Which room is ours?", HEARTH_FINDING_QUESTION,
      "Answer Ana: Which room is ours?", 0 },
    { ANA, TO_NORA, "Should we move the rehearsal to Monday?", HEARTH_FINDING_QUESTION,
      "Tell Ana whether we should move the rehearsal to Monday", 0 },
    { ANA, TO_NORA, "I'll send you the keys tomorrow.", HEARTH_FINDING_PLEDGE, "Send you the keys",
      32 },
    { TO_NORA, ANA, "I'll send you the keys tomorrow.", HEARTH_FINDING_PROMISE, "Send Ana the keys",
      32 },
    { TO_NORA, ANA, "Could you return my ladder?", HEARTH_FINDING_REQUEST, "Return your ladder",
      0 },
    { TO_NORA, ANA, "Ich schicke dir morgen die Fotos.", HEARTH_FINDING_PROMISE,
      "Schicke Ana morgen die Fotos", 32 },
    { ANA, TO_NORA, "Kannst du mir bis Freitag das Zelt leihen?", HEARTH_FINDING_ASK,
      "Ana bis Freitag das Zelt leihen", 56 },
    { ANA, TO_NORA, "Let me know if you have any questions.", HEARTH_FINDING_ASK, NULL, 0 },
    { ANA, TO_NORA, "Please note that we are closed on Monday.", HEARTH_FINDING_ASK, NULL, 0 },
    { ANA, TO_NORA, "How are you doing?", HEARTH_FINDING_ASK, NULL, 0 },
    { ANA, TO_NORA, "If you see smoke, please call the fire brigade.", HEARTH_FINDING_ASK, NULL,
      0 },
    { ANA, TO_NORA, "I'll be there at eight.", HEARTH_FINDING_ASK, NULL, 0 },
    { TO_NORA, ANA, "I'll send it once you confirm.", HEARTH_FINDING_ASK, NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HearthMessage) message =
        make_message (0, cases[i].from, cases[i].to, "Note", cases[i].text);
    g_autoptr (GPtrArray) found = find (message);
    const HearthFinding *finding;

    g_test_message ("%s", cases[i].text);
    if (cases[i].words == NULL) {
      g_assert_cmpuint (found->len, ==, 0);
      continue;
    }
    g_assert_cmpuint (found->len, ==, 1);
    finding = g_ptr_array_index (found, 0);
    g_assert_cmpstr (finding->text, ==, cases[i].words);
    g_assert_cmpint (finding->kind, ==, cases[i].kind);
    g_assert_cmpint (finding->due, ==, cases[i].due != 0 ? NOW + cases[i].due * HOUR : 0);
  }
}

/* Each wish of a sentence has a place of its own, and rests on the very words. */
static void
test_spans (void)
{
  g_autoptr (HearthMessage) message = make_message (
      0, ANA, TO_NORA, "Two",
      "Hi Nora,\n\nby Monday: (1) please order the\nchairs and (2) could you call the hall?\n");
  g_autoptr (GPtrArray) found = find (message);
  const HearthFinding *one, *two;

  g_assert_cmpuint (found->len, ==, 2);
  one = g_ptr_array_index (found, 0);
  two = g_ptr_array_index (found, 1);
  g_assert_cmpstr (one->text, ==, "Order the chairs");
  g_assert_cmpstr (two->text, ==, "Call the hall");
  g_assert_cmpuint (one->start, <, two->start);
  g_assert_cmpint (one->due, ==, NOW + 5 * DAY + 8 * HOUR);
  g_assert_cmpint (two->due, ==, one->due);
  g_assert_true (g_str_has_prefix (message->text + one->start, "please order"));
}

static void
test_machines (void)
{
  g_autoptr (HearthMessage) asks =
      make_message (0, "Expenses noreply@expenses.example", TO_NORA, "Waiting",
                    "2 expense reports are awaiting your approval.\n");
  g_autoptr (HearthMessage) tells =
      make_message (0, "Shop noreply@shop.example", TO_NORA, "Order",
                    "Your order has shipped. Please rate us. How did you like it?\n");
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) none = NULL;

  asks->marks = tells->marks = HEARTH_MARK_AUTO;
  found = find (asks);
  none = find (tells);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpuint (none->len, ==, 0);
}

static HearthFindingState
judge (const char *request, const char *answer, gboolean by_owner, HearthMessageMarks marks)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  g_autoptr (GPtrArray) owner = g_ptr_array_new ();
  g_autoptr (GPtrArray) found = NULL;
  HearthMessage *later =
      make_message (2, by_owner ? TO_NORA : ANA, by_owner ? ANA : TO_NORA, "Re: Thing", answer);

  later->marks = marks;
  g_ptr_array_add (owner, (gpointer) OWNER);
  /* Whichever was read first. */
  g_ptr_array_add (messages, later);
  g_ptr_array_add (messages, make_message (1, TO_NORA, ANA, "Thing", request));
  found = find (g_ptr_array_index (messages, 1));
  g_assert_cmpuint (found->len, ==, 1);
  hearth_settle_thread (found, messages, owner);
  return ((const HearthFinding *) g_ptr_array_index (found, 0))->state;
}

static void
test_settling (void)
{
  const char *ask = "Could you send me the plan?";
  const char *promise = "I'll send you the plan tomorrow.";

  g_assert_cmpint (judge (ask, "It is in the shared folder.", FALSE, 0), ==,
                   HEARTH_FINDING_SETTLED);
  g_assert_cmpint (judge (ask, "Thanks, got it!\n\nAna", FALSE, 0), ==, HEARTH_FINDING_OPEN);
  g_assert_cmpint (judge (ask, "I am out of the office until Monday.", FALSE, HEARTH_MARK_AUTO), ==,
                   HEARTH_FINDING_OPEN);
  g_assert_cmpint (judge (ask, "It could not be delivered.", FALSE, HEARTH_MARK_BOUNCE), ==,
                   HEARTH_FINDING_OPEN);
  g_assert_cmpint (judge (ask, "I'll get back to you tomorrow.", FALSE, 0), ==,
                   HEARTH_FINDING_OPEN);
  g_assert_cmpint (judge (ask, "Never mind, I found it.", TRUE, 0), ==, HEARTH_FINDING_SETTLED);
  g_assert_cmpint (judge (promise, "Here is the plan.", TRUE, 0), ==, HEARTH_FINDING_SETTLED);
  g_assert_cmpint (judge (promise, "It is not done yet, sorry.", TRUE, 0), ==, HEARTH_FINDING_OPEN);
}

/* What the owner said is not judged over. */
static void
test_owner_said (void)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  g_autoptr (GPtrArray) owner = g_ptr_array_new ();
  g_autoptr (GPtrArray) found = NULL;
  HearthFinding *finding;

  g_ptr_array_add (owner, (gpointer) OWNER);
  g_ptr_array_add (messages, make_message (1, ANA, TO_NORA, "Thing", "Could you call me?"));
  found = find (g_ptr_array_index (messages, 0));
  finding = g_ptr_array_index (found, 0);
  finding->state = HEARTH_FINDING_DISMISSED;
  hearth_settle_thread (found, messages, owner);
  g_assert_cmpint (finding->state, ==, HEARTH_FINDING_DISMISSED);
}

static void
test_working_days (void)
{
  /* From Wednesday. */
  g_assert_cmpint (hearth_commitment_count_working_days (NOW, NOW + HOUR), ==, 0);
  g_assert_cmpint (hearth_commitment_count_working_days (NOW, NOW + 2 * DAY), ==, 2);
  g_assert_cmpint (hearth_commitment_count_working_days (NOW, NOW + 4 * DAY), ==, 2);
  g_assert_cmpint (hearth_commitment_count_working_days (NOW, NOW + 5 * DAY), ==, 3);
  g_assert_cmpint (hearth_commitment_count_working_days (NOW, NOW - DAY), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/commitments/words", test_words);
  g_test_add_func ("/commitments/spans", test_spans);
  g_test_add_func ("/commitments/machines", test_machines);
  g_test_add_func ("/commitments/settling", test_settling);
  g_test_add_func ("/commitments/owner-said", test_owner_said);
  g_test_add_func ("/commitments/working-days", test_working_days);
  return g_test_run ();
}
