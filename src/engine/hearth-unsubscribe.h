/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-http.h"
#include "hearth-store-review.h"

G_BEGIN_DECLS

/** HearthUnsubscribeWay: how a list can be left. */
typedef enum {
  HEARTH_UNSUBSCRIBE_NO_WAY,
  HEARTH_UNSUBSCRIBE_ONE_CLICK, /* one request, RFC 8058 */
  HEARTH_UNSUBSCRIBE_MAIL,      /* a mail that the owner sends */
  HEARTH_UNSUBSCRIBE_WEB,       /* a page that the owner opens */
} HearthUnsubscribeWay;

/**
 * HearthUnsubscribe: how the list of a message is left. Immutable once it is handed on.
 * @message_id: the message
 * @way: how
 * @list: hearth_left_list_key()
 * @name: how the list calls itself
 * @host: (nullable): where a request goes, or the page is
 * @uri: (nullable): the address there
 * @address: (nullable): to whom a mail goes
 * @subject: (nullable): of that mail
 * @text: (nullable): of that mail
 * @note: (nullable): why it is not simpler, a sentence
 * @left: (nullable): what was done about it before
 * @still_writes: whether this message came although the list was left
 */
typedef struct {
  gint64 message_id;
  HearthUnsubscribeWay way;
  char *list;
  char *name;
  char *host;
  char *uri;
  char *address;
  char *subject;
  char *text;
  char *note;
  HearthLeftList *left;
  gboolean still_writes;
} HearthUnsubscribe;

void               hearth_unsubscribe_free          (HearthUnsubscribe *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthUnsubscribe, hearth_unsubscribe_free)
const char        *hearth_unsubscribe_way_to_string (HearthUnsubscribeWay way);
HearthUnsubscribe *hearth_unsubscribe_read          (const HearthMessage *message, GBytes *raw) G_GNUC_WARN_UNUSED_RESULT;

void               hearth_engine_find_unsubscribe_async  (HearthEngine *self, gint64 message_id,
                                                          GAsyncReadyCallback callback,
                                                          gpointer user_data);
HearthUnsubscribe *hearth_engine_find_unsubscribe_finish (HearthEngine *self, GAsyncResult *result,
                                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_engine_unsubscribe_async       (HearthEngine *self, gint64 message_id,
                                                          GAsyncReadyCallback callback,
                                                          gpointer user_data);
HearthUnsubscribe *hearth_engine_unsubscribe_finish      (HearthEngine *self, GAsyncResult *result,
                                                          gint64 *draft_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The request alone, for tests with a server of their own. */
HearthHttpRequest *hearth_unsubscribe_make_request (const char *uri) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
