/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-people.h"

#include "hearth-digest-verb.h"
#include "hearth-highlights.h"
#include "hearth-people-verb.h"
#include "hearth-service-error.h"

/* The methods of digests and people of the daemon's interface. */

static gboolean
return_error (GDBusMethodInvocation *invocation, const GError *error)
{
  hearth_service_return_error (invocation, error);
  return TRUE;
}

static gboolean
digest_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, const char *kind,
           const char *language, gboolean told, HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) digest = hearth_digest_verb (engine, kind, language, told, &error);

  if (digest == NULL)
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_digest (skeleton, invocation, digest);
  return TRUE;
}

static gboolean
highlights_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
               HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) highlights = hearth_highlights_verb (engine, &error);

  if (highlights == NULL)
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_highlights (skeleton, invocation, highlights);
  return TRUE;
}

static gboolean
people_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, const char *what,
           const char *name, HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) people = hearth_people_verb (engine, what, name, &error);

  if (people == NULL)
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_people (skeleton, invocation, people);
  return TRUE;
}

static gboolean
keep_in_touch_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
                  const char *name, guint days, HearthEngine *engine)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *who = hearth_people_keep_verb (engine, name, days, &error);

  if (who == NULL)
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_keep_in_touch (skeleton, invocation, who);
  return TRUE;
}

/**
 * hearth_service_people_connect:
 * @skeleton: the daemon's interface
 * @engine: the engine, which outlives it
 *
 * Answers the methods about digests and people.
 */
void
hearth_service_people_connect (HearthDaemonDaemon1 *skeleton, HearthEngine *engine)
{
  static const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-digest", G_CALLBACK (digest_cb) },
    { "handle-highlights", G_CALLBACK (highlights_cb) },
    { "handle-people", G_CALLBACK (people_cb) },
    { "handle-keep-in-touch", G_CALLBACK (keep_in_touch_cb) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (skeleton, handlers[i].signal, handlers[i].callback, engine, 0);
}
