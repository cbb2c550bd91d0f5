/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-plan.h"

G_BEGIN_DECLS

gboolean hearth_writing_is_planned (const HearthPlan *plan);
char    *hearth_writing_describe   (HearthDatabase *db, const char *owner_words,
                                    GArray *messages) G_GNUC_WARN_UNUSED_RESULT;
char    *hearth_writing_describe_to (HearthDatabase *db, const char *address,
                                     GArray *messages) G_GNUC_WARN_UNUSED_RESULT;
char    *hearth_writing_compose    (HearthDatabase *db, const char *address, const char *name,
                                    const char *text, const char *order) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
