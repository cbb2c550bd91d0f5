/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-standalone-review.h"

#include "hearth-action-batches.h"
#include "hearth-review-variant.h"

#include <glib/gi18n.h>

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **to = user_data;

  *to = g_object_ref (result);
}

/**
 * hearth_standalone_review:
 * @engine: an engine
 * @days: mail of more days is old
 * @keys: (array zero-terminated=1): groups that are archived; none to only look
 * @error: a #HearthEngineError or #HearthStoreError
 *
 * Looks through old mail and waits for it, and for what is archived.
 *
 * Returns: (transfer floating) (nullable): as the D-Bus method ReviewGroups gives it back; the
 * state has "action": x if something was archived
 */
GVariant *
hearth_standalone_review (HearthEngine *engine, guint days, const char *const *keys, GError **error)
{
  g_autoptr (HearthReview) review = hearth_review_new (engine);
  g_autoptr (GAsyncResult) result = NULL;
  const char *problem;
  gint64 action;

  hearth_review_start (review, days);
  while (hearth_review_get_state (review, NULL, NULL, &problem) == HEARTH_REVIEW_RUNNING)
    g_main_context_iteration (NULL, TRUE);
  if (hearth_review_get_state (review, NULL, NULL, NULL) != HEARTH_REVIEW_DONE) {
    g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_FAILED, problem);
    return NULL;
  }
  if (keys[0] == NULL)
    return hearth_review_to_variant (review, engine);
  hearth_review_archive_async (review, keys, ended_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  action = hearth_review_archive_finish (review, result, error);
  if (action == 0)
    return NULL;
  hearth_engine_finish_batches (engine);
  return g_variant_new_int64 (action);
}

/**
 * hearth_standalone_unsubscribe:
 * @engine: an engine
 * @message_id: a message
 * @yes: whether the list is left; else it is only said how
 * @error: as hearth_engine_unsubscribe_finish()
 *
 * Returns: (transfer floating) (nullable): as the D-Bus method FindUnsubscribe gives it back
 */
GVariant *
hearth_standalone_unsubscribe (HearthEngine *engine, gint64 message_id, gboolean yes,
                               GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HearthUnsubscribe) how = NULL;
  gint64 draft_id = 0;

  if (yes)
    hearth_engine_unsubscribe_async (engine, message_id, ended_cb, &result);
  else
    hearth_engine_find_unsubscribe_async (engine, message_id, ended_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  how = yes ? hearth_engine_unsubscribe_finish (engine, result, &draft_id, error)
            : hearth_engine_find_unsubscribe_finish (engine, result, error);
  return how != NULL ? hearth_unsubscribe_to_variant (how, draft_id) : NULL;
}
