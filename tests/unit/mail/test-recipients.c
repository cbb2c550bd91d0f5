/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-draft.h"
#include "hearth-outbox-item.h"

#include <string.h>

/* "name|address" of each, one a line. */
static void
check (const char *text, const char *expected)
{
  g_autoptr (GPtrArray) list = hearth_recipients_from_text (text);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++) {
    const HearthAddress *each = g_ptr_array_index (list, i);

    g_string_append_printf (found, "%s|%s\n", each->name, each->address);
  }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_typed (void)
{
  check ("", "");
  check (" , ;\n", "");
  check ("ana@x.example", "|ana@x.example\n");
  check ("Ana <ana@x>, bob@y; Carl", "Ana|ana@x\n|bob@y\nCarl|\n");
  check ("Ana Silva <ana@X.Example>\nbob@y.example\r\n",
         "Ana Silva|ana@x.example\n|bob@y.example\n");
  check ("\"Silva, Ana; x\" <ana@x.example>", "Silva, Ana; x|ana@x.example\n");
  check ("\"The \\\"Boss\\\"\" <b@x.example>", "The \"Boss\"|b@x.example\n");
  check ("ana@x.example (Ana Silva)", "Ana Silva|ana@x.example\n");
  check ("<ana@x.example>", "|ana@x.example\n");
  check ("mailto:ana@x.example", "|ana@x.example\n");
  check ("ana@x.example, ANA@x.example, Ana <ana@x.example>", "|ana@x.example\n");
  check ("ana@x.example <ana@x.example>", "|ana@x.example\n");
  check ("\"a b\"@x.example", "|\"a b\"@x.example\n");
  check ("x@[192.0.2.1], x@[IPv6:2001:db8::1]", "|x@[192.0.2.1]\n|x@[IPv6:2001:db8::1]\n");
  check ("Jörg <j@Müller.example>", "Jörg|j@xn--mller-kva.example\n");
  check ("jörg@müller.example", "|jörg@xn--mller-kva.example\n");
  check ("Silva, Ana <ana@x.example>", "Silva|\nAna|ana@x.example\n");
  /* Still being typed. */
  check ("Ana <ana@x.ex, bob@y.example", "Ana <ana@x.ex|\n|bob@y.example\n");
  check ("\"Ana, bob@y.example", "\"Ana|\n|bob@y.example\n");
}

static void
test_bad (void)
{
  static const char *const bad[] = {
    "Carl",
    "@x.example",
    "a@",
    "a@@x.example",
    "a b@x.example",
    ".a@x.example",
    "a.@x.example",
    "a..b@x.example",
    "a@x..example",
    "a@-x.example",
    "a@x.example.",
    "a@x_y .example",
    "a@[300.1.1.1]",
    "a@[x]",
    "\"a@x.example",
    "a\"b@x.example",
    "a\001@x.example",
    "a@x.example\nRCPT TO:<b@y.example>",
    "a@x.example> SIZE=1",
    "a@exa mple.org",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@x.example",
    "a@\xff.example",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *found = hearth_addr_spec_normalize (bad[i], &error);

    if (found != NULL)
      g_test_message ("%s", bad[i]);
    g_assert_null (found);
    g_assert_error (error, HEARTH_MODEL_ERROR, HEARTH_MODEL_ERROR_BAD_ADDRESS);
    g_assert_null (strpbrk (error->message, "\r\n"));
  }
}

static void
test_named (void)
{
  g_autoptr (GPtrArray) list = hearth_recipients_from_text ("Ana <ana@x>, bob@y; Carl");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = hearth_recipients_to_text (list);

  g_assert_false (hearth_recipients_check (list, &error));
  g_assert_nonnull (strstr (error->message, "“Carl”"));
  g_assert_cmpstr (text, ==, "Ana <ana@x>, bob@y, Carl");
}

/* What is written out is read back as the same. */
static void
test_text (void)
{
  static const char *const texts[] = { "Ana Silva <ana@x.example>, bob@y.example",
                                       "\"Silva, Ana\" <ana@x.example>",
                                       "\"a \\\"b\\\" \\\\ c\" <d@x.example>",
                                       "Ana <ana@x.ex, bob@y.example" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GPtrArray) list = hearth_recipients_from_text (texts[i]);
    g_autofree char *text = hearth_recipients_to_text (list);

    g_assert_cmpstr (text, ==, texts[i]);
  }
}

static void
test_pack (void)
{
  static const char *const files[] = { "/a b", "/c\nd", "/é", NULL };
  g_autoptr (HearthDraft) draft = hearth_draft_new (HEARTH_DRAFT_REPLY_ALL);
  g_autoptr (HearthDraft) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *packed = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  draft->id = 7;
  draft->source_id = 3;
  draft->message_id = G_MAXINT64;
  g_ptr_array_add (draft->to, hearth_address_new ("A\tB\nC", "a@x.example"));
  g_ptr_array_add (draft->cc, hearth_address_new ("typed <", ""));
  g_ptr_array_add (draft->bcc, hearth_address_new ("", "b@x.example"));
  hearth_draft_set_subject (draft, "Sü\nbject");
  hearth_draft_set_text (draft, "a\r\n\"b\"\\\tc\r");
  hearth_draft_set_files (draft, files);
  draft->created = 5;
  draft->changed = 6;
  draft->remote_key = g_strdup ("1.2");
  packed = hearth_draft_pack (draft);
  back = hearth_draft_unpack (packed, &error);
  g_assert_no_error (error);
  before = hearth_draft_dup_recipients (draft);
  after = hearth_draft_dup_recipients (back);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpstr (before, ==, "+A B C\ta@x.example\n-typed <\t\n!\tb@x.example");
  g_assert_cmpint (back->message_id, ==, G_MAXINT64);
  g_assert_cmpint (back->kind, ==, HEARTH_DRAFT_REPLY_ALL);
  g_assert_cmpstr (back->text, ==, "a\n\"b\"\\\tc\n");
  g_assert_cmpstr (back->subject, ==, "Sü bject");
  g_assert_cmpuint (g_strv_length (back->files), ==, 2);
  g_assert_cmpstr (back->remote_key, ==, "1.2");
  g_assert_null (hearth_draft_unpack ("{\"kind\":1}", &error));
  g_assert_error (error, HEARTH_MODEL_ERROR, HEARTH_MODEL_ERROR_BAD_FORMAT);
}

static void
test_attachment_words (void)
{
  static const struct {
    const char *text;
    gboolean mentions;
  } cases[] = {
    { "The plan is attached.", TRUE },
    { "Please find attached", TRUE },
    { "Anbei die Rechnung", TRUE },
    { "Im Anhang findest du es", TRUE },
    { "Ich habe es angehängt.", TRUE },
    { "Voir la pièce jointe.", TRUE },
    { "Te lo mando adjunto.", TRUE },
    { "In allegato la fattura", TRUE },
    { "Segue em anexo", TRUE },
    { "Zie bijlage", TRUE },
    { "Filen är bifogad", TRUE },
    { "W załączniku umowa", TRUE },
    { "Файл прикреплён", TRUE },
    { "見積書を添付します", TRUE },
    { "请看附件", TRUE },
    { "See you tomorrow.", FALSE },
    { "I am unattached.", FALSE },
    { "Yes.\n> it is attached\n", FALSE },
    { "Yes.\n\nAna Attach wrote:\n> hello\n", FALSE },
    { "Yes.\n-- \nNora, attached to the museum", FALSE },
    { "See below.\n\n---------- Forwarded message ----------\nattached", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HearthDraft) draft = hearth_draft_new (HEARTH_DRAFT_REPLY);

    hearth_draft_set_text (draft, cases[i].text);
    g_test_message ("%s", cases[i].text);
    g_assert_cmpint (hearth_draft_mentions_attachment (draft), ==, cases[i].mentions);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recipients/typed", test_typed);
  g_test_add_func ("/recipients/bad", test_bad);
  g_test_add_func ("/recipients/named", test_named);
  g_test_add_func ("/recipients/text", test_text);
  g_test_add_func ("/draft/pack", test_pack);
  g_test_add_func ("/draft/attachment-words", test_attachment_words);
  return g_test_run ();
}
