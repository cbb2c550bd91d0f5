/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-window-private.h"

#include "hearth-letter-view.h"
#include "hearth-letters-view.h"

#include <glib/gi18n.h>

/* The window's pages of letters. */

static void
letters_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthWindow *self = HEARTH_WINDOW (widget);

  if (self->desk != NULL)
    hearth_window_open_page (self, (Page){ PAGE_LETTERS, 0, 0, FALSE });
}

static void
letter_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthWindow *self = HEARTH_WINDOW (widget);

  if (self->desk != NULL)
    hearth_window_open_page (self,
                             (Page){ PAGE_LETTER, g_variant_get_int64 (parameter), 0, FALSE });
}

/* A new letter has its row now: that is what one comes back to. */
static void
begun_cb (HearthLetterView *view, gint64 id, HearthWindow *self)
{
  for (guint i = self->history->len; i > 0; i--) {
    Page *page = &g_array_index (self->history, Page, i - 1);

    if (page->kind == PAGE_LETTER && page->id == 0) {
      page->id = id;
      return;
    }
  }
}

/**
 * hearth_window_present_letters:
 * @self: a window
 * @page: a page of its history, of letters
 *
 * Shows the list of letters, or a letter.
 */
void
hearth_window_present_letters (HearthWindow *self, const Page *page)
{
  if (page->kind == PAGE_LETTERS) {
    if (self->letters == NULL) {
      self->letters = HEARTH_LETTERS_VIEW (hearth_letters_view_new (self->desk));
      gtk_stack_add_named (self->pages, GTK_WIDGET (self->letters), "letters");
    }
    hearth_window_update_title (self, _("Letters"), _("Kept on this computer"));
    gtk_stack_set_visible_child_name (self->pages, "letters");
    hearth_letters_view_open (self->letters);
    return;
  }
  if (self->letter == NULL) {
    self->letter = HEARTH_LETTER_VIEW (hearth_letter_view_new (self->desk));
    hearth_window_add_page (self, GTK_WIDGET (self->letter), "letter");
    g_signal_connect (self->letter, "begun", G_CALLBACK (begun_cb), self);
  }
  hearth_window_update_title (self, _("Letter"), "");
  gtk_stack_set_visible_child_name (self->pages, "letter");
  hearth_letter_view_edit (self->letter, page->id);
}

/**
 * hearth_window_print_letter:
 * @self: a window
 *
 * Prints the letter that is shown.
 *
 * Returns: whether one is
 */
gboolean
hearth_window_print_letter (HearthWindow *self)
{
  const Page *page =
      self->history->len > 0 ? &g_array_index (self->history, Page, self->history->len - 1) : NULL;

  if (page == NULL || page->kind != PAGE_LETTER || self->letter == NULL)
    return FALSE;
  hearth_letter_view_print (self->letter);
  return TRUE;
}

/**
 * hearth_window_install_letters:
 * @widget_class: the window's class
 *
 * Installs what opens letters, and the key for it.
 */
void
hearth_window_install_letters (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.letters", NULL, letters_action_cb);
  gtk_widget_class_install_action (widget_class, "win.letter", "x", letter_action_cb);
  hearth_window_install_hands (widget_class);
  hearth_window_install_books (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_5, GDK_ALT_MASK, "win.letters", NULL);
}
