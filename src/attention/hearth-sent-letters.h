/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-written-mail.h"

G_BEGIN_DECLS

/**
 * HearthSentLetter:
 *
 * A mail that the owner sent, and to whom.
 *
 * @id: the message's row
 * @address: the one it was to, or "" if it was to several
 * @name: what that one is called, or ""
 * @may_quote: see hearth_written_mail_may_quote(); also what a service wrote that had read others' words
 * @letter: what the owner wrote
 */
typedef struct {
  gint64 id;
  char *address;
  char *name;
  gboolean may_quote;
  HearthWrittenMail *letter;
} HearthSentLetter;

HearthSentLetter *hearth_sent_letter_new (const HearthMessage *message) G_GNUC_WARN_UNUSED_RESULT;
void hearth_sent_letter_free (HearthSentLetter *self);
GPtrArray *hearth_sent_letters_load (HearthDatabase *db, const char *address, gint64 since,
                                     guint limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_letters_choose (GPtrArray *texts, guint *count) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthSentLetter, hearth_sent_letter_free)

G_END_DECLS
