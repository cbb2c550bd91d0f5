/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-companion.h"
#include "hearth-reader.h"

G_BEGIN_DECLS

/**
 * HearthForesightFunc:
 * @whole: whether what was understood until now is a whole question
 * @user_data: the listener's
 */
typedef void (*HearthForesightFunc) (gboolean whole, gpointer user_data);

/**
 * HearthForesight: the beginning of an answer that is made ready while its question is still being
 * said. Not thread-safe.
 */
typedef struct _HearthForesight HearthForesight;

HearthForesight *hearth_foresight_new   (HearthCompanion *companion, HearthMouth *mouth,
                                         HearthForesightFunc func,
                                         gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_foresight_free  (HearthForesight *self);
void             hearth_foresight_look  (HearthForesight *self, const char *conversation,
                                         const char *language, const char *text);
void             hearth_foresight_use   (HearthForesight *self, const char *text,
                                         HearthReader *reader);
void             hearth_foresight_clear (HearthForesight *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthForesight, hearth_foresight_free)

G_END_DECLS
