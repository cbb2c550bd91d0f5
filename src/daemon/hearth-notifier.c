/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-notifier.h"

#include <glib/gi18n.h>
#include <libnotify/notify.h>
#include <stdlib.h>
#include <string.h>

#define NOTIFICATIONS_NAME "org.freedesktop.Notifications"
#define NOTIFICATIONS_PATH "/org/freedesktop/Notifications"
#define BUS_NAME "org.freedesktop.DBus"
#define BUS_PATH "/org/freedesktop/DBus"

/* A server that has no properties and says nothing must not keep bubbles back. */
#define ANSWER_MS 1000

/* Desktop Notifications Specification, 1.2, "NotificationClosed": why a bubble went. */
enum {
  CLOSED_DISMISSED = 2,
};

/**
 * HearthNotifier:
 *
 * The bubbles that are open, by name. A bubble keeps its number at the server, also over a restart
 * of Hearth, so that it is replaced and never doubled; when the server itself is new, all that are
 * open are shown again.
 *
 * A desktop that says so ("Inhibited") is not disturbed: what is not urgent is kept back until that
 * ends.
 *
 * Signals: `shown (key)` when the server has taken a bubble; `action (key, action, token)` when a
 * button or the bubble itself was clicked ("default" for the bubble; the token may be %NULL),
 * `dismissed (key)` when the owner closed it.
 */
struct _HearthNotifier {
  GObject parent_instance;

  char *app_id; /* (owned) */
  HearthNotifierMemory memory;
  GHashTable *open;          /* (owned) key -> Open */
  GHashTable *stale;         /* (owned) keys to be taken away once there is a server */
  char *owner;               /* (owned) (nullable) the server's unique name */
  char *server;              /* (owned) (nullable) bus GUID and unique name, once it answered */
  GDBusConnection *bus;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  guint watch;
  guint inhibited_watch;
  gboolean inhibited;
  gboolean lock_known;
  gboolean locked;
  gboolean has_actions;
  gboolean has_markup;
};

typedef struct {
  HearthNotifier *self;     /* (unowned) */
  char *key;                /* (owned) */
  HearthBubble *bubble;     /* (owned) */
  NotifyNotification *note; /* (owned) (nullable) */
} Open;

enum {
  SIGNAL_SHOWN,
  SIGNAL_ACTION,
  SIGNAL_DISMISSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HearthNotifier, hearth_notifier, G_TYPE_OBJECT)

/**
 * hearth_bubble_new:
 * @summary: the first line
 * @body: (nullable): what follows
 *
 * Returns: (transfer full): a bubble
 */
HearthBubble *
hearth_bubble_new (const char *summary, const char *body)
{
  HearthBubble *self = g_new0 (HearthBubble, 1);

  self->summary = g_strdup (summary);
  self->body = g_strdup (body);
  return self;
}

/**
 * hearth_bubble_add_action:
 * @self: a bubble
 * @action: (transfer none): a static name; "default" is a click on the bubble itself
 * @label: (transfer none): a static, translated label
 *
 * Adds a button; there is room for three besides "default".
 */
void
hearth_bubble_add_action (HearthBubble *self, const char *action, const char *label)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->actions); i++) {
    if (self->actions[i] == NULL) {
      self->actions[i] = action;
      self->labels[i] = label;
      return;
    }
  }
  g_return_if_reached ();
}

/**
 * hearth_bubble_free:
 * @self: (nullable) (transfer full): a bubble
 */
void
hearth_bubble_free (HearthBubble *self)
{
  if (self == NULL)
    return;
  g_free (self->summary);
  g_free (self->body);
  g_free (self->locked_summary);
  g_free (self);
}

static void
drop_note (Open *open)
{
  if (open->note != NULL)
    g_signal_handlers_disconnect_by_data (open->note, open);
  g_clear_object (&open->note);
}

static void
open_free (gpointer data)
{
  Open *open = data;

  drop_note (open);
  g_free (open->key);
  hearth_bubble_free (open->bubble);
  g_free (open);
}

static char *
memory_name (const char *key)
{
  return g_strconcat ("bubble:", key, NULL);
}

static void
remember (HearthNotifier *self, const char *key, int id)
{
  g_autofree char *name = memory_name (key);
  g_autofree char *value = id > 0 ? g_strdup_printf ("%s %d", self->server, id) : NULL;

  self->memory.save (name, value, self->memory.user_data);
}

/* The number that a bubble of this name has at this very server, or 0. */
static int
recall (HearthNotifier *self, const char *key)
{
  g_autofree char *name = memory_name (key);
  g_autofree char *value = self->memory.load (name, self->memory.user_data);
  const char *space = value != NULL ? strrchr (value, ' ') : NULL;

  if (space == NULL || self->server == NULL || strlen (self->server) != (gsize) (space - value) ||
      strncmp (value, self->server, space - value) != 0)
    return 0;
  return atoi (space + 1);
}

/* The number that a bubble is to have where the server leaves it to its clients, as dunst does: so
 * one that was shown a moment before a crash, which came before its number was stored, is replaced
 * all the same. */
static int
choose_id (HearthNotifier *self, const char *key)
{
  g_autofree char *name = g_strdup_printf ("%s %s", self->app_id, key);

  return (int) (0x40000000 | (g_str_hash (name) & 0x3fffffff));
}

static gboolean
let_go_cb (gpointer note)
{
  return G_SOURCE_REMOVE;
}

static void
action_cb (NotifyNotification *note, char *action, gpointer user_data)
{
  Open *open = user_data;
  HearthNotifier *self = open->self;
  g_autofree char *key = g_strdup (open->key);
  const char *token = notify_notification_get_activation_token (note);
  g_autofree char *token_copy = g_strdup (token);

  /* libnotify goes on using it after this call, which may well end with the bubble withdrawn. */
  g_idle_add_full (G_PRIORITY_DEFAULT, let_go_cb, g_object_ref (note), g_object_unref);
  g_signal_emit (self, signals[SIGNAL_ACTION], 0, key, action, token_copy);
}

static void
closed_cb (NotifyNotification *note, gpointer user_data)
{
  Open *open = user_data;
  HearthNotifier *self = open->self;
  g_autofree char *key = NULL;

  key = g_strdup (open->key);
  remember (self, key, 0);
  /* What only ran out, or was taken off the screen by another program, is not dealt with: it stays
   * open, and what comes next under its name is a new bubble. */
  if (notify_notification_get_closed_reason (note) != CLOSED_DISMISSED) {
    drop_note (open);
    return;
  }
  g_hash_table_remove (self->open, key);
  g_signal_emit (self, signals[SIGNAL_DISMISSED], 0, key);
}

static void
present (HearthNotifier *self, Open *open)
{
  HearthBubble *bubble = open->bubble;
  g_autofree char *key = g_strdup (open->key);
  gboolean veiled = self->locked && bubble->locked_summary != NULL;
  const char *summary = veiled ? bubble->locked_summary : bubble->summary;
  g_autofree char *body = NULL;
  g_autoptr (GError) error = NULL;
  int id;

  if (self->server == NULL || !self->lock_known || (self->inhibited && !bubble->urgent))
    return;
  if (!veiled && bubble->body != NULL)
    body = self->has_markup ? g_markup_escape_text (bubble->body, -1) : g_strdup (bubble->body);

  if (open->note == NULL) {
    open->note = notify_notification_new (summary, body, bubble->icon);
    id = recall (self, open->key);
    g_object_set (open->note, "id", id > 0 ? id : choose_id (self, open->key), NULL);
    g_signal_connect (open->note, "closed", G_CALLBACK (closed_cb), open);
  } else {
    notify_notification_update (open->note, summary, body, bubble->icon);
    notify_notification_clear_actions (open->note);
  }
  notify_notification_set_hint (open->note, "desktop-entry", g_variant_new_string (self->app_id));
  notify_notification_set_urgency (open->note, bubble->urgent ? NOTIFY_URGENCY_CRITICAL
                                                              : NOTIFY_URGENCY_NORMAL);
  if (bubble->urgent || bubble->lasting)
    notify_notification_set_timeout (open->note, NOTIFY_EXPIRES_NEVER);
  if (bubble->sound != NULL)
    notify_notification_set_hint (open->note, "sound-name", g_variant_new_string (bubble->sound));
  for (guint i = 0; self->has_actions && i < G_N_ELEMENTS (bubble->actions); i++) {
    if (bubble->actions[i] != NULL)
      notify_notification_add_action (open->note, bubble->actions[i], bubble->labels[i], action_cb,
                                      open, NULL);
  }
  if (!notify_notification_show (open->note, &error)) {
    /* It stays in the list, and is shown as soon as a server appears. */
    g_warning ("A notification could not be shown: %s", error->message);
    drop_note (open);
    return;
  }
  g_object_get (open->note, "id", &id, NULL);
  remember (self, key, id);
  /* Whoever hears this may take the bubble away. */
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0, key);
}

static void
present_all (HearthNotifier *self)
{
  g_autoptr (GList) keys = g_hash_table_get_keys (self->open);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (GList *l = keys; l != NULL; l = l->next)
    g_ptr_array_add (names, g_strdup (l->data));
  for (guint i = 0; i < names->len; i++) {
    Open *open = g_hash_table_lookup (self->open, g_ptr_array_index (names, i));

    if (open != NULL)
      present (self, open);
  }
}

/* Closes by number what an earlier run of Hearth showed. */
static void
close_recalled (HearthNotifier *self, const char *key)
{
  int id = recall (self, key);

  if (id > 0)
    g_dbus_connection_call (self->bus, NOTIFICATIONS_NAME, NOTIFICATIONS_PATH, NOTIFICATIONS_NAME,
                            "CloseNotification", g_variant_new ("(u)", (guint32) id), NULL,
                            G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

static void
close_stale (HearthNotifier *self)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->stale);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    close_recalled (self, key);
    remember (self, key, 0);
    g_hash_table_iter_remove (&iter);
  }
}

static void
set_inhibited (HearthNotifier *self, gboolean inhibited)
{
  g_autoptr (GList) keys = NULL;
  g_autoptr (GPtrArray) kept = NULL;

  if (self->inhibited == inhibited)
    return;
  self->inhibited = inhibited;
  if (inhibited)
    return;
  kept = g_ptr_array_new_with_free_func (g_free);
  keys = g_hash_table_get_keys (self->open);
  for (GList *l = keys; l != NULL; l = l->next) {
    const Open *open = g_hash_table_lookup (self->open, l->data);

    if (open->note == NULL)
      g_ptr_array_add (kept, g_strdup (l->data));
  }
  for (guint i = 0; i < kept->len; i++) {
    Open *open = g_hash_table_lookup (self->open, g_ptr_array_index (kept, i));

    if (open != NULL)
      present (self, open);
  }
}

static void
properties_changed_cb (GDBusConnection *bus, const char *sender, const char *path,
                       const char *interface, const char *signal, GVariant *parameters,
                       gpointer user_data)
{
  g_autoptr (GVariant) changed = NULL;
  gboolean inhibited;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;
  changed = g_variant_get_child_value (parameters, 1);
  if (g_variant_lookup (changed, "Inhibited", "b", &inhibited))
    set_inhibited (user_data, inhibited);
}

/* Whether the desktop wants quiet is known, or it does not tell: now bubbles may be shown. */
static void
inhibited_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthNotifier *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  if (self->owner == NULL)
    return;
  if (reply != NULL)
    g_variant_get (reply, "(v)", &value);
  self->inhibited = value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) &&
                    g_variant_get_boolean (value);
  g_free (self->server);
  self->server = g_strdup_printf ("%s/%s", g_dbus_connection_get_guid (self->bus), self->owner);
  close_stale (self);
  present_all (self);
}

/* The server says what it can do. */
static void
capabilities_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthNotifier *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  g_autofree const char **names = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  if (reply == NULL) {
    g_warning ("The notification server does not answer: %s", error->message);
    return;
  }
  if (self->owner == NULL)
    return;
  g_variant_get (reply, "(^a&s)", &names);
  self->has_actions = g_strv_contains (names, "actions");
  self->has_markup = g_strv_contains (names, "body-markup");
  g_dbus_connection_call (self->bus, self->owner, NOTIFICATIONS_PATH,
                          "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", NOTIFICATIONS_NAME, "Inhibited"),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, ANSWER_MS,
                          self->cancellable, inhibited_cb, self);
}

static void
set_owner (HearthNotifier *self, const char *owner)
{
  GHashTableIter iter;
  gpointer value;

  if (g_strcmp0 (self->owner, owner) == 0)
    return;
  g_free (self->owner);
  self->owner = g_strdup (owner);
  g_clear_pointer (&self->server, g_free);
  self->inhibited = FALSE;
  /* What the former server showed went with it. */
  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    drop_note (value);
  if (owner != NULL)
    g_dbus_connection_call (self->bus, owner, NOTIFICATIONS_PATH, NOTIFICATIONS_NAME,
                            "GetCapabilities", NULL, G_VARIANT_TYPE ("(as)"),
                            G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, capabilities_cb, self);
}

static void
owner_changed_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
                  const char *signal, GVariant *parameters, gpointer user_data)
{
  const char *owner;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sss)")))
    return;
  g_variant_get (parameters, "(&s&s&s)", NULL, NULL, &owner);
  set_owner (user_data, owner[0] != '\0' ? owner : NULL);
}

static void
get_owner_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  const char *owner;

  /* No owner is no error: the signal tells of one that comes. */
  if (reply == NULL)
    return;
  g_variant_get (reply, "(&s)", &owner);
  set_owner (user_data, owner);
}

/* g_bus_watch_name() uses a connection that it has let go of when the bus ends at that moment. */
static void
watch_server (HearthNotifier *self)
{
  self->watch =
      g_dbus_connection_signal_subscribe (self->bus, BUS_NAME, BUS_NAME, "NameOwnerChanged",
                                          BUS_PATH, NOTIFICATIONS_NAME, G_DBUS_SIGNAL_FLAGS_NONE,
                                          owner_changed_cb, self, NULL);
  self->inhibited_watch = g_dbus_connection_signal_subscribe (
      self->bus, NOTIFICATIONS_NAME, "org.freedesktop.DBus.Properties", "PropertiesChanged",
      NOTIFICATIONS_PATH, NOTIFICATIONS_NAME, G_DBUS_SIGNAL_FLAGS_NONE, properties_changed_cb, self,
      NULL);
  g_dbus_connection_call (self->bus, BUS_NAME, BUS_PATH, BUS_NAME, "StartServiceByName",
                          g_variant_new ("(su)", NOTIFICATIONS_NAME, 0), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
  g_dbus_connection_call (self->bus, BUS_NAME, BUS_PATH, BUS_NAME, "GetNameOwner",
                          g_variant_new ("(s)", NOTIFICATIONS_NAME), G_VARIANT_TYPE ("(s)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, get_owner_cb, self);
}

static void
hearth_notifier_dispose (GObject *object)
{
  hearth_notifier_close (HEARTH_NOTIFIER (object));
  G_OBJECT_CLASS (hearth_notifier_parent_class)->dispose (object);
}

static void
hearth_notifier_finalize (GObject *object)
{
  HearthNotifier *self = HEARTH_NOTIFIER (object);

  g_hash_table_unref (self->open);
  g_hash_table_unref (self->stale);
  g_free (self->app_id);
  g_free (self->owner);
  g_free (self->server);
  g_clear_object (&self->bus);
  g_clear_object (&self->cancellable);
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
}

static void
hearth_notifier_init (HearthNotifier *self)
{
  self->open = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, open_free);
  self->stale = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
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
  HearthNotifier *self = g_object_new (HEARTH_TYPE_NOTIFIER, NULL);

  self->bus = g_object_ref (bus);
  self->app_id = g_strdup (app_id);
  self->memory = memory;
  if (!notify_is_initted ())
    notify_init (_("Hearth"));
  watch_server (self);
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
    open->self = self;
    open->key = g_strdup (key);
    g_hash_table_insert (self->open, open->key, open);
  } else {
    hearth_bubble_free (open->bubble);
  }
  g_hash_table_remove (self->stale, key);
  open->bubble = bubble;
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

  if (self->server == NULL) {
    /* Its number stays known until there is somebody to tell. */
    g_hash_table_add (self->stale, g_strdup (key));
  } else {
    if (open == NULL || open->note == NULL) {
      close_recalled (self, key);
    } else {
      g_signal_handlers_disconnect_by_data (open->note, open);
      notify_notification_close (open->note, NULL);
    }
    remember (self, key, 0);
  }
  g_hash_table_remove (self->open, key);
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
    present_all (self);
    return;
  }
  if (self->locked == locked)
    return;
  self->locked = locked;
  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Open *open = value;

    /* Only what is on screen now needs another face; showing it again after unlocking would be a
     * second call for attention. */
    if (locked && open->note != NULL && open->bubble->locked_summary != NULL)
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
  g_cancellable_cancel (self->cancellable);
  if (self->watch != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->watch);
  self->watch = 0;
  if (self->inhibited_watch != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->inhibited_watch);
  self->inhibited_watch = 0;
  g_clear_pointer (&self->owner, g_free);
  g_clear_pointer (&self->server, g_free);
  g_hash_table_remove_all (self->open);
}
