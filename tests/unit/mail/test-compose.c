/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-compose.h"
#include "hearth-flowed.h"
#include "hearth-mime.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define WHEN 1715760000 /* 2024-05-15 08:00 UTC */

typedef struct {
  HearthAccount *account;
  HearthDraft *draft;
  HearthMessage *original;
  GBytes *raw;
  char *dir;
} Fixture;

static void
fixture_set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");

  hearth_clock_set_zone (zone);
  f->account = hearth_account_new ("nora@lind.example");
  g_free (f->account->name);
  f->account->name = g_strdup ("Nora Lind");
  f->draft = hearth_draft_new (HEARTH_DRAFT_NEW);
  f->dir = g_dir_make_tmp ("hearth-compose-XXXXXX", NULL);
}

static void
fixture_tear_down (Fixture *f, gconstpointer data)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", f->dir);

  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  hearth_account_free (f->account);
  hearth_draft_free (f->draft);
  g_clear_pointer (&f->original, hearth_message_unref);
  g_clear_pointer (&f->raw, g_bytes_unref);
  g_free (f->dir);
}

static void
set_list (GPtrArray **list, const char *text)
{
  g_ptr_array_unref (*list);
  *list = hearth_recipients_from_text (text);
}

static char *
compose (Fixture *f, gboolean with_bcc)
{
  HearthComposeInput input = { .draft = f->draft,
                               .account = f->account,
                               .original = f->original,
                               .date = WHEN,
                               .message_id = "id@lind.example",
                               .boundary = "=-boundary",
                               .with_bcc = with_bcc };
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthComposed) mail = hearth_compose (&input, &error);
  gsize size;
  const char *bytes;

  g_assert_no_error (error);
  g_assert_cmpstr (mail->message_id, ==, "id@lind.example");
  bytes = g_bytes_get_data (mail->content, &size);
  return g_strndup (bytes, size);
}

static HearthMessage *
parse (const char *bytes)
{
  return hearth_mime_parse_bytes ((const guint8 *) bytes, strlen (bytes), 1);
}

static void
test_exact_bytes (Fixture *f, gconstpointer data)
{
  g_autofree char *bytes = NULL;

  set_list (&f->draft->to, "Ana Silva <ana@silva.example>, bob@example.org");
  set_list (&f->draft->cc, "\"Ng, Mei\" <mei@example.org>");
  set_list (&f->draft->bcc, "secret@example.org");
  hearth_draft_set_subject (f->draft, "Dinner");
  hearth_draft_set_text (f->draft, "Hello Ana,\n\n.\nFrom now on\n indented  \n-- \nNora\n");
  bytes = compose (f, FALSE);
  g_assert_cmpstr (bytes, ==,
                   "From: Nora Lind <nora@lind.example>\r\n"
                   "To: Ana Silva <ana@silva.example>, bob@example.org\r\n"
                   "Cc: \"Ng, Mei\" <mei@example.org>\r\n"
                   "Subject: Dinner\r\n"
                   "Date: Wed, 15 May 2024 10:00:00 +0200\r\n"
                   "Message-Id: <id@lind.example>\r\n"
                   "MIME-Version: 1.0\r\n"
                   "Content-Type: text/plain; charset=us-ascii; format=flowed\r\n"
                   "Content-Transfer-Encoding: 7bit\r\n"
                   "\r\n"
                   "Hello Ana,\r\n\r\n.\r\n From now on\r\n  indented\r\n-- \r\nNora\r\n");
}

/* Everything that was written comes back through Hearth's own reader. */
static void
check_round_trip (Fixture *f, const char *text)
{
  g_autofree char *bytes = NULL;
  g_autoptr (HearthMessage) message = NULL;

  hearth_draft_set_text (f->draft, text);
  bytes = compose (f, FALSE);
  g_assert_true (g_str_is_ascii (bytes));
  for (const char *p = bytes; *p != '\0';) {
    gsize line = strcspn (p, "\r");

    g_assert_cmpuint (line, <=, 998);
    g_assert_true (g_str_has_prefix (p + line, "\r\n"));
    p += line + 2;
  }
  message = parse (bytes);
  g_assert_cmpstr (message->text, ==, text);
  g_assert_cmpstr (message->subject, ==, f->draft->subject);
  g_assert_cmpint (message->date, ==, WHEN);
  g_assert_cmpint (message->marks, ==, 0);
}

static void
test_round_trip (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) longer = g_string_new (NULL);

  set_list (&f->draft->to, "ana@silva.example");
  hearth_draft_set_subject (f->draft,
                            "Grüße aus München: 日本語の件名がここにあり、とても長いのでたたまれる"
                            " und noch ein sehr langer Rest, damit es umbricht");
  check_round_trip (f, "Short.");
  check_round_trip (f,
                    "Ünïcödé with a very long paragraph that goes on and on so that it has to be "
                    "folded at several places by the rules of format=flowed, and back again.\n\n"
                    "  two spaces before\n> quoted\n> > deeper and also so long that it has to be"
                    " folded somewhere near its end, once or twice\n>\nFrom the start\n.\n..\n"
                    "-- \nNora");
  check_round_trip (
      f, "日本語の長い段落。折り返す空白がないので、一行のままでなければならない。日本語の"
         "長い段落。折り返す空白がないので、一行のままでなければならない。\n\nまた。");
  for (guint i = 0; i < 400; i++)
    g_string_append (longer, "https://example.org/");
  check_round_trip (f, longer->str);
  check_round_trip (f, "emoji 👩‍👩‍👧‍👦 and = signs =3D =\nتجربة");
}

static void
test_flowed (void)
{
  g_autofree char *folded = hearth_flowed_from_text (
      "a b -- cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc\n"
      "-- ddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd\n>q\n> > r");
  g_autofree char *back = hearth_flowed_to_text (folded, FALSE);
  g_autofree char *deleted = hearth_flowed_to_text ("日本 \n語\n", TRUE);
  g_autofree char *quotes = hearth_flowed_to_text ("> a \n>> b \n> c\nd \n-- \ne\n", FALSE);

  g_assert_null (strstr (folded, "\n-- \n"));
  g_assert_false (g_str_has_prefix (folded, "-- \n"));
  g_assert_cmpstr (
      back, ==,
      "a b -- cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc\n"
      "-- ddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd\n> q\n> > "
      "r\n");
  g_assert_cmpstr (deleted, ==, "日本語\n");
  g_assert_cmpstr (quotes, ==, "> a \n> > b \n> c\nd \n-- \ne\n");
}

/* Nothing that is typed into a field can begin a header or a recipient. */
static void
test_injection (Fixture *f, gconstpointer data)
{
  g_autofree char *bytes = NULL;

  g_ptr_array_add (f->draft->to,
                   hearth_address_new ("Ana\r\nBcc: evil@example.org\r\n", "ana@silva.example"));
  g_ptr_array_add (f->draft->cc,
                   hearth_address_new ("x\r\nX-Evil: 1\n\n<script>", "mei@example.org"));
  hearth_draft_set_subject (f->draft, "Hi\r\nBcc: evil@example.org\r\n\r\nbody");
  g_free (f->account->name);
  f->account->name = g_strdup ("Nora\nX-Evil: 2");
  bytes = compose (f, FALSE);
  g_assert_null (strstr (bytes, "\nBcc:"));
  g_assert_null (strstr (bytes, "\nX-Evil"));
  g_assert_nonnull (strstr (bytes, "Subject: Hi Bcc: evil@example.org body\r\n"));
  g_ptr_array_add (f->draft->cc, hearth_address_new ("", "a@b.example>\r\nRCPT TO:<c@d.example"));
  {
    HearthComposeInput input = { .draft = f->draft, .account = f->account, .date = WHEN };
    g_autoptr (GError) error = NULL;

    g_assert_null (hearth_compose (&input, &error));
    g_assert_error (error, HEARTH_MODEL_ERROR, HEARTH_MODEL_ERROR_BAD_ADDRESS);
    g_assert_null (strpbrk (error->message, "\r\n"));
  }
}

static void
test_bcc (Fixture *f, gconstpointer data)
{
  g_autofree char *sent = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GBytes) copy = NULL;

  set_list (&f->draft->to, "ana@silva.example");
  set_list (&f->draft->bcc, "Gül <gul@example.org>");
  sent = compose (f, FALSE);
  kept = compose (f, TRUE);
  g_assert_null (strstr (sent, "gul@"));
  g_assert_nonnull (strstr (kept, "\r\nBcc: =?"));
  content = g_bytes_new (sent, strlen (sent));
  copy = hearth_compose_add_bcc (content, f->draft->bcc);
  g_assert_true (g_str_has_prefix (g_bytes_get_data (copy, NULL), "Bcc: =?"));
  g_assert_cmpuint (g_bytes_get_size (copy), >, strlen (sent) + 20);
}

/* It says nothing of the computer and the program it was written with. */
static void
test_no_leak (Fixture *f, gconstpointer data)
{
  HearthComposeInput input = { .draft = f->draft, .account = f->account, .date = WHEN };
  g_autoptr (HearthComposed) mail = NULL;
  g_autoptr (HearthComposed) other = NULL;
  g_autofree char *text = NULL;

  set_list (&f->draft->to, "ana@silva.example");
  mail = hearth_compose (&input, NULL);
  other = hearth_compose (&input, NULL);
  g_assert_true (g_str_has_suffix (mail->message_id, "@lind.example"));
  g_assert_cmpstr (mail->message_id, !=, other->message_id);
  text = g_strndup (g_bytes_get_data (mail->content, NULL), g_bytes_get_size (mail->content));
  g_assert_null (strstr (text, g_get_host_name ()));
  g_assert_null (strstr (text, "User-Agent"));
  g_assert_null (strstr (text, "Mailer"));
  g_assert_null (strcasestr (text, "hearth"));
}

static char *
write_file (Fixture *f, const char *name, const char *content, gssize size)
{
  char *path = g_build_filename (f->dir, name, NULL);

  g_assert_true (g_file_set_contents (path, content, size, NULL));
  return path;
}

static void
test_attachments (Fixture *f, gconstpointer data)
{
  static const char binary[] = "\0\1\2\r\n.\r\n\xff";
  static const char inner[] = "From: a@b.example\r\nSubject: inner\r\nContent-Type: text/plain;"
                              " charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nÄ\r\n";
  g_autofree char *a = write_file (f, "Übersicht – ganz lang und mit Größe (2024).pdf", binary, 8);
  g_autofree char *b = write_file (f, "note.txt", "Grüße\nzwei", -1);
  g_autofree char *c = write_file (f, "mail.eml", inner, -1);
  const char *const files[] = { a, b, c, NULL };
  g_autofree char *bytes = NULL;
  g_autoptr (HearthMessage) message = NULL;
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GBytes) back = NULL;
  HearthAttachment *first;

  set_list (&f->draft->to, "ana@silva.example");
  hearth_draft_set_text (f->draft, "See attached.");
  hearth_draft_set_files (f->draft, files);
  bytes = compose (f, FALSE);
  g_assert_true (g_str_is_ascii (bytes));
  g_assert_nonnull (strstr (bytes, "filename*0*=UTF-8''"));
  message = parse (bytes);
  g_assert_cmpstr (message->text, ==, "See attached.");
  /* The reader also lists the text inside of the attached mail. */
  g_assert_cmpuint (message->attachments->len, ==, 4);
  first = g_ptr_array_index (message->attachments, 0);
  g_assert_cmpstr (first->name, ==, "Übersicht – ganz lang und mit Größe (2024).pdf");
  g_assert_cmpstr (first->content_type, ==, "application/pdf");
  g_assert_cmpint (first->size, ==, 8);
  raw = g_bytes_new (bytes, strlen (bytes));
  back = hearth_mime_dup_part (raw, first->part, NULL, NULL);
  g_assert_cmpmem (g_bytes_get_data (back, NULL), g_bytes_get_size (back), binary, 8);
  g_assert_cmpstr (((HearthAttachment *) message->attachments->pdata[1])->content_type, ==,
                   "text/plain");
  g_assert_cmpstr (((HearthAttachment *) message->attachments->pdata[2])->content_type, ==,
                   "message/rfc822");
}

/* Also one that cannot be sent as a mail inside of a mail and goes as a file. */
static void
test_hidden_recipients (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *line;
    const char *type;
  } mails[] = { { "X-Note: plain\r\n", "message/rfc822" },
                /* No hop would pass on this header. */
                { "X-Note: \xff\xfe\r\n", "application/octet-stream" } };

  for (guint i = 0; i < G_N_ELEMENTS (mails); i++) {
    g_autofree char *inner =
        g_strconcat ("From: me@lind.example\r\nBCC : eve@example.org,\r\n fay@example.org\r\n",
                     mails[i].line, "Subject: Sent\r\nResent-Bcc: gil@example.org\r\n\r\n",
                     "Bcc: stays, it is text\r\n", NULL);
    g_autofree char *path = write_file (f, "sent.eml", inner, -1);
    const char *const files[] = { path, NULL };
    const char *const hidden[] = { "eve", "fay", "gil" };
    g_autofree char *bytes = NULL;
    g_autoptr (HearthMessage) message = NULL;
    g_autoptr (GBytes) raw = NULL;
    g_autoptr (GBytes) back = NULL;
    g_autofree char *text = NULL;
    const HearthAttachment *first;

    set_list (&f->draft->to, "ana@silva.example");
    hearth_draft_set_files (f->draft, files);
    bytes = compose (f, FALSE);
    message = parse (bytes);
    first = g_ptr_array_index (message->attachments, 0);
    g_assert_cmpstr (first->content_type, ==, mails[i].type);
    raw = g_bytes_new (bytes, strlen (bytes));
    back = hearth_mime_dup_part (raw, first->part, NULL, NULL);
    text = i == 0 ? g_strdup (bytes)
                  : g_strndup (g_bytes_get_data (back, NULL), g_bytes_get_size (back));
    g_assert_nonnull (strstr (text, "Subject: Sent"));
    g_assert_nonnull (strstr (text, "Bcc: stays, it is text"));
    for (guint k = 0; k < G_N_ELEMENTS (hidden); k++)
      g_assert_null (strstr (text, hidden[k]));
  }
}

static void
test_bad_attachments (Fixture *f, gconstpointer data)
{
  HearthComposeInput input = { .draft = f->draft, .account = f->account, .date = WHEN };
  g_autofree char *big = write_file (f, "big", "", 0);
  g_autofree char *gone = g_build_filename (f->dir, "gone.pdf", NULL);
  const char *const choices[] = { gone, f->dir, big, "/dev/zero" };

  set_list (&f->draft->to, "ana@silva.example");
  g_assert_cmpint (truncate (big, 26 * 1024 * 1024), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++) {
    const char *const files[] = { choices[i], NULL };
    g_autoptr (GError) error = NULL;

    hearth_draft_set_files (f->draft, files);
    g_assert_null (hearth_compose (&input, &error));
    g_assert_error (error, HEARTH_MAIL_ERROR,
                    (i == 2 ? HEARTH_MAIL_ERROR_TOO_BIG : HEARTH_MAIL_ERROR_UNREADABLE));
  }
}

static void
begin_answer (Fixture *f, const char *raw, HearthDraftKind kind)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  HearthAnswerInput input = { .kind = kind, .account = f->account, .own_addresses = own };

  g_ptr_array_add (own, (gpointer) "nora@lind.example");
  g_ptr_array_add (own, (gpointer) "nora@work.example");
  g_clear_pointer (&f->original, hearth_message_unref);
  g_clear_pointer (&f->raw, g_bytes_unref);
  f->original = parse (raw);
  f->raw = g_bytes_new (raw, strlen (raw));
  input.message = f->original;
  input.raw = f->raw;
  hearth_draft_free (f->draft);
  f->draft = hearth_compose_answer (&input);
}

static void
check_people (Fixture *f, const char *to, const char *cc)
{
  g_autofree char *to_text = hearth_recipients_to_text (f->draft->to);
  g_autofree char *cc_text = hearth_recipients_to_text (f->draft->cc);

  g_assert_cmpstr (to_text, ==, to);
  g_assert_cmpstr (cc_text, ==, cc);
}

static void
test_reply (Fixture *f, gconstpointer data)
{
  static const char raw[] =
      "From: Ana Silva <ana@silva.example>\r\nTo: Nora <nora@lind.example>, bob@example.org\r\n"
      "Cc: NORA@work.example, nora+lists@lind.example, cleo@example.org\r\n"
      "Subject: AW: Re: Dinner\r\nDate: Wed, 15 May 2024 08:00:00 +0000\r\n"
      "Message-ID: <three@silva.example>\r\nReferences: <one@silva.example> <two@lind.example>\r\n"
      "\r\nShall we?\r\n\r\n> before\r\n-- \r\nAna\r\nTel. 1\r\n";
  g_autofree char *bytes = NULL;

  begin_answer (f, raw, HEARTH_DRAFT_REPLY);
  check_people (f, "Ana Silva <ana@silva.example>", "");
  g_assert_cmpstr (f->draft->subject, ==, "Re: Dinner");
  g_assert_cmpstr (f->draft->text, ==,
                   "\n\nOn 15 May 2024 at 10:00, Ana Silva wrote:\n> Shall we?\n>\n>> before\n");
  bytes = compose (f, FALSE);
  g_assert_nonnull (strstr (bytes, "In-Reply-To: <three@silva.example>\r\n"));
  g_assert_nonnull (strstr (bytes, "References: <one@silva.example> <two@lind.example>"
                                   " <three@silva.example>\r\n"));
  begin_answer (f, raw, HEARTH_DRAFT_REPLY_ALL);
  check_people (f, "Ana Silva <ana@silva.example>", "bob@example.org, cleo@example.org");
}

static void
test_reply_headers (Fixture *f, gconstpointer data)
{
  static const char list[] =
      "From: Ana <ana@silva.example>\r\nTo: talk@lists.example\r\nReply-To: talk@lists.example\r\n"
      "List-Post: <mailto:talk@lists.example>\r\nSubject: x\r\n\r\nx\r\n";
  static const char followup[] =
      "From: Ana <ana@silva.example>\r\nTo: talk@lists.example\r\nCc: nora@lind.example\r\n"
      "Mail-Followup-To: talk@lists.example, dan@example.org\r\nSubject: x\r\n\r\nx\r\n";
  static const char elsewhere[] =
      "From: Ana <ana@silva.example>\r\nTo: nora@lind.example\r\nSubject: x\r\n"
      "Reply-To: Office <office@silva.example>, desk@silva.example\r\n\r\nx\r\n";
  static const char own[] = "From: nora@lind.example\r\nTo: Ana <ana@silva.example>\r\n"
                            "Cc: bob@example.org, nora@work.example\r\nSubject: x\r\n\r\nx\r\n";
  static const char hidden_list[] =
      "From: Ana <ana@silva.example>\r\nTo: undisclosed@silva.example\r\n"
      "List-Post: <mailto:talk@lists.example?subject=hi>\r\nSubject: x\r\n\r\nx\r\n";

  begin_answer (f, list, HEARTH_DRAFT_REPLY);
  check_people (f, "Ana <ana@silva.example>", "");
  begin_answer (f, list, HEARTH_DRAFT_REPLY_ALL);
  check_people (f, "Ana <ana@silva.example>", "talk@lists.example");
  begin_answer (f, followup, HEARTH_DRAFT_REPLY);
  check_people (f, "Ana <ana@silva.example>", "");
  begin_answer (f, followup, HEARTH_DRAFT_REPLY_ALL);
  check_people (f, "talk@lists.example, dan@example.org", "");
  begin_answer (f, elsewhere, HEARTH_DRAFT_REPLY);
  check_people (f, "Office <office@silva.example>, desk@silva.example", "");
  begin_answer (f, own, HEARTH_DRAFT_REPLY);
  check_people (f, "Ana <ana@silva.example>", "");
  begin_answer (f, own, HEARTH_DRAFT_REPLY_ALL);
  check_people (f, "Ana <ana@silva.example>", "bob@example.org");
  begin_answer (f, hidden_list, HEARTH_DRAFT_REPLY_ALL);
  check_people (f, "Ana <ana@silva.example>", "talk@lists.example, undisclosed@silva.example");
}

static void
test_forward (Fixture *f, gconstpointer data)
{
  static const char raw[] =
      "From: Ana <ana@silva.example>\r\nTo: nora@lind.example\r\nSubject: Plan\r\n"
      "Message-ID: <p@silva.example>\r\nDate: Wed, 15 May 2024 08:00:00 +0000\r\n\r\nThe plan\r\n";
  g_autofree char *bytes = NULL;

  g_free (f->account->signature);
  f->account->signature = g_strdup ("Nora Lind\nOslo");
  begin_answer (f, raw, HEARTH_DRAFT_FORWARD);
  check_people (f, "", "");
  g_assert_cmpstr (f->draft->subject, ==, "Fwd: Plan");
  g_assert_cmpstr (f->draft->text, ==,
                   "\n\n---------- Forwarded message ----------\nFrom: Ana <ana@silva.example>\n"
                   "Date: 15 May 2024 at 10:00\nSubject: Plan\nTo: nora@lind.example\n\nThe plan\n"
                   "\n-- \nNora Lind\nOslo\n");
  set_list (&f->draft->to, "bob@example.org");
  bytes = compose (f, FALSE);
  g_assert_null (strstr (bytes, "In-Reply-To"));
}

static void
test_references_bounded (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) raw = g_string_new ("From: a@b.example\r\nMessage-ID: <last@b.example>\r\n"
                                          "References:");
  g_autofree char *bytes = NULL;

  for (guint i = 0; i < 150; i++)
    g_string_append_printf (raw, " <id%u@b.example>\r\n", i);
  for (guint i = 0; i < 20; i++)
    g_string_append_printf (raw, " <%080u@b.example>\r\n", i);
  g_string_append (raw, "Subject: x\r\n\r\nx\r\n");
  begin_answer (f, raw->str, HEARTH_DRAFT_REPLY);
  bytes = compose (f, FALSE);
  g_assert_nonnull (strstr (bytes, "<id0@b.example>"));
  g_assert_null (strstr (bytes, "<id1@b.example>"));
  g_assert_nonnull (strstr (bytes, "<id149@b.example>"));
  g_assert_nonnull (strstr (bytes, "000019@b.example>"));
  g_assert_nonnull (strstr (bytes, "<last@b.example>"));
}

static void
test_utf8_address (Fixture *f, gconstpointer data)
{
  g_autofree char *bytes = NULL;

  set_list (&f->draft->to, "jörg@müller.example");
  bytes = compose (f, FALSE);
  g_assert_nonnull (strstr (bytes, "To: jörg@xn--mller-kva.example\r\n"));
}

int
main (int argc, char **argv)
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/compose/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("exact-bytes", test_exact_bytes);
  ADD ("round-trip", test_round_trip);
  ADD ("injection", test_injection);
  ADD ("bcc", test_bcc);
  ADD ("no-leak", test_no_leak);
  ADD ("attachments", test_attachments);
  ADD ("hidden-recipients", test_hidden_recipients);
  ADD ("bad-attachments", test_bad_attachments);
  ADD ("reply", test_reply);
  ADD ("reply-headers", test_reply_headers);
  ADD ("forward", test_forward);
  ADD ("references-bounded", test_references_bounded);
  ADD ("utf8-address", test_utf8_address);
#undef ADD
  g_test_add_func ("/compose/flowed", test_flowed);
  return g_test_run ();
}
