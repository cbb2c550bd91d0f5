/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthBlockKind:
 *
 * What a block of a text is.
 */
typedef enum {
  HEARTH_BLOCK_PARAGRAPH,
  HEARTH_BLOCK_HEADING,
  HEARTH_BLOCK_ITEM,
  HEARTH_BLOCK_QUOTE,
  HEARTH_BLOCK_CODE,
  HEARTH_BLOCK_RULE,
  HEARTH_BLOCK_TABLE,
} HearthBlockKind;

/**
 * HearthSpanStyle:
 *
 * How a run of text is set; several may hold at once.
 */
typedef enum {
  HEARTH_SPAN_BOLD = 1 << 0,
  HEARTH_SPAN_ITALIC = 1 << 1,
  HEARTH_SPAN_CODE = 1 << 2,
  HEARTH_SPAN_STRUCK = 1 << 3,
} HearthSpanStyle;

/**
 * HearthTextSpan: a styled run of a block's text.
 * @start, @end: bytes
 * @style: how it is set
 * @href: (nullable): where a link goes
 */
typedef struct {
  guint start;
  guint end;
  HearthSpanStyle style;
  char *href;
} HearthTextSpan;

/**
 * HearthTextOrigin: where a run of a block's text stood in the Markdown.
 * @start, @end: bytes of the text
 * @source, @source_end: bytes of the Markdown; as many, where nothing was left out or written
 *   another way
 */
typedef struct {
  guint start;
  guint end;
  guint source;
  guint source_end;
} HearthTextOrigin;

/**
 * HearthBlock:
 * @kind: its kind
 * @level: of a heading, 1 to 6; of an item, its depth from 1
 * @marker: (nullable): what stands before an item
 * @text: plain UTF-8 text; of a table, a line a row, with tabs between its cells
 * @spans: (element-type HearthTextSpan): styled runs, not nested
 * @origins: (element-type HearthTextOrigin): where the text stood, in its order; of a table all of it
 * @columns: how many columns a table has, else 0
 * @cells: (element-type HearthBlock) (nullable): of a table, row by row; the first row is its head
 */
typedef struct {
  HearthBlockKind kind;
  int level;
  char *marker;
  char *text;
  GArray *spans;
  GArray *origins;
  guint columns;
  GPtrArray *cells;
} HearthBlock;

GPtrArray *hearth_markdown_parse (const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean   hearth_block_equal    (const HearthBlock *a, const HearthBlock *b);

G_END_DECLS
