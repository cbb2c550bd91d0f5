/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-desk.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_REVIEW_VIEW (hearth_review_view_get_type ())
G_DECLARE_FINAL_TYPE (HearthReviewView, hearth_review_view, HEARTH, REVIEW_VIEW, GtkWidget)

GtkWidget *hearth_review_view_new  (HearthMailDesk *desk) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_review_view_open (HearthReviewView *self);

G_END_DECLS
