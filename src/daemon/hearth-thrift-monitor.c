/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-thrift-monitor.h"

#define UPOWER "org.freedesktop.UPower"
#define UPOWER_DISPLAY "/org/freedesktop/UPower/devices/DisplayDevice"

/* UPower's WarningLevel from which on a battery is low; a battery that charges has none. */
#define WARNING_LOW 3

/**
 * HearthThriftMonitor:
 *
 * Tells the engine when to be thrifty: on a metered network, and while the battery is low or its
 * owner saves it, unless the settings say that mail is always fetched. Looks only once there is an
 * account: to ask for the network takes memory.
 */
struct _HearthThriftMonitor {
  GObject parent_instance;

  HearthEngine *engine;        /* (owned) */
  GSettings *settings;         /* (owned) */
  GNetworkMonitor *network;    /* (unowned) (nullable) until it is needed; the process has one */
  GPowerProfileMonitor *power; /* (owned) (nullable) until it is needed */
  GDBusProxy *battery;         /* (owned) (nullable) where UPower answers */
  GCancellable *cancellable;   /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthThriftMonitor, hearth_thrift_monitor, G_TYPE_OBJECT)

static gboolean
battery_is_low (HearthThriftMonitor *self)
{
  g_autoptr (GVariant) level =
      self->battery != NULL ? g_dbus_proxy_get_cached_property (self->battery, "WarningLevel")
                            : NULL;

  return level != NULL && g_variant_is_of_type (level, G_VARIANT_TYPE_UINT32) &&
         g_variant_get_uint32 (level) >= WARNING_LOW;
}

static HearthThrift
choose (HearthThriftMonitor *self)
{
  g_autofree char *when = g_settings_get_string (self->settings, "fetch-when");

  if (self->network == NULL || g_strcmp0 (when, "always") == 0)
    return HEARTH_THRIFT_NONE;
  if (g_network_monitor_get_network_metered (self->network))
    return HEARTH_THRIFT_METERED;
  if (battery_is_low (self) || g_power_profile_monitor_get_power_saver_enabled (self->power))
    return HEARTH_THRIFT_BATTERY;
  return HEARTH_THRIFT_NONE;
}

static void
look (HearthThriftMonitor *self)
{
  hearth_engine_set_thrift (self->engine, choose (self));
}

static void
battery_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GDBusProxy *battery = g_dbus_proxy_new_for_bus_finish (result, &error);
  HearthThriftMonitor *self;

  if (battery == NULL) {
    /* Without UPower there is no battery to speak of. */
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_debug ("No battery: %s", error->message);
    return;
  }
  self = user_data;
  self->battery = battery;
  g_signal_connect_object (battery, "g-properties-changed", G_CALLBACK (look), self,
                           G_CONNECT_SWAPPED);
  look (self);
}

static void
start (HearthThriftMonitor *self)
{
  self->network = g_network_monitor_get_default ();
  g_signal_connect_object (self->network, "notify::network-metered", G_CALLBACK (look), self,
                           G_CONNECT_SWAPPED);
  self->power = g_power_profile_monitor_dup_default ();
  g_signal_connect_object (self->power, "notify::power-saver-enabled", G_CALLBACK (look), self,
                           G_CONNECT_SWAPPED);
  g_dbus_proxy_new_for_bus (G_BUS_TYPE_SYSTEM, G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START_AT_CONSTRUCTION,
                            NULL, UPOWER, UPOWER_DISPLAY, UPOWER ".Device", self->cancellable,
                            battery_cb, self);
  look (self);
}

static void
engine_changed_cb (HearthThriftMonitor *self, const char *table)
{
  g_autoptr (GPtrArray) accounts = NULL;

  if (self->network != NULL || g_strcmp0 (table, "sources") != 0)
    return;
  accounts = hearth_engine_list_accounts (self->engine, NULL);
  if (accounts != NULL && accounts->len > 0)
    start (self);
}

static void
hearth_thrift_monitor_dispose (GObject *object)
{
  HearthThriftMonitor *self = HEARTH_THRIFT_MONITOR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->battery);
  g_clear_object (&self->power);
  g_clear_object (&self->settings);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (hearth_thrift_monitor_parent_class)->dispose (object);
}

static void
hearth_thrift_monitor_finalize (GObject *object)
{
  HearthThriftMonitor *self = HEARTH_THRIFT_MONITOR (object);

  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hearth_thrift_monitor_parent_class)->finalize (object);
}

static void
hearth_thrift_monitor_class_init (HearthThriftMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_thrift_monitor_dispose;
  object_class->finalize = hearth_thrift_monitor_finalize;
}

static void
hearth_thrift_monitor_init (HearthThriftMonitor *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * hearth_thrift_monitor_new:
 * @engine: the engine; to be started afterwards, so that its first sync knows
 * @settings: Hearth's settings, of which "fetch-when" counts
 *
 * Returns: (transfer full): a monitor
 */
HearthThriftMonitor *
hearth_thrift_monitor_new (HearthEngine *engine, GSettings *settings)
{
  HearthThriftMonitor *self = g_object_new (HEARTH_TYPE_THRIFT_MONITOR, NULL);

  self->engine = g_object_ref (engine);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (engine, "changed", G_CALLBACK (engine_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::fetch-when", G_CALLBACK (look), self,
                           G_CONNECT_SWAPPED);
  engine_changed_cb (self, "sources");
  return self;
}
