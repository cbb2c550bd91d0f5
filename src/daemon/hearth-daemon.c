/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-daemon.h"

#include "hearth-ai-setup.h"
#include "hearth-announcer.h"
#include "hearth-background-status.h"
#include "hearth-calendar-actions.h"
#include "hearth-calendar-notices.h"
#include "hearth-attention.h"
#include "hearth-backups.h"
#include "hearth-clock.h"
#include "hearth-companion.h"
#include "hearth-demo-account.h"
#include "hearth-digest-notices.h"
#include "hearth-desktop-quiet.h"
#include "hearth-engine.h"
#include "hearth-goodbye.h"
#include "hearth-habit-watch.h"
#include "hearth-launcher-count.h"
#include "hearth-mail-notices.h"
#include "hearth-panel-launcher.h"
#include "hearth-paths.h"
#include "hearth-reminder-notices.h"
#include "hearth-screen-lock.h"
#include "hearth-search-provider.h"
#include "hearth-send-inhibitor.h"
#include "hearth-service.h"
#include "hearth-service-letters.h"
#include "hearth-service-persona.h"
#include "hearth-service-speech.h"
#include "hearth-settings.h"
#include "hearth-store-tellings.h"
#include "hearth-thrift-monitor.h"
#include "hearth-trouble-notices.h"

#include <malloc.h>

/* How long mail may still be judged while a session waits for this program to end. */
#define JUDGE_MS 300

/* Seconds of rest after a sync before its memory is given back; mail is judged meanwhile. */
#define TRIM_AFTER 3

/**
 * HearthDaemon:
 *
 * Composes the companion: makes each part and passes signals between them. No part knows it.
 *
 * Signals: `quit ()`: the owner asked it to end; `restart ()`: and to start anew, on the data of a
 * backup.
 */
struct _HearthDaemon {
  GObject parent_instance;

  GDBusConnection *bus; /* (owned) */
  gboolean demo;
  GSettings *settings;                     /* (owned) */
  HearthEngine *engine;                    /* (owned) */
  HearthAttention *attention;              /* (owned) */
  HearthHabitWatch *habits;                /* (owned) */
  HearthCompanion *companion;              /* (owned) */
  HearthAiSetup *ai;                       /* (owned) */
  HearthNotifier *notifier;                /* (owned) */
  HearthMailNotices *mail_notices;         /* (owned) */
  HearthReminderNotices *reminder_notices; /* (owned) */
  HearthCalendarNotices *calendar_notices; /* (owned) */
  HearthTroubleNotices *trouble_notices;   /* (owned) */
  HearthDigestNotices *digest_notices;     /* (owned) */
  HearthScreenLock *lock;                  /* (owned) */
  HearthDesktopQuiet *quiet;               /* (owned) */
  gboolean locked;
  HearthThriftMonitor *thrift;               /* (owned) */
  HearthService *service;                    /* (owned) */
  HearthServiceSpeech *speech;               /* (owned) */
  HearthServiceLetters *letters;             /* (owned) */
  HearthSearchProvider *search_provider;     /* (owned) */
  HearthLauncherCount *launcher_count;       /* (owned) */
  HearthBackgroundStatus *background_status; /* (owned) */
  HearthSendInhibitor *send_inhibitor;       /* (owned) */
  GDBusConnection *system_bus;               /* (owned) (nullable) */
  GFileMonitor *zone_monitor;                /* (owned) (nullable) */
  guint sleep_subscription;
  guint trim_timer;
  GCancellable *cancellable; /* (owned) */
};

/* Where the system's zone stands, localtime(5). */
#define LOCALTIME "/etc/localtime"

static guint signal_quit, signal_restart;

G_DEFINE_FINAL_TYPE (HearthDaemon, hearth_daemon, G_TYPE_OBJECT)

static char *
load_meta (const char *name, gpointer user_data)
{
  return hearth_engine_dup_meta (user_data, name);
}

static void
save_meta (const char *name, const char *value, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_engine_set_meta (user_data, name, value, &error))
    g_warning ("%s", error->message);
}

static GPtrArray *
list_meta (const char *prefix, gpointer user_data)
{
  return hearth_engine_list_meta (user_data, prefix);
}

static HearthPrivacy read_privacy (GSettings *settings);

/* Those of which the policy says that they are worth a word. */
static void
announce_mail (HearthDaemon *self, GPtrArray *messages)
{
  for (guint i = 0; i < messages->len; i++) {
    const HearthMessage *message = g_ptr_array_index (messages, i);
    g_autoptr (HearthTelling) telling =
        hearth_store_tellings_get_last (hearth_engine_get_reader (self->engine), message->id, NULL);
    g_autofree char *text = NULL;

    if (telling == NULL || telling->level != HEARTH_INTERRUPT_SPEAK)
      continue;
    text = hearth_announcer_write_mail (message, read_privacy (self->settings));
    hearth_service_speech_announce (self->speech, HEARTH_CHIP_MESSAGE, message->id, text);
  }
}

static void
matters_cb (HearthDaemon *self, GPtrArray *messages, gboolean sound, gboolean bundled)
{
  announce_mail (self, messages);
  hearth_mail_notices_add (self->mail_notices, messages, sound, bundled);
}

static HearthDesktopState
read_desktop (HearthDaemon *self)
{
  HearthDesktopState state = { .locked = self->locked };

  state.do_not_disturb = hearth_notifier_get_inhibited (self->notifier) ||
                         hearth_desktop_quiet_get_do_not_disturb (self->quiet);
  state.busy_screen = hearth_desktop_quiet_get_busy_screen (self->quiet);
  state.can_speak = self->speech != NULL && hearth_service_speech_can_announce (self->speech);
  return state;
}

/* The policy knows what the notification server, the desktop and the lock say. */
static void
quiet_changed_cb (HearthDaemon *self)
{
  HearthDesktopState state;

  /* Parts end one after the other. */
  if (self->attention == NULL)
    return;
  state = read_desktop (self);
  hearth_attention_set_desktop (self->attention, &state);
}

static void
open_mail_cb (HearthDaemon *self, gint64 id, const char *token)
{
  if (id != 0)
    hearth_panel_launcher_activate (self->bus, self->demo, "show-message", g_variant_new_int64 (id),
                                    token);
  else
    hearth_panel_launcher_activate (self->bus, self->demo, "show-view",
                                    g_variant_new_string ("today"), token);
}

static void
open_event_cb (HearthDaemon *self, gint64 id, gint64 start, gboolean briefed, const char *token)
{
  if (id != 0)
    hearth_panel_launcher_activate (self->bus, self->demo, briefed ? "show-briefing" : "show-event",
                                    g_variant_new ("(xx)", id, start), token);
  else
    hearth_panel_launcher_activate (self->bus, self->demo, "show-view",
                                    g_variant_new_string ("today"), token);
}

static void
open_trouble_cb (HearthDaemon *self, gboolean unsent, const char *token)
{
  if (unsent)
    hearth_panel_launcher_activate (self->bus, self->demo, "show-view",
                                    g_variant_new_string ("unsent"), token);
  else
    hearth_panel_launcher_activate (self->bus, self->demo, "preferences", NULL, token);
}

/* The digest is read as an answer of the companion, which opens what it tells. */
static void
open_digest_cb (HearthDaemon *self, const char *kind, const char *token)
{
  /* Not translated: the companion reads English. */
  const char *question = g_str_equal (kind, "morning")   ? "Give me my morning digest"
                         : g_str_equal (kind, "evening") ? "Give me my evening digest"
                         : g_str_equal (kind, "weekly")  ? "Give me my weekly digest"
                                                         : "Brief me";

  hearth_panel_launcher_activate (self->bus, self->demo, "ask", g_variant_new_string (question),
                                  token);
}

static void
lock_changed_cb (HearthDaemon *self, gboolean locked)
{
  self->locked = locked;
  hearth_service_speech_set_away (self->speech, locked);
  hearth_notifier_set_locked (self->notifier, locked);
  quiet_changed_cb (self);
}

/* One that stood there before this run is no news. */
static void
due_cb (HearthDaemon *self, const HearthReminder *reminder)
{
  HearthDesktopState state = read_desktop (self);
  HearthInterruptPolicy policy;
  g_autofree char *text = NULL;

  hearth_settings_read_policy (self->settings, &policy);
  if (reminder->shown != 0 || !hearth_announcer_may_remind (hearth_engine_get_reader (self->engine),
                                                            &policy, &state, hearth_clock_now ()))
    return;
  text = hearth_announcer_write_reminder (reminder, read_privacy (self->settings),
                                          hearth_clock_now ());
  hearth_service_speech_announce (self->speech, HEARTH_CHIP_REMINDER, reminder->id, text);
}

static void
warning_cb (HearthDaemon *self, const char *text)
{
  g_message ("%s", text);
}

/* What a sync took goes back to the system once it is over: a companion rests most of its life. */
static gboolean
trim_cb (gpointer user_data)
{
  HearthDaemon *self = user_data;

  self->trim_timer = 0;
  malloc_trim (0);
  return G_SOURCE_REMOVE;
}

static void
progress_cb (HearthDaemon *self)
{
  if (self->trim_timer == 0 && !hearth_engine_is_syncing (self->engine, NULL, NULL))
    self->trim_timer = g_timeout_add_seconds (TRIM_AFTER, trim_cb, self);
}

static void
quit_requested_cb (HearthDaemon *self)
{
  g_signal_emit (self, signal_quit, 0);
}

static void
restart_requested_cb (HearthDaemon *self)
{
  g_signal_emit (self, signal_restart, 0);
}

typedef struct {
  HearthDaemon *daemon;              /* (owned) */
  GDBusMethodInvocation *invocation; /* (owned) */
} Goodbye;

static void
erased_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Goodbye *goodbye = user_data;
  g_auto (GStrv) left = hearth_goodbye_erase_finish (result);

  g_dbus_method_invocation_return_value (goodbye->invocation, g_variant_new ("(^as)", left));
  g_signal_emit (goodbye->daemon, signal_quit, 0);
  g_object_unref (goodbye->daemon);
  g_free (goodbye);
}

static gboolean
say_goodbye_cb (gpointer user_data)
{
  Goodbye *goodbye = user_data;
  HearthDaemon *self = goodbye->daemon;
  g_autofree char *data_dir = g_strdup (hearth_engine_get_data_dir (self->engine));

  /* Nobody writes any more, and nothing follows the settings, which go as well. */
  g_signal_handlers_disconnect_by_data (self->settings, self);
  hearth_daemon_stop (self);
  hearth_goodbye_erase_async (data_dir, self->settings, !self->demo, erased_cb, goodbye);
  return G_SOURCE_REMOVE;
}

/* Not from within the service's own signal: that ends with it. */
static void
goodbye_cb (HearthDaemon *self, GDBusMethodInvocation *invocation)
{
  Goodbye *goodbye = g_new0 (Goodbye, 1);

  goodbye->daemon = g_object_ref (self);
  goodbye->invocation = invocation;
  g_idle_add (say_goodbye_cb, goodbye);
}

static void
bytes_sent_cb (HearthDaemon *self)
{
  hearth_service_set_bytes_sent (self->service, hearth_ai_setup_get_bytes_sent_today (self->ai));
}

static HearthPrivacy
read_privacy (GSettings *settings)
{
  g_autofree char *value = g_settings_get_string (settings, "notification-privacy");

  if (g_strcmp0 (value, "full") == 0)
    return HEARTH_PRIVACY_FULL;
  if (g_strcmp0 (value, "none") == 0)
    return HEARTH_PRIVACY_NONE;
  return HEARTH_PRIVACY_SENDER;
}

static void
apply_settings (HearthDaemon *self)
{
  HearthInterruptPolicy policy;
  HearthReminderRules rules = { 0 };
  HearthDayPlan plan = HEARTH_DAY_PLAN_INIT;

  hearth_settings_read_policy (self->settings, &policy);
  hearth_attention_set_policy (self->attention, &policy);
  hearth_mail_notices_set_privacy (self->mail_notices, read_privacy (self->settings));
  hearth_trouble_notices_set_privacy (self->trouble_notices, read_privacy (self->settings));
  hearth_calendar_notices_set_privacy (self->calendar_notices, read_privacy (self->settings));
  hearth_digest_notices_set (self->digest_notices, self->settings, &policy,
                             read_privacy (self->settings));
  hearth_engine_set_default_calendar (self->engine,
                                      g_settings_get_int64 (self->settings, "default-calendar"));
  plan.begins = g_settings_get_uint (self->settings, "working-hours-start");
  plan.ends = g_settings_get_uint (self->settings, "working-hours-end");
  plan.weekdays = g_settings_get_flags (self->settings, "working-days");
  plan.travel = g_settings_get_uint (self->settings, "travel-buffer");
  hearth_engine_set_day_plan (self->engine, &plan);
  rules.default_minutes = g_settings_get_uint (self->settings, "reminder-minutes");
  rules.travel_minutes = plan.travel;
  rules.briefings = g_settings_get_boolean (self->settings, "meeting-briefing");
  hearth_engine_set_reminder_rules (self->engine, &rules);
}

static void
prepare_for_sleep_cb (GDBusConnection *bus, const char *sender, const char *path,
                      const char *interface, const char *signal, GVariant *parameters,
                      gpointer user_data)
{
  HearthDaemon *self = user_data;
  gboolean begins = TRUE;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    g_variant_get (parameters, "(b)", &begins);
  if (self->speech != NULL)
    hearth_service_speech_set_away (self->speech, begins || self->locked);
  if (!begins)
    hearth_engine_wake (self->engine);
  if (!begins && self->digest_notices != NULL)
    hearth_digest_notices_look (self->digest_notices);
}

/* A trip, or an owner who set the zone: the file, or what its name points to, is another. */
static void
zone_changed_cb (HearthDaemon *self)
{
  hearth_engine_change_zone (self->engine);
  hearth_digest_notices_look (self->digest_notices);
}

static void
watch_zone (HearthDaemon *self)
{
  g_autoptr (GFile) file = g_file_new_for_path (LOCALTIME);
  g_autoptr (GError) error = NULL;

  self->zone_monitor =
      g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, self->cancellable, &error);
  if (self->zone_monitor == NULL)
    g_debug ("The time zone cannot be watched: %s", error->message);
  else
    g_signal_connect_object (self->zone_monitor, "changed", G_CALLBACK (zone_changed_cb), self,
                             G_CONNECT_SWAPPED);
}

static void
system_bus_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthDaemon *self;
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_bus_get_finish (result, &error);

  if (bus == NULL) {
    /* Without a system bus nobody tells of sleep; reminders are on time all the same. */
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_debug ("No system bus: %s", error->message);
    return;
  }
  self = user_data;
  self->system_bus = bus;
  self->sleep_subscription = g_dbus_connection_signal_subscribe (
      bus, "org.freedesktop.login1", "org.freedesktop.login1.Manager", "PrepareForSleep",
      "/org/freedesktop/login1", NULL, G_DBUS_SIGNAL_FLAGS_NONE, prepare_for_sleep_cb, self, NULL);
}

static void
hearth_daemon_dispose (GObject *object)
{
  hearth_daemon_stop (HEARTH_DAEMON (object));
  G_OBJECT_CLASS (hearth_daemon_parent_class)->dispose (object);
}

static void
hearth_daemon_finalize (GObject *object)
{
  HearthDaemon *self = HEARTH_DAEMON (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->bus);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (hearth_daemon_parent_class)->finalize (object);
}

static void
hearth_daemon_class_init (HearthDaemonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_daemon_dispose;
  object_class->finalize = hearth_daemon_finalize;
  signal_quit = g_signal_new ("quit", HEARTH_TYPE_DAEMON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
  signal_restart = g_signal_new ("restart", HEARTH_TYPE_DAEMON, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
hearth_daemon_init (HearthDaemon *self)
{
  self->cancellable = g_cancellable_new ();
}

static HearthServiceLetters *
make_letters (HearthDaemon *self)
{
  g_autoptr (HearthLetterHelp) help =
      hearth_letter_help_new (self->engine, self->ai, hearth_companion_get_usage (self->companion));

  return hearth_service_letters_new (self->engine, help);
}

static void
make_parts (HearthDaemon *self)
{
  HearthNotifierMemory memory = { load_meta, save_meta, list_meta, self->engine };

  self->attention = hearth_attention_new (self->engine);
  hearth_attention_set_thorough (self->attention, TRUE);
  self->habits = hearth_habit_watch_new (self->engine);
  self->companion = hearth_companion_new (self->engine);
  self->ai = hearth_ai_setup_new (self->engine, self->companion, self->settings, self->demo);
  self->notifier =
      hearth_notifier_new (self->bus, self->demo ? HEARTH_DEMO_APP_ID : HEARTH_APP_ID, memory);
  self->mail_notices = hearth_mail_notices_new (self->engine, self->notifier);
  self->reminder_notices = hearth_reminder_notices_new (self->engine, self->notifier);
  self->trouble_notices = hearth_trouble_notices_new (self->engine, self->notifier);
  self->calendar_notices = hearth_calendar_notices_new (self->engine, self->notifier);
  self->digest_notices = hearth_digest_notices_new (self->engine, self->notifier);
  self->lock = hearth_screen_lock_new (self->bus);
  self->quiet = hearth_desktop_quiet_new (self->bus);
  self->thrift = hearth_thrift_monitor_new (self->engine, self->settings);
  self->service = hearth_service_new (self->engine, self->companion);
  self->speech = hearth_service_speech_new (self->engine, self->companion, self->settings);
  self->letters = make_letters (self);
  self->search_provider = hearth_search_provider_new (self->engine, self->settings, self->demo);
  self->launcher_count =
      hearth_launcher_count_new (self->engine, self->settings, self->bus, self->demo);
  self->background_status = hearth_background_status_new (self->engine, self->bus);
  self->send_inhibitor =
      hearth_send_inhibitor_new (hearth_engine_get_outbox (self->engine), self->bus);
  hearth_service_set_settings (self->service, self->settings);
  hearth_service_set_ai (self->service, self->ai);
}

static void
connect_parts (HearthDaemon *self)
{
  const struct {
    gpointer object;
    const char *signal;
    GCallback callback;
  } links[] = {
    { self->attention, "matters", G_CALLBACK (matters_cb) },
    { hearth_engine_get_reminders (self->engine), "due", G_CALLBACK (due_cb) },
    { self->mail_notices, "open", G_CALLBACK (open_mail_cb) },
    { self->reminder_notices, "open", G_CALLBACK (open_event_cb) },
    { self->reminder_notices, "open-mail", G_CALLBACK (open_mail_cb) },
    { self->trouble_notices, "open", G_CALLBACK (open_trouble_cb) },
    { self->digest_notices, "open", G_CALLBACK (open_digest_cb) },
    { self->lock, "changed", G_CALLBACK (lock_changed_cb) },
    { self->quiet, "changed", G_CALLBACK (quiet_changed_cb) },
    { self->notifier, "inhibited", G_CALLBACK (quiet_changed_cb) },
    { self->engine, "warning", G_CALLBACK (warning_cb) },
    { self->engine, "progress", G_CALLBACK (progress_cb) },
    { self->service, "quit", G_CALLBACK (quit_requested_cb) },
    { self->service, "restart", G_CALLBACK (restart_requested_cb) },
    { self->service, "goodbye", G_CALLBACK (goodbye_cb) },
    { self->ai, "bytes-sent", G_CALLBACK (bytes_sent_cb) },
    { self->settings, "changed", G_CALLBACK (apply_settings) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    g_signal_connect_object (links[i].object, links[i].signal, links[i].callback, self,
                             G_CONNECT_SWAPPED);
}

/**
 * hearth_daemon_new:
 * @bus: the session bus
 * @data_dir: the folder of the store
 * @demo: whether this is the demo's companion
 * @error: a #HearthEngineError (%HEARTH_ENGINE_ERROR_LOCKED if one runs already),
 * #HearthStoreError, or why it cannot be reached on the bus
 *
 * Makes a companion that answers on the bus and does nothing by itself yet.
 *
 * Returns: (transfer full) (nullable): a daemon
 */
HearthDaemon *
hearth_daemon_new (GDBusConnection *bus, const char *data_dir, gboolean demo, GError **error)
{
  g_autoptr (HearthDaemon) self = g_object_new (HEARTH_TYPE_DAEMON, NULL);

  self->bus = g_object_ref (bus);
  self->demo = demo;
  self->settings = hearth_settings_new (demo ? data_dir : NULL, error);
  if (self->settings == NULL)
    return NULL;
  self->engine = hearth_engine_new (data_dir, error);
  if (self->engine == NULL || (demo && !hearth_demo_account_attach (self->engine, error)))
    return NULL;
  hearth_backups_take_settings (data_dir, self->settings);
  make_parts (self);
  connect_parts (self);
  if (!hearth_service_export (self->service, bus, error) ||
      !hearth_service_letters_export (self->letters, bus, error) ||
      !hearth_service_speech_export (self->speech, bus, error) ||
      !hearth_search_provider_export (self->search_provider, bus, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hearth_daemon_start:
 * @self: a daemon
 *
 * Shows again what was open, brings the sources into step and lets reminders fall due.
 */
void
hearth_daemon_start (HearthDaemon *self)
{
  hearth_service_persona_bind (self->companion, self->engine, self->settings, self->demo);
  apply_settings (self);
  quiet_changed_cb (self);
  bytes_sent_cb (self);
  hearth_mail_notices_restore (self->mail_notices);
  hearth_trouble_notices_restore (self->trouble_notices);
  hearth_attention_restore (self->attention);
  hearth_attention_start (self->attention);
  hearth_engine_start (self->engine);
  hearth_reminder_notices_tidy (self->reminder_notices);
  hearth_digest_notices_start (self->digest_notices);
  watch_zone (self);
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, system_bus_cb, self);
}

/**
 * hearth_daemon_stop:
 * @self: a daemon
 *
 * Ends cleanly: what is being written is finished, the rest stays for the next start.
 */
void
hearth_daemon_stop (HearthDaemon *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->trim_timer, g_source_remove);
  if (self->sleep_subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->system_bus, self->sleep_subscription);
  self->sleep_subscription = 0;
  g_clear_object (&self->system_bus);
  g_clear_object (&self->speech);
  g_clear_object (&self->letters);
  g_clear_object (&self->service);
  g_clear_object (&self->search_provider);
  g_clear_object (&self->launcher_count);
  g_clear_object (&self->background_status);
  g_clear_object (&self->send_inhibitor);
  g_clear_object (&self->thrift);
  /* What came in a moment ago is still judged, and noted; it is shown at the next start: the
   * desktop may be ending too, and nothing waits for its answer. */
  g_clear_pointer (&self->habits, hearth_habit_watch_free);
  if (self->engine != NULL)
    hearth_engine_pause (self->engine);
  if (self->notifier != NULL)
    hearth_notifier_close (self->notifier);
  if (self->attention != NULL)
    hearth_attention_finish_within (self->attention, JUDGE_MS);
  g_clear_object (&self->attention);
  g_clear_object (&self->zone_monitor);
  g_clear_object (&self->quiet);
  g_clear_object (&self->lock);
  g_clear_object (&self->calendar_notices);
  g_clear_object (&self->digest_notices);
  g_clear_object (&self->trouble_notices);
  g_clear_object (&self->reminder_notices);
  g_clear_object (&self->mail_notices);
  g_clear_object (&self->notifier);
  g_clear_object (&self->ai);
  g_clear_object (&self->companion);
  if (self->engine != NULL)
    hearth_engine_stop (self->engine);
  g_clear_object (&self->engine);
}
