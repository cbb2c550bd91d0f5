/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-label-wrap.h"

#include <string.h>

/* A text of more bytes than this is not squeezed into fewer letters a line than that. */
#define LONG_TEXT 24
#define LONG_MIN_CHARS 12

static void
label_cb (GtkLabel *label)
{
  gtk_label_set_width_chars (label,
                             strlen (gtk_label_get_text (label)) > LONG_TEXT ? LONG_MIN_CHARS : -1);
}

/**
 * hearth_label_wrap:
 * @label: a label
 *
 * Lets its text wrap, within words where they are longer than a line.
 *
 * From now on the label says itself how narrow a long text may become. Without that GTK finds out
 * by breaking the text after each letter, each time that it changes, and for a paragraph that takes
 * longer than all else that is done to show it.
 */
void
hearth_label_wrap (GtkLabel *label)
{
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  g_signal_connect (label, "notify::label", G_CALLBACK (label_cb), NULL);
  label_cb (label);
}
