/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-service.h"

#include "hearth-secret-memory.h"
#include "hearth-secret-pipe.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* What the commands on services share. */

/**
 * hearth_ctl_service_call_with_key:
 * @ctl: what is meant
 * @method: a method of the daemon that takes a service and a key
 * @service: (transfer floating) (nullable): an a{sv}; %NULL for a method without parameters
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
hearth_ctl_service_call_with_key (HearthCtl *ctl, const char *method, GVariant *service,
                                  const char *key, const char *reply_type, HearthCtlExit *code)
{
  g_autoptr (GVariant) parameters = g_variant_ref_sink (g_variant_new ("(@a{sv}h)", service, 0));
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GError) error = NULL;
  GVariant *reply = NULL;

  if (ctl->standalone) {
    *code = hearth_ctl_usage ("%s", _("services are a setting of the companion; "
                                       "leave out --standalone"));
    return NULL;
  }
  fds = hearth_secret_pipe_new (key != NULL ? key : "", &error);
  if (fds != NULL)
    bus = hearth_ctl_connect (&error);
  if (bus == NULL) {
    *code = hearth_ctl_fail (error);
    return NULL;
  }
  reply = hearth_ctl_call_with_fds (ctl, bus, method, parameters, fds, reply_type, &error);
  if (reply == NULL)
    *code = hearth_ctl_fail_call (g_steal_pointer (&error));
  return reply;
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
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) owned = parameters != NULL ? g_variant_ref_sink (parameters) : NULL;
  g_autoptr (GError) error = NULL;
  GVariant *reply = NULL;

  if (ctl->standalone) {
    *code = hearth_ctl_usage ("%s", _("services are a setting of the companion; "
                                       "leave out --standalone"));
    return NULL;
  }
  bus = hearth_ctl_connect (&error);
  if (bus == NULL) {
    *code = hearth_ctl_fail (error);
    return NULL;
  }
  reply = hearth_ctl_call (ctl, bus, method, owned, reply_type, &error);
  if (reply == NULL)
    *code = hearth_ctl_fail_call (g_steal_pointer (&error));
  return reply;
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

  for (gsize i = 0; list != NULL && i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) service = g_variant_get_child_value (list, i);
    const char *found = NULL;

    if (g_variant_lookup (service, "id", "&s", &found) && g_str_equal (found, id))
      return g_steal_pointer (&service);
  }
  if (list == NULL)
    return NULL;
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
