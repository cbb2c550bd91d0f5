/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-finder.h"

#include "hearth-clock.h"
#include "hearth-facts.h"
#include "hearth-findings.h"
#include "hearth-store-findings.h"
#include "hearth-store-messages.h"
#include "hearth-store-people.h"

/* What was asked or promised longer ago is history. */
#define MAX_AGE ((gint64) 90 * 24 * 3600)
/* Few enough to keep the main context free. */
#define BATCH 32

/**
 * HearthFinder:
 *
 * Looks through mail, the owner's own too, for what it asks, promises and tells, and writes that
 * down. A mark on each message says that it was looked through, so that a crash loses nothing.
 */
struct _HearthFinder {
  HearthEngine *engine; /* (owned) */
  GPtrArray *owner;     /* (owned) (nullable) addr-specs */
  gint64 below_id;      /* where the run goes on, 0 at its start */
};

/**
 * hearth_finder_new:
 * @engine: the engine whose mail it looks through
 *
 * Returns: (transfer full): a finder
 */
HearthFinder *
hearth_finder_new (HearthEngine *engine)
{
  HearthFinder *self = g_new0 (HearthFinder, 1);

  self->engine = g_object_ref (engine);
  return self;
}

/**
 * hearth_finder_free:
 * @self: (nullable) (transfer full): a finder
 */
void
hearth_finder_free (HearthFinder *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->engine);
  g_clear_pointer (&self->owner, g_ptr_array_unref);
  g_free (self);
}

/**
 * hearth_finder_restart:
 * @self: a finder
 *
 * Begins again at the newest mail with the next batch.
 */
void
hearth_finder_restart (HearthFinder *self)
{
  self->below_id = 0;
  g_clear_pointer (&self->owner, g_ptr_array_unref);
}

/**
 * hearth_finder_read:
 * @message: a message with its text
 * @owner: (element-type utf8): the owner's addr-specs
 *
 * Looks through one message. Pure.
 *
 * Returns: (transfer full) (element-type HearthFinding): what it asks, promises and tells, in the
 *   order of its text
 */
GPtrArray *
hearth_finder_read (const HearthMessage *message, GPtrArray *owner)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_finding_free);

  hearth_facts_find (message, owner, hearth_clock_now (), found);
  return found;
}

/**
 * hearth_finder_run_batch:
 * @self: a finder
 *
 * Looks through the next few messages.
 *
 * Returns: whether there is more
 */
gboolean
hearth_finder_run_batch (HearthFinder *self)
{
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_findings_free);
  g_autoptr (GPtrArray) batch = NULL;
  g_autoptr (GError) error = NULL;

  if (self->owner == NULL)
    self->owner = hearth_store_people_list_owner (db, NULL);
  if (self->owner == NULL)
    self->owner = g_ptr_array_new ();
  filter.unfound = TRUE;
  filter.since = hearth_clock_now () - MAX_AGE;
  filter.below_id = self->below_id;
  filter.limit = BATCH;
  batch = hearth_store_messages_list (db, &filter, HEARTH_DETAIL_FULL, &error);
  for (guint i = 0; batch != NULL && i < batch->len; i++) {
    const HearthMessage *message = g_ptr_array_index (batch, i);

    g_ptr_array_add (found,
                     hearth_message_findings_new (message->id,
                                                  hearth_finder_read (message, self->owner)));
    self->below_id = message->id;
  }
  if (batch == NULL || !hearth_engine_write_findings (self->engine, found, &error)) {
    g_warning ("Mail could not be looked through: %s", error->message);
    return FALSE;
  }
  return batch->len == BATCH;
}
