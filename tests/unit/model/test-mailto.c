/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mailto.h"

#include <string.h>

/* What a mailto: address asks for, as "to|cc|subject|body|in-reply-to". */
static char *
read_all (const char *uri)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthMailto) mailto = hearth_mailto_parse (uri, &error);
  g_autofree char *to = NULL;
  g_autofree char *cc = NULL;

  g_assert_no_error (error);
  to = hearth_recipients_to_text (mailto->to);
  cc = hearth_recipients_to_text (mailto->cc);
  return g_strjoin ("|", to, cc, mailto->subject, mailto->body, mailto->in_reply_to, NULL);
}

static void
test_examples (void)
{
  static const struct {
    const char *uri;
    const char *expected;
  } cases[] = {
    { "mailto:ana@silva.example", "ana@silva.example||||" },
    { "MAILTO:ana@silva.example", "ana@silva.example||||" },
    { "mailto:", "||||" },
    { "mailto:?", "||||" },
    /* RFC 6068, section 6. */
    { "mailto:chris@example.com,bob@example.com", "chris@example.com, bob@example.com||||" },
    { "mailto:infobot@example.com?subject=current-issue", "infobot@example.com||current-issue||" },
    { "mailto:infobot@example.com?body=send%20current-issue%0D%0Asend%20index",
      "infobot@example.com|||send current-issue\nsend index|" },
    { "mailto:list@example.org?In-Reply-To=%3C3469A91.D10AF4C@example.com%3E",
      "list@example.org||||3469A91.D10AF4C@example.com" },
    { "mailto:joe@example.com?cc=bob@example.com&body=hello",
      "joe@example.com|bob@example.com||hello|" },
    { "mailto:?to=joe@example.com&cc=bob@example.com&body=hello",
      "joe@example.com|bob@example.com||hello|" },
    { "mailto:gorby%25kremvax@example.com", "gorby%kremvax@example.com||||" },
    { "mailto:unlikely%3Faddress@example.com?blat=foop", "unlikely?address@example.com||||" },
    { "mailto:Mike%26family@example.org", "Mike&family@example.org||||" },
    { "mailto:%22not%40me%22@example.org", "\"not@me\"@example.org||||" },
    { "mailto:user@example.org?subject=caf%C3%A9", "user@example.org||café||" },
    /* A plus is a plus; a sign that nobody escaped stands for itself. */
    { "mailto:a+b@example.org?subject=1+1", "a+b@example.org||1+1||" },
    { "mailto:a@example.org?subject=100%&body=50%zz", "a@example.org||100%|50%zz|" },
    { "mailto:a@example.org?subject=a=b", "a@example.org||a=b||" },
    { "mailto:Ana%20Silva%20%3Cana@silva.example%3E", "Ana Silva <ana@silva.example>||||" },
    { "mailto:a@example.org#part", "a@example.org||||" },
    { "mailto:a@example.org,a@example.org?cc=a@example.org,b@example.org",
      "a@example.org|b@example.org|||" },
    { "mailto:nobody", "nobody||||" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *found = read_all (cases[i].uri);

    g_assert_cmpstr (found, ==, cases[i].expected);
  }
}

/* What is not seen before the mail is sent, or would be a line of its own, is not taken. */
static void
test_attacks (void)
{
  static const struct {
    const char *uri;
    const char *expected;
  } cases[] = {
    { "mailto:a@example.org?attach=/etc/passwd&attachment=file:///etc/passwd&Attach=~/.ssh/id_rsa",
      "a@example.org||||" },
    { "mailto:a@example.org?bcc=evil@example.org&BCC=evil@example.org", "a@example.org||||" },
    { "mailto:a@example.org?From=boss@example.org&Content-Type=text/html&X-Any=1&Reply-To=e@x.org",
      "a@example.org||||" },
    { "mailto:a@example.org?subject=Hello%0D%0ABcc:%20evil@example.org",
      "a@example.org||Hello Bcc: evil@example.org||" },
    { "mailto:a@example.org%0ABcc:evil@example.org", "a@example.org Bcc:evil@example.org||||" },
    { "mailto:a@example.org?subject=%00a%00b%1B%07", "a@example.org||ab||" },
    { "mailto:a@example.org?subject=%E2%80%AEgnp.exe", "a@example.org||gnp.exe||" },
    { "mailto:a@example.org?body=%FF%FE", "a@example.org|||\357\277\275\357\277\275|" },
    { "mailto:a@example.org?in-reply-to=%3Ca@b%3E%0D%0ATo:%20evil@example.org",
      "a@example.org||||" },
    { "mailto:a@example.org?in-reply-to=%3Ca@b%3E%20%3Cc@d%3E", "a@example.org||||" },
    { "mailto:a@example.org?%73ubject=x&subject", "a@example.org||x||" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *found = read_all (cases[i].uri);

    g_assert_cmpstr (found, ==, cases[i].expected);
  }
}

static void
test_bounds (void)
{
  g_autoptr (GString) uri = g_string_new ("mailto:");
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthMailto) mailto = NULL;

  for (guint i = 0; i < 500; i++)
    g_string_append_printf (uri, "%sp%u@example.org", i > 0 ? "," : "", i);
  g_string_append (uri, "?cc=late@example.org&subject=");
  for (guint i = 0; i < 1000; i++)
    g_string_append (uri, "%C3%A4");
  mailto = hearth_mailto_parse (uri->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mailto->to->len, ==, HEARTH_RECIPIENTS_MAX);
  g_assert_cmpuint (mailto->cc->len, ==, 0);
  g_assert_cmpint (g_utf8_strlen (mailto->subject, -1), <=, 251);
  g_assert_true (g_utf8_validate (mailto->subject, -1, NULL));

  while (uri->len <= HEARTH_MAILTO_MAX_BYTES)
    g_string_append (uri, "&body=words");
  g_assert_null (hearth_mailto_parse (uri->str, &error));
  g_assert_error (error, HEARTH_MODEL_ERROR, HEARTH_MODEL_ERROR_BAD_ADDRESS);
  g_clear_error (&error);
  g_assert_null (hearth_mailto_parse ("https://example.org", &error));
  g_assert_error (error, HEARTH_MODEL_ERROR, HEARTH_MODEL_ERROR_BAD_ADDRESS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailto/examples", test_examples);
  g_test_add_func ("/mailto/attacks", test_attacks);
  g_test_add_func ("/mailto/bounds", test_bounds);
  return g_test_run ();
}
