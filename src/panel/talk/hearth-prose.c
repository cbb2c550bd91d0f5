/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-prose.h"

#include "hearth-column-layout.h"
#include "hearth-markdown.h"
#include "hearth-prose-code.h"
#include "hearth-prose-selection.h"

#include <glib/gi18n.h>

/* Columns of a table are not made narrower than a short word, nor wider than a line. */
#define CELL_MIN_CHARS 6
#define CELL_MAX_CHARS 28

/**
 * HearthProse:
 *
 * Shows an answer: a column of labels, one a block. While an answer streams, the blocks that
 * are finished keep their labels and only the last one is set again.
 */
struct _HearthProse {
  GtkWidget parent_instance;

  GPtrArray *blocks; /* (owned) (nullable): what is shown */
  char *markdown;    /* (owned) (nullable): what it is made from */
  HearthProseLinks links;
  HearthProseSelection *selection; /* (owned) */
  GMenuModel *menu;                /* (owned): what can be done with what is selected */
};

G_DEFINE_FINAL_TYPE (HearthProse, hearth_prose, GTK_TYPE_WIDGET)

static GtkWidget *
make_label (HearthProse *self, const HearthBlock *block)
{
  GtkWidget *label = hearth_prose_label_new ();

  gtk_label_set_extra_menu (GTK_LABEL (label), self->menu);
  hearth_prose_label_set (GTK_LABEL (label), &self->links, block);
  return label;
}

static void
set_cell (HearthProse *self, GtkLabel *label, const HearthBlock *cell)
{
  hearth_prose_label_set (label, &self->links, cell);
  gtk_label_set_width_chars (label, (int) MIN (CELL_MIN_CHARS, g_utf8_strlen (cell->text, -1)));
}

/* Shows the cells of a table from one on, in place of those that are there. */
static void
fill_table (HearthProse *self, GtkGrid *grid, const HearthBlock *block, guint from)
{
  for (guint i = from; i < block->cells->len; i++) {
    const HearthBlock *cell = g_ptr_array_index (block->cells, i);
    int column = (int) (i % block->columns);
    int row = (int) (i / block->columns);
    GtkWidget *label = gtk_grid_get_child_at (grid, column, row);

    if (label != NULL) {
      set_cell (self, GTK_LABEL (label), cell);
      continue;
    }
    label = make_label (self, cell);
    set_cell (self, GTK_LABEL (label), cell);
    gtk_label_set_max_width_chars (GTK_LABEL (label), CELL_MAX_CHARS);
    gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_WORD);
    gtk_label_set_yalign (GTK_LABEL (label), 0);
    gtk_widget_set_hexpand (label, FALSE);
    gtk_widget_add_css_class (label, row == 0 ? "head" : "cell");
    gtk_grid_attach (grid, label, column, row, 1, 1);
  }
}

static GtkWidget *
make_table (HearthProse *self, const HearthBlock *block)
{
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  fill_table (self, GTK_GRID (grid), block, 0);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), grid);
  gtk_widget_add_css_class (scroller, "table");
  hearth_prose_apply_direction (grid, block->text);
  return scroller;
}

static GtkGrid *
get_grid (GtkWidget *table)
{
  GtkWidget *viewport = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (table));

  return GTK_GRID (gtk_viewport_get_child (GTK_VIEWPORT (viewport)));
}

static GtkWidget *
make_item (HearthProse *self, const HearthBlock *block)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *marker = gtk_label_new (block->marker != NULL ? block->marker : "");

  gtk_widget_set_margin_start (row, 16 * (block->level - 1));
  gtk_label_set_width_chars (GTK_LABEL (marker), 2);
  gtk_label_set_xalign (GTK_LABEL (marker), 1);
  gtk_widget_set_valign (marker, GTK_ALIGN_START);
  gtk_widget_add_css_class (marker, "dim-label");
  gtk_box_append (GTK_BOX (row), marker);
  gtk_box_append (GTK_BOX (row), make_label (self, block));
  hearth_prose_apply_direction (row, block->text);
  hearth_prose_apply_direction (marker, block->text);
  gtk_widget_add_css_class (row, "item");
  return row;
}

static GtkWidget *
make_block (HearthProse *self, const HearthBlock *block)
{
  GtkWidget *label;

  switch (block->kind) {
  case HEARTH_BLOCK_RULE:
    return gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
  case HEARTH_BLOCK_ITEM:
    return make_item (self, block);
  case HEARTH_BLOCK_TABLE:
    return make_table (self, block);
  case HEARTH_BLOCK_CODE:
    return hearth_prose_code_new (make_label (self, block));
  case HEARTH_BLOCK_HEADING:
    label = make_label (self, block);
    gtk_widget_add_css_class (label, block->level <= 2 ? "title" : "heading");
    gtk_widget_add_css_class (label, "heading");
    return label;
  case HEARTH_BLOCK_QUOTE:
    label = make_label (self, block);
    gtk_widget_add_css_class (label, "quote");
    return label;
  case HEARTH_BLOCK_PARAGRAPH:
  default:
    return make_label (self, block);
  }
}

/* The one label of a block, or NULL where it has none or several. */
static GtkWidget *
get_label (GtkWidget *child, const HearthBlock *block)
{
  switch (block->kind) {
  case HEARTH_BLOCK_PARAGRAPH:
  case HEARTH_BLOCK_HEADING:
  case HEARTH_BLOCK_QUOTE:
    return child;
  case HEARTH_BLOCK_ITEM:
    return gtk_widget_get_last_child (child);
  case HEARTH_BLOCK_CODE:
    return hearth_prose_code_get_label (child);
  case HEARTH_BLOCK_RULE:
  case HEARTH_BLOCK_TABLE:
  default:
    return NULL;
  }
}

/* The common case while an answer streams: the last block grows. Returns whether its widget could
 * be kept. */
static gboolean
grow (HearthProse *self, GtkWidget *child, const HearthBlock *shown, const HearthBlock *block)
{
  GtkWidget *label = get_label (child, block);
  guint same = 0;

  if (shown->kind != block->kind || shown->level != block->level ||
      g_strcmp0 (shown->marker, block->marker) != 0 || shown->columns != block->columns)
    return FALSE;
  if (label != NULL) {
    hearth_prose_label_set (GTK_LABEL (label), &self->links, block);
    return TRUE;
  }
  if (block->kind != HEARTH_BLOCK_TABLE || shown->cells->len > block->cells->len)
    return FALSE;
  while (same < shown->cells->len && hearth_block_equal (g_ptr_array_index (shown->cells, same),
                                                         g_ptr_array_index (block->cells, same)))
    same++;
  fill_table (self, get_grid (child), block, same);
  return TRUE;
}

/* Items of a list stand closer than paragraphs. */
static int
get_gap (GPtrArray *blocks, guint i)
{
  const HearthBlock *block = g_ptr_array_index (blocks, i);
  const HearthBlock *before = i > 0 ? g_ptr_array_index (blocks, i - 1) : NULL;

  if (before == NULL)
    return 0;
  if (block->kind == HEARTH_BLOCK_HEADING)
    return 14;
  return block->kind == HEARTH_BLOCK_ITEM && before->kind == HEARTH_BLOCK_ITEM ? 2 : 8;
}

static void
hearth_prose_dispose (GObject *object)
{
  HearthProse *self = HEARTH_PROSE (object);
  GtkWidget *child;

  if (self->selection != NULL)
    hearth_prose_selection_reset (self->selection);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  g_clear_pointer (&self->markdown, g_free);
  g_clear_pointer (&self->links.said, g_hash_table_unref);
  g_clear_pointer (&self->links.read, g_hash_table_unref);
  g_clear_object (&self->selection);
  g_clear_object (&self->menu);
  G_OBJECT_CLASS (hearth_prose_parent_class)->dispose (object);
}

static void
copy_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_autofree char *text = hearth_prose_selection_dup_text (HEARTH_PROSE (widget)->selection);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
hearth_prose_class_init (HearthProseClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_prose_dispose;
  /**
   * HearthProse|prose.copy:
   *
   * Copies what is selected across several blocks.
   */
  gtk_widget_class_install_action (widget_class, "prose.copy", NULL, copy_cb);
  gtk_widget_class_set_css_name (widget_class, "prose");
  gtk_widget_class_set_layout_manager_type (widget_class, HEARTH_TYPE_COLUMN_LAYOUT);
}

static void
hearth_prose_init (HearthProse *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuItem) item = g_menu_item_new (_("Copy What Is Selected"), "prose.copy");

  /* A label's own Copy knows only of what is selected in that label. */
  g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
  g_menu_append_item (menu, item);
  self->menu = G_MENU_MODEL (g_steal_pointer (&menu));
  self->selection = hearth_prose_selection_new (GTK_WIDGET (self));
}

/**
 * hearth_prose_new:
 *
 * Returns: (transfer floating): an empty answer
 */
GtkWidget *
hearth_prose_new (void)
{
  return g_object_new (HEARTH_TYPE_PROSE, NULL);
}

/**
 * hearth_prose_set_said:
 * @self: prose
 * @links: (element-type utf8): the web addresses in what the owner said
 *
 * Says which links may be followed from the start; to be called before hearth_prose_set_text().
 */
void
hearth_prose_set_said (HearthProse *self, GHashTable *links)
{
  g_clear_pointer (&self->links.said, g_hash_table_unref);
  self->links.said = g_hash_table_ref (links);
}

/**
 * hearth_prose_set_read:
 * @self: prose
 * @links: (element-type utf8): the web addresses in the messages that the answer names
 *
 * Says which links may be followed, too, once they are known. What is shown is made again.
 */
void
hearth_prose_set_read (HearthProse *self, GHashTable *links)
{
  g_autofree char *markdown = g_strdup (self->markdown);

  g_clear_pointer (&self->links.read, g_hash_table_unref);
  self->links.read = g_hash_table_ref (links);
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  if (markdown != NULL)
    hearth_prose_set_text (self, markdown);
}

/**
 * hearth_prose_has_links:
 * @self: prose
 *
 * Returns: whether there are links in it, whether or not they may be followed
 */
gboolean
hearth_prose_has_links (HearthProse *self)
{
  for (guint i = 0; self->blocks != NULL && i < self->blocks->len; i++) {
    const HearthBlock *block = g_ptr_array_index (self->blocks, i);

    for (guint k = 0; k < block->spans->len; k++) {
      if (g_array_index (block->spans, HearthTextSpan, k).href != NULL)
        return TRUE;
    }
  }
  return FALSE;
}

/* Tells the selection of all labels, and what stands between them in what is copied. */
static void
list_pieces (HearthProse *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  hearth_prose_selection_reset (self->selection);
  for (guint i = 0; i < self->blocks->len; i++, child = gtk_widget_get_next_sibling (child)) {
    const HearthBlock *block = g_ptr_array_index (self->blocks, i);
    GtkWidget *label = get_label (child, block);
    g_autofree char *before = NULL;

    if (block->kind == HEARTH_BLOCK_ITEM)
      before =
          g_strdup_printf ("%s%*s%s ", get_gap (self->blocks, i) < 8 ? "\n" : "\n\n",
                           2 * (block->level - 1), "", block->marker != NULL ? block->marker : " ");
    if (label != NULL)
      hearth_prose_selection_add (self->selection, GTK_LABEL (label),
                                  before != NULL ? before : "\n\n");
    for (guint k = 0; block->cells != NULL && k < block->cells->len; k++) {
      label = gtk_grid_get_child_at (get_grid (child), (int) (k % block->columns),
                                     (int) (k / block->columns));
      hearth_prose_selection_add (self->selection, GTK_LABEL (label),
                                  k == 0                    ? "\n\n"
                                  : k % block->columns == 0 ? "\n"
                                                            : "\t");
    }
  }
}

/**
 * hearth_prose_set_text:
 * @self: prose
 * @markdown: the answer so far
 *
 * Shows an answer. Blocks that did not change keep their widgets, selection and all.
 */
void
hearth_prose_set_text (HearthProse *self, const char *markdown)
{
  g_autoptr (GPtrArray) blocks = hearth_markdown_parse (markdown);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));
  guint same = 0;

  while (child != NULL && self->blocks != NULL && same < blocks->len && same < self->blocks->len &&
         hearth_block_equal (g_ptr_array_index (blocks, same),
                             g_ptr_array_index (self->blocks, same))) {
    child = gtk_widget_get_next_sibling (child);
    same++;
  }
  if (child != NULL && same < blocks->len && same + 1 == self->blocks->len &&
      grow (self, child, g_ptr_array_index (self->blocks, same),
            g_ptr_array_index (blocks, same))) {
    child = gtk_widget_get_next_sibling (child);
    same++;
  }
  while (child != NULL) {
    GtkWidget *next = gtk_widget_get_next_sibling (child);

    gtk_widget_unparent (child);
    child = next;
  }
  for (guint i = same; i < blocks->len; i++) {
    GtkWidget *made = make_block (self, g_ptr_array_index (blocks, i));

    gtk_widget_set_margin_top (made, get_gap (blocks, i));
    gtk_widget_set_parent (made, GTK_WIDGET (self));
  }
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  self->blocks = g_steal_pointer (&blocks);
  list_pieces (self);
  g_free (self->markdown);
  self->markdown = g_strdup (markdown);
}

/**
 * hearth_prose_dup_plain:
 * @self: prose
 *
 * Returns: (transfer full): what is shown, without marks
 */
char *
hearth_prose_dup_plain (HearthProse *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; self->blocks != NULL && i < self->blocks->len; i++) {
    const HearthBlock *block = g_ptr_array_index (self->blocks, i);

    g_string_append (text, i > 0 ? "\n" : "");
    g_string_append (text, block->text);
  }
  return g_strdup (text->str);
}
