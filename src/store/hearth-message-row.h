/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database-private.h"
#include "hearth-store-messages.h"

G_BEGIN_DECLS

/* Between HearthMessage and its columns. */

#define HEARTH_MESSAGE_SELECT_ENVELOPE                                                             \
  "SELECT m.id, x.source_id, x.name, m.key, m.path, m.message_id, m.thread_id, m.from_name,"       \
  " m.from_address, m.reply_to, m.recipients, m.subject, m.preview, m.attachment_names,"           \
  " m.attachment_parts, m.list_id, m.size, m.flags, m.marks, m.priority, m.reason, m.klass, "      \
  "m.date, m.language"
#define HEARTH_MESSAGE_FROM_ENVELOPE                                                               \
  " FROM messages AS m JOIN mailboxes AS x ON x.id = m.mailbox_id"
#define HEARTH_MESSAGE_SELECT_FULL                                                                 \
  HEARTH_MESSAGE_SELECT_ENVELOPE ", b.text, b.calendar, b.references_, m.utc_offset"
#define HEARTH_MESSAGE_FROM_FULL                                                                   \
  HEARTH_MESSAGE_FROM_ENVELOPE " LEFT JOIN bodies AS b ON b.id = m.id"

HearthMessage *
hearth_message_row_read (HearthStatement *statement,
                         HearthMessageDetail detail) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_message_row_dup_recipients (const HearthMessage *message) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_message_row_dup_names (const HearthMessage *message) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_message_row_dup_parts (const HearthMessage *message) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_address_column_dup (const HearthAddress *address) G_GNUC_WARN_UNUSED_RESULT;
HearthAddress *
hearth_address_column_parse (const char *column) G_GNUC_WARN_UNUSED_RESULT;
HearthAddress *
hearth_address_column_parse_n (const char *column, gsize size) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
