/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-service.h"

#include "hearth-paths.h"
#include "hearth-secret-memory.h"
#include "hearth-secret-pipe.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* What the commands on services, of answers and of speech, share. */

/* Calls an interface, with a key where there is one. */
static GVariant *
call (HearthCtl *ctl, const char *interface, const char *method, GVariant *parameters,
      const char *key, const char *reply_type, HearthCtlExit *code)
{
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GError) error = NULL;
  GVariant *reply;

  if (ctl->standalone) {
    *code = hearth_ctl_usage ("%s", _("services are a setting of the companion; "
                                       "leave out --standalone"));
    return NULL;
  }
  if (key != NULL)
    fds = hearth_secret_pipe_new (key, &error);
  if (error == NULL)
    bus = hearth_ctl_connect (&error);
  if (bus == NULL) {
    *code = hearth_ctl_fail (error);
    return NULL;
  }
  reply =
      hearth_ctl_call_interface (ctl, bus, interface, method, parameters, fds, reply_type, &error);
  if (reply == NULL)
    *code = hearth_ctl_fail_call (g_steal_pointer (&error));
  return reply;
}

/**
 * hearth_ctl_setup_call_with_key:
 * @ctl: what is meant
 * @interface: an interface of the companion's service
 * @method: a method of it that takes a service and a key
 * @service: (transfer floating): an a{sv}
 * @key: (nullable): a key, or %NULL
 * @reply_type: what it returns
 * @code: (out): how to end if it failed
 *
 * Calls it. The key goes through a pipe, so that no message holds it.
 *
 * Returns: (transfer full) (nullable): what it returned; %NULL when it has been said what went
 * wrong
 */
GVariant *
hearth_ctl_setup_call_with_key (HearthCtl *ctl, const char *interface, const char *method,
                                GVariant *service, const char *key, const char *reply_type,
                                HearthCtlExit *code)
{
  g_autoptr (GVariant) parameters = g_variant_ref_sink (g_variant_new ("(@a{sv}h)", service, 0));

  return call (ctl, interface, method, parameters, key != NULL ? key : "", reply_type, code);
}

/**
 * hearth_ctl_setup_call:
 * @ctl: what is meant
 * @interface: an interface of the companion's service
 * @method: a method of it
 * @parameters: (transfer floating) (nullable): its parameters
 * @reply_type: what it returns
 * @code: (out): how to end if it failed
 *
 * Returns: (transfer full) (nullable): what it returned; %NULL when it has been said what went
 * wrong
 */
GVariant *
hearth_ctl_setup_call (HearthCtl *ctl, const char *interface, const char *method,
                       GVariant *parameters, const char *reply_type, HearthCtlExit *code)
{
  g_autoptr (GVariant) owned = parameters != NULL ? g_variant_ref_sink (parameters) : NULL;

  return call (ctl, interface, method, owned, NULL, reply_type, code);
}

/**
 * hearth_ctl_setup_print_all:
 * @ctl: what is meant
 * @reply: an (aa{sv})
 * @print: prints one of it
 * @none: what is said to a person where there is none
 *
 * Returns: how to end: %HEARTH_CTL_NOTHING where there is none
 */
HearthCtlExit
hearth_ctl_setup_print_all (HearthCtl *ctl, GVariant *reply,
                            void (*print) (HearthCtl *ctl, GVariant *item), const char *none)
{
  g_autoptr (GVariant) list = g_variant_get_child_value (reply, 0);

  for (gsize i = 0; i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) item = g_variant_get_child_value (list, i);

    print (ctl, item);
  }
  if (g_variant_n_children (list) > 0)
    return HEARTH_CTL_DONE;
  if (!ctl->json)
    fprintf (stderr, "%s\n", none);
  return HEARTH_CTL_NOTHING;
}

/**
 * hearth_ctl_setup_find:
 * @list: (nullable): an aa{sv}
 * @id: how one of it is called
 *
 * Returns: (transfer full) (nullable): its a{sv}
 */
GVariant *
hearth_ctl_setup_find (GVariant *list, const char *id)
{
  for (gsize i = 0; list != NULL && i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) service = g_variant_get_child_value (list, i);
    const char *found = NULL;

    if (g_variant_lookup (service, "id", "&s", &found) && g_str_equal (found, id))
      return g_steal_pointer (&service);
  }
  return NULL;
}

/**
 * hearth_ctl_service_call_with_key:
 * @ctl: what is meant
 * @method: a method of the daemon that takes a service and a key
 * @service: (transfer floating): an a{sv}
 * @key: (nullable): a key, or %NULL
 * @reply_type: what it returns
 * @code: (out): how to end if it failed
 *
 * Returns: (transfer full) (nullable): what it returned; %NULL when it has been said what went
 * wrong
 */
GVariant *
hearth_ctl_service_call_with_key (HearthCtl *ctl, const char *method, GVariant *service,
                                  const char *key, const char *reply_type, HearthCtlExit *code)
{
  return hearth_ctl_setup_call_with_key (ctl, HEARTH_DAEMON_INTERFACE, method, service, key,
                                         reply_type, code);
}

/**
 * hearth_ctl_service_call:
 * @ctl: what is meant
 * @method: a method of the daemon
 * @parameters: (transfer floating) (nullable): its parameters
 * @reply_type: what it returns
 * @code: (out): how to end if it failed
 *
 * Returns: (transfer full) (nullable): what it returned; %NULL when it has been said what went
 * wrong
 */
GVariant *
hearth_ctl_service_call (HearthCtl *ctl, const char *method, GVariant *parameters,
                         const char *reply_type, HearthCtlExit *code)
{
  return hearth_ctl_setup_call (ctl, HEARTH_DAEMON_INTERFACE, method, parameters, reply_type, code);
}

/**
 * hearth_ctl_service_find:
 * @ctl: what is meant
 * @id: how a service is called in the list
 * @code: (out): how to end if there is none
 *
 * Returns: (transfer full) (nullable): its a{sv}; %NULL when it has been said what went wrong
 */
GVariant *
hearth_ctl_service_find (HearthCtl *ctl, const char *id, HearthCtlExit *code)
{
  g_autoptr (GVariant) reply =
      hearth_ctl_service_call (ctl, "ListServices", NULL, "(aa{sv})", code);
  g_autoptr (GVariant) list = reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;
  g_autoptr (GVariant) service = hearth_ctl_setup_find (list, id);

  if (service != NULL || list == NULL)
    return g_steal_pointer (&service);
  fprintf (stderr, "hearthctl: ");
  fprintf (stderr, _("there is no service called “%s”; see hearthctl service list"), id);
  fputc ('\n', stderr);
  *code = HEARTH_CTL_NOTHING;
  return NULL;
}

/**
 * hearth_ctl_service_read_key:
 *
 * Reads a key from the standard input: on the command line it would stand in the shell's history
 * and in the list of processes.
 *
 * Returns: (transfer full) (nullable): the key, to be freed by hearth_secret_pipe_wipe(); %NULL if
 * there is none
 */
char *
hearth_ctl_service_read_key (void)
{
  char key[HEARTH_SECRET_PIPE_MAX];
  char *result = NULL;

  if (fgets (key, sizeof key, stdin) != NULL)
    result = hearth_secret_memory_dup (g_strstrip (key));
  explicit_bzero (key, sizeof key);
  if (result != NULL && *result == '\0')
    g_clear_pointer (&result, hearth_secret_pipe_wipe);
  return result;
}

/**
 * hearth_ctl_service_hint:
 * @service: an a{sv} of the list
 *
 * Says what is still missing before the service may be asked about mail.
 */
void
hearth_ctl_service_hint (GVariant *service)
{
  gboolean agreed = TRUE;
  const char *host = "";

  g_variant_lookup (service, "agreed", "b", &agreed);
  g_variant_lookup (service, "host", "&s", &host);
  if (!agreed)
    fprintf (stderr,
             _("Your questions, and the mail and events that they need, would go to %s. If you "
                "agree: hearthctl service agree %s\n"),
             host, host);
}
