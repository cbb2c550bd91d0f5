/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

G_BEGIN_DECLS

gboolean hearth_backup_trust (HearthDatabase *db, const char *data_dir, GError **error);

G_END_DECLS
