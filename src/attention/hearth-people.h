/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-contact.h"
#include "hearth-database.h"

G_BEGIN_DECLS

/**
 * HearthPerson: somebody whom the owner has to do with.
 * @name: their name; an address where there is none
 * @addresses: (element-type utf8): theirs, that which is used most first
 * @phones: (element-type utf8): theirs, of address books
 * @birthday: (nullable): YYYY-MM-DD or --MM-DD, of address books
 * @listed: whether an address book of the owner has them
 * @n_sent: mails of the owner to them in the last year
 * @n_received: mails of theirs in the last year
 * @n_answered: of these, those that the owner answered
 * @n_meetings: events with both in the last half year
 * @last_sent, @last_received, @last_met: when that was last, seconds since 1970 UTC; 0 for never
 * @last_id: the row of the last mail, or 0
 * @score: from 0 to 100: how much they matter
 * @reason: why, in words that stand for themselves
 */
typedef struct {
  char *name;
  GPtrArray *addresses;
  GPtrArray *phones;
  char *birthday;
  gboolean listed;
  guint n_sent;
  guint n_received;
  guint n_answered;
  guint n_meetings;
  gint64 last_sent;
  gint64 last_received;
  gint64 last_met;
  gint64 last_id;
  guint n_recent_sent;     /* private: of the last 90 days */
  guint n_recent_received; /* private */
  int score;
  char *reason;
} HearthPerson;

/** HearthTwins: two that may be one person. */
typedef struct {
  HearthPerson *one;   /* (unowned) */
  HearthPerson *other; /* (unowned) */
  char *reason;        /* (owned) why it may be so, in words */
} HearthTwins;

/**
 * HearthBirthday: a birthday in the days to come.
 * @name: whose it is
 * @day: the owner's midnight of that day, seconds since 1970 UTC
 * @age: how old they become, or 0 if that is not known
 * @event_id: the event that says so, or 0
 * @start: when that begins
 */
typedef struct {
  char *name;
  gint64 day;
  guint age;
  gint64 event_id;
  gint64 start;
} HearthBirthday;

/**
 * HearthTouch: somebody whom the owner wanted to hear from, and has not for too long.
 * @name: what the owner calls them
 * @address: their addr-spec
 * @last: the last contact, seconds since 1970 UTC; 0 for none
 * @last_id: the row of the last mail, or 0
 */
typedef struct {
  char *name;
  char *address;
  gint64 last;
  gint64 last_id;
} HearthTouch;

GPtrArray *hearth_people_list (HearthDatabase *db, gint64 now,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthPerson *hearth_people_find (GPtrArray *people, const char *words);
GPtrArray *hearth_people_list_twins (GPtrArray *people) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *hearth_people_list_birthdays (HearthDatabase *db, gint64 now, guint days,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *hearth_people_list_touch (HearthDatabase *db, gint64 now,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
gint64 hearth_person_get_last (const HearthPerson *self);
char *hearth_birthday_read_title (const char *title) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_birthday_dup_sentence (const HearthBirthday *self,
                                    gint64 now) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_touch_dup_sentence (const HearthTouch *self, gint64 now) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
