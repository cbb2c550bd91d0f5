/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-backup.h"

G_BEGIN_DECLS

GVariant *hearth_backups_pack_settings (GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
char     *hearth_backups_prepare_sync  (const char *data_dir, int fd, GVariant *present,
                                        const HearthBackupWatch *watch,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  hearth_backups_agree_sync    (const char *data_dir, const char *kept, GError **error);
void      hearth_backups_discard       (const char *data_dir);
gboolean  hearth_backups_switch        (const char *data_dir, GError **error);
void      hearth_backups_take_settings (const char *data_dir, GSettings *settings);

G_END_DECLS
