/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-preview.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* A letter as it prints, page below page. */

#define PAGE_WIDTH 420
#define WINDOW_HEIGHT 680

typedef struct {
  HearthPages *pages; /* (owned) */
  guint page;
} Sheet;

static void
sheet_free (gpointer data)
{
  Sheet *sheet = data;

  hearth_pages_unref (sheet->pages);
  g_free (sheet);
}

/* Paper is as bright by night: this is what comes out of the printer. */
static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  const Sheet *sheet = user_data;
  double paper_width, paper_height;

  hearth_pages_get_size (sheet->pages, &paper_width, &paper_height);
  cairo_set_source_rgb (cr, 1, 0.992, 0.965);
  cairo_paint (cr);
  cairo_scale (cr, width / paper_width, width / paper_width);
  hearth_pages_draw (sheet->pages, sheet->page, cr);
}

static GtkWidget *
make_sheet (HearthPages *pages, guint page)
{
  GtkWidget *area = gtk_drawing_area_new ();
  Sheet *sheet = g_new0 (Sheet, 1);
  g_autofree char *name = NULL;
  double width, height;

  hearth_pages_get_size (pages, &width, &height);
  sheet->pages = hearth_pages_ref (pages);
  sheet->page = page;
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), PAGE_WIDTH);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area),
                                       (int) (PAGE_WIDTH * height / width));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_cb, sheet, sheet_free);
  gtk_widget_set_halign (area, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (area, "letter-page");
  /* Translators: the number of a page and how many there are */
  name = g_strdup_printf (_("Page %u of %u"), page + 1, hearth_pages_get_n_pages (pages));
  gtk_accessible_update_property (GTK_ACCESSIBLE (area), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return area;
}

static GtkWidget *
make_content (HearthPages *pages)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  const char *missing = hearth_pages_get_missing (pages);

  gtk_widget_add_css_class (list, "page");
  if (*missing != '\0') {
    /* Translators: %s are characters */
    g_autofree char *text =
        g_strdup_printf (_("This hand has no %s; they are set in type."), missing);
    GtkWidget *label = gtk_label_new (text);

    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_widget_add_css_class (label, "dim-label");
    gtk_box_append (GTK_BOX (list), label);
  }
  for (guint i = 0; i < hearth_pages_get_n_pages (pages); i++)
    gtk_box_append (GTK_BOX (list), make_sheet (pages, i));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scroller);
  return box;
}

static GtkEventController *
make_escape (void)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape,
                                                                                  0),
                                                          gtk_named_action_new ("window.close")));
  return controller;
}

static void
set_cb (HearthPages *pages, const char *message, gpointer user_data)
{
  GtkWidget *widget = user_data;
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *window;

  if (pages == NULL) {
    if (message != NULL)
      gtk_widget_activate_action (widget, "win.say", "s", message);
    return;
  }
  window = adw_window_new ();
  gtk_window_set_title (GTK_WINDOW (window), _("As It Prints"));
  gtk_window_set_default_size (GTK_WINDOW (window), PAGE_WIDTH + 48, WINDOW_HEIGHT);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (root));
  gtk_widget_add_controller (window, make_escape ());
  adw_window_set_content (ADW_WINDOW (window), make_content (pages));
  gtk_window_present (GTK_WINDOW (window));
}

/**
 * hearth_letter_preview_open:
 * @widget: the widget that asks
 * @client: the panel's client
 * @letter: a letter, with what it says now
 * @face: the font it is written in
 *
 * Shows a letter in a window as it prints.
 */
void
hearth_letter_preview_open (GtkWidget *widget, HearthClient *client, const HearthLetter *letter,
                            const HearthLetterFace *face)
{
  hearth_letter_output_set (client, letter, face, set_cb, g_object_ref (widget), g_object_unref);
}
