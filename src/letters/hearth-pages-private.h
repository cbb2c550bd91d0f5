/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-hand-setter.h"
#include "hearth-pages.h"

G_BEGIN_DECLS

/** HearthPageItemKind: what stands on a page. */
typedef enum {
  HEARTH_PAGE_ITEM_WORD, /* of the hand */
  HEARTH_PAGE_ITEM_LINE, /* of a font */
  HEARTH_PAGE_ITEM_RULE, /* of the paper */
} HearthPageItemKind;

/**
 * HearthPageItem:
 * @kind: what it is
 * @dim: whether it stands back: a page's number
 * @x: its left end, in points
 * @y: its baseline, in points from the top
 * @n: which word, or which layout
 * @sub: of a word, whether a space follows; of a layout, which line
 * @width: how long a rule is
 */
typedef struct {
  HearthPageItemKind kind;
  gboolean dim;
  float x, y;
  guint n;
  guint sub;
  float width;
} HearthPageItem;

struct _HearthPages {
  gatomicrefcount references;
  double width, height; /* of a sheet, in points */
  guint32 ink;
  HearthHandFace *face; /* (owned) (nullable) */
  HearthSetText *set;   /* (owned) */
  GArray *words;        /* (owned) (element-type HearthSetWord) */
  GPtrArray *layouts;   /* (owned) (element-type PangoLayout) */
  GPtrArray *pages;     /* (owned) (element-type GArray of HearthPageItem) */
  char *missing;        /* (owned) */
};

HearthHandFace *hearth_pages_make_face    (const HearthLetterStyle *style) G_GNUC_WARN_UNUSED_RESULT;
PangoContext   *hearth_pages_make_context (const char *language) G_GNUC_WARN_UNUSED_RESULT;
HearthPages    *hearth_pages_new_in_face  (const HearthLetterWords *words, const HearthLetterStyle *style,
                                           HearthHandFace *face, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * HearthContentsEntry: a line of a book's contents.
 * @title: (owned): what it is
 * @page: where it is
 */
typedef struct {
  char *title;
  guint page;
} HearthContentsEntry;

HearthPages    *hearth_pages_new_middle   (const char *text, const HearthLetterStyle *style, HearthHandFace *face,
                                           double top, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthPages    *hearth_pages_new_contents (const char *heading, GArray *entries, const HearthLetterStyle *style,
                                           HearthHandFace *face, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
