/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"
#include "hearth-memory.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *hearth_memory_fact_new     (HearthMailDesk *desk, const HearthMemory *memory,
                                       guint n_uses) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *hearth_memory_proposal_new (HearthMailDesk *desk, const HearthMemory *memory) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
