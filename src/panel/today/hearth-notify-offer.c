/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-notify-offer.h"

#include "hearth-application.h"
#include "hearth-label-wrap.h"

#include <glib/gi18n.h>

/**
 * HearthNotifyOffer:
 *
 * A quiet line that offers notifications until their owner has said yes or no: nobody is
 * interrupted before they have seen of what.
 */
struct _HearthNotifyOffer {
  GtkBox parent_instance;

  GSettings *settings; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HearthNotifyOffer, hearth_notify_offer, GTK_TYPE_BOX)

static void
update (HearthNotifyOffer *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self),
                          self->settings != NULL &&
                              !g_settings_get_boolean (self->settings, "notify-mail") &&
                              !g_settings_get_boolean (self->settings, "notifications-offered"));
}

static void
decline_cb (HearthNotifyOffer *self)
{
  g_settings_set_boolean (self->settings, "notifications-offered", TRUE);
}

static void
hearth_notify_offer_dispose (GObject *object)
{
  g_clear_object (&HEARTH_NOTIFY_OFFER (object)->settings);
  G_OBJECT_CLASS (hearth_notify_offer_parent_class)->dispose (object);
}

static void
hearth_notify_offer_class_init (HearthNotifyOfferClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_notify_offer_dispose;
}

static GtkWidget *
make_buttons (HearthNotifyOffer *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *see = gtk_button_new_with_label (_("Show Me First"));
  GtkWidget *decline = gtk_button_new_with_label (_("Not Now"));

  gtk_widget_add_css_class (see, "chip");
  gtk_widget_add_css_class (decline, "chip");
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (see),
                                           "app.preferences-page::notifications");
  g_signal_connect_swapped (decline, "clicked", G_CALLBACK (decline_cb), self);
  gtk_box_append (GTK_BOX (box), see);
  gtk_box_append (GTK_BOX (box), decline);
  return box;
}

static void
hearth_notify_offer_init (HearthNotifyOffer *self)
{
  GApplication *app = g_application_get_default ();
  GtkWidget *text =
      gtk_label_new (_("I interrupt you for nothing yet. Shall I tell you of mail that matters?"));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  gtk_widget_set_margin_top (GTK_WIDGET (self), 18);
  hearth_label_wrap (GTK_LABEL (text));
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_widget_add_css_class (text, "set-aside");
  gtk_box_append (GTK_BOX (self), text);
  gtk_box_append (GTK_BOX (self), make_buttons (self));
  if (HEARTH_IS_APPLICATION (app))
    g_set_object (&self->settings, hearth_application_get_settings (HEARTH_APPLICATION (app)));
  if (self->settings != NULL) {
    g_signal_connect_object (self->settings, "changed::notify-mail", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->settings, "changed::notifications-offered", G_CALLBACK (update),
                             self, G_CONNECT_SWAPPED);
  }
  update (self);
}
