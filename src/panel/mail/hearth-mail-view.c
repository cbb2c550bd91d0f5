/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mail-view.h"

#include "hearth-clock.h"
#include "hearth-message-list.h"
#include "hearth-today.h"
#include "hearth-wrap-layout.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _HearthMailView {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *chips;
  GtkWidget *needs;
  GtkWidget *all;
  GtkWidget *aside;
  GtkWidget *stack;
  GtkWidget *scroller;
  AdwStatusPage *empty;

  HearthClient *client;      /* (owned) */
  HearthMessageModel *model; /* (owned) */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthMailView, hearth_mail_view, GTK_TYPE_WIDGET)

typedef struct {
  guint n_needs;
  gint64 n_set_aside;
} Counts;

static void
set_chip (GtkWidget *chip, const char *name, gint64 count)
{
  /* Translators: a kind of mail and how much of it there is: “Set aside 41” */
  g_autofree char *label =
      count > 0 ? g_strdup_printf (_("%s %d"), name, (int) count) : g_strdup (name);

  gtk_button_set_label (GTK_BUTTON (chip), label);
}

static gpointer
read_counts (HearthDatabase *db, gpointer data, GError **error)
{
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();
  g_autoptr (HearthToday) today = hearth_today_load (db, now, error);
  Counts *counts;

  if (today == NULL)
    return NULL;
  counts = g_new0 (Counts, 1);
  counts->n_needs = today->needs->len;
  counts->n_set_aside = today->n_set_aside;
  return counts;
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthMailView *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree Counts *counts = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (counts == NULL)
    return;
  set_chip (self->needs, _("Needs you"), counts->n_needs);
  set_chip (self->aside, _("Set aside"), counts->n_set_aside);
}

static void
look (HearthMailView *self)
{
  HearthMessageKind kind = HEARTH_MESSAGES_ALL;

  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->needs)))
    kind = HEARTH_MESSAGES_NEEDS_YOU;
  else if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->aside)))
    kind = HEARTH_MESSAGES_SET_ASIDE;
  hearth_message_model_look (self->model, kind, NULL);
}

static void
toggled_cb (GtkToggleButton *button, gpointer user_data)
{
  HearthMailView *self = user_data;

  if (!gtk_toggle_button_get_active (button))
    return;
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
  look (self);
}

static void
loaded_cb (HearthMailView *self)
{
  const char *problem = hearth_message_model_get_problem (self->model);
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0;
  g_autofree char *escaped = problem != NULL ? g_markup_escape_text (problem, -1) : NULL;

  if (problem != NULL)
    adw_status_page_set_title (self->empty, _("Mail cannot be read"));
  else if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->needs)))
    adw_status_page_set_title (self->empty, _("Nothing needs you"));
  else if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->aside)))
    adw_status_page_set_title (self->empty, _("Nothing is set aside"));
  else
    adw_status_page_set_title (self->empty, _("No mail yet"));
  adw_status_page_set_description (
      self->empty,
      escaped != NULL ? escaped
      : gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->all))
          ? _("Add a mail folder or file under Preferences.")
          : _("Unread newsletters, receipts and other mail that can wait appear here."));
  if (problem == NULL && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->needs)))
    adw_status_page_set_description (
        self->empty, _("Messages that wait for you appear here, with the reason."));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), any ? "list" : "empty");
}

static void
refresh (HearthMailView *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  hearth_client_read_async (self->client, read_counts, NULL, NULL, g_free, self->cancellable,
                            counted_cb, self);
  hearth_message_model_refresh (self->model);
}

static void
hearth_mail_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hearth_mail_view_parent_class)->map (widget);
  refresh (HEARTH_MAIL_VIEW (widget));
}

static void
hearth_mail_view_dispose (GObject *object)
{
  HearthMailView *self = HEARTH_MAIL_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->client);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (hearth_mail_view_parent_class)->dispose (object);
}

static void
hearth_mail_view_finalize (GObject *object)
{
  g_clear_object (&HEARTH_MAIL_VIEW (object)->cancellable);
  G_OBJECT_CLASS (hearth_mail_view_parent_class)->finalize (object);
}

static void
hearth_mail_view_class_init (HearthMailViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hearth_mail_view_dispose;
  object_class->finalize = hearth_mail_view_finalize;
  widget_class->map = hearth_mail_view_map;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/hearthdesktop/Hearth/mail/hearth-mail-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HearthMailView, box);
  gtk_widget_class_bind_template_child (widget_class, HearthMailView, chips);
  gtk_widget_class_bind_template_child (widget_class, HearthMailView, needs);
  gtk_widget_class_bind_template_child (widget_class, HearthMailView, all);
  gtk_widget_class_bind_template_child (widget_class, HearthMailView, aside);
  gtk_widget_class_bind_template_child (widget_class, HearthMailView, stack);
  gtk_widget_class_bind_template_child (widget_class, HearthMailView, scroller);
  gtk_widget_class_bind_template_child (widget_class, HearthMailView, empty);
}

static void
hearth_mail_view_init (HearthMailView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  gtk_widget_set_layout_manager (self->chips, hearth_wrap_layout_new (6));
}

/**
 * hearth_mail_view_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): the list of mail
 */
GtkWidget *
hearth_mail_view_new (HearthClient *client)
{
  HearthMailView *self = g_object_new (HEARTH_TYPE_MAIL_VIEW, NULL);
  GtkWidget *list;

  self->client = g_object_ref (client);
  self->model = hearth_message_model_new (client);
  list = hearth_message_list_new (self->model);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), list);
  g_signal_connect_swapped (self->model, "loaded", G_CALLBACK (loaded_cb), self);
  g_signal_connect (self->needs, "toggled", G_CALLBACK (toggled_cb), self);
  g_signal_connect (self->all, "toggled", G_CALLBACK (toggled_cb), self);
  g_signal_connect (self->aside, "toggled", G_CALLBACK (toggled_cb), self);
  g_signal_connect_swapped (client, "changed::messages", G_CALLBACK (refresh), self);
  g_signal_connect_swapped (client, "notify::state", G_CALLBACK (refresh), self);
  look (self);
  return GTK_WIDGET (self);
}

/**
 * hearth_mail_view_show_set_aside:
 * @self: a view
 *
 * Shows what was set aside.
 */
void
hearth_mail_view_show_set_aside (HearthMailView *self)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->aside), TRUE);
}
