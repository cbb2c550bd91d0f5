/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-interrupt.h"

G_BEGIN_DECLS

/** HEARTH_REHEARSAL_DAYS: how far back a rehearsal goes. */
#define HEARTH_REHEARSAL_DAYS 30

/**
 * HearthRehearsed: a mail of which the owner would have been told.
 * @message_id: the message
 * @at: when they would have been told, seconds since 1970 UTC
 * @sender, @subject: (unowned): as in the message; they live as long as the rehearsal
 * @reason: (owned): why, in words
 * @call: which interruption it belongs to, from 0; what waited comes with others in one
 * @sound: whether with a sound, as far as the policy says
 */
typedef struct {
  gint64 message_id;
  gint64 at;
  const char *sender;
  const char *subject;
  char *reason;
  guint call;
  gboolean sound;
} HearthRehearsed;

typedef struct _HearthRehearsal HearthRehearsal;

HearthRehearsal *hearth_rehearsal_load      (HearthDatabase *db, gint64 now,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray       *hearth_rehearsal_run       (HearthRehearsal             *self,
                                             const HearthInterruptPolicy *policy) G_GNUC_WARN_UNUSED_RESULT;
GVariant        *hearth_rehearsal_to_variant (HearthRehearsal             *self,
                                              const HearthInterruptPolicy *policy) G_GNUC_WARN_UNUSED_RESULT;
guint            hearth_rehearsal_get_n_mail (const HearthRehearsal *self);
guint            hearth_rehearsed_count_calls (GPtrArray *rehearsed);
void             hearth_rehearsal_free      (HearthRehearsal *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthRehearsal, hearth_rehearsal_free)

G_END_DECLS
