/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-window-private.h"

#include "hearth-agenda.h"
#include "hearth-printing.h"

#include <glib/gi18n.h>

/* What a window can put on paper, or into the clipboard: what is shown in it. */

static void
say (GtkWidget *widget, const char *sentence)
{
  hearth_mail_desk_say (HEARTH_WINDOW (widget)->desk, sentence);
}

static HearthPaperWish
find_chosen (HearthMessageList *list)
{
  gint64 id = list != NULL ? hearth_message_list_get_chosen (list) : 0;

  return (HearthPaperWish){
    id != 0 ? HEARTH_PAPER_OF_MESSAGE : HEARTH_PAPER_OF_NOTHING, id, 0, { 0, 0 }
  };
}

static HearthPaperWish
find_days (HearthWindow *self)
{
  HearthPaperWish wish = { HEARTH_PAPER_OF_TODAY, 0, 0, { 0, 0 } };
  gboolean week;

  if (!hearth_today_view_get_shown (self->today, &wish.span, &week))
    wish.subject = week ? HEARTH_PAPER_OF_WEEK : HEARTH_PAPER_OF_DAY;
  return wish;
}

/* What lies on top: a message or an event, the mail that is chosen, or the day. */
static HearthPaperWish
find_wish (HearthWindow *self)
{
  const char *view = adw_view_stack_get_visible_child_name (self->views);
  const Page *page =
      self->history->len > 0 ? &g_array_index (self->history, Page, self->history->len - 1) : NULL;

  if (page != NULL && page->kind == PAGE_MESSAGE)
    return (HearthPaperWish){ HEARTH_PAPER_OF_MESSAGE, page->id, 0, { 0, 0 } };
  if (page != NULL && page->kind == PAGE_EVENT)
    return (HearthPaperWish){ HEARTH_PAPER_OF_EVENT, page->id, page->start, { 0, 0 } };
  if (page != NULL && page->kind == PAGE_SEARCH)
    return find_chosen (hearth_search_view_get_list (self->search));
  if (page == NULL && g_strcmp0 (view, "mail") == 0 && self->mail != NULL)
    return find_chosen (hearth_mail_view_get_list (self->mail));
  if (page == NULL && g_strcmp0 (view, "today") == 0)
    return find_days (self);
  return (HearthPaperWish){ HEARTH_PAPER_OF_NOTHING, 0, 0, { 0, 0 } };
}

static void
print_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthWindow *self = HEARTH_WINDOW (widget);
  HearthPaperWish wish = find_wish (self);

  if (hearth_window_print_letter (self))
    return;
  if (wish.subject != HEARTH_PAPER_OF_NOTHING)
    hearth_printing_print (widget, self->client, &wish, say);
  else
    say (widget, _("There is nothing to print here. Open a mail, an event or a day."));
}

static void
copy_page_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthWindow *self = HEARTH_WINDOW (widget);
  HearthPaperWish wish = find_wish (self);

  if (wish.subject != HEARTH_PAPER_OF_NOTHING)
    hearth_printing_copy (widget, self->client, &wish, say);
  else
    say (widget, _("There is nothing to copy here. Open a mail, an event or a day."));
}

static void
briefing_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthWindow *self = HEARTH_WINDOW (widget);
  const HearthPaperWish wish = { HEARTH_PAPER_OF_BRIEFING, 0, 0, { 0, 0 } };

  if (g_str_equal (action_name, "win.print-briefing"))
    hearth_printing_print (widget, self->client, &wish, say);
  else
    hearth_printing_copy (widget, self->client, &wish, say);
}

/**
 * hearth_window_install_paper:
 * @widget_class: the window's class
 *
 * Installs what prints and copies, and the key for it.
 */
void
hearth_window_install_paper (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.print", NULL, print_action_cb);
  gtk_widget_class_install_action (widget_class, "win.copy-page", NULL, copy_page_action_cb);
  gtk_widget_class_install_action (widget_class, "win.print-briefing", NULL, briefing_action_cb);
  gtk_widget_class_install_action (widget_class, "win.copy-briefing", NULL, briefing_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "win.print",
                                       NULL);
}
