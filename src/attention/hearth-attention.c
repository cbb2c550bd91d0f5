/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-attention.h"

#include "hearth-answered.h"
#include "hearth-clock.h"
#include "hearth-code-keeper.h"
#include "hearth-finder.h"
#include "hearth-interest-watch.h"
#include "hearth-language.h"
#include "hearth-lessons.h"
#include "hearth-store-lessons.h"
#include "hearth-teller.h"
#include "hearth-triage-model.h"

/* Older mail is judged last, and only where that is wanted: nobody waits for an answer to it. */
#define MAX_AGE ((gint64) 90 * 24 * 3600)
/* What came in so lately can be new to its owner. */
#define NEW_AGE ((gint64) 3 * 24 * 3600)
/* What the owner taught shows in the mail of so many days. */
#define REJUDGE_AGE ((gint64) 30 * 24 * 3600)
/* Lessons beyond these are so old that others have taken their place. */
#define MAX_LESSONS 1000
/* So many messages are judged anew at once; the main context waits for them. */
#define MAX_JUDGED_AT_ONCE 200
/* Few enough to keep the main context free: a judgement takes a tenth of a millisecond. */
#define BATCH 64

/**
 * HearthAttention:
 *
 * Judges what comes in. What is to be judged is what the store holds without a judgement, newest
 * first, so that a crash in the middle loses nothing; the engine's signal only says when to look.
 */
struct _HearthAttention {
  GObject parent_instance;

  HearthEngine *engine;          /* (owned) */
  HearthTriageModel *model;      /* (owned) */
  HearthFinder *finder;          /* (owned) */
  HearthInterestWatch *interest; /* (owned) */
  HearthCodeKeeper *codes;       /* (owned) */
  HearthTeller *teller;          /* (owned) */
  GHashTable *arrived;           /* (owned) of gint64: new to the owner, not judged yet */
  GPtrArray *matters;            /* (owned) HearthMessage: to be decided of after this run */
  GPtrArray *owner;              /* (owned) (nullable) addr-specs */
  gint64 below_id;               /* where the run goes on, 0 at its start */
  gint64 last_lesson;            /* row up to which was learned */
  GArray *taught;                /* (owned) of gint64: messages of which the owner said something */
  int n_lessons;                 /* learned since all was forgotten */
  gint64 since;                  /* when all was forgotten */
  gboolean thorough;             /* old mail is judged too */
  gboolean rejudge;              /* this run judges anew what was judged */
  gboolean again;                /* something came while a run was under way */
  guint idle;                    /* source id, or 0 */
};

G_DEFINE_FINAL_TYPE (HearthAttention, hearth_attention, G_TYPE_OBJECT)

enum { SIGNAL_MATTERS, SIGNAL_JUDGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static gboolean
owner_wrote_in_thread (HearthDatabase *db, const HearthMessage *message)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;

  if (message->thread_id == 0)
    return FALSE;
  filter.thread_id = message->thread_id;
  filter.role = HEARTH_MAILBOX_SENT;
  return hearth_store_messages_count (db, &filter, NULL) > 0;
}

/* Judges a message. Returns whether the judgement is another than it had. */
static gboolean
judge_message (HearthAttention *self, HearthDatabase *db, HearthMessage *message)
{
  HearthTriageContext context = { .owner = self->owner, .now = hearth_clock_now () };
  g_auto (HearthVerdict) verdict = { 0 };
  const char *language = hearth_language_of_message (message);
  HearthMessageMarks marks;
  gboolean same;

  if (message->from != NULL)
    hearth_store_people_get_history (db, message->from->address, &context.history, NULL);
  context.owner_wrote_in_thread = owner_wrote_in_thread (db, message);
  hearth_triage (&verdict, message, &context, self->model);
  hearth_interest_revise (hearth_interest_watch_get (self->interest), &verdict, message);
  marks = (message->marks & ~(guint) HEARTH_MARKS_JUDGED) | (verdict.spam ? HEARTH_MARK_SPAM : 0) |
          (verdict.phishing ? HEARTH_MARK_PHISHING : 0);
  same = message->priority == verdict.priority && message->marks == marks &&
         g_strcmp0 (message->reason, verdict.reason) == 0 &&
         g_strcmp0 (message->language, language) == 0 &&
         g_strcmp0 (message->klass, hearth_class_to_string (verdict.klass)) == 0;
  message->priority = verdict.priority;
  message->marks = marks;
  g_free (message->reason);
  message->reason = g_steal_pointer (&verdict.reason);
  g_free (message->klass);
  message->klass = g_strdup (hearth_class_to_string (verdict.klass));
  g_free (message->language);
  message->language = g_strdup (language);
  return !same;
}

static void
emit_matters (HearthAttention *self)
{
  g_autoptr (GPtrArray) matters = NULL;

  g_hash_table_remove_all (self->arrived);
  if (self->matters->len == 0)
    return;
  matters = g_steal_pointer (&self->matters);
  self->matters = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  hearth_teller_consider (self->teller, matters);
}

static void
tell_cb (HearthTeller *teller, GPtrArray *messages, gboolean sound, gboolean bundled,
         HearthAttention *self)
{
  g_signal_emit (self, signals[SIGNAL_MATTERS], 0, messages, sound, bundled);
}

static gboolean
find_output (const char *what, HearthTriageOutput *output)
{
  if (g_str_equal (what, "spam")) {
    *output = HEARTH_OUTPUT_SPAM;
    return TRUE;
  }
  if (g_str_equal (what, "phishing")) {
    *output = HEARTH_OUTPUT_PHISHING;
    return TRUE;
  }
  for (int k = 0; k < HEARTH_N_CLASSES; k++) {
    if (g_str_equal (what, hearth_class_to_string ((HearthClass) k))) {
      *output = (HearthTriageOutput) k;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
was_taught (HearthAttention *self, gint64 message_id)
{
  for (guint i = 0; i < self->taught->len; i++) {
    if (g_array_index (self->taught, gint64, i) == message_id)
      return TRUE;
  }
  return FALSE;
}

static void
learn_lesson (HearthAttention *self, HearthDatabase *db, const HearthLesson *lesson)
{
  g_autoptr (HearthMessage) message = hearth_store_messages_get (db, lesson->message_id, NULL);
  HearthTriageContext context = { .owner = self->owner, .now = lesson->at };
  g_auto (HearthVerdict) rules = { 0 };
  HearthTriageOutput output;
  HearthFeatures features;

  if (message == NULL)
    return;
  if (!was_taught (self, lesson->message_id))
    g_array_append_val (self->taught, lesson->message_id);
  if (message->from != NULL)
    hearth_store_people_get_history (db, message->from->address, &context.history, NULL);
  context.owner_wrote_in_thread = owner_wrote_in_thread (db, message);
  hearth_features_extract (&features, message, &context);
  hearth_triage_judge (&rules, message, &features, &context);
  /* "Good" says only what it is not. */
  if (!find_output (lesson->what, &output))
    output = (HearthTriageOutput) rules.klass;
  hearth_triage_model_teach (self->model, message, &features, &rules, output);
}

static void
load_owner (HearthAttention *self, HearthDatabase *db)
{
  if (self->owner == NULL)
    self->owner = hearth_store_people_list_owner (db, NULL);
  if (self->owner == NULL)
    self->owner = g_ptr_array_new ();
}

/* Whether something that was learned does not hold any more: it was taken back, or the owner says
 * something else of the same message. */
static gboolean
is_outdated (HearthAttention *self, GPtrArray *lessons, int n_lessons)
{
  if (n_lessons < self->n_lessons)
    return TRUE;
  for (guint i = 0; i < lessons->len; i++) {
    if (was_taught (self, ((const HearthLesson *) g_ptr_array_index (lessons, i))->message_id))
      return TRUE;
  }
  return FALSE;
}

/* Learns what the owner said since, or all of it anew: what was learned cannot be taken out of the
 * weights, but it is quickly learned. */
static void
learn (HearthAttention *self)
{
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  g_autoptr (GPtrArray) lessons =
      hearth_store_lessons_list (db, self->last_lesson, MAX_LESSONS, NULL);
  int n_lessons = hearth_store_lessons_count (db, NULL);

  if (lessons != NULL && is_outdated (self, lessons, n_lessons)) {
    hearth_triage_model_forget (self->model);
    g_ptr_array_unref (lessons);
    lessons = hearth_store_lessons_list (db, 0, MAX_LESSONS, NULL);
  }
  if (lessons == NULL)
    return;
  load_owner (self, db);
  for (guint i = 0; i < lessons->len; i++) {
    const HearthLesson *lesson = g_ptr_array_index (lessons, i);

    learn_lesson (self, db, lesson);
    self->last_lesson = lesson->id;
  }
  self->n_lessons = MAX (n_lessons, 0);
}

/* What the owner spoke of is judged anew whatever its age, the rest of the last days after it. */
static void
judge_taught (HearthAttention *self)
{
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  g_autoptr (GPtrArray) changed =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  g_autoptr (GError) error = NULL;

  load_owner (self, db);
  for (guint i = self->taught->len - MIN (self->taught->len, MAX_JUDGED_AT_ONCE);
       i < self->taught->len; i++) {
    HearthMessage *message =
        hearth_store_messages_get (db, g_array_index (self->taught, gint64, i), NULL);

    if (message != NULL && judge_message (self, db, message))
      g_ptr_array_add (changed, message);
    else
      g_clear_pointer (&message, hearth_message_unref);
  }
  if (!hearth_engine_judge (self->engine, changed, &error))
    g_warning ("Mail could not be judged anew: %s", error->message);
}

/* What the owner does with a sender's mail shows in the rest of it at once. */
static void
follow_deeds (HearthAttention *self)
{
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  g_autoptr (GPtrArray) messages = hearth_interest_watch_catch_up (self->interest);
  g_autoptr (GPtrArray) changed = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  if (messages == NULL)
    return;
  load_owner (self, db);
  for (guint i = 0; i < messages->len; i++) {
    HearthMessage *message = g_ptr_array_index (messages, i);

    /* What was not judged yet is in the queue. */
    if (message->priority >= 0 && judge_message (self, db, message))
      g_ptr_array_add (changed, message);
  }
  if (!hearth_engine_judge (self->engine, changed, &error))
    g_warning ("Mail could not be judged anew: %s", error->message);
}

static void
changed_cb (HearthEngine *engine, const char *table, gpointer user_data)
{
  HearthAttention *self = user_data;

  if (g_str_equal (table, "messages"))
    follow_deeds (self);
  if (g_str_equal (table, "lessons")) {
    if (hearth_lessons_get_since (hearth_engine_get_reader (engine)) != self->since) {
      self->since = hearth_lessons_get_since (hearth_engine_get_reader (engine));
      hearth_interest_watch_relearn (self->interest);
    }
    learn (self);
    judge_taught (self);
    self->rejudge = TRUE;
    hearth_attention_start (self);
  }
}

static GPtrArray *
list_unjudged (HearthAttention *self, HearthDatabase *db, GError **error)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;

  filter.incoming = TRUE;
  filter.unjudged = !self->rejudge;
  if (self->rejudge || !self->thorough)
    filter.since = hearth_clock_now () - (self->rejudge ? REJUDGE_AGE : MAX_AGE);
  filter.below_id = self->below_id;
  filter.limit = BATCH;
  return hearth_store_messages_list (db, &filter, HEARTH_DETAIL_FULL, error);
}

/* Judges one batch. Returns whether there is more. */
static gboolean
judge_batch (HearthAttention *self)
{
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) batch = NULL;

  load_owner (self, db);
  batch = list_unjudged (self, db, &error);
  if (batch != NULL && batch->len > 0) {
    g_autoptr (GPtrArray) changed = g_ptr_array_new ();

    for (guint i = 0; i < batch->len; i++) {
      if (judge_message (self, db, g_ptr_array_index (batch, i)))
        g_ptr_array_add (changed, g_ptr_array_index (batch, i));
    }
    if (!hearth_engine_judge (self->engine, changed, &error))
      g_clear_pointer (&batch, g_ptr_array_unref);
  }
  if (batch == NULL) {
    g_warning ("Mail could not be judged: %s", error->message);
    return FALSE;
  }
  for (guint i = 0; i < batch->len; i++) {
    HearthMessage *message = g_ptr_array_index (batch, i);

    if (g_hash_table_remove (self->arrived, &message->id) &&
        hearth_teller_may_matter (self->teller, message))
      g_ptr_array_add (self->matters, hearth_message_ref (message));
    self->below_id = message->id;
  }
  return batch->len == BATCH;
}

static gboolean
judge_cb (gpointer user_data)
{
  HearthAttention *self = user_data;

  if (judge_batch (self) || hearth_finder_run_batch (self->finder))
    return G_SOURCE_CONTINUE;
  hearth_finder_restart (self->finder);
  if (self->again) {
    self->again = FALSE;
    self->below_id = 0;
    return G_SOURCE_CONTINUE;
  }
  if (self->rejudge) {
    /* What came in meanwhile may be older than what was judged anew. */
    self->rejudge = FALSE;
    self->below_id = 0;
    return G_SOURCE_CONTINUE;
  }
  self->idle = 0;
  g_clear_pointer (&self->owner, g_ptr_array_unref);
  hearth_answered_look (self->engine);
  emit_matters (self);
  g_signal_emit (self, signals[SIGNAL_JUDGED], 0);
  return G_SOURCE_REMOVE;
}

static void
messages_added_cb (HearthEngine *engine, GArray *ids, gboolean first, gpointer user_data)
{
  HearthAttention *self = user_data;
  gint64 oldest = (hearth_clock_now () - NEW_AGE) << 20;

  /* What a source holds when it is read for the first time was there before Hearth: no news. */
  for (guint i = 0; !first && i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);

    /* The row's number carries its date. */
    if (id >= oldest)
      g_hash_table_add (self->arrived, g_memdup2 (&id, sizeof id));
  }
  hearth_attention_start (self);
}

static void
hearth_attention_dispose (GObject *object)
{
  HearthAttention *self = HEARTH_ATTENTION (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  if (self->engine != NULL)
    g_signal_handlers_disconnect_by_data (self->engine, self);
  if (self->teller != NULL)
    g_signal_handlers_disconnect_by_data (self->teller, self);
  g_clear_object (&self->teller);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->model, hearth_triage_model_free);
  g_clear_pointer (&self->finder, hearth_finder_free);
  g_clear_pointer (&self->codes, hearth_code_keeper_free);
  g_clear_pointer (&self->interest, hearth_interest_watch_free);
  g_clear_pointer (&self->taught, g_array_unref);
  g_clear_pointer (&self->arrived, g_hash_table_unref);
  g_clear_pointer (&self->matters, g_ptr_array_unref);
  g_clear_pointer (&self->owner, g_ptr_array_unref);
  G_OBJECT_CLASS (hearth_attention_parent_class)->dispose (object);
}

static void
hearth_attention_class_init (HearthAttentionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_attention_dispose;

  /**
   * HearthAttention::matters:
   * @self: the attention
   * @messages: (element-type HearthMessage): judged messages that the owner should be told of now,
   *   newest first, at most one of each thread
   * @sound: whether with a sound
   * @bundled: whether they waited until the owner could be disturbed
   */
  signals[SIGNAL_MATTERS] =
      g_signal_new ("matters", HEARTH_TYPE_ATTENTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_PTR_ARRAY, G_TYPE_BOOLEAN, G_TYPE_BOOLEAN);

  /**
   * HearthAttention::judged:
   * @self: the attention
   *
   * Everything that was there has been judged.
   */
  signals[SIGNAL_JUDGED] = g_signal_new ("judged", HEARTH_TYPE_ATTENTION, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_attention_init (HearthAttention *self)
{
  self->model = hearth_triage_model_new_shipped ();
  self->taught = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->arrived = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->matters = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
}

/**
 * hearth_attention_new:
 * @engine: the engine whose messages it judges
 *
 * Makes an attention that follows the engine's "messages-added".
 *
 * Returns: (transfer full): an attention
 */
HearthAttention *
hearth_attention_new (HearthEngine *engine)
{
  HearthAttention *self = g_object_new (HEARTH_TYPE_ATTENTION, NULL);

  self->engine = g_object_ref (engine);
  self->finder = hearth_finder_new (engine);
  self->teller = hearth_teller_new (engine);
  g_signal_connect (self->teller, "tell", G_CALLBACK (tell_cb), self);
  self->codes = hearth_code_keeper_new (engine);
  self->interest = hearth_interest_watch_new (engine);
  g_signal_connect (engine, "messages-added", G_CALLBACK (messages_added_cb), self);
  g_signal_connect (engine, "changed", G_CALLBACK (changed_cb), self);
  learn (self);
  return self;
}

/**
 * hearth_attention_start:
 * @self: an attention
 *
 * Judges what has no judgement yet, in the background of the main context.
 */
void
hearth_attention_start (HearthAttention *self)
{
  g_return_if_fail (HEARTH_IS_ATTENTION (self));

  if (self->idle != 0) {
    self->again = TRUE;
    return;
  }
  self->below_id = 0;
  self->idle = g_idle_add_full (G_PRIORITY_LOW, judge_cb, self, NULL);
  g_source_set_name_by_id (self->idle, "hearth: judge");
}

/**
 * hearth_attention_finish:
 * @self: an attention
 *
 * Judges at once what is left, for programs that end.
 */
void
hearth_attention_finish (HearthAttention *self)
{
  g_return_if_fail (HEARTH_IS_ATTENTION (self));

  hearth_attention_start (self);
  g_clear_handle_id (&self->idle, g_source_remove);
  while (judge_cb (self) == G_SOURCE_CONTINUE)
    ;
}

/**
 * hearth_attention_finish_within:
 * @self: an attention
 * @milliseconds: how long that may take, roughly
 *
 * Judges at once what there is time for, the newest first, and tells of what matters in it. The
 * rest is judged at the next start.
 */
void
hearth_attention_finish_within (HearthAttention *self, guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) milliseconds * 1000;

  g_return_if_fail (HEARTH_IS_ATTENTION (self));

  g_clear_handle_id (&self->idle, g_source_remove);
  self->below_id = 0;
  self->again = FALSE;
  while (judge_batch (self) && g_get_monotonic_time () < end)
    ;
  emit_matters (self);
}

/**
 * hearth_attention_is_busy:
 * @self: an attention
 *
 * Returns: whether something is still being judged
 */
gboolean
hearth_attention_is_busy (HearthAttention *self)
{
  g_return_val_if_fail (HEARTH_IS_ATTENTION (self), FALSE);

  return self->idle != 0;
}

/**
 * hearth_attention_set_policy:
 * @self: an attention
 * @policy: what the owner set; copied
 *
 * Sets when mail may interrupt.
 */
void
hearth_attention_set_policy (HearthAttention *self, const HearthInterruptPolicy *policy)
{
  g_return_if_fail (HEARTH_IS_ATTENTION (self));

  hearth_teller_set_policy (self->teller, policy);
}

/**
 * hearth_attention_set_desktop:
 * @self: an attention
 * @state: what the desktop tells; copied
 *
 * Sets what the desktop wants; what was held back for it is told once it may be.
 */
void
hearth_attention_set_desktop (HearthAttention *self, const HearthDesktopState *state)
{
  g_return_if_fail (HEARTH_IS_ATTENTION (self));

  hearth_teller_set_desktop (self->teller, state);
}

/**
 * hearth_attention_set_thorough:
 * @self: an attention
 * @thorough: whether mail of any age is judged, the newest first, and not only that of the last
 *   90 days
 *
 * A mailbox of years takes some ten seconds to judge.
 */
void
hearth_attention_set_thorough (HearthAttention *self, gboolean thorough)
{
  g_return_if_fail (HEARTH_IS_ATTENTION (self));

  self->thorough = thorough;
  hearth_finder_set_thorough (self->finder, thorough);
}
