/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-interrupt.h"

G_BEGIN_DECLS

typedef struct _HearthTellingHistory HearthTellingHistory;

HearthTellingHistory *hearth_telling_history_new  (void) G_GNUC_WARN_UNUSED_RESULT;
HearthTellingHistory *hearth_telling_history_load (HearthDatabase *db, gint64 since,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                  hearth_telling_history_add  (HearthTellingHistory *self,
                                                   HearthTelling        *telling);
void                  hearth_telling_history_weigh (HearthTellingHistory *self, const char *sender,
                                                    const char *klass, gint64 now,
                                                    HearthSituation *situation);
void                  hearth_telling_history_free (HearthTellingHistory *self);

/**
 * HearthCalls: when the owner was interrupted, for how often they may be.
 * @minutes: (owned): distinct minutes since 1970, in order: what comes within one is one call
 */
typedef struct {
  GArray *minutes;
} HearthCalls;

void hearth_calls_init  (HearthCalls *self);
void hearth_calls_clear (HearthCalls *self);
void hearth_calls_add   (HearthCalls *self, gint64 at);
void hearth_calls_count (const HearthCalls *self, gint64 now, HearthSituation *situation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthTellingHistory, hearth_telling_history_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthCalls, hearth_calls_clear)

G_END_DECLS
