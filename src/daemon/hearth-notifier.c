/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-notifier.h"

#include <glib/gi18n.h>
#include <string.h>

#define NOTIFICATIONS_NAME "org.freedesktop.Notifications"
#define NOTIFICATIONS_PATH "/org/freedesktop/Notifications"
#define BUS_NAME "org.freedesktop.DBus"
#define BUS_PATH "/org/freedesktop/DBus"

/* A server that has no properties and says nothing must not keep bubbles back. */
#define ANSWER_MS 1000

/* A server that is so long silent hangs, and is given no more to do until it answers again. */
#define HANGS_MS 5000
#define RETRY_FIRST_S 2
#define RETRY_MAX_S 60

/* Desktop Notifications Specification, 1.2, "Urgency Levels" and "expire_timeout". */
#define URGENCY_NORMAL 1
#define URGENCY_CRITICAL 2
#define EXPIRES_DEFAULT (-1)
#define EXPIRES_NEVER 0

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
 * Nothing waits for the server. At most one Notify for each bubble is on its way; what is to be
 * said or taken back meanwhile follows its answer, so that the two never cross. A server that hangs
 * gets no more bubbles until it answers a question ("GetCapabilities") that is asked again and
 * again, each time later. libnotify is no help here: its calls are synchronous.
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
  GCancellable *calls;       /* (owned) what is on its way to the present server */
  guint watch;
  guint inhibited_watch;
  guint signals_watch;
  guint hang_timer;  /* runs while an answer is awaited */
  guint retry_timer; /* runs until the server is asked again */
  guint retry_s;
  guint serial;         /* of the last call */
  guint greeted_serial; /* what was on its way before the server was asked last */
  gboolean hangs;
  gboolean inhibited;
  gboolean lock_known;
  gboolean locked;
  gboolean has_actions;
  gboolean has_markup;
};

typedef struct {
  char *key;            /* (owned) */
  HearthBubble *bubble; /* (owned) (nullable) NULL: taken back while it was on its way */
  guint32 id;           /* the server's number, 0 while it is not on the screen */
  guint32 asked_id;     /* the number that the last call asked for */
  guint call;           /* the serial of the Notify on its way, or 0 */
  gboolean due;         /* what it says is not told to the server yet */
  char *token;          /* (owned) (nullable) for the action that comes next */
} Open;

typedef struct {
  HearthNotifier *self; /* (unowned) valid unless the call was cancelled */
  char *key;            /* (owned) */
  guint serial;
} Call;

static void greet (HearthNotifier *self);
static void present (HearthNotifier *self, Open *open);

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
open_free (gpointer data)
{
  Open *open = data;

  g_free (open->key);
  g_free (open->token);
  hearth_bubble_free (open->bubble);
  g_free (open);
}

static void
call_free (Call *call)
{
  g_free (call->key);
  g_free (call);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static char *
memory_name (const char *key)
{
  return g_strconcat ("bubble:", key, NULL);
}

static void
remember (HearthNotifier *self, const char *key, guint32 id)
{
  g_autofree char *name = memory_name (key);
  g_autofree char *value = id > 0 ? g_strdup_printf ("%s %u", self->server, id) : NULL;

  self->memory.save (name, value, self->memory.user_data);
}

/* The number that a bubble of this name has at this very server, or 0. */
static guint32
recall (HearthNotifier *self, const char *key)
{
  g_autofree char *name = memory_name (key);
  g_autofree char *value = self->memory.load (name, self->memory.user_data);
  const char *space = value != NULL ? strrchr (value, ' ') : NULL;

  if (space == NULL || self->server == NULL || strlen (self->server) != (gsize) (space - value) ||
      strncmp (value, self->server, space - value) != 0)
    return 0;
  return (guint32) g_ascii_strtoull (space + 1, NULL, 10);
}

/* The number that a bubble is to have where the server leaves it to its clients, as dunst does: so
 * one that was shown a moment before a crash, which came before its number was stored, is replaced
 * all the same. */
static guint32
choose_id (HearthNotifier *self, const char *key)
{
  g_autofree char *name = g_strdup_printf ("%s %s", self->app_id, key);

  return (0x40000000 | (g_str_hash (name) & 0x3fffffff));
}

static Open *
find_open (HearthNotifier *self, guint32 id)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->open);
  while (id != 0 && g_hash_table_iter_next (&iter, NULL, &value)) {
    Open *open = value;

    if (open->id == id)
      return open;
  }
  return NULL;
}

static void
close_id (HearthNotifier *self, guint32 id)
{
  if (id > 0 && self->owner != NULL)
    g_dbus_connection_call (self->bus, self->owner, NOTIFICATIONS_PATH, NOTIFICATIONS_NAME,
                            "CloseNotification", g_variant_new ("(u)", id), NULL,
                            G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

/* Tells all that the server does not know yet. */
static void
present_due (HearthNotifier *self)
{
  g_autoptr (GList) keys = g_hash_table_get_keys (self->open);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (GList *l = keys; l != NULL; l = l->next)
    g_ptr_array_add (names, g_strdup (l->data));
  for (guint i = 0; i < names->len; i++) {
    Open *open = g_hash_table_lookup (self->open, g_ptr_array_index (names, i));

    if (open != NULL && open->due)
      present (self, open);
  }
}

static gboolean
retry_cb (gpointer user_data)
{
  HearthNotifier *self = user_data;

  self->retry_timer = 0;
  greet (self);
  return G_SOURCE_REMOVE;
}

/* Asks the server again, each time later, whether it is there. */
static void
retry_later (HearthNotifier *self)
{
  self->hangs = TRUE;
  if (self->retry_timer != 0)
    return;
  self->retry_timer = g_timeout_add_seconds (self->retry_s, retry_cb, self);
  self->retry_s = MIN (self->retry_s * 2, RETRY_MAX_S);
}

static gboolean
hangs_cb (gpointer user_data)
{
  HearthNotifier *self = user_data;

  self->hang_timer = 0;
  if (!self->hangs)
    g_warning ("The notification server does not answer");
  retry_later (self);
  return G_SOURCE_REMOVE;
}

static gboolean
has_call_out (HearthNotifier *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    if (((Open *) value)->call != 0)
      return TRUE;
  }
  return FALSE;
}

/* Each answer gives the server time for the next. */
static void
wait_for_answer (HearthNotifier *self)
{
  g_clear_handle_id (&self->hang_timer, g_source_remove);
  if (!self->hangs && has_call_out (self))
    self->hang_timer = g_timeout_add (HANGS_MS, hangs_cb, self);
}

/* A call that is given up for lost may be answered after all. */
static void
settle_lost (HearthNotifier *self, guint32 id)
{
  if (find_open (self, id) == NULL)
    close_id (self, id);
}

static void
settle_shown (HearthNotifier *self, Open *open, guint32 id)
{
  g_autofree char *key = g_strdup (open->key);

  open->id = id;
  if (open->bubble == NULL) {
    close_id (self, id);
    remember (self, key, 0);
    g_hash_table_remove (self->open, key);
    return;
  }
  remember (self, key, id);
  if (open->due) {
    present (self, open);
    return;
  }
  /* Whoever hears this may take the bubble away. */
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0, key);
}

static void
notify_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  HearthNotifier *self;
  Open *open;
  guint32 id = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = call->self;
  if (reply != NULL)
    g_variant_get (reply, "(u)", &id);
  open = g_hash_table_lookup (self->open, call->key);
  if (open == NULL || open->call != call->serial) {
    settle_lost (self, id);
    return;
  }
  open->call = 0;
  if (reply == NULL) {
    /* It stays in the list, and is tried again. */
    g_warning ("A notification could not be shown: %s", error->message);
    open->id = 0;
    open->due = TRUE;
    if (open->bubble == NULL)
      g_hash_table_remove (self->open, call->key);
    wait_for_answer (self);
    retry_later (self);
    return;
  }
  self->retry_s = RETRY_FIRST_S;
  wait_for_answer (self);
  settle_shown (self, open, id);
}

static GVariant *
make_actions (HearthNotifier *self, const HearthBubble *bubble)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  for (guint i = 0; self->has_actions && i < G_N_ELEMENTS (bubble->actions); i++) {
    if (bubble->actions[i] == NULL)
      continue;
    g_variant_builder_add (&builder, "s", bubble->actions[i]);
    g_variant_builder_add (&builder, "s", bubble->labels[i]);
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
make_hints (HearthNotifier *self, const HearthBubble *bubble)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&builder, "{sv}", "desktop-entry", g_variant_new_string (self->app_id));
  g_variant_builder_add (&builder, "{sv}", "urgency",
                         g_variant_new_byte (bubble->urgent ? URGENCY_CRITICAL : URGENCY_NORMAL));
  if (bubble->sound != NULL)
    g_variant_builder_add (&builder, "{sv}", "sound-name", g_variant_new_string (bubble->sound));
  return g_variant_builder_end (&builder);
}

static void
send (HearthNotifier *self, Open *open, const char *summary, const char *body)
{
  const HearthBubble *bubble = open->bubble;
  gboolean stays = bubble->urgent || bubble->lasting;
  Call *call = g_new0 (Call, 1);
  guint32 id = open->id != 0 ? open->id : recall (self, open->key);

  open->asked_id = id != 0 ? id : choose_id (self, open->key);
  open->call = ++self->serial;
  open->due = FALSE;
  call->self = self;
  call->key = g_strdup (open->key);
  call->serial = open->call;
  /* There is no end to the wait for an answer: only who hears a late one knows the number. What
   * hangs is found by hang_timer. */
  g_dbus_connection_call (self->bus, self->owner, NOTIFICATIONS_PATH, NOTIFICATIONS_NAME, "Notify",
                          g_variant_new ("(susss@as@a{sv}i)", _ ("Hearth"), open->asked_id,
                                         bubble->icon != NULL ? bubble->icon : "", summary,
                                         body != NULL ? body : "", make_actions (self, bubble),
                                         make_hints (self, bubble),
                                         stays ? EXPIRES_NEVER : EXPIRES_DEFAULT),
                          G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, G_MAXINT,
                          self->calls, notify_cb, call);
  if (self->hang_timer == 0)
    wait_for_answer (self);
}

static void
present (HearthNotifier *self, Open *open)
{
  const HearthBubble *bubble = open->bubble;
  gboolean veiled;
  g_autofree char *body = NULL;

  open->due = TRUE;
  if (bubble == NULL || open->call != 0 || self->hangs || self->server == NULL ||
      !self->lock_known || (self->inhibited && !bubble->urgent))
    return;
  veiled = self->locked && bubble->locked_summary != NULL;
  if (!veiled && bubble->body != NULL)
    body = self->has_markup ? g_markup_escape_text (bubble->body, -1) : g_strdup (bubble->body);
  send (self, open, veiled ? bubble->locked_summary : bubble->summary, body);
}

static void
note_action (HearthNotifier *self, Open *open, const char *action)
{
  g_autofree char *key = g_strdup (open->key);
  g_autofree char *token = g_steal_pointer (&open->token);

  if (open->bubble != NULL)
    g_signal_emit (self, signals[SIGNAL_ACTION], 0, key, action, token);
}

static void
note_closed (HearthNotifier *self, Open *open, guint32 reason)
{
  g_autofree char *key = g_strdup (open->key);

  remember (self, key, 0);
  open->id = 0;
  /* What only ran out, or was taken off the screen by another program, is not dealt with: it stays
   * open, and what comes next under its name is a new bubble. So does one that is just on its way
   * to say something else. */
  if (reason != CLOSED_DISMISSED || open->call != 0)
    return;
  g_hash_table_remove (self->open, key);
  g_signal_emit (self, signals[SIGNAL_DISMISSED], 0, key);
}

static void
server_signal_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
                  const char *signal, GVariant *parameters, gpointer user_data)
{
  HearthNotifier *self = user_data;
  const char *text = NULL;
  guint32 id, reason = 0;
  Open *open;

  if (self->server == NULL || g_strcmp0 (sender, self->owner) != 0)
    return;
  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(uu)")))
    g_variant_get (parameters, "(uu)", &id, &reason);
  else if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(us)")))
    g_variant_get (parameters, "(u&s)", &id, &text);
  else
    return;
  open = find_open (self, id);
  if (open == NULL)
    return;
  if (text == NULL && strcmp (signal, "NotificationClosed") == 0) {
    note_closed (self, open, reason);
  } else if (text != NULL && strcmp (signal, "ActivationToken") == 0) {
    g_free (open->token);
    open->token = g_strdup (text);
  } else if (text != NULL && strcmp (signal, "ActionInvoked") == 0) {
    note_action (self, open, text);
  }
}

static void
close_stale (HearthNotifier *self)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->stale);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    close_id (self, recall (self, key));
    remember (self, key, 0);
    g_hash_table_iter_remove (&iter);
  }
}

static void
set_inhibited (HearthNotifier *self, gboolean inhibited)
{
  GHashTableIter iter;
  gpointer value;

  if (self->inhibited == inhibited)
    return;
  self->inhibited = inhibited;
  if (inhibited)
    return;
  /* Also what went off the screen meanwhile was hardly seen. */
  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Open *open = value;

    if (open->id == 0 && open->call == 0)
      open->due = TRUE;
  }
  present_due (self);
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

/* A server answers in turn: what it had before it was greeted, and did not answer, it lost. */
static void
give_up_lost (HearthNotifier *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Open *open = value;

    if (open->call == 0 || open->call > self->greeted_serial)
      continue;
    open->call = 0;
    open->due = TRUE;
    if (open->bubble == NULL) {
      close_id (self, open->asked_id);
      remember (self, open->key, 0);
      g_hash_table_iter_remove (&iter);
    }
  }
  wait_for_answer (self);
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
  self->hangs = FALSE;
  give_up_lost (self);
  close_stale (self);
  present_due (self);
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
    if (!self->hangs)
      g_warning ("The notification server does not answer: %s", error->message);
    retry_later (self);
    return;
  }
  g_variant_get (reply, "(^a&s)", &names);
  self->has_actions = g_strv_contains (names, "actions");
  self->has_markup = g_strv_contains (names, "body-markup");
  g_dbus_connection_call (self->bus, self->owner, NOTIFICATIONS_PATH,
                          "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", NOTIFICATIONS_NAME, "Inhibited"),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, ANSWER_MS,
                          self->calls, inhibited_cb, self);
}

static void
greet (HearthNotifier *self)
{
  self->greeted_serial = self->serial;
  g_dbus_connection_call (self->bus, self->owner, NOTIFICATIONS_PATH, NOTIFICATIONS_NAME,
                          "GetCapabilities", NULL, G_VARIANT_TYPE ("(as)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, HANGS_MS, self->calls, capabilities_cb,
                          self);
}

/* Nothing is awaited from the server any more. */
static void
forget_server (HearthNotifier *self)
{
  g_cancellable_cancel (self->calls);
  g_object_unref (self->calls);
  self->calls = g_cancellable_new ();
  g_clear_handle_id (&self->hang_timer, g_source_remove);
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  self->retry_s = RETRY_FIRST_S;
  self->hangs = FALSE;
  self->inhibited = FALSE;
  g_clear_pointer (&self->owner, g_free);
  g_clear_pointer (&self->server, g_free);
}

static void
set_owner (HearthNotifier *self, const char *owner)
{
  GHashTableIter iter;
  gpointer value;

  if (g_strcmp0 (self->owner, owner) == 0)
    return;
  forget_server (self);
  self->owner = g_strdup (owner);
  /* What the former server showed went with it. */
  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Open *open = value;

    open->id = 0;
    open->call = 0;
    open->due = TRUE;
    if (open->bubble == NULL)
      g_hash_table_iter_remove (&iter);
  }
  if (owner != NULL)
    greet (self);
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
  self->signals_watch =
      g_dbus_connection_signal_subscribe (self->bus, NOTIFICATIONS_NAME, NOTIFICATIONS_NAME, NULL,
                                          NOTIFICATIONS_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                          server_signal_cb, self, NULL);
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
  g_clear_object (&self->calls);
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
  self->calls = g_cancellable_new ();
  self->retry_s = RETRY_FIRST_S;
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
  } else if (open != NULL && open->call != 0) {
    /* It is closed as soon as its number is known. */
    g_clear_pointer (&open->bubble, hearth_bubble_free);
    return;
  } else {
    close_id (self, open != NULL && open->id != 0 ? open->id : recall (self, key));
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
    present_due (self);
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
    if (locked && (open->id != 0 || open->call != 0) && open->bubble != NULL &&
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
  g_cancellable_cancel (self->cancellable);
  if (self->watch != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->watch);
  self->watch = 0;
  if (self->inhibited_watch != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->inhibited_watch);
  self->inhibited_watch = 0;
  if (self->signals_watch != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->signals_watch);
  self->signals_watch = 0;
  forget_server (self);
  g_hash_table_remove_all (self->open);
}
