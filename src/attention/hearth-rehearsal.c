/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-rehearsal.h"

#include "hearth-meetings.h"
#include "hearth-store-messages.h"
#include "hearth-store-tellings.h"
#include "hearth-telling-history.h"

#define HISTORY_AGE ((gint64) 120 * 24 * 3600)
#define MAX_HELD ((gint64) 3 * 24 * 3600)
/* More mail than that in a month is replayed from its newest on. */
#define MAX_CANDIDATES 50000

/**
 * HearthRehearsal:
 *
 * The mail, the meetings and the tellings of the last days, read once, through which a policy can
 * be replayed as often as wanted. Each mail is decided of at its own time, with what the owner had
 * made of earlier tellings by then. What the desktop said then (do not disturb, a locked screen) is
 * not known and taken as quiet and unlocked; a calendar is taken as it stands now, and a judgement
 * as attention judges today.
 */
struct _HearthRehearsal {
  gint64 now;
  GPtrArray *candidates;         /* (owned) of HearthCandidate, oldest first */
  GArray *matters;               /* (owned) of gboolean, beside the candidates */
  GArray *meetings;              /* (owned) of HearthSpan */
  HearthTellingHistory *history; /* (owned) */
};

/* One that waits. */
typedef struct {
  const HearthCandidate *candidate;
  gboolean matters;
  HearthWait wait;
  gint64 until;
} Held;

/* One run. */
typedef struct {
  const HearthRehearsal *rehearsal;
  const HearthInterruptPolicy *policy;
  HearthCalls calls;
  GArray *held;     /* (owned) of Held, oldest first */
  GPtrArray *found; /* (owned) of HearthRehearsed */
} Run;

static void
rehearsed_free (gpointer data)
{
  HearthRehearsed *self = data;

  g_free (self->reason);
  g_free (self);
}

static void
reverse (GPtrArray *array)
{
  for (guint i = 0; i < array->len / 2; i++) {
    gpointer other = array->pdata[i];

    array->pdata[i] = array->pdata[array->len - 1 - i];
    array->pdata[array->len - 1 - i] = other;
  }
}

/* Whether the owner writes to the sender of each. */
static void
find_matters (HearthRehearsal *self, HearthDatabase *db)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  self->matters = g_array_sized_new (FALSE, TRUE, sizeof (gboolean), self->candidates->len);
  for (guint i = 0; i < self->candidates->len; i++) {
    const HearthCandidate *candidate = g_ptr_array_index (self->candidates, i);
    gpointer value = NULL;
    gboolean matters;

    if (!g_hash_table_lookup_extended (known, candidate->sender, NULL, &value)) {
      HearthSenderHistory history = { 0 };

      hearth_store_people_get_history (db, candidate->sender, &history, NULL);
      value = GINT_TO_POINTER (history.n_sent > 0);
      g_hash_table_insert (known, candidate->sender, value);
    }
    matters = GPOINTER_TO_INT (value);
    g_array_append_val (self->matters, matters);
  }
}

/**
 * hearth_rehearsal_load:
 * @db: a database
 * @now: where the replay ends, seconds since 1970 UTC
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Reads what the last %HEARTH_REHEARSAL_DAYS days held.
 *
 * Returns: (transfer full) (nullable): a rehearsal; %NULL on an error
 */
HearthRehearsal *
hearth_rehearsal_load (HearthDatabase *db, gint64 now, GError **error)
{
  g_autoptr (HearthRehearsal) self = g_new0 (HearthRehearsal, 1);
  gint64 since = now - (gint64) HEARTH_REHEARSAL_DAYS * 24 * 3600;
  HearthSpan span = { since, now };

  self->now = now;
  self->candidates =
      hearth_store_tellings_list_candidates (db, since, now + 1, 0, MAX_CANDIDATES, error);
  if (self->candidates == NULL)
    return NULL;
  reverse (self->candidates);
  self->meetings = hearth_meetings_load (db, span, error);
  if (self->meetings == NULL)
    return NULL;
  self->history = hearth_telling_history_load (db, since - HISTORY_AGE, error);
  if (self->history == NULL)
    return NULL;
  find_matters (self, db);
  return g_steal_pointer (&self);
}

static void
describe (const Run *run, const HearthCandidate *candidate, gboolean matters, gint64 now,
          HearthSituation *situation)
{
  *situation = (HearthSituation){ .now = now, .arrived = TRUE };
  situation->date = candidate->date;
  situation->priority = candidate->priority;
  situation->klass = candidate->klass;
  situation->cause = candidate->reason;
  situation->sender = candidate->name;
  situation->matters = matters;
  situation->meeting_end = hearth_meetings_find_end (run->rehearsal->meetings, now);
  hearth_telling_history_weigh (run->rehearsal->history, candidate->sender, candidate->klass, now,
                                situation);
}

static void
say (Run *run, const HearthCandidate *candidate, gint64 at, char *reason, gboolean sound)
{
  HearthRehearsed *rehearsed = g_new0 (HearthRehearsed, 1);

  hearth_calls_add (&run->calls, at);
  rehearsed->message_id = candidate->id;
  rehearsed->at = at;
  rehearsed->sender = candidate->name;
  rehearsed->subject = candidate->subject;
  rehearsed->reason = reason;
  rehearsed->sound = sound;
  rehearsed->call = run->calls.minutes->len - 1;
  g_ptr_array_add (run->found, rehearsed);
}

/* Says what of the held may be said then; the rest gets a new time. */
static void
look (Run *run, gint64 now)
{
  guint n = 0;
  HearthSituation calls = { 0 };

  hearth_calls_count (&run->calls, now, &calls);
  for (guint i = 0; i < run->held->len; i++) {
    Held held = g_array_index (run->held, Held, i);
    HearthSituation situation;
    gint64 until;

    if (held.candidate->date < now - MAX_HELD)
      continue;
    describe (run, held.candidate, held.matters, now, &situation);
    situation.told_just_now = calls.told_just_now;
    situation.told_hour = calls.told_hour;
    situation.told_day = calls.told_day;
    situation.hour_frees = calls.hour_frees;
    if (hearth_interrupt_find_wait (run->policy, &situation, &until) != HEARTH_WAIT_NONE) {
      held.until = MAX (until, now + 1);
      g_array_index (run->held, Held, n++) = held;
      continue;
    }
    say (run, held.candidate, now,
         hearth_interrupt_dup_late_reason (
             held.candidate->reason != NULL ? held.candidate->reason : "", held.wait),
         run->policy->sounds);
  }
  g_array_set_size (run->held, n);
}

/* Goes on to a time, and says on the way what was held until then. */
static void
advance (Run *run, gint64 now)
{
  while (run->held->len > 0) {
    gint64 first = G_MAXINT64;

    for (guint i = 0; i < run->held->len; i++)
      first = MIN (first, g_array_index (run->held, Held, i).until);
    if (first > now)
      return;
    look (run, first);
  }
}

static void
decide (Run *run, const HearthCandidate *candidate, gboolean matters)
{
  g_auto (HearthDecision) decision = { 0 };
  HearthSituation situation;

  describe (run, candidate, matters, candidate->date, &situation);
  hearth_calls_count (&run->calls, situation.now, &situation);
  hearth_interrupt_decide (run->policy, &situation, &decision);
  if (decision.wait != HEARTH_WAIT_NONE) {
    Held held = { candidate, matters, decision.wait, MAX (decision.until, situation.now + 1) };

    g_array_append_val (run->held, held);
  } else if (decision.level >= HEARTH_INTERRUPT_NOTIFY) {
    say (run, candidate, situation.now, g_steal_pointer (&decision.reason), decision.sound);
  }
}

/**
 * hearth_rehearsal_run:
 * @self: a rehearsal
 * @policy: what the owner would set; whether mail notifies at all is not looked at
 *
 * Replays the days through the policy. It changes nothing.
 *
 * Returns: (transfer full) (element-type HearthRehearsed): of what the owner would have been told,
 *   in the order in which they would have been
 */
GPtrArray *
hearth_rehearsal_run (HearthRehearsal *self, const HearthInterruptPolicy *policy)
{
  HearthInterruptPolicy on = *policy;
  Run run = { .rehearsal = self, .policy = &on };

  on.notify_mail = TRUE;
  hearth_calls_init (&run.calls);
  run.held = g_array_new (FALSE, FALSE, sizeof (Held));
  run.found = g_ptr_array_new_with_free_func (rehearsed_free);
  for (guint i = 0; i < self->candidates->len; i++) {
    const HearthCandidate *candidate = g_ptr_array_index (self->candidates, i);

    advance (&run, candidate->date);
    decide (&run, candidate, g_array_index (self->matters, gboolean, i));
  }
  advance (&run, self->now);
  g_array_unref (run.held);
  hearth_calls_clear (&run.calls);
  return run.found;
}

/**
 * hearth_rehearsal_get_n_mail:
 * @self: a rehearsal
 *
 * Returns: how much mail is replayed
 */
guint
hearth_rehearsal_get_n_mail (const HearthRehearsal *self)
{
  return self->candidates->len;
}

/**
 * hearth_rehearsed_count_calls:
 * @rehearsed: (element-type HearthRehearsed): as hearth_rehearsal_run() gives it
 *
 * Returns: how often the owner would have been interrupted
 */
guint
hearth_rehearsed_count_calls (GPtrArray *rehearsed)
{
  if (rehearsed->len == 0)
    return 0;
  return ((const HearthRehearsed *) g_ptr_array_index (rehearsed, rehearsed->len - 1))->call + 1;
}

/**
 * hearth_rehearsal_to_variant:
 * @self: a rehearsal
 * @policy: what the owner would set
 *
 * Returns: (transfer floating): what the service's "Rehearse" gives, a{sv}
 */
GVariant *
hearth_rehearsal_to_variant (HearthRehearsal *self, const HearthInterruptPolicy *policy)
{
  g_autoptr (GPtrArray) rehearsed = hearth_rehearsal_run (self, policy);
  GVariantBuilder told;
  GVariantDict dict;

  g_variant_builder_init (&told, G_VARIANT_TYPE ("a(xxsssub)"));
  for (guint i = 0; i < rehearsed->len; i++) {
    const HearthRehearsed *one = g_ptr_array_index (rehearsed, i);

    g_variant_builder_add (&told, "(xxsssub)", one->message_id, one->at, one->sender, one->subject,
                           one->reason, one->call, one->sound);
  }
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "level", "i", policy->level);
  g_variant_dict_insert (&dict, "days", "u", (guint) HEARTH_REHEARSAL_DAYS);
  g_variant_dict_insert (&dict, "mail", "u", self->candidates->len);
  g_variant_dict_insert (&dict, "calls", "u", hearth_rehearsed_count_calls (rehearsed));
  g_variant_dict_insert_value (&dict, "told", g_variant_builder_end (&told));
  return g_variant_dict_end (&dict);
}

/**
 * hearth_rehearsal_free:
 * @self: (transfer full): a rehearsal
 */
void
hearth_rehearsal_free (HearthRehearsal *self)
{
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_clear_pointer (&self->matters, g_array_unref);
  g_clear_pointer (&self->meetings, g_array_unref);
  g_clear_pointer (&self->history, hearth_telling_history_free);
  g_free (self);
}
