/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-notifier.h"

#include "hearth-clock.h"
#include "hearth-desktop-notifications.h"
#include "hearth-portal-notifications.h"
#include "hearth-sandbox.h"

#include <string.h>

#define MEMORY_PREFIX "bubble:"
#define SOUND_NAME "notifier:sound"

/* Whatever comes, there is at most one sound in so many seconds. */
#define SOUND_EVERY 60

/**
 * HearthNotifier:
 *
 * The bubbles that are open, by name. A bubble keeps its number at the server, also over a restart
 * of Hearth, so that it is replaced and never doubled; when the server itself is new, all that are
 * open are shown again.
 *
 * At most one message for each bubble is on its way to the server. What is to be said or taken back
 * meanwhile follows the answer, so that the two never cross.
 *
 * A desktop that says so ("Inhibited") is not disturbed: what is not urgent is kept back until that
 * ends.
 *
 * There is at most one sound a minute, over all bubbles and over a restart. A bubble that may not
 * sound is shown without.
 *
 * Signals: `inhibited (gboolean inhibited)` when the desktop's wish for quiet is another; `shown
 * (key)` when the server has taken a bubble; `action (key, action, token)` when a button or the
 * bubble itself was clicked ("default" for the bubble; the token may be %NULL), `dismissed (key)`
 * when the owner closed it.
 */
struct _HearthNotifier {
  GObject parent_instance;

  char *app_id;                     /* (owned) */
  HearthNotificationServer *server; /* (owned) */
  HearthNotifierMemory memory;
  GHashTable *open;  /* (owned) key -> Open */
  GHashTable *stale; /* (owned) keys to be taken away once there is a server */
  gboolean lock_known;
  gboolean locked;
  gboolean inhibited; /* as it was told last */
  gint64 last_sound;  /* seconds since 1970 UTC, or 0 */
};

typedef struct {
  char *key;            /* (owned) */
  HearthBubble *bubble; /* (owned) (nullable) NULL: taken back while it was on its way */
  guint32 id;           /* the server's number, 0 while it is not on the screen */
  guint32 asked_id;     /* the number that was asked for when it was sent last */
  gboolean is_sent;     /* whether an answer is awaited */
  gboolean is_due;      /* whether what it says is not told to the server yet */
  gboolean is_heard;    /* whether what it says had its sound, or its turn for one */
} Open;

enum {
  SIGNAL_SHOWN,
  SIGNAL_ACTION,
  SIGNAL_DISMISSED,
  SIGNAL_INHIBITED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HearthNotifier, hearth_notifier, G_TYPE_OBJECT)

static void
open_free (gpointer data)
{
  Open *open = data;

  g_free (open->key);
  hearth_bubble_free (open->bubble);
  g_free (open);
}

static char *
memory_name (const char *key)
{
  return g_strconcat (MEMORY_PREFIX, key, NULL);
}

static void
remember (HearthNotifier *self, const char *key, guint32 id)
{
  g_autofree char *name = memory_name (key);
  g_autofree char *value =
      id > 0 ? g_strdup_printf ("%s %u", hearth_notification_server_get_name (self->server), id)
             : NULL;

  self->memory.save (name, value, self->memory.user_data);
}

/* The number that a bubble of this name has at this very server, or 0. */
static guint32
recall (HearthNotifier *self, const char *key)
{
  const char *server = hearth_notification_server_get_name (self->server);
  g_autofree char *name = memory_name (key);
  g_autofree char *value = self->memory.load (name, self->memory.user_data);
  const char *space = value != NULL ? strrchr (value, ' ') : NULL;

  if (space == NULL || server == NULL || strlen (server) != (gsize) (space - value) ||
      strncmp (value, server, space - value) != 0)
    return 0;
  return (guint32) g_ascii_strtoull (space + 1, NULL, 10);
}

/* Which bubble has a number, or is about to have it. */
static Open *
find_open (HearthNotifier *self, guint32 id)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->open);
  while (id != 0 && g_hash_table_iter_next (&iter, NULL, &value)) {
    Open *open = value;

    if (open->id == id || (open->is_sent && open->asked_id == id))
      return open;
  }
  return NULL;
}

/* The number that a bubble is to have where the server leaves it to its clients, as dunst does: it
 * is known before the bubble is on the screen, and so also to whoever is killed before the answer.
 */
static guint32
choose_id (HearthNotifier *self, const char *key)
{
  g_autofree char *name = g_strdup_printf ("%s %s", self->app_id, key);
  /* High, where servers that count are not soon. */
  guint32 id = 0x40000000 | (g_str_hash (name) & 0x3fffffff);

  while (find_open (self, id) != NULL)
    id++;
  return id;
}

/* Whether a bubble may sound now. A clock that was turned back allows it at once. */
static gboolean
take_sound (HearthNotifier *self, Open *open)
{
  gint64 now = hearth_clock_now ();
  g_autofree char *value = NULL;

  if (open->is_heard || open->bubble->sound == NULL)
    return FALSE;
  /* A bubble that was silent when it came does not call for attention a while later. */
  open->is_heard = TRUE;
  if (now >= self->last_sound && now - self->last_sound < SOUND_EVERY)
    return FALSE;
  self->last_sound = now;
  value = g_strdup_printf ("%" G_GINT64_FORMAT, now);
  self->memory.save (SOUND_NAME, value, self->memory.user_data);
  return TRUE;
}

static void
present (HearthNotifier *self, Open *open)
{
  const HearthBubble *bubble = open->bubble;
  guint32 known;

  open->is_due = TRUE;
  if (bubble == NULL || open->is_sent || !self->lock_known ||
      !hearth_notification_server_is_ready (self->server) ||
      (hearth_notification_server_get_inhibited (self->server) && !bubble->urgent))
    return;
  known = recall (self, open->key);
  open->asked_id = open->id != 0 ? open->id : known;
  if (open->asked_id == 0)
    open->asked_id = choose_id (self, open->key);
  /* Before it is on the screen: whoever is killed now leaves it there, and the next start knows. */
  if (open->asked_id != known)
    remember (self, open->key, open->asked_id);
  open->is_sent = TRUE;
  open->is_due = FALSE;
  hearth_notification_server_send (self->server, open->key, open->asked_id, bubble,
                                   self->locked && bubble->locked_summary != NULL,
                                   take_sound (self, open));
}

/* Tells all that the server does not know yet. */
static void
present_due (HearthNotifier *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Open *open = value;

    if (open->is_due)
      present (self, open);
  }
}

static void
close_stale (HearthNotifier *self)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->stale);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    hearth_notification_server_withdraw (self->server, recall (self, key));
    remember (self, key, 0);
    g_hash_table_iter_remove (&iter);
  }
}

/* Whoever listens may have something to add to what is due. */
static void
tell_inhibited (HearthNotifier *self)
{
  gboolean inhibited = hearth_notification_server_get_inhibited (self->server);

  if (self->inhibited == inhibited)
    return;
  self->inhibited = inhibited;
  g_signal_emit (self, signals[SIGNAL_INHIBITED], 0, inhibited);
}

static void
ready_cb (HearthNotifier *self)
{
  close_stale (self);
  present_due (self);
  tell_inhibited (self);
}

/* What the former server showed went with it. */
static void
gone_cb (HearthNotifier *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Open *open = value;

    open->id = 0;
    open->is_sent = FALSE;
    open->is_due = TRUE;
    if (open->bubble == NULL)
      g_hash_table_iter_remove (&iter);
  }
  tell_inhibited (self);
}

static void
settle (HearthNotifier *self, Open *open, guint32 id)
{
  g_autofree char *key = g_strdup (open->key);

  open->id = id;
  if (open->bubble == NULL) {
    hearth_notification_server_withdraw (self->server, id);
    remember (self, key, 0);
    g_hash_table_remove (self->open, key);
    return;
  }
  if (id != recall (self, key))
    remember (self, key, id);
  if (open->is_due) {
    present (self, open);
    return;
  }
  /* Whoever hears this may take the bubble away. */
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0, key);
}

static void
taken_cb (HearthNotifier *self, const char *key, guint id)
{
  Open *open = g_hash_table_lookup (self->open, key);

  g_return_if_fail (open != NULL);
  open->is_sent = FALSE;
  settle (self, open, id);
}

/* It stays in the list, and is tried again. */
static void
lost_cb (HearthNotifier *self, const char *key)
{
  Open *open = g_hash_table_lookup (self->open, key);

  g_return_if_fail (open != NULL);
  open->is_sent = FALSE;
  open->is_due = TRUE;
  if (open->bubble != NULL)
    return;
  hearth_notification_server_withdraw (self->server, open->asked_id);
  remember (self, key, 0);
  g_hash_table_remove (self->open, key);
}

/* A bubble that was given up may be on the screen all the same: it is the one that was meant, if
 * that was not sent anew. */
static void
stray_cb (HearthNotifier *self, const char *key, guint id)
{
  Open *open = g_hash_table_lookup (self->open, key);

  if (open != NULL && !open->is_sent && open->is_due) {
    /* What it says may be old; who replaces it now does so in place. */
    open->id = id;
    remember (self, key, id);
    present (self, open);
  } else if (find_open (self, id) == NULL) {
    hearth_notification_server_withdraw (self->server, id);
  }
}

static void
server_action_cb (HearthNotifier *self, guint id, const char *action, const char *token)
{
  Open *open = find_open (self, id);
  g_autofree char *key = open != NULL ? g_strdup (open->key) : NULL;

  if (open != NULL && open->bubble != NULL)
    g_signal_emit (self, signals[SIGNAL_ACTION], 0, key, action, token);
}

static void
closed_cb (HearthNotifier *self, guint id, gboolean dismissed)
{
  Open *open = find_open (self, id);
  g_autofree char *key = open != NULL ? g_strdup (open->key) : NULL;

  if (open == NULL)
    return;
  remember (self, key, 0);
  open->id = 0;
  /* What only ran out, or was taken off the screen by another program, is not dealt with: it stays
   * open, and what comes next under its name is a new bubble. So does one that is just on its way
   * to say something else. */
  if (!dismissed || open->is_sent)
    return;
  g_hash_table_remove (self->open, key);
  g_signal_emit (self, signals[SIGNAL_DISMISSED], 0, key);
}

static void
hearth_notifier_dispose (GObject *object)
{
  HearthNotifier *self = HEARTH_NOTIFIER (object);

  if (self->server != NULL)
    hearth_notifier_close (self);
  g_clear_object (&self->server);
  G_OBJECT_CLASS (hearth_notifier_parent_class)->dispose (object);
}

static void
hearth_notifier_finalize (GObject *object)
{
  HearthNotifier *self = HEARTH_NOTIFIER (object);

  g_hash_table_unref (self->open);
  g_hash_table_unref (self->stale);
  g_free (self->app_id);
  G_OBJECT_CLASS (hearth_notifier_parent_class)->finalize (object);
}

static void
hearth_notifier_class_init (HearthNotifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_notifier_dispose;
  object_class->finalize = hearth_notifier_finalize;

  signals[SIGNAL_SHOWN] = g_signal_new ("shown", HEARTH_TYPE_NOTIFIER, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_ACTION] =
      g_signal_new ("action", HEARTH_TYPE_NOTIFIER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_DISMISSED] = g_signal_new ("dismissed", HEARTH_TYPE_NOTIFIER, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_INHIBITED] = g_signal_new ("inhibited", HEARTH_TYPE_NOTIFIER, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
hearth_notifier_init (HearthNotifier *self)
{
  self->open = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, open_free);
  self->stale = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * hearth_notifier_new:
 * @bus: the session bus
 * @app_id: the application whose desktop file the bubbles name
 * @memory: where numbers are kept; its functions and data must outlive the notifier
 *
 * Returns: (transfer full): a notifier, which shows nothing until a server is there and
 *   hearth_notifier_set_locked() was called
 */
HearthNotifier *
hearth_notifier_new (GDBusConnection *bus, const char *app_id, HearthNotifierMemory memory)
{
  const struct {
    const char *signal;
    GCallback callback;
  } links[] = {
    { "ready", G_CALLBACK (ready_cb) },   { "gone", G_CALLBACK (gone_cb) },
    { "taken", G_CALLBACK (taken_cb) },   { "lost", G_CALLBACK (lost_cb) },
    { "stray", G_CALLBACK (stray_cb) },   { "action", G_CALLBACK (server_action_cb) },
    { "closed", G_CALLBACK (closed_cb) },
  };
  HearthNotifier *self = g_object_new (HEARTH_TYPE_NOTIFIER, NULL);
  g_autofree char *sound = NULL;

  self->app_id = g_strdup (app_id);
  self->memory = memory;
  sound = memory.load (SOUND_NAME, memory.user_data);
  self->last_sound = sound != NULL ? g_ascii_strtoll (sound, NULL, 10) : 0;
  self->server = hearth_sandbox_is_flatpak () ? hearth_portal_notifications_new (bus)
                                              : hearth_desktop_notifications_new (bus, app_id);
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    g_signal_connect_object (self->server, links[i].signal, links[i].callback, self,
                             G_CONNECT_SWAPPED);
  return self;
}

/**
 * hearth_notifier_show:
 * @self: a notifier
 * @key: the bubble's name; one of the same name is replaced in place
 * @bubble: (transfer full): what it says
 *
 * Shows a bubble, now or as soon as there is a server.
 */
void
hearth_notifier_show (HearthNotifier *self, const char *key, HearthBubble *bubble)
{
  Open *open = g_hash_table_lookup (self->open, key);

  if (open == NULL) {
    open = g_new0 (Open, 1);
    open->key = g_strdup (key);
    g_hash_table_insert (self->open, open->key, open);
  } else {
    hearth_bubble_free (open->bubble);
  }
  g_hash_table_remove (self->stale, key);
  open->bubble = bubble;
  open->is_heard = FALSE;
  hearth_notification_server_want (self->server);
  present (self, open);
}

/**
 * hearth_notifier_withdraw:
 * @self: a notifier
 * @key: a bubble's name
 *
 * Takes a bubble away, because what it said was dealt with elsewhere. Nothing happens if there is
 * none.
 */
void
hearth_notifier_withdraw (HearthNotifier *self, const char *key)
{
  Open *open = g_hash_table_lookup (self->open, key);

  if (hearth_notification_server_get_name (self->server) == NULL) {
    /* Its number stays known until there is somebody to tell. */
    g_hash_table_add (self->stale, g_strdup (key));
  } else if (open != NULL && open->is_sent) {
    /* It is closed as soon as its number is known. */
    g_clear_pointer (&open->bubble, hearth_bubble_free);
    return;
  } else {
    hearth_notification_server_withdraw (self->server, open != NULL && open->id != 0
                                                           ? open->id
                                                           : recall (self, key));
    remember (self, key, 0);
  }
  g_hash_table_remove (self->open, key);
}

/**
 * hearth_notifier_list_left:
 * @self: a notifier
 * @prefix: how a bubble's name begins
 *
 * Returns: (transfer full) (element-type utf8): the names of bubbles that stood when Hearth ended,
 *   and may stand still
 */
GPtrArray *
hearth_notifier_list_left (HearthNotifier *self, const char *prefix)
{
  g_autofree char *name = memory_name (prefix);
  g_autoptr (GPtrArray) names = self->memory.list (name, self->memory.user_data);
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < names->len; i++) {
    const char *key = (const char *) g_ptr_array_index (names, i) + strlen (MEMORY_PREFIX);

    if (!g_hash_table_contains (self->open, key))
      g_ptr_array_add (keys, g_strdup (key));
  }
  return keys;
}

/**
 * hearth_notifier_get_inhibited:
 * @self: a notifier
 *
 * Returns: whether the notification server says that its owner is not to be disturbed
 */
gboolean
hearth_notifier_get_inhibited (HearthNotifier *self)
{
  return self->inhibited;
}

/**
 * hearth_notifier_set_locked:
 * @self: a notifier
 * @locked: whether the screen is locked
 *
 * While it is, bubbles say no more than their locked form, those that are open included. Before the
 * first call, when that is not known, nothing is shown.
 */
void
hearth_notifier_set_locked (HearthNotifier *self, gboolean locked)
{
  GHashTableIter iter;
  gpointer value;

  if (!self->lock_known) {
    self->lock_known = TRUE;
    self->locked = locked;
    present_due (self);
    return;
  }
  if (self->locked == locked)
    return;
  self->locked = locked;
  /* One that was closed and did not say so would come back. */
  if (!hearth_notification_server_tells_closed (self->server))
    return;
  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Open *open = value;

    /* Only what is on screen now needs another face; showing it again after unlocking would be a
     * second call for attention. */
    if (locked && (open->id != 0 || open->is_sent) && open->bubble != NULL &&
        open->bubble->locked_summary != NULL)
      present (self, open);
  }
}

/**
 * hearth_notifier_close:
 * @self: a notifier
 *
 * Stops listening. The bubbles stay on the screen as far as the desktop keeps them, and their
 * numbers stay known for the next start.
 */
void
hearth_notifier_close (HearthNotifier *self)
{
  hearth_notification_server_close (self->server);
  g_hash_table_remove_all (self->open);
}
