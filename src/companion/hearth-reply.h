/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-answer.h"
#include "hearth-event.h"
#include "hearth-message.h"
#include "hearth-records.h"

G_BEGIN_DECLS

/** HEARTH_REPLY_MAX_CHIPS: how many sources an answer names at most. */
#define HEARTH_REPLY_MAX_CHIPS 12

/**
 * HearthReply:
 *
 * An answer while it is put together.
 *
 * @text: what is said; paragraphs are parted by an empty line, and lists are lines that begin with "- "
 * @chips: (element-type HearthChip): what it rests on
 * @suggestions: (element-type utf8): what the owner may want to say next
 * @deeds: (element-type HearthAnswerEvent): what was proposed (CARD) or done (DONE)
 * @understood: whether the question was
 */
typedef struct {
  GString *text;
  GPtrArray *chips;
  GPtrArray *suggestions;
  GPtrArray *deeds;
  gboolean understood;
} HearthReply;

HearthReply *hearth_reply_new            (void) G_GNUC_WARN_UNUSED_RESULT;
void         hearth_reply_free           (HearthReply *self);
void         hearth_reply_add            (HearthReply *self, const char *text);
void         hearth_reply_addf           (HearthReply *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void         hearth_reply_add_item       (HearthReply *self, const char *text);
void         hearth_reply_add_paragraph  (HearthReply *self, const char *text);
void         hearth_reply_add_message    (HearthReply *self, const HearthMessage *message);
void         hearth_reply_add_event      (HearthReply *self, const HearthOccurrence *occurrence);
void         hearth_reply_add_attachment (HearthReply *self, const HearthMessage *message,
                                          const HearthAttachment *attachment);
void         hearth_reply_add_reminder   (HearthReply *self, const HearthReminder *reminder);
void         hearth_reply_add_chip       (HearthReply *self, const HearthChip *chip);
void         hearth_reply_add_event_id  (HearthReply *self, HearthAnswerKind kind, gint64 id,
                                         const char *text);
void         hearth_reply_suggest        (HearthReply *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthReply, hearth_reply_free)

/* Wording that several answers share */
char *hearth_say_day      (gint64 when, gint64 now) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_say_bare_day (gint64 when, gint64 now) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_say_when     (gint64 when, gint64 now) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_say_span     (const HearthOccurrence *occurrence, gint64 now, gboolean with_day) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_say_period   (gint64 start, gint64 end, gint64 now) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_say_length   (gint64 seconds) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_say_list     (GPtrArray *items) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_say_person   (const HearthAddress *who, gboolean with_address) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_say_quote    (const char *text, gsize max_chars) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_say_as       (gint64 when, const char *format) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_say_length_as (gint64 seconds, const char *format) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
