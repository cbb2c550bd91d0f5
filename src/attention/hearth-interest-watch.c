/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-interest-watch.h"

#include "hearth-clock.h"
#include "hearth-lessons.h"
#include "hearth-store-actions.h"
#include "hearth-store-messages.h"

/* What the owner did with mail longer ago says little of today. */
#define MAX_AGE ((gint64) 90 * 24 * 3600)
/* The newest so many; an envelope takes some ten microseconds. */
#define MAX_LEARNED 1000
/* What was done to more mail at once was no judgement of each. */
#define MAX_AT_ONCE 32
/* So much mail of a sender is judged anew when something was done to theirs. */
#define MAX_OF_SENDER 30
#define REJUDGE_AGE ((gint64) 30 * 24 * 3600)

/**
 * HearthInterestWatch:
 *
 * Keeps an interest in step with what the owner does: made at the start from what the store holds,
 * taught by each deed at once, and made anew when one was taken back.
 */
struct _HearthInterestWatch {
  HearthEngine *engine;     /* (owned) */
  HearthInterest *interest; /* (owned) */
  HearthActionMarks seen;   /* up to where deeds were learned */
};

static void
learn_from_all (HearthInterestWatch *self)
{
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  gint64 now = hearth_clock_now ();
  g_autoptr (GPtrArray) incoming = NULL;
  g_autoptr (GPtrArray) trashed = NULL;

  filter.since = MAX (now - MAX_AGE, hearth_lessons_get_since (db));
  filter.incoming = TRUE;
  filter.limit = MAX_LEARNED;
  incoming = hearth_store_messages_list (db, &filter, HEARTH_DETAIL_ENVELOPE, NULL);
  filter.incoming = FALSE;
  filter.role = HEARTH_MAILBOX_TRASH;
  filter.limit = MAX_LEARNED / 4;
  trashed = hearth_store_messages_list (db, &filter, HEARTH_DETAIL_ENVELOPE, NULL);
  /* The oldest first, so that the newest counts most. */
  for (guint i = trashed != NULL ? trashed->len : 0; i > 0; i--) {
    const HearthMessage *message = g_ptr_array_index (trashed, i - 1);

    hearth_interest_learn (self->interest, message, hearth_interest_read_conduct (message, now));
  }
  for (guint i = incoming != NULL ? incoming->len : 0; i > 0; i--) {
    const HearthMessage *message = g_ptr_array_index (incoming, i - 1);

    hearth_interest_learn (self->interest, message, hearth_interest_read_conduct (message, now));
  }
}

/**
 * hearth_interest_watch_new:
 * @engine: the engine whose owner is watched
 *
 * Returns: (transfer full): a watch that has learned from what the mail's flags say
 */
HearthInterestWatch *
hearth_interest_watch_new (HearthEngine *engine)
{
  HearthInterestWatch *self = g_new0 (HearthInterestWatch, 1);

  self->engine = g_object_ref (engine);
  self->interest = hearth_interest_new ();
  hearth_interest_watch_relearn (self);
  return self;
}

/**
 * hearth_interest_watch_free:
 * @self: (nullable) (transfer full): a watch
 */
void
hearth_interest_watch_free (HearthInterestWatch *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->engine);
  hearth_interest_free (self->interest);
  g_free (self);
}

/**
 * hearth_interest_watch_get:
 * @self: a watch
 *
 * Returns: (transfer none): what was learned
 */
const HearthInterest *
hearth_interest_watch_get (HearthInterestWatch *self)
{
  return self->interest;
}

/**
 * hearth_interest_watch_relearn:
 * @self: a watch
 *
 * Forgets all and learns from what the store holds now.
 */
void
hearth_interest_watch_relearn (HearthInterestWatch *self)
{
  HearthDatabase *db = hearth_engine_get_reader (self->engine);

  hearth_interest_forget (self->interest);
  if (!hearth_store_actions_get_marks (db, &self->seen, NULL))
    self->seen = (HearthActionMarks){ 0 };
  learn_from_all (self);
}

static gboolean
has_sender (GPtrArray *messages, const HearthMessage *message)
{
  for (guint i = 0; i < messages->len; i++) {
    const HearthMessage *other = g_ptr_array_index (messages, i);

    if (other->from != NULL && g_str_equal (other->from->address, message->from->address))
      return TRUE;
  }
  return FALSE;
}

static void
add_mail_of_sender (HearthDatabase *db, const HearthMessage *message, GPtrArray *messages)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  g_autoptr (GPtrArray) found = NULL;

  if (message->from == NULL || *message->from->address == '\0' || has_sender (messages, message))
    return;
  filter.incoming = TRUE;
  filter.from = message->from->address;
  filter.since = hearth_clock_now () - REJUDGE_AGE;
  filter.limit = MAX_OF_SENDER;
  found = hearth_store_messages_list (db, &filter, HEARTH_DETAIL_FULL, NULL);
  if (found != NULL)
    g_ptr_array_extend_and_steal (messages, g_steal_pointer (&found));
}

/**
 * hearth_interest_watch_catch_up:
 * @self: a watch
 *
 * Learns from what the owner did since, if anything.
 *
 * Returns: (transfer full) (nullable) (element-type HearthMessage): newer mail of the senders
 *   concerned, to be judged anew; %NULL if nothing was done
 */
GPtrArray *
hearth_interest_watch_catch_up (HearthInterestWatch *self)
{
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  gint64 now = hearth_clock_now ();
  HearthActionMarks marks;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  gboolean taken_back;

  if (!hearth_store_actions_get_marks (db, &marks, NULL) ||
      (marks.last_id == self->seen.last_id && marks.n_undone == self->seen.n_undone))
    return NULL;
  taken_back = marks.n_undone != self->seen.n_undone;
  ids = hearth_store_actions_list_touched (
      db, taken_back ? marks.last_undone_id - 1 : self->seen.last_id, MAX_AT_ONCE + 1, NULL);
  if (taken_back)
    hearth_interest_watch_relearn (self);
  self->seen = marks;
  messages = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  if (ids == NULL || ids->len > MAX_AT_ONCE)
    return g_steal_pointer (&messages);
  for (guint i = 0; i < ids->len; i++) {
    g_autoptr (HearthMessage) message =
        hearth_store_messages_get (db, g_array_index (ids, gint64, i), NULL);

    if (message == NULL)
      continue;
    if (!taken_back)
      hearth_interest_learn (self->interest, message, hearth_interest_read_conduct (message, now));
    add_mail_of_sender (db, message, messages);
  }
  return g_steal_pointer (&messages);
}
