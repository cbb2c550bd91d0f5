/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"
#include "hearth-store-messages.h"
#include "hearth-words.h"

G_BEGIN_DECLS

/**
 * HearthTriageContext: what is known around a message.
 * @owner: (element-type utf8): the owner's addr-specs
 * @history: of the sender
 * @owner_wrote_in_thread: whether the owner has written in its thread
 * @now: seconds since 1970 UTC
 */
typedef struct {
  GPtrArray *owner;
  HearthSenderHistory history;
  gboolean owner_wrote_in_thread;
  gint64 now;
} HearthTriageContext;

/** HearthCalendarMethod: METHOD of a text/calendar part, RFC 5546, section 1.4. */
typedef enum {
  HEARTH_METHOD_NONE,
  HEARTH_METHOD_REQUEST,
  HEARTH_METHOD_REPLY,
  HEARTH_METHOD_CANCEL,
  HEARTH_METHOD_OTHER,
} HearthCalendarMethod;

/**
 * HearthFeatures:
 *
 * What can be seen in one message, as numbers, apart from what is made of it: the rules judge by
 * them, and so can whatever learns from the owner.
 *
 * @marks: what headers and structure say
 * @to_owner, @cc_owner: the owner is among To, among Cc
 * @from_owner: the owner wrote it
 * @n_recipients: To and Cc together
 * @same_domain: the sender is of an organisation's domain that is the owner's too
 * @noreply: the sender's address takes no answer
 * @private_sender: the sender's domain gives mailboxes to private people
 * @odd_domain: the sender's domain is of a kind that is mostly used to deceive
 * @is_reply: the subject or the headers make it a reply
 * @greets_owner, @greets_other: whom the first line addresses
 * @cues: how often each hint occurs in the unquoted text
 * @subject_cues: how often each hint occurs in the subject
 * @questions: questions in the unquoted text that are not courtesies
 * @n_words: words of the unquoted text
 * @n_links: links in it
 * @odd_links: links to domains of a kind that is mostly used to deceive, or to bare numbers
 * @scrambled: words that are broken up or mixed with digits to slip through filters, per cent
 * @shouting: the subject is mostly capitals, or has several exclamation marks
 * @deadline: when it must be done, seconds since 1970 UTC, or 0; only if the text says so
 * @deadline_has_time: whether @deadline names the hour
 * @name_lies: the sender's name shows an address, or a company, that is not the sender's
 * @method: of the calendar part
 */
typedef struct {
  HearthMessageMarks marks;
  gboolean to_owner;
  gboolean cc_owner;
  gboolean from_owner;
  guint n_recipients;
  gboolean same_domain;
  gboolean noreply;
  gboolean private_sender;
  gboolean odd_domain;
  gboolean is_reply;
  gboolean greets_owner;
  gboolean greets_other;
  guint16 cues[HEARTH_N_CUES];
  guint16 subject_cues[HEARTH_N_CUES];
  guint questions;
  guint n_words;
  guint n_links;
  guint odd_links;
  guint scrambled;
  gboolean shouting;
  gint64 deadline;
  gboolean deadline_has_time;
  gboolean name_lies;
  HearthCalendarMethod method;
} HearthFeatures;

void
hearth_features_extract (HearthFeatures *self, const HearthMessage *message,
                         const HearthTriageContext *context);

G_END_DECLS
