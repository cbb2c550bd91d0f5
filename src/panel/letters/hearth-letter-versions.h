/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_LETTER_VERSIONS (hearth_letter_versions_get_type ())
G_DECLARE_FINAL_TYPE (HearthLetterVersions, hearth_letter_versions, HEARTH, LETTER_VERSIONS, GtkWidget)

GtkWidget *hearth_letter_versions_new        (HearthClient *client) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_letter_versions_set_letter (HearthLetterVersions *self, gint64 letter);
gint64     hearth_letter_versions_find_shown (HearthDatabase *db, gint64 letter);

G_END_DECLS
