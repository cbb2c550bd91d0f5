/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-store-events.h"
#include "hearth-store-messages.h"
#include "hearth-store-conversations.h"
#include "hearth-store-records.h"
#include "hearth-store-search.h"

/* What the tests of the store share: messages and stores made in a line. */

HearthDatabase *
fixture_open_memory (gint64 *source_id);
void
fixture_load_version (const char *path, int version);
char *
fixture_make_folder (void);
void
fixture_remove_folder (const char *folder);
HearthMessage *
fixture_message (const char *key, gint64 date, const char *from, const char *subject,
                 const char *text);
void
fixture_add_references (HearthMessage *message, const char *references);
gint64
fixture_store (HearthDatabase *db, gint64 source_id, const char *mailbox, HearthMessage *message);
HearthEvent *
fixture_event (const char *uid, gint64 start, gint64 end, const char *summary);
void
fixture_apply_event (HearthDatabase *db, gint64 source_id, const char *href, HearthEvent *event);
gint64
fixture_count (HearthDatabase *db, const char *sql);
void
fixture_check (HearthDatabase *db);
