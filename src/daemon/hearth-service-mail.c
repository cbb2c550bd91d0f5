/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-mail.h"

#include "hearth-commitments.h"
#include "hearth-lessons.h"
#include "hearth-mailto-draft.h"
#include "hearth-store-drafts.h"
#include "hearth-service-error.h"

#include <glib/gi18n.h>

/* The methods of writing and sending of the daemon's interface. */

static gboolean
return_error (GDBusMethodInvocation *invocation, const GError *error)
{
  hearth_service_return_error (invocation, error);
  return TRUE;
}

static void
composed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  gint64 id = hearth_engine_compose_finish (HEARTH_ENGINE (object), result, &error);

  if (id == 0)
    return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_compose (NULL, invocation, id);
}

/* A nudge is an answer to a mail of one's own, which goes to those it went to, with a line that
 * asks again; never sent by itself. */
static gboolean
write_nudge (HearthEngine *engine, gint64 id, GError **error)
{
  g_autoptr (HearthDraft) draft =
      hearth_store_drafts_get (hearth_engine_get_reader (engine), id, error);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (draft == NULL)
    return FALSE;
  if (draft->to->len > 0)
    name = hearth_commitments_dup_name (g_ptr_array_index (draft->to, 0));
  /* Translators: a mail that asks once more for an answer; %s is a given name. */
  text = g_strdup_printf (
      _("Hello %s,\n\nmay I ask about this again? A short answer would help me.\n%s"),
      name != NULL ? name : "", draft->text != NULL ? draft->text : "");
  hearth_draft_set_text (draft, text);
  return hearth_engine_save_draft (engine, draft, error);
}

static void
nudge_composed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  gint64 id = hearth_engine_compose_finish (HEARTH_ENGINE (object), result, &error);

  if (id == 0 || !write_nudge (HEARTH_ENGINE (object), id, &error))
    return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_compose (NULL, invocation, id);
}

static gboolean
compose_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, const char *kind_name,
            gint64 message, HearthEngine *engine)
{
  HearthDraftKind kind;

  if (g_str_equal (kind_name, "nudge")) {
    hearth_engine_compose_async (engine, HEARTH_DRAFT_REPLY, message, nudge_composed_cb,
                                 invocation);
    return TRUE;
  }
  if (!hearth_draft_kind_from_string (kind_name, &kind)) {
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                                           _("“%s” is not a kind of draft."), kind_name);
    return TRUE;
  }
  hearth_engine_compose_async (engine, kind, message, composed_cb, invocation);
  return TRUE;
}

static gboolean
compose_mailto_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
                   const char *uri, HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;
  gint64 id = hearth_engine_compose_mailto (engine, uri, &error);

  if (id == 0)
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_compose_mailto (skeleton, invocation, id);
  return TRUE;
}

static gboolean
save_draft_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 id,
               GVariant *content, HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthDraft) draft =
      hearth_store_drafts_get (hearth_engine_get_reader (engine), id, &error);

  if (draft == NULL)
    return return_error (invocation, error);
  hearth_draft_take_content (draft, content);
  if (!hearth_engine_save_draft (engine, draft, &error))
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_save_draft (skeleton, invocation);
  return TRUE;
}

static gboolean
discard_draft_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 id,
                  HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_engine_discard_draft (engine, id, &error))
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_discard_draft (skeleton, invocation);
  return TRUE;
}

static void
sent_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  gint64 item = hearth_engine_send_finish (HEARTH_ENGINE (object), result, &error);

  if (item == 0)
    return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_send (NULL, invocation, item);
}

static gboolean
teach_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 message,
          const char *what, HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_engine_teach (engine, message, what, &error))
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_teach (skeleton, invocation);
  return TRUE;
}

static gboolean
forget_lessons_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
                   HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_engine_forget_lessons (engine, &error))
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_forget_lessons (skeleton, invocation);
  return TRUE;
}

static gboolean
send_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 draft,
         HearthEngine *engine)
{
  hearth_engine_send_async (engine, draft, HEARTH_ENGINE_UNDO_SECONDS, sent_cb, invocation);
  return TRUE;
}

static gboolean
cancel_send_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 item,
                HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;
  gint64 draft = hearth_engine_cancel_send (engine, item, &error);

  if (draft == 0)
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_cancel_send (skeleton, invocation, draft);
  return TRUE;
}

static gboolean
resolve_send_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 item,
                 const char *state, gboolean again, HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;
  HearthOutboxState seen;

  if (!hearth_outbox_state_from_string (state, &seen)) {
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                                           _("“%s” is not a state of a mail."), state);
    return TRUE;
  }
  if (!hearth_engine_resolve_send (engine, item, seen, again, &error))
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_resolve_send (skeleton, invocation);
  return TRUE;
}

static void
shown_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  g_autofree char *path =
      hearth_engine_show_original_finish (HEARTH_ENGINE (object), result, &error);

  if (path == NULL)
    return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_show_original (NULL, invocation, path);
}

static gboolean
show_original_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 message,
                  HearthEngine *engine)
{
  hearth_engine_show_original_async (engine, message, shown_cb, invocation);
  return TRUE;
}

/**
 * hearth_service_mail_connect:
 * @skeleton: the daemon's interface
 * @engine: the engine, which outlives it
 *
 * Answers the methods that write and send mail.
 */
void
hearth_service_mail_connect (HearthDaemonDaemon1 *skeleton, HearthEngine *engine)
{
  static const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-compose", G_CALLBACK (compose_cb) },
    { "handle-compose-mailto", G_CALLBACK (compose_mailto_cb) },
    { "handle-save-draft", G_CALLBACK (save_draft_cb) },
    { "handle-discard-draft", G_CALLBACK (discard_draft_cb) },
    { "handle-teach", G_CALLBACK (teach_cb) },
    { "handle-forget-lessons", G_CALLBACK (forget_lessons_cb) },
    { "handle-send", G_CALLBACK (send_cb) },
    { "handle-cancel-send", G_CALLBACK (cancel_send_cb) },
    { "handle-resolve-send", G_CALLBACK (resolve_send_cb) },
    { "handle-show-original", G_CALLBACK (show_original_cb) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (skeleton, handlers[i].signal, handlers[i].callback, engine, 0);
}
