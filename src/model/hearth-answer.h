/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** HearthChipKind: what a source chip opens. */
typedef enum {
  HEARTH_CHIP_MESSAGE,
  HEARTH_CHIP_EVENT,
  HEARTH_CHIP_ATTACHMENT, /* id is the message's row, detail the part's path */
  HEARTH_CHIP_REMINDER,
} HearthChipKind;

/**
 * HearthChip:
 *
 * A source that an answer names; drawn as a chip that opens it.
 *
 * @kind: what it is
 * @id: its row
 * @start: of an event, the start of the occurrence, seconds since 1970 UTC; else 0
 * @label: what the chip says
 * @detail: (nullable): the part of an attachment
 */
typedef struct {
  HearthChipKind kind;
  gint64 id;
  gint64 start;
  char *label;
  char *detail;
} HearthChip;

HearthChip *hearth_chip_new  (HearthChipKind kind, gint64 id, const char *label) G_GNUC_WARN_UNUSED_RESULT;
HearthChip *hearth_chip_copy (const HearthChip *self) G_GNUC_WARN_UNUSED_RESULT;
void        hearth_chip_free (HearthChip *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthChip, hearth_chip_free)

/** HearthAnswerKind: the events of an answer, in the order in which they stream. */
typedef enum {
  HEARTH_ANSWER_STATUS,  /* text: what is being done */
  HEARTH_ANSWER_TEXT,    /* text: more of the answer */
  HEARTH_ANSWER_CHIP,    /* chip */
  HEARTH_ANSWER_SUGGEST, /* text: something the owner may want to say next */
  HEARTH_ANSWER_NOTICE,  /* text: a sentence about the service, not part of the answer */
  HEARTH_ANSWER_OFFER,   /* text: a sentence; something that understands more can be set up */
  HEARTH_ANSWER_AGREE,   /* text: the host of the service, to which the owner did not agree yet */
  HEARTH_ANSWER_CARD,    /* id: the row of a card that waits for the owner */
  HEARTH_ANSWER_DONE,    /* text: what was done at once; id: the action that Undo takes back */
  HEARTH_ANSWER_ERROR,   /* text: why there is no answer; the last event */
  HEARTH_ANSWER_END,     /* the last event */
} HearthAnswerKind;

/**
 * HearthAnswerEvent:
 * @kind: what happens
 * @text: (nullable): see the kind
 * @chip: (nullable): see the kind
 * @id: see the kind, else 0
 */
typedef struct {
  HearthAnswerKind kind;
  char *text;
  HearthChip *chip;
  gint64 id;
} HearthAnswerEvent;

HearthAnswerEvent *hearth_answer_event_new          (HearthAnswerKind kind, const char *text) G_GNUC_WARN_UNUSED_RESULT;
HearthAnswerEvent *hearth_answer_event_new_chip     (HearthChip *chip) G_GNUC_WARN_UNUSED_RESULT;
HearthAnswerEvent *hearth_answer_event_new_id       (HearthAnswerKind kind, gint64 id,
                                                     const char *text) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_answer_event_free         (HearthAnswerEvent *self);
GVariant          *hearth_answer_event_to_variant   (const HearthAnswerEvent *self);
HearthAnswerEvent *hearth_answer_event_from_variant (GVariant *variant) G_GNUC_WARN_UNUSED_RESULT;
char              *hearth_answer_event_to_json      (const HearthAnswerEvent *self) G_GNUC_WARN_UNUSED_RESULT;
char              *hearth_chips_to_json             (GPtrArray *chips) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray         *hearth_chips_from_json           (const char *json) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthAnswerEvent, hearth_answer_event_free)

/**
 * HearthAnswerFunc:
 * @event: (transfer none): what happened
 * @user_data: the asker's
 *
 * Receives an answer as it streams, on the main context. ERROR or END is the last event.
 */
typedef void (*HearthAnswerFunc) (const HearthAnswerEvent *event, gpointer user_data);

G_END_DECLS
