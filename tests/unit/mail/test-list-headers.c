/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-list-headers.h"

#include <string.h>

#define HOP                                                                                        \
  "Received: from a.example by mx.lind.example with ESMTPS; Wed, 15 May 2024 10:00:00 +0200\n"
#define RESULT "Authentication-Results: mx.lind.example; dkim=pass header.d=acme.example\n"
#define SIGNATURE                                                                                  \
  "DKIM-Signature: v=1; d=acme.example; h=from:List-Unsubscribe:List-Unsubscribe-Post; b=x\n"
#define FROM "From: news@acme.example\n"
#define OFFER                                                                                      \
  "List-Unsubscribe: <https://leave.acme.example/u?1>\n"                                           \
  "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n"

static HearthListHeaders *
parse (const char *text)
{
  return hearth_list_headers_parse ((const guint8 *) text, strlen (text));
}

/* Who is believed. */
static void
test_signer (void)
{
  static const struct {
    const char *what;
    const char *text;
    gboolean signed_;
  } cases[] = {
    { "proven", HOP RESULT SIGNATURE FROM OFFER, TRUE },
    { "the result above the hop", RESULT HOP SIGNATURE FROM OFFER, TRUE },
    { "another server of the same house",
      "Received: from x by 10.0.0.1\nAuthentication-Results: mx2.lind.example; dkim=pass"
      " header.i=@acme.example\n" HOP SIGNATURE FROM OFFER,
      TRUE },
    { "no result", HOP SIGNATURE FROM OFFER, FALSE },
    { "written by the sender", HOP SIGNATURE FROM RESULT OFFER, FALSE },
    { "a result of a stranger's server",
      HOP
      "Authentication-Results: mx.acme.example; dkim=pass header.d=acme.example\n" SIGNATURE FROM
          OFFER,
      FALSE },
    { "only the topmost counts",
      HOP "Authentication-Results: mx.lind.example; dkim=none\n" RESULT SIGNATURE FROM OFFER,
      FALSE },
    { "failed",
      HOP
      "Authentication-Results: mx.lind.example; dkim=fail header.d=acme.example\n" SIGNATURE FROM
          OFFER,
      FALSE },
    { "passed in a comment",
      HOP "Authentication-Results: mx.lind.example (; dkim=pass header.d=acme.example); "
          "spf=pass\n" SIGNATURE FROM OFFER,
      FALSE },
    { "signed by another",
      HOP
      "Authentication-Results: mx.lind.example; dkim=pass header.d=other.example\n" SIGNATURE FROM
          OFFER,
      FALSE },
    { "not covered",
      HOP RESULT "DKIM-Signature: d=acme.example; h=from:list-unsubscribe; b=x\n" FROM OFFER,
      FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HearthListHeaders) found = parse (cases[i].text);

    g_test_message ("%s", cases[i].what);
    g_assert_cmpstr (found->signer, ==, cases[i].signed_ ? "acme.example" : NULL);
    g_assert_cmpstr (found->post_uri, ==, "https://leave.acme.example/u?1");
  }
}

static void
test_addresses (void)
{
  static const struct {
    const char *text;
    const char *post;
    const char *web;
    const char *mail;
    const char *subject;
  } cases[] = {
    { "List-Unsubscribe: <https://a.example/1>\n", NULL, "https://a.example/1", NULL, NULL },
    { "List-Unsubscribe: <http://a.example/1>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n",
      NULL, "http://a.example/1", NULL, NULL },
    { "list-unsubscribe: <mailto:x@a.example?subject=go%20away>,\n <https://a.example/\n 2>\n"
      "list-unsubscribe-post: list-unsubscribe=one-click\n",
      "https://a.example/2", "https://a.example/2", "x@a.example", "go away" },
    { "List-Unsubscribe: <https://a.example/1>\nList-Unsubscribe: <https://b.example/>\n"
      "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n",
      NULL, "https://a.example/1", NULL, NULL },
    { "List-Unsubscribe: <mailto:x@a.example?subject=a%0D%0ABcc:y@b.example>\n", NULL, NULL,
      "x@a.example", NULL },
    { "List-Unsubscribe: <mailto:x@a.example,y@b.example>\n", NULL, NULL, NULL, NULL },
    { "List-Unsubscribe: <javascript:alert(1)>, <file:///etc/passwd>, <https://u:p@h.example/>\n",
      NULL, NULL, NULL, NULL },
    { "Subject: x\n\nList-Unsubscribe: <https://a.example/1>\n", NULL, NULL, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HearthListHeaders) found = parse (cases[i].text);

    g_test_message ("%s", cases[i].text);
    g_assert_cmpstr (found->post_uri, ==, cases[i].post);
    g_assert_cmpstr (found->web_uri, ==, cases[i].web);
    g_assert_cmpstr (found->mail_address, ==, cases[i].mail);
    g_assert_cmpstr (found->mail_subject, ==, cases[i].subject);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list-headers/signer", test_signer);
  g_test_add_func ("/list-headers/addresses", test_addresses);
  return g_test_run ();
}
