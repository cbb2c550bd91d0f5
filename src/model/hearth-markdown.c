/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-markdown.h"

#include <md4c.h>
#include <string.h>

/* Deeper nesting than this is drawn as this: a model may write anything. */
#define MAX_DEPTH 6
#define MAX_TEXT (1024 * 1024)
/* A short text can describe a table of any size: one with more cells is left as it was written.
 * What stands in columns beyond these joins the last one. */
#define MAX_CELLS 4096
#define MAX_COLUMNS 12

typedef struct {
  gboolean ordered;
  guint number;
} List;

typedef struct {
  GPtrArray *blocks;
  const char *source;
  gsize length;    /* of the source */
  GString *text;   /* of the block that is open */
  GArray *spans;   /* of the block that is open */
  GArray *origins; /* of the block that is open */
  guint first;     /* byte of the source up to which was read when the table began */
  guint last;      /* byte of the source that was read so far */
  GArray *lists;   /* List, outermost first */
  HearthBlockKind kind;
  int level;
  char *marker; /* (owned) (nullable): waits for the item's first text */
  int quotes;
  int styles[4]; /* how often each style is open */
  char *href;    /* (owned) (nullable) */
  guint link_start;
  HearthBlock *table; /* (owned) (nullable): the one that is open */
  guint column;       /* of the cell that is open */
  guint n_cells;      /* in all tables so far */
} Reader;

static void
block_free (gpointer data)
{
  HearthBlock *block = data;

  g_free (block->marker);
  g_free (block->text);
  g_array_unref (block->spans);
  g_array_unref (block->origins);
  g_clear_pointer (&block->cells, g_ptr_array_unref);
  g_free (block);
}

static void
span_clear (gpointer data)
{
  g_free (((HearthTextSpan *) data)->href);
}

static GArray *
spans_new (void)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (HearthTextSpan));

  g_array_set_clear_func (spans, span_clear);
  return spans;
}

static GArray *
origins_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (HearthTextOrigin));
}

static void
end_link (Reader *reader)
{
  HearthTextSpan span = { reader->link_start, reader->text->len, 0,
                          g_steal_pointer (&reader->href) };

  if (span.end > span.start)
    g_array_append_val (reader->spans, span);
  else
    g_free (span.href);
}

/* Ends the runs with the text that they are in: md4c 0.4.8 leaves the link of a bare address open
 * where a cell ends with it, and takes the cell's edge for a part of the address. What the runs
 * have of text that is cut off is taken back. */
static void
end_spans (Reader *reader)
{
  if (reader->href != NULL) {
    g_free (reader->href);
    reader->href = g_strdup (reader->text->str + MIN (reader->link_start, reader->text->len));
    end_link (reader);
  }
  memset (reader->styles, 0, sizeof reader->styles);
  for (guint i = reader->spans->len; i > 0; i--) {
    HearthTextSpan *span = &g_array_index (reader->spans, HearthTextSpan, i - 1);

    span->end = MIN (span->end, reader->text->len);
    if (span->start >= span->end)
      g_array_remove_index (reader->spans, i - 1);
  }
}

/* Ends the open block, if there is anything in it. */
static void
flush (Reader *reader)
{
  HearthBlock *block;

  while (reader->kind == HEARTH_BLOCK_CODE && reader->text->len > 0 &&
         reader->text->str[reader->text->len - 1] == '\n')
    g_string_truncate (reader->text, reader->text->len - 1);
  end_spans (reader);
  if (reader->text->len == 0 && reader->kind != HEARTH_BLOCK_RULE) {
    g_array_set_size (reader->spans, 0);
    g_array_set_size (reader->origins, 0);
    return;
  }
  block = g_new0 (HearthBlock, 1);
  block->kind = reader->kind;
  block->level = reader->level;
  if (block->kind == HEARTH_BLOCK_PARAGRAPH && reader->lists->len > 0) {
    block->kind = HEARTH_BLOCK_ITEM;
    block->level = (int) MIN (reader->lists->len, MAX_DEPTH);
    block->marker = g_steal_pointer (&reader->marker);
  } else if (block->kind == HEARTH_BLOCK_PARAGRAPH && reader->quotes > 0) {
    block->kind = HEARTH_BLOCK_QUOTE;
  }
  block->text = g_strdup (reader->text->str);
  block->spans = g_steal_pointer (&reader->spans);
  reader->spans = spans_new ();
  block->origins = g_steal_pointer (&reader->origins);
  reader->origins = origins_new ();
  g_string_truncate (reader->text, 0);
  g_ptr_array_add (reader->blocks, block);
}

static void
begin_table (Reader *reader, guint columns)
{
  flush (reader);
  g_clear_pointer (&reader->table, block_free);
  reader->table = g_new0 (HearthBlock, 1);
  reader->table->kind = HEARTH_BLOCK_TABLE;
  reader->table->columns = MIN (columns, MAX_COLUMNS);
  reader->table->cells = g_ptr_array_new_with_free_func (block_free);
  reader->table->spans = spans_new ();
  reader->table->origins = origins_new ();
  reader->first = reader->last;
}

static void
end_cell (Reader *reader)
{
  GPtrArray *cells = reader->table->cells;
  HearthBlock *cell;

  end_spans (reader);
  if (reader->column++ >= MAX_COLUMNS && cells->len > 0) {
    char *text;

    cell = g_ptr_array_index (cells, cells->len - 1);
    text = g_strconcat (cell->text, " ", reader->text->str, NULL);
    g_free (cell->text);
    cell->text = text;
    g_array_set_size (reader->spans, 0);
    g_array_set_size (reader->origins, 0);
  } else {
    cell = g_new0 (HearthBlock, 1);
    cell->kind = HEARTH_BLOCK_PARAGRAPH;
    cell->text = g_strdup (reader->text->str);
    cell->spans = g_steal_pointer (&reader->spans);
    reader->spans = spans_new ();
    cell->origins = g_steal_pointer (&reader->origins);
    reader->origins = origins_new ();
    g_ptr_array_add (cells, cell);
  }
  g_string_truncate (reader->text, 0);
}

static void
end_table (Reader *reader)
{
  HearthBlock *table = g_steal_pointer (&reader->table);
  g_autoptr (GString) text = g_string_new (NULL);
  HearthTextOrigin origin = { 0, 0, reader->first, reader->last };

  for (guint i = 0; i < table->cells->len; i++) {
    const HearthBlock *cell = g_ptr_array_index (table->cells, i);

    if (i > 0)
      g_string_append_c (text, i % table->columns == 0 ? '\n' : '\t');
    g_string_append (text, cell->text);
  }
  table->text = g_strdup (text->str);
  origin.end = text->len;
  g_array_append_val (table->origins, origin);
  g_ptr_array_add (reader->blocks, table);
}

static void
begin (Reader *reader, HearthBlockKind kind, int level)
{
  flush (reader);
  reader->kind = kind;
  reader->level = level;
}

static int
enter_block_cb (MD_BLOCKTYPE type, void *detail, void *user_data)
{
  Reader *reader = user_data;

  switch (type) {
  case MD_BLOCK_UL:
  case MD_BLOCK_OL: {
    List list = { type == MD_BLOCK_OL,
                  type == MD_BLOCK_OL ? ((MD_BLOCK_OL_DETAIL *) detail)->start : 0 };

    flush (reader);
    g_array_append_val (reader->lists, list);
    break;
  }
  case MD_BLOCK_LI: {
    List *list = &g_array_index (reader->lists, List, reader->lists->len - 1);

    begin (reader, HEARTH_BLOCK_PARAGRAPH, 0);
    g_free (reader->marker);
    reader->marker = list->ordered ? g_strdup_printf ("%u.", list->number++) : g_strdup ("•");
    break;
  }
  case MD_BLOCK_H:
    begin (reader, HEARTH_BLOCK_HEADING, (int) ((MD_BLOCK_H_DETAIL *) detail)->level);
    break;
  case MD_BLOCK_CODE:
    begin (reader, HEARTH_BLOCK_CODE, 0);
    break;
  case MD_BLOCK_HR:
    begin (reader, HEARTH_BLOCK_RULE, 0);
    flush (reader);
    reader->kind = HEARTH_BLOCK_PARAGRAPH;
    break;
  case MD_BLOCK_QUOTE:
    flush (reader);
    reader->quotes++;
    break;
  case MD_BLOCK_P:
    begin (reader, HEARTH_BLOCK_PARAGRAPH, 0);
    break;
  case MD_BLOCK_TABLE:
    begin_table (reader, ((MD_BLOCK_TABLE_DETAIL *) detail)->col_count);
    break;
  case MD_BLOCK_TR:
    reader->column = 0;
    break;
  case MD_BLOCK_TH:
  case MD_BLOCK_TD:
    return ++reader->n_cells > MAX_CELLS ? -1 : 0;
  case MD_BLOCK_DOC:
  case MD_BLOCK_HTML:
  case MD_BLOCK_THEAD:
  case MD_BLOCK_TBODY:
  default:
    break;
  }
  return 0;
}

static int
leave_block_cb (MD_BLOCKTYPE type, void *detail, void *user_data)
{
  Reader *reader = user_data;

  if (reader->table != NULL) {
    if (type == MD_BLOCK_TH || type == MD_BLOCK_TD)
      end_cell (reader);
    else if (type == MD_BLOCK_TABLE)
      end_table (reader);
    return 0;
  }
  flush (reader);
  if (type == MD_BLOCK_UL || type == MD_BLOCK_OL)
    g_array_set_size (reader->lists, reader->lists->len - 1);
  else if (type == MD_BLOCK_QUOTE)
    reader->quotes--;
  reader->kind = HEARTH_BLOCK_PARAGRAPH;
  reader->level = 0;
  return 0;
}

static int
find_style (MD_SPANTYPE type)
{
  switch (type) {
  case MD_SPAN_STRONG:
    return 0;
  case MD_SPAN_EM:
    return 1;
  case MD_SPAN_CODE:
    return 2;
  case MD_SPAN_DEL:
    return 3;
  case MD_SPAN_A:
  case MD_SPAN_IMG:
  case MD_SPAN_LATEXMATH:
  case MD_SPAN_LATEXMATH_DISPLAY:
  case MD_SPAN_WIKILINK:
  case MD_SPAN_U:
  default:
    return -1;
  }
}

static int
enter_span_cb (MD_SPANTYPE type, void *detail, void *user_data)
{
  Reader *reader = user_data;
  int style = find_style (type);

  if (style >= 0) {
    reader->styles[style]++;
  } else if (type == MD_SPAN_A && reader->href == NULL) {
    MD_SPAN_A_DETAIL *link = detail;

    reader->href = g_strndup (link->href.text != NULL ? link->href.text : "", link->href.size);
    reader->link_start = reader->text->len;
  }
  return 0;
}

static int
leave_span_cb (MD_SPANTYPE type, void *detail, void *user_data)
{
  Reader *reader = user_data;
  int style = find_style (type);

  if (style >= 0) {
    reader->styles[style] = MAX (reader->styles[style] - 1, 0);
  } else if (type == MD_SPAN_A && reader->href != NULL) {
    end_link (reader);
  }
  return 0;
}

/* What turns the order of letters round, or is not seen at all, has no place in an answer: with it
 * a text can look like another. */
static gboolean
is_hidden (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e ||
         c == 0x200f || c == 0x061c || (c >= 0xe0000 && c <= 0xe0fff) ||
         (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
}

static void
append_visible (GString *text, const char *more, gsize size)
{
  const char *end = more + size;

  while (more < end) {
    const char *next = g_utf8_next_char (more);
    gunichar c = g_utf8_get_char (more);

    if (!is_hidden (c))
      g_string_append_len (text, more, next - more);
    more = next;
  }
}

static void
append_entity (GString *text, const char *entity, gsize size)
{
  static const struct {
    const char *name;
    const char *text;
  } names[] = {
    { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&nbsp;", " " },
  };
  gunichar c = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (strlen (names[i].name) == size && memcmp (names[i].name, entity, size) == 0) {
      g_string_append (text, names[i].text);
      return;
    }
  }
  if (size > 3 && entity[1] == '#')
    c = (gunichar) (g_ascii_tolower (entity[2]) == 'x' ? g_ascii_strtoull (entity + 3, NULL, 16)
                                                       : g_ascii_strtoull (entity + 2, NULL, 10));
  if (c >= 0x20 && g_unichar_validate (c) && !is_hidden (c))
    g_string_append_unichar (text, c);
  else
    append_visible (text, entity, size);
}

/* Notes where what was just added to the text came from. md4c has bytes of its own for line breaks
 * and the like; these come from nowhere. */
static void
add_origin (Reader *reader, guint start, const char *text, gsize size)
{
  HearthTextOrigin origin = { start, reader->text->len, 0, 0 };

  if ((guintptr) text < (guintptr) reader->source ||
      (guintptr) text + size > (guintptr) reader->source + reader->length || origin.end == start)
    return;
  origin.source = (guint) (text - reader->source);
  origin.source_end = origin.source + (guint) size;
  reader->last = origin.source_end;
  g_array_append_val (reader->origins, origin);
}

static int
text_cb (MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user_data)
{
  Reader *reader = user_data;
  HearthTextSpan span = { reader->text->len, 0, 0, NULL };

  switch (type) {
  case MD_TEXT_BR:
    g_string_append_c (reader->text, '\n');
    break;
  case MD_TEXT_SOFTBR:
    g_string_append_c (reader->text, ' ');
    break;
  case MD_TEXT_NULLCHAR:
    break;
  case MD_TEXT_ENTITY:
    append_entity (reader->text, text, size);
    break;
  case MD_TEXT_NORMAL:
  case MD_TEXT_CODE:
  case MD_TEXT_HTML:
  case MD_TEXT_LATEXMATH:
  default:
    append_visible (reader->text, text, size);
    break;
  }
  add_origin (reader, span.start, text, size);
  span.end = reader->text->len;
  for (guint i = 0; i < G_N_ELEMENTS (reader->styles); i++) {
    if (reader->styles[i] > 0)
      span.style |= 1 << i;
  }
  if (span.style != 0 && span.end > span.start)
    g_array_append_val (reader->spans, span);
  return 0;
}

/* Returns NULL where a table is too large. */
static GPtrArray *
parse (const char *text, gboolean with_tables)
{
  const MD_PARSER parser = {
    .flags = MD_FLAG_NOHTML | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEURLAUTOLINKS |
             MD_FLAG_NOINDENTEDCODEBLOCKS | (with_tables ? MD_FLAG_TABLES : 0),
    .enter_block = enter_block_cb,
    .leave_block = leave_block_cb,
    .enter_span = enter_span_cb,
    .leave_span = leave_span_cb,
    .text = text_cb,
  };
  Reader reader = { 0 };

  reader.blocks = g_ptr_array_new_with_free_func (block_free);
  reader.text = g_string_new (NULL);
  reader.spans = spans_new ();
  reader.source = text;
  reader.length = strlen (text);
  reader.origins = origins_new ();
  reader.lists = g_array_new (FALSE, FALSE, sizeof (List));
  md_parse (text, (MD_SIZE) reader.length, &parser, &reader);
  if (reader.n_cells > MAX_CELLS)
    g_clear_pointer (&reader.blocks, g_ptr_array_unref);
  else
    flush (&reader);

  g_clear_pointer (&reader.table, block_free);
  g_string_free (reader.text, TRUE);
  g_array_unref (reader.spans);
  g_array_unref (reader.origins);
  g_array_unref (reader.lists);
  g_free (reader.marker);
  g_free (reader.href);
  return reader.blocks;
}

/**
 * hearth_markdown_parse:
 * @text: Markdown as a model writes it, perhaps unfinished
 *
 * Reads the subset of Markdown that answers may use, of at most 1 MiB. HTML stays text, images
 * become their alternative text, links keep where they go so that the caller may decide.
 *
 * Returns: (transfer full) (element-type HearthBlock): the blocks, in order
 */
GPtrArray *
hearth_markdown_parse (const char *text)
{
  /* A character is never cut in two, whatever was sent. */
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) strnlen (text, MAX_TEXT));
  GPtrArray *blocks = parse (valid, TRUE);

  return blocks != NULL ? blocks : parse (valid, FALSE);
}

/**
 * hearth_block_equal:
 * @a: a block
 * @b: another
 *
 * Returns: whether both look the same
 */
gboolean
hearth_block_equal (const HearthBlock *a, const HearthBlock *b)
{
  if (a->kind != b->kind || a->level != b->level || g_strcmp0 (a->marker, b->marker) != 0 ||
      g_strcmp0 (a->text, b->text) != 0 || a->spans->len != b->spans->len ||
      a->columns != b->columns || (a->cells != NULL && a->cells->len != b->cells->len))
    return FALSE;
  for (guint i = 0; a->cells != NULL && i < a->cells->len; i++) {
    if (!hearth_block_equal (g_ptr_array_index (a->cells, i), g_ptr_array_index (b->cells, i)))
      return FALSE;
  }
  for (guint i = 0; i < a->spans->len; i++) {
    const HearthTextSpan *one = &g_array_index (a->spans, HearthTextSpan, i);
    const HearthTextSpan *two = &g_array_index (b->spans, HearthTextSpan, i);

    if (one->start != two->start || one->end != two->end || one->style != two->style ||
        g_strcmp0 (one->href, two->href) != 0)
      return FALSE;
  }
  return TRUE;
}
