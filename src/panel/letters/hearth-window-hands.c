/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-window-private.h"

#include <glib/gi18n.h>

/* The window's pages of the owner's handwriting. */

/* A new hand has its row now: that is what one comes back to. */
static void
begun_cb (HearthHandView *view, gint64 id, HearthWindow *self)
{
  for (guint i = self->history->len; i > 0; i--) {
    Page *page = &g_array_index (self->history, Page, i - 1);

    if (page->kind == PAGE_HAND && page->id == 0) {
      page->id = id;
      return;
    }
  }
}

static void
ensure_hand (HearthWindow *self)
{
  if (self->hand != NULL)
    return;
  self->hand = HEARTH_HAND_VIEW (hearth_hand_view_new (self->desk));
  hearth_window_add_page (self, GTK_WIDGET (self->hand), "hand");
  g_signal_connect (self->hand, "begun", G_CALLBACK (begun_cb), self);
}

static void
hands_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthWindow *self = HEARTH_WINDOW (widget);

  if (self->desk != NULL)
    hearth_window_open_page (self, (Page){ PAGE_HANDS, 0, 0, FALSE });
}

static void
hand_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthWindow *self = HEARTH_WINDOW (widget);
  const char *text, *language;
  gint64 id;

  if (self->desk == NULL)
    return;
  g_variant_get (parameter, "(x&s&s)", &id, &text, &language);
  ensure_hand (self);
  hearth_hand_view_want (self->hand, text, language);
  hearth_window_open_page (self, (Page){ PAGE_HAND, id, 0, FALSE });
}

/**
 * hearth_window_present_hands:
 * @self: a window
 * @page: a page of its history, of hands
 *
 * Shows the list of hands, or the page on which one is written.
 */
void
hearth_window_present_hands (HearthWindow *self, const Page *page)
{
  if (page->kind == PAGE_HANDS) {
    if (self->hands == NULL) {
      self->hands = HEARTH_HANDS_VIEW (hearth_hands_view_new (self->desk));
      gtk_stack_add_named (self->pages, GTK_WIDGET (self->hands), "hands");
    }
    hearth_window_update_title (self, _("Hands"), _("Kept on this computer"));
    gtk_stack_set_visible_child_name (self->pages, "hands");
    hearth_hands_view_open (self->hands);
    return;
  }
  ensure_hand (self);
  hearth_window_update_title (self, _("Your hand"), "");
  gtk_stack_set_visible_child_name (self->pages, "hand");
  hearth_hand_view_write (self->hand, page->id);
}

/**
 * hearth_window_install_hands:
 * @widget_class: the window's class
 *
 * Installs what opens hands. "win.hand" takes the row of a hand, or 0 for a new one, a text whose
 * characters are asked for first, and its language.
 */
void
hearth_window_install_hands (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.hands", NULL, hands_action_cb);
  gtk_widget_class_install_action (widget_class, "win.hand", "(xss)", hand_action_cb);
}
