/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ctl.h"

G_BEGIN_DECLS

GVariant *hearth_ctl_files_pack (GPtrArray *paths, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
