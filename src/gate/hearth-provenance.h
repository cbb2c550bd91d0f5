/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-event.h"
#include "hearth-label.h"

G_BEGIN_DECLS

/** HearthOrigin: why an address is known. */
typedef enum {
  HEARTH_ORIGIN_OWNER, /* the owner wrote it in this conversation */
  HEARTH_ORIGIN_OWN,   /* it is the owner's */
  HEARTH_ORIGIN_BOOK,  /* in an address book */
  HEARTH_ORIGIN_SENT,  /* the owner wrote to it: mail in the Sent mailbox */
  HEARTH_ORIGIN_EVENT, /* a guest of an event of the owner's own */
  HEARTH_ORIGIN_SENDER, /* it sent the mail that is answered */
  HEARTH_ORIGIN_NONE,  /* anybody may have written it */
} HearthOrigin;

const char *hearth_origin_to_string  (HearthOrigin origin);

HearthOrigin hearth_provenance_find_address  (HearthDatabase *db, const char *address);
gboolean     hearth_provenance_is_own_event  (HearthDatabase *db, const HearthEvent *event);
gboolean     hearth_provenance_was_written_to (HearthDatabase *db, const char *address);
HearthLabel  hearth_provenance_label_event   (HearthDatabase *db, const HearthEvent *event);
HearthLabel  hearth_provenance_label_message (HearthDatabase *db, const HearthMessage *message);
GPtrArray   *hearth_provenance_find_people   (HearthDatabase *db, const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
