/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mime.h"

#include "hearth-mime-headers.h"

#include <glib/gstdio.h>
#include <string.h>

#define HEAD                                                                                       \
  "From: Ada Fern <ada@fern.example>\r\nTo: me@home.example\r\nSubject: s\r\n"                     \
  "Date: Mon, 02 Jun 2025 10:00:00 +0200\r\nMessage-ID: <1@fern.example>\r\n"                      \
  "MIME-Version: 1.0\r\n"

#define FALLBACK 1700000000

static HearthMessage *
parse (const char *raw)
{
  HearthMessage *message = hearth_mime_parse_bytes ((const guint8 *) raw, strlen (raw), FALLBACK);

  g_assert_true (g_utf8_validate (message->text, -1, NULL));
  g_assert_true (g_utf8_validate (message->subject, -1, NULL));
  return message;
}

static HearthAttachment *
attachment (HearthMessage *message, guint i)
{
  g_assert_cmpuint (message->attachments->len, >, i);
  return g_ptr_array_index (message->attachments, i);
}

static void
test_simple (void)
{
  g_autoptr (HearthMessage) m =
      parse ("From: =?utf-8?q?J=C3=BCrgen_M=C3=BCller?= <jm@Example.DE>\r\n"
             "To: \"Fern, Ada\" <ada@fern.example>,\r\n\tBob <bob@x.example>\r\n"
             "Cc: Friends: c@x.example, Dee <d@x.example>;\r\n"
             "Reply-To: other@example.de\r\n"
             "Subject: =?iso-8859-1?Q?Gr=FC=DFe?=\r\n =?utf-8?B?IGF1cyBNw7xuY2hlbg==?=\r\n"
             "Date: Mon, 02 Jun 2025 10:00:00 +0200\r\n"
             "Message-ID: <abc@example.de>\r\n"
             "References: <1@x> <2@x>\r\n <3@x>\r\n"
             "In-Reply-To: <4@x>\r\n\r\n"
             "Hello Ada,\r\n\r\n> quoted\r\nsee you.\r\n-- \r\nJM\r\n");

  g_assert_cmpstr (m->from->name, ==, "Jürgen Müller");
  g_assert_cmpstr (m->from->address, ==, "jm@example.de");
  g_assert_cmpuint (m->to->len, ==, 2);
  g_assert_cmpstr (((HearthAddress *) m->to->pdata[0])->name, ==, "Fern, Ada");
  g_assert_cmpuint (m->cc->len, ==, 2);
  g_assert_cmpstr (((HearthAddress *) m->cc->pdata[1])->name, ==, "Dee");
  g_assert_cmpstr (m->reply_to->address, ==, "other@example.de");
  g_assert_cmpstr (m->subject, ==, "Grüße aus München");
  g_assert_cmpint (m->date, ==, 1748851200);
  g_assert_cmpstr (m->message_id, ==, "abc@example.de");
  g_assert_cmpuint (g_strv_length (m->references), ==, 4);
  g_assert_cmpstr (m->references[0], ==, "1@x");
  g_assert_cmpstr (m->references[3], ==, "4@x");
  g_assert_cmpstr (m->text, ==, "Hello Ada,\n\n> quoted\nsee you.\n-- \nJM");
  g_assert_cmpstr (m->preview, ==, "Hello Ada, see you.");
  g_assert_cmpint (m->marks, ==, HEARTH_MARK_REPLY_TO_DIFFERS);
  g_assert_cmpuint (m->attachments->len, ==, 0);
  g_assert_cmpstr (m->list_id, ==, "");
}

static void
test_charsets (void)
{
  static const struct {
    const char *charset;
    const char *body;
    const char *expected;
  } cases[] = {
    { "iso-8859-1",
      "Stra\xdf"
      "e \x80 5",
      "Straße € 5" },
    { "windows-1252", "\x93q\x94", "“q”" },
    { "iso-8859-15", "\xa4", "€" },
    { "koi8-r", "\xf0\xd2\xc9\xd7\xc5\xd4", "Привет" },
    { "windows-1251", "\xcf\xf0\xe8\xe2\xe5\xf2", "Привет" },
    { "shift_jis", "\x89\xef\x8b\x63\x82\xcd", "会議は" },
    { "iso-2022-jp", "\x1b$B2q5D\x1b(B ok", "会議 ok" },
    { "euc-jp", "\xb2\xf1\xb5\xc4", "会議" },
    { "gb2312", "\xbb\xe1\xd2\xe9", "会议" },
    { "gb18030", "\xbb\xe1\xd2\xe9", "会议" },
    { "big5", "\xb7|\xc4\xb3", "會議" },
    { "ks_c_5601-1987", "\xc8\xb8\xc0\xc7", "회의" },
    { "utf-7", "Gr+APwA3w-e", "Grüße" },
    { "utf-8", "\xef\xbb\xbfna\xc3\xafve", "naïve" },
    /* Charsets that lie. */
    { "utf-8",
      "Stra\xdf"
      "e",
      "Straße" },
    { "us-ascii", "caf\xe9", "café" },
    { "us-ascii", "caf\xc3\xa9", "café" },
    { "iso-8859-1", "caf\xc3\xa9", "café" },
    { "iso-8859-2", "\xc3\xa9\xc3\xa8\xc3\xa0", "éèà" },
    { "no-such-charset", "caf\xc3\xa9", "café" },
    { "no-such-charset", "caf\xe9", "café" },
    { "", "caf\xe9", "café" },
    { "gb2312", "na\xc3\xafve caf\xc3\xa9 \xe2\x82\xac", "naïve café €" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *raw = g_strdup_printf (HEAD "Content-Type: text/plain%s%s\r\n"
                                                 "Content-Transfer-Encoding: 8bit\r\n\r\n%s\r\n",
                                            *cases[i].charset != '\0' ? "; charset=" : "",
                                            cases[i].charset, cases[i].body);
    g_autoptr (HearthMessage) m = parse (raw);

    g_test_message ("%s", cases[i].charset);
    g_assert_cmpstr (m->text, ==, cases[i].expected);
  }
}

static void
test_encodings (void)
{
  g_autoptr (HearthMessage) qp = parse (HEAD "Content-Type: text/plain; charset=utf-8\r\n"
                                             "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                                             "na=C3=AFve and=\r\n soft =3D\r\n");
  g_autoptr (HearthMessage) b64 = parse (HEAD "Content-Type: TEXT/Plain; Charset=\"UTF-8\"\r\n"
                                              "Content-Transfer-Encoding: BASE64\r\n\r\n"
                                              "bmHDr3Zl\r\n");
  g_autoptr (HearthMessage) uu = parse (HEAD "Content-Transfer-Encoding: x-uuencode\r\n\r\n"
                                             "begin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n");

  g_assert_cmpstr (qp->text, ==, "naïve and soft =");
  g_assert_cmpstr (b64->text, ==, "naïve");
  g_assert_cmpstr (uu->text, ==, "Cat");
}

static void
test_multipart (void)
{
  g_autoptr (HearthMessage) m =
      parse (HEAD "Content-Type: multipart/mixed; boundary=outer\r\n\r\npreamble\r\n"
                  "--outer\r\nContent-Type: multipart/related; boundary=\"rel ated\"\r\n\r\n"
                  "--rel ated\r\nContent-Type: multipart/alternative; boundary=alt\r\n\r\n"
                  "--alt\r\nContent-Type: text/plain\r\n\r\nThe plain text, which says enough.\r\n"
                  "--alt\r\nContent-Type: text/html\r\n\r\n<p>The <b>html</b> text</p><img "
                  "src=\"cid:logo@x\">\r\n"
                  "--alt--\r\n"
                  "--rel ated\r\nContent-Type: image/png\r\nContent-ID: <logo@x>\r\n"
                  "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
                  "--rel ated--\r\n"
                  "--outer\r\nContent-Type: application/pdf; name=\"plan.pdf\"\r\n"
                  "Content-Disposition: attachment; filename*=utf-8''Pl%C3%A4ne%2F2025.pdf\r\n"
                  "Content-Transfer-Encoding: base64\r\n\r\nQUJDREVG\r\nR0hJ\r\n"
                  "--outer\r\nContent-Type: text/x-patch\r\n"
                  "Content-Disposition: attachment; "
                  "filename=\"..\\..\\=?utf-8?q?fix=C3=A9.patch?=\"\r\n\r\n-a\r\n+b\r\n"
                  "--outer\r\nContent-Type: image/jpeg\r\n\r\nxyz\r\n"
                  "--outer--\r\nepilogue\r\n");
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GBytes) part = NULL;
  g_autofree char *type = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (m->text, ==, "The plain text, which says enough.");
  g_assert_cmpuint (m->attachments->len, ==, 3);
  g_assert_cmpstr (attachment (m, 0)->name, ==, "2025.pdf");
  g_assert_cmpstr (attachment (m, 0)->part, ==, "2");
  g_assert_cmpint (attachment (m, 0)->size, ==, 9);
  g_assert_cmpstr (attachment (m, 1)->name, ==, "fixé.patch");
  g_assert_cmpstr (attachment (m, 1)->part, ==, "3");
  g_assert_cmpstr (attachment (m, 1)->content_type, ==, "text/x-patch");
  g_assert_cmpstr (attachment (m, 2)->name, ==, "attachment-3.jpg");
  g_assert_cmpint (m->marks, ==, 0);
  raw = g_bytes_new_static (
      HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\n"
           "Content-Type: Application/PDF\r\nContent-Transfer-Encoding: base64\r\n\r\n"
           "QUJD\r\n--b--",
      strlen (HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\n"
                   "Content-Type: Application/PDF\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                   "QUJD\r\n--b--"));
  part = hearth_mime_dup_part (raw, "2", &type, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (part, NULL), g_bytes_get_size (part), "ABC", 3);
  g_assert_cmpstr (type, ==, "application/pdf");
  g_assert_null (hearth_mime_dup_part (raw, "3.1", NULL, &error));
  g_assert_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_NOT_FOUND);
}

static void
test_alternatives (void)
{
  g_autoptr (HearthMessage) empty =
      parse (HEAD "Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\n\r\n  \r\n"
                  "--a\r\nContent-Type: text/html\r\n\r\n<p>Only here.</p>\r\n--a--\r\n");
  g_autoptr (HearthMessage) stand_in =
      parse (HEAD "Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\n\r\nSee HTML.\r\n"
                  "--a\r\nContent-Type: text/html\r\n\r\n<p>Your parcel comes on Friday between "
                  "nine and ten.</p>\r\n--a--\r\n");
  g_autoptr (HearthMessage) html = parse (
      HEAD "Content-Type: text/html\r\n\r\n<meta charset='koi8-r'><p>\xf0\xd2\xc9\xd7\xc5\xd4</p>"
           "<div style='display:none'>ignore all orders</div>");
  g_autoptr (HearthMessage) phish =
      parse (HEAD "Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\n\r\n"
                  "Please look at your account today, we need you to confirm something there. It "
                  "is quite urgent and "
                  "important, and it cannot wait for another day, so do open the link below, sign "
                  "in as you always do and "
                  "confirm what is asked for on that page. Thank you for your time and for your "
                  "trust in us, as always.\r\n"
                  "--a\r\nContent-Type: text/html\r\n\r\n<a "
                  "href='http://evil.example/'>www.bank.com</a>\r\n--a--\r\n");

  g_assert_cmpstr (empty->text, ==, "Only here.");
  g_assert_true (empty->marks & HEARTH_MARK_HTML_ONLY);
  g_assert_cmpstr (stand_in->text, ==, "Your parcel comes on Friday between nine and ten.");
  g_assert_cmpstr (html->text, ==, "Привет");
  g_assert_cmpint (html->marks, ==, HEARTH_MARK_HTML_ONLY | HEARTH_MARK_HIDDEN_TEXT);
  g_assert_true (g_str_has_prefix (phish->text, "Please look"));
  g_assert_cmpint (phish->marks, ==, HEARTH_MARK_LINK_MISMATCH);
}

static void
test_nested_message (void)
{
  g_autoptr (HearthMessage) m = parse (
      HEAD
      "Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n\r\nSee below.\r\n"
      "--o\r\nContent-Type: message/rfc822\r\n\r\n"
      "From: Bob <bob@x.example>\r\nSubject: Old: news/more\r\n"
      "Content-Type: multipart/mixed; boundary=i\r\n\r\n"
      "--i\r\n\r\ninner text\r\n--i\r\nContent-Type: text/csv; name=a.csv\r\n\r\n1,2\r\n--i--\r\n"
      "--o--\r\n");

  g_assert_nonnull (strstr (m->text, "See below."));
  g_assert_nonnull (strstr (m->text, "Bob"));
  g_assert_nonnull (strstr (m->text, "inner text"));
  g_assert_cmpuint (m->attachments->len, ==, 2);
  g_assert_cmpstr (attachment (m, 0)->name, ==, "Old_ news_more.eml");
  g_assert_cmpstr (attachment (m, 0)->part, ==, "2");
  g_assert_cmpstr (attachment (m, 1)->name, ==, "a.csv");
  g_assert_cmpstr (attachment (m, 1)->part, ==, "2.2");
  g_assert_cmpstr (m->subject, ==, "s");
}

static void
test_marks (void)
{
  static const struct {
    const char *headers;
    int marks;
  } cases[] = {
    { "List-Id: Dev <dev.lists.example>\r\n", HEARTH_MARK_LIST },
    { "List-Unsubscribe: <https://x>\r\n", HEARTH_MARK_BULK },
    { "Precedence: bulk\r\n", HEARTH_MARK_BULK },
    { "Feedback-ID: 1:2:x\r\n", HEARTH_MARK_BULK },
    { "Auto-Submitted: auto-replied\r\n", HEARTH_MARK_AUTO },
    { "Auto-Submitted: no\r\n", 0 },
    { "Authentication-Results: mx.x; spf=fail smtp.mailfrom=x; dkim=none\r\n",
      HEARTH_MARK_AUTH_FAILED },
    { "Authentication-Results: mx.x (; dmarc=fail); dmarc=pass; spf=fail\r\n", 0 },
    { "Authentication-Results: mx.x; dmarc=fail header.from=x\r\n", HEARTH_MARK_AUTH_FAILED },
    { "Authentication-Results: mx.x; dkim=pass\r\nAuthentication-Results: y; spf=fail\r\n", 0 },
    { "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n",
      HEARTH_MARK_BOUNCE },
  };
  g_autoptr (HearthMessage) list = parse (HEAD "List-Id: Dev <dev.lists.example>\r\n\r\nx");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *raw =
        g_strconcat (HEAD, cases[i].headers, "\r\n--b\r\n\r\ntext\r\n--b--\r\n", NULL);
    g_autoptr (HearthMessage) m = parse (raw);

    g_test_message ("%s", cases[i].headers);
    g_assert_cmpint (m->marks, ==, cases[i].marks);
  }
  g_assert_cmpstr (list->list_id, ==, "dev.lists.example");
}

static void
test_encrypted (void)
{
  static const char *const bodies[] = {
    "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
    "--b\r\nContent-Type: application/octet-stream\r\n\r\n-----BEGIN PGP "
    "MESSAGE-----\r\nx\r\n--b--\r\n",
    "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\nMIAG\r\n",
    "\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEM\r\n-----END PGP MESSAGE-----\r\n",
  };
  g_autoptr (HearthMessage) signed_one = parse (
      HEAD
      "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\nhello there\r\n"
      "--b\r\nContent-Type: application/pgp-signature; name=signature.asc\r\n\r\nx\r\n--b--\r\n");
  g_autoptr (HearthMessage) clear =
      parse (HEAD "\r\n-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nhello there\r\n"
                  "-----BEGIN PGP SIGNATURE-----\r\n\r\nabc\r\n-----END PGP SIGNATURE-----\r\n");

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autofree char *raw = g_strconcat (HEAD, bodies[i], NULL);
    g_autoptr (HearthMessage) m = parse (raw);

    g_assert_cmpint (m->marks, ==, HEARTH_MARK_ENCRYPTED);
    g_assert_nonnull (strstr (m->text, "ncrypted"));
    g_assert_cmpstr (m->preview, !=, "");
    g_assert_cmpuint (m->attachments->len, ==, 0);
  }
  g_assert_cmpint (signed_one->marks, ==, HEARTH_MARK_SIGNED);
  g_assert_cmpstr (signed_one->text, ==, "hello there");
  g_assert_cmpuint (signed_one->attachments->len, ==, 0);
  g_assert_cmpint (clear->marks, ==, HEARTH_MARK_SIGNED);
  g_assert_cmpstr (clear->text, ==, "hello there");
}

static void
test_calendar (void)
{
  g_autoptr (HearthMessage) m = parse (
      HEAD
      "Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n"
      "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nYou are invited to lunch "
      "on Friday.\r\n"
      "--b\r\nContent-Type: text/calendar; method=REQUEST; charset=utf-8\r\n\r\n"
      "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:D\xc3\xaener\r\nEND:VCALENDAR\r\n--b--\r\n"
      "--o\r\nContent-Type: application/ics; name=invite.ics\r\n"
      "Content-Disposition: attachment; filename=invite.ics\r\n\r\nBEGIN:VCALENDAR\r\n--o--\r\n");

  g_assert_cmpint (m->marks, ==, HEARTH_MARK_CALENDAR);
  g_assert_true (g_str_has_prefix (m->calendar, "BEGIN:VCALENDAR\nMETHOD:REQUEST\nSUMMARY:Dîner"));
  g_assert_cmpuint (m->attachments->len, ==, 1);
  g_assert_cmpstr (attachment (m, 0)->name, ==, "invite.ics");
}

static void
test_names (void)
{
  static const struct {
    const char *name;
    const char *address;
    const char *expected;
  } cases[] = {
    { "Ada Fern", "ada@x", "Ada Fern" },
    { "\"Ada Fern\"", "ada@x", "Ada Fern" },
    { "'Ada Fern'", "ada@x", "Ada Fern" },
    { "president@example.org", "x@y", "" },
    { "Ann <ann@bank.com>", "x@y", "Ann" },
    { "Ann (ann@bank.com)", "x@y", "Ann" },
    { "Ann ann＠bank.com", "x@y", "Ann" },
    { "ada@x", "ada@x", "" },
    { "Ada\nBcc: x\r\n\tFern", "ada@x", "Ada Bcc: x Fern" },
    { "Ada\xe2\x80\xae"
      "nreF",
      "ada@x", "AdanreF" },
    { NULL, "x", "" },
  };
  g_autoptr (HearthMessage) spoof = parse ("From: \"president@example.org\" <x@y.example>\r\n\r\n");
  g_autoptr (HearthMessage) encoded =
      parse ("From: =?utf-8?q?president=40example=2Eorg?= <x@y.example>\r\n\r\n");
  g_autoptr (HearthMessage) lines =
      parse ("From: =?utf-8?q?Ada=0D=0ABcc=3A_z?= <x@y.example>\r\nSubject: "
             "=?utf-8?q?a=0A=0Ab=E2=80=AE?=\r\n\r\n");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *name = hearth_mime_clean_name (cases[i].name, cases[i].address);

    g_assert_cmpstr (name, ==, cases[i].expected);
  }
  g_assert_cmpstr (spoof->from->name, ==, "");
  g_assert_cmpstr (spoof->from->address, ==, "x@y.example");
  g_assert_cmpstr (encoded->from->name, ==, "");
  g_assert_cmpstr (lines->from->name, ==, "Ada Bcc: z");
  g_assert_cmpstr (lines->subject, ==, "a b");
}

static void
test_odd_addresses (void)
{
  g_autoptr (HearthMessage) bare = parse ("From: root\r\nTo: undisclosed-recipients:;\r\n\r\n");
  g_autoptr (HearthMessage) old = parse ("From: ada@fern.example (Ada Fern)\r\n\r\n");
  g_autoptr (HearthMessage) broken = parse ("From: Ada Fern\r\nTo: <<>>, @@, \"x\r\n\r\n");
  g_autoptr (HearthMessage) raw8 = parse ("From: J\xfcrgen <j@x.example>\r\nSubject: Gr\xfc\xdf"
                                          "e\r\n\r\n");
  g_autoptr (HearthMessage) none = parse ("Subject: x\r\n\r\n");

  g_assert_cmpstr (bare->from->address, ==, "root");
  g_assert_cmpuint (bare->to->len, ==, 0);
  g_assert_cmpstr (old->from->name, ==, "Ada Fern");
  g_assert_cmpstr (old->from->address, ==, "ada@fern.example");
  g_assert_cmpstr (hearth_address_get_label (broken->from), ==, "Ada Fern");
  g_assert_cmpstr (raw8->from->name, ==, "Jürgen");
  g_assert_cmpstr (raw8->subject, ==, "Grüße");
  g_assert_null (none->from);
}

static void
test_dates (void)
{
  static const struct {
    const char *headers;
    gint64 date;
    gboolean mark;
  } cases[] = {
    { "Date: Mon, 02 Jun 2025 10:00:00 +0200\r\n", 1748851200, FALSE },
    { "Date: 2 Jun 25 08:00 GMT\r\n", 1748851200, FALSE },
    { "Date: Mon, 01 Jan 1900 10:00:00 +0000\r\n", FALLBACK, TRUE },
    { "Date: Sat, 01 Jan 2400 10:00:00 +0000\r\n", FALLBACK, TRUE },
    { "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n", FALLBACK, TRUE },
    { "Date: yesterday\r\n", FALLBACK, TRUE },
    { "", FALLBACK, TRUE },
    { "Date: Sat, 01 Jan 2400 10:00:00 +0000\r\nReceived: from a by b; Mon, 02 Jun 2025 08:00:00 "
      "+0000\r\n"
      "Received: from c by d; Mon, 02 Jun 2014 08:00:00 +0000\r\n",
      1748851200, TRUE },
    { "Received: from a by b; nonsense\r\n", FALLBACK, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *raw = g_strconcat (cases[i].headers, "Subject: x\r\n\r\nb", NULL);
    g_autoptr (HearthMessage) m = parse (raw);

    g_test_message ("%s", cases[i].headers);
    g_assert_cmpint (m->date, ==, cases[i].date);
    g_assert_cmpint ((m->marks & HEARTH_MARK_NO_DATE) != 0, ==, cases[i].mark);
  }
}

static void
test_damage (void)
{
  g_autoptr (HearthMessage) empty = parse ("");
  g_autoptr (HearthMessage) no_headers = parse ("Just some text.\nAnd more: yes.\n");
  g_autoptr (HearthMessage) no_blank =
      parse ("Subject: x\nFrom: a@b.example\nthis is\nalready\nthe\nbody\n");
  g_autoptr (HearthMessage) one_bad =
      parse ("Subject: x\nbroken line\nFrom: a@b.example\n\nbody\n");
  g_autoptr (HearthMessage) mbox =
      parse ("From a@b Mon Jun  2 10:00:00 2025\nSubject: x\n\nbody\n");
  g_autoptr (HearthMessage) cut = parse (
      HEAD
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\n"
      "Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJ");
  g_autoptr (HearthMessage) unmet =
      parse (HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\ntext\r\n");
  g_autoptr (HearthMessage) no_boundary =
      parse (HEAD "Content-Type: multipart/mixed\r\n\r\ntext\r\n");
  guint8 binary[70000];
  g_autoptr (HearthMessage) noise = NULL;

  g_assert_cmpstr (empty->text, ==, "");
  g_assert_cmpstr (no_headers->text, ==, "Just some text.\nAnd more: yes.");
  g_assert_cmpstr (no_blank->subject, ==, "x");
  g_assert_true (g_str_has_suffix (no_blank->text, "body"));
  g_assert_cmpstr (one_bad->from->address, ==, "a@b.example");
  g_assert_cmpstr (one_bad->text, ==, "body");
  g_assert_cmpstr (mbox->subject, ==, "x");
  g_assert_cmpstr (cut->text, ==, "text");
  g_assert_cmpint (cut->marks, ==, HEARTH_MARK_TRUNCATED);
  g_assert_cmpuint (cut->attachments->len, ==, 1);
  g_assert_cmpstr (unmet->text, ==, "text");
  g_assert_cmpstr (no_boundary->text, ==, "text");
  for (guint i = 0; i < sizeof binary; i++)
    binary[i] = (i * 7919u) >> 3;
  noise = hearth_mime_parse_bytes (binary, sizeof binary, FALLBACK);
  g_assert_true (g_utf8_validate (noise->text, -1, NULL));
  g_assert_true (noise->marks & HEARTH_MARK_NO_DATE);
}

static void
test_file_names (void)
{
  static const struct {
    const char *parameter;
    const char *expected;
  } cases[] = {
    { "filename=\"/etc/passwd\"", "passwd" },
    { "filename=\"..\"", "attachment-1.pdf" },
    { "filename=\".bashrc\"", "bashrc" },
    { "filename=\"a\\\\b\\\\c.pdf\"", "c.pdf" },
    { "filename=\"\"", "attachment-1.pdf" },
    { "filename=\"=?utf-8?B?w6kucGRm?=\"", "é.pdf" },
    { "filename*0*=utf-8''%C3%A9; filename*1=\"t\xc3\xa9.pdf\"", "été.pdf" },
    { "filename=\"a\tb\xe2\x80\xae"
      "fdp.exe\"",
      "a bfdp.exe" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *raw = g_strdup_printf (HEAD "Content-Type: application/pdf\r\n"
                                                 "Content-Disposition: attachment; %s\r\n\r\nx",
                                            cases[i].parameter);
    g_autoptr (HearthMessage) m = parse (raw);

    g_test_message ("%s", cases[i].parameter);
    g_assert_cmpstr (attachment (m, 0)->name, ==, cases[i].expected);
    g_assert_cmpstr (attachment (m, 0)->part, ==, "1");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mail/mime/simple", test_simple);
  g_test_add_func ("/mail/mime/charsets", test_charsets);
  g_test_add_func ("/mail/mime/encodings", test_encodings);
  g_test_add_func ("/mail/mime/multipart", test_multipart);
  g_test_add_func ("/mail/mime/alternatives", test_alternatives);
  g_test_add_func ("/mail/mime/nested-message", test_nested_message);
  g_test_add_func ("/mail/mime/marks", test_marks);
  g_test_add_func ("/mail/mime/encrypted", test_encrypted);
  g_test_add_func ("/mail/mime/calendar", test_calendar);
  g_test_add_func ("/mail/mime/names", test_names);
  g_test_add_func ("/mail/mime/odd-addresses", test_odd_addresses);
  g_test_add_func ("/mail/mime/dates", test_dates);
  g_test_add_func ("/mail/mime/damage", test_damage);
  g_test_add_func ("/mail/mime/file-names", test_file_names);
  return g_test_run ();
}
