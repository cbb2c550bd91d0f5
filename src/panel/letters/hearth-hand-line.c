/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hand-line.h"

#include "hearth-pages.h"

#include <glib/gi18n.h>
#include <string.h>

#define HEIGHT 84
#define SIZE 17.0    /* of the hand, in points of the paper that it is set on */
#define MARGIN 12.0  /* in points */
#define SETTLE_MS 60 /* a hand is laid out anew when it has been changed */

/**
 * HearthHandLine:
 *
 * A line or two in a hand, set as a letter is.
 */
struct _HearthHandLine {
  GtkWidget parent_instance;

  HearthHand *hand;   /* (owned) (nullable) */
  HearthPages *pages; /* (owned) (nullable) */
  char *language;     /* (owned) (nullable) */
  guint timer;
};

G_DEFINE_FINAL_TYPE (HearthHandLine, hearth_hand_line, GTK_TYPE_WIDGET)

/* Words in which most letters occur, in the language that the hand is written for. */
static const char *
get_sample (const char *language)
{
  if (language != NULL && g_str_has_prefix (language, "de"))
    return "Liebe Anna, vom Balkon aus sehe ich zwölf Boote. Ich schreibe dir bald.";
  if (language != NULL && g_str_has_prefix (language, "fr"))
    return "Chère Anne, du balcon je vois douze voiliers. Je t’écris bientôt.";
  return "Dear Anna, from the balcony I can see twelve boats. I will write soon.";
}

static gboolean
set_cb (gpointer user_data)
{
  HearthHandLine *self = user_data;
  g_auto (HearthLetterStyle) style = { 0 };
  HearthLetterWords words = {
    .id = "preview", .title = "", .language = self->language, .text = get_sample (self->language)
  };

  self->timer = 0;
  hearth_letter_style_init (&style);
  style.paper = HEARTH_LETTER_PAPER_A5;
  style.margins = (HearthLetterMargins){ MARGIN, MARGIN, MARGIN, MARGIN };
  style.size = SIZE;
  style.hand = hearth_hand_ref (self->hand);
  g_clear_pointer (&self->pages, hearth_pages_unref);
  self->pages = hearth_pages_new (&words, &style, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

static void
hearth_hand_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HearthHandLine *self = HEARTH_HAND_LINE (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr;
  double paper_width, paper_height;

  if (self->pages == NULL)
    return;
  hearth_pages_get_size (self->pages, &paper_width, &paper_height);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_scale (cr, width / paper_width, width / paper_width);
  hearth_pages_draw (self->pages, 0, cr);
  cairo_destroy (cr);
}

static void
hearth_hand_line_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 420 : HEIGHT;
}

static void
hearth_hand_line_dispose (GObject *object)
{
  HearthHandLine *self = HEARTH_HAND_LINE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->pages, hearth_pages_unref);
  g_clear_pointer (&self->hand, hearth_hand_unref);
  g_clear_pointer (&self->language, g_free);
  G_OBJECT_CLASS (hearth_hand_line_parent_class)->dispose (object);
}

static void
hearth_hand_line_class_init (HearthHandLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_hand_line_dispose;
  widget_class->snapshot = hearth_hand_line_snapshot;
  widget_class->measure = hearth_hand_line_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "handline");
}

static void
hearth_hand_line_init (HearthHandLine *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("A line in this hand"), -1);
}

/**
 * hearth_hand_line_new:
 *
 * Returns: (transfer floating): an empty line
 */
GtkWidget *
hearth_hand_line_new (void)
{
  return g_object_new (HEARTH_TYPE_HAND_LINE, NULL);
}

/**
 * hearth_hand_line_show:
 * @self: a line
 * @hand: the hand so far
 * @language: (nullable): BCP 47, of the letters that are written in it
 *
 * Shows a line in a hand, shortly. Characters that it has not are set in type.
 */
void
hearth_hand_line_show (HearthHandLine *self, HearthHand *hand, const char *language)
{
  HearthHand *kept = hearth_hand_ref (hand);

  g_clear_pointer (&self->hand, hearth_hand_unref);
  self->hand = kept;
  if (g_strcmp0 (self->language, language) != 0) {
    g_free (self->language);
    self->language = g_strdup (language);
  }
  if (self->timer == 0)
    self->timer = g_timeout_add (SETTLE_MS, set_cb, self);
}
