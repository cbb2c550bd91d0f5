/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-welcome-view.h"

#include "hearth-source-chooser.h"
#include "hearth-wrap-layout.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _HearthWelcomeView {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkListBox *found;
  GtkWidget *choices;
  GtkWidget *maildir;
  GtkWidget *mbox;
  GtkWidget *calendar;
  GtkWidget *begin;
  GtkLabel *problem;

  HearthClient *client; /* (owned) */
  GPtrArray *offers;    /* (owned) (element-type HearthSource) */
  GPtrArray *switches;  /* (owned): one for each offer */
};

G_DEFINE_FINAL_TYPE (HearthWelcomeView, hearth_welcome_view, GTK_TYPE_WIDGET)

static void
added_cb (gboolean added, const char *problem, gpointer user_data)
{
  g_autoptr (HearthWelcomeView) self = user_data;

  if (self->box == NULL)
    return;
  if (problem != NULL)
    gtk_label_set_text (self->problem, problem);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

static void
choose_cb (GtkButton *button, gpointer user_data)
{
  HearthWelcomeView *self = user_data;
  HearthSourceKind kind = HEARTH_SOURCE_ICS;

  if (GTK_WIDGET (button) == self->maildir)
    kind = HEARTH_SOURCE_MAILDIR;
  else if (GTK_WIDGET (button) == self->mbox)
    kind = HEARTH_SOURCE_MBOX;
  hearth_source_chooser_run (GTK_WIDGET (self), self->client, kind, added_cb, g_object_ref (self));
}

static void
begin_cb (GtkButton *button, gpointer user_data)
{
  HearthWelcomeView *self = user_data;

  for (guint i = 0; i < self->offers->len; i++) {
    const HearthSource *offer = g_ptr_array_index (self->offers, i);

    if (gtk_switch_get_active (g_ptr_array_index (self->switches, i)))
      hearth_source_add (self->client, offer->kind, offer->path, offer->name, added_cb,
                         g_object_ref (self));
  }
}

static void
switched_cb (HearthWelcomeView *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->switches->len; i++)
    any |= gtk_switch_get_active (g_ptr_array_index (self->switches, i));
  gtk_widget_set_sensitive (self->begin, any);
}

static void
add_offer (HearthWelcomeView *self, const HearthSource *offer)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();
  g_autofree char *title = g_markup_escape_text (offer->name, -1);
  g_autofree char *place = hearth_source_dup_place (offer->path);
  g_autofree char *subtitle = g_markup_escape_text (place, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  g_signal_connect_swapped (toggle, "notify::active", G_CALLBACK (switched_cb), self);
  g_ptr_array_add (self->switches, toggle);
  gtk_list_box_append (self->found, row);
}

static void
hearth_welcome_view_dispose (GObject *object)
{
  HearthWelcomeView *self = HEARTH_WELCOME_VIEW (object);

  g_clear_object (&self->client);
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  g_clear_pointer (&self->switches, g_ptr_array_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_welcome_view_parent_class)->dispose (object);
}

static void
hearth_welcome_view_class_init (HearthWelcomeViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_welcome_view_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/hearthdesktop/Hearth/welcome/hearth-welcome-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HearthWelcomeView, box);
  gtk_widget_class_bind_template_child (widget_class, HearthWelcomeView, found);
  gtk_widget_class_bind_template_child (widget_class, HearthWelcomeView, choices);
  gtk_widget_class_bind_template_child (widget_class, HearthWelcomeView, maildir);
  gtk_widget_class_bind_template_child (widget_class, HearthWelcomeView, mbox);
  gtk_widget_class_bind_template_child (widget_class, HearthWelcomeView, calendar);
  gtk_widget_class_bind_template_child (widget_class, HearthWelcomeView, begin);
  gtk_widget_class_bind_template_child (widget_class, HearthWelcomeView, problem);
}

static void
hearth_welcome_view_init (HearthWelcomeView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->choices, hearth_wrap_layout_new (6));
  self->switches = g_ptr_array_new ();
  self->offers = hearth_sources_discover (g_get_home_dir ());
  for (guint i = 0; i < self->offers->len; i++)
    add_offer (self, g_ptr_array_index (self->offers, i));
  gtk_widget_set_visible (GTK_WIDGET (self->found), self->offers->len > 0);
  gtk_widget_set_visible (self->begin, self->offers->len > 0);
  switched_cb (self);
  g_signal_connect (self->maildir, "clicked", G_CALLBACK (choose_cb), self);
  g_signal_connect (self->mbox, "clicked", G_CALLBACK (choose_cb), self);
  g_signal_connect (self->calendar, "clicked", G_CALLBACK (choose_cb), self);
  g_signal_connect (self->begin, "clicked", G_CALLBACK (begin_cb), self);
}

/**
 * hearth_welcome_view_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): the page that asks what may be read
 */
GtkWidget *
hearth_welcome_view_new (HearthClient *client)
{
  HearthWelcomeView *self = g_object_new (HEARTH_TYPE_WELCOME_VIEW, NULL);

  self->client = g_object_ref (client);
  return GTK_WIDGET (self);
}
