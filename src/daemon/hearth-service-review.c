/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-review.h"

#include "hearth-review-variant.h"
#include "hearth-service-error.h"

#include <glib/gi18n.h>

/* The methods on old mail of the daemon's interface. */

/* Mail of today is not old; nobody has mail of a century. */
#define MIN_DAYS 1
#define MAX_DAYS 36500

/* What the methods work on, as long as the interface is there. */
typedef struct {
  HearthEngine *engine; /* (owned) */
  HearthReview *review; /* (owned) */
} Desk;

static void
desk_free (gpointer data)
{
  Desk *self = data;

  hearth_review_cancel (self->review);
  g_signal_handlers_disconnect_by_data (self->review, self->engine);
  g_object_unref (self->review);
  g_object_unref (self->engine);
  g_free (self);
}

static gboolean
return_error (GDBusMethodInvocation *invocation, const GError *error)
{
  hearth_service_return_error (invocation, error);
  return TRUE;
}

static gboolean
start_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, guint days, Desk *self)
{
  if (days < MIN_DAYS || days > MAX_DAYS) {
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                                           _("%u is no number of days for old mail."), days);
    return TRUE;
  }
  hearth_review_start (self->review, days);
  hearth_daemon_daemon1_complete_start_review (skeleton, invocation);
  return TRUE;
}

static gboolean
cancel_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, Desk *self)
{
  hearth_review_cancel (self->review);
  hearth_daemon_daemon1_complete_cancel_review (skeleton, invocation);
  return TRUE;
}

static gboolean
groups_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, Desk *self)
{
  g_dbus_method_invocation_return_value (invocation,
                                         hearth_review_to_variant (self->review, self->engine));
  return TRUE;
}

static void
archived_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  gint64 action = hearth_review_archive_finish (HEARTH_REVIEW (object), result, &error);

  if (action == 0)
    return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_archive_reviewed (NULL, invocation, action);
}

static gboolean
archive_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
            const char *const *keys, Desk *self)
{
  hearth_review_archive_async (self->review, keys, archived_cb, invocation);
  return TRUE;
}

static void
found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthUnsubscribe) found =
      hearth_engine_find_unsubscribe_finish (HEARTH_ENGINE (object), result, &error);

  if (found == NULL)
    return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_find_unsubscribe (NULL, invocation,
                                                     hearth_unsubscribe_to_variant (found, 0));
}

static gboolean
find_unsubscribe_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
                     gint64 message, Desk *self)
{
  hearth_engine_find_unsubscribe_async (self->engine, message, found_cb, invocation);
  return TRUE;
}

static void
unsubscribed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  gint64 draft_id = 0;
  g_autoptr (HearthUnsubscribe) done =
      hearth_engine_unsubscribe_finish (HEARTH_ENGINE (object), result, &draft_id, &error);

  if (done == NULL)
    return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_unsubscribe (NULL, invocation,
                                                hearth_unsubscribe_to_variant (done, draft_id));
}

static gboolean
unsubscribe_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 message,
                Desk *self)
{
  hearth_engine_unsubscribe_async (self->engine, message, unsubscribed_cb, invocation);
  return TRUE;
}

static void
changed_cb (HearthReview *review, HearthEngine *engine)
{
  g_signal_emit_by_name (engine, "changed", "review");
}

/**
 * hearth_service_review_attach:
 * @skeleton: the daemon's interface
 * @engine: the engine
 *
 * Answers the methods on old mail.
 */
void
hearth_service_review_attach (HearthDaemonDaemon1 *skeleton, HearthEngine *engine)
{
  static const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-start-review", G_CALLBACK (start_cb) },
    { "handle-cancel-review", G_CALLBACK (cancel_cb) },
    { "handle-review-groups", G_CALLBACK (groups_cb) },
    { "handle-archive-reviewed", G_CALLBACK (archive_cb) },
    { "handle-find-unsubscribe", G_CALLBACK (find_unsubscribe_cb) },
    { "handle-unsubscribe", G_CALLBACK (unsubscribe_cb) },
  };
  Desk *self = g_new0 (Desk, 1);

  self->engine = g_object_ref (engine);
  self->review = hearth_review_new (engine);
  g_signal_connect (self->review, "changed", G_CALLBACK (changed_cb), engine);
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect (skeleton, handlers[i].signal, handlers[i].callback, self);
  g_object_set_data_full (G_OBJECT (skeleton), "hearth-review", self, desk_free);
}
