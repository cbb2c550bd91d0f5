/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-answer.h"
#include "hearth-database.h"

G_BEGIN_DECLS

/** HearthDigestKind: when a digest is for. */
typedef enum {
  HEARTH_DIGEST_NOW,     /* whenever the owner asks */
  HEARTH_DIGEST_MORNING, /* before the day */
  HEARTH_DIGEST_EVENING, /* after it: what is left, and tomorrow */
  HEARTH_DIGEST_WEEKLY,  /* the week that was, and the one to come */
  HEARTH_N_DIGESTS,
} HearthDigestKind;

/** HearthDigestPart: what a section is about, in the order in which they are told. */
typedef enum {
  HEARTH_DIGEST_NEEDS,   /* mail that needs the owner */
  HEARTH_DIGEST_DAY,     /* today, tomorrow, or the days to come */
  HEARTH_DIGEST_DUE,     /* tasks, reminders, what was asked by a day, what was promised */
  HEARTH_DIGEST_ANSWERS, /* mail that may be answered when there is time */
  HEARTH_DIGEST_WAITING, /* what the owner asked of others */
  HEARTH_DIGEST_PEOPLE,  /* mail from people that asks for nothing */
  HEARTH_DIGEST_THINGS,  /* parcels, journeys, bookings, invoices */
  HEARTH_DIGEST_TOUCH,   /* birthdays, and whom the owner wanted to hear from */
  HEARTH_N_DIGEST_PARTS,
} HearthDigestPart;

/**
 * HearthDigestItem: one thing that is told.
 * @who: (nullable): whose it is
 * @text: what it is, one line
 * @reason: (nullable): why it is told, as words that follow a name
 * @when: when it is, or is due, seconds since 1970 UTC; 0 if nothing says so
 * @is_date: whether only the day of @when is meant
 * @urgent: whether it was judged to be
 * @is_new: whether it was not there at the last digest
 * @chip: (nullable): what opens it
 */
typedef struct {
  char *who;
  char *text;
  char *reason;
  gint64 when;
  gboolean is_date;
  gboolean urgent;
  gboolean is_new;
  HearthChip *chip;
} HearthDigestItem;

/**
 * HearthDigestSection: things of one sort.
 * @items: (element-type HearthDigestItem): all of them, the most pressing first
 * @n_shown: how many of them there is room for
 */
typedef struct {
  GPtrArray *items;
  guint n_shown;
} HearthDigestSection;

/**
 * HearthDigestWeek: the week that was, in numbers.
 * @n_received: mails that came
 * @n_sent: mails that the owner wrote
 * @n_meetings: events with others
 * @meeting_seconds: how long these were together
 * @n_kept: promises of the owner that were kept
 * @n_ahead: things in the calendar of the days to come; in the section they are one line a day, whose
 *   reason is the first of them
 */
typedef struct {
  gint64 n_received;
  gint64 n_sent;
  guint n_meetings;
  gint64 meeting_seconds;
  guint n_kept;
  guint n_ahead;
} HearthDigestWeek;

/**
 * HearthDigest:
 *
 * What the owner wants to know without looking: made from what the store knows, in a few queries.
 *
 * @kind: when it is for
 * @now: when it was made, seconds since 1970 UTC
 * @since: since when it says what changed
 * @told_before: whether @since is the last digest, and not a guess
 * @sections: by #HearthDigestPart
 * @headline: how things stand, one or two sentences
 * @n_new: mails that came since @since
 * @n_new_needs: of these, those that need the owner
 * @n_settled: what needed the owner at the last digest and does not any more
 * @n_aside: mails of that time that were set aside
 * @n_newsletters: of these, newsletters and advertisements
 * @week: only of a weekly digest
 * @trouble: (nullable): a sentence that says why something may be missing
 */
typedef struct {
  HearthDigestKind kind;
  gint64 now;
  gint64 since;
  gboolean told_before;
  HearthDigestSection sections[HEARTH_N_DIGEST_PARTS];
  char *headline;
  gint64 n_new;
  guint n_new_needs;
  guint n_settled;
  gint64 n_aside;
  gint64 n_newsletters;
  HearthDigestWeek week;
  char *trouble;
} HearthDigest;

/** HEARTH_DIGEST_MARK: what the store remembers of the last digest by. */
#define HEARTH_DIGEST_MARK "digest:last"

HearthDigest *hearth_digest_new  (HearthDatabase *db, HearthDigestKind kind, gint64 now,
                                  gint64 since, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void          hearth_digest_free (HearthDigest *self);
char         *hearth_digest_dup_mark (HearthDatabase *db, const HearthDigest *self) G_GNUC_WARN_UNUSED_RESULT;

const char   *hearth_digest_kind_to_string   (HearthDigestKind kind);
gboolean      hearth_digest_kind_from_string (const char *name, HearthDigestKind *kind);
HearthDigestItem *hearth_digest_item_new     (const char *who, const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* hearth-digest-text.c */
const char   *hearth_digest_get_title    (const HearthDigest *self, HearthDigestPart part);
char         *hearth_digest_dup_changes  (const HearthDigest *self) G_GNUC_WARN_UNUSED_RESULT;
char         *hearth_digest_dup_aside    (const HearthDigest *self) G_GNUC_WARN_UNUSED_RESULT;
char         *hearth_digest_dup_week     (const HearthDigest *self) G_GNUC_WARN_UNUSED_RESULT;
char         *hearth_digest_dup_line     (const HearthDigest *self, HearthDigestPart part,
                                          const HearthDigestItem *item) G_GNUC_WARN_UNUSED_RESULT;
char         *hearth_digest_dup_more     (const HearthDigestSection *section) G_GNUC_WARN_UNUSED_RESULT;
char         *hearth_digest_to_text      (const HearthDigest *self) G_GNUC_WARN_UNUSED_RESULT;
GVariant     *hearth_digest_to_variant   (const HearthDigest *self, const char *language);

/* hearth-digest-speech.c */
char         *hearth_digest_to_speech    (const HearthDigest *self, const char *language) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthDigest, hearth_digest_free)

G_END_DECLS
