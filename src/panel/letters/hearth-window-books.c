/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-window-private.h"

#include <glib/gi18n.h>

/* Books of letters in the window. */

static void
books_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthWindow *self = HEARTH_WINDOW (widget);

  if (self->desk != NULL)
    hearth_window_open_page (self, (Page){ PAGE_BOOKS, 0, 0, FALSE });
}

static void
book_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthWindow *self = HEARTH_WINDOW (widget);

  if (self->desk != NULL)
    hearth_window_open_page (self, (Page){ PAGE_BOOK, g_variant_get_int64 (parameter), 0, FALSE });
}

/**
 * hearth_window_present_books:
 * @self: a window
 * @page: a page of its history, of books
 *
 * Shows the list of books, or a book.
 */
void
hearth_window_present_books (HearthWindow *self, const Page *page)
{
  if (page->kind == PAGE_BOOKS) {
    if (self->books == NULL) {
      self->books = HEARTH_BOOKS_VIEW (hearth_books_view_new (self->desk));
      gtk_stack_add_named (self->pages, GTK_WIDGET (self->books), "books");
    }
    hearth_window_update_title (self, _("Books"), _("Kept on this computer"));
    gtk_stack_set_visible_child_name (self->pages, "books");
    hearth_books_view_open (self->books);
    return;
  }
  if (self->book == NULL) {
    self->book = HEARTH_BOOK_VIEW (hearth_book_view_new (self->desk));
    hearth_window_add_page (self, GTK_WIDGET (self->book), "book");
  }
  hearth_window_update_title (self, _("A book of letters"), "");
  /* Before it is seen: it takes no focus until it has been read. */
  hearth_book_view_edit (self->book, page->id);
  gtk_stack_set_visible_child_name (self->pages, "book");
}

/**
 * hearth_window_install_books:
 * @widget_class: the window's class
 *
 * Installs what opens books.
 */
void
hearth_window_install_books (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.books", NULL, books_action_cb);
  gtk_widget_class_install_action (widget_class, "win.book", "x", book_action_cb);
}
