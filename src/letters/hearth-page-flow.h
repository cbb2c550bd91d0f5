/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-pages-private.h"

G_BEGIN_DECLS

/** HEARTH_PAGE_X_HEIGHT: how high a hand's x is, of the size of a style. */
#define HEARTH_PAGE_X_HEIGHT 0.5

/** HearthPageAlign: where lines stand. */
typedef enum {
  HEARTH_PAGE_ALIGN_LEFT,
  HEARTH_PAGE_ALIGN_CENTER,
  HEARTH_PAGE_ALIGN_RIGHT,
} HearthPageAlign;

/**
 * HearthPageLine: a line that was set.
 * @panel: on which page
 * @first: the first of its items there
 * @y: its baseline, in points from the top
 */
typedef struct {
  guint panel;
  guint first;
  double y;
} HearthPageLine;

/**
 * HearthPageFlow: where the next line of a text goes.
 * @pages: (unowned): into what
 * @style: (unowned): how it looks
 * @setter: (owned) (nullable): of the hand
 * @context: (owned): of fonts
 * @font: (owned): the style's
 * @seed: where the chances of a hand come from
 * @paragraph: how many lines of text were begun
 * @leading: from baseline to baseline, in points
 * @uneven: how much lines and words vary
 * @page_width: of one page, in points
 * @page_height: of one page, in points
 * @margins: in points
 * @panel: which page; of a folded card, four to a sheet
 * @y: the last baseline
 * @begun: whether a line stands on the panel
 * @full: whether there are more pages than are taken
 * @lines: (owned) (element-type HearthPageLine): of the paragraph that is being set
 */
typedef struct {
  HearthPages *pages;
  const HearthLetterStyle *style;
  HearthHandSetter *setter;
  PangoContext *context;
  PangoFontDescription *font;
  guint64 seed;
  guint paragraph;
  double leading;
  double uneven;
  double page_width, page_height;
  HearthLetterMargins margins;
  guint panel;
  double y;
  gboolean begun;
  gboolean full;
  GArray *lines;
} HearthPageFlow;

/**
 * HearthPageColumn: where a block stands.
 * @left: its left end, in points
 * @width: in points
 * @align: where its lines stand in that
 * @indent: of the first line of a paragraph, in points
 */
typedef struct {
  double left, width;
  HearthPageAlign align;
  double indent;
} HearthPageColumn;

gboolean     hearth_page_flow_init        (HearthPageFlow *self, const HearthLetterStyle *style,
                                           HearthHandFace *face, const char *language, const char *id,
                                           GError **error);
HearthPages *hearth_page_flow_finish      (HearthPageFlow *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GArray      *hearth_page_flow_get_panel   (HearthPageFlow *self, guint panel, double *x);
void         hearth_page_flow_begin_panel (HearthPageFlow *self, guint panel);
void         hearth_page_flow_add_item    (HearthPageFlow *self, HearthPageItem item);
double       hearth_page_flow_next_line   (HearthPageFlow *self);
void         hearth_page_flow_leave_gap   (HearthPageFlow *self, double lines);
void         hearth_page_flow_set_hand    (HearthPageFlow *self, const char *text,
                                           const HearthPageColumn *column);
void         hearth_page_flow_set_block   (HearthPageFlow *self, const char *block,
                                           const HearthPageColumn *column);
void         hearth_page_flow_end_paragraph (HearthPageFlow *self);
void         hearth_page_flow_add_numbers (HearthPageFlow *self);

G_END_DECLS
