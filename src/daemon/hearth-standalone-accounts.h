/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

gboolean hearth_standalone_account (HearthEngine *engine, const char *command, char **argv,
                                    GError **error);
char    *hearth_standalone_read_password (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
