/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-contact.h"
#include "hearth-contacts-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

GPtrArray *hearth_vcard_files_sync_sync (const char *path, GHashTable *known, GPtrArray *warnings,
                                         GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
