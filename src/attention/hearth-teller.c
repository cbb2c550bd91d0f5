/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-teller.h"

#include "hearth-clock.h"
#include "hearth-meetings.h"
#include "hearth-store-messages.h"
#include "hearth-store-tellings.h"
#include "hearth-telling-history.h"
#include "hearth-tellings.h"

/* What was told longer ago does not count any more. */
#define HISTORY_AGE ((gint64) 120 * 24 * 3600)
/* Whoever waited so long has been seen in the list. */
#define MAX_HELD ((gint64) 3 * 24 * 3600)
/* So often it is looked whether what is held may be said: a calendar may change meanwhile. */
#define LOOK_SECONDS 30
/* An import says hundreds of times that mail has changed. */
#define SETTLE_SECONDS 2
/* For so long after a telling it is looked what its owner makes of it. */
#define SETTLE_AGE 3600
#define MAX_CALLS 500

/**
 * HearthTeller:
 *
 * Decides of new mail whether its owner is told, and when: gathers the situation for the policy,
 * writes down each telling before it is shown, keeps what has to wait, and notes what the owner
 * makes of it. What waits stands in the store, so that it is told after a restart, too.
 *
 * Signal: `tell (GPtrArray messages, gboolean sound, gboolean bundled)`: the owner is to be told of
 * these now, newest first; @bundled if they waited.
 */
struct _HearthTeller {
  GObject parent_instance;

  HearthEngine *engine; /* (owned) */
  HearthInterruptPolicy policy;
  HearthDesktopState desktop;
  HearthTellingHistory *history; /* (owned) (nullable) read when it is needed */
  gint64 last_told;              /* seconds since 1970 UTC, or 0 */
  guint look_timer;              /* runs while something is held */
  guint settle_timer;
};

G_DEFINE_FINAL_TYPE (HearthTeller, hearth_teller, G_TYPE_OBJECT)

enum { SIGNAL_TELL, N_SIGNALS };

static guint signals[N_SIGNALS];

static HearthTellingHistory *
get_history (HearthTeller *self)
{
  g_autoptr (GError) error = NULL;

  if (self->history == NULL)
    self->history = hearth_telling_history_load (hearth_engine_get_reader (self->engine),
                                                 hearth_clock_now () - HISTORY_AGE, &error);
  if (self->history == NULL) {
    g_warning ("What was told earlier could not be read: %s", error->message);
    self->history = hearth_telling_history_new ();
  }
  return self->history;
}

/* What does not change from one message of a batch to the next. */
static void
begin_situation (HearthTeller *self, HearthSituation *situation)
{
  gint64 now = hearth_clock_now ();
  HearthSpan span = { now - 1, now + 1 };
  g_autoptr (GArray) meetings =
      hearth_meetings_load (hearth_engine_get_reader (self->engine), span, NULL);

  *situation = (HearthSituation){ .now = now, .arrived = TRUE };
  if (meetings != NULL)
    situation->meeting_end = hearth_meetings_find_end (meetings, now);
  situation->do_not_disturb = self->desktop.do_not_disturb;
  situation->busy_screen = self->desktop.busy_screen;
  situation->locked = self->desktop.locked;
  situation->can_speak = self->desktop.can_speak;
}

static void
describe (HearthTeller *self, const HearthMessage *message, HearthSituation *situation)
{
  const char *sender = message->from != NULL ? message->from->address : NULL;
  HearthSenderHistory known = { 0 };

  situation->date = message->date;
  situation->priority = message->priority;
  situation->klass = message->klass;
  situation->cause = message->reason;
  situation->sender = message->from != NULL ? hearth_address_get_label (message->from) : NULL;
  situation->seen =
      (message->flags & (HEARTH_MESSAGE_SEEN | HEARTH_MESSAGE_DELETED | HEARTH_MESSAGE_DRAFT)) != 0;
  if (sender != NULL)
    hearth_store_people_get_history (hearth_engine_get_reader (self->engine), sender, &known, NULL);
  situation->matters = known.n_sent > 0;
  hearth_telling_history_weigh (get_history (self), sender, message->klass, situation->now,
                                situation);
}

static gboolean
load_calls (HearthTeller *self, HearthCalls *calls)
{
  HearthTellingFilter filter = { .since = hearth_clock_now () - 26 * 3600,
                                 .told = TRUE,
                                 .limit = MAX_CALLS };
  g_autoptr (GPtrArray) told =
      hearth_store_tellings_list (hearth_engine_get_reader (self->engine), &filter, NULL);

  hearth_calls_init (calls);
  for (guint i = told != NULL ? told->len : 0; i > 0; i--)
    hearth_calls_add (calls, ((HearthTelling *) g_ptr_array_index (told, i - 1))->at);
  return told != NULL;
}

static HearthTelling *
make_telling (const HearthMessage *message, const HearthDecision *decision, gint64 now)
{
  HearthTelling *telling = g_new0 (HearthTelling, 1);

  telling->message_id = message->id;
  telling->sender = g_strdup (message->from != NULL ? message->from->address : "");
  telling->klass = g_strdup (message->klass != NULL ? message->klass : "");
  telling->at = now;
  telling->level = MAX (decision->level, HEARTH_INTERRUPT_NOTIFY);
  telling->sound = decision->sound;
  if (decision->wait != HEARTH_WAIT_NONE) {
    telling->held = MAX (decision->until, now + 1);
    telling->reason =
        hearth_interrupt_dup_late_reason (message->reason != NULL ? message->reason : "",
                                          decision->wait);
  } else {
    telling->reason = g_strdup (decision->reason);
  }
  return telling;
}

/* One conversation is one line: the newest of each stays. */
static void
keep_newest (GPtrArray *messages, GPtrArray *tellings, GPtrArray *dropped)
{
  for (guint i = messages->len; i > 0; i--) {
    const HearthMessage *message = g_ptr_array_index (messages, i - 1);

    for (guint j = i; message->thread_id != 0 && j < messages->len; j++) {
      const HearthMessage *newer = g_ptr_array_index (messages, j);

      if (newer->thread_id == message->thread_id) {
        if (dropped != NULL)
          g_ptr_array_add (dropped, g_ptr_array_index (tellings, i - 1));
        g_ptr_array_remove_index (messages, i - 1);
        g_ptr_array_remove_index (tellings, i - 1);
        break;
      }
    }
  }
}

static gboolean look_cb (gpointer user_data);

/* Looks when the time comes; and before, for what can change unheard: a meeting may end early. */
static void
look_at (HearthTeller *self, gint64 when)
{
  gint64 seconds = CLAMP (when - hearth_clock_now (), 1, LOOK_SECONDS);

  g_clear_handle_id (&self->look_timer, g_source_remove);
  self->look_timer = g_timeout_add_seconds ((guint) seconds, look_cb, self);
}

/* Looks again for what stays held. */
static void
look_for (HearthTeller *self, GPtrArray *held)
{
  gint64 first = G_MAXINT64;

  for (guint i = 0; i < held->len; i++)
    first = MIN (first, ((const HearthTelling *) g_ptr_array_index (held, i))->held);
  if (held->len > 0)
    look_at (self, first);
}

static void
tell (HearthTeller *self, GPtrArray *oldest_first, gboolean sound, gboolean bundled)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);

  if (oldest_first->len == 0)
    return;
  for (guint i = oldest_first->len; i > 0; i--)
    g_ptr_array_add (messages, hearth_message_ref (g_ptr_array_index (oldest_first, i - 1)));
  self->last_told = hearth_clock_now ();
  g_signal_emit (self, signals[SIGNAL_TELL], 0, messages, sound, bundled);
}

/* Sorts what is decided into what is said now and what waits. */
static void
decide_all (HearthTeller *self, GPtrArray *messages, GPtrArray *said, GPtrArray *tellings,
            GPtrArray *held)
{
  g_auto (HearthCalls) calls = { 0 };
  HearthSituation situation;

  load_calls (self, &calls);
  begin_situation (self, &situation);
  for (guint i = messages->len; i > 0; i--) {
    HearthMessage *message = g_ptr_array_index (messages, i - 1);
    g_auto (HearthDecision) decision = { 0 };

    describe (self, message, &situation);
    hearth_calls_count (&calls, situation.now, &situation);
    hearth_interrupt_decide (&self->policy, &situation, &decision);
    if (decision.wait != HEARTH_WAIT_NONE) {
      g_ptr_array_add (held, make_telling (message, &decision, situation.now));
    } else if (decision.level >= HEARTH_INTERRUPT_NOTIFY) {
      g_ptr_array_add (said, hearth_message_ref (message));
      g_ptr_array_add (tellings, make_telling (message, &decision, situation.now));
      hearth_calls_add (&calls, situation.now);
    }
  }
}

/* Tells again of what is noted as told, and may not have been shown: whoever was killed in between
 * has it twice in hand and shows it once. Returns what is new. */
static GPtrArray *
repeat_told (HearthTeller *self, GPtrArray *messages)
{
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  GPtrArray *fresh = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  g_autoptr (GPtrArray) told =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);

  for (guint i = 0; i < messages->len; i++) {
    HearthMessage *message = g_ptr_array_index (messages, i);
    g_autoptr (HearthTelling) telling = hearth_store_tellings_get_last (db, message->id, NULL);

    if (telling == NULL || telling->level < HEARTH_INTERRUPT_NOTIFY)
      g_ptr_array_add (fresh, hearth_message_ref (message));
    else if (telling->held == 0 && telling->outcome == HEARTH_TELLING_UNKNOWN)
      g_ptr_array_insert (told, 0, hearth_message_ref (message));
  }
  tell (self, told, FALSE, FALSE);
  return fresh;
}

/**
 * hearth_teller_consider:
 * @self: a teller
 * @messages: (element-type HearthMessage): judged mail that has just come, newest first
 *
 * Decides of each whether its owner is told now, later or not at all.
 */
void
hearth_teller_consider (HearthTeller *self, GPtrArray *messages)
{
  g_autoptr (GPtrArray) said =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  g_autoptr (GPtrArray) tellings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_telling_free);
  g_autoptr (GPtrArray) held =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_telling_free);
  g_autoptr (GPtrArray) fresh = repeat_told (self, messages);
  gboolean sound = FALSE;
  g_autoptr (GError) error = NULL;

  decide_all (self, fresh, said, tellings, held);
  keep_newest (said, tellings, NULL);
  for (guint i = 0; i < tellings->len; i++)
    sound |= ((const HearthTelling *) g_ptr_array_index (tellings, i))->sound;
  look_for (self, held);
  g_ptr_array_extend_and_steal (held, g_steal_pointer (&tellings));
  /* Before it is shown: nobody is told of what is not known tomorrow. */
  if (!hearth_engine_write_tellings (self->engine, held, &error))
    g_warning ("A notification could not be noted: %s", error->message);
  tell (self, said, sound, FALSE);
}

/**
 * hearth_teller_may_matter:
 * @self: a teller
 * @message: a judged message that has just come
 *
 * Returns: whether its owner may have to be told of it, now or later
 */
gboolean
hearth_teller_may_matter (HearthTeller *self, const HearthMessage *message)
{
  HearthSituation situation = { .now = hearth_clock_now (), .arrived = TRUE };
  g_auto (HearthDecision) decision = { 0 };

  describe (self, message, &situation);
  hearth_interrupt_decide (&self->policy, &situation, &decision);
  return decision.level >= HEARTH_INTERRUPT_NOTIFY || decision.wait != HEARTH_WAIT_NONE;
}

/* Whether what is held is still news to its owner. */
static HearthMessage *
load_unseen (HearthTeller *self, const HearthTelling *telling, gint64 now)
{
  g_autoptr (HearthMessage) message =
      hearth_store_messages_get (hearth_engine_get_reader (self->engine), telling->message_id,
                                 NULL);

  if (message == NULL || telling->at < now - MAX_HELD || !self->policy.notify_mail ||
      (message->flags & (HEARTH_MESSAGE_SEEN | HEARTH_MESSAGE_ANSWERED | HEARTH_MESSAGE_DELETED)) !=
          0)
    return NULL;
  return g_steal_pointer (&message);
}

/* Sorts what is held into what may be said now, with its mail, what stays and what is settled. */
static void
sort_held (HearthTeller *self, GPtrArray *held, GPtrArray *said, GPtrArray *messages,
           GPtrArray *left, GPtrArray *dropped)
{
  g_auto (HearthCalls) calls = { 0 };
  HearthSituation situation;

  load_calls (self, &calls);
  begin_situation (self, &situation);
  hearth_calls_count (&calls, situation.now, &situation);
  for (guint i = held->len; i > 0; i--) {
    HearthTelling *telling = g_ptr_array_index (held, i - 1);
    g_autoptr (HearthMessage) message = load_unseen (self, telling, situation.now);
    gint64 until;

    if (message == NULL) {
      g_ptr_array_add (dropped, telling);
      continue;
    }
    describe (self, message, &situation);
    if (hearth_interrupt_find_wait (&self->policy, &situation, &until) != HEARTH_WAIT_NONE) {
      telling->held = MAX (until, situation.now + 1);
      g_ptr_array_add (left, telling);
      continue;
    }
    telling->sound = self->policy.sounds && !self->desktop.locked;
    g_ptr_array_add (said, telling);
    g_ptr_array_add (messages, g_steal_pointer (&message));
  }
}

/**
 * hearth_teller_release:
 * @self: a teller
 *
 * Tells of what was held, as far as nothing keeps it back any more: all of it at once.
 */
void
hearth_teller_release (HearthTeller *self)
{
  HearthTellingFilter filter = { .held = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) held =
      hearth_store_tellings_list (hearth_engine_get_reader (self->engine), &filter, &error);
  g_autoptr (GPtrArray) said = g_ptr_array_new ();
  g_autoptr (GPtrArray) dropped = g_ptr_array_new ();
  g_autoptr (GPtrArray) left = g_ptr_array_new ();
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);

  g_clear_handle_id (&self->look_timer, g_source_remove);
  if (held == NULL) {
    g_warning ("What was held back could not be read: %s", error->message);
    return;
  }
  if (held->len == 0)
    return;
  sort_held (self, held, said, messages, left, dropped);
  look_for (self, left);
  keep_newest (messages, said, dropped);
  if (!hearth_engine_release_tellings (self->engine, said, dropped, &error)) {
    g_warning ("What was held back could not be noted: %s", error->message);
    look_for (self, held);
    return;
  }
  tell (self, messages, said->len > 0 && ((HearthTelling *) said->pdata[0])->sound, TRUE);
}

static gboolean
look_cb (gpointer user_data)
{
  HearthTeller *self = user_data;

  self->look_timer = 0;
  hearth_teller_release (self);
  return G_SOURCE_REMOVE;
}

static gboolean
settle_cb (gpointer user_data)
{
  HearthTeller *self = user_data;
  g_autoptr (GError) error = NULL;

  self->settle_timer = 0;
  if (!hearth_engine_settle_tellings (self->engine, &error))
    g_warning ("What became of notifications could not be noted: %s", error->message);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (HearthEngine *engine, const char *table, HearthTeller *self)
{
  if (g_str_equal (table, "tellings")) {
    g_clear_pointer (&self->history, hearth_telling_history_free);
  } else if ((g_str_equal (table, "messages") || g_str_equal (table, "later")) &&
             self->last_told >= hearth_clock_now () - SETTLE_AGE && self->settle_timer == 0) {
    self->settle_timer = g_timeout_add_seconds (SETTLE_SECONDS, settle_cb, self);
  }
}

static void
hearth_teller_dispose (GObject *object)
{
  HearthTeller *self = HEARTH_TELLER (object);

  g_clear_handle_id (&self->look_timer, g_source_remove);
  g_clear_handle_id (&self->settle_timer, g_source_remove);
  if (self->engine != NULL)
    g_signal_handlers_disconnect_by_data (self->engine, self);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->history, hearth_telling_history_free);
  G_OBJECT_CLASS (hearth_teller_parent_class)->dispose (object);
}

static void
hearth_teller_class_init (HearthTellerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_teller_dispose;
  signals[SIGNAL_TELL] =
      g_signal_new ("tell", HEARTH_TYPE_TELLER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                    3, G_TYPE_PTR_ARRAY, G_TYPE_BOOLEAN, G_TYPE_BOOLEAN);
}

static void
hearth_teller_init (HearthTeller *self)
{
  self->policy = (HearthInterruptPolicy) HEARTH_INTERRUPT_POLICY_INIT;
}

/**
 * hearth_teller_new:
 * @engine: the engine
 *
 * Returns: (transfer full): a teller
 */
HearthTeller *
hearth_teller_new (HearthEngine *engine)
{
  HearthTeller *self = g_object_new (HEARTH_TYPE_TELLER, NULL);
  HearthTellingFilter filter = { .told = TRUE, .limit = 1 };
  g_autoptr (GPtrArray) last =
      hearth_store_tellings_list (hearth_engine_get_reader (engine), &filter, NULL);

  self->engine = g_object_ref (engine);
  if (last != NULL && last->len > 0)
    self->last_told = ((HearthTelling *) g_ptr_array_index (last, 0))->at;
  g_signal_connect (engine, "changed", G_CALLBACK (changed_cb), self);
  return self;
}

/**
 * hearth_teller_set_policy:
 * @self: a teller
 * @policy: what the owner set; copied
 *
 * What is held is told if it may be told now.
 */
void
hearth_teller_set_policy (HearthTeller *self, const HearthInterruptPolicy *policy)
{
  self->policy = *policy;
  look_at (self, 0);
}

/**
 * hearth_teller_set_desktop:
 * @self: a teller
 * @state: what the desktop tells; copied
 *
 * What is held is told if it may be told now.
 */
void
hearth_teller_set_desktop (HearthTeller *self, const HearthDesktopState *state)
{
  gboolean freer = (self->desktop.do_not_disturb && !state->do_not_disturb) ||
                   (self->desktop.busy_screen && !state->busy_screen);

  self->desktop = *state;
  if (freer)
    hearth_teller_release (self);
}
