/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-entry.h"

#include <glib/gi18n.h>

/* The one place to say something: a line of text and a button that sends it, or stops the answer
 * that is being made. */

struct _HearthEntry {
  GtkWidget parent_instance;

  GtkWidget *attach;
  GtkEntry *text;
  GtkWidget *button;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (HearthEntry, hearth_entry, GTK_TYPE_WIDGET)

enum {
  SAID,
  STOP,
  RECALL,
  ATTACH,
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
has_words (HearthEntry *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->text));

  while (g_ascii_isspace (*text))
    text++;
  return *text != '\0';
}

static void
update_button (HearthEntry *self)
{
  gboolean stops = self->busy && !has_words (self);
  const char *name = stops ? _("Stop") : _("Send");

  gtk_button_set_icon_name (GTK_BUTTON (self->button),
                            stops ? "hearth-stop-symbolic" : "hearth-send-symbolic");
  gtk_widget_set_sensitive (self->button, stops || has_words (self));
  gtk_widget_set_tooltip_text (self->button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

static void
say (HearthEntry *self)
{
  g_autofree char *words = NULL;

  if (!has_words (self))
    return;
  words = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->text)));
  gtk_editable_set_text (GTK_EDITABLE (self->text), "");
  g_signal_emit (self, signals[SAID], 0, words);
}

static void
clicked_cb (HearthEntry *self)
{
  if (self->busy && !has_words (self))
    g_signal_emit (self, signals[STOP], 0);
  else
    say (self);
}

static void
attach_cb (HearthEntry *self)
{
  g_signal_emit (self, signals[ATTACH], 0);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode,
                GdkModifierType state, gpointer user_data)
{
  HearthEntry *self = user_data;

  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up) {
    g_signal_emit (self, signals[RECALL], 0, 1);
    return GDK_EVENT_STOP;
  }
  if (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down) {
    g_signal_emit (self, signals[RECALL], 0, -1);
    return GDK_EVENT_STOP;
  }
  return GDK_EVENT_PROPAGATE;
}

static void
changed_cb (HearthEntry *self)
{
  update_button (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
hearth_entry_grab_focus (GtkWidget *widget)
{
  return gtk_entry_grab_focus_without_selecting (HEARTH_ENTRY (widget)->text);
}

static void
hearth_entry_dispose (GObject *object)
{
  HearthEntry *self = HEARTH_ENTRY (object);

  g_clear_pointer (&self->attach, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->text, gtk_widget_unparent);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_entry_parent_class)->dispose (object);
}

static void
hearth_entry_class_init (HearthEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hearth_entry_dispose;
  widget_class->grab_focus = hearth_entry_grab_focus;

  /**
   * HearthEntry::said:
   * @words: what the owner has said
   */
  signals[SAID] = g_signal_new ("said", HEARTH_TYPE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * HearthEntry::stop:
   *
   * The owner wants no more of the answer.
   */
  signals[STOP] = g_signal_new ("stop", HEARTH_TYPE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  /**
   * HearthEntry::recall:
   * @steps: 1 for what was said before, -1 for what was said after
   */
  signals[RECALL] = g_signal_new ("recall", HEARTH_TYPE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  /**
   * HearthEntry::attach:
   *
   * The owner wants to choose files that go with what they say.
   */
  signals[ATTACH] = g_signal_new ("attach", HEARTH_TYPE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);

  /**
   * HearthEntry::changed:
   *
   * Other words stand in it.
   */
  signals[CHANGED] = g_signal_new ("changed", HEARTH_TYPE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "sayer");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hearthdesktop/Hearth/hearth-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, HearthEntry, attach);
  gtk_widget_class_bind_template_child (widget_class, HearthEntry, text);
  gtk_widget_class_bind_template_child (widget_class, HearthEntry, button);
}

static void
hearth_entry_init (HearthEntry *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self->text), keys);
  g_signal_connect_swapped (self->text, "activate", G_CALLBACK (say), self);
  g_signal_connect_swapped (self->text, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked_cb), self);
  g_signal_connect_swapped (self->attach, "clicked", G_CALLBACK (attach_cb), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Ask or tell the companion"), -1);
  update_button (self);
}

/**
 * hearth_entry_get_text:
 * @self: an entry
 *
 * Returns: (transfer none): what is written and not yet said
 */
const char *
hearth_entry_get_text (HearthEntry *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->text));
}

/**
 * hearth_entry_get_text_widget:
 * @self: an entry
 *
 * Returns: (transfer none): the widget into which one types and pastes
 */
GtkWidget *
hearth_entry_get_text_widget (HearthEntry *self)
{
  return GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->text)));
}

/**
 * hearth_entry_set_text:
 * @self: an entry
 * @text: words
 *
 * Writes words into the entry, ready to be changed or said.
 */
void
hearth_entry_set_text (HearthEntry *self, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->text), text);
  gtk_editable_set_position (GTK_EDITABLE (self->text), -1);
}

/**
 * hearth_entry_set_busy:
 * @self: an entry
 * @busy: whether an answer is being made
 *
 * Turns the button into one that stops, while nothing is written.
 */
void
hearth_entry_set_busy (HearthEntry *self, gboolean busy)
{
  self->busy = busy;
  update_button (self);
}
