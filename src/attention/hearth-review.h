/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-review-sort.h"

G_BEGIN_DECLS

/** HEARTH_REVIEW_DAYS: mail of more days is old, if nobody says otherwise. */
#define HEARTH_REVIEW_DAYS 30

/** HearthReviewState: how a review stands. */
typedef enum {
  HEARTH_REVIEW_IDLE, /* never begun, or cancelled */
  HEARTH_REVIEW_RUNNING,
  HEARTH_REVIEW_DONE,
  HEARTH_REVIEW_FAILED,
} HearthReviewState;

#define HEARTH_TYPE_REVIEW (hearth_review_get_type ())
G_DECLARE_FINAL_TYPE (HearthReview, hearth_review, HEARTH, REVIEW, GObject)

HearthReview *
hearth_review_new (HearthEngine *engine) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_review_start (HearthReview *self, guint days);
void
hearth_review_cancel (HearthReview *self);
HearthReviewState
hearth_review_get_state (HearthReview *self, guint64 *done, guint64 *total, const char **problem);
guint
hearth_review_get_days (HearthReview *self);
GPtrArray *
hearth_review_get_groups (HearthReview *self);
void
hearth_review_archive_async (HearthReview *self, const char *const *keys,
                             GAsyncReadyCallback callback, gpointer user_data);
gint64
hearth_review_archive_finish (HearthReview *self, GAsyncResult *result, GError **error);

G_END_DECLS
