/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database-private.h"
#include "hearth-message.h"
#include "hearth-records.h"

G_BEGIN_DECLS

/**
 * HearthPeopleBatch:
 *
 * Gathers what a batch of messages changes in the table of people, so that each person is
 * written once and not once a message.
 */
typedef struct _HearthPeopleBatch HearthPeopleBatch;

HearthPeopleBatch *
hearth_people_batch_new (void) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_people_batch_free (HearthPeopleBatch *self);
void
hearth_people_batch_add (HearthPeopleBatch *self, const HearthMessage *message,
                         HearthMailboxRole role, int sign);
gboolean
hearth_people_batch_write (HearthPeopleBatch *self, HearthDatabase *db, GError **error);
gint64
hearth_people_batch_get_id (HearthPeopleBatch *self, const HearthAddress *address);
gboolean
hearth_people_count_read (HearthDatabase *db, gint64 from_id, int change, GError **error);
gboolean
hearth_people_counts_role (HearthMailboxRole role);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthPeopleBatch, hearth_people_batch_free)

G_END_DECLS
