/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-letter.h"
#include "hearth-proof.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HearthLetterMark: a mark of the proofreader where it stands now.
 * @proof: (owned): what it says; its place is that of when it was made
 * @start: (owned): where it begins
 * @end: (owned): where it ends
 * @text: (owned): what stands there
 * @asked: whether it was looked for words that could be meant
 */
typedef struct {
  HearthProofMark *proof;
  GtkTextMark *start;
  GtkTextMark *end;
  char *text;
  gboolean asked;
} HearthLetterMark;

#define HEARTH_TYPE_LETTER_MARKS (hearth_letter_marks_get_type ())
G_DECLARE_FINAL_TYPE (HearthLetterMarks, hearth_letter_marks, HEARTH, LETTER_MARKS, GObject)

HearthLetterMarks *hearth_letter_marks_new         (HearthClient *client, GtkTextBuffer *buffer) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_letter_marks_set_letter  (HearthLetterMarks *self, const HearthLetter *letter);
guint              hearth_letter_marks_get_n       (HearthLetterMarks *self);
const HearthLetterMark *
                   hearth_letter_marks_get         (HearthLetterMarks *self, guint n);
void               hearth_letter_marks_get_place   (HearthLetterMarks *self, const HearthLetterMark *mark,
                                                    GtkTextIter *start, GtkTextIter *end);
const HearthLetterMark *
                   hearth_letter_marks_find        (HearthLetterMarks *self);
gboolean           hearth_letter_marks_go          (HearthLetterMarks *self, gboolean forwards);
void               hearth_letter_marks_ask         (HearthLetterMarks *self, const HearthLetterMark *mark);
guint              hearth_letter_marks_count       (HearthLetterMarks *self, HearthProofKind kind,
                                                    gboolean fixable);
void               hearth_letter_marks_fix         (HearthLetterMarks *self, const HearthLetterMark *mark,
                                                    const char *suggestion);
void               hearth_letter_marks_fix_all     (HearthLetterMarks *self, HearthProofKind kind);
GStrv              hearth_letter_marks_dismiss     (HearthLetterMarks *self, const HearthLetterMark *mark,
                                                    gboolean all) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_letter_marks_recall      (HearthLetterMarks *self, const char *const *keys);
void               hearth_letter_marks_check       (HearthLetterMarks *self);

G_END_DECLS
