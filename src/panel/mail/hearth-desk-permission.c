/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mail-desk.h"

#include <glib/gi18n.h>

#define UNDO_SECONDS 10

/* What the owner allows by the desk, with one step back. */
typedef struct {
  HearthMailDesk *desk; /* (owned) */
  gint64 id;
} Given;

static void
given_free (gpointer data)
{
  Given *given = data;

  g_object_unref (given->desk);
  g_free (given);
}

static void
say_error (HearthMailDesk *desk, const GError *error)
{
  g_autofree char *message = hearth_client_dup_message (error);

  hearth_mail_desk_say (desk, message);
}

static void
revoked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthMailDesk) desk = user_data;
  g_autoptr (GError) error = NULL;
  guint n;

  if (!hearth_bus_daemon1_call_revoke_permission_finish (HEARTH_BUS_DAEMON1 (source), &n, result,
                                                         &error))
    say_error (desk, error);
}

static void
revoke_cb (gpointer data, gpointer user_data)
{
  Given *given = data;
  HearthBusDaemon1 *proxy =
      hearth_client_get_proxy (hearth_mail_desk_get_client (given->desk), NULL);

  if (proxy != NULL)
    hearth_bus_daemon1_call_revoke_permission (proxy, given->id, TRUE, NULL, revoked_cb,
                                               g_object_ref (given->desk));
}

static void
given_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Given *given = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n = 0;

  if (!hearth_bus_daemon1_call_give_permission_finish (HEARTH_BUS_DAEMON1 (source), &given->id, &n,
                                                       result, &error)) {
    say_error (given->desk, error);
    given_free (given);
    return;
  }
  text =
      n > 0
          ? g_strdup_printf (ngettext ("Allowed, and done to %u", "Allowed, and done to %u", n), n)
          : g_strdup (_("Allowed from now on"));
  hearth_mail_desk_offer (given->desk, text, UNDO_SECONDS, revoke_cb, given, given_free);
}

/**
 * hearth_mail_desk_allow:
 * @self: a desk
 * @verb: what is allowed, as the service's GivePermission names it
 * @field: what it goes by
 * @value: which
 * @name: what the owner knows it by
 * @expires: when it ends, seconds since 1970 UTC, or 0
 * @present: whether it is for what is there, too
 *
 * Gives a standing permission. A line offers to take it back with all that it did.
 */
void
hearth_mail_desk_allow (HearthMailDesk *self, const char *verb, const char *field,
                        const char *value, const char *name, gint64 expires, gboolean present)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (hearth_mail_desk_get_client (self), &error);
  Given *given;

  if (proxy == NULL) {
    hearth_mail_desk_say (self, error->message);
    return;
  }
  given = g_new0 (Given, 1);
  given->desk = g_object_ref (self);
  hearth_bus_daemon1_call_give_permission (proxy, verb, field, value, name, expires, present, NULL,
                                           given_cb, given);
}
