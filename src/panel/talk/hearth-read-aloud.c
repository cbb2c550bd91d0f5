/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-read-aloud.h"

#include <glib/gi18n.h>

/**
 * HearthReadAloud:
 *
 * A small button that has an answer said, and stops that.
 */
struct _HearthReadAloud {
  GtkWidget parent_instance;

  GtkWidget *button;
  HearthSpeechClient *speech; /* (owned) */
  gint64 turn;                /* the answer's row, or 0 while that is not known */
};

G_DEFINE_FINAL_TYPE (HearthReadAloud, hearth_read_aloud, GTK_TYPE_WIDGET)

static gboolean
is_said (HearthReadAloud *self)
{
  return self->turn != 0 && hearth_speech_client_get_said (self->speech) == self->turn;
}

static void
update (HearthReadAloud *self)
{
  gboolean said = is_said (self);
  const char *name = said ? _("Stop Speaking") : _("Read Aloud");

  gtk_widget_set_visible (GTK_WIDGET (self),
                          self->turn != 0 && hearth_speech_client_is_available (self->speech));
  gtk_button_set_icon_name (GTK_BUTTON (self->button),
                            said ? "hearth-stop-symbolic" : "hearth-speak-symbolic");
  gtk_widget_set_tooltip_text (self->button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

static void
clicked_cb (HearthReadAloud *self)
{
  if (is_said (self))
    hearth_speech_client_hush (self->speech);
  else
    hearth_speech_client_say_answer (self->speech, self->turn);
}

static void
hearth_read_aloud_dispose (GObject *object)
{
  HearthReadAloud *self = HEARTH_READ_ALOUD (object);

  if (self->speech != NULL)
    g_signal_handlers_disconnect_by_data (self->speech, self);
  g_clear_object (&self->speech);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_read_aloud_parent_class)->dispose (object);
}

static void
hearth_read_aloud_class_init (HearthReadAloudClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_read_aloud_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
hearth_read_aloud_init (HearthReadAloud *self)
{
  self->button = gtk_button_new ();
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_add_css_class (self->button, "small-button");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked_cb), self);
}

/**
 * hearth_read_aloud_new:
 * @speech: what speaks
 *
 * Returns: (transfer floating): a button that has an answer said; not seen before its row is known,
 *   or where nothing speaks
 */
GtkWidget *
hearth_read_aloud_new (HearthSpeechClient *speech)
{
  HearthReadAloud *self = g_object_new (HEARTH_TYPE_READ_ALOUD, NULL);

  self->speech = g_object_ref (speech);
  g_signal_connect_swapped (speech, "changed", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * hearth_read_aloud_set_turn:
 * @self: a button
 * @turn: the answer's row
 *
 * Says which answer is said.
 */
void
hearth_read_aloud_set_turn (HearthReadAloud *self, gint64 turn)
{
  self->turn = turn;
  update (self);
}
