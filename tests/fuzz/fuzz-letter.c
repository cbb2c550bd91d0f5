/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-written-mail.h"

#include <string.h>

/* Any bytes as a mail that the owner sent, and may have quoted others in. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (HearthWrittenMail) letter = hearth_written_mail_read (text);
  g_autofree char *form = hearth_greeting_dup_form (valid, valid);
  g_autofree char *filled = form != NULL ? hearth_greeting_fill (form, "Ana") : NULL;

  g_assert (form == NULL || g_utf8_validate (form, -1, NULL));
  g_assert (filled == NULL || g_utf8_validate (filled, -1, NULL));
  if (letter == NULL)
    return 0;
  g_assert (g_utf8_validate (letter->body, -1, NULL) && strchr (letter->body, '\n') == NULL);
  g_assert (letter->greeting == NULL ||
            (g_utf8_validate (letter->greeting, -1, NULL) && strlen (letter->greeting) <= 80));
  g_assert (letter->name == NULL ||
            (g_utf8_validate (letter->name, -1, NULL) && strlen (letter->name) <= 40 &&
             strpbrk (letter->name, "0123456789@/\n") == NULL));
  /* A line that is marked as a quote is nobody's greeting and no part of a closing. */
  g_assert (letter->greeting == NULL || *letter->greeting != '>');
  g_assert (letter->closing == NULL || *letter->closing != '>');
  return 0;
}
