/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_DIGEST_GROUP (hearth_digest_group_get_type ())
G_DECLARE_FINAL_TYPE (HearthDigestGroup, hearth_digest_group, HEARTH, DIGEST_GROUP,
                      AdwPreferencesGroup)

GtkWidget *hearth_digest_group_new (GSettings *settings);
GtkWidget *hearth_digest_row_new   (GSettings *settings, const char *key, const char *title,
                                    const char *time_label) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
