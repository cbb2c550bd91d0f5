/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-search-view.h"

#include "hearth-message-list.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _HearthSearchView {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *entry;
  GtkWidget *stack;
  AdwStatusPage *empty;

  HearthMessageList *list;
  HearthMessageModel *model; /* (owned) */
  HearthClient *client;      /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthSearchView, hearth_search_view, GTK_TYPE_WIDGET)

static void
show_hint (HearthSearchView *self, const char *title, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, escaped);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "empty");
}

static void
show_help (HearthSearchView *self)
{
  show_hint (self, _("Search your mail"),
             _("Words, “whole phrases”, from:ana, subject:lease, has:attachment, is:unread, "
                "after:2024-05-01. OR and NOT work too."));
}

static void
loaded_cb (HearthSearchView *self)
{
  const char *problem = hearth_message_model_get_problem (self->model);

  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) == '\0')
    show_help (self);
  else if (problem != NULL)
    show_hint (self, _("This is not understood"), problem);
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0)
    show_hint (self, _("Nothing found"), _("No message has all of these words."));
  else
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "list");
}

static void
search_changed_cb (HearthSearchView *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  while (g_ascii_isspace (*text))
    text++;
  if (*text == '\0')
    show_help (self);
  else
    hearth_message_list_look (self->list, HEARTH_MESSAGES_SEARCH, text);
}

static void
changed_cb (HearthSearchView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0')
    hearth_message_model_refresh (self->model);
}

static void
stop_search_cb (HearthSearchView *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
next_match_cb (HearthSearchView *self)
{
  hearth_mail_page_step (HEARTH_MAIL_PAGE (self->list), 1);
}

static gboolean
hearth_search_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (HEARTH_SEARCH_VIEW (widget)->entry);
}

static void
hearth_search_view_dispose (GObject *object)
{
  HearthSearchView *self = HEARTH_SEARCH_VIEW (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->model);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_search_view_parent_class)->dispose (object);
}

static void
hearth_search_view_class_init (HearthSearchViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_search_view_dispose;
  widget_class->grab_focus = hearth_search_view_grab_focus;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/hearthdesktop/Hearth/mail/hearth-search-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HearthSearchView, box);
  gtk_widget_class_bind_template_child (widget_class, HearthSearchView, entry);
  gtk_widget_class_bind_template_child (widget_class, HearthSearchView, stack);
  gtk_widget_class_bind_template_child (widget_class, HearthSearchView, empty);
}

static void
hearth_search_view_init (HearthSearchView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect_swapped (self->entry, "stop-search", G_CALLBACK (stop_search_cb), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (next_match_cb), self);
  show_help (self);
}

/**
 * hearth_search_view_new:
 * @desk: where the owner's actions are carried out
 *
 * Returns: (transfer floating): a page that finds mail as one types
 */
GtkWidget *
hearth_search_view_new (HearthMailDesk *desk)
{
  HearthSearchView *self = g_object_new (HEARTH_TYPE_SEARCH_VIEW, NULL);

  self->client = g_object_ref (hearth_mail_desk_get_client (desk));
  self->list = HEARTH_MESSAGE_LIST (hearth_message_list_new (desk));
  self->model = g_object_ref (hearth_message_list_get_model (self->list));
  gtk_stack_add_named (GTK_STACK (self->stack), GTK_WIDGET (self->list), "list");
  g_signal_connect_swapped (self->model, "loaded", G_CALLBACK (loaded_cb), self);
  g_signal_connect_swapped (self->client, "changed::messages", G_CALLBACK (changed_cb), self);
  return GTK_WIDGET (self);
}

/**
 * hearth_search_view_get_list:
 * @self: a page
 *
 * Returns: (transfer none): what it has found
 */
HearthMessageList *
hearth_search_view_get_list (HearthSearchView *self)
{
  return self->list;
}
