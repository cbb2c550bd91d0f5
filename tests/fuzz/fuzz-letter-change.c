/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-letter-change.h"
#include "hearth-word-diff.h"

#include <string.h>

static void
check_diff (const HearthLetterChange *change)
{
  g_autoptr (GPtrArray) pieces = hearth_word_diff (change->old, change->new);
  g_autoptr (GString) before = g_string_new (NULL);
  g_autoptr (GString) after = g_string_new (NULL);

  for (guint i = 0; i < pieces->len; i++) {
    const HearthDiffPiece *piece = g_ptr_array_index (pieces, i);

    g_assert (*piece->text != '\0');
    if (piece->kind != HEARTH_DIFF_ADDED)
      g_string_append (before, piece->text);
    if (piece->kind != HEARTH_DIFF_STRUCK)
      g_string_append (after, piece->text);
  }
  g_assert (strcmp (before->str, change->old) == 0 && strcmp (after->str, change->new) == 0);
}

/* Any bytes as a letter, a form feed, and what a service says of it: each change is of words that
 * stand there, and all of them can be taken at once. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *input = g_strndup ((const char *) data, size);
  g_auto (GStrv) parts = g_strsplit (input, "\f", 2);
  g_autofree char *text = g_utf8_make_valid (parts[0] != NULL ? parts[0] : "", -1);
  const char *reply = parts[0] != NULL && parts[1] != NULL ? parts[1] : input;
  g_autoptr (GPtrArray) changes = hearth_letter_changes_read (reply, text);
  g_autofree char *changed = NULL;
  glong end = 0;

  if (changes == NULL)
    return 0;
  g_assert (changes->len <= HEARTH_LETTER_CHANGES_MAX);
  for (guint i = 0; i < changes->len; i++) {
    const HearthLetterChange *change = g_ptr_array_index (changes, i);
    const char *passage = g_utf8_offset_to_pointer (text, change->start);

    g_assert (change->number == i + 1 && change->length > 0 && (glong) change->start >= end);
    end = change->start + change->length;
    g_assert (end <= g_utf8_strlen (text, -1));
    g_assert (strncmp (passage, change->old, strlen (change->old)) == 0);
    g_assert (g_utf8_validate (change->new, -1, NULL) &&
              g_utf8_validate (change->reason, -1, NULL));
    g_assert (g_utf8_strlen (change->new, -1) <= HEARTH_LETTER_CHANGE_MAX_CHARS);
    g_assert (g_utf8_strlen (change->reason, -1) <= HEARTH_LETTER_CHANGE_MAX_REASON);
    g_assert (strpbrk (change->new, "\r\t\033") == NULL && strchr (change->reason, '\n') == NULL);
    check_diff (change);
  }
  changed = hearth_letter_changes_apply (changes, text);
  g_assert (changed != NULL && g_utf8_validate (changed, -1, NULL));
  return 0;
}
