/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-today.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-store-later.h"
#include "hearth-store-commitments.h"
#include "hearth-store-messages.h"
#include "hearth-store-permissions.h"
#include "hearth-store-records.h"

#include <glib/gi18n.h>

/* A gap shorter than this is a pause between two events and not free time. */
#define SHORTEST_FREE (15 * 60)
#define MAX_NEEDS 12
#define MAX_CANDIDATES 100
/* A promise is told so long before its day, in seconds. */
#define PROMISE_NEAR ((gint64) 36 * 3600)
#define MAX_PROMISES 6
#define MAX_AWAITED 20
/* What was asked longer ago is not waited for any more. */
#define MAX_WAIT ((gint64) 45 * 24 * 60 * 60)

/* Whether the owner wrote into the thread since then, from any program. */
static gboolean
was_written_since (HearthDatabase *db, const HearthMessage *message, gint64 since,
                   gboolean *answered, GError **error)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  gint64 count;

  *answered = FALSE;
  if (message->thread_id == 0)
    return TRUE;
  filter.role = HEARTH_MAILBOX_SENT;
  filter.thread_id = message->thread_id;
  filter.since = since;
  count = hearth_store_messages_count (db, &filter, error);
  if (count < 0)
    return FALSE;
  *answered = count > 0;
  return TRUE;
}

/* Whether the owner wrote into the thread after @message, from any program. */
static gboolean
was_answered (HearthDatabase *db, const HearthMessage *message, gboolean *answered, GError **error)
{
  *answered = (message->flags & HEARTH_MESSAGE_ANSWERED) != 0;
  return *answered || was_written_since (db, message, message->date, answered, error);
}

/* News that has been read needs nobody; a question does until it is answered. */
static gboolean
waits_for_owner (const HearthMessage *message)
{
  return (message->flags & HEARTH_MESSAGE_SEEN) == 0 || g_strcmp0 (message->klass, "urgent") == 0 ||
         g_strcmp0 (message->klass, "needs_response") == 0;
}

/* Whether a private letter, which nobody has to answer, asks something that is still open. */
static gboolean
asks_for_more (HearthDatabase *db, const HearthMessage *message, gboolean *asks, GError **error)
{
  HearthFindingFilter filter = { .kinds = HEARTH_FINDING_BIT (HEARTH_FINDING_ASK) |
                                          HEARTH_FINDING_BIT (HEARTH_FINDING_QUESTION),
                                 .message_id = message->id,
                                 .open = TRUE,
                                 .limit = 1 };
  g_autoptr (GPtrArray) found = NULL;

  *asks = FALSE;
  if (g_strcmp0 (message->klass, "personal") != 0)
    return TRUE;
  found = hearth_store_findings_list (db, &filter, error);
  if (found == NULL)
    return FALSE;
  *asks = found->len > 0;
  return TRUE;
}

static int
compare_needs (gconstpointer a, gconstpointer b)
{
  const HearthMessage *one = *(HearthMessage *const *) a;
  const HearthMessage *two = *(HearthMessage *const *) b;

  if (one->priority != two->priority)
    return one->priority > two->priority ? -1 : 1;
  return one->id > two->id ? -1 : one->id < two->id;
}

/* What is known while mail that needs its owner is gathered. */
typedef struct {
  GPtrArray *later;    /* (element-type HearthLater): what was put off */
  GHashTable *threads; /* (element-type gint64): lent: those that are told of, or put off */
  GPtrArray *needs;    /* (element-type HearthMessage) */
  gint64 now;
} Gathering;

static const HearthLater *
find_later (const Gathering *gathering, gint64 id)
{
  for (guint i = 0; i < gathering->later->len; i++) {
    const HearthLater *later = g_ptr_array_index (gathering->later, i);

    if (later->message_id == id)
      return later;
  }
  return NULL;
}

/* What the owner wanted to see again comes first, until they wrote or are done with it. */
static gboolean
gather_back (Gathering *gathering, HearthDatabase *db, gint64 since, GError **error)
{
  g_autoptr (GPtrArray) back = hearth_store_later_list_back (db, since, gathering->now, error);

  if (back == NULL || !hearth_store_later_explain (db, back, gathering->now, error))
    return FALSE;
  for (guint i = 0; i < back->len; i++) {
    HearthMessage *message = g_ptr_array_index (back, i);
    const HearthLater *later = find_later (gathering, message->id);
    gboolean answered;

    if (later == NULL || (message->thread_id != 0 &&
                          g_hash_table_contains (gathering->threads, &message->thread_id)))
      continue;
    if (!was_written_since (db, message, later->until, &answered, error))
      return FALSE;
    if (answered)
      continue;
    g_hash_table_add (gathering->threads, &message->thread_id);
    g_ptr_array_add (gathering->needs, hearth_message_ref (message));
  }
  return TRUE;
}

/* Newest first: of a thread, only its last message counts; if that was put off, no other does. */
static gboolean
gather (Gathering *gathering, HearthDatabase *db, GPtrArray *candidates, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);

  for (guint i = 0; i < candidates->len; i++) {
    HearthMessage *message = g_ptr_array_index (candidates, i);
    const HearthLater *later = find_later (gathering, message->id);
    gboolean answered, asks;

    if (message->thread_id != 0 && g_hash_table_contains (gathering->threads, &message->thread_id))
      continue;
    if (later != NULL) {
      g_hash_table_add (gathering->threads, &message->thread_id);
      continue;
    }
    if (!waits_for_owner (message)) {
      if (!asks_for_more (db, message, &asks, error))
        return FALSE;
      if (!asks)
        continue;
    }
    if (!was_answered (db, message, &answered, error))
      return FALSE;
    if (answered)
      continue;
    g_hash_table_add (gathering->threads, &message->thread_id);
    g_ptr_array_add (found, hearth_message_ref (message));
  }
  g_ptr_array_sort (found, compare_needs);
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (gathering->needs, hearth_message_ref (g_ptr_array_index (found, i)));
  return TRUE;
}

/**
 * hearth_today_list_open:
 * @db: a database
 * @min_priority: from this priority on, 0 to 100
 * @max_priority: up to this one, or -1
 * @since: from when on, seconds since 1970 UTC
 * @before: until when, or 0 for no end
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Finds mail that its owner is not done with: what they put off until now (where neither range has
 * an end), then what was judged so high, not answered by them from any program and not put off; of
 * each thread only the last message.
 *
 * Returns: (transfer full) (nullable) (element-type HearthMessage): envelopes, most pressing first
 */
GPtrArray *
hearth_today_list_open (HearthDatabase *db, int min_priority, int max_priority, gint64 since,
                        gint64 before, GError **error)
{
  g_autoptr (GPtrArray) needs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  g_autoptr (GPtrArray) candidates = NULL;
  g_autoptr (GPtrArray) later = hearth_store_later_list (db, error);
  g_autoptr (GHashTable) threads = g_hash_table_new (g_int64_hash, g_int64_equal);
  Gathering gathering = { later, threads, needs, hearth_clock_now () };

  filter.incoming = TRUE;
  filter.unarchived = TRUE;
  filter.min_priority = min_priority;
  filter.max_priority = max_priority;
  filter.without_flags = HEARTH_MESSAGE_ANSWERED | HEARTH_MESSAGE_DELETED;
  filter.since = since;
  filter.before = before;
  filter.limit = MAX_CANDIDATES;
  if (later == NULL ||
      (before == 0 && max_priority < 0 && !gather_back (&gathering, db, since, error)))
    return NULL;
  candidates = hearth_store_messages_list (db, &filter, HEARTH_DETAIL_ENVELOPE, error);
  if (candidates == NULL || !gather (&gathering, db, candidates, error))
    return NULL;
  return g_steal_pointer (&needs);
}

/**
 * hearth_today_list_needs:
 * @db: a database
 * @since: from when on, seconds since 1970 UTC
 * @before: until when, or 0 for no end
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Finds the mail that needs its owner, as hearth_today_list_open() does, the first dozen.
 *
 * Returns: (transfer full) (nullable) (element-type HearthMessage): envelopes, most pressing first
 */
GPtrArray *
hearth_today_list_needs (HearthDatabase *db, gint64 since, gint64 before, GError **error)
{
  GPtrArray *needs = hearth_today_list_open (db, HEARTH_TODAY_NEEDS_YOU, -1, since, before, error);

  if (needs != NULL && needs->len > MAX_NEEDS)
    g_ptr_array_set_size (needs, MAX_NEEDS);
  return needs;
}

static gboolean
load_needs (HearthToday *self, HearthDatabase *db, GError **error)
{
  GPtrArray *needs =
      hearth_today_list_needs (db, self->now - HEARTH_TODAY_DAYS * 24 * 60 * 60, 0, error);

  if (needs == NULL)
    return FALSE;
  g_clear_pointer (&self->needs, g_ptr_array_unref);
  self->needs = needs;
  return TRUE;
}

static void
add_thing (GPtrArray *things, HearthMessage *message, const HearthFinding *finding)
{
  HearthCommitment *thing = g_new0 (HearthCommitment, 1);

  thing->message = hearth_message_ref (message);
  thing->finding = finding != NULL ? hearth_finding_copy (finding) : NULL;
  g_ptr_array_add (things, thing);
}

/* Whether @one says better than @two what a message wants: by when comes first, a task before a
 * question. */
static gboolean
says_more (const HearthFinding *one, const HearthFinding *two)
{
  if (two == NULL)
    return TRUE;
  if ((one->due != 0) != (two->due != 0))
    return one->due != 0;
  if (one->due != two->due)
    return one->due < two->due;
  return one->kind == HEARTH_FINDING_ASK && two->kind == HEARTH_FINDING_QUESTION;
}

/* What a message wants, in its first thing: when that is done the next one comes. The message as a
 * whole if nothing was found in it; nothing if the owner said of all of it that it is done or none.
 */
static gboolean
add_wanted (GPtrArray *things, HearthDatabase *db, HearthMessage *message, GError **error)
{
  HearthFindingFilter filter = { .kinds = HEARTH_FINDING_BIT (HEARTH_FINDING_ASK) |
                                          HEARTH_FINDING_BIT (HEARTH_FINDING_QUESTION),
                                 .message_id = message->id };
  g_autoptr (GPtrArray) found = hearth_store_findings_list (db, &filter, error);
  const HearthFinding *best = NULL;
  gboolean said = FALSE;

  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < found->len; i++) {
    const HearthFinding *finding = g_ptr_array_index (found, i);

    if (finding->state == HEARTH_FINDING_OPEN && says_more (finding, best))
      best = finding;
    said = said || finding->state >= HEARTH_FINDING_DONE;
  }
  if (best != NULL || !said)
    add_thing (things, message, best);
  return TRUE;
}

static gboolean
load_things (HearthToday *self, HearthDatabase *db, GError **error)
{
  gint64 since = self->now - HEARTH_TODAY_DAYS * 24 * 60 * 60;
  g_autoptr (GPtrArray) promises = NULL;

  self->things = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_commitment_free);
  for (guint i = 0; i < self->needs->len; i++) {
    if (!add_wanted (self->things, db, g_ptr_array_index (self->needs, i), error))
      return FALSE;
  }
  promises = hearth_store_commitments_list (db, HEARTH_FINDING_BIT (HEARTH_FINDING_PROMISE), since,
                                            HEARTH_DETAIL_ENVELOPE, MAX_PROMISES, error);
  if (promises == NULL)
    return FALSE;
  for (guint i = 0; i < promises->len; i++) {
    const HearthCommitment *promise = g_ptr_array_index (promises, i);

    /* What is promised for later is told when its day is near. */
    if (promise->finding->due > self->now + PROMISE_NEAR)
      continue;
    add_thing (self->things, promise->message, promise->finding);
  }
  if (self->things->len > MAX_NEEDS)
    g_ptr_array_set_size (self->things, MAX_NEEDS);
  self->awaited =
      hearth_store_commitments_list_waiting (db, self->now - MAX_WAIT, HEARTH_DETAIL_ENVELOPE,
                                             MAX_AWAITED, error);
  return self->awaited != NULL;
}

static gboolean
load_set_aside (HearthToday *self, HearthDatabase *db, GError **error)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;

  filter.incoming = TRUE;
  filter.unarchived = TRUE;
  filter.present = TRUE;
  filter.without_flags = HEARTH_MESSAGE_SEEN | HEARTH_MESSAGE_DELETED;
  filter.since = self->now - HEARTH_TODAY_DAYS * 24 * 60 * 60;
  filter.min_priority = 0;
  filter.max_priority = HEARTH_TODAY_SET_ASIDE - 1;
  self->n_set_aside = hearth_store_messages_count (db, &filter, error);
  if (self->n_set_aside < 0)
    return FALSE;
  filter.klass = "promotional";
  self->n_newsletters = hearth_store_messages_count (db, &filter, error);
  self->n_permitted = hearth_store_permissions_count_applied (db, self->day.start, error);
  return self->n_newsletters >= 0 && self->n_permitted >= 0;
}

static gboolean
load_agenda (HearthToday *self, HearthDatabase *db, GError **error)
{
  self->agenda = hearth_agenda_load (db, self->day, error);
  if (self->agenda == NULL)
    return FALSE;
  self->occurrences = g_ptr_array_ref (self->agenda->occurrences);
  self->reminders = hearth_agenda_list_waiting (db, error);
  return self->reminders != NULL;
}

static gboolean
load_sources (HearthToday *self, HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) sources = hearth_store_sources_list (db, error);

  if (sources == NULL)
    return FALSE;
  self->n_sources = sources->len;
  for (guint i = 0; i < sources->len; i++) {
    const HearthSource *source = g_ptr_array_index (sources, i);

    if (source->last_sync == 0)
      self->n_syncing++;
  }
  return TRUE;
}

/**
 * hearth_today_dup_headline:
 * @n_needs: how many things need the owner
 *
 * Returns: (transfer full): "Three things need you.", up to twelve, as one would say it
 */
char *
hearth_today_dup_headline (guint n_needs)
{
  const char *const sentences[] = {
    N_("Nothing needs you."),       N_("One thing needs you."),   N_("Two things need you."),
    N_("Three things need you."),   N_("Four things need you."),  N_("Five things need you."),
    N_("Six things need you."),     N_("Seven things need you."), N_("Eight things need you."),
    N_("Nine things need you."),    N_("Ten things need you."),   N_("Eleven things need you."),
    N_("A dozen things need you."),
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (sentences) == MAX_NEEDS + 1);
  return g_strdup (_ (sentences[MIN (n_needs, MAX_NEEDS)]));
}

static char *
compose_detail (const HearthToday *self)
{
  g_autofree char *start = hearth_format_time (self->free.start);
  g_autofree char *end = hearth_format_time (self->free.end);

  switch (self->freedom) {
  case HEARTH_FREE_NOW:
    return g_strdup_printf (_("You are free until %s."), end);
  case HEARTH_FREE_LATER:
    return g_strdup_printf (_("You are free from %s to %s."), start, end);
  case HEARTH_FREE_AFTER:
    return g_strdup_printf (_("You are free from %s on."), start);
  case HEARTH_FREE_REST_OF_DAY:
    return g_strdup (_("Nothing more is planned today."));
  case HEARTH_FREE_NOTHING_PLANNED:
  default:
    return g_strdup (_("The day is yours: nothing is planned."));
  }
}

/**
 * hearth_today_find_freedom:
 * @occurrences: (element-type HearthOccurrence): a day's occurrences, by start
 * @now: the time that it is, seconds since 1970 UTC
 * @day_end: the end of the day, seconds since 1970 UTC
 * @free_span: (out): the free time, or zeroes
 *
 * Finds the free time that is now or comes next. Events of a whole day, transparent and cancelled
 * ones leave their owner free; gaps under a quarter of an hour do not count.
 *
 * Returns: how the owner's time stands
 */
HearthFreedom
hearth_today_find_freedom (GPtrArray *occurrences, gint64 now, gint64 day_end,
                           HearthSpan *free_span)
{
  gint64 free_from = now;
  gboolean any = FALSE;
  gboolean any_left = FALSE;

  *free_span = (HearthSpan){ 0, 0 };
  for (guint i = 0; i < occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (occurrences, i);
    const HearthEvent *event = occurrence->event;

    if (event->all_day || event->transparent || event->status == HEARTH_EVENT_CANCELLED)
      continue;
    any = TRUE;
    if (occurrence->span.end <= now)
      continue;
    any_left = TRUE;
    if (occurrence->span.start - free_from >= SHORTEST_FREE) {
      *free_span = (HearthSpan){ free_from, occurrence->span.start };
      return free_from == now ? HEARTH_FREE_NOW : HEARTH_FREE_LATER;
    }
    free_from = MAX (free_from, occurrence->span.end);
  }
  if (!any)
    return HEARTH_FREE_NOTHING_PLANNED;
  if (!any_left || free_from >= day_end)
    return HEARTH_FREE_REST_OF_DAY;
  *free_span = (HearthSpan){ free_from, day_end };
  return HEARTH_FREE_AFTER;
}

/**
 * hearth_today_is_set_aside:
 * @message: a message
 *
 * Returns: whether @message was judged to be able to wait
 */
gboolean
hearth_today_is_set_aside (const HearthMessage *message)
{
  return message->priority >= 0 && message->priority < HEARTH_TODAY_SET_ASIDE;
}

/**
 * hearth_today_load:
 * @db: a store
 * @now: the time that it is, in the owner's zone
 * @error: (nullable): where to put an error of %HEARTH_STORE_ERROR
 *
 * Reads what today is about: a few small queries, no transaction is held between them.
 *
 * Returns: (transfer full) (nullable): today, or %NULL on error
 */
HearthToday *
hearth_today_load (HearthDatabase *db, GDateTime *now, GError **error)
{
  g_autoptr (HearthToday) self = g_new0 (HearthToday, 1);

  self->now = g_date_time_to_unix (now);
  self->day = hearth_agenda_find_day (self->now);
  self->needs = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  if (!load_sources (self, db, error) || !load_needs (self, db, error) ||
      !load_things (self, db, error) || !load_set_aside (self, db, error) ||
      !load_agenda (self, db, error))
    return NULL;
  self->freedom =
      hearth_today_find_freedom (self->occurrences, self->now, self->day.end, &self->free);
  self->headline = hearth_today_dup_headline (self->things->len);
  self->detail = compose_detail (self);
  return g_steal_pointer (&self);
}

/**
 * hearth_today_free:
 * @self: (nullable) (transfer full): today
 */
void
hearth_today_free (HearthToday *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->needs, g_ptr_array_unref);
  g_clear_pointer (&self->things, g_ptr_array_unref);
  g_clear_pointer (&self->awaited, g_ptr_array_unref);
  g_clear_pointer (&self->occurrences, g_ptr_array_unref);
  g_clear_pointer (&self->reminders, g_ptr_array_unref);
  g_clear_pointer (&self->agenda, hearth_agenda_free);
  g_free (self->headline);
  g_free (self->detail);
  g_free (self);
}
