/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-secret-portal.h"

#include "hearth-sandbox.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define REQUEST "org.freedesktop.portal.Request"

/* A reply comes to a caller through so many sources at most, one after the other. */
#define PASSES 4
/* A main context that does nothing for so long is not waited for. */
#define PATIENCE_S 2

/* In a sandbox libsecret opens its file with a secret of the portal Secret. It calls the portal,
 * and listens for the answer, a signal, only when it has had the reply to the call. The signal
 * follows at once where the keyring is open, and on a busy machine it is there before the reply has
 * been looked at: then libsecret waits for ever. So what comes from the bus is held before the
 * signal until the main contexts of those who wait for a secret have been through what came
 * earlier. */

static GMutex mutex;
static GPtrArray *waiting; /* (element-type GMainContext) (nullable): one of each task */

typedef struct {
  gatomicrefcount references;
  GMutex mutex;
  GCond cond;
  guint passes;
  gboolean is_over;
} Turn;

static void
turn_unref (gpointer data)
{
  Turn *turn = data;

  if (!g_atomic_ref_count_dec (&turn->references))
    return;
  g_mutex_clear (&turn->mutex);
  g_cond_clear (&turn->cond);
  g_free (turn);
}

static gboolean
turn_cb (gpointer user_data)
{
  Turn *turn = user_data;

  if (++turn->passes < PASSES)
    return G_SOURCE_CONTINUE;
  g_mutex_lock (&turn->mutex);
  turn->is_over = TRUE;
  g_cond_signal (&turn->cond);
  g_mutex_unlock (&turn->mutex);
  return G_SOURCE_REMOVE;
}

static void
wait_for (GMainContext *context)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_S * G_TIME_SPAN_SECOND;
  GSource *source = g_idle_source_new ();
  Turn *turn = g_new0 (Turn, 1);

  g_atomic_ref_count_init (&turn->references);
  g_atomic_ref_count_inc (&turn->references);
  g_mutex_init (&turn->mutex);
  g_cond_init (&turn->cond);
  /* That of replies: it comes after those that are there. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, turn_cb, turn, turn_unref);
  g_source_attach (source, context);
  g_source_unref (source);
  g_mutex_lock (&turn->mutex);
  while (!turn->is_over && g_cond_wait_until (&turn->cond, &turn->mutex, end))
    continue;
  g_mutex_unlock (&turn->mutex);
  turn_unref (turn);
}

/* Runs in the thread of the connection. */
static GDBusMessage *
filter_cb (GDBusConnection *bus, GDBusMessage *message, gboolean incoming, gpointer user_data)
{
  g_autoptr (GPtrArray) contexts = NULL;

  if (!incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_SIGNAL ||
      g_strcmp0 (g_dbus_message_get_interface (message), REQUEST) != 0)
    return message;
  contexts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_main_context_unref);
  g_mutex_lock (&mutex);
  for (guint i = 0; waiting != NULL && i < waiting->len; i++)
    g_ptr_array_add (contexts, g_main_context_ref (g_ptr_array_index (waiting, i)));
  g_mutex_unlock (&mutex);
  for (guint i = 0; i < contexts->len; i++)
    wait_for (g_ptr_array_index (contexts, i));
  return message;
}

static void
ignore_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
           const char *signal, GVariant *parameters, gpointer user_data)
{
}

/* GDBus passes on what a name sends only once it knows who has it, and asks for that at the first
 * subscription: libsecret's would be too late. */
static void
prepare (GDBusConnection *bus)
{
  if (g_object_get_data (G_OBJECT (bus), "hearth-secret-portal") != NULL)
    return;
  g_object_set_data (G_OBJECT (bus), "hearth-secret-portal", &waiting);
  g_dbus_connection_signal_subscribe (bus, PORTAL, REQUEST, "Response", NULL, NULL,
                                      G_DBUS_SIGNAL_FLAGS_NONE, ignore_cb, NULL, NULL);
  g_dbus_connection_add_filter (bus, filter_cb, NULL, NULL);
}

/* One that waits; both owned. */
typedef struct {
  GDBusConnection *bus;
  GMainContext *context;
} Guest;

static void
leave (gpointer data)
{
  Guest *guest = data;

  g_mutex_lock (&mutex);
  g_ptr_array_remove_fast (waiting, guest->context);
  if (waiting->len == 0)
    g_clear_pointer (&waiting, g_ptr_array_unref);
  g_mutex_unlock (&mutex);
  g_main_context_unref (guest->context);
  g_object_unref (guest->bus);
  g_free (guest);
}

/**
 * hearth_secret_portal_await:
 * @task: an operation on secrets, before libsecret is asked
 *
 * In a sandbox has libsecret hear what the portal Secret answers, however soon that comes, as long
 * as @task lives. Elsewhere there is nothing to do.
 */
void
hearth_secret_portal_await (GTask *task)
{
  GDBusConnection *bus;
  Guest *guest;

  if (!hearth_sandbox_is_flatpak () ||
      (bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL)) == NULL)
    return;
  guest = g_new0 (Guest, 1);
  guest->bus = bus;
  guest->context = g_main_context_ref (g_task_get_context (task));
  g_mutex_lock (&mutex);
  prepare (bus);
  if (waiting == NULL)
    waiting = g_ptr_array_new ();
  g_ptr_array_add (waiting, guest->context);
  g_mutex_unlock (&mutex);
  g_object_set_data_full (G_OBJECT (task), "hearth-secret-portal", guest, leave);
}
