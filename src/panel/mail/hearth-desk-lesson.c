/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mail-desk.h"

#include <glib/gi18n.h>

#define UNDO_SECONDS 10

/* What the owner said of a message. */
typedef struct {
  HearthMailDesk *desk; /* (owned) */
  gint64 id;
} Lesson;

static void
lesson_free (gpointer data)
{
  Lesson *lesson = data;

  g_object_unref (lesson->desk);
  g_free (lesson);
}

static void
say_error (HearthMailDesk *desk, const GError *error)
{
  g_autofree char *message = hearth_client_dup_message (error);

  hearth_mail_desk_say (desk, message);
}

static HearthBusDaemon1 *
get_proxy (HearthMailDesk *desk)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (hearth_mail_desk_get_client (desk), &error);

  if (proxy == NULL)
    hearth_mail_desk_say (desk, error->message);
  return proxy;
}

static void
untaught_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthMailDesk) desk = user_data;
  g_autoptr (GError) error = NULL;

  if (!hearth_bus_daemon1_call_teach_finish (HEARTH_BUS_DAEMON1 (source), result, &error))
    say_error (desk, error);
}

static void
unteach_cb (gpointer data, gpointer user_data)
{
  Lesson *lesson = data;
  HearthBusDaemon1 *proxy = get_proxy (lesson->desk);

  if (proxy != NULL)
    hearth_bus_daemon1_call_teach (proxy, lesson->id, "", NULL, untaught_cb,
                                   g_object_ref (lesson->desk));
}

static void
taught_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Lesson *lesson = user_data;
  g_autoptr (GError) error = NULL;

  if (hearth_bus_daemon1_call_teach_finish (HEARTH_BUS_DAEMON1 (source), result, &error)) {
    hearth_mail_desk_offer (lesson->desk, _("Noted. Mail like it is judged anew."), UNDO_SECONDS,
                            unteach_cb, lesson, lesson_free);
    return;
  }
  say_error (lesson->desk, error);
  lesson_free (lesson);
}

/**
 * hearth_mail_desk_teach:
 * @self: a desk
 * @id: a message
 * @what: what it is, as the service's Teach names it
 *
 * Says what a message is. A line says that it was noted, and offers to take it back.
 */
void
hearth_mail_desk_teach (HearthMailDesk *self, gint64 id, const char *what)
{
  HearthBusDaemon1 *proxy = get_proxy (self);
  Lesson *lesson;

  if (proxy == NULL)
    return;
  lesson = g_new0 (Lesson, 1);
  lesson->desk = g_object_ref (self);
  lesson->id = id;
  hearth_bus_daemon1_call_teach (proxy, id, what, NULL, taught_cb, lesson);
}
