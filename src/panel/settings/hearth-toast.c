/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-toast.h"

#include "hearth-label-wrap.h"

/* libadwaita 1.2 asks a toast for its height without saying how wide it is: so wide is every line.
 */
#define LINE_CHARS 34

/* Seconds in which a sentence can be read: libadwaita's own time is for a few words. */
#define LONG_TEXT 60
#define LONG_SECONDS 10

/**
 * hearth_toast_new:
 * @text: a sentence
 *
 * Returns: (transfer full): a toast that says all of it; libadwaita's own cuts what is longer than
 * a line
 */
AdwToast *
hearth_toast_new (const char *text)
{
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *label = gtk_label_new (text);

  hearth_label_wrap (GTK_LABEL (label));
  gtk_label_set_max_width_chars (GTK_LABEL (label), LINE_CHARS);
  gtk_label_set_width_chars (GTK_LABEL (label), MIN (LINE_CHARS, g_utf8_strlen (text, -1)));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);
  if (g_utf8_strlen (text, -1) > LONG_TEXT)
    adw_toast_set_timeout (toast, LONG_SECONDS);
  return toast;
}
