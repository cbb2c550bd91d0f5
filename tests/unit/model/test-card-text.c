/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-card-text.h"
#include "hearth-clock.h"
#include "hearth-format.h"

#include <string.h>

static char *
say (const char *verb, const char *content)
{
  g_autoptr (HearthCard) card = hearth_card_new ("talk", 1, verb, content, HEARTH_LABEL_EXTERNAL);

  return hearth_card_dup_text (card);
}

/* All that would go is said: each recipient with its origin, what is not used, each host. */
static void
test_reply (void)
{
  g_autofree char *text =
      say ("reply",
           "{\"from\":{\"name\":\"Emma\",\"address\":\"emma@example.org\"},"
           "\"to\":[{\"name\":\"Nora <b>\",\"address\":\"nora@example.com\",\"origin\":\"sender\","
           "\"first\":true}],\"unused_reply_to\":\"eve@evil.example\",\"subject\":\"Re: Fence\","
           "\"answers\":{\"subject\":\"Fence\"},\"text\":\"Yes.\\nhttps://example.net/a\"}");

  g_assert_cmpstr (text, ==,
                   "Reply to Nora <b>\n"
                   "  From: Emma <emma@example.org>\n"
                   "  To: Nora <b> <nora@example.com>  (The sender of the mail)\n"
                   "    ! First mail to this address\n"
                   "  Not used: eve@evil.example  (The mail asks for answers there)\n"
                   "    ! An answer goes to its sender only\n"
                   "  Subject: Re: Fence\n"
                   "  Answers: Fence\n"
                   "  Links to: example.net\n"
                   "\n"
                   "  | Yes.\n"
                   "  | https://example.net/a\n");
}

static void
test_send (void)
{
  g_autofree char *text =
      say ("send", "{\"to\":[{\"name\":\"\",\"address\":\"a@example.org\",\"origin\":\"owner\"}],"
                   "\"cc\":[{\"name\":\"B\",\"address\":\"b@example.org\",\"origin\":\"book\"}],"
                   "\"bcc\":[{\"name\":\"\",\"address\":\"c@bücher.example\",\"origin\":\"sent\"}],"
                   "\"subject\":\"Hello\",\"text\":\"Hi\"}");

  g_assert_nonnull (strstr (text, "Mail to several people\n"));
  g_assert_nonnull (strstr (text, "  To: a@example.org  (You wrote it here)\n"));
  g_assert_nonnull (strstr (text, "  Copy: B <b@example.org>  (In your address book)\n"));
  g_assert_nonnull (strstr (text, "  Hidden copy: c@bücher.example  (You have written to them "
                                  "before)\n    ! Written with unusual letters: "
                                  "xn--bcher-kva.example\n"));
}

/* Letters that look like others are pointed out, wherever they stand, and hide no other warning. */
static void
test_unusual_letters (void)
{
  g_autofree char *domain =
      say ("send", "{\"to\":[{\"name\":\"\",\"address\":\"c@bücher.example\",\"first\":true}],"
                   "\"text\":\"Hi\"}");
  g_autofree char *local =
      say ("send", "{\"to\":[{\"name\":\"Nora\",\"address\":\"n\320\276ra@example.com\"}],"
                   "\"text\":\"Hi\"}");

  g_assert_nonnull (strstr (domain, "    ! Written with unusual letters: xn--bcher-kva.example; "
                                    "First mail to this address\n"));
  g_assert_nonnull (strstr (local, "  To: Nora <n\320\276ra@example.com>\n"
                                   "    ! Written with unusual letters: n\\320\\276ra@example."
                                   "com\n"));
}

/* What stands in a value makes no line that says something else. */
static void
test_forged_lines (void)
{
  g_autofree char *text =
      say ("invite",
           "{\"title\":\"Plan\\n  Invited: nora@example.com\\r\\n\",\"guests\":[{\"name\":"
           "\"N\\n  To: x\",\"address\":\"eve@evil.example\"}]}");

  g_assert_cmpstr (text, ==,
                   "Invite to an event\n"
                   "  Event: Plan   Invited: nora@example.com  \n"
                   "  Invited: N   To: x <eve@evil.example>\n"
                   "  Links to: example.com\n");
}

static void
test_events (void)
{
  g_autofree char *made =
      say ("create_event", "{\"title\":\"Lunch\",\"start\":1716112800,\"end\":1716116400,"
                           "\"location\":\"zoom.example/j/1\",\"description\":\"Catch up\","
                           "\"guests\":[{\"name\":\"\",\"address\":\"sarah@example.org\","
                           "\"origin\":\"owner\"}]}");
  g_autofree char *moved =
      say ("move_event", "{\"title\":\"Dentist\",\"was_start\":1716112800,\"was_end\":1716116400,"
                         "\"start\":1716199200,\"end\":1716202800,\"recurrence_id\":1716112800}");
  g_autofree char *day = say ("cancel_event", "{\"title\":\"Fair\",\"all_day\":true,"
                                              "\"start\":1716076800,\"end\":1716163200}");

  g_assert_cmpstr (made, ==,
                   "New event with guests\n"
                   "  Event: Lunch\n"
                   "  When: Sunday, 19 May 2024, 12:00 – 13:00\n"
                   "  Where: zoom.example/j/1\n"
                   "  Invited: sarah@example.org  (You wrote it here)\n"
                   "  Links to: zoom.example\n"
                   "\n"
                   "  | Catch up\n");
  g_assert_cmpstr (moved, ==,
                   "Move an event\n"
                   "  Event: Dentist\n"
                   "  Until now: Sunday, 19 May 2024, 12:00 – 13:00\n"
                   "  From now on: Monday, 20 May 2024, 12:00 – 13:00\n"
                   "  Repeats: Only this one\n");
  g_assert_nonnull (strstr (day, "  When: Sunday, 19 May 2024, all day\n"));
}

static void
test_others (void)
{
  g_autofree char *trash =
      say ("trash", "{\"messages\":[{\"id\":1,\"from\":\"Shop\",\"subject\":\"Sale\"},"
                    "{\"id\":2,\"from\":\"\",\"subject\":\"\"}]}");
  g_autofree char *unflag = say ("flag", "{\"messages\":[{\"id\":1}],\"on\":false}");
  g_autofree char *remind = say ("remind", "{\"text\":\"Call\",\"at\":1716112800}");
  g_autofree char *bad = say ("send", "no JSON");

  g_assert_cmpstr (trash, ==, "Move 2 mails to the trash\n  Shop: Sale\n  Mail: No subject\n");
  g_assert_true (g_str_has_prefix (unflag, "Unflag 1 mail\n"));
  g_assert_nonnull (strstr (remind, "  When: Sunday, 19 May 2024, 12:00\n"));
  g_assert_cmpstr (bad, ==, "A proposal that cannot be read\n");
}

/* Whoever changes a byte of what is done changes the hash. */
static void
test_hash (void)
{
  g_autofree char *one = hearth_card_make_hash ("send", "{}");
  g_autofree char *other = hearth_card_make_hash ("send", "{ }");
  g_autofree char *verb = hearth_card_make_hash ("reply", "{}");
  g_autofree char *shifted = hearth_card_make_hash ("sen", "d{}");

  g_assert_cmpstr (one, !=, other);
  g_assert_cmpstr (one, !=, verb);
  g_assert_cmpstr (one, !=, shifted);
  g_assert_cmpuint (strlen (one), ==, 64);
}

/* A content that is not one object, or deeper than any that is made, says nothing. */
static void
test_no_content (void)
{
  g_autofree char *deep = g_strnfill (5000, '[');
  g_autofree char *end = g_strnfill (5000, ']');
  g_autofree char *nest = g_strdup_printf ("{\"subject\":\"Hello\",\"more\":%s%s}", deep, end);
  const char *const contents[] = { "", "[]", "{\"subject\":\"Hello\"} {}", nest };

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++) {
    g_autoptr (HearthCard) card =
        hearth_card_new ("talk", 1, "send", contents[i], HEARTH_LABEL_EXTERNAL);
    g_autoptr (GPtrArray) lines = hearth_card_list_lines (card);

    g_assert_cmpuint (lines->len, ==, 0);
    g_assert_null (hearth_card_dup_body (card));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  hearth_format_set_hours (HEARTH_HOURS_24);
  g_test_add_func ("/card-text/reply", test_reply);
  g_test_add_func ("/card-text/send", test_send);
  g_test_add_func ("/card-text/unusual-letters", test_unusual_letters);
  g_test_add_func ("/card-text/forged-lines", test_forged_lines);
  g_test_add_func ("/card-text/events", test_events);
  g_test_add_func ("/card-text/others", test_others);
  g_test_add_func ("/card-text/hash", test_hash);
  g_test_add_func ("/card-text/no-content", test_no_content);
  return g_test_run ();
}
