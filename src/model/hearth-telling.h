/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthInterruptLevel: how loudly something is said.
 * @HEARTH_INTERRUPT_SILENT: it is in the list
 * @HEARTH_INTERRUPT_BADGE: it counts among what needs the owner
 * @HEARTH_INTERRUPT_NOTIFY: a bubble
 * @HEARTH_INTERRUPT_SPEAK: a bubble, and it is said aloud
 */
typedef enum {
  HEARTH_INTERRUPT_SILENT,
  HEARTH_INTERRUPT_BADGE,
  HEARTH_INTERRUPT_NOTIFY,
  HEARTH_INTERRUPT_SPEAK,
} HearthInterruptLevel;

/** HearthTellingOutcome: what the owner did with what they were told of. */
typedef enum {
  HEARTH_TELLING_UNKNOWN,
  HEARTH_TELLING_OPENED,    /* read within the hour */
  HEARTH_TELLING_DONE,      /* put away or answered within the hour */
  HEARTH_TELLING_LATER,     /* put off */
  HEARTH_TELLING_DISMISSED, /* the bubble was closed, and no more */
} HearthTellingOutcome;

/** HearthTellingAnswer: what the owner wants to be told of a sender. */
typedef enum {
  HEARTH_ANSWER_NONE,
  HEARTH_ANSWER_ALWAYS,
  HEARTH_ANSWER_FEWER,
  HEARTH_ANSWER_NEVER,
} HearthTellingAnswer;

/**
 * HearthTelling:
 *
 * That the owner was told of a message by itself, or will be once they can be disturbed.
 *
 * @id: its row, or 0
 * @message_id: the message
 * @sender: the sender's addr-spec, or ""
 * @klass: the class of the message then
 * @at: when it was said, or decided while it is held; seconds since 1970 UTC
 * @level: how loudly; %HEARTH_INTERRUPT_BADGE or less for what only carries an answer
 * @sound: whether a sound was asked for
 * @held: until when it waits, seconds since 1970 UTC; 0 once it was said
 * @reason: why, in words
 * @outcome: what the owner did with it
 * @settled: since when @outcome is known, or 0
 * @answer: what the owner said to it
 * @answered: when, or 0
 */
typedef struct {
  gint64 id;
  gint64 message_id;
  char *sender;
  char *klass;
  gint64 at;
  HearthInterruptLevel level;
  gboolean sound;
  gint64 held;
  char *reason;
  HearthTellingOutcome outcome;
  gint64 settled;
  HearthTellingAnswer answer;
  gint64 answered;
} HearthTelling;

void                 hearth_telling_free                (HearthTelling *self);
const char          *hearth_telling_outcome_to_string   (HearthTellingOutcome outcome);
HearthTellingOutcome hearth_telling_outcome_from_string (const char *name);
const char          *hearth_telling_answer_to_string    (HearthTellingAnswer answer);
gboolean             hearth_telling_answer_from_string  (const char *name,
                                                         HearthTellingAnswer *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthTelling, hearth_telling_free)

G_END_DECLS
