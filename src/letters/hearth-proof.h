/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-speller.h"

#include <glib.h>

G_BEGIN_DECLS

/** HEARTH_PROOF_MAX_MARKS: how many marks a text gets at most. */
#define HEARTH_PROOF_MAX_MARKS 2000

/** HearthProofKind: what a mark is about. */
typedef enum {
  HEARTH_PROOF_SPELLING,
  HEARTH_PROOF_REPEATED, /* a word twice */
  HEARTH_PROOF_OPENING,  /* sentences that begin alike */
  HEARTH_PROOF_COMMA,
  HEARTH_PROOF_LENGTH, /* a sentence that is too long */
  HEARTH_PROOF_CAPITAL,
  HEARTH_PROOF_QUOTES,
  HEARTH_PROOF_SPACING,
  HEARTH_PROOF_NAME,
  HEARTH_PROOF_DATE,
  HEARTH_PROOF_N_KINDS,
} HearthProofKind;

/**
 * HearthProofMark: something that the owner may want to look at.
 * @kind: what it is about
 * @start: where it begins, in characters of the text
 * @end: where it ends, in characters of the text
 * @reason: why, a sentence for the owner
 * @suggestions: (array zero-terminated=1): what could stand there instead, the best first; ""
 *   stands for nothing. Of spelling they are looked for by hearth_proof_mark_suggest()
 * @key: what names it in its letter, also after other places were changed
 */
typedef struct {
  HearthProofKind kind;
  guint start;
  guint end;
  char *reason;
  char **suggestions;
  char *key;
} HearthProofMark;

/**
 * HearthProofEvent: something in the owner's calendar.
 * @name: what it is called
 * @day: on which day, as g_date_get_julian() counts
 */
typedef struct {
  const char *name;
  guint32 day;
} HearthProofEvent;

/**
 * HearthProofContext: what a text is held against.
 * @language: (nullable): what it is written in, BCP 47; %NULL to tell it by its words
 * @speller: (nullable): knows how words are spelled
 * @recipient: (nullable): the name of whom it is to
 * @people: (nullable) (array zero-terminated=1): names of people whom the owner knows
 * @events: (array length=n_events): what is in the calendar around its day
 * @n_events: how many
 * @day: on which day it is written, as g_date_get_julian() counts; 0 for today
 * @dismissed: (nullable) (element-type utf8): keys of marks that are not wanted
 */
typedef struct {
  const char *language;
  HearthSpeller *speller;
  const char *recipient;
  const char *const *people;
  const HearthProofEvent *events;
  gsize n_events;
  guint32 day;
  GHashTable *dismissed;
} HearthProofContext;

GPtrArray  *hearth_proof_check (const char *text,
                                const HearthProofContext *context) G_GNUC_WARN_UNUSED_RESULT;
void        hearth_proof_mark_suggest (HearthProofMark *mark, const char *text,
                                       HearthSpeller *speller);
char       *hearth_proof_apply (const char *text, GPtrArray *marks) G_GNUC_WARN_UNUSED_RESULT;
const char *hearth_proof_kind_to_string (HearthProofKind kind);
void        hearth_proof_mark_free (HearthProofMark *self);

G_END_DECLS
