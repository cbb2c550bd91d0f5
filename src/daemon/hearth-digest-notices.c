/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-digest-notices.h"

#include "hearth-agenda.h"
#include "hearth-clock.h"
#include "hearth-digest-verb.h"
#include "hearth-reminder-timer.h"

#include <glib/gi18n.h>
#include <string.h>

#define BUBBLE_KEY "digest"
#define META_PREFIX "digest:due:"

/* What came while the computer slept is read first, if that does not take long. */
#define SYNC_PATIENCE (3 * 60)
#define QUIET_PAUSE (5 * 60)

#define MAX_NAMED 3

/* How far a digest came. Each step is in the store before the next is taken. */
typedef enum {
  STATE_WAITS, /* it is due, and about to be shown */
  STATE_SHOWN, /* it stands on the screen or in the list of the desktop */
  STATE_OVER,  /* the owner has dealt with it, or it came too late */
} State;

/**
 * HearthDigestNotices:
 *
 * Tells the digests at the times that the owner set, one bubble for all of them. When each was due
 * last and how far it came stands in the store: none is lost when this is killed or the computer
 * sleeps, and none is told twice. One that would be hours late is dropped: what it tells is in
 * Today.
 *
 * Signal: `open (kind, token)`: the owner wants to read the digest of that kind.
 */
struct _HearthDigestNotices {
  GObject parent_instance;

  HearthEngine *engine;     /* (owned) */
  HearthNotifier *notifier; /* (owned) */
  GSource *timer;           /* (owned) */
  HearthDigestPlan plan;
  HearthInterruptPolicy policy;
  HearthPrivacy privacy;
  HearthDigestKind shown; /* what the bubble tells */
  gboolean started;
  gboolean awaits_sync; /* one is due, and waits for mail that is being read */
  gint64 patience_end;  /* until when it waits at most */
};

enum {
  SIGNAL_OPEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HearthDigestNotices, hearth_digest_notices, G_TYPE_OBJECT)

static char *
dup_name (HearthDigestKind kind)
{
  return g_strconcat (META_PREFIX, hearth_digest_kind_to_string (kind), NULL);
}

/* Returns whether anything is known of it. */
static gboolean
load (HearthDigestNotices *self, HearthDigestKind kind, gint64 *due, State *state)
{
  g_autofree char *name = dup_name (kind);
  g_autofree char *value = hearth_engine_dup_meta (self->engine, name);
  const char *space = value != NULL ? strchr (value, ' ') : NULL;

  *due = value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;
  *state =
      space != NULL ? (State) CLAMP (g_ascii_strtoll (space, NULL, 10), 0, STATE_OVER) : STATE_OVER;
  return value != NULL;
}

static gboolean
save (HearthDigestNotices *self, HearthDigestKind kind, gint64 due, State state)
{
  g_autofree char *name = dup_name (kind);
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT " %d", due, (int) state);
  g_autoptr (GError) error = NULL;

  if (hearth_engine_set_meta (self->engine, name, value, &error))
    return TRUE;
  g_warning ("%s", error->message);
  return FALSE;
}

static const char *
get_title (HearthDigestKind kind)
{
  switch (kind) {
  case HEARTH_DIGEST_MORNING:
    return _("Good morning");
  case HEARTH_DIGEST_EVENING:
    return _("Good evening");
  case HEARTH_DIGEST_WEEKLY:
    return _("Your week");
  case HEARTH_DIGEST_NOW:
  case HEARTH_N_DIGESTS:
  default:
    return _("How things stand");
  }
}

static void
add_lines (GString *body, const HearthDigest *digest, HearthDigestPart part, guint most)
{
  const HearthDigestSection *section = &digest->sections[part];

  for (guint i = 0; i < MIN (section->n_shown, most); i++) {
    g_autofree char *line =
        hearth_digest_dup_line (digest, part, g_ptr_array_index (section->items, i));

    g_string_append_printf (body, "\n%s", line);
  }
}

static HearthBubble *
make_bubble (HearthDigestNotices *self, const HearthDigest *digest)
{
  g_autofree char *changes = hearth_digest_dup_changes (digest);
  g_autofree char *week = hearth_digest_dup_week (digest);
  g_autoptr (GString) body = g_string_new (digest->headline);
  HearthBubble *bubble;

  g_string_append_printf (body, "\n%s", week != NULL ? week : changes);
  add_lines (body, digest, HEARTH_DIGEST_NEEDS, MAX_NAMED);
  add_lines (body, digest, HEARTH_DIGEST_DAY, 1);
  add_lines (body, digest, HEARTH_DIGEST_TOUCH, 1);
  bubble = hearth_bubble_new (get_title (digest->kind), body->str);
  if (self->privacy != HEARTH_PRIVACY_FULL)
    bubble->locked_summary = g_strdup (get_title (digest->kind));
  bubble->icon = "mail-unread-symbolic";
  hearth_bubble_add_action (bubble, "default", _("Open"));
  hearth_bubble_add_action (bubble, "open", _("Open"));
  return bubble;
}

static void
present (HearthDigestNotices *self, HearthDigestKind kind, gint64 due)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthDigest) digest = hearth_digest_tell (self->engine, kind, 0, FALSE, &error);

  if (digest == NULL) {
    g_warning ("No digest could be made: %s", error->message);
    return;
  }
  self->shown = kind;
  hearth_notifier_show (self->notifier, BUBBLE_KEY, make_bubble (self, digest));
}

/* Whether two times are of one day: the owner who sets another time is not told twice on it. */
static gboolean
is_same_day (gint64 one, gint64 other)
{
  HearthSpan day = hearth_agenda_find_day (one);

  return other >= day.start && other < day.end;
}

/* Looks at one kind. Returns when to look again, or G_MAXINT64 for its next time. */
static gint64
look_at (HearthDigestNotices *self, HearthDigestKind kind, gint64 now)
{
  gint64 last = hearth_digest_plan_find_last (&self->plan, kind, now);
  gint64 due;
  State state;
  gboolean known = load (self, kind, &due, &state);

  if (last == 0)
    return G_MAXINT64;
  /* What was due before there was Hearth is not told. */
  if (!known && now - last > 60) {
    save (self, kind, last, STATE_OVER);
    return G_MAXINT64;
  }
  if (known && (due >= last || is_same_day (due, last)) && state != STATE_WAITS)
    return G_MAXINT64;
  if (hearth_digest_plan_is_late (kind, last, now)) {
    save (self, kind, last, STATE_OVER);
    return G_MAXINT64;
  }
  if (hearth_interrupt_is_quiet (&self->policy, now))
    return now + QUIET_PAUSE;
  if (hearth_engine_is_syncing (self->engine, NULL, NULL) && now < self->patience_end) {
    self->awaits_sync = TRUE;
    return self->patience_end;
  }
  if (save (self, kind, last, STATE_WAITS))
    present (self, kind, last);
  return G_MAXINT64;
}

static gboolean
timer_cb (gpointer user_data)
{
  hearth_digest_notices_look (user_data);
  return G_SOURCE_CONTINUE;
}

static void
progress_cb (HearthDigestNotices *self)
{
  if (self->awaits_sync && !hearth_engine_is_syncing (self->engine, NULL, NULL))
    hearth_digest_notices_look (self);
}

/* A server has taken the bubble: from now on the next digest tells what is new since this one. */
static void
shown_cb (HearthNotifier *notifier, const char *key, HearthDigestNotices *self)
{
  g_autoptr (HearthDigest) digest = NULL;
  gint64 due;
  State state;

  if (g_strcmp0 (key, BUBBLE_KEY) != 0)
    return;
  if (load (self, self->shown, &due, &state) && state == STATE_WAITS) {
    digest = hearth_digest_tell (self->engine, self->shown, 0, TRUE, NULL);
    save (self, self->shown, due, STATE_SHOWN);
  }
}

static void
finish (HearthDigestNotices *self)
{
  gint64 due;
  State state;

  if (load (self, self->shown, &due, &state))
    save (self, self->shown, due, STATE_OVER);
}

static void
action_cb (HearthNotifier *notifier, const char *key, const char *action, const char *token,
           HearthDigestNotices *self)
{
  if (g_strcmp0 (key, BUBBLE_KEY) != 0)
    return;
  finish (self);
  hearth_notifier_withdraw (notifier, key);
  g_signal_emit (self, signals[SIGNAL_OPEN], 0, hearth_digest_kind_to_string (self->shown), token);
}

static void
dismissed_cb (HearthNotifier *notifier, const char *key, HearthDigestNotices *self)
{
  if (g_strcmp0 (key, BUBBLE_KEY) == 0)
    finish (self);
}

static void
hearth_digest_notices_finalize (GObject *object)
{
  HearthDigestNotices *self = HEARTH_DIGEST_NOTICES (object);

  g_source_destroy (self->timer);
  g_source_unref (self->timer);
  g_object_unref (self->notifier);
  g_object_unref (self->engine);
  G_OBJECT_CLASS (hearth_digest_notices_parent_class)->finalize (object);
}

static void
hearth_digest_notices_class_init (HearthDigestNoticesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_digest_notices_finalize;
  signals[SIGNAL_OPEN] =
      g_signal_new ("open", HEARTH_TYPE_DIGEST_NOTICES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
hearth_digest_notices_init (HearthDigestNotices *self)
{
  self->timer = hearth_reminder_timer_new ();
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, NULL);
}

/**
 * hearth_digest_notices_new:
 * @engine: the engine
 * @notifier: where to show
 *
 * Returns: (transfer full): notices, which tell nothing before hearth_digest_notices_start()
 */
HearthDigestNotices *
hearth_digest_notices_new (HearthEngine *engine, HearthNotifier *notifier)
{
  HearthDigestNotices *self = g_object_new (HEARTH_TYPE_DIGEST_NOTICES, NULL);

  self->engine = g_object_ref (engine);
  self->notifier = g_object_ref (notifier);
  g_signal_connect_object (engine, "progress", G_CALLBACK (progress_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (notifier, "shown", G_CALLBACK (shown_cb), self, 0);
  g_signal_connect_object (notifier, "action", G_CALLBACK (action_cb), self, 0);
  g_signal_connect_object (notifier, "dismissed", G_CALLBACK (dismissed_cb), self, 0);
  return self;
}

/* Who switches a digest on, or sets it for a time that has passed today, wants the next one. */
static void
skip_passed (HearthDigestNotices *self, const HearthDigestPlan *before)
{
  gint64 now = hearth_clock_now ();

  for (int kind = 0; kind < HEARTH_N_DIGESTS; kind++) {
    gint64 last = hearth_digest_plan_find_last (&self->plan, (HearthDigestKind) kind, now);
    gint64 due;
    State state;

    if (before->on[kind] == self->plan.on[kind] &&
        before->minute[kind] == self->plan.minute[kind] &&
        before->weekdays == self->plan.weekdays && before->week_day == self->plan.week_day)
      continue;
    load (self, (HearthDigestKind) kind, &due, &state);
    if (last > due)
      save (self, (HearthDigestKind) kind, last, STATE_OVER);
  }
}

/**
 * hearth_digest_notices_set:
 * @self: notices
 * @settings: the owner's settings
 * @policy: when nothing may interrupt
 * @privacy: what may be said while the screen is locked
 *
 * Follows what the owner set.
 */
void
hearth_digest_notices_set (HearthDigestNotices *self, GSettings *settings,
                           const HearthInterruptPolicy *policy, HearthPrivacy privacy)
{
  HearthDigestPlan before = self->plan;
  HearthDigestPlan *plan = &self->plan;

  *plan = (HearthDigestPlan){ 0 };
  plan->on[HEARTH_DIGEST_MORNING] = g_settings_get_boolean (settings, "digest-morning");
  plan->on[HEARTH_DIGEST_EVENING] = g_settings_get_boolean (settings, "digest-evening");
  plan->on[HEARTH_DIGEST_WEEKLY] = g_settings_get_boolean (settings, "digest-weekly");
  plan->minute[HEARTH_DIGEST_MORNING] = g_settings_get_uint (settings, "digest-morning-time");
  plan->minute[HEARTH_DIGEST_EVENING] = g_settings_get_uint (settings, "digest-evening-time");
  plan->minute[HEARTH_DIGEST_WEEKLY] = g_settings_get_uint (settings, "digest-weekly-time");
  plan->weekdays = g_settings_get_flags (settings, "digest-days");
  plan->week_day = (guint) g_settings_get_enum (settings, "digest-weekly-day");
  self->policy = *policy;
  self->privacy = privacy;
  if (self->started) {
    skip_passed (self, &before);
    hearth_digest_notices_look (self);
  }
}

/**
 * hearth_digest_notices_start:
 * @self: notices that know what the owner set
 *
 * Shows again what stood on the screen when Hearth ended, and tells what fell due meanwhile.
 */
void
hearth_digest_notices_start (HearthDigestNotices *self)
{
  g_autoptr (GPtrArray) left = hearth_notifier_list_left (self->notifier, BUBBLE_KEY);
  gint64 now = hearth_clock_now ();
  gboolean again = FALSE;

  for (int kind = 0; kind < HEARTH_N_DIGESTS; kind++) {
    gint64 due;
    State state;

    if (!load (self, (HearthDigestKind) kind, &due, &state) || state != STATE_SHOWN)
      continue;
    if (left->len > 0 && !hearth_digest_plan_is_late ((HearthDigestKind) kind, due, now)) {
      present (self, (HearthDigestKind) kind, due);
      again = TRUE;
    } else {
      save (self, (HearthDigestKind) kind, due, STATE_OVER);
    }
  }
  if (!again && left->len > 0)
    hearth_notifier_withdraw (self->notifier, BUBBLE_KEY);
  self->started = TRUE;
  hearth_digest_notices_look (self);
}

/**
 * hearth_digest_notices_look:
 * @self: notices
 *
 * Tells what is due and waits for the next: after a sleep, and when the clock or the zone is
 * another.
 */
void
hearth_digest_notices_look (HearthDigestNotices *self)
{
  gint64 now = hearth_clock_now ();
  gint64 next = G_MAXINT64;

  if (!self->started)
    return;
  if (!self->awaits_sync)
    self->patience_end = now + SYNC_PATIENCE;
  self->awaits_sync = FALSE;
  for (int kind = 0; kind < HEARTH_N_DIGESTS; kind++) {
    gint64 again = look_at (self, (HearthDigestKind) kind, now);

    next = MIN (next, again);
    next = MIN (next, hearth_digest_plan_find_next (&self->plan, (HearthDigestKind) kind, now));
  }
  hearth_reminder_timer_arm (self->timer, next);
}
