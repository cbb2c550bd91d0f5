/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"

G_BEGIN_DECLS

/** hearth_maildir_subs: where messages lie, in the order in which they pass through. */
extern const char *const hearth_maildir_subs[2];

guint
hearth_maildir_key_size (const char *name);
HearthMessageFlags
hearth_maildir_parse_flags (const char *info);
GHashTable *
hearth_maildir_index_names (const char *folder) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_maildir_locate (const char *folder, const char *key,
                       const char *path) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_maildir_make_name (const char *key, const char *old_name,
                          HearthMessageFlags flags) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
