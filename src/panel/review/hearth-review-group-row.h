/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_REVIEW_GROUP_ROW (hearth_review_group_row_get_type ())
G_DECLARE_FINAL_TYPE (HearthReviewGroupRow, hearth_review_group_row, HEARTH, REVIEW_GROUP_ROW, AdwExpanderRow)

GtkWidget  *hearth_review_group_row_new         (GVariant *group, gboolean chosen) G_GNUC_WARN_UNUSED_RESULT;
gboolean    hearth_review_group_row_is_chosen   (HearthReviewGroupRow *self);
void        hearth_review_group_row_set_chosen  (HearthReviewGroupRow *self, gboolean chosen);
const char *hearth_review_group_row_get_key     (HearthReviewGroupRow *self);
gint64      hearth_review_group_row_get_count   (HearthReviewGroupRow *self);
gint64      hearth_review_group_row_get_message (HearthReviewGroupRow *self);

G_END_DECLS
