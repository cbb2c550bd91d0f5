/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-prose-selection.h"

#include "hearth-prose-label.h"

#include <string.h>

typedef struct {
  GtkLabel *label; /* (unowned): it lives as long as its place in the answer */
  char *before;    /* (owned): what stands between it and the one before in what is copied */
} Piece;

typedef struct {
  guint piece;
  guint at; /* bytes of its text */
} Place;

/**
 * HearthProseSelection:
 *
 * What is selected across the labels of one answer. A label selects within itself; as soon as
 * the pointer leaves the one where it was pressed, this takes over.
 */
struct _HearthProseSelection {
  GObject parent_instance;

  GtkWidget *prose; /* (unowned): it owns this */
  GArray *pieces;   /* (owned) (element-type Piece), in the order of reading */
  Place anchor;
  Place cursor;
  gboolean active;
  gboolean pressed;      /* on a text */
  GdkClipboard *primary; /* (owned) (nullable): while it holds what is selected */
  gulong primary_changed;
};

G_DEFINE_FINAL_TYPE (HearthProseSelection, hearth_prose_selection, G_TYPE_OBJECT)

static void
piece_clear (gpointer data)
{
  g_free (((Piece *) data)->before);
}

static const Piece *
get_piece (HearthProseSelection *self, guint i)
{
  return &g_array_index (self->pieces, Piece, i);
}

static gboolean
is_before (const Place *a, const Place *b)
{
  return a->piece != b->piece ? a->piece < b->piece : a->at < b->at;
}

static void
get_bounds (HearthProseSelection *self, Place *start, Place *end)
{
  gboolean forward = is_before (&self->anchor, &self->cursor);

  *start = forward ? self->anchor : self->cursor;
  *end = forward ? self->cursor : self->anchor;
}

/* The part of a piece that is selected. */
static void
get_part (HearthProseSelection *self, guint i, guint *from, guint *to)
{
  guint length = (guint) strlen (gtk_label_get_text (get_piece (self, i)->label));
  Place start, end;

  get_bounds (self, &start, &end);
  *from = i == start.piece ? MIN (start.at, length) : 0;
  *to = i == end.piece ? MIN (end.at, length) : length;
  if (!self->active || i < start.piece || i > end.piece)
    *from = *to = 0;
}

static void
show (HearthProseSelection *self)
{
  for (guint i = 0; i < self->pieces->len; i++) {
    guint from, to;

    get_part (self, i, &from, &to);
    hearth_prose_label_mark (get_piece (self, i)->label, from, to);
  }
  gtk_widget_action_set_enabled (self->prose, "prose.copy", self->active);
}

static void
release_primary (HearthProseSelection *self)
{
  if (self->primary != NULL)
    g_clear_signal_handler (&self->primary_changed, self->primary);
  g_clear_object (&self->primary);
}

/* Something else was selected, here or elsewhere. */
static void
primary_changed_cb (GdkClipboard *clipboard, gpointer user_data)
{
  hearth_prose_selection_clear (user_data);
}

static void
offer_primary (HearthProseSelection *self)
{
  g_autofree char *text = hearth_prose_selection_dup_text (self);

  release_primary (self);
  if (*text == '\0')
    return;
  self->primary = g_object_ref (gtk_widget_get_primary_clipboard (self->prose));
  gdk_clipboard_set_text (self->primary, text);
  self->primary_changed =
      g_signal_connect (self->primary, "changed", G_CALLBACK (primary_changed_cb), self);
}

/* The piece at a place, or the nearest, and the letter there. */
static gboolean
find_place (HearthProseSelection *self, double x, double y, Place *place)
{
  double nearest = G_MAXDOUBLE;

  for (guint i = 0; i < self->pieces->len; i++) {
    GtkWidget *label = GTK_WIDGET (get_piece (self, i)->label);
    graphene_rect_t bounds;
    double dx, dy, away;

    if (!gtk_widget_compute_bounds (label, self->prose, &bounds))
      continue;
    dx = MAX (0, MAX (bounds.origin.x - x, x - bounds.origin.x - bounds.size.width));
    dy = MAX (0, MAX (bounds.origin.y - y, y - bounds.origin.y - bounds.size.height));
    /* Another line is farther away than anything in this one. */
    away = dy * 1000 + dx;
    if (away >= nearest)
      continue;
    nearest = away;
    place->piece = i;
    place->at =
        hearth_prose_label_find (GTK_LABEL (label), x - bounds.origin.x, y - bounds.origin.y);
  }
  return nearest < G_MAXDOUBLE;
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, gpointer user_data)
{
  HearthProseSelection *self = user_data;
  GtkWidget *picked = gtk_widget_pick (self->prose, x, y, GTK_PICK_DEFAULT);

  hearth_prose_selection_clear (self);
  self->pressed = (picked == NULL || gtk_widget_get_ancestor (picked, GTK_TYPE_BUTTON) == NULL) &&
                  find_place (self, x, y, &self->anchor);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, gpointer user_data)
{
  HearthProseSelection *self = user_data;
  double x, y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (!self->pressed || !find_place (self, x + dx, y + dy, &self->cursor))
    return;
  if (!self->active && self->cursor.piece == self->anchor.piece)
    return;
  if (!self->active) {
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    gtk_label_select_region (get_piece (self, self->anchor.piece)->label, 0, 0);
    self->active = TRUE;
  }
  show (self);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, gpointer user_data)
{
  HearthProseSelection *self = user_data;

  self->pressed = FALSE;
  if (self->active)
    offer_primary (self);
}

static void
select_all (HearthProseSelection *self)
{
  guint last = self->pieces->len - 1;

  for (guint i = 0; i <= last; i++)
    gtk_label_select_region (get_piece (self, i)->label, 0, 0);
  self->anchor = (Place){ 0, 0 };
  self->cursor =
      (Place){ last, (guint) strlen (gtk_label_get_text (get_piece (self, last)->label)) };
  self->active = TRUE;
  show (self);
  offer_primary (self);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode,
                GdkModifierType state, gpointer user_data)
{
  HearthProseSelection *self = user_data;
  gboolean control = (state & gtk_accelerator_get_default_mod_mask ()) == GDK_CONTROL_MASK;

  if (control && keyval == GDK_KEY_a && self->pieces->len > 0) {
    select_all (self);
    return GDK_EVENT_STOP;
  }
  if (control && (keyval == GDK_KEY_c || keyval == GDK_KEY_Insert) && self->active) {
    gtk_widget_activate_action (self->prose, "prose.copy", NULL);
    return GDK_EVENT_STOP;
  }
  return GDK_EVENT_PROPAGATE;
}

static void
hearth_prose_selection_finalize (GObject *object)
{
  HearthProseSelection *self = HEARTH_PROSE_SELECTION (object);

  release_primary (self);
  g_array_unref (self->pieces);
  G_OBJECT_CLASS (hearth_prose_selection_parent_class)->finalize (object);
}

static void
hearth_prose_selection_class_init (HearthProseSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_prose_selection_finalize;
}

static void
hearth_prose_selection_init (HearthProseSelection *self)
{
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_array_set_clear_func (self->pieces, piece_clear);
}

/**
 * hearth_prose_selection_new:
 * @prose: what holds the labels; it has an action “prose.copy”, and outlives this
 *
 * Returns: (transfer full): the selection of an answer, of nothing so far
 */
HearthProseSelection *
hearth_prose_selection_new (GtkWidget *prose)
{
  HearthProseSelection *self = g_object_new (HEARTH_TYPE_PROSE_SELECTION, NULL);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->prose = prose;
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), GDK_BUTTON_PRIMARY);
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self, 0);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (drag_update_cb), self, 0);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (drag_end_cb), self, 0);
  gtk_widget_add_controller (prose, GTK_EVENT_CONTROLLER (drag));
  /* Before the label that has the focus, which would select and copy only itself. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (prose, keys);
  gtk_widget_action_set_enabled (prose, "prose.copy", FALSE);
  return self;
}

/**
 * hearth_prose_selection_reset:
 * @self: a selection
 *
 * Forgets the labels; they are to be added again, in the order of reading. What is selected stays
 * so by its place: an answer that streams grows at its end.
 */
void
hearth_prose_selection_reset (HearthProseSelection *self)
{
  g_array_set_size (self->pieces, 0);
}

/**
 * hearth_prose_selection_add:
 * @self: a selection
 * @label: (transfer none): the next label
 * @before: what stands before it in what is copied
 *
 * Adds a label.
 */
void
hearth_prose_selection_add (HearthProseSelection *self, GtkLabel *label, const char *before)
{
  Piece piece = { label, g_strdup (before) };
  guint from, to;

  g_array_append_val (self->pieces, piece);
  if (!self->active)
    return;
  get_part (self, self->pieces->len - 1, &from, &to);
  hearth_prose_label_mark (label, from, to);
}

/**
 * hearth_prose_selection_clear:
 * @self: a selection
 *
 * Selects nothing.
 */
void
hearth_prose_selection_clear (HearthProseSelection *self)
{
  release_primary (self);
  if (!self->active)
    return;
  self->active = FALSE;
  show (self);
}

/**
 * hearth_prose_selection_dup_text:
 * @self: a selection
 *
 * Returns: (transfer full): what is selected, as plain text; "" for nothing
 */
char *
hearth_prose_selection_dup_text (HearthProseSelection *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Place start, end;

  get_bounds (self, &start, &end);
  for (guint i = start.piece; self->active && i <= end.piece && i < self->pieces->len; i++) {
    const Piece *piece = get_piece (self, i);
    const char *before = piece->before;
    guint from, to;

    get_part (self, i, &from, &to);
    /* Nothing stands before the first but the mark of a list. */
    if (i == start.piece)
      before = from == 0 ? before + strspn (before, "\n\t ") : "";
    g_string_append (text, before);
    g_string_append_len (text, gtk_label_get_text (piece->label) + from, (gssize) (to - from));
  }
  return g_strdup (text->str);
}
