/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthFoundKind: what a search over everything finds. */
typedef enum {
  HEARTH_FOUND_MESSAGE,
  HEARTH_FOUND_EVENT,
  HEARTH_FOUND_PERSON,
  HEARTH_FOUND_MEMORY,
  HEARTH_FOUND_CONVERSATION,
  HEARTH_FOUND_LETTER,
} HearthFoundKind;

#define HEARTH_FOUND_N_KINDS (HEARTH_FOUND_LETTER + 1)
/** HEARTH_FOUND_ALL: a mask of all kinds, each a bit. */
#define HEARTH_FOUND_ALL ((1u << HEARTH_FOUND_N_KINDS) - 1)

/**
 * HearthFound:
 *
 * Something that was looked for.
 *
 * @kind: what it is
 * @id: the row of a message, an event, a memory or a letter; of a conversation the turn that has the words, or
 *   0; of a person 0
 * @name: (nullable): the address of a person, the name of a conversation
 * @title: what it is called, one line, perhaps ""
 * @who: (nullable): of a message, who wrote it; of a letter, who gets it
 * @detail: (nullable): what else is to be said, one line
 * @when: the date of a message, the start of an event's occurrence, when a conversation was last
 *   spoken in, when a memory or a letter changed: seconds since 1970 UTC; of a person 0
 * @until: the end of an event's occurrence, seconds since 1970 UTC; else 0
 * @all_day: whether an event is of whole days
 * @place: its place among those of its kind, from 0, where they come in an order of their own
 * @aside: whether it was judged to be junk, or thrown away
 * @score: what hearth_found_rank() made of it; higher is better
 */
typedef struct {
  HearthFoundKind kind;
  gint64 id;
  char *name;
  char *title;
  char *who;
  char *detail;
  gint64 when;
  gint64 until;
  gboolean all_day;
  guint place;
  gboolean aside;
  double score;
} HearthFound;

HearthFound *hearth_found_new           (HearthFoundKind kind, gint64 id, const char *title) G_GNUC_WARN_UNUSED_RESULT;
void         hearth_found_free          (HearthFound *self);
const char  *hearth_found_kind_to_name  (HearthFoundKind kind);
gboolean     hearth_found_kind_from_name (const char *name, HearthFoundKind *kind);
void         hearth_found_rank          (GPtrArray *found, const char *words, gint64 now);

GArray      *hearth_found_mark          (const char *text, const char *words) G_GNUC_WARN_UNUSED_RESULT;
char        *hearth_found_dup_snippet   (const char *text, const char *words, guint max_chars) G_GNUC_WARN_UNUSED_RESULT;

/** HearthFoundSpan: some bytes of a text, half-open. */
typedef struct {
  gsize start;
  gsize end;
} HearthFoundSpan;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthFound, hearth_found_free)

G_END_DECLS
