/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_BACKUP_GROUP (hearth_backup_group_get_type ())
G_DECLARE_FINAL_TYPE (HearthBackupGroup, hearth_backup_group, HEARTH, BACKUP_GROUP, AdwPreferencesGroup)

GtkWidget *hearth_backup_group_new (HearthClient *client);

G_END_DECLS
