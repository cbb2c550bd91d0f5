/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-remote-mail.h"
#include "hearth-smtp.h"
#include "hearth-store-outbox.h"
#include "hearth-writer.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_OUTBOX (hearth_outbox_get_type ())
G_DECLARE_FINAL_TYPE (HearthOutbox, hearth_outbox, HEARTH, OUTBOX, GObject)

HearthOutbox *hearth_outbox_new             (HearthWriter *writer, HearthDatabase *reader) G_GNUC_WARN_UNUSED_RESULT;
void          hearth_outbox_set_credentials (HearthOutbox *self, HearthCredentialsFunc func,
                                             gpointer smtp_data, gpointer imap_data);
void          hearth_outbox_set_remote      (HearthOutbox *self, const HearthRemoteMail *remote);
void          hearth_outbox_set_timeouts    (HearthOutbox *self, const HearthSmtpTimeouts *timeouts);
gboolean      hearth_outbox_start           (HearthOutbox *self, GError **error);
void          hearth_outbox_look            (HearthOutbox *self);
void          hearth_outbox_retry           (HearthOutbox *self, gint64 source_id);
gboolean      hearth_outbox_is_busy         (HearthOutbox *self, gint64 id);
void          hearth_outbox_stop            (HearthOutbox *self);

G_END_DECLS
