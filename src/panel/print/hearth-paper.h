/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthPaperKind: what a block of a paper is. */
typedef enum {
  HEARTH_PAPER_TITLE,   /* what all of it is about */
  HEARTH_PAPER_HEADING, /* of what follows, with which it stays together */
  HEARTH_PAPER_FIELD,   /* a name and what it is: “From” and who */
  HEARTH_PAPER_ENTRY,   /* a time, what is then, and more about it */
  HEARTH_PAPER_TASK,    /* a box to tick, what is to be done, and more about it */
  HEARTH_PAPER_TEXT,
  HEARTH_PAPER_QUOTE,   /* words of somebody else, dimmed */
  HEARTH_PAPER_SMALL,   /* what is beside the point, dimmed and small */
  HEARTH_PAPER_WARNING, /* what must not be overlooked */
  HEARTH_PAPER_RULE,    /* a line across */
} HearthPaperKind;

/**
 * HearthPaperBlock: what is laid out as one.
 * @kind: what it is
 * @label: (nullable): beside the text: a name or a time
 * @text: one or more lines
 * @note: (nullable): more about it
 * @goes_on: whether it is the rest of the block before, which was too long to be laid out at once
 */
typedef struct {
  HearthPaperKind kind;
  char *label;
  char *text;
  char *note;
  gboolean goes_on;
} HearthPaperBlock;

/**
 * HearthPaper: what is to be printed or copied: words in an order, and no widgets.
 * @name: what the print job is called and what stands at the foot of each page
 * @blocks: (element-type HearthPaperBlock): from the top to the end
 */
typedef struct {
  char *name;
  GPtrArray *blocks;
} HearthPaper;

HearthPaper *hearth_paper_new     (const char *name) G_GNUC_WARN_UNUSED_RESULT;
void         hearth_paper_free    (HearthPaper *self);
void         hearth_paper_add     (HearthPaper *self, HearthPaperKind kind, const char *text);
void         hearth_paper_add_to  (HearthPaper *self, HearthPaperKind kind, const char *label,
                                   const char *text, const char *note);
char        *hearth_paper_to_text (const HearthPaper *self) G_GNUC_WARN_UNUSED_RESULT;
char        *hearth_paper_dup_file_name (const HearthPaper *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthPaper, hearth_paper_free)

G_END_DECLS
