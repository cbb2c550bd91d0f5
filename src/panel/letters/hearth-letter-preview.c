/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-preview.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* A letter as it prints, page below page. */

#define PAGE_WIDTH 420
#define WINDOW_HEIGHT 680

#define HEARTH_TYPE_SHEET_PAINTABLE (hearth_sheet_paintable_get_type ())
G_DECLARE_FINAL_TYPE (HearthSheetPaintable, hearth_sheet_paintable, HEARTH, SHEET_PAINTABLE,
                      GObject)

/* One page, drawn at whatever size there is room for. */
struct _HearthSheetPaintable {
  GObject parent_instance;
  HearthPages *pages; /* (owned) */
  guint page;
};

/* Paper is as bright by night: this is what comes out of the printer. */
static void
sheet_snapshot (GdkPaintable *paintable, GdkSnapshot *snapshot, double width, double height)
{
  HearthSheetPaintable *self = HEARTH_SHEET_PAINTABLE (paintable);
  double paper_width, paper_height;
  cairo_t *cr;

  hearth_pages_get_size (self->pages, &paper_width, &paper_height);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  cairo_set_source_rgb (cr, 1, 0.992, 0.965);
  cairo_paint (cr);
  cairo_scale (cr, width / paper_width, height / paper_height);
  hearth_pages_draw (self->pages, self->page, cr);
  cairo_destroy (cr);
}

static int
sheet_get_width (GdkPaintable *paintable)
{
  return PAGE_WIDTH;
}

static double
sheet_get_ratio (GdkPaintable *paintable)
{
  double width, height;

  hearth_pages_get_size (HEARTH_SHEET_PAINTABLE (paintable)->pages, &width, &height);
  return width / height;
}

static int
sheet_get_height (GdkPaintable *paintable)
{
  return (int) (PAGE_WIDTH / sheet_get_ratio (paintable));
}

static void
sheet_paintable_init (GdkPaintableInterface *iface)
{
  iface->snapshot = sheet_snapshot;
  iface->get_intrinsic_width = sheet_get_width;
  iface->get_intrinsic_height = sheet_get_height;
  iface->get_intrinsic_aspect_ratio = sheet_get_ratio;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (HearthSheetPaintable, hearth_sheet_paintable, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE, sheet_paintable_init))

static void
hearth_sheet_paintable_finalize (GObject *object)
{
  g_clear_pointer (&HEARTH_SHEET_PAINTABLE (object)->pages, hearth_pages_unref);
  G_OBJECT_CLASS (hearth_sheet_paintable_parent_class)->finalize (object);
}

static void
hearth_sheet_paintable_class_init (HearthSheetPaintableClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_sheet_paintable_finalize;
}

static void
hearth_sheet_paintable_init (HearthSheetPaintable *self)
{
}

/* As wide as there is room, and no wider than paper is. */
static GtkWidget *
make_sheet (HearthPages *pages, guint page)
{
  g_autoptr (HearthSheetPaintable) sheet = g_object_new (HEARTH_TYPE_SHEET_PAINTABLE, NULL);
  GtkWidget *picture = gtk_picture_new ();
  GtkWidget *clamp = adw_clamp_new ();
  g_autofree char *name = NULL;

  sheet->pages = hearth_pages_ref (pages);
  sheet->page = page;
  gtk_picture_set_paintable (GTK_PICTURE (picture), GDK_PAINTABLE (sheet));
  gtk_widget_add_css_class (picture, "letter-page");
  /* Translators: the number of a page and how many there are */
  name = g_strdup_printf (_("Page %u of %u"), page + 1, hearth_pages_get_n_pages (pages));
  gtk_accessible_update_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), PAGE_WIDTH);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), PAGE_WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), picture);
  return clamp;
}

static GtkWidget *
make_content (HearthPages *pages)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *viewport;
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
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  /* Pages could be drawn at no height at all: they are given what their width asks for. */
  viewport = gtk_viewport_new (NULL, NULL);
  gtk_scrollable_set_vscroll_policy (GTK_SCROLLABLE (viewport), GTK_SCROLL_NATURAL);
  gtk_viewport_set_child (GTK_VIEWPORT (viewport), list);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), viewport);
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
