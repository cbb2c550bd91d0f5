/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-store-review.h"

G_BEGIN_DECLS

/** HearthReviewSection: what is proposed for a group of old mail. */
typedef enum {
  HEARTH_REVIEW_KEEP,
  HEARTH_REVIEW_ARCHIVE,
  HEARTH_REVIEW_UNSUBSCRIBE, /* to leave the list, and to archive what it sent */
} HearthReviewSection;

/**
 * HearthReviewSample: one message of a group.
 * @id: its row
 * @date: when it was sent, seconds since 1970 UTC
 * @subject: its subject
 */
typedef struct {
  gint64 id;
  gint64 date;
  char *subject;
} HearthReviewSample;

/** HEARTH_REVIEW_SAMPLES: so many messages of a group are shown. */
#define HEARTH_REVIEW_SAMPLES 3

/**
 * HearthReviewGroup: old mail that belongs together. Immutable once it is handed on.
 * @key: names it, also in a later review: "from:ADDRESS", "list:ID", or a word
 * @section: what is proposed
 * @title: whose mail it is
 * @address: (nullable): the sender's address, if there is but one
 * @reason: why, in words
 * @n_read: how many of @ids were opened
 * @newest, @oldest: dates of messages, seconds since 1970 UTC
 * @ids: (element-type gint64): the messages, the newest first
 * @samples: (element-type HearthReviewSample): the newest of them
 * @list_message: for the message that says how to leave the list; 0 if it is none
 */
typedef struct {
  char *key;
  HearthReviewSection section;
  char *title;
  char *address;
  char *reason;
  guint n_read;
  gint64 newest;
  gint64 oldest;
  GArray *ids;
  GPtrArray *samples;
  gint64 list_message;
} HearthReviewGroup;

void
hearth_review_group_free (HearthReviewGroup *self);
const char *
hearth_review_section_to_string (HearthReviewSection section);

/**
 * HearthReviewFacts: what is known beside the messages.
 * @now: seconds since 1970 UTC
 * @before: mail from then on is not old
 * @threads: (element-type gint64): threads in which the owner wrote
 * @people: (element-type gint64): people to whom the owner writes
 * @papers: (element-type gint64): messages with an invoice, a flight or a booking
 * @left: (element-type HearthLeftList): lists that the owner left
 */
typedef struct {
  gint64 now;
  gint64 before;
  GHashTable *threads;
  GHashTable *people;
  GHashTable *papers;
  GPtrArray *left;
} HearthReviewFacts;

/**
 * HearthReviewSort:
 *
 * Sorts old mail into groups of one sender each: to leave, to archive and to keep. Messages
 * are added one by one; nothing is changed by it.
 */
typedef struct _HearthReviewSort HearthReviewSort;

HearthReviewSort *
hearth_review_sort_new (const HearthReviewFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_review_sort_free (HearthReviewSort *self);
void
hearth_review_sort_add (HearthReviewSort *self, const HearthReviewRow *row);
GPtrArray *
hearth_review_sort_finish (HearthReviewSort *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthReviewSort, hearth_review_sort_free)

G_END_DECLS
