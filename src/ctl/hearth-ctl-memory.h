/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ctl.h"
#include "hearth-memory.h"

G_BEGIN_DECLS

char *
hearth_ctl_join (char **words) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_ctl_print_memory (HearthCtl *ctl, const HearthMemory *memory, gint64 now);

G_END_DECLS
