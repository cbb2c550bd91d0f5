/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-message.h"

G_BEGIN_DECLS

/** HearthMessageItem: a message in a list. */
#define HEARTH_TYPE_MESSAGE_ITEM (hearth_message_item_get_type ())
G_DECLARE_FINAL_TYPE (HearthMessageItem, hearth_message_item, HEARTH, MESSAGE_ITEM, GObject)

HearthMessage *hearth_message_item_get_message (HearthMessageItem *self);

/** HearthMessageKind: which messages a list holds. */
typedef enum {
  HEARTH_MESSAGES_ALL,
  HEARTH_MESSAGES_NEEDS_YOU,
  HEARTH_MESSAGES_SET_ASIDE,
  HEARTH_MESSAGES_SEARCH,
} HearthMessageKind;

#define HEARTH_TYPE_MESSAGE_MODEL (hearth_message_model_get_type ())
G_DECLARE_FINAL_TYPE (HearthMessageModel, hearth_message_model, HEARTH, MESSAGE_MODEL, GObject)

HearthMessageModel *hearth_message_model_new       (HearthClient *client) G_GNUC_WARN_UNUSED_RESULT;
void                hearth_message_model_look      (HearthMessageModel *self, HearthMessageKind kind,
                                                    const char *query);
void                hearth_message_model_refresh   (HearthMessageModel *self);
void                hearth_message_model_load_more (HearthMessageModel *self);
const char         *hearth_message_model_get_problem (HearthMessageModel *self);

G_END_DECLS
