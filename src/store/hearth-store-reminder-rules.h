/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar.h"
#include "hearth-database.h"

G_BEGIN_DECLS

GHashTable *
hearth_store_reminder_rules_load (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
