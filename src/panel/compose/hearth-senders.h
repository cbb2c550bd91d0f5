/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"

G_BEGIN_DECLS

GPtrArray  *hearth_senders_new         (GPtrArray *accounts) G_GNUC_WARN_UNUSED_RESULT;
guint       hearth_senders_find        (GPtrArray *senders, gint64 source_id, const char *address);
const char *hearth_sender_get_address  (const HearthAccount *sender);
char       *hearth_sender_dup_name     (const HearthAccount *sender) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
