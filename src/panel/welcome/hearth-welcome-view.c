/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-welcome-view.h"

#include "hearth-application.h"
#include "hearth-welcome-found.h"
#include "hearth-welcome-persona.h"
#include "hearth-welcome-sources.h"
#include "hearth-welcome-voices.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define NAME "welcome"

/**
 * HearthWelcomeView:
 *
 * The first minutes, on one page: what may be read; then what was found in it; then, in passing,
 * who the companion is. How far that is stands in the settings, so that who closes the panel in
 * between goes on there.
 *
 * Signal: `ended ()`: the owner has seen it.
 */
struct _HearthWelcomeView {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *page;    /* what is on it, one above the other */
  GtkWidget *sources; /* a HearthWelcomeSources */
  GtkWidget *found;   /* a HearthWelcomeFound */
  GtkWidget *persona; /* (nullable): a HearthWelcomePersona, once something was found */
  GtkWidget *button;  /* Begin, then Go On */
  gboolean finding;   /* something may be read */

  HearthClient *client; /* (owned) */
  GSettings *settings;  /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthWelcomeView, hearth_welcome_view, GTK_TYPE_WIDGET)

static guint signal_ended;

/* While something could not be added, what may be read stays, with the reason. */
static void
update (HearthWelcomeView *self)
{
  HearthWelcomeSources *sources = HEARTH_WELCOME_SOURCES (self->sources);
  gboolean ready = hearth_welcome_sources_is_ready (sources);
  gboolean asks = !self->finding || hearth_welcome_sources_failed (sources);

  gtk_widget_set_visible (self->sources, asks);
  gtk_widget_set_visible (self->found, self->finding);
  gtk_button_set_label (GTK_BUTTON (self->button),
                        self->finding && !ready ? _("Go On") : _("Begin"));
  gtk_widget_set_visible (self->button, self->finding || hearth_welcome_sources_has_any (sources));
  gtk_widget_set_sensitive (self->button, self->finding || ready);
}

static void
told_cb (HearthWelcomeView *self)
{
  if (self->persona != NULL)
    return;
  gtk_box_append (GTK_BOX (self->page), hearth_welcome_voices_new (self->client, self->settings));
  self->persona = hearth_welcome_persona_new (self->client, self->settings);
  gtk_box_append (GTK_BOX (self->page), self->persona);
}

static void
pressed_cb (HearthWelcomeView *self)
{
  if (hearth_welcome_sources_is_ready (HEARTH_WELCOME_SOURCES (self->sources))) {
    hearth_welcome_sources_add (HEARTH_WELCOME_SOURCES (self->sources));
    return;
  }
  g_settings_set_string (self->settings, "welcome", "seen");
  g_signal_emit (self, signal_ended, 0);
}

/* From now on there is something to read: it is said what is in it. */
static void
find (HearthWelcomeView *self)
{
  if (!self->finding) {
    self->finding = TRUE;
    g_settings_set_string (self->settings, "welcome", "finding");
    hearth_welcome_found_begin (HEARTH_WELCOME_FOUND (self->found), self->client);
  }
  update (self);
}

static void
hearth_welcome_view_dispose (GObject *object)
{
  HearthWelcomeView *self = HEARTH_WELCOME_VIEW (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hearth_welcome_view_parent_class)->dispose (object);
}

static void
hearth_welcome_view_class_init (HearthWelcomeViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_welcome_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signal_ended = g_signal_new ("ended", HEARTH_TYPE_WELCOME_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
hearth_welcome_view_init (HearthWelcomeView *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->page, "page");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 560);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->page);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  self->button = gtk_button_new ();
  gtk_widget_set_halign (self->button, GTK_ALIGN_END);
  gtk_widget_set_margin_end (self->button, 14);
  gtk_widget_set_margin_top (self->button, 8);
  gtk_widget_set_margin_bottom (self->button, 12);
  gtk_widget_add_css_class (self->button, "suggested-action");
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (pressed_cb), self);
  gtk_box_append (GTK_BOX (self->box), scroller);
  gtk_box_append (GTK_BOX (self->box), self->button);
}

/**
 * hearth_welcome_view_new:
 * @client: the panel's client
 * @settings: Hearth's settings
 *
 * Returns: (transfer floating): the page that asks what may be read and says what is in it
 */
GtkWidget *
hearth_welcome_view_new (HearthClient *client, GSettings *settings)
{
  HearthWelcomeView *self = g_object_new (HEARTH_TYPE_WELCOME_VIEW, NULL);

  self->client = g_object_ref (client);
  self->settings = g_object_ref (settings);
  self->sources = hearth_welcome_sources_new (client);
  self->found = hearth_welcome_found_new ();
  gtk_box_append (GTK_BOX (self->page), self->sources);
  gtk_box_append (GTK_BOX (self->page), self->found);
  g_signal_connect_swapped (self->sources, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->found, "told", G_CALLBACK (told_cb), self);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * hearth_welcome_view_take_over:
 * @stack: the pages of Today
 * @client: the panel's client
 * @n_sources: how many sources there are
 * @ended_cb: called with @user_data when the owner has seen it
 * @user_data: for @ended_cb
 *
 * Shows the welcome while it is due: as long as there is nothing to read, and then until the owner
 * has seen what was found. Who had sources before this panel was opened needs no welcome.
 *
 * Returns: whether it is due
 */
gboolean
hearth_welcome_view_take_over (GtkStack *stack, HearthClient *client, guint n_sources,
                               GCallback ended_cb, gpointer user_data)
{
  GApplication *app = g_application_get_default ();
  GtkWidget *view = gtk_stack_get_child_by_name (stack, NAME);
  GSettings *settings = hearth_application_get_settings (HEARTH_APPLICATION (app));
  g_autofree char *stage = g_settings_get_string (settings, "welcome");
  gboolean due = n_sources == 0 || g_str_equal (stage, "finding") ||
                 (view != NULL && !g_str_equal (stage, "seen"));

  if (!due)
    return FALSE;
  if (view == NULL) {
    view = hearth_welcome_view_new (client, settings);
    g_signal_connect_object (view, "ended", ended_cb, user_data, G_CONNECT_SWAPPED);
    gtk_stack_add_named (stack, view, NAME);
  }
  if (n_sources > 0)
    find (HEARTH_WELCOME_VIEW (view));
  gtk_stack_set_visible_child_name (stack, NAME);
  return TRUE;
}
