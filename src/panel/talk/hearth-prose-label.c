/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-prose-label.h"

#include "hearth-label-wrap.h"
#include "hearth-link-text.h"
#include "hearth-script-direction.h"

#include <string.h>

/* One block of an answer as a label. */

/* Its attributes without those of what is selected. */
#define ATTRIBUTES "hearth-attributes"
#define MARK_ALPHA 0.3

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
may_follow (const HearthProseLinks *links, const char *href)
{
  return (links->said != NULL && g_hash_table_contains (links->said, href)) ||
         (links->read != NULL && g_hash_table_contains (links->read, href));
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

/**
 * hearth_prose_label_set:
 * @label: a label of hearth_prose_label_new()
 * @links: which links may be followed
 * @block: a block without cells
 *
 * Shows a block's text in it. What was selected in it is not any more.
 */
void
hearth_prose_label_set (GtkLabel *label, const HearthProseLinks *links, const HearthBlock *block)
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

    if (span->href == NULL || span->start < done || !may_follow (links, span->href))
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
  g_object_set_data_full (G_OBJECT (label), ATTRIBUTES, g_steal_pointer (&attributes),
                          (GDestroyNotify) pango_attr_list_unref);
  hearth_prose_apply_direction (GTK_WIDGET (label), block->text);
}

/**
 * hearth_prose_label_new:
 *
 * Returns: (transfer floating): a label for a block of an answer
 */
GtkWidget *
hearth_prose_label_new (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  hearth_label_wrap (GTK_LABEL (label));
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

/**
 * hearth_prose_label_mark:
 * @label: a label of hearth_prose_label_new()
 * @start: bytes
 * @end: bytes; not above @start for nothing
 *
 * Shows a part of it as selected, together with parts of others.
 */
void
hearth_prose_label_mark (GtkLabel *label, guint start, guint end)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (label));
  PangoAttrList *plain = g_object_get_data (G_OBJECT (label), ATTRIBUTES);
  g_autoptr (PangoAttrList) marked = NULL;
  PangoAttribute *background[2];
  GdkRGBA color;

  if (plain == NULL)
    return;
  if (start >= end || !gtk_style_context_lookup_color (context, "accent_bg_color", &color)) {
    if (gtk_label_get_attributes (label) != plain)
      gtk_label_set_attributes (label, plain);
    return;
  }
  marked = pango_attr_list_copy (plain);
  background[0] = pango_attr_background_new ((guint16) (color.red * G_MAXUINT16),
                                             (guint16) (color.green * G_MAXUINT16),
                                             (guint16) (color.blue * G_MAXUINT16));
  background[1] = pango_attr_background_alpha_new ((guint16) (MARK_ALPHA * G_MAXUINT16));
  for (guint i = 0; i < G_N_ELEMENTS (background); i++) {
    background[i]->start_index = start;
    background[i]->end_index = end;
    pango_attr_list_insert (marked, background[i]);
  }
  gtk_label_set_attributes (label, marked);
}

/**
 * hearth_prose_label_find:
 * @label: a label of hearth_prose_label_new()
 * @x, @y: a place in it; one outside stands for the nearest
 *
 * Returns: the byte of its text between two letters there
 */
guint
hearth_prose_label_find (GtkLabel *label, double x, double y)
{
  PangoLayout *layout = gtk_label_get_layout (label);
  int left, top, at, trailing, height;
  const char *text = pango_layout_get_text (layout);
  const char *place;

  gtk_label_get_layout_offsets (label, &left, &top);
  pango_layout_get_pixel_size (layout, NULL, &height);
  if (y < top)
    return 0;
  if (y >= top + height)
    return (guint) strlen (text);
  pango_layout_xy_to_index (layout, (int) ((x - left) * PANGO_SCALE),
                            (int) ((y - top) * PANGO_SCALE), &at, &trailing);
  place = text + at;
  while (trailing-- > 0 && *place != '\0')
    place = g_utf8_next_char (place);
  return (guint) (place - text);
}
