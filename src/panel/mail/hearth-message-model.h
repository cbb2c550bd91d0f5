/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"
#include "hearth-message.h"

G_BEGIN_DECLS

/** HearthMessageItem: a message in a list. */
#define HEARTH_TYPE_MESSAGE_ITEM (hearth_message_item_get_type ())
G_DECLARE_FINAL_TYPE (HearthMessageItem, hearth_message_item, HEARTH, MESSAGE_ITEM, GObject)

gint64             hearth_message_item_get_id      (HearthMessageItem *self);
HearthMessage     *hearth_message_item_get_message (HearthMessageItem *self);
HearthMessageFlags hearth_message_item_get_flags   (HearthMessageItem *self);

/** HearthMessageKind: which messages a list holds. */
typedef enum {
  HEARTH_MESSAGES_INBOX, /* received, and not archived */
  HEARTH_MESSAGES_NEEDS_YOU,
  HEARTH_MESSAGES_PEOPLE,
  HEARTH_MESSAGES_SET_ASIDE,
  HEARTH_MESSAGES_STARRED,
  HEARTH_MESSAGES_LATER, /* put off, what comes back first first */
  HEARTH_MESSAGES_ALL, /* received */
  HEARTH_MESSAGES_ARCHIVE,
  HEARTH_MESSAGES_SENT,
  HEARTH_MESSAGES_JUNK,
  HEARTH_MESSAGES_TRASH,
  HEARTH_MESSAGES_SEARCH,
} HearthMessageKind;

#define HEARTH_TYPE_MESSAGE_MODEL (hearth_message_model_get_type ())
G_DECLARE_FINAL_TYPE (HearthMessageModel, hearth_message_model, HEARTH, MESSAGE_MODEL, GObject)

HearthMessageModel *hearth_message_model_new         (HearthMailDesk *desk) G_GNUC_WARN_UNUSED_RESULT;
void                hearth_message_model_look        (HearthMessageModel *self, HearthMessageKind kind,
                                                      const char *query);
void                hearth_message_model_refresh     (HearthMessageModel *self);
HearthMessageKind   hearth_message_model_get_kind    (HearthMessageModel *self);
gint64              hearth_message_model_get_id      (HearthMessageModel *self, guint position);
guint               hearth_message_model_find        (HearthMessageModel *self, gint64 id);
const char         *hearth_message_model_get_problem (HearthMessageModel *self);

G_END_DECLS
