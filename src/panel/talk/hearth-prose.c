/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-prose.h"

#include "hearth-markdown.h"

#include <string.h>

/* Shows an answer: a column of labels, one a block. While an answer streams, the blocks that are
 * finished keep their labels and only the last one is set again. */

struct _HearthProse {
  GtkWidget parent_instance;

  GPtrArray *blocks; /* (owned) (nullable): what is shown */
  char *owner;       /* (owned) (nullable): the words that the owner said */
};

G_DEFINE_FINAL_TYPE (HearthProse, hearth_prose, GTK_TYPE_WIDGET)

static PangoAttrList *
make_attributes (const HearthBlock *block)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  for (guint i = 0; i < block->spans->len; i++) {
    const HearthTextSpan *span = &g_array_index (block->spans, HearthTextSpan, i);
    PangoAttribute *made[4] = { NULL };

    if (span->style & HEARTH_SPAN_BOLD)
      made[0] = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
    if (span->style & HEARTH_SPAN_ITALIC)
      made[1] = pango_attr_style_new (PANGO_STYLE_ITALIC);
    if (span->style & HEARTH_SPAN_CODE)
      made[2] = pango_attr_family_new ("monospace");
    if (span->style & HEARTH_SPAN_STRUCK)
      made[3] = pango_attr_strikethrough_new (TRUE);
    for (guint k = 0; k < G_N_ELEMENTS (made); k++) {
      if (made[k] == NULL)
        continue;
      made[k]->start_index = span->start;
      made[k]->end_index = span->end;
      pango_attr_list_insert (attributes, made[k]);
    }
  }
  return attributes;
}

/* A link may be followed only if its address stands in the owner's own words (SAFETY.md): an
 * address that a model wrote could carry away what it has read. */
static gboolean
may_follow (HearthProse *self, const char *href)
{
  return self->owner != NULL &&
         (g_str_has_prefix (href, "https://") || g_str_has_prefix (href, "http://")) &&
         strstr (self->owner, href) != NULL;
}

static void
set_label (HearthProse *self, GtkLabel *label, const HearthBlock *block)
{
  g_autoptr (PangoAttrList) attributes = make_attributes (block);
  g_autoptr (GString) markup = g_string_new (NULL);
  gboolean linked = FALSE;
  guint done = 0;

  for (guint i = 0; i < block->spans->len; i++) {
    const HearthTextSpan *span = &g_array_index (block->spans, HearthTextSpan, i);
    g_autofree char *before = NULL;
    g_autofree char *inside = NULL;
    g_autofree char *href = NULL;

    if (span->href == NULL || span->start < done || !may_follow (self, span->href))
      continue;
    before = g_markup_escape_text (block->text + done, span->start - done);
    inside = g_markup_escape_text (block->text + span->start, span->end - span->start);
    href = g_markup_escape_text (span->href, -1);
    g_string_append_printf (markup, "%s<a href=\"%s\" title=\"%s\">%s</a>", before, href, href,
                            inside);
    done = span->end;
    linked = TRUE;
  }
  if (linked) {
    g_autofree char *rest = g_markup_escape_text (block->text + done, -1);

    g_string_append (markup, rest);
    gtk_label_set_markup (label, markup->str);
  } else {
    gtk_label_set_text (label, block->text);
  }
  gtk_label_set_attributes (label, attributes);
}

static GtkWidget *
make_label (HearthProse *self, const HearthBlock *block)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  set_label (self, GTK_LABEL (label), block);
  return label;
}

static GtkWidget *
make_block (HearthProse *self, const HearthBlock *block)
{
  GtkWidget *label, *marker, *row;

  switch (block->kind) {
  case HEARTH_BLOCK_RULE:
    return gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
  case HEARTH_BLOCK_ITEM:
    row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    gtk_widget_set_margin_start (row, 16 * (block->level - 1));
    marker = gtk_label_new (block->marker != NULL ? block->marker : "");
    gtk_label_set_width_chars (GTK_LABEL (marker), 2);
    gtk_label_set_xalign (GTK_LABEL (marker), 1);
    gtk_widget_set_valign (marker, GTK_ALIGN_START);
    gtk_widget_add_css_class (marker, "dim-label");
    gtk_box_append (GTK_BOX (row), marker);
    gtk_box_append (GTK_BOX (row), make_label (self, block));
    gtk_widget_add_css_class (row, "item");
    return row;
  case HEARTH_BLOCK_HEADING:
    label = make_label (self, block);
    gtk_widget_add_css_class (label, "heading");
    return label;
  case HEARTH_BLOCK_QUOTE:
    label = make_label (self, block);
    gtk_widget_add_css_class (label, "quote");
    return label;
  case HEARTH_BLOCK_CODE:
    label = make_label (self, block);
    gtk_widget_add_css_class (label, "code");
    return label;
  case HEARTH_BLOCK_PARAGRAPH:
  default:
    return make_label (self, block);
  }
}

/* Items of a list stand closer than paragraphs. */
static int
get_gap (GPtrArray *blocks, guint i)
{
  const HearthBlock *block = g_ptr_array_index (blocks, i);
  const HearthBlock *before = i > 0 ? g_ptr_array_index (blocks, i - 1) : NULL;

  if (before == NULL)
    return 0;
  return block->kind == HEARTH_BLOCK_ITEM && before->kind == HEARTH_BLOCK_ITEM ? 2 : 8;
}

static void
hearth_prose_dispose (GObject *object)
{
  HearthProse *self = HEARTH_PROSE (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  g_clear_pointer (&self->owner, g_free);
  G_OBJECT_CLASS (hearth_prose_parent_class)->dispose (object);
}

static void
hearth_prose_class_init (HearthProseClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_prose_dispose;
  gtk_widget_class_set_css_name (widget_class, "prose");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
hearth_prose_init (HearthProse *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
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
 * hearth_prose_set_owner:
 * @self: prose
 * @words: (nullable): what the owner said in this conversation
 *
 * Says whose links may be followed; to be called before hearth_prose_set_text().
 */
void
hearth_prose_set_owner (HearthProse *self, const char *words)
{
  g_free (self->owner);
  self->owner = g_strdup (words);
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
  if (child != NULL && same + 1 == blocks->len && same + 1 == self->blocks->len) {
    const HearthBlock *last = g_ptr_array_index (blocks, same);
    const HearthBlock *shown = g_ptr_array_index (self->blocks, same);

    /* The common case while it streams: the last paragraph grows. */
    if (last->kind == HEARTH_BLOCK_PARAGRAPH && shown->kind == last->kind) {
      set_label (self, GTK_LABEL (child), last);
      child = NULL;
      same++;
    }
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
