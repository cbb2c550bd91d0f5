/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-telling-history.h"

#include "hearth-clock.h"
#include "hearth-store-tellings.h"

#include <math.h>

/* What was said so many seconds ago counts half. */
#define HALF_LIFE (30.0 * 24 * 3600)
/* What nothing happened to for so long was of no use. */
#define UNUSED_AFTER 3600
/* As many tellings of which nothing is known stand against what is known: one says little. */
#define SENDER_PRIOR 2.0
#define CLASS_PRIOR 6.0
/* So many of the last count; a newsletter of a thousand issues is as well known by these. */
#define MAX_LAST 40
#define MAX_TELLINGS 5000

/**
 * HearthTellingHistory:
 *
 * What the owner was told of and what they made of it, by sender and by class. It can be asked how
 * that stood at any time: what was not known then does not count.
 */
struct _HearthTellingHistory {
  GPtrArray *tellings;   /* (owned) of HearthTelling, by time */
  GHashTable *by_sender; /* (owned) sender in lower case -> GPtrArray of lent HearthTelling */
  GHashTable *by_class;  /* (owned) class -> GPtrArray of lent HearthTelling */
};

/**
 * hearth_telling_history_new:
 *
 * Returns: (transfer full): a history of nothing
 */
HearthTellingHistory *
hearth_telling_history_new (void)
{
  HearthTellingHistory *self = g_new0 (HearthTellingHistory, 1);

  self->tellings = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_telling_free);
  self->by_sender =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->by_class =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

/**
 * hearth_telling_history_load:
 * @db: a database
 * @since: what is older does not count, but for answers; seconds since 1970 UTC
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): what the owner was told of; %NULL on an error
 */
HearthTellingHistory *
hearth_telling_history_load (HearthDatabase *db, gint64 since, GError **error)
{
  HearthTellingFilter filter = { .since = MAX (since, 1), .limit = MAX_TELLINGS };
  g_autoptr (GPtrArray) tellings = hearth_store_tellings_list (db, &filter, error);
  HearthTellingHistory *self;

  if (tellings == NULL)
    return NULL;
  self = hearth_telling_history_new ();
  g_ptr_array_set_free_func (tellings, NULL);
  for (guint i = tellings->len; i > 0; i--)
    hearth_telling_history_add (self, g_ptr_array_index (tellings, i - 1));
  return self;
}

static void
index_telling (GHashTable *table, char *key, HearthTelling *telling)
{
  GPtrArray *list = g_hash_table_lookup (table, key);

  if (list == NULL) {
    list = g_ptr_array_new ();
    g_hash_table_insert (table, key, list);
  } else {
    g_free (key);
  }
  g_ptr_array_add (list, telling);
}

/**
 * hearth_telling_history_add:
 * @self: a history
 * @telling: (transfer full): a telling, not older than those that were added
 */
void
hearth_telling_history_add (HearthTellingHistory *self, HearthTelling *telling)
{
  g_ptr_array_add (self->tellings, telling);
  if (telling->sender != NULL && telling->sender[0] != '\0')
    index_telling (self->by_sender, g_utf8_casefold (telling->sender, -1), telling);
  if (telling->klass != NULL)
    index_telling (self->by_class, g_strdup (telling->klass), telling);
}

/* What a telling says at that time, -1 to 1. Returns whether it says anything. */
static gboolean
rate (const HearthTelling *telling, gint64 now, double *worth)
{
  if (telling->level < HEARTH_INTERRUPT_NOTIFY || telling->held != 0 || telling->at > now)
    return FALSE;
  if (telling->settled == 0 || telling->settled > now) {
    *worth = -0.5;
    return telling->at + UNUSED_AFTER <= now;
  }
  switch (telling->outcome) {
  case HEARTH_TELLING_OPENED:
  case HEARTH_TELLING_DONE:
    *worth = 1.0;
    return TRUE;
  case HEARTH_TELLING_LATER:
    *worth = 0.25;
    return TRUE;
  case HEARTH_TELLING_DISMISSED:
    *worth = -1.0;
    return TRUE;
  case HEARTH_TELLING_UNKNOWN:
  default:
    return FALSE;
  }
}

static void
weigh_list (GPtrArray *list, gint64 now, double prior, HearthRegard *regard)
{
  double sum = 0, weights = prior;

  *regard = (HearthRegard){ 0 };
  for (guint i = list != NULL ? list->len : 0; i > 0 && regard->n_told < MAX_LAST; i--) {
    const HearthTelling *telling = g_ptr_array_index (list, i - 1);
    double worth, weight;

    if (!rate (telling, now, &worth))
      continue;
    weight = exp2 (-(double) (now - telling->at) / HALF_LIFE);
    sum += weight * worth;
    weights += weight;
    regard->n_told++;
    if (worth > 0)
      regard->n_used++;
  }
  regard->score = sum / weights;
}

/* The owner's last word on a sender that was said by then. */
static void
find_answer (GPtrArray *list, gint64 now, HearthSituation *situation)
{
  gint64 last = 0;

  situation->answer = HEARTH_ANSWER_NONE;
  situation->n_fewer = 0;
  for (guint i = 0; list != NULL && i < list->len; i++) {
    const HearthTelling *telling = g_ptr_array_index (list, i);

    if (telling->answer == HEARTH_ANSWER_NONE || telling->answered > now)
      continue;
    if (telling->answered >= last) {
      situation->answer = telling->answer;
      last = telling->answered;
    }
    if (telling->answer == HEARTH_ANSWER_FEWER)
      situation->n_fewer++;
  }
  if (situation->answer != HEARTH_ANSWER_FEWER)
    situation->n_fewer = 0;
}

/**
 * hearth_telling_history_weigh:
 * @self: a history
 * @sender: (nullable): a sender's addr-spec
 * @klass: (nullable): a class of mail
 * @now: the time, seconds since 1970 UTC; what came to be known later does not count
 * @situation: where to write what was learned
 */
void
hearth_telling_history_weigh (HearthTellingHistory *self, const char *sender, const char *klass,
                              gint64 now, HearthSituation *situation)
{
  g_autofree char *key = sender != NULL ? g_utf8_casefold (sender, -1) : NULL;
  GPtrArray *of_sender = key != NULL ? g_hash_table_lookup (self->by_sender, key) : NULL;
  GPtrArray *of_class = klass != NULL ? g_hash_table_lookup (self->by_class, klass) : NULL;

  weigh_list (of_sender, now, SENDER_PRIOR, &situation->by_sender);
  weigh_list (of_class, now, CLASS_PRIOR, &situation->by_class);
  find_answer (of_sender, now, situation);
}

/**
 * hearth_telling_history_free:
 * @self: (transfer full): a history
 */
void
hearth_telling_history_free (HearthTellingHistory *self)
{
  g_hash_table_unref (self->by_sender);
  g_hash_table_unref (self->by_class);
  g_ptr_array_unref (self->tellings);
  g_free (self);
}

/**
 * hearth_calls_init:
 * @self: (out): calls, none yet
 */
void
hearth_calls_init (HearthCalls *self)
{
  self->minutes = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/**
 * hearth_calls_clear:
 * @self: calls
 */
void
hearth_calls_clear (HearthCalls *self)
{
  g_clear_pointer (&self->minutes, g_array_unref);
}

/**
 * hearth_calls_add:
 * @self: calls
 * @at: when the owner was interrupted, not before those that were added; seconds since 1970 UTC
 *
 * Notes a call. What comes within a minute of the last one is no new call.
 */
void
hearth_calls_add (HearthCalls *self, gint64 at)
{
  if (self->minutes->len > 0 &&
      at - g_array_index (self->minutes, gint64, self->minutes->len - 1) < 60)
    return;
  g_array_append_val (self->minutes, at);
}

/**
 * hearth_calls_count:
 * @self: calls
 * @now: the time, seconds since 1970 UTC
 * @situation: where to write how often they were called
 */
void
hearth_calls_count (const HearthCalls *self, gint64 now, HearthSituation *situation)
{
  g_autoptr (GDateTime) local = hearth_clock_dup_at (now);
  gint64 midnight = now;

  if (local != NULL)
    midnight = now - g_date_time_get_hour (local) * 3600 - g_date_time_get_minute (local) * 60 -
               g_date_time_get_second (local);
  situation->told_hour = 0;
  situation->told_day = 0;
  situation->told_just_now = FALSE;
  situation->hour_frees = 0;
  for (guint i = self->minutes->len; i > 0; i--) {
    gint64 at = g_array_index (self->minutes, gint64, i - 1);

    if (at > now)
      continue;
    if (at < midnight && at <= now - 3600)
      break;
    if (at >= midnight)
      situation->told_day++;
    if (at > now - 3600) {
      situation->told_hour++;
      situation->hour_frees = at + 3600;
    }
    if (now - at < 60)
      situation->told_just_now = TRUE;
  }
}
