/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-findings.h"

#include "hearth-engine-private.h"
#include "hearth-store-findings.h"

#include <glib/gi18n.h>

/**
 * hearth_message_findings_new:
 * @message_id: a message
 * @findings: (transfer full) (element-type HearthFinding): what was found in it
 *
 * Returns: (transfer full): both
 */
HearthMessageFindings *
hearth_message_findings_new (gint64 message_id, GPtrArray *findings)
{
  HearthMessageFindings *self = g_new0 (HearthMessageFindings, 1);

  self->message_id = message_id;
  self->findings = findings;
  return self;
}

/**
 * hearth_message_findings_free:
 * @self: (transfer full): what was found in a message
 */
void
hearth_message_findings_free (HearthMessageFindings *self)
{
  g_ptr_array_unref (self->findings);
  g_free (self);
}

typedef struct {
  GPtrArray *messages;
  GPtrArray *changed;
} Found;

static gboolean
write_findings (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Found *all = user_data;

  for (guint i = 0; i < all->messages->len; i++) {
    const HearthMessageFindings *found = g_ptr_array_index (all->messages, i);

    if (!hearth_store_findings_replace (db, found->message_id, found->findings, error))
      return FALSE;
  }
  for (guint i = 0; i < all->changed->len; i++) {
    const HearthFinding *finding = g_ptr_array_index (all->changed, i);

    if (!hearth_store_findings_settle (db, finding->id, finding->state, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_engine_write_findings:
 * @self: an engine
 * @messages: (element-type HearthMessageFindings): messages that were looked through
 * @changed: (element-type HearthFinding): findings of other messages of which is known now that
 *   they are settled, or open again
 * @error: a #HearthStoreError
 *
 * Stores what was found in messages, in one transaction. What the owner settled stays so.
 *
 * Returns: whether all of it is stored
 */
gboolean
hearth_engine_write_findings (HearthEngine *self, GPtrArray *messages, GPtrArray *changed,
                              GError **error)
{
  Found all = { messages, changed };

  if (messages->len == 0 && changed->len == 0)
    return TRUE;
  if (!hearth_writer_run_sync (self->writer, write_findings, &all, error))
    return FALSE;
  hearth_engine_emit_changed (self, "findings");
  return TRUE;
}

typedef struct {
  gint64 id;
  HearthFindingState state;
} Settle;

static gboolean
write_state (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Settle *settle = user_data;

  return hearth_store_findings_set_state (db, settle->id, settle->state, error);
}

/**
 * hearth_engine_set_finding_state:
 * @self: an engine
 * @finding_id: a finding
 * @state: how it stands from now on; what the owner says is %HEARTH_FINDING_DONE or
 *   %HEARTH_FINDING_DISMISSED, and %HEARTH_FINDING_OPEN takes that back
 * @error: `HEARTH_STORE_ERROR_NOT_FOUND` if there is no such finding, or another #HearthStoreError
 *
 * Returns: whether it is on disk
 */
gboolean
hearth_engine_set_finding_state (HearthEngine *self, gint64 finding_id, HearthFindingState state,
                                 GError **error)
{
  Settle settle = { finding_id, state };

  if (!hearth_writer_run_sync (self->writer, write_state, &settle, error))
    return FALSE;
  hearth_engine_emit_changed (self, "findings");
  return TRUE;
}

/**
 * hearth_engine_settle_finding:
 * @self: an engine
 * @finding_id: a finding
 * @state: what the owner says of it: "done", "dismissed" or "open"
 * @error: `HEARTH_ENGINE_ERROR_INVALID` if @state is none of these, or as
 *   hearth_engine_set_finding_state()
 *
 * Returns: whether it is on disk
 */
gboolean
hearth_engine_settle_finding (HearthEngine *self, gint64 finding_id, const char *state,
                              GError **error)
{
  HearthFindingState settled;

  if (!hearth_finding_state_from_string (state, &settled) || settled == HEARTH_FINDING_SETTLED) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                 _("“%s” is not what can be said of it: done, dismissed or open."), state);
    return FALSE;
  }
  return hearth_engine_set_finding_state (self, finding_id, settled, error);
}
