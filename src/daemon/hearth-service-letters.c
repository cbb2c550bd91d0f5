/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-letters.h"

#include "hearth-daemon-dbus.h"
#include "hearth-letter-verbs.h"
#include "hearth-paths.h"
#include "hearth-service-error.h"

/**
 * HearthServiceLetters:
 *
 * The interface about letters, on the bus. Each of its methods is a verb, which the engine without
 * a bus has, too; but for those that need a service, see #HearthLetterHelp.
 */
struct _HearthServiceLetters {
  GObject parent_instance;

  HearthEngine *engine;   /* (owned) */
  HearthLetterHelp *help; /* (owned) */
  GDBusConnection *bus;   /* (owned) (nullable) */
  guint registration;
};

G_DEFINE_FINAL_TYPE (HearthServiceLetters, hearth_service_letters, G_TYPE_OBJECT)

static void
method_call_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
                const char *method, GVariant *parameters, GDBusMethodInvocation *invocation,
                gpointer user_data)
{
  HearthServiceLetters *self = user_data;
  GDBusMessage *message = g_dbus_method_invocation_get_message (invocation);
  GUnixFDList *given = g_dbus_message_get_unix_fd_list (message);
  g_autoptr (GUnixFDList) fds = given != NULL ? g_object_ref (given) : g_unix_fd_list_new ();
  g_autoptr (GError) error = NULL;
  GVariant *result;

  if (hearth_letter_help_call (self->help, method, parameters, invocation))
    return;
  result = hearth_letter_verb_call (self->engine, method, parameters, fds, &error);
  if (result != NULL)
    g_dbus_method_invocation_return_value (invocation, result);
  else
    hearth_service_return_error (invocation, error);
}

static void
hearth_service_letters_dispose (GObject *object)
{
  HearthServiceLetters *self = HEARTH_SERVICE_LETTERS (object);

  if (self->registration != 0)
    g_dbus_connection_unregister_object (self->bus, self->registration);
  self->registration = 0;
  if (self->help != NULL)
    hearth_letter_help_stop (self->help, NULL);
  g_clear_object (&self->help);
  g_clear_object (&self->bus);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (hearth_service_letters_parent_class)->dispose (object);
}

static void
hearth_service_letters_class_init (HearthServiceLettersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_service_letters_dispose;
}

static void
hearth_service_letters_init (HearthServiceLetters *self)
{
}

/**
 * hearth_service_letters_new:
 * @engine: the engine
 * @help: what services do for letters
 *
 * Returns: (transfer full): the interface about letters, which is on no bus yet
 */
HearthServiceLetters *
hearth_service_letters_new (HearthEngine *engine, HearthLetterHelp *help)
{
  HearthServiceLetters *self = g_object_new (HEARTH_TYPE_SERVICE_LETTERS, NULL);

  self->engine = g_object_ref (engine);
  self->help = g_object_ref (help);
  return self;
}

/**
 * hearth_service_letters_export:
 * @self: the interface
 * @bus: the session bus
 * @error: return location for an error
 *
 * Puts the interface on the bus, until @self is disposed of.
 *
 * Returns: whether it is there
 */
gboolean
hearth_service_letters_export (HearthServiceLetters *self, GDBusConnection *bus, GError **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = method_call_cb };

  self->registration = g_dbus_connection_register_object (bus, HEARTH_DAEMON_PATH,
                                                          hearth_daemon_letters1_interface_info (),
                                                          &vtable, self, NULL, error);
  if (self->registration == 0)
    return FALSE;
  self->bus = g_object_ref (bus);
  return TRUE;
}
