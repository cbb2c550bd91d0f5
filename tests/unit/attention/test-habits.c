/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-habits.h"
#include "hearth-sent-letters.h"

#include <string.h>

static GPtrArray *
new_letters (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_sent_letter_free);
}

static void
send (GPtrArray *letters, guint n, const char *address, const char *name, const char *text)
{
  for (guint i = 0; i < n; i++) {
    g_autoptr (HearthMessage) message = hearth_message_new ();
    HearthSentLetter *letter;

    g_ptr_array_add (message->to, hearth_address_new (name, address));
    message->subject = g_strdup ("Thursday");
    message->text = g_strdup (text);
    letter = hearth_sent_letter_new (message);
    g_assert_nonnull (letter);
    g_ptr_array_add (letters, letter);
  }
}

/* What is proposed, without the evidence: "subject: text | …". */
static char *
say (GPtrArray *found)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++) {
    const HearthMemory *memory = g_ptr_array_index (found, i);

    g_string_append_printf (out, "%s%s: %s", i > 0 ? "|" : "", memory->subject, memory->text);
    g_assert_cmpstr (memory->source_kind, ==, "act");
    g_assert_cmpint (memory->state, ==, HEARTH_MEMORY_PROPOSED);
    g_assert_cmpint (memory->label.integrity, ==, HEARTH_INTEGRITY_KNOWN);
    g_assert_true (memory->label.is_private);
    g_assert_nonnull (memory->quote);
    g_assert_nonnull (memory->reason);
    g_assert_cmpstr (memory->slot, !=, "");
  }
  g_ptr_array_unref (found);
  return g_string_free (out, FALSE);
}

#define expect(found, wanted)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *said = say (found);                                                           \
    g_assert_cmpstr (said, ==, wanted);                                                            \
  }                                                                                                \
  G_STMT_END

#define BODY "Thursday works for me, I will bring the plans.\n\n"

static void
test_signature (void)
{
  g_autoptr (GPtrArray) letters = new_letters ();
  g_autoptr (GPtrArray) found = NULL;
  const HearthMemory *memory;

  send (letters, 5, "", "", BODY "Cheers,\nT.");
  expect (hearth_habits_of_letters (letters), "");
  send (letters, 1, "", "", BODY "Thanks,\n\nT");
  send (letters, 2, "", "", BODY "See you there then.");
  found = hearth_habits_of_letters (letters);
  memory = g_ptr_array_index (found, 0);
  g_assert_cmpstr (memory->quote, ==, "in 6 of your last 8 mails");
  g_assert_cmpstr (memory->reason, ==, "You signed 6 of your last 8 mails so.");
  g_assert_cmpstr (memory->slot, ==, "signature");
  expect (g_steal_pointer (&found), "owner: You sign as “T.”");
  /* Now a third of them is signed with something else. */
  send (letters, 2, "", "", BODY "Best regards\nTheo Winter\nWinter Architects");
  expect (hearth_habits_of_letters (letters), "");
}

static void
test_people (void)
{
  g_autoptr (GPtrArray) letters = new_letters ();

  send (letters, 30, "ana@reis.example", "Ana Reis", "Hi Ana,\n\n" BODY "T.");
  send (letters, 4, "office@lind.example", "Lind & Co: click here, now",
        "Dear Ms Lind,\n\n" BODY "Kind regards\nTheo Winter");
  send (letters, 3, "ben@ohara.example", "Ben", "Hey Ben!\n\n" BODY "Theo");
  /* Whom it is to cannot be told. */
  send (letters, 3, "", "", "Hello all,\n\n" BODY "T.");
  expect (hearth_habits_of_letters (letters),
          "owner: You sign as “T.”"
          "|ana@reis.example: You greet Ana Reis with “Hi Ana,”"
          "|office@lind.example: You sign as “Theo Winter” when you write to office@lind.example"
          "|office@lind.example: You greet office@lind.example with “Dear Ms Lind,”");
  /* Mixed: neither. */
  send (letters, 2, "ben@ohara.example", "Ben", "Dear Ben,\n\n" BODY "T.");
  expect (hearth_habits_of_letters (letters),
          "owner: You sign as “T.”"
          "|ana@reis.example: You greet Ana Reis with “Hi Ana,”"
          "|office@lind.example: You sign as “Theo Winter” when you write to office@lind.example"
          "|office@lind.example: You greet office@lind.example with “Dear Ms Lind,”");
}

/* What others wrote below, above and between never counts, whatever their programs make of it. */
static void
test_quotes (void)
{
  static const char *const texts[] = {
    "> Cheers,\n> Mallory\n",
    BODY "\nOn Monday, 3 May 2027, Mallory\n<mallory@evil.example> wrote:\n\n> all\n> Mallory",
    BODY "\nOn Monday, 3 May 2027, Mallory wrote:\n\nDear Theo,\n\nall the best\nMallory",
    BODY "\nAm 3. Mai schrieb Mallory:\nLiebe Grüße\nMallory",
    BODY "\n-----Original Message-----\nFrom: x\n\nBest,\nMallory",
    BODY "\nVon: Mallory\nGesendet: Montag\nAn: Theo\nBetreff: x\n\nGruß\nMallory",
    BODY "\n*From:* Mallory <m@evil.example>\n*Date:* Monday\n\nBest,\nMallory",
    BODY "\n________________\nBest,\nMallory",
    BODY "\n--\nMallory",
    BODY "\nSent from my Mallory",
    BODY
    "\n> that the others will bring what they have on Thursday, all the best from\nMallory\n> x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (HearthWrittenMail) letter = hearth_written_mail_read (texts[i]);

    if (letter == NULL)
      continue;
    g_assert_null (letter->name);
    g_assert_null (letter->greeting);
    g_assert_null (strstr (letter->body, "Mallory"));
    g_assert_null (letter->closing);
  }
  {
    g_autoptr (HearthWrittenMail) between = hearth_written_mail_read (
        "Hi Ana,\n\nOn Monday Ana wrote:\n> Do you come?\nYes, I do, and I bring cake.\n"
        "> Bring tea\nOf course I will do that.\n\nT.");

    g_assert_cmpstr (between->greeting, ==, "Hi Ana,");
    g_assert_cmpstr (between->name, ==, "T.");
    g_assert_cmpstr (between->body, ==, "Yes, I do, and I bring cake. Of course I will do that.");
  }
}

static void
test_names (void)
{
  static const struct {
    const char *end, *name;
  } cases[] = {
    { "Cheers,\nT.", "T." },
    { "cheers\nt", "t" },
    { "A.", "A." },
    { "Best, Theo", "Theo" },
    { "Viele Grüße\n\nTheo", "Theo" },
    { "Mit freundlichen Grüßen\nTheo Winter\nGeschäftsführer\nWinter GmbH", "Theo Winter" },
    { "- Theo", NULL },
    { "Best,\n– Theo", "Theo" },
    { "Best regards", NULL },
    { "Thanks a lot!", NULL },
    { "Best,\nhttps://theo.example", NULL },
    { "Best,\n+49 30 1234567", NULL },
    { "Best,\ntheo@winter.example", NULL },
    { "Best,\nTheo Winter Junior The Fourth Of Nowhere", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strconcat (BODY, cases[i].end, NULL);
    g_autoptr (HearthWrittenMail) letter = hearth_written_mail_read (text);

    g_assert_cmpstr (letter->name, ==, cases[i].name);
  }
}

static void
test_forms (void)
{
  static const struct {
    const char *greeting, *name, *form, *filled;
  } cases[] = {
    { "Hi Marta,", "Marta Lind", "Hi NAME,", "Hi Ben," },
    { "Dear Marta", "Lind, Marta", "Dear NAME", "Dear Ben" },
    { "Good morning Marta!", "Marta", "Good morning NAME!", "Good morning Ben!" },
    { "Hello,", "", "Hello,", "Hello," },
    { "Hi all,", "", "Hi all,", "Hi all," },
    { "Liebe Marta,", "Marta Lind", NULL, NULL },
    { "Dear Ms Lind,", "Marta Lind", NULL, NULL },
    { "Sehr geehrte Frau Lind,", "Marta Lind", NULL, NULL },
    { "Hi mum,", "Marta Lind", NULL, NULL },
    { "Hi Marta,", "", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *form = hearth_greeting_dup_form (cases[i].greeting, cases[i].name);
    g_autofree char *filled = form != NULL ? hearth_greeting_fill (form, "Ben") : NULL;

    g_assert_cmpstr (form, ==, cases[i].form);
    g_assert_cmpstr (filled, ==, cases[i].filled);
  }
  g_assert_null (hearth_greeting_fill ("Hi NAME,", ""));
}

static void
plan (GArray *appointments, guint n, guint minute, guint length, gboolean is_own)
{
  HearthAppointment appointment = { minute, length, is_own };

  for (guint i = 0; i < n; i++)
    g_array_append_val (appointments, appointment);
}

static void
test_appointments (void)
{
  g_autoptr (GArray) appointments = g_array_new (FALSE, FALSE, sizeof (HearthAppointment));
  g_autoptr (GPtrArray) found = NULL;

  plan (appointments, 7, 9 * 60, 60, TRUE);
  expect (hearth_habits_of_appointments (appointments), "");
  /* What others set up and the owner accepted counts for the time, not for the length. */
  plan (appointments, 2, 14 * 60, 45, FALSE);
  /* Evenings are the owner's own. */
  plan (appointments, 4, 20 * 60, 90, FALSE);
  expect (hearth_habits_of_appointments (appointments), "");
  plan (appointments, 1, 11 * 60 + 59, 60, FALSE);
  found = hearth_habits_of_appointments (appointments);
  g_assert_cmpstr (((HearthMemory *) found->pdata[0])->quote, ==,
                   "8 of 10 appointments before noon");
  expect (g_steal_pointer (&found), "owner: You prefer mornings for appointments");
  plan (appointments, 1, 12 * 60, 60, FALSE);
  expect (hearth_habits_of_appointments (appointments), "");
  /* After noon there are more hours: it takes more to tell. */
  g_array_set_size (appointments, 0);
  plan (appointments, 8, 15 * 60, 45, TRUE);
  plan (appointments, 2, 9 * 60, 30, TRUE);
  expect (hearth_habits_of_appointments (appointments),
          "owner: Your appointments mostly take 45 minutes");
  plan (appointments, 10, 15 * 60, 60, TRUE);
  expect (hearth_habits_of_appointments (appointments),
          "owner: You prefer afternoons for appointments");
  /* An hour is what every new event has. */
  plan (appointments, 60, 15 * 60, 60, TRUE);
  expect (hearth_habits_of_appointments (appointments),
          "owner: You prefer afternoons for appointments");
}

static void
test_bounds (void)
{
  g_autofree char *flood = g_strnfill (1000000, 'a');
  g_autofree char *lines = g_strnfill (300000, '\n');
  g_autofree char *names = g_strnfill (70, 'N');
  const char *texts[] = { flood,
                          "x\n\nCheers,\n\xff\xfe",
                          "Hi \xc3,\n\nyes I do\n\n\xc3",
                          "On :",
                          "wrote:\n>",
                          "From:\nTo:",
                          "\n\n\n>\n",
                          lines,
                          names };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (HearthWrittenMail) letter = hearth_written_mail_read (texts[i]);

    g_assert_true (letter == NULL || letter->name == NULL || strlen (letter->name) <= 40);
    g_assert_true (letter == NULL || letter->greeting == NULL || strlen (letter->greeting) <= 80);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/attention/habits/signature", test_signature);
  g_test_add_func ("/attention/habits/people", test_people);
  g_test_add_func ("/attention/habits/quotes", test_quotes);
  g_test_add_func ("/attention/habits/names", test_names);
  g_test_add_func ("/attention/habits/forms", test_forms);
  g_test_add_func ("/attention/habits/appointments", test_appointments);
  g_test_add_func ("/attention/habits/bounds", test_bounds);
  return g_test_run ();
}
