/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-finding.h"

G_BEGIN_DECLS

/**
 * HearthMessageFindings: what was found in one message.
 * @message_id: the message
 * @findings: (owned) (element-type HearthFinding): what was found
 */
typedef struct {
  gint64 message_id;
  GPtrArray *findings;
} HearthMessageFindings;

HearthMessageFindings *hearth_message_findings_new     (gint64 message_id, GPtrArray *findings) G_GNUC_WARN_UNUSED_RESULT;
void                   hearth_message_findings_free    (HearthMessageFindings *self);
gboolean               hearth_engine_write_findings    (HearthEngine *self, GPtrArray *messages,
                                                        GPtrArray *changed, GError **error);
gboolean               hearth_engine_set_finding_state (HearthEngine *self, gint64 finding_id,
                                                        HearthFindingState state, GError **error);
gboolean               hearth_engine_settle_finding    (HearthEngine *self, gint64 finding_id,
                                                        const char *state, GError **error);

G_END_DECLS
