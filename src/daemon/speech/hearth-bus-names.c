/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-bus-names.h"

/**
 * HearthBusNames:
 *
 * Those on the bus who asked to be told of something, until they say otherwise or leave.
 */
struct _HearthBusNames {
  GDBusConnection *bus;    /* (owned) (nullable) before the first has come */
  GHashTable *watches;     /* (owned) of watches (guint), by name */
  HearthBusNamesFunc func; /* (nullable) once it is closed */
  gpointer user_data;
};

static void
unwatch (gpointer watch)
{
  g_bus_unwatch_name (GPOINTER_TO_UINT (watch));
}

static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  hearth_bus_names_set (user_data, bus, name, FALSE);
}

/**
 * hearth_bus_names_new:
 * @func: what is told
 * @user_data: for @func
 *
 * Returns: (transfer full): nobody
 */
HearthBusNames *
hearth_bus_names_new (HearthBusNamesFunc func, gpointer user_data)
{
  HearthBusNames *self = g_rc_box_new0 (HearthBusNames);

  self->watches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unwatch);
  self->func = func;
  self->user_data = user_data;
  return self;
}

/**
 * hearth_bus_names_ref:
 * @self: names
 *
 * Returns: (transfer full): @self
 */
HearthBusNames *
hearth_bus_names_ref (HearthBusNames *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  HearthBusNames *self = data;

  g_hash_table_unref (self->watches);
  g_clear_object (&self->bus);
}

/**
 * hearth_bus_names_unref:
 * @self: (transfer full): names
 *
 * The last one forgets them all.
 */
void
hearth_bus_names_unref (HearthBusNames *self)
{
  g_rc_box_release_full (self, clear);
}

/**
 * hearth_bus_names_close:
 * @self: (transfer full): names
 *
 * Forgets them all, and tells of none again, whoever still refers to them.
 */
void
hearth_bus_names_close (HearthBusNames *self)
{
  self->func = NULL;
  g_hash_table_remove_all (self->watches);
  hearth_bus_names_unref (self);
}

/**
 * hearth_bus_names_set:
 * @self: names
 * @bus: the bus, always the same
 * @name: a unique name on it
 * @member: whether it is one of them
 *
 * Adds a name, or takes it out.
 */
void
hearth_bus_names_set (HearthBusNames *self, GDBusConnection *bus, const char *name, gboolean member)
{
  g_autofree char *key = g_strdup (name); /* what is taken out may own the name */

  if (self->func == NULL || member == g_hash_table_contains (self->watches, key))
    return;
  if (member) {
    guint watch = g_bus_watch_name_on_connection (bus, key, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL,
                                                  vanished_cb, self, NULL);

    g_set_object (&self->bus, bus);
    g_hash_table_insert (self->watches, g_strdup (key), GUINT_TO_POINTER (watch));
  } else {
    g_hash_table_remove (self->watches, key);
  }
  self->func (self->user_data);
}

/**
 * hearth_bus_names_is_empty:
 * @self: names
 *
 * Returns: whether there is none
 */
gboolean
hearth_bus_names_is_empty (HearthBusNames *self)
{
  return g_hash_table_size (self->watches) == 0;
}

/**
 * hearth_bus_names_send:
 * @self: names
 * @path: from which object
 * @interface: its interface
 * @signal: the signal
 * @parameters: (transfer floating): its parameters
 *
 * Tells each of them alone.
 */
void
hearth_bus_names_send (HearthBusNames *self, const char *path, const char *interface,
                       const char *signal, GVariant *parameters)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (parameters);
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->watches);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_dbus_connection_emit_signal (self->bus, name, path, interface, signal, owned, NULL);
}
