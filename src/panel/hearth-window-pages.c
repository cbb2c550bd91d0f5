/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-window-private.h"

#include <glib/gi18n.h>

/* What is opened on top of the views, or beside them: each page is made when it is first shown. */

static void
title_page_cb (GtkWidget *view, const char *title, const char *subtitle, gpointer user_data)
{
  HearthWindow *self = user_data;

  if (self->history->len > 0)
    hearth_window_update_title (self, title, subtitle);
}

/**
 * hearth_window_add_page:
 * @self: a window
 * @page: a page that names itself by "titled"
 * @name: its name among the pages
 */
void
hearth_window_add_page (HearthWindow *self, GtkWidget *page, const char *name)
{
  g_signal_connect (page, "titled", G_CALLBACK (title_page_cb), self);
  gtk_stack_add_named (self->pages, page, name);
}

static void
present_message (HearthWindow *self, const Page *page)
{
  if (self->message == NULL) {
    self->message = HEARTH_MESSAGE_VIEW (hearth_message_view_new (self->desk));
    hearth_window_add_page (self, GTK_WIDGET (self->message), "message");
  }
  hearth_window_update_title (self, _("Message"), "");
  hearth_message_view_show (self->message, page->id);
  gtk_stack_set_visible_child_name (self->pages, "message");
}

static void
present_event (HearthWindow *self, const Page *page)
{
  if (self->event == NULL) {
    self->event = HEARTH_EVENT_VIEW (hearth_event_view_new (self->dates));
    hearth_window_add_page (self, GTK_WIDGET (self->event), "event");
  }
  hearth_window_update_title (self, _("Event"), "");
  hearth_event_view_show (self->event, page->id, page->start, page->briefed);
  gtk_stack_set_visible_child_name (self->pages, "event");
}

static void
present_compose (HearthWindow *self, const Page *page)
{
  if (self->compose == NULL) {
    self->compose = HEARTH_COMPOSE_VIEW (hearth_compose_view_new (self->desk));
    hearth_window_add_page (self, GTK_WIDGET (self->compose), "compose");
  }
  hearth_window_update_title (self, _("New message"), "");
  gtk_stack_set_visible_child_name (self->pages, "compose");
  hearth_compose_view_edit (self->compose, page->id, page->start == 1);
}

static void
present_file (HearthWindow *self, const Page *page)
{
  if (self->file == NULL) {
    self->file = HEARTH_FILE_VIEW (hearth_file_view_new (self->dates));
    hearth_window_add_page (self, GTK_WIDGET (self->file), "file");
  }
  hearth_window_update_title (self, _("File"), "");
  gtk_stack_set_visible_child_name (self->pages, "file");
  hearth_file_view_show (self->file, g_ptr_array_index (self->files, page->id));
  gtk_widget_grab_focus (self->back);
}

static void
present_review (HearthWindow *self)
{
  if (self->review == NULL) {
    self->review = HEARTH_REVIEW_VIEW (hearth_review_view_new (self->desk));
    gtk_stack_add_named (self->pages, GTK_WIDGET (self->review), "review");
  }
  hearth_window_update_title (self, _("Old mail"), _("Nothing moves without your yes"));
  gtk_stack_set_visible_child_name (self->pages, "review");
  hearth_review_view_open (self->review);
  gtk_widget_grab_focus (self->back);
}

static void
present_memory (HearthWindow *self)
{
  if (self->memory == NULL) {
    self->memory = HEARTH_MEMORY_VIEW (hearth_memory_view_new (self->desk));
    gtk_stack_add_named (self->pages, GTK_WIDGET (self->memory), "memory");
  }
  hearth_window_update_title (self, _("What I know about you"),
                              _("Kept on this computer. Yours to change."));
  gtk_stack_set_visible_child_name (self->pages, "memory");
  hearth_memory_view_open (self->memory);
}

static void
present_search (HearthWindow *self)
{
  if (self->search == NULL) {
    self->search = HEARTH_SEARCH_VIEW (hearth_search_view_new (self->desk));
    gtk_stack_add_named (self->pages, GTK_WIDGET (self->search), "search");
    g_signal_connect_object (self->search, "shown", G_CALLBACK (hearth_window_update_page), self,
                             G_CONNECT_SWAPPED);
  }
  hearth_window_update_title (self, _("Search"), _("Everything, as you type"));
  gtk_stack_set_visible_child_name (self->pages, "search");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * hearth_window_present_page:
 * @self: a window
 * @page: a page of its history
 *
 * Shows what a page stands for.
 */
void
hearth_window_present_page (HearthWindow *self, const Page *page)
{
  switch (page->kind) {
  case PAGE_MESSAGE:
    present_message (self, page);
    break;
  case PAGE_EVENT:
    present_event (self, page);
    break;
  case PAGE_COMPOSE:
    present_compose (self, page);
    break;
  case PAGE_FILE:
    present_file (self, page);
    break;
  case PAGE_REVIEW:
    present_review (self);
    break;
  case PAGE_MEMORY:
    present_memory (self);
    break;
  case PAGE_LETTERS:
  case PAGE_LETTER:
    hearth_window_present_letters (self, page);
    break;
  case PAGE_HANDS:
  case PAGE_HAND:
    hearth_window_present_hands (self, page);
    break;
  case PAGE_BOOKS:
  case PAGE_BOOK:
    hearth_window_present_books (self, page);
    break;
  case PAGE_SEARCH:
  default:
    present_search (self);
    break;
  }
  hearth_window_update_page (self);
  /* The page is still being read: until then the focus stays where one gets away from it. */
  if ((page->kind == PAGE_MESSAGE || page->kind == PAGE_EVENT) &&
      !gtk_widget_child_focus (gtk_stack_get_visible_child (self->pages), GTK_DIR_TAB_FORWARD))
    gtk_widget_grab_focus (self->back);
}
