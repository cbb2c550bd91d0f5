/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-notifications.h"

#include "hearth-clock.h"
#include "hearth-rehearsal.h"
#include "hearth-service-error.h"
#include "hearth-settings.h"
#include "hearth-tellings.h"

/* The methods about notifications of the daemon's interface. */

/* Who moves a slider asks many times in a row; what was read is kept for so long. */
#define KEEP_SECONDS 30

typedef struct {
  HearthEngine *engine;       /* (owned) */
  GSettings *settings;        /* (owned) */
  HearthRehearsal *rehearsal; /* (owned) (nullable) */
  guint timer;                /* until it is let go of */
} Notifications;

static void
forget (Notifications *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->rehearsal, hearth_rehearsal_free);
}

static gboolean
forget_cb (gpointer user_data)
{
  Notifications *self = user_data;

  self->timer = 0;
  forget (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (HearthEngine *engine, const char *table, Notifications *self)
{
  if (g_str_equal (table, "messages") || g_str_equal (table, "events") ||
      g_str_equal (table, "tellings"))
    forget (self);
}

static void
notifications_free (gpointer data)
{
  Notifications *self = data;

  forget (self);
  g_signal_handlers_disconnect_by_data (self->engine, self);
  g_object_unref (self->engine);
  g_object_unref (self->settings);
  g_free (self);
}

static gboolean
answer_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 message,
           const char *answer, Notifications *self)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_engine_answer_telling (self->engine, message, answer, &error))
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_answer_telling (skeleton, invocation);
  return TRUE;
}

static gboolean
rehearse_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, int level,
             Notifications *self)
{
  HearthInterruptPolicy policy;
  g_autoptr (GError) error = NULL;

  if (self->rehearsal == NULL)
    self->rehearsal = hearth_rehearsal_load (hearth_engine_get_reader (self->engine),
                                             hearth_clock_now (), &error);
  if (self->rehearsal == NULL) {
    hearth_service_return_error (invocation, error);
    return TRUE;
  }
  hearth_settings_read_policy (self->settings, &policy);
  if (level >= 0)
    policy.level = MIN (level, 100);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add_seconds (KEEP_SECONDS, forget_cb, self);
  hearth_daemon_daemon1_complete_rehearse (skeleton, invocation,
                                           hearth_rehearsal_to_variant (self->rehearsal, &policy));
  return TRUE;
}

/**
 * hearth_service_notifications_attach:
 * @skeleton: the service's face on the bus
 * @engine: the engine
 * @settings: Hearth's settings
 *
 * Answers the methods about notifications, for as long as @skeleton lives.
 */
void
hearth_service_notifications_attach (HearthDaemonDaemon1 *skeleton, HearthEngine *engine,
                                     GSettings *settings)
{
  Notifications *self = g_new0 (Notifications, 1);

  self->engine = g_object_ref (engine);
  self->settings = g_object_ref (settings);
  g_signal_connect (engine, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (skeleton, "handle-answer-telling", G_CALLBACK (answer_cb), self);
  g_signal_connect (skeleton, "handle-rehearse", G_CALLBACK (rehearse_cb), self);
  g_object_set_data_full (G_OBJECT (skeleton), "hearth-notifications", self, notifications_free);
}
