/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-framer.h"
#include "hearth-imap-message.h"
#include "hearth-imap-names.h"
#include "hearth-imap-response.h"
#include "hearth-imap-utf7.h"

#include <string.h>

static void
assert_set (HearthImapUidSet *set, const char *expected)
{
  g_autofree char *text = hearth_imap_uid_set_to_string (set);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_uid_set (void)
{
  static const char *const bad[] = {
    "0", "1,", ",1", "a", "1:", "4294967296", "1 2", "1:2:3", "-1"
  };
  g_autoptr (HearthImapUidSet) set = hearth_imap_uid_set_parse ("7,1:3,9:8,20:*", -1);
  g_autoptr (HearthImapUidSet) more = hearth_imap_uid_set_parse ("4:6,2", -1);
  g_autoptr (HearthImapUidSet) less = NULL;
  g_autoptr (HearthImapUidSet) taken = NULL;

  assert_set (set, "1:3,7:9,20:*");
  hearth_imap_uid_set_add_set (set, more);
  assert_set (set, "1:9,20:*");
  less = hearth_imap_uid_set_parse ("1,3:4,8:25,30:*", -1);
  hearth_imap_uid_set_remove_set (set, less);
  assert_set (set, "2,5:7,26:29");
  g_assert_cmpuint (hearth_imap_uid_set_count (set), ==, 8);
  g_assert_true (hearth_imap_uid_set_contains (set, 6));
  g_assert_false (hearth_imap_uid_set_contains (set, 8));
  taken = hearth_imap_uid_set_take_last (set, 5);
  assert_set (taken, "7,26:29");
  assert_set (set, "2,5:6");
  g_clear_pointer (&taken, hearth_imap_uid_set_free);
  taken = hearth_imap_uid_set_take_last (set, 100);
  assert_set (taken, "2,5:6");
  g_assert_true (hearth_imap_uid_set_is_empty (set));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (hearth_imap_uid_set_parse (bad[i], -1));
}

/* Against sets as plain tables, with random steps. */
static void
test_uid_set_random (void)
{
  for (guint round = 0; round < 300; round++) {
    g_autoptr (HearthImapUidSet) a = hearth_imap_uid_set_new ();
    g_autoptr (HearthImapUidSet) b = hearth_imap_uid_set_new ();
    gboolean in_a[80] = { 0 }, in_b[80] = { 0 };

    for (guint i = 0; i < 12; i++) {
      guint32 first = (guint32) g_random_int_range (1, 70);
      guint32 last = first + (guint32) g_random_int_range (0, 9);

      hearth_imap_uid_set_add_range (i % 2 == 0 ? a : b, first, last);
      for (guint32 uid = first; uid <= last; uid++)
        (i % 2 == 0 ? in_a : in_b)[uid] = TRUE;
    }
    hearth_imap_uid_set_remove_set (a, b);
    for (guint32 uid = 1; uid < 80; uid++)
      g_assert_cmpint (hearth_imap_uid_set_contains (a, uid), ==, in_a[uid] && !in_b[uid]);
  }
}

static void
test_utf7 (void)
{
  static const struct {
    const char *text;
    const char *wire;
  } pairs[] = {
    { "INBOX", "INBOX" }, { "Entwürfe", "Entw&APw-rfe" },
    { "R&D", "R&-D" },    { "~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-" },
    { "😀", "&2D3eAA-" },  { "a\tb", "a&AAk-b" },
    { "&", "&-" },        { "üß", "&APwA3w-" },
  };
  /* What is not UTF-7 is kept as it is. */
  static const char *const odd[] = { "a&", "a&b", "&2D0-", "&3gA-", "&!!-", "Größe", "&AP-x" };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autofree char *wire = hearth_imap_utf7_encode (pairs[i].text);
    g_autofree char *text = hearth_imap_utf7_decode (pairs[i].wire);

    g_assert_cmpstr (wire, ==, pairs[i].wire);
    g_assert_cmpstr (text, ==, pairs[i].text);
  }
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++) {
    g_autofree char *text = hearth_imap_utf7_decode (odd[i]);

    g_assert_cmpstr (text, ==, odd[i]);
  }
}

/* Feeds @data in pieces and returns what the framer makes of it, one response a line, with bytes
 * kept apart in brackets. */
static char *
frames (const char *data, gsize size, const gsize *cuts, guint n_cuts, gsize max_literal)
{
  g_autoptr (HearthImapFramer) framer = hearth_imap_framer_new ();
  GString *out = g_string_new (NULL);
  gsize at = 0;

  hearth_imap_framer_set_max_literal (framer, max_literal);
  for (guint i = 0; i <= n_cuts; i++) {
    gsize to = i < n_cuts ? cuts[i] : size;
    HearthImapFrame frame;
    HearthImapFrameStatus status;

    while (at < to) {
      gsize room;
      gpointer buffer = hearth_imap_framer_reserve (framer, &room);
      gsize part = MIN (room, to - at);

      g_assert_cmpuint (room, >, 0);
      memcpy (buffer, data + at, part);
      hearth_imap_framer_commit (framer, part);
      at += part;
      while ((status = hearth_imap_framer_next (framer, &frame)) == HEARTH_IMAP_FRAME_READY) {
        g_string_append_len (out, frame.data, (gssize) frame.size);
        for (guint j = 0; j < frame.n_literals; j++) {
          const HearthImapLiteral *literal = &frame.literals[j];

          g_string_append_printf (out, "[%" G_GSIZE_FORMAT " %" G_GUINT64_FORMAT " %s]",
                                  literal->offset, literal->size,
                                  literal->bytes != NULL ? "kept" : "skipped");
        }
        g_string_append (out, "<end>\n");
      }
      if (status == HEARTH_IMAP_FRAME_TOO_LARGE) {
        g_string_append (out, "<too large>");
        return g_string_free (out, FALSE);
      }
    }
  }
  g_assert_cmpuint (hearth_imap_framer_get_pending (framer), <=, size);
  return g_string_free (out, FALSE);
}

static const char traffic[] = "* OK [CAPABILITY IMAP4rev1] ready {5}\r\n"
                              "* 1 FETCH (UID 7 BODY[HEADER] {33}\r\n"
                              "Subject: x\r\n* 2 EXPUNGE\r\nT1 OK\r\n {9}\r\n"
                              " FLAGS (\\Seen))\r\n"
                              "* 2 FETCH (BODYSTRUCTURE (\"APPLICATION\" \"PDF\n NAME=x\" {3}\r\n"
                              "a\r\n NIL \"base64\" 1) UID 8)\r\n"
                              "+ go on {3}\r\n"
                              "* LIST () \"/\" {0}\r\n\r\n"
                              "* 3 FETCH (X {20}\r\n01234567890123456789 Y {2}\r\nab)\n"
                              "T2 OK done\r\n";

/* However the bytes come, the responses are the same. */
static void
test_cut_everywhere (void)
{
  gsize size = strlen (traffic);
  gsize each[sizeof traffic];
  g_autofree char *whole = frames (traffic, size, NULL, 0, 0);
  g_autofree char *skipped = frames (traffic, size, NULL, 0, 10);
  g_autofree char *bytewise = NULL;
  g_autofree char *bytewise_skipped = NULL;

  g_test_message ("%s\n%s", whole, skipped);
  g_assert_nonnull (strstr (whole, "T2 OK done<end>\n"));
  g_assert_nonnull (strstr (whole, "Subject: x\r\n* 2 EXPUNGE\r\nT1 OK\r\n {9}\r\n FLAGS"));
  g_assert_nonnull (strstr (whole, "ready {5}<end>"));
  g_assert_nonnull (strstr (whole, "+ go on {3}<end>"));
  g_assert_null (strstr (skipped, "EXPUNGE"));
  g_assert_nonnull (strstr (skipped, "33 skipped]<end>"));
  g_assert_nonnull (strstr (skipped, "T2 OK done<end>\n"));
  for (gsize i = 0; i < size; i++) {
    g_autofree char *one = frames (traffic, size, &i, 1, 0);
    g_autofree char *other = frames (traffic, size, &i, 1, 10);

    each[i] = i;
    g_assert_cmpstr (one, ==, whole);
    g_assert_cmpstr (other, ==, skipped);
  }
  bytewise = frames (traffic, size, each, (guint) size, 0);
  bytewise_skipped = frames (traffic, size, each, (guint) size, 10);
  g_assert_cmpstr (bytewise, ==, whole);
  g_assert_cmpstr (bytewise_skipped, ==, skipped);
}

static void
test_large_literals (void)
{
  gsize size = 3 * 1024 * 1024;
  g_autoptr (GString) data = g_string_new ("* 1 FETCH (BODY[] {3145728}\r\n");
  gsize cut = 500000;
  g_autofree char *kept = NULL;
  g_autofree char *skipped = NULL;
  g_autofree char *endless = NULL;
  g_autoptr (GString) line = g_string_new ("* X ");

  for (gsize i = 0; i < size; i++)
    g_string_append_c (data, i % 70 == 0 ? '\n' : 'x');
  g_string_append (data, " UID 3)\r\nT OK\r\n");
  kept = frames (data->str, data->len, &cut, 1, 10 * 1024 * 1024);
  skipped = frames (data->str, data->len, &cut, 1, 1024 * 1024);
  g_assert_cmpstr (kept, ==,
                   "* 1 FETCH (BODY[] {3145728}\r\n UID 3)[29 3145728 kept]<end>\nT OK<end>\n");
  g_assert_cmpstr (skipped, ==,
                   "* 1 FETCH (BODY[] {3145728}\r\n UID 3)[29 3145728 skipped]<end>\nT OK<end>\n");
  /* A line without an end, and an announcement of eternity. */
  g_string_set_size (line, 20 * 1024 * 1024);
  memset (line->str + 4, 'y', line->len - 4);
  endless = frames (line->str, line->len, NULL, 0, 0);
  g_assert_cmpstr (endless, ==, "<too large>");
  g_free (endless);
  endless = frames ("* 1 FETCH (BODY[] {9999999999999999999}\r\n", 41, NULL, 0, 0);
  g_assert_cmpstr (endless, ==, "<too large>");
}

/* Many line feeds that stand alone inside a quoted string cost no more than their number. */
static void
test_line_feeds_in_quotes (void)
{
  g_autoptr (GString) data = g_string_new ("* 1 FETCH (X \"");
  g_autofree char *out = NULL;
  gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < 2000000; i++)
    g_string_append_c (data, '\n');
  g_string_append (data, "\")\r\nT OK\r\n");
  out = frames (data->str, data->len, NULL, 0, 0);
  g_assert_true (g_str_has_suffix (out, "\")<end>\nT OK<end>\n"));
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
}

/* Parses the FETCH in @text; the caller resets the arena. */
static gboolean
parse (const char *text, HearthImapMessage *message, HearthImapArena *arena)
{
  HearthImapFrame frame = { text, strlen (text), NULL, 0 };
  HearthImapResponse response;

  hearth_imap_response_parse (&response, &frame);
  g_assert_cmpint (response.kind, ==, HEARTH_IMAP_RESPONSE_NUMBER);
  g_assert_true (hearth_imap_response_is (&response, "FETCH"));
  return hearth_imap_message_parse (message, &response.rest, FALSE, arena);
}

static void
test_message (void)
{
  g_auto (HearthImapArena) arena = { 0 };
  HearthImapMessage message;
  g_autoptr (GBytes) header = NULL;

  hearth_imap_arena_init (&arena);
  g_assert_true (
      parse ("* 12 FETCH (X-NEW (\"a\" (1 (2) {3}\r\n)\"() NIL) UID 4711 FLAGS (\\Seen $Forwarded "
             "Strange NonJunk) MODSEQ (90) RFC822.SIZE 5000000000 INTERNALDATE "
             "\"17-Jul-1996 02:44:25 -0700\" X-GM-LABELS (\"\\\\Inbox\" Work \"Entw&APw-rfe\") "
             "X-GM-MSGID 1278455344230334865 X-GM-THRID 1266894439832287888 EMAILID (M1) "
             "THREADID (T1) PREVIEW {4}\r\n\"ab\" BODY[1.2]<0> \"p\\\"q\" BODY[HEADER] {12}\r\n"
             "Subject: a\r\n BODY[HEADER.FIELDS (DATE FROM)] NIL ENVELOPE (NIL))",
             &message, &arena));
  g_assert_cmpuint (message.uid, ==, 4711);
  g_assert_cmpint (message.flags, ==,
                   HEARTH_IMAP_FLAG_SEEN | HEARTH_IMAP_FLAG_FORWARDED | HEARTH_IMAP_FLAG_NOT_JUNK);
  g_assert_cmpuint (message.modseq, ==, 90);
  g_assert_cmpuint (message.size, ==, 5000000000);
  g_assert_cmpint (message.internal_date, ==, 837596665);
  g_assert_cmpstr (message.labels[0], ==, "\\Inbox");
  g_assert_cmpstr (message.labels[2], ==, "Entwürfe");
  g_assert_null (message.labels[3]);
  g_assert_cmpuint (message.gm_message_id, ==, G_GUINT64_CONSTANT (1278455344230334865));
  g_assert_cmpuint (message.gm_thread_id, ==, G_GUINT64_CONSTANT (1266894439832287888));
  g_assert_cmpstr (message.email_id, ==, "M1");
  g_assert_cmpstr (message.thread_id, ==, "T1");
  g_assert_cmpstr (message.preview, ==, "\"ab\"");
  g_assert_cmpuint (message.n_sections, ==, 2);
  g_assert_cmpstr (message.sections[0].name, ==, "1.2");
  g_assert_cmpstr (message.sections[1].name, ==, "HEADER.FIELDS (DATE FROM)");
  g_assert_null (message.sections[1].data);
  header = hearth_imap_section_dup_bytes (&message.header);
  g_assert_cmpmem (g_bytes_get_data (header, NULL), g_bytes_get_size (header), "Subject: a\r\n",
                   12);
}

/* What is damaged leaves what stands before it. */
static void
test_damaged (void)
{
  static const char *const texts[] = {
    "* 1 FETCH (UID 5 RFC822.SIZE -1 FLAGS ())",
    "* 1 FETCH (UID 5 INTERNALDATE \"yesterday\" FLAGS (\\Seen",
    "* 1 FETCH (UID 5 BODY[HEADER {5}\r\nabcde",
    "* 1 FETCH (UID 5 BODYSTRUCTURE ((((( FLAGS ())",
    "* 1 FETCH (UID 5 BODY[] {99}\r\nshort)",
    "* 1 FETCH (UID 5 PREVIEW \"open",
    "* 1 FETCH (UID 5 X-GM-LABELS (a (b) c) FLAGS ())",
    "* 1 FETCH (UID 5 RFC822.SIZE 99999999999999999999999 FLAGS ())",
    "* 1 FETCH (UID 5 ENVELOPE (\"caf\xe9 \x80\" \xff\xfe))",
    "* 1 FETCH (UID 5",
    "* 1 FETCH (UID 5 )))",
  };
  g_auto (HearthImapArena) arena = { 0 };
  g_autoptr (GString) deep = g_string_new ("* 1 FETCH (UID 5 BODYSTRUCTURE ");
  HearthImapMessage message;

  hearth_imap_arena_init (&arena);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    parse (texts[i], &message, &arena);
    g_assert_cmpuint (message.uid, ==, 5);
    g_assert_null (message.parts);
    g_assert_null (message.body.data);
    g_assert_cmpint (message.has & HEARTH_IMAP_ITEM_SIZE, ==, 0);
    hearth_imap_arena_reset (&arena);
  }
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '(');
  g_assert_false (parse (deep->str, &message, &arena));
  g_assert_cmpuint (message.uid, ==, 5);
}

static void
test_structure (void)
{
  g_auto (HearthImapArena) arena = { 0 };
  HearthImapMessage message;
  HearthImapText text;

  hearth_imap_arena_init (&arena);
  g_assert_true (parse (
      "* 1 FETCH (BODYSTRUCTURE (((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"utf-8\") NIL NIL "
      "\"quoted-printable\" 100 4 NIL NIL NIL)((\"text\" \"html\" (\"charset\" \"utf-8\") NIL NIL "
      "\"BASE64\" 900 12)(\"image\" \"png\" (\"name\" \"logo.png\") \"<logo>\" NIL \"base64\" 300 "
      "NIL (\"inline\" (\"filename\" \"logo.png\"))) \"related\" (\"boundary\" \"b\")) "
      "\"alternative\")(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 700 (NIL NIL NIL NIL NIL NIL "
      "NIL NIL NIL NIL) (\"text\" \"plain\" NIL NIL NIL \"7bit\" 3 1) 20 NIL (\"attachment\" NIL))"
      "(\"application\" \"pdf\" (\"name*0*\" \"utf-8''a%20\") NIL \"d\" \"base64\" 1234 NIL "
      "(\"ATTACHMENT\" NIL)) \"mixed\" (\"boundary\" \"x\") NIL NIL))",
      &message, &arena));
  g_assert_cmpuint (message.n_parts, ==, 5);
  hearth_imap_message_choose_text (&message, &text);
  g_assert_cmpstr (text.plain->number, ==, "1.1");
  g_assert_cmpstr (text.plain->charset, ==, "utf-8");
  g_assert_cmpstr (text.html->number, ==, "1.2.1");
  g_assert_cmpstr (text.html->encoding, ==, "base64");
  g_assert_cmpstr (text.html->parent, ==, "related");
  g_assert_cmpstr (message.parts[2].content_id, ==, "<logo>");
  g_assert_cmpstr (message.parts[3].number, ==, "2");
  g_assert_cmpstr (message.parts[3].type, ==, "message/rfc822");
  g_assert_cmpstr (message.parts[4].file_name, ==, "utf-8''a%20");
  g_assert_cmpstr (message.parts[4].disposition, ==, "attachment");
  g_assert_cmpuint (message.parts[4].size, ==, 1234);
  g_assert_cmpuint (text.attachments, ==, 2);

  /* One part only, and a line feed where a name should end. */
  hearth_imap_arena_reset (&arena);
  g_assert_true (parse ("* 1 FETCH (BODYSTRUCTURE (\"APPLICATION\" \"PDF\n NAME=x\" NIL NIL NIL "
                        "\"base64\" 1) UID 2)",
                        &message, &arena));
  g_assert_cmpuint (message.uid, ==, 2);
  g_assert_cmpstr (message.parts[0].number, ==, "1");
  g_assert_cmpstr (message.parts[0].type, ==, "application/pdf");
}

static void
test_dates (void)
{
  gint64 date;
  g_autofree char *made = hearth_imap_internal_date_make (1700000000);

  g_assert_cmpstr (made, ==, "14-Nov-2023 22:13:20 +0000");
  g_assert_true (hearth_imap_internal_date_read (made, strlen (made), &date));
  g_assert_cmpint (date, ==, 1700000000);
  g_assert_true (hearth_imap_internal_date_read (" 1-JAN-2024 00:00:00 +0130", 26, &date));
  g_assert_cmpint (date, ==, 1704067200 - 5400);
  g_assert_true (hearth_imap_internal_date_read ("1-Jan-2024 00:00:00 +0000", 25, &date));
  g_assert_false (hearth_imap_internal_date_read ("30-Feb-2024 00:00:00 +0000", 26, &date));
  g_assert_false (hearth_imap_internal_date_read ("01-Foo-2024 00:00:00 +0000", 26, &date));
  g_assert_false (hearth_imap_internal_date_read ("01-Jan-20x4 00:00:00 +0000", 26, &date));
}

static HearthImapMailbox *
add (GPtrArray *mailboxes, const char *name, HearthImapRole role)
{
  HearthImapMailbox *mailbox = g_new0 (HearthImapMailbox, 1);

  mailbox->name = g_strdup (name);
  mailbox->role = role;
  g_ptr_array_add (mailboxes, mailbox);
  return mailbox;
}

static void
test_roles (void)
{
  g_autoptr (GPtrArray) mailboxes =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_imap_mailbox_free);
  HearthImapMailbox *nested = add (mailboxes, "Projects/Sent", HEARTH_IMAP_ROLE_NONE);
  HearthImapMailbox *sent = add (mailboxes, "INBOX/GESENDETE OBJEKTE", HEARTH_IMAP_ROLE_NONE);
  HearthImapMailbox *drafts = add (mailboxes, "Черновики", HEARTH_IMAP_ROLE_NONE);
  HearthImapMailbox *told = add (mailboxes, "Müll", HEARTH_IMAP_ROLE_TRASH);
  HearthImapMailbox *trash = add (mailboxes, "Trash", HEARTH_IMAP_ROLE_NONE);
  HearthImapMailbox *junk = add (mailboxes, "迷惑メール", HEARTH_IMAP_ROLE_NONE);
  g_autofree char *name = hearth_imap_name_from_wire ("INBOX.Entw&APw-rfe.a/b", '.', "INBOX.");
  g_autofree char *wire = hearth_imap_name_to_wire (name, '.', "INBOX.");

  hearth_imap_guess_roles (mailboxes);
  g_assert_cmpint (nested->role, ==, HEARTH_IMAP_ROLE_NONE);
  g_assert_cmpint (sent->role, ==, HEARTH_IMAP_ROLE_SENT);
  g_assert_cmpint (drafts->role, ==, HEARTH_IMAP_ROLE_DRAFTS);
  g_assert_cmpint (told->role, ==, HEARTH_IMAP_ROLE_TRASH);
  g_assert_cmpint (trash->role, ==, HEARTH_IMAP_ROLE_NONE);
  g_assert_cmpint (junk->role, ==, HEARTH_IMAP_ROLE_JUNK);
  g_assert_cmpstr (name, ==, "Entwürfe/a∕b");
  g_assert_cmpstr (wire, ==, "INBOX.Entw&APw-rfe.a/b");
}

static void
test_response (void)
{
  static const struct {
    const char *text;
    HearthImapResponseKind kind;
    HearthImapCode code;
    const char *words;
  } responses[] = {
    { "h1x2 NO [TRYCREATE] no such box", HEARTH_IMAP_RESPONSE_TAGGED, HEARTH_IMAP_CODE_TRYCREATE,
      "no such box" },
    { "* OK [BADCHARSET (\"a]b\" [x])] text [y]", HEARTH_IMAP_RESPONSE_STATUS,
      HEARTH_IMAP_CODE_NONE, "text [y]" },
    { "* OK [open", HEARTH_IMAP_RESPONSE_STATUS, HEARTH_IMAP_CODE_NONE, "[open" },
    { "* bye", HEARTH_IMAP_RESPONSE_STATUS, HEARTH_IMAP_CODE_NONE, "" },
    { "+", HEARTH_IMAP_RESPONSE_CONTINUE, HEARTH_IMAP_CODE_NONE, "" },
    { "+ YQ==", HEARTH_IMAP_RESPONSE_CONTINUE, HEARTH_IMAP_CODE_NONE, "YQ==" },
    { "", HEARTH_IMAP_RESPONSE_JUNK, HEARTH_IMAP_CODE_NONE, "" },
    { "*", HEARTH_IMAP_RESPONSE_JUNK, HEARTH_IMAP_CODE_NONE, "" },
    { "HTTP/1.1 400 Bad Request", HEARTH_IMAP_RESPONSE_JUNK, HEARTH_IMAP_CODE_NONE, "" },
    { "* 99999999999 EXISTS", HEARTH_IMAP_RESPONSE_DATA, HEARTH_IMAP_CODE_NONE, "" },
    { "x PREAUTH y", HEARTH_IMAP_RESPONSE_JUNK, HEARTH_IMAP_CODE_NONE, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (responses); i++) {
    HearthImapFrame frame = { responses[i].text, strlen (responses[i].text), NULL, 0 };
    HearthImapResponse response;

    hearth_imap_response_parse (&response, &frame);
    g_assert_cmpint (response.kind, ==, responses[i].kind);
    g_assert_cmpint (response.code, ==, responses[i].code);
    g_assert_cmpmem (response.text, response.text_size, responses[i].words,
                     strlen (responses[i].words));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/uid-set", test_uid_set);
  g_test_add_func ("/imap/uid-set-random", test_uid_set_random);
  g_test_add_func ("/imap/utf7", test_utf7);
  g_test_add_func ("/imap/cut-everywhere", test_cut_everywhere);
  g_test_add_func ("/imap/large-literals", test_large_literals);
  g_test_add_func ("/imap/line-feeds-in-quotes", test_line_feeds_in_quotes);
  g_test_add_func ("/imap/response", test_response);
  g_test_add_func ("/imap/message", test_message);
  g_test_add_func ("/imap/damaged", test_damaged);
  g_test_add_func ("/imap/structure", test_structure);
  g_test_add_func ("/imap/dates", test_dates);
  g_test_add_func ("/imap/roles", test_roles);
  return g_test_run ();
}
