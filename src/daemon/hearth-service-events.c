/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-events.h"

#include "hearth-event-verbs.h"
#include "hearth-service-error.h"

/* The methods about events, tasks and invitations of the daemon's interface. */

static void
answer (GDBusMethodInvocation *invocation, HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;
  GVariant *result =
      hearth_event_verb_call (engine, g_dbus_method_invocation_get_method_name (invocation),
                              g_dbus_method_invocation_get_parameters (invocation), &error);

  if (result != NULL)
    g_dbus_method_invocation_return_value (invocation, result);
  else
    hearth_service_return_error (invocation, error);
}

/* Each method has its own arguments, of which the invocation has all. */
static gboolean
text_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, const char *text,
         HearthEngine *engine)
{
  answer (invocation, engine);
  return TRUE;
}

static gboolean
create_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 calendar,
           GVariant *fields, HearthEngine *engine)
{
  answer (invocation, engine);
  return TRUE;
}

static gboolean
edit_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 event,
         gint64 occurrence, const char *scope, GVariant *fields, HearthEngine *engine)
{
  answer (invocation, engine);
  return TRUE;
}

static gboolean
cancel_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 event,
           gint64 occurrence, const char *scope, HearthEngine *engine)
{
  answer (invocation, engine);
  return TRUE;
}

static gboolean
answer_event_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 event,
                 gint64 occurrence, const char *scope, const char *said, const char *comment,
                 HearthEngine *engine)
{
  answer (invocation, engine);
  return TRUE;
}

static gboolean
complete_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 task,
             gboolean done, HearthEngine *engine)
{
  answer (invocation, engine);
  return TRUE;
}

static gboolean
invitation_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 message,
               HearthEngine *engine)
{
  answer (invocation, engine);
  return TRUE;
}

static gboolean
answer_invitation_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
                      gint64 message, const char *said, const char *comment, gint64 calendar,
                      HearthEngine *engine)
{
  answer (invocation, engine);
  return TRUE;
}

/**
 * hearth_service_events_connect:
 * @skeleton: the daemon's interface
 * @engine: the engine, which outlives it
 *
 * Answers the methods about events.
 */
void
hearth_service_events_connect (HearthDaemonDaemon1 *skeleton, HearthEngine *engine)
{
  static const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-read-event", G_CALLBACK (text_cb) },
    { "handle-create-event", G_CALLBACK (create_cb) },
    { "handle-edit-event", G_CALLBACK (edit_cb) },
    { "handle-cancel-event", G_CALLBACK (cancel_cb) },
    { "handle-answer-event", G_CALLBACK (answer_event_cb) },
    { "handle-complete-task", G_CALLBACK (complete_cb) },
    { "handle-invitation", G_CALLBACK (invitation_cb) },
    { "handle-answer-invitation", G_CALLBACK (answer_invitation_cb) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (skeleton, handlers[i].signal, handlers[i].callback, engine, 0);
}
