/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-telling.h"

G_BEGIN_DECLS

gboolean hearth_engine_write_tellings   (HearthEngine *self, GPtrArray *tellings, GError **error);
gboolean hearth_engine_release_tellings (HearthEngine *self, GPtrArray *said, GPtrArray *dropped,
                                         GError **error);
gboolean hearth_engine_settle_telling   (HearthEngine *self, gint64 message_id,
                                         HearthTellingOutcome outcome, GError **error);
gboolean hearth_engine_settle_tellings  (HearthEngine *self, GError **error);
gboolean hearth_engine_answer_telling   (HearthEngine *self, gint64 message_id, const char *answer,
                                         GError **error);

G_END_DECLS
