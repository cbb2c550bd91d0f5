/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_REVIEW_ROW (hearth_review_row_get_type ())
G_DECLARE_FINAL_TYPE (HearthReviewRow, hearth_review_row, HEARTH, REVIEW_ROW, AdwExpanderRow)

GtkWidget  *hearth_review_row_new         (GVariant *group, gboolean chosen) G_GNUC_WARN_UNUSED_RESULT;
gboolean    hearth_review_row_is_chosen   (HearthReviewRow *self);
void        hearth_review_row_set_chosen  (HearthReviewRow *self, gboolean chosen);
const char *hearth_review_row_get_key     (HearthReviewRow *self);
gint64      hearth_review_row_get_count   (HearthReviewRow *self);
gint64      hearth_review_row_get_message (HearthReviewRow *self);

G_END_DECLS
