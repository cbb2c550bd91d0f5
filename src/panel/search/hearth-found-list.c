/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-found-list.h"

#include "hearth-find.h"
#include "hearth-found-row.h"
#include "hearth-person-card.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_ROWS 60
#define ROWS_AT_ONCE 12
#define ROWS_WHEN_IDLE 6

/**
 * HearthFoundList:
 *
 * What was found, as one list. It is read on the panel's reading thread; rows are kept and
 * filled anew, those that can be seen at once and the others when nothing else is to do.
 */
struct _HearthFoundList {
  GtkWidget parent_instance;

  GtkWidget *scroller; /* (unowned) */
  GtkListBox *list;    /* (unowned) */
  GtkWidget *card;     /* (unowned) (nullable): of a person, a child */

  HearthClient *client;      /* (owned) */
  GPtrArray *rows;           /* (owned) (element-type HearthFoundRow): in the list, lent */
  GPtrArray *found;          /* (owned) (nullable) (element-type HearthFound) */
  char *words;               /* (owned): that were looked for when @found was */
  char *problem;             /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of what is being looked for */
  guint n_shown;             /* rows that show what was found */
  guint idle;
  gboolean open_first; /* as soon as it is there */
};

G_DEFINE_FINAL_TYPE (HearthFoundList, hearth_found_list, GTK_TYPE_WIDGET)

enum { LOADED, LEFT, N_SIGNALS };
static guint signals[N_SIGNALS];

typedef struct {
  char *text;
  guint kinds;
} Wanted;

static void
wanted_free (gpointer data)
{
  g_free (((Wanted *) data)->text);
  g_free (data);
}

static gpointer
read_found (HearthDatabase *db, gpointer data, GError **error)
{
  const Wanted *wanted = data;
  HearthFindOptions options = { .kinds = wanted->kinds, .as_typed = TRUE, .limit = MAX_ROWS };

  return hearth_find (db, wanted->text, &options, error);
}

static void
show_rows (HearthFoundList *self, GPtrArray *found, guint until)
{
  for (; self->n_shown < until; self->n_shown++) {
    GtkWidget *row;

    if (self->n_shown < self->rows->len) {
      row = g_ptr_array_index (self->rows, self->n_shown);
    } else {
      row = hearth_found_row_new ();
      gtk_list_box_append (self->list, row);
      g_ptr_array_add (self->rows, row);
    }
    hearth_found_row_set_found (HEARTH_FOUND_ROW (row), g_ptr_array_index (found, self->n_shown),
                                self->words);
  }
}

static gboolean
show_more_cb (gpointer user_data)
{
  HearthFoundList *self = user_data;

  show_rows (self, self->found, MIN (self->n_shown + ROWS_WHEN_IDLE, self->found->len));
  if (self->n_shown < self->found->len)
    return G_SOURCE_CONTINUE;
  self->idle = 0;
  return G_SOURCE_REMOVE;
}

static void
show_found (HearthFoundList *self, GPtrArray *found)
{
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->list)) != NULL;
  guint n = found != NULL ? MIN (found->len, ROWS_AT_ONCE) : 0;

  g_clear_handle_id (&self->idle, g_source_remove);
  /* Rows lend what they show from the old list. */
  for (guint i = n; i < self->rows->len; i++)
    hearth_found_row_set_found (g_ptr_array_index (self->rows, i), NULL, "");
  self->n_shown = 0;
  show_rows (self, found, n);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = found;
  if (found != NULL && self->n_shown < found->len)
    self->idle = g_idle_add (show_more_cb, self);
  if (!had_focus)
    gtk_adjustment_set_value (
        gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

/* What is pressed in the card is done before the card goes. */
static void
drop_card (gpointer data)
{
  HearthFoundList *self = data;

  g_clear_pointer (&self->card, gtk_widget_unparent);
  g_object_unref (self);
}

static void
closed_cb (HearthFoundList *self)
{
  g_idle_add_once (drop_card, g_object_ref (self));
}

static void
open_person (HearthFoundList *self, HearthFoundRow *row, const HearthFound *found)
{
  graphene_rect_t bounds;
  GdkRectangle place;

  if (self->card != NULL ||
      !gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self), &bounds))
    return;
  place = (GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                          (int) bounds.size.height };
  self->card = hearth_person_popover_new (self->client, found->name, found->title);
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->card), &place);
  g_signal_connect_swapped (self->card, "closed", G_CALLBACK (closed_cb), self);
  gtk_popover_popup (GTK_POPOVER (self->card));
}

static void
open_row (HearthFoundList *self, HearthFoundRow *row)
{
  const HearthFound *found = hearth_found_row_get_found (row);
  GtkWidget *widget = GTK_WIDGET (self);

  if (found == NULL)
    return;
  switch (found->kind) {
  case HEARTH_FOUND_EVENT:
    gtk_widget_activate_action (widget, "win.show-event", "(xx)", found->id, found->when);
    break;
  case HEARTH_FOUND_PERSON:
    open_person (self, row, found);
    break;
  case HEARTH_FOUND_MEMORY:
    gtk_widget_activate_action (widget, "win.show-memory", "s", self->words);
    break;
  case HEARTH_FOUND_CONVERSATION:
    gtk_widget_activate_action (widget, "win.show-conversation", "(sx)", found->name, found->id);
    break;
  case HEARTH_FOUND_LETTER:
    gtk_widget_activate_action (widget, "win.letter", "x", found->id);
    break;
  case HEARTH_FOUND_MESSAGE:
  default:
    gtk_widget_activate_action (widget, "win.show-message", "x", found->id);
    break;
  }
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
  open_row (user_data, HEARTH_FOUND_ROW (row));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *found = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);
  HearthFoundList *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  g_clear_object (&self->cancellable);
  g_free (self->problem);
  self->problem = error != NULL ? g_strdup (error->message) : NULL;
  show_found (self, found);
  g_signal_emit (self, signals[LOADED], 0);
  if (self->open_first)
    hearth_found_list_open_first (self);
}

static gboolean
keynav_failed_cb (GtkWidget *list, GtkDirectionType direction, gpointer user_data)
{
  if (direction != GTK_DIR_UP)
    return FALSE;
  g_signal_emit (user_data, signals[LEFT], 0);
  return TRUE;
}

static void
stop (HearthFoundList *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->open_first = FALSE;
}

static void
hearth_found_list_dispose (GObject *object)
{
  HearthFoundList *self = HEARTH_FOUND_LIST (object);

  stop (self);
  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->card, gtk_widget_unparent);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_found_list_parent_class)->dispose (object);
}

static void
hearth_found_list_finalize (GObject *object)
{
  HearthFoundList *self = HEARTH_FOUND_LIST (object);

  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_free (self->words);
  g_free (self->problem);
  G_OBJECT_CLASS (hearth_found_list_parent_class)->finalize (object);
}

static void
hearth_found_list_class_init (HearthFoundListClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_found_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_found_list_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  /* What was looked for has been found, or not. */
  signals[LOADED] =
      g_signal_new ("loaded", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* The keyboard goes up from the first row. */
  signals[LEFT] =
      g_signal_new ("left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_found_list_init (HearthFoundList *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *list = gtk_list_box_new ();

  self->rows = g_ptr_array_new ();
  self->words = g_strdup ("");
  self->list = GTK_LIST_BOX (list);
  self->scroller = gtk_scrolled_window_new ();
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_add_css_class (list, "found-list");
  gtk_widget_set_valign (list, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Search results"), -1);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 680);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 640);
  adw_clamp_set_child (ADW_CLAMP (clamp), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), clamp);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  g_signal_connect (list, "row-activated", G_CALLBACK (activated_cb), self);
  g_signal_connect (list, "keynav-failed", G_CALLBACK (keynav_failed_cb), self);
}

/**
 * hearth_found_list_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): a list of what is looked for
 */
GtkWidget *
hearth_found_list_new (HearthClient *client)
{
  HearthFoundList *self = g_object_new (HEARTH_TYPE_FOUND_LIST, NULL);

  self->client = g_object_ref (client);
  return GTK_WIDGET (self);
}

/**
 * hearth_found_list_look:
 * @self: a list
 * @text: what was typed
 * @kinds: what is looked for, a bit for each #HearthFoundKind; 0 for all
 *
 * Looks for something. What was found before stays until the answer is there; then "loaded" is
 * emitted.
 */
void
hearth_found_list_look (HearthFoundList *self, const char *text, guint kinds)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  stop (self);
  wanted->text = g_strdup (text);
  wanted->kinds = kinds;
  g_free (self->words);
  self->words = hearth_find_dup_words (text, NULL);
  self->cancellable = g_cancellable_new ();
  hearth_client_read_async (self->client, read_found, wanted, wanted_free,
                            (GDestroyNotify) g_ptr_array_unref, self->cancellable, read_cb, self);
}

/**
 * hearth_found_list_open_first:
 * @self: a list
 *
 * Opens the first of what was found; if it is still being looked for, as soon as it is there.
 */
void
hearth_found_list_open_first (HearthFoundList *self)
{
  self->open_first = self->cancellable != NULL;
  if (!self->open_first && !hearth_found_list_is_empty (self))
    open_row (self, g_ptr_array_index (self->rows, 0));
}

/**
 * hearth_found_list_enter:
 * @self: a list
 *
 * Gives the focus to the first row.
 *
 * Returns: whether there is one
 */
gboolean
hearth_found_list_enter (HearthFoundList *self)
{
  return !hearth_found_list_is_empty (self) &&
         gtk_widget_grab_focus (g_ptr_array_index (self->rows, 0));
}

/**
 * hearth_found_list_is_empty:
 * @self: a list
 *
 * Returns: whether nothing was found
 */
gboolean
hearth_found_list_is_empty (HearthFoundList *self)
{
  return self->found == NULL || self->found->len == 0;
}

/**
 * hearth_found_list_get_problem:
 * @self: a list
 *
 * Returns: (nullable) (transfer none): why nothing could be looked for
 */
const char *
hearth_found_list_get_problem (HearthFoundList *self)
{
  return self->problem;
}
