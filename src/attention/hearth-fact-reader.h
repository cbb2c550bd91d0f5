/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-finding.h"
#include "hearth-message.h"
#include "hearth-time-reader.h"

G_BEGIN_DECLS

/* Between the readers of facts only. */

/**
 * HearthFactReader: one message while facts are read from it.
 * @message: the message
 * @text: (owned): the beginning of its text, byte for byte
 * @low: (owned): the same in lower case, as long as @text
 * @length: of @text
 * @subject: (owned): the subject in lower case
 * @zone: (owned): of what the text says about times
 * @german: it is written in German
 * @advert: it sells something
 * @sender: (owned): who it is from, to be shown
 * @findings: (element-type HearthFinding): what was found so far
 */
typedef struct {
  const HearthMessage *message;
  char *text;
  char *low;
  gsize length;
  char *subject;
  GTimeZone *zone;
  gboolean german;
  gboolean advert;
  char *sender;
  GPtrArray *findings;
} HearthFactReader;

/** HearthFactSpan: a piece of the text, in bytes. */
typedef struct {
  gsize from;
  gsize to;
} HearthFactSpan;

/**
 * HearthFactValue:
 * @text: where a value may begin
 * @length: (out): how long it is, in bytes
 *
 * Returns: whether one begins there
 */
typedef gboolean (*HearthFactValue) (const char *text, gsize *length);

void           hearth_fact_reader_init      (HearthFactReader *self, const HearthMessage *message);
void           hearth_fact_reader_clear     (HearthFactReader *self);
gboolean       hearth_fact_reader_has       (const HearthFactReader *self,
                                             const char *const *phrases);
guint          hearth_fact_reader_count     (const HearthFactReader *self,
                                             const char *const *phrases);
gboolean       hearth_fact_reader_find      (const HearthFactReader *self,
                                             const char *const *phrases, gsize *at,
                                             HearthFactSpan *found);
gboolean       hearth_fact_reader_labelled  (const HearthFactReader *self,
                                             const char *const *labels, HearthFactValue value,
                                             HearthFactSpan *found);
gboolean       hearth_fact_reader_line_of   (const HearthFactReader *self,
                                             const char *const *labels, gsize max,
                                             HearthFactSpan *found);
gboolean       hearth_fact_reader_time      (const HearthFactReader *self, gsize from, gsize to,
                                             HearthTimePhrase *phrase, HearthFactSpan *found);
gboolean       hearth_fact_reader_time_of   (const HearthFactReader *self,
                                             const char *const *labels, HearthTimePhrase *phrase,
                                             HearthFactSpan *found);
GArray        *hearth_fact_reader_times     (const HearthFactReader *self, gsize from,
                                             gsize to) G_GNUC_WARN_UNUSED_RESULT;
HearthFactSpan hearth_fact_reader_line_at   (const HearthFactReader *self, gsize at);
char          *hearth_fact_reader_dup       (const HearthFactReader *self,
                                             HearthFactSpan span) G_GNUC_WARN_UNUSED_RESULT;
char          *hearth_fact_reader_dup_place (const HearthFactReader *self, gsize from,
                                             gsize to) G_GNUC_WARN_UNUSED_RESULT;
gint64         hearth_fact_reader_day       (const HearthFactReader *self, guint julian);
void           hearth_fact_reader_set_due   (const HearthFactReader *self,
                                             const HearthTimePhrase *phrase,
                                             HearthFinding *finding);
HearthFinding *hearth_fact_reader_add       (HearthFactReader *self, HearthFindingKind kind,
                                             const char *text, HearthFactSpan span);
gboolean       hearth_fact_is_number        (const char *text, gsize *length);
gboolean       hearth_fact_has_word         (const char *low, const char *const *phrases);

gboolean       hearth_facts_is_sent_by_machine (const HearthFactReader *self);
gboolean       hearth_fact_has_time_word    (const char *low);

void           hearth_facts_read_code       (HearthFactReader *self);
void           hearth_facts_read_delivery   (HearthFactReader *self);
void           hearth_facts_read_flights    (HearthFactReader *self);
void           hearth_facts_read_booking    (HearthFactReader *self);
void           hearth_facts_read_proposals  (HearthFactReader *self);
void           hearth_facts_read_invoice    (HearthFactReader *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthFactReader, hearth_fact_reader_clear)

G_END_DECLS
