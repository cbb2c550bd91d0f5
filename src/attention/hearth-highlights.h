/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-answer.h"
#include "hearth-database.h"
#include "hearth-engine.h"

G_BEGIN_DECLS

/** HEARTH_HIGHLIGHTS_SHOWN: so many are told at once. */
#define HEARTH_HIGHLIGHTS_SHOWN 3
/** HEARTH_HIGHLIGHTS_MAIL: so many of the newest mails are looked at. */
#define HEARTH_HIGHLIGHTS_MAIL 200
/** HEARTH_HIGHLIGHTS_DAYS: so many of the coming days are looked at. */
#define HEARTH_HIGHLIGHTS_DAYS 14

/** HearthHighlightKind: what makes something worth telling. */
typedef enum {
  HEARTH_HIGHLIGHT_PROMISE,  /* the owner promised it */
  HEARTH_HIGHLIGHT_CLASH,    /* two events at the same time */
  HEARTH_HIGHLIGHT_ASK,      /* the owner was asked for it */
  HEARTH_HIGHLIGHT_FLIGHT,
  HEARTH_HIGHLIGHT_INVOICE,
  HEARTH_HIGHLIGHT_PLEDGE,   /* somebody else promised it */
  HEARTH_HIGHLIGHT_BIRTHDAY,
  HEARTH_HIGHLIGHT_REQUEST,  /* the owner asked, and nobody has answered */
  HEARTH_HIGHLIGHT_MAIL,     /* a mail that needs the owner, as a whole */
  HEARTH_HIGHLIGHT_BOOKING,
  HEARTH_HIGHLIGHT_MEETING,  /* the next one with others */
  HEARTH_HIGHLIGHT_DELIVERY,
  HEARTH_HIGHLIGHT_EVENT,    /* the next one in the calendar */
  HEARTH_N_HIGHLIGHTS,
} HearthHighlightKind;

/**
 * HearthHighlight: something that may be worth telling, with where it comes from.
 * @kind: what makes it so
 * @text: what it is, one line
 * @reason: why it is told, one line that says when and with whom
 * @quote: (nullable): the words that it rests on, one line
 * @topic: what it is about: two of one topic are the same thing
 * @who: (nullable): with whom the owner has to do in it
 * @when: until when, when it begins, or when the owner asked; seconds since 1970 UTC, 0 if nothing
 *   says so
 * @date: when its mail was written, seconds since 1970 UTC, or 0
 * @priority: how its mail was judged, 0 to 100
 * @chip: what opens its source
 */
typedef struct {
  HearthHighlightKind kind;
  char *text;
  char *reason;
  char *quote;
  char *topic;
  char *who;
  gint64 when;
  gint64 date;
  int priority;
  HearthChip *chip;
} HearthHighlight;

/**
 * HearthHighlights: what of the newest mail and the coming days is worth telling.
 * @items: (element-type HearthHighlight): at most %HEARTH_HIGHLIGHTS_SHOWN, the first thing first
 * @n_messages: mails that were looked through for it
 * @n_pending: mails of the newest that are still to be judged and looked through
 * @n_events: occurrences of the coming days
 */
typedef struct {
  GPtrArray *items;
  guint n_messages;
  guint n_pending;
  guint n_events;
} HearthHighlights;

HearthHighlight *hearth_highlight_new    (HearthHighlightKind kind, const char *text,
                                          const char *topic) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_highlight_free   (HearthHighlight *self);
const char      *hearth_highlight_kind_to_string (HearthHighlightKind kind);
int              hearth_highlight_weigh  (const HearthHighlight *self, gint64 now);
GPtrArray       *hearth_highlights_choose (GPtrArray *candidates, gint64 now,
                                           guint n) G_GNUC_WARN_UNUSED_RESULT;

/* hearth-highlights-load.c */
HearthHighlights *hearth_highlights_load (HearthDatabase *db, gint64 now,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_highlights_free (HearthHighlights *self);

/* hearth-highlights-verb.c */
GVariant         *hearth_highlights_verb (HearthEngine *engine,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthHighlight, hearth_highlight_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthHighlights, hearth_highlights_free)

G_END_DECLS
