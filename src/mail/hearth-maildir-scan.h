/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-source.h"

G_BEGIN_DECLS

gboolean
hearth_maildir_scan_sync (const char *path, const char *mailbox, const char *token,
                          const HearthMailSink *sink, GCancellable *cancellable,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
