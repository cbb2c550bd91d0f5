/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-account-credentials.h"
#include "hearth-clock.h"
#include "hearth-dav-traffic.h"
#include "hearth-engine-private.h"
#include "hearth-imap-traffic.h"

/* A change of the network is told in several steps; one look is enough. */
#define SETTLE_MS 500

/* How often it is written down how much was said to servers. */
#define TRAFFIC_US (60 * G_USEC_PER_SEC)

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

typedef struct {
  GPtrArray *imap;
  GPtrArray *dav;
  gint64 day;
} NewTraffic;

static gboolean
write_traffic (HearthDatabase *db, gpointer user_data, GError **error)
{
  const NewTraffic *new = user_data;

  for (guint i = 0; i < new->imap->len; i++) {
    const HearthImapTraffic *each = g_ptr_array_index (new->imap, i);

    if (!hearth_store_journal_add_traffic (db, each->host, (gint64) each->sent, new->day, error))
      return FALSE;
  }
  for (guint i = 0; i < new->dav->len; i++) {
    const HearthHttpCount *each = g_ptr_array_index (new->dav, i);

    if (!hearth_store_journal_add_traffic (db, each->host, (gint64) each->sent, new->day, error))
      return FALSE;
  }
  return TRUE;
}

/* Keeps in the journal what was said to servers of mail and calendars; not at every turn, unless it
 * is the last. */
void
hearth_engine_note_traffic (HearthEngine *self, gboolean last)
{
  gint64 now = g_get_monotonic_time ();
  g_autoptr (GDateTime) local = hearth_clock_dup_local ();
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) day =
      g_date_time_new (zone, g_date_time_get_year (local), g_date_time_get_month (local),
                       g_date_time_get_day_of_month (local), 0, 0, 0);
  g_autoptr (GPtrArray) imap = NULL;
  g_autoptr (GPtrArray) dav = NULL;
  g_autoptr (GError) error = NULL;
  NewTraffic new;

  if (self->writer == NULL ||
      (!last && self->traffic_noted != 0 && now - self->traffic_noted < TRAFFIC_US))
    return;
  self->traffic_noted = now;
  imap = hearth_imap_traffic_take ();
  dav = hearth_dav_traffic_take ();
  if (imap->len == 0 && dav->len == 0)
    return;
  new = (NewTraffic){ imap, dav, g_date_time_to_unix (day) };
  if (!hearth_writer_run_sync (self->writer, write_traffic, &new, &error))
    g_warning ("%s", error->message);
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
