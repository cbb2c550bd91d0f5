/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-records.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HearthSourceAddedFunc:
 * @added: whether there is a new source
 * @problem: (nullable): why there is none; %NULL also if nothing was chosen
 * @user_data: the asker's
 *
 * Called exactly once.
 */
typedef void (*HearthSourceAddedFunc) (gboolean added, const char *problem, gpointer user_data);

void hearth_source_chooser_run (GtkWidget *parent, HearthClient *client, HearthSourceKind kind,
                                HearthSourceAddedFunc callback, gpointer user_data);
void hearth_source_add         (HearthClient *client, HearthSourceKind kind, const char *path,
                                const char *name, HearthSourceAddedFunc callback, gpointer user_data);

char      *hearth_source_dup_place (const char *path) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *hearth_sources_discover (const char *home) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
