/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-prose.h"

#include "hearth-link-text.h"
#include "hearth-markdown.h"
#include "hearth-script-direction.h"

#include <string.h>

/* Shows an answer: a column of labels, one a block. While an answer streams, the blocks that are
 * finished keep their labels and only the last one is set again. */

struct _HearthProse {
  GtkWidget parent_instance;

  GPtrArray *blocks; /* (owned) (nullable): what is shown */
  char *markdown;    /* (owned) (nullable): what it is made from */
  GHashTable *said;  /* (owned) (nullable) (element-type utf8): addresses in the owner's words */
  GHashTable *read;  /* (owned) (nullable) (element-type utf8): those in messages on display */
};

G_DEFINE_FINAL_TYPE (HearthProse, hearth_prose, GTK_TYPE_WIDGET)

/* What was put into a block's text behind a link. */
typedef struct {
  guint at; /* bytes of the text as it was */
  guint length;
} Insertion;

static guint
shift (GArray *insertions, guint at, gboolean ends)
{
  guint shifted = at;

  for (guint i = 0; i < insertions->len; i++) {
    const Insertion *insertion = &g_array_index (insertions, Insertion, i);

    if (insertion->at < at || (insertion->at == at && !ends))
      shifted += insertion->length;
  }
  return shifted;
}

static PangoAttrList *
make_attributes (const HearthBlock *block, GArray *insertions)
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
      made[k]->start_index = shift (insertions, span->start, FALSE);
      made[k]->end_index = shift (insertions, span->end, TRUE);
      pango_attr_list_insert (attributes, made[k]);
    }
  }
  return attributes;
}

/* A link may be followed only if the very same address stands in the owner's own words or in a
 * message that this answer names (SAFETY.md): an address that a model made up could carry away what
 * it has read. */
static gboolean
may_follow (HearthProse *self, const char *href)
{
  return (self->said != NULL && g_hash_table_contains (self->said, href)) ||
         (self->read != NULL && g_hash_table_contains (self->read, href));
}

/* A link shows where it leads: by its address, or with its host behind it. Returns how many bytes
 * stand behind it. */
static guint
append_link (GString *markup, const char *text, const char *href)
{
  g_autofree char *inside = g_markup_escape_text (text, -1);
  g_autofree char *target = g_markup_escape_text (href, -1);
  g_autofree char *host = hearth_link_text_dup_host (href);

  g_string_append_printf (markup, "<a href=\"%s\" title=\"%s\">%s</a>", target, target, inside);
  if (g_str_equal (text, href) || host == NULL)
    return 0;
  g_string_append_printf (markup, " (%s)", host);
  return (guint) strlen (host) + 3;
}

static void
set_label (HearthProse *self, GtkLabel *label, const HearthBlock *block)
{
  g_autoptr (PangoAttrList) attributes = NULL;
  g_autoptr (GArray) insertions = g_array_new (FALSE, FALSE, sizeof (Insertion));
  g_autoptr (GString) markup = g_string_new (NULL);
  gboolean linked = FALSE;
  guint done = 0;

  for (guint i = 0; i < block->spans->len; i++) {
    const HearthTextSpan *span = &g_array_index (block->spans, HearthTextSpan, i);
    g_autofree char *before = NULL;
    g_autofree char *inside = NULL;
    Insertion insertion;

    if (span->href == NULL || span->start < done || !may_follow (self, span->href))
      continue;
    before = g_markup_escape_text (block->text + done, span->start - done);
    inside = g_strndup (block->text + span->start, span->end - span->start);
    g_string_append (markup, before);
    insertion = (Insertion){ span->end, append_link (markup, inside, span->href) };
    g_array_append_val (insertions, insertion);
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
  attributes = make_attributes (block, insertions);
  gtk_label_set_attributes (label, attributes);
}

/**
 * hearth_prose_apply_direction:
 * @widget: what shows a text
 * @text: (nullable): the text
 *
 * Lets a text in another script than the panel's stand as that script does.
 */
void
hearth_prose_apply_direction (GtkWidget *widget, const char *text)
{
  static const GtkTextDirection directions[] = {
    [HEARTH_SCRIPT_NEITHER] = GTK_TEXT_DIR_NONE,
    [HEARTH_SCRIPT_LEFT_TO_RIGHT] = GTK_TEXT_DIR_LTR,
    [HEARTH_SCRIPT_RIGHT_TO_LEFT] = GTK_TEXT_DIR_RTL,
  };

  gtk_widget_set_direction (widget,
                            directions[hearth_script_direction_find (text != NULL ? text : "")]);
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
  hearth_prose_apply_direction (label, block->text);
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
    hearth_prose_apply_direction (row, block->text);
    hearth_prose_apply_direction (marker, block->text);
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
  g_clear_pointer (&self->markdown, g_free);
  g_clear_pointer (&self->said, g_hash_table_unref);
  g_clear_pointer (&self->read, g_hash_table_unref);
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
 * hearth_prose_set_said:
 * @self: prose
 * @links: (element-type utf8): the web addresses in what the owner said
 *
 * Says which links may be followed from the start; to be called before hearth_prose_set_text().
 */
void
hearth_prose_set_said (HearthProse *self, GHashTable *links)
{
  g_clear_pointer (&self->said, g_hash_table_unref);
  self->said = g_hash_table_ref (links);
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

  g_clear_pointer (&self->read, g_hash_table_unref);
  self->read = g_hash_table_ref (links);
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
      hearth_prose_apply_direction (child, last->text);
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
