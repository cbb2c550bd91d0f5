/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** HearthLetterState: where a letter is. Its numbers stand in the store. */
typedef enum {
  HEARTH_LETTER_WRITING,
  HEARTH_LETTER_FINISHED, /* printed, sent or handed over; it can be written on all the same */
  HEARTH_LETTER_DELETED,  /* can be taken back, until it is removed for good */
} HearthLetterState;

/** HEARTH_LETTER_MAX_TEXT: the longest text of a letter, in bytes. */
#define HEARTH_LETTER_MAX_TEXT (1024 * 1024)
/** HEARTH_LETTER_MAX_FIELD: the longest of its other fields, in bytes. */
#define HEARTH_LETTER_MAX_FIELD 2000

/**
 * HearthLetter:
 *
 * A letter that the owner writes. Who has got one from the store changes none of its fields, but a
 * copy.
 *
 * @id: row, or 0
 * @recipient: the name of whom it is to, or ""
 * @sender: the owner's name and address as they stand on it, lines, or ""
 * @address: where it goes, lines of a postal address or a mail address, or ""
 * @title: what it is called, or ""
 * @date: the day that stands on it, as 2026-05-03, or ""
 * @text: what is written; paragraphs have an empty line between them
 * @language: BCP 47, or "" to tell it by the text
 * @paper: the name of a paper, and "ruled" where it has lines, such as "a5 ruled", or ""
 * @face: the name of a face or of a hand, or ""
 * @pen: the name of a pen, or ""
 * @begun_with: the AI service that wrote its first text, or ""; it stays whatever is written then
 * @state: where it is
 * @created: seconds since 1970 UTC
 * @changed: seconds since 1970 UTC
 */
typedef struct {
  gint64 id;
  char *sender;
  char *recipient;
  char *address;
  char *title;
  char *date;
  char *text;
  char *language;
  char *paper;
  char *face;
  char *pen;
  char *begun_with;
  HearthLetterState state;
  gint64 created;
  gint64 changed;
} HearthLetter;

HearthLetter *hearth_letter_new     (void) G_GNUC_WARN_UNUSED_RESULT;
HearthLetter *hearth_letter_copy    (const HearthLetter *self) G_GNUC_WARN_UNUSED_RESULT;
void          hearth_letter_free    (HearthLetter *self);
void          hearth_letter_take    (HearthLetter *self, GVariant *fields);
gboolean      hearth_letter_is_sound (const HearthLetter *self);
gboolean      hearth_letter_says_same (const HearthLetter *self, const HearthLetter *other);
gboolean      hearth_letter_is_date (const char *text);
char         *hearth_letter_dup_name (const HearthLetter *self) G_GNUC_WARN_UNUSED_RESULT;
char         *hearth_letter_dup_title (const HearthLetter *self) G_GNUC_WARN_UNUSED_RESULT;
const char   *hearth_letter_get_language (const HearthLetter *self);
const char   *hearth_letter_state_to_string (HearthLetterState state);
gboolean      hearth_letter_state_from_string (const char *name, HearthLetterState *state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthLetter, hearth_letter_free)

G_END_DECLS
