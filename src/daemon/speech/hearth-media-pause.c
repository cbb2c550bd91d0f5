/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-media-pause.h"

#define PREFIX "org.mpris.MediaPlayer2."
#define PATH "/org/mpris/MediaPlayer2"
#define PLAYER "org.mpris.MediaPlayer2.Player"
/* Between two sentences nothing begins to play. Milliseconds. */
#define RESUME_MS 700
/* A player that hangs is left alone. Milliseconds. */
#define CALL_MS 2000

/**
 * HearthMediaPause:
 *
 * Music and films are paused while somebody talks with the companion, and go on afterwards: those
 * that played, and that nobody touched meanwhile. Players are those of the session bus (MPRIS 2).
 */
struct _HearthMediaPause {
  GObject parent_instance;

  GDBusConnection *bus;      /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable) while players are being paused */
  GHashTable *paused;        /* (owned) names of players on the bus */
  guint timer;
  gboolean wanted;
};

G_DEFINE_FINAL_TYPE (HearthMediaPause, hearth_media_pause, G_TYPE_OBJECT)

typedef struct {
  HearthMediaPause *self; /* (owned) */
  char *name;
  gboolean resumes;
} Look;

static void
look_free (Look *look)
{
  g_object_unref (look->self);
  g_free (look->name);
  g_free (look);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

static void
looked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Look) look = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  g_autoptr (GVariant) value = NULL;
  const char *status;

  if (reply == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_debug ("%s: %s", look->name, error->message);
    return;
  }
  g_variant_get (reply, "(v)", &value);
  status =
      g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) ? g_variant_get_string (value, NULL) : "";
  if (!g_str_equal (status, look->resumes ? "Paused" : "Playing"))
    return;
  if (!look->resumes)
    g_hash_table_add (look->self->paused, g_strdup (look->name));
  g_dbus_connection_call (look->self->bus, look->name, PATH, PLAYER,
                          look->resumes ? "Play" : "Pause", NULL, NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, CALL_MS, NULL, NULL, NULL);
}

/* Pauses a player that plays, or lets one play that is paused. */
static void
look_at (HearthMediaPause *self, const char *name, gboolean resumes)
{
  Look *look = g_new0 (Look, 1);

  look->self = g_object_ref (self);
  look->name = g_strdup (name);
  look->resumes = resumes;
  g_dbus_connection_call (self->bus, name, PATH, "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", PLAYER, "PlaybackStatus"), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, CALL_MS,
                          resumes ? NULL : self->cancellable, looked_cb, look);
}

static void
listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthMediaPause) self = user_data;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, NULL);
  g_autofree const char **names = NULL;

  if (reply == NULL)
    return;
  g_variant_get (reply, "(^a&s)", &names);
  for (guint i = 0; names[i] != NULL; i++) {
    if (g_str_has_prefix (names[i], PREFIX))
      look_at (self, names[i], FALSE);
  }
}

static void
pause_all (HearthMediaPause *self)
{
  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  g_dbus_connection_call (self->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", "ListNames", NULL, G_VARIANT_TYPE ("(as)"),
                          G_DBUS_CALL_FLAGS_NONE, CALL_MS, self->cancellable, listed_cb,
                          g_object_ref (self));
}

static void
resume_all (HearthMediaPause *self)
{
  GHashTableIter iter;
  gpointer name;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_hash_table_iter_init (&iter, self->paused);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    look_at (self, name, TRUE);
  g_hash_table_remove_all (self->paused);
}

static gboolean
resume_cb (gpointer user_data)
{
  HearthMediaPause *self = user_data;

  self->timer = 0;
  resume_all (self);
  return G_SOURCE_REMOVE;
}

/**
 * hearth_media_pause_set:
 * @self: a pause
 * @paused: whether there shall be one
 *
 * Pauses what plays at once, or lets it go on after a moment.
 */
void
hearth_media_pause_set (HearthMediaPause *self, gboolean paused)
{
  if (paused == self->wanted)
    return;
  self->wanted = paused;
  g_clear_handle_id (&self->timer, g_source_remove);
  if (paused)
    pause_all (self);
  else
    self->timer = g_timeout_add (RESUME_MS, resume_cb, self);
}

static void
hearth_media_pause_dispose (GObject *object)
{
  HearthMediaPause *self = HEARTH_MEDIA_PAUSE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->paused != NULL)
    resume_all (self);
  g_clear_pointer (&self->paused, g_hash_table_unref);
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (hearth_media_pause_parent_class)->dispose (object);
}

static void
hearth_media_pause_class_init (HearthMediaPauseClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_media_pause_dispose;
}

static void
hearth_media_pause_init (HearthMediaPause *self)
{
  self->paused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * hearth_media_pause_new:
 * @bus: the session bus
 *
 * Returns: (transfer full): no pause
 */
HearthMediaPause *
hearth_media_pause_new (GDBusConnection *bus)
{
  HearthMediaPause *self = g_object_new (HEARTH_TYPE_MEDIA_PAUSE, NULL);

  self->bus = g_object_ref (bus);
  return self;
}
