/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-talk-view-private.h"

#include <glib/gi18n.h>

/* A question that was asked again, in the same words or others, took the place of what was said
 * before: for some seconds that can be brought back. */

#define UNDO_SECONDS 12

typedef struct {
  HearthTalkView *self; /* (owned) */
  gint64 turn;          /* of the answer to what was asked instead */
} Undoing;

static void
undoing_free (gpointer data)
{
  Undoing *undoing = data;

  g_object_unref (undoing->self);
  g_free (undoing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Undoing, undoing_free)

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Undoing) undoing = user_data;
  HearthTalkView *self = undoing->self;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  if (!hearth_bus_daemon1_call_undo_ask_again_finish (HEARTH_BUS_DAEMON1 (source), &name, result,
                                                      &error)) {
    g_autofree char *message = hearth_client_dup_message (error);

    hearth_mail_desk_say (self->desk, message);
  } else if (g_str_equal (self->conversation, name)) {
    g_autofree char *title = g_strdup (self->title);

    hearth_talk_view_begin (self, name, title, self->is_private);
  }
}

static void
undo_cb (gpointer data, gpointer user_data)
{
  Undoing *undoing = data;
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (undoing->self->client, &error);
  Undoing *kept;

  if (proxy == NULL) {
    hearth_mail_desk_say (undoing->self->desk, error->message);
    return;
  }
  kept = g_new0 (Undoing, 1);
  kept->self = g_object_ref (undoing->self);
  kept->turn = undoing->turn;
  hearth_bus_daemon1_call_undo_ask_again (proxy, kept->turn, NULL, undone_cb, kept);
}

/**
 * hearth_talk_view_offer_undo:
 * @self: a view
 * @turn: the answer to what was asked instead
 *
 * Says that what was said before is no longer part of the conversation, and offers to bring it
 * back.
 */
void
hearth_talk_view_offer_undo (HearthTalkView *self, gint64 turn)
{
  Undoing *undoing = g_new0 (Undoing, 1);

  undoing->self = g_object_ref (self);
  undoing->turn = turn;
  hearth_mail_desk_offer (self->desk, _("Asked again, in place of what was said"), UNDO_SECONDS,
                          undo_cb, undoing, undoing_free);
}
