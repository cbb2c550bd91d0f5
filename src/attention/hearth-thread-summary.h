/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-message.h"

G_BEGIN_DECLS

/** HearthSummaryKind: why a sentence is in a summary. */
typedef enum {
  HEARTH_SUMMARY_TOPIC,    /* what the thread began with */
  HEARTH_SUMMARY_SAID,     /* what it comes back to */
  HEARTH_SUMMARY_DECISION, /* what holds: a time, an amount, a choice that nothing later overturns */
  HEARTH_SUMMARY_OPEN,     /* asked, and not answered since */
  HEARTH_SUMMARY_NEWEST,   /* what was said last */
} HearthSummaryKind;

/**
 * HearthSummaryLine: a sentence of a summary and where it stands.
 * @kind: why it is there
 * @message_id: the message that it is from
 * @start: where it begins, in bytes of the message's text
 * @length: bytes of it
 * @text: its words on one line
 * @from: who wrote it: a name, or an address
 * @date: when that message was sent, seconds since 1970 UTC
 */
typedef struct {
  HearthSummaryKind kind;
  gint64 message_id;
  gsize start;
  gsize length;
  char *text;
  char *from;
  gint64 date;
} HearthSummaryLine;

HearthSummaryLine *hearth_summary_line_new      (HearthSummaryKind kind,
                                                 const HearthMessage *message, gsize start,
                                                 gsize length) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_summary_line_free     (HearthSummaryLine *self);
const char        *hearth_summary_kind_to_string (HearthSummaryKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthSummaryLine, hearth_summary_line_free)

/**
 * HearthThreadSummary: what a thread came to.
 * @lines: (element-type HearthSummaryLine): at most five, oldest first
 * @outdated: (element-type HearthSummaryLine): sentences that later ones overturn
 * @n_messages: messages that it was made of
 * @last_id: the newest of them, or 0
 * @service: (nullable): the service in whose words it is, or %NULL for the writers' own
 * @can_ask: (nullable): the service that could be asked, if there is one
 * @problem: (nullable): why a service that was asked did not help, a sentence for the owner
 */
typedef struct {
  GPtrArray *lines;
  GPtrArray *outdated;
  guint n_messages;
  gint64 last_id;
  char *service;
  char *can_ask;
  char *problem;
} HearthThreadSummary;

/** HEARTH_THREAD_MAX_MESSAGES: of a longer thread the first message and the newest are read. */
#define HEARTH_THREAD_MAX_MESSAGES 400

HearthThreadSummary *hearth_thread_summary_new  (GPtrArray *messages) G_GNUC_WARN_UNUSED_RESULT;
void                 hearth_thread_summary_free (HearthThreadSummary *self);
GVariant            *hearth_thread_summary_to_variant (HearthThreadSummary *self);
GPtrArray           *hearth_thread_load         (HearthDatabase *db, gint64 message_id,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthThreadSummary, hearth_thread_summary_free)

G_END_DECLS
