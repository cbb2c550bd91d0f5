/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-account-credentials.h"
#include "hearth-engine-private.h"

/* A change of the network is told in several steps; one look is enough. */
#define SETTLE_MS 500

/* What finds credentials instead of the keyring, for programs that have them elsewhere. */
static HearthCredentialsFunc credentials_func;
static gpointer credentials_data;

static gboolean
network_cb (gpointer user_data)
{
  HearthEngine *self = user_data;

  self->network_timer = 0;
  for (guint i = 0; i < self->runners->len; i++) {
    HearthRunner *runner = g_ptr_array_index (self->runners, i);

    if (!hearth_runner_reconnects (runner))
      continue;
    hearth_runner_wake (runner);
    /* What waits to be told, and what was missed; without news that is one question. */
    if (self->started && !hearth_runner_is_waiting (runner))
      hearth_engine_sync_runner (self, runner, FALSE);
  }
  return G_SOURCE_REMOVE;
}

static void
network_changed_cb (HearthEngine *self, gboolean available)
{
  if (available && self->network_timer == 0)
    self->network_timer = g_timeout_add (SETTLE_MS, network_cb, self);
}

/* Looks at the servers again when the network changes. Only for those who have one: to ask for the
 * network takes memory. */
void
hearth_engine_watch_network (HearthEngine *self)
{
  if (self->network_handler == 0)
    self->network_handler =
        g_signal_connect_swapped (g_network_monitor_get_default (), "network-changed",
                                  G_CALLBACK (network_changed_cb), self);
}

void
hearth_engine_unwatch_network (HearthEngine *self)
{
  g_clear_handle_id (&self->network_timer, g_source_remove);
  if (self->network_handler != 0)
    g_signal_handler_disconnect (g_network_monitor_get_default (), self->network_handler);
  self->network_handler = 0;
}

static gboolean
has_left (HearthEngine *self)
{
  for (guint i = 0; i < self->runners->len; i++) {
    if (hearth_runner_has_left (g_ptr_array_index (self->runners, i)))
      return TRUE;
  }
  return FALSE;
}

/* Keeps why older mail waits, if it does, for those who read the store. */
void
hearth_engine_note_thrift (HearthEngine *self)
{
  HearthThrift now = hearth_engine_get_thrift (self);
  g_autoptr (GError) error = NULL;

  if (self->told_thrift == now)
    return;
  self->told_thrift = now;
  if (!hearth_engine_set_meta (self, HEARTH_THRIFT_META,
                               now != HEARTH_THRIFT_NONE ? hearth_thrift_to_string (now) : NULL,
                               &error))
    g_warning ("%s", error->message);
}

/**
 * hearth_engine_set_thrift:
 * @self: an engine
 * @thrift: whether only the text of new mail is fetched, and why
 *
 * Has older mail of servers wait, or fetches what waited. What is being fetched ends soon.
 */
void
hearth_engine_set_thrift (HearthEngine *self, HearthThrift thrift)
{
  gboolean ends = self->thrift != HEARTH_THRIFT_NONE && thrift == HEARTH_THRIFT_NONE;

  if (self->thrift == thrift)
    return;
  self->thrift = thrift;
  for (guint i = 0; i < self->runners->len; i++) {
    HearthRunner *runner = g_ptr_array_index (self->runners, i);

    hearth_runner_set_thrifty (runner, thrift != HEARTH_THRIFT_NONE);
    if (ends && self->started && hearth_runner_reconnects (runner) &&
        !hearth_runner_is_waiting (runner))
      hearth_engine_sync_runner (self, runner, FALSE);
  }
  hearth_engine_note_thrift (self);
  hearth_engine_emit_progress (self);
}

/**
 * hearth_engine_get_thrift:
 * @self: an engine
 *
 * Returns: why older mail waits; %HEARTH_THRIFT_NONE if none does
 */
HearthThrift
hearth_engine_get_thrift (HearthEngine *self)
{
  return has_left (self) ? self->thrift : HEARTH_THRIFT_NONE;
}

/* Finds what proves an account's login. Runs on a source's thread. */
HearthCredentials *
hearth_engine_lookup_credentials (const HearthAccount *account, gboolean refresh,
                                  gpointer user_data, GCancellable *cancellable, GError **error)
{
  if (credentials_func != NULL)
    return credentials_func (account, refresh, credentials_data, cancellable, error);
  return hearth_account_credentials_lookup_sync (account, refresh, user_data, cancellable, error);
}

/**
 * hearth_engine_set_credentials_func:
 * @func: (nullable): finds what proves a login, or %NULL for the keyring
 * @user_data: for @func
 *
 * Has credentials looked for elsewhere, in all engines that are made afterwards.
 */
void
hearth_engine_set_credentials_func (HearthCredentialsFunc func, gpointer user_data)
{
  credentials_func = func;
  credentials_data = user_data;
}
