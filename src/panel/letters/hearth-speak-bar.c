/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-speak-bar.h"

#include <glib/gi18n.h>

/**
 * HearthSpeakBar:
 *
 * A line that says that one may speak, or what is being heard, with the button for it. It is not
 * there where nothing can be heard.
 */
struct _HearthSpeakBar {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *heard;
  HearthDictation *dictation;
};

G_DEFINE_FINAL_TYPE (HearthSpeakBar, hearth_speak_bar, GTK_TYPE_WIDGET)

static void
hearing_cb (HearthSpeakBar *self, const char *text)
{
  gboolean idle = *text == '\0';

  gtk_label_set_text (self->heard, idle ? _("Speak; I write it down") : text);
  /* Of what is heard the end is new. */
  gtk_label_set_ellipsize (self->heard, idle ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_START);
}

static void
hearth_speak_bar_dispose (GObject *object)
{
  g_clear_pointer (&HEARTH_SPEAK_BAR (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_speak_bar_parent_class)->dispose (object);
}

static void
hearth_speak_bar_class_init (HearthSpeakBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_speak_bar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
hearth_speak_bar_init (HearthSpeakBar *self)
{
  GtkWidget *label = gtk_label_new ("");

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->heard = GTK_LABEL (label);
  self->dictation = g_object_new (HEARTH_TYPE_DICTATION, NULL);
  gtk_label_set_xalign (self->heard, 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (self->box, "letter-speak");
  gtk_box_append (GTK_BOX (self->box), label);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->dictation));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  g_object_bind_property (self->dictation, "visible", self, "visible", G_BINDING_SYNC_CREATE);
  g_signal_connect_swapped (self->dictation, "hearing", G_CALLBACK (hearing_cb), self);
  hearing_cb (self, "");
}

/**
 * hearth_speak_bar_new:
 *
 * Returns: (transfer floating): a line, whose dictation is not set up yet
 */
GtkWidget *
hearth_speak_bar_new (void)
{
  return g_object_new (HEARTH_TYPE_SPEAK_BAR, NULL);
}

/**
 * hearth_speak_bar_get_dictation:
 * @self: a line
 *
 * Returns: (transfer none): what hears
 */
HearthDictation *
hearth_speak_bar_get_dictation (HearthSpeakBar *self)
{
  return self->dictation;
}
