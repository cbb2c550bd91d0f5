/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-welcome-view.h"

#include "hearth-calendar-calls.h"
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

  GCancellable *cancellable; /* (owned) */
  GPtrArray *calendars;      /* (owned) (element-type GVariant): those of this desktop */
  GtkWidget *desktop;        /* (nullable): the switch for them */
  gboolean asked;            /* for the calendars of this desktop */
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
desktop_added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthWelcomeView *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_calendar_call_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (self->begin, TRUE);
  if (error != NULL) {
    g_autofree char *message = hearth_client_dup_message (error);

    gtk_label_set_text (self->problem, message);
    gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
  }
}

static GVariant *
make_desktop (void)
{
  GVariantDict what;

  g_variant_dict_init (&what, NULL);
  g_variant_dict_insert (&what, "eds", "b", TRUE);
  return g_variant_dict_end (&what);
}

static void
add_desktop (HearthWelcomeView *self)
{
  GVariantBuilder chosen;

  g_variant_builder_init (&chosen, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < self->calendars->len; i++)
    g_variant_builder_add_value (&chosen, g_ptr_array_index (self->calendars, i));
  gtk_widget_set_sensitive (self->begin, FALSE);
  hearth_calendar_call (self->client, "AddCalendars",
                        g_variant_new ("(@a{sv}aa{sv}h)", make_desktop (), &chosen, 0), "",
                        self->cancellable, desktop_added_cb, self);
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
  if (self->desktop != NULL && gtk_switch_get_active (GTK_SWITCH (self->desktop)))
    add_desktop (self);
}

static void
switched_cb (HearthWelcomeView *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->switches->len; i++)
    any |= gtk_switch_get_active (g_ptr_array_index (self->switches, i));
  gtk_widget_set_sensitive (self->begin, any);
}

static GtkWidget *
add_switch (HearthWelcomeView *self, const char *name, const char *detail)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();
  g_autofree char *title = g_markup_escape_text (name, -1);
  g_autofree char *subtitle = g_markup_escape_text (detail, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  g_signal_connect_swapped (toggle, "notify::active", G_CALLBACK (switched_cb), self);
  g_ptr_array_add (self->switches, toggle);
  gtk_list_box_append (self->found, row);
  gtk_widget_set_visible (GTK_WIDGET (self->found), TRUE);
  gtk_widget_set_visible (self->begin, TRUE);
  return toggle;
}

static void
add_offer (HearthWelcomeView *self, const HearthSource *offer)
{
  g_autofree char *place = hearth_source_dup_place (offer->path);

  add_switch (self, offer->name, place);
}

/* That there is no Evolution Data Server is no trouble: then there is nothing to offer. */
static void
desktop_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthWelcomeView *self = user_data;
  g_autoptr (GVariant) reply = hearth_calendar_call_finish (result, NULL);
  g_autoptr (GVariant) found = NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  if (reply == NULL)
    return;
  found = g_variant_get_child_value (reply, 0);
  for (gsize i = 0; i < g_variant_n_children (found); i++) {
    GVariant *one = g_variant_get_child_value (found, i);
    const char *kind = "";
    const char *name = "";
    gboolean added = FALSE;

    g_variant_lookup (one, "kind", "&s", &kind);
    g_variant_lookup (one, "name", "&s", &name);
    g_variant_lookup (one, "added", "b", &added);
    if (added || !g_str_equal (kind, "eds")) {
      g_variant_unref (one);
      continue;
    }
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
    g_ptr_array_add (self->calendars, one);
  }
  if (self->calendars->len > 0)
    self->desktop = add_switch (self, _("Calendars of this desktop"), names->str);
}

/* Only their names are asked for. */
static void
ask_for_calendars (HearthWelcomeView *self)
{
  if (self->asked || hearth_client_get_state (self->client) != HEARTH_CLIENT_READY)
    return;
  self->asked = TRUE;
  hearth_calendar_call (self->client, "DiscoverCalendars",
                        g_variant_new ("(@a{sv}h)", make_desktop (), 0), "", self->cancellable,
                        desktop_found_cb, self);
}

static void
hearth_welcome_view_dispose (GObject *object)
{
  HearthWelcomeView *self = HEARTH_WELCOME_VIEW (object);

  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  g_clear_pointer (&self->calendars, g_ptr_array_unref);
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  g_clear_pointer (&self->switches, g_ptr_array_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_welcome_view_parent_class)->dispose (object);
}

static void
hearth_welcome_view_finalize (GObject *object)
{
  g_object_unref (HEARTH_WELCOME_VIEW (object)->cancellable);
  G_OBJECT_CLASS (hearth_welcome_view_parent_class)->finalize (object);
}

static void
hearth_welcome_view_class_init (HearthWelcomeViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_welcome_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_welcome_view_finalize;
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
  self->cancellable = g_cancellable_new ();
  self->calendars = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  self->switches = g_ptr_array_new ();
  gtk_widget_set_visible (GTK_WIDGET (self->found), FALSE);
  gtk_widget_set_visible (self->begin, FALSE);
  self->offers = hearth_sources_discover (g_get_home_dir ());
  for (guint i = 0; i < self->offers->len; i++)
    add_offer (self, g_ptr_array_index (self->offers, i));
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
  g_signal_connect_swapped (client, "notify::state", G_CALLBACK (ask_for_calendars), self);
  ask_for_calendars (self);
  return GTK_WIDGET (self);
}
