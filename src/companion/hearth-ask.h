/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-persona.h"
#include "hearth-reply.h"
#include "hearth-request.h"

G_BEGIN_DECLS

/** HearthFocusKind: what "it" means. */
typedef enum {
  HEARTH_FOCUS_NONE,
  HEARTH_FOCUS_MESSAGES,
  HEARTH_FOCUS_EVENTS,
  HEARTH_FOCUS_REMINDERS,
} HearthFocusKind;

/** HearthFocusItem: one thing that was spoken of. */
typedef struct {
  gint64 id;
  gint64 start; /* of an event's occurrence */
} HearthFocusItem;

/**
 * HearthFocus:
 *
 * What a conversation is about, so that "and tomorrow?", "read it" and "the second one" mean something.
 *
 * @kind: what the items are
 * @items: (element-type HearthFocusItem): what the last answer listed, in its order
 * @current: which of them "it" is
 * @read_to: of the current mail, how many characters were read already
 * @intent: (nullable): the last intent
 * @slots: (nullable): its slots, to ask the same again at another time
 * @when: the last time, if @has_when
 * @pending: (nullable): a reminder's text that waits for its time
 * @pending_due: a reminder's time that waits for its text, or 0
 */
typedef struct {
  HearthFocusKind kind;
  GArray *items;
  guint current;
  gsize read_to;
  char *intent;
  GHashTable *slots;
  HearthTimePhrase when;
  gboolean has_when;
  char *pending;
  gint64 pending_due;
} HearthFocus;

HearthFocus *hearth_focus_new  (void) G_GNUC_WARN_UNUSED_RESULT;
HearthFocus *hearth_focus_copy (const HearthFocus *self) G_GNUC_WARN_UNUSED_RESULT;
void         hearth_focus_free (HearthFocus *self);
void         hearth_focus_set  (HearthFocus *self, HearthFocusKind kind);
void         hearth_focus_add  (HearthFocus *self, gint64 id, gint64 start);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthFocus, hearth_focus_free)

/**
 * HearthAsk:
 *
 * Everything that an answer needs; lives while one text is answered.
 *
 * @db: a reader
 * @engine: (nullable): what changes things; %NULL where nothing can be changed
 * @conversation: its name
 * @turn_id: the row of the answer's turn
 * @turn: how many questions were asked in the conversation, so that wordings take turns
 * @persona: who speaks
 * @plan: between which hours, and on which days, free time is looked for
 */
typedef struct {
  HearthDatabase *db;
  HearthEngine *engine;
  HearthIntents *intents;
  HearthFocus *focus;
  HearthReply *reply;
  HearthTask *task;
  const char *conversation;
  gint64 turn_id;
  gint64 now;
  GTimeZone *zone;
  guint turn;
  HearthPersona *persona;
  HearthDayPlan plan;
} HearthAsk;

/**
 * HearthAnswer:
 * @ask: what was asked, and the reply that is being made
 *
 * Answers one intent: reads the store for it and adds to the reply of @ask.
 */
typedef void (*HearthAnswer) (HearthAsk *ask);

/* hearth-lookup.c */

/** HearthMailQuery: %NULL and 0 mean "any". */
typedef struct {
  const char *person;
  const char *topic;
  gint64 since;
  gint64 before;
  gboolean sent;
  gboolean attachments;
  guint limit;
} HearthMailQuery;

GPtrArray     *hearth_lookup_words      (HearthAsk *ask, const char *topic) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray     *hearth_lookup_mail       (HearthAsk *ask, const HearthMailQuery *query, HearthMessageDetail detail) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray     *hearth_lookup_ranked     (HearthAsk *ask, const char *topic, guint limit) G_GNUC_WARN_UNUSED_RESULT;
double         hearth_lookup_trust      (HearthAsk *ask, const HearthMessage *message, const char *topic);
GPtrArray     *hearth_lookup_events     (HearthAsk *ask, const char *topic) G_GNUC_WARN_UNUSED_RESULT;
HearthOccurrence *hearth_lookup_event   (HearthAsk *ask, const char *topic) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray     *hearth_lookup_agenda     (HearthAsk *ask, HearthSpan span) G_GNUC_WARN_UNUSED_RESULT;
HearthMessage *hearth_lookup_focus_mail (HearthAsk *ask) G_GNUC_WARN_UNUSED_RESULT;
HearthOccurrence *hearth_lookup_focus_event (HearthAsk *ask) G_GNUC_WARN_UNUSED_RESULT;
guint          hearth_lookup_number     (const char *said);
gboolean       hearth_lookup_is_pronoun (HearthAsk *ask, const char *topic);
gboolean       hearth_lookup_is_ordinal (HearthAsk *ask, const char *topic, guint *number);
gboolean       hearth_lookup_is_owner   (HearthAsk *ask, const char *address);
HearthSpan     hearth_lookup_span       (HearthAsk *ask, guint days);
HearthSpan     hearth_lookup_from_today (HearthAsk *ask, HearthSpan span);

/* hearth-answers-*.c */
void hearth_answer_agenda         (HearthAsk *ask);
void hearth_answer_agenda_count   (HearthAsk *ask);
void hearth_answer_next           (HearthAsk *ask);
void hearth_answer_edge           (HearthAsk *ask);
void hearth_answer_event_change   (HearthAsk *ask);
void hearth_answer_event_when     (HearthAsk *ask);
void hearth_answer_event_where    (HearthAsk *ask);
void hearth_answer_event_who      (HearthAsk *ask);
void hearth_answer_event_describe (HearthAsk *ask);
void hearth_answer_event_length   (HearthAsk *ask);
void hearth_answer_event_gap      (HearthAsk *ask);
void hearth_answer_free_check     (HearthAsk *ask);
void hearth_answer_free_find      (HearthAsk *ask);
void hearth_answer_conflicts      (HearthAsk *ask);
void hearth_answer_create         (HearthAsk *ask);
void hearth_answer_unread         (HearthAsk *ask);
void hearth_answer_important      (HearthAsk *ask);
void hearth_answer_owed           (HearthAsk *ask);
void hearth_answer_promised       (HearthAsk *ask);
void hearth_answer_awaited        (HearthAsk *ask);
void hearth_answer_find           (HearthAsk *ask);
void hearth_answer_bulk           (HearthAsk *ask);
void hearth_answer_events_with    (HearthAsk *ask);
void hearth_answer_list_mail      (HearthAsk *ask, GPtrArray *messages);
void hearth_answer_mail_count     (HearthAsk *ask);
void hearth_answer_last           (HearthAsk *ask);
void hearth_answer_told           (HearthAsk *ask);
void hearth_answer_read           (HearthAsk *ask);
void hearth_answer_sender         (HearthAsk *ask);
void hearth_answer_summary        (HearthAsk *ask);
void hearth_answer_mail_date      (HearthAsk *ask);
void hearth_answer_sent           (HearthAsk *ask);
void hearth_answer_attachment     (HearthAsk *ask);
void hearth_answer_fact           (HearthAsk *ask);
void hearth_answer_parcels        (HearthAsk *ask);
void hearth_answer_flights        (HearthAsk *ask);
void hearth_answer_invoices       (HearthAsk *ask);
gboolean hearth_answer_fresh_code (HearthAsk *ask);
void hearth_answer_address        (HearthAsk *ask);
void hearth_answer_remind         (HearthAsk *ask);
void hearth_answer_remind_of      (HearthAsk *ask);
void hearth_answer_topic          (HearthAsk *ask);
void hearth_answer_reminders      (HearthAsk *ask);
void hearth_answer_remind_cancel  (HearthAsk *ask);
void hearth_answer_remind_change  (HearthAsk *ask);
void hearth_answer_time           (HearthAsk *ask);
void hearth_answer_date           (HearthAsk *ask);
void hearth_answer_greet          (HearthAsk *ask);
void hearth_answer_persona        (HearthAsk *ask);
void hearth_answer_senders        (HearthAsk *ask);
void hearth_answer_digest         (HearthAsk *ask);
void hearth_answer_keep           (HearthAsk *ask);
void hearth_answer_contact        (HearthAsk *ask);
void hearth_answer_birthdays      (HearthAsk *ask);
void hearth_answer_people         (HearthAsk *ask);
void hearth_answer_response       (HearthAsk *ask);
void hearth_answer_cannot         (HearthAsk *ask);
void hearth_answer_act            (HearthAsk *ask);
void hearth_answer_addresses      (HearthAsk *ask);
gboolean hearth_answer_from_mail  (HearthAsk *ask, const char *topic, gboolean want_place, gboolean want_time);
gboolean hearth_remind_read       (HearthTask *task, gint64 now, GTimeZone *zone, char **what, gint64 *due, gboolean *has_due);
void     hearth_answer_show_message (HearthAsk *ask, HearthMessage *message, gsize max_chars);

G_END_DECLS
