/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-signature.h"

#include <string.h>

/**
 * hearth_signature_swap:
 * @buffer: a mail that is being written
 * @from: who wrote it so far
 * @to: who writes it from now on
 *
 * Puts one sender's signature in the place of another's. Where it was changed by hand it stays.
 */
void
hearth_signature_swap (GtkTextBuffer *buffer, const HearthAccount *from, const HearthAccount *to)
{
  g_autofree char *before = hearth_account_dup_signature_block (from);
  g_autofree char *after = hearth_account_dup_signature_block (to);
  g_autofree char *text = NULL;
  GtkTextIter start, end;
  const char *at;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  at = *before != '\0' ? strstr (text, before) : NULL;
  if (at == NULL && *before != '\0')
    return;
  start = end;
  if (at != NULL) {
    int offset = (int) g_utf8_strlen (text, at - text);

    gtk_text_buffer_get_iter_at_offset (buffer, &start, offset);
    gtk_text_buffer_get_iter_at_offset (buffer, &end, offset + (int) g_utf8_strlen (before, -1));
  }
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, after, -1);
  gtk_text_buffer_end_user_action (buffer);
}
