/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-finder.h"

#include "hearth-clock.h"
#include "hearth-commitments.h"
#include "hearth-facts.h"
#include "hearth-findings.h"
#include "hearth-settle.h"
#include "hearth-store-findings.h"
#include "hearth-store-messages.h"
#include "hearth-store-people.h"

/* What was asked or promised longer ago is history. */
#define MAX_AGE ((gint64) 90 * 24 * 3600)
/* Few enough to keep the main context free. */
#define BATCH 32
/* Of a longer thread the last messages say how it stands. */
#define MAX_THREAD 60

/**
 * HearthFinder:
 *
 * Looks through mail, the owner's own too, for what it asks, promises and tells, and writes that
 * down. A mark on each message says that it was looked through, so that a crash loses nothing.
 */
struct _HearthFinder {
  HearthEngine *engine; /* (owned) */
  GPtrArray *owner;     /* (owned) (nullable) addr-specs */
  gboolean thorough;    /* old mail is looked through too */
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
 * hearth_finder_set_thorough:
 * @self: a finder
 * @thorough: whether mail of any age is looked through
 */
void
hearth_finder_set_thorough (HearthFinder *self, gboolean thorough)
{
  self->thorough = thorough;
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
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_finding_free);

  hearth_commitments_find (findings, message, owner);
  hearth_facts_find (message, owner, hearth_clock_now (), findings);
  return findings;
}

static HearthMessageFindings *
find_found (GPtrArray *found, gint64 message_id)
{
  for (guint i = 0; i < found->len; i++) {
    HearthMessageFindings *one = g_ptr_array_index (found, i);

    if (one->message_id == message_id)
      return one;
  }
  return NULL;
}

/* What is known of a thread: what was just found, and of its other messages what is stored. None of
 * it is owned but what came from the store, which @stored owns. */
static GPtrArray *
gather (GPtrArray *messages, GPtrArray *found, GPtrArray *stored)
{
  GPtrArray *all = g_ptr_array_new ();

  for (guint i = 0; i < messages->len; i++) {
    const HearthMessage *message = g_ptr_array_index (messages, i);
    HearthMessageFindings *one = find_found (found, message->id);

    for (guint j = 0; one != NULL && j < one->findings->len; j++) {
      HearthFinding *finding = g_ptr_array_index (one->findings, j);

      finding->message_id = message->id;
      g_ptr_array_add (all, finding);
    }
  }
  for (guint i = 0; i < stored->len; i++) {
    HearthFinding *finding = g_ptr_array_index (stored, i);

    if (find_found (found, finding->message_id) == NULL)
      g_ptr_array_add (all, finding);
  }
  return all;
}

/* Judges a thread anew in which messages were just looked through, whichever was read first; stored
 * findings that stand otherwise now go to @changed. @any: whether anything was just found in it. */
static gboolean
settle_thread (HearthFinder *self, gint64 thread_id, gboolean any, GPtrArray *found,
               GPtrArray *changed, GError **error)
{
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  HearthFindingFilter of_thread = { .thread_id = thread_id };
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GPtrArray) stored = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autofree HearthFindingState *before = NULL;

  filter.thread_id = thread_id;
  filter.limit = MAX_THREAD;
  stored = hearth_store_findings_list (db, &of_thread, error);
  if (stored == NULL)
    return FALSE;
  /* Most mail asks nothing: its texts are not read again. */
  if (!any && stored->len == 0)
    return TRUE;
  messages = hearth_store_messages_list (db, &filter, HEARTH_DETAIL_FULL, error);
  if (messages == NULL)
    return FALSE;
  before = g_new0 (HearthFindingState, stored->len + 1);
  for (guint i = 0; i < stored->len; i++)
    before[i] = ((const HearthFinding *) g_ptr_array_index (stored, i))->state;
  all = gather (messages, found, stored);
  hearth_settle_thread (all, messages, self->owner);
  for (guint i = 0; i < stored->len; i++) {
    const HearthFinding *finding = g_ptr_array_index (stored, i);

    if (finding->state != before[i])
      g_ptr_array_add (changed, hearth_finding_copy (finding));
  }
  return TRUE;
}

/* Whether anything was just found in the messages of a thread. */
static gboolean
found_any (GPtrArray *batch, GPtrArray *found, gint64 thread_id)
{
  for (guint i = 0; i < batch->len; i++) {
    const HearthMessage *message = g_ptr_array_index (batch, i);
    const HearthMessageFindings *one = find_found (found, message->id);

    if (message->thread_id == thread_id && one != NULL && one->findings->len > 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
settle_threads (HearthFinder *self, GPtrArray *batch, GPtrArray *found, GPtrArray *changed,
                GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < batch->len; i++) {
    const HearthMessage *message = g_ptr_array_index (batch, i);

    if (message->thread_id != 0 && g_hash_table_add (seen, (gpointer) &message->thread_id) &&
        !settle_thread (self, message->thread_id, found_any (batch, found, message->thread_id),
                        found, changed, error))
      return FALSE;
  }
  return TRUE;
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
  g_autoptr (GPtrArray) changed =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_finding_free);
  g_autoptr (GPtrArray) batch = NULL;
  g_autoptr (GError) error = NULL;

  if (self->owner == NULL)
    self->owner = hearth_store_people_list_owner (db, NULL);
  if (self->owner == NULL)
    self->owner = g_ptr_array_new ();
  filter.unfound = TRUE;
  filter.without_flags = HEARTH_MESSAGE_DRAFT;
  if (!self->thorough)
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
  if (batch == NULL || !settle_threads (self, batch, found, changed, &error) ||
      !hearth_engine_write_findings (self->engine, found, changed, &error)) {
    g_warning ("Mail could not be looked through: %s", error->message);
    return FALSE;
  }
  return batch->len == BATCH;
}
