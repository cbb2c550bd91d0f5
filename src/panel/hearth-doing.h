/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

G_BEGIN_DECLS

char *hearth_doing_compose (HearthClient *client, gboolean thinking, gboolean offline) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
