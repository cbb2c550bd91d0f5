/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-sheet.h"

/* Of the dots below a place that is marked, in pixels. */
#define DOT 2.0f
#define STEP 4.0f

#define SIDE 24  /* pixels beside the text */
#define BELOW 5  /* between two lines */
#define RULE 0.9 /* of the height of a line, down to a line of ruled paper */

/**
 * HearthLetterSheet:
 *
 * The paper on which a letter is written. What the proofreader says something of has dots below it,
 * which Pango has no underline for.
 */
struct _HearthLetterSheet {
  GtkTextView parent_instance;

  HearthLetterMarks *marks; /* (owned) (nullable) */
  guint show_source;
  HearthLetterLook *look; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HearthLetterSheet, hearth_letter_sheet, GTK_TYPE_TEXT_VIEW)

static void
draw_dots (GtkSnapshot *snapshot, const GdkRGBA *color, float left, float right, float y)
{
  for (float x = left; x + DOT <= right; x += STEP) {
    GskRoundedRect dot;

    gsk_rounded_rect_init_from_rect (&dot, &GRAPHENE_RECT_INIT (x, y, DOT, DOT), DOT / 2);
    gtk_snapshot_push_rounded_clip (snapshot, &dot);
    gtk_snapshot_append_color (snapshot, color, &dot.bounds);
    gtk_snapshot_pop (snapshot);
  }
}

/* A place can go on over several lines of the page. */
static void
draw_mark (HearthLetterSheet *self, GtkSnapshot *snapshot, const GdkRGBA *color, GtkTextIter at,
           const GtkTextIter *end)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);

  while (gtk_text_iter_compare (&at, end) < 0) {
    GtkTextIter line_end = at;
    GdkRectangle first, last;

    gtk_text_view_forward_display_line_end (view, &line_end);
    if (gtk_text_iter_compare (&line_end, end) > 0)
      line_end = *end;
    gtk_text_view_get_iter_location (view, &at, &first);
    gtk_text_view_get_iter_location (view, &line_end, &last);
    /* It is the last character of its line. */
    if (last.y != first.y) {
      line_end = at;
      last = first;
      last.x += first.width;
    }
    draw_dots (snapshot, color, (float) MIN (first.x, last.x), (float) MAX (first.x, last.x),
               (float) (first.y + first.height) - DOT);
    at = line_end;
    if (gtk_text_iter_compare (&at, end) < 0 && !gtk_text_iter_forward_char (&at))
      break;
  }
}

/* The lines of ruled paper: below those that are written, and on to the foot of the sheet. */
static void
draw_rules (HearthLetterSheet *self, GtkSnapshot *snapshot, const GdkRectangle *visible)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int foot = visible->y + visible->height;
  gboolean written = TRUE;
  int step; /* from a line to the next */
  GdkRectangle line;
  GtkTextIter at;
  GdkRGBA color;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                                       "sheet_rule_color", &color))
    return;
  gtk_text_view_get_line_at_y (view, &at, visible->y, NULL);
  gtk_text_view_get_iter_location (view, &at, &line);
  gtk_text_view_get_line_yrange (view, &at, NULL, &step);
  while (line.y < foot && step > 0) {
    int y = line.y + (int) (RULE * line.height);

    gtk_snapshot_append_color (
        snapshot, &color, &GRAPHENE_RECT_INIT (SIDE, (float) y, (float) (width - 2 * SIDE), 1));
    written = written && gtk_text_view_forward_display_line (view, &at);
    if (written) {
      int before = line.y;

      gtk_text_view_get_iter_location (view, &at, &line);
      /* The end of the last line is on that line. */
      written = line.y > before;
      step = written ? line.y - before : step;
    }
    if (!written)
      line.y += step;
  }
}

static void
hearth_letter_sheet_snapshot_layer (GtkTextView *view, GtkTextViewLayer layer,
                                    GtkSnapshot *snapshot)
{
  HearthLetterSheet *self = HEARTH_LETTER_SHEET (view);
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GtkTextIter first, last, start, end;
  GdkRectangle visible;
  GdkRGBA color;

  if (layer != GTK_TEXT_VIEW_LAYER_BELOW_TEXT || self->marks == NULL)
    return;
  gtk_text_view_get_visible_rect (view, &visible);
  if (self->look != NULL && hearth_letter_look_is_ruled (self->look))
    draw_rules (self, snapshot, &visible);
  if (!gtk_style_context_lookup_color (context, "sheet_mark_color", &color))
    gtk_style_context_get_color (context, &color);
  gtk_text_view_get_line_at_y (view, &first, visible.y, NULL);
  gtk_text_view_get_line_at_y (view, &last, visible.y + visible.height, NULL);
  gtk_text_iter_forward_line (&last);
  for (guint i = 0; i < hearth_letter_marks_get_n (self->marks); i++) {
    hearth_letter_marks_get_place (self->marks, hearth_letter_marks_get (self->marks, i), &start,
                                   &end);
    if (gtk_text_iter_compare (&start, &last) > 0)
      break;
    if (gtk_text_iter_compare (&end, &first) >= 0)
      draw_mark (self, snapshot, &color, start, &end);
  }
}

static void
hearth_letter_sheet_dispose (GObject *object)
{
  HearthLetterSheet *self = HEARTH_LETTER_SHEET (object);

  g_clear_handle_id (&self->show_source, g_source_remove);
  if (self->marks != NULL)
    g_signal_handlers_disconnect_by_data (self->marks, self);
  g_clear_object (&self->marks);
  g_clear_object (&self->look);
  G_OBJECT_CLASS (hearth_letter_sheet_parent_class)->dispose (object);
}

static void
hearth_letter_sheet_class_init (HearthLetterSheetClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_letter_sheet_dispose;
  GTK_TEXT_VIEW_CLASS (klass)->snapshot_layer = hearth_letter_sheet_snapshot_layer;
}

static void
hearth_letter_sheet_init (HearthLetterSheet *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);

  gtk_text_view_set_wrap_mode (view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (view, FALSE);
  gtk_text_view_set_left_margin (view, SIDE);
  gtk_text_view_set_right_margin (view, SIDE);
  gtk_text_view_set_top_margin (view, 22);
  gtk_text_view_set_bottom_margin (view, 22);
  /* Dots need room of their own below the letters. */
  gtk_text_view_set_pixels_inside_wrap (view, BELOW);
  gtk_text_view_set_pixels_below_lines (view, BELOW);
}

/**
 * hearth_letter_sheet_new:
 *
 * Returns: (transfer floating): a sheet of paper
 */
GtkWidget *
hearth_letter_sheet_new (void)
{
  return g_object_new (HEARTH_TYPE_LETTER_SHEET, NULL);
}

/**
 * hearth_letter_sheet_set_marks:
 * @self: a sheet
 * @marks: those of what is written on it
 */
void
hearth_letter_sheet_set_marks (HearthLetterSheet *self, HearthLetterMarks *marks)
{
  self->marks = g_object_ref (marks);
  g_signal_connect_object (marks, "changed", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}

static gboolean
show_cursor_cb (gpointer user_data)
{
  HearthLetterSheet *self = user_data;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));

  self->show_source = 0;
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self), gtk_text_buffer_get_insert (buffer));
  return G_SOURCE_REMOVE;
}

/**
 * hearth_letter_sheet_show_cursor:
 * @self: a sheet
 *
 * Scrolls to where the cursor is, once the sheet has its size: before, what is above the cursor
 * would be scrolled away however much room there is.
 */
void
hearth_letter_sheet_show_cursor (HearthLetterSheet *self)
{
  if (self->show_source == 0)
    self->show_source = g_idle_add (show_cursor_cb, self);
}

/**
 * hearth_letter_sheet_set_look:
 * @self: a sheet
 * @look: how it looks
 */
void
hearth_letter_sheet_set_look (HearthLetterSheet *self, HearthLetterLook *look)
{
  self->look = g_object_ref (look);
  g_signal_connect_object (look, "ruled", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}
