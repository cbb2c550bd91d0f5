/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-intents.h"
#include "hearth-time-reader.h"

G_BEGIN_DECLS

/** HEARTH_REQUEST_MAX_TASKS: how many questions in one text are answered. */
#define HEARTH_REQUEST_MAX_TASKS 10

/**
 * HearthTask:
 *
 * One question or order of what the owner said, with what other sentences said about it.
 *
 * @number: its number in a numbered list, or 0
 * @text: the sentence
 * @match: (nullable): what it means; %NULL if it is not understood
 * @times: (element-type HearthTimePhrase): the times in it
 * @when: the time that they mean together, if @has_when
 * @seconds: a length that was said, or 0
 * @format: (nullable): how the answer shall be written, such as "HH:MM"
 * @from_mail: the answer is in a mail, the owner says
 * @with_descriptions: each thing shall be described
 */
typedef struct {
  guint number;
  char *text;
  HearthIntentMatch *match;
  GArray *times;
  HearthTimePhrase when;
  gboolean has_when;
  gint64 seconds;
  char *format;
  gboolean from_mail;
  gboolean with_descriptions;
} HearthTask;

void        hearth_task_free      (HearthTask *self);
const char *hearth_task_get_slot  (const HearthTask *self, const char *name);
gboolean    hearth_task_is        (const HearthTask *self, const char *name, const char *value);
void        hearth_task_read_times (HearthTask *self, gint64 now, GTimeZone *zone, HearthTimeTense tense);
char       *hearth_task_dup_without_times (const HearthTask *self, const char *slot) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *hearth_request_read   (HearthIntents *intents, const char *text, gint64 now,
                                   GTimeZone *zone) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthTask, hearth_task_free)

G_END_DECLS
