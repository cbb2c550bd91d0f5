/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service.h"

#include "hearth-actions.h"
#include "hearth-clock.h"
#include "hearth-daemon-dbus.h"
#include "hearth-meeting-briefing.h"
#include "hearth-paths.h"
#include "hearth-secret-pipe.h"
#include "hearth-service-accounts.h"
#include "hearth-service-ai.h"
#include "hearth-service-desktop.h"
#include "hearth-service-events.h"
#include "hearth-service-backups.h"
#include "hearth-service-calendars.h"
#include "hearth-service-conversations.h"
#include "hearth-later.h"
#include "hearth-service-later.h"
#include "hearth-service-findings.h"
#include "hearth-service-goodbye.h"
#include "hearth-service-mail.h"
#include "hearth-service-files.h"
#include "hearth-service-memories.h"
#include "hearth-service-minds.h"
#include "hearth-service-summary.h"
#include "hearth-service-usage.h"
#include "hearth-service-people.h"
#include "hearth-service-cards.h"
#include "hearth-service-persona.h"
#include "hearth-service-notifications.h"
#include "hearth-service-review.h"
#include "hearth-snooze.h"

#include <glib/gi18n.h>

/**
 * HearthService:
 *
 * The daemon's face on the session bus: data/io.github.hearthdesktop.Hearth.Daemon1.xml.
 *
 * Signal: `quit ()`.
 */
struct _HearthService {
  GObject parent_instance;

  HearthEngine *engine;          /* (owned) */
  HearthCompanion *companion;    /* (owned) */
  HearthDaemonDaemon1 *skeleton; /* (owned) */
  GHashTable *changed;           /* (owned) names of tables that are still to be told */
  gboolean progressed;           /* what goes on is still to be told */
  guint tell_timer;              /* runs for a moment after something was told */
};

/* An import changes the store hundreds of times a second, and each reader looks anew at each
 * signal: they are told at once of the first change and then so often. */
#define TELL_MS 250

enum {
  SIGNAL_QUIT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HearthService, hearth_service, G_TYPE_OBJECT)

/* Errors cross the bus as sentences. A caller may want to tell what is not there from what failed.
 */
static gboolean
return_error (GDBusMethodInvocation *invocation, const GError *error)
{
  gboolean absent = g_error_matches (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND) ||
                    g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND) ||
                    g_error_matches (error, HEARTH_REMINDER_ERROR, HEARTH_REMINDER_ERROR_NOT_FOUND);

  g_dbus_method_invocation_return_dbus_error (
      invocation, absent ? HEARTH_APP_ID ".Error.NotFound" : HEARTH_APP_ID ".Error.Failed",
      error != NULL ? error->message : _("Something went wrong."));
  return TRUE;
}

static gint64
count_messages (HearthEngine *engine, gboolean unread)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;

  if (unread) {
    filter.without_flags = HEARTH_MESSAGE_SEEN;
    filter.incoming = TRUE;
  }
  return hearth_store_messages_count (hearth_engine_get_reader (engine), &filter, NULL);
}

static gboolean
status_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, HearthService *self)
{
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  g_autoptr (GPtrArray) sources = hearth_store_sources_list (db, NULL);
  g_autoptr (GPtrArray) reminders = hearth_store_reminders_list (db, TRUE, NULL);
  GVariantDict status;

  g_variant_dict_init (&status, NULL);
  g_variant_dict_insert (&status, "messages", "x", count_messages (self->engine, FALSE));
  g_variant_dict_insert (&status, "unread", "x", count_messages (self->engine, TRUE));
  g_variant_dict_insert (&status, "events", "x", hearth_store_events_count (db, NULL));
  g_variant_dict_insert (&status, "sources", "x", (gint64) (sources != NULL ? sources->len : 0));
  g_variant_dict_insert (&status, "reminders", "x",
                         (gint64) (reminders != NULL ? reminders->len : 0));
  g_variant_dict_insert (&status, "syncing", "b",
                         hearth_engine_is_syncing (self->engine, NULL, NULL));
  g_variant_dict_insert (&status, "activity", "s", hearth_daemon_daemon1_get_activity (skeleton));
  g_variant_dict_insert (&status, "bytes-sent", "t",
                         hearth_daemon_daemon1_get_bytes_sent (skeleton));
  g_variant_dict_insert (&status, "version", "s", HEARTH_VERSION);
  hearth_daemon_daemon1_complete_status (skeleton, invocation, g_variant_dict_end (&status));
  return TRUE;
}

static gboolean
add_source_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
               const char *kind_name, const char *path, const char *name, gboolean sync,
               HearthService *self)
{
  g_autoptr (GError) error = NULL;
  HearthSourceKind kind;
  gint64 id;

  if (!hearth_source_kind_from_string (kind_name, &kind) || !hearth_source_kind_is_file (kind)) {
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                                           _("“%s” is not a kind of source."), kind_name);
    return TRUE;
  }
  id = hearth_engine_add_source (self->engine, kind, path, name, &error);
  if (id == 0)
    return return_error (invocation, error);
  if (sync)
    hearth_engine_sync_async (self->engine, NULL, NULL, NULL);
  hearth_daemon_daemon1_complete_add_source (skeleton, invocation, id);
  return TRUE;
}

static gboolean
remove_source_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 id,
                  HearthService *self)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_engine_remove_source (self->engine, id, &error))
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_remove_source (skeleton, invocation);
  return TRUE;
}

static void
synced_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) warnings = hearth_engine_sync_finish (HEARTH_ENGINE (object), result, &error);

  if (warnings == NULL)
    return_error (invocation, error);
  else
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(^as)", warnings));
}

static gboolean
sync_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, HearthService *self)
{
  hearth_engine_allow_logins (self->engine, 0);
  hearth_engine_sync_async (self->engine, NULL, synced_cb, invocation);
  return TRUE;
}

static gboolean
ensure_window_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 start,
                  gint64 end, HearthService *self)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_engine_ensure_window (self->engine, (HearthSpan){ start, end }, &error))
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_ensure_window (skeleton, invocation);
  return TRUE;
}

static gboolean
set_read_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GVariant *ids,
             gboolean read, HearthService *self)
{
  g_autoptr (GError) error = NULL;
  gsize n;
  const gint64 *list = g_variant_get_fixed_array (ids, &n, sizeof (gint64));

  if (!hearth_engine_set_read (self->engine, list, n, read, &error))
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_set_read (skeleton, invocation);
  return TRUE;
}

static gboolean
act_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, const char *kind,
        GVariant *ids, const char *target, HearthService *self)
{
  g_autoptr (GError) error = NULL;
  gsize n;
  const gint64 *list = g_variant_get_fixed_array (ids, &n, sizeof (gint64));
  gint64 action;

  if (!hearth_engine_act (self->engine, kind, list, n, target, &action, &error))
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_act (skeleton, invocation, action);
  return TRUE;
}

static gboolean
undo_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 action,
         HearthService *self)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_engine_undo (self->engine, action, NULL, &error))
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_undo (skeleton, invocation);
  return TRUE;
}

static void
attachment_saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  g_autoptr (GError) error = NULL;
  g_autofree char *path =
      hearth_engine_save_attachment_finish (HEARTH_ENGINE (object), result, &error);

  if (path == NULL)
    return_error (invocation, error);
  else
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(s)", path));
}

static gboolean
save_attachment_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation,
                    gint64 message, const char *part, HearthService *self)
{
  hearth_engine_save_attachment_async (self->engine, message, part, attachment_saved_cb,
                                       invocation);
  return TRUE;
}

static gboolean
remind_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, const char *text,
           HearthService *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *what = NULL;
  g_autoptr (HearthReminder) reminder = NULL;
  gint64 due;

  if (!hearth_companion_read_reminder (self->companion, text, &what, &due, &error))
    return return_error (invocation, error);
  reminder = hearth_engine_add_reminder (self->engine, what, due, &error);
  if (reminder == NULL)
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_remind (skeleton, invocation, reminder->id, due, what);
  return TRUE;
}

static gboolean
snooze_reminder_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 id,
                    gint64 until, HearthService *self)
{
  HearthReminderQueue *queue = hearth_engine_get_reminders (self->engine);
  g_autoptr (HearthReminder) reminder = hearth_reminder_queue_dup (queue, id);
  g_autoptr (GError) error = NULL;

  if (until == 0 && reminder != NULL)
    until = hearth_snooze_until (HEARTH_SNOOZE_START, reminder, hearth_clock_now ());
  if (!hearth_engine_snooze_reminder (self->engine, id, until, &error))
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_snooze_reminder (skeleton, invocation);
  return TRUE;
}

static gboolean
briefing_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 event,
             gint64 start, HearthService *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthMeetingBriefing) briefing =
      hearth_meeting_briefing_new (hearth_engine_get_reader (self->engine), event, start, &error);

  if (briefing == NULL)
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_briefing (skeleton, invocation,
                                           hearth_meeting_briefing_to_variant (briefing));
  return TRUE;
}

static gboolean
finish_reminder_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, gint64 id,
                    HearthService *self)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_reminder_queue_done (hearth_engine_get_reminders (self->engine), id, &error))
    return return_error (invocation, error);
  hearth_daemon_daemon1_complete_finish_reminder (skeleton, invocation);
  return TRUE;
}

static gboolean
quit_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, HearthService *self)
{
  hearth_daemon_daemon1_complete_quit (skeleton, invocation);
  g_signal_emit (self, signals[SIGNAL_QUIT], 0);
  return TRUE;
}

static void
tell_progress (HearthService *self)
{
  guint64 done, total;
  gboolean syncing = hearth_engine_is_syncing (self->engine, &done, &total);
  /* Only what takes a while is worth a line. */
  gboolean shown = syncing && total >= 200;

  hearth_daemon_daemon1_set_progress (self->skeleton,
                                      g_variant_new ("(tt)", shown ? done : (guint64) 0,
                                                     shown ? total : (guint64) 0));
  hearth_daemon_daemon1_set_activity (
      self->skeleton, shown ? _("Reading mail")
                            : hearth_thrift_get_sentence (hearth_engine_get_thrift (self->engine)));
}

/* Tells all that waits. Returns whether there was anything. */
static gboolean
tell (HearthService *self)
{
  GHashTableIter iter;
  gpointer table;
  gboolean any = self->progressed || g_hash_table_size (self->changed) > 0;

  if (self->progressed)
    tell_progress (self);
  self->progressed = FALSE;
  g_hash_table_iter_init (&iter, self->changed);
  while (g_hash_table_iter_next (&iter, &table, NULL)) {
    hearth_daemon_daemon1_emit_changed (self->skeleton, table);
    g_hash_table_iter_remove (&iter);
  }
  return any;
}

static gboolean
tell_cb (gpointer user_data)
{
  HearthService *self = user_data;

  if (tell (self))
    return G_SOURCE_CONTINUE;
  self->tell_timer = 0;
  return G_SOURCE_REMOVE;
}

static void
engine_changed_cb (HearthService *self, const char *table)
{
  g_hash_table_add (self->changed, g_strdup (table));
  if (self->tell_timer == 0) {
    tell (self);
    self->tell_timer = g_timeout_add (TELL_MS, tell_cb, self);
  }
}

static void
engine_progress_cb (HearthService *self)
{
  self->progressed = TRUE;
  if (self->tell_timer == 0) {
    tell (self);
    self->tell_timer = g_timeout_add (TELL_MS, tell_cb, self);
  }
}

static void
hearth_service_dispose (GObject *object)
{
  HearthService *self = HEARTH_SERVICE (object);

  g_clear_handle_id (&self->tell_timer, g_source_remove);
  if (self->skeleton != NULL && self->engine != NULL)
    tell (self);
  if (self->companion != NULL)
    hearth_companion_set_service_func (self->companion, NULL, NULL);
  /* What ends with the skeleton may still say that something changed: nobody is told any more. */
  if (self->engine != NULL)
    g_signal_handlers_disconnect_by_data (self->engine, self);
  g_clear_pointer (&self->changed, g_hash_table_unref);
  if (self->skeleton != NULL)
    hearth_service_backups_stop (self->skeleton);
  if (self->skeleton != NULL)
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));
  g_clear_object (&self->skeleton);
  g_clear_object (&self->companion);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (hearth_service_parent_class)->dispose (object);
}

static void
hearth_service_class_init (HearthServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_service_dispose;
  signals[SIGNAL_QUIT] = g_signal_new ("quit", HEARTH_TYPE_SERVICE, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("restart", HEARTH_TYPE_SERVICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                0);
  g_signal_new ("goodbye", HEARTH_TYPE_SERVICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                1, G_TYPE_DBUS_METHOD_INVOCATION);
}

static void
hearth_service_init (HearthService *self)
{
  static const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-status", G_CALLBACK (status_cb) },
    { "handle-add-source", G_CALLBACK (add_source_cb) },
    { "handle-remove-source", G_CALLBACK (remove_source_cb) },
    { "handle-sync", G_CALLBACK (sync_cb) },
    { "handle-ensure-window", G_CALLBACK (ensure_window_cb) },
    { "handle-set-read", G_CALLBACK (set_read_cb) },
    { "handle-act", G_CALLBACK (act_cb) },
    { "handle-undo", G_CALLBACK (undo_cb) },
    { "handle-save-attachment", G_CALLBACK (save_attachment_cb) },
    { "handle-remind", G_CALLBACK (remind_cb) },
    { "handle-snooze-reminder", G_CALLBACK (snooze_reminder_cb) },
    { "handle-briefing", G_CALLBACK (briefing_cb) },
    { "handle-finish-reminder", G_CALLBACK (finish_reminder_cb) },
    { "handle-quit", G_CALLBACK (quit_cb) },
  };

  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->skeleton = hearth_daemon_daemon1_skeleton_new ();
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect (self->skeleton, handlers[i].signal, handlers[i].callback, self);
}

/**
 * hearth_service_new:
 * @engine: the engine
 * @companion: the companion
 *
 * Returns: (transfer full): a service that is not on a bus yet
 */
HearthService *
hearth_service_new (HearthEngine *engine, HearthCompanion *companion)
{
  HearthService *self = g_object_new (HEARTH_TYPE_SERVICE, NULL);

  self->engine = g_object_ref (engine);
  self->companion = g_object_ref (companion);
  hearth_service_mail_connect (self->skeleton, engine);
  hearth_service_conversations_connect (self->skeleton, companion);
  hearth_service_usage_connect (self->skeleton, hearth_companion_get_usage (companion));
  hearth_service_people_connect (self->skeleton, engine);
  hearth_service_persona_connect (self->skeleton, companion);
  hearth_service_findings_connect (self->skeleton, engine);
  hearth_service_events_connect (self->skeleton, engine);
  hearth_service_cards_connect (self->skeleton, engine);
  hearth_service_later_connect (self->skeleton, engine);
  hearth_service_files_connect (self->skeleton, engine);
  hearth_service_memories_connect (self->skeleton, engine);
  hearth_service_accounts_attach (self->skeleton, engine);
  hearth_service_desktop_attach (self->skeleton, engine);
  hearth_service_calendars_attach (self->skeleton, engine);
  hearth_service_review_attach (self->skeleton, engine);
  hearth_daemon_daemon1_set_data_dir (self->skeleton, hearth_engine_get_data_dir (engine));
  hearth_daemon_daemon1_set_activity (self->skeleton, "");
  hearth_daemon_daemon1_set_progress (self->skeleton,
                                      g_variant_new ("(tt)", (guint64) 0, (guint64) 0));
  g_signal_connect_object (engine, "changed", G_CALLBACK (engine_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "progress", G_CALLBACK (engine_progress_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * hearth_service_set_settings:
 * @self: a service that is not on a bus yet
 * @settings: Hearth's settings, for what is asked about notifications
 */
void
hearth_service_set_settings (HearthService *self, GSettings *settings)
{
  hearth_service_notifications_attach (self->skeleton, self->engine, settings);
  hearth_service_usage_follow (self->skeleton, hearth_companion_get_usage (self->companion),
                               settings);
  hearth_service_goodbye_attach (self->skeleton, self->engine, settings, G_OBJECT (self));
  hearth_service_backups_attach (self->skeleton, self->engine, settings, G_OBJECT (self));
}

static HearthAiService *
find_service_cb (const char *name, gpointer setup)
{
  return hearth_ai_setup_find_service (setup, name);
}

/**
 * hearth_service_set_ai:
 * @self: a service that is not on a bus yet
 * @setup: the services that answer
 */
void
hearth_service_set_ai (HearthService *self, HearthAiSetup *setup)
{
  hearth_service_ai_connect (self->skeleton, setup);
  hearth_service_minds_connect (self->skeleton, setup);
  hearth_service_summary_connect (self->skeleton, self->engine, setup,
                                  hearth_companion_get_usage (self->companion));
  hearth_companion_set_service_func (self->companion, find_service_cb, setup);
}

/**
 * hearth_service_export:
 * @self: a service
 * @bus: the session bus
 * @error: why it cannot be reached there
 *
 * Returns: whether the service answers on @bus
 */
gboolean
hearth_service_export (HearthService *self, GDBusConnection *bus, GError **error)
{
  return g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton), bus,
                                           HEARTH_DAEMON_PATH, error);
}

/**
 * hearth_service_set_bytes_sent:
 * @self: a service
 * @bytes: how much left this computer for a service today
 */
void
hearth_service_set_bytes_sent (HearthService *self, guint64 bytes)
{
  hearth_daemon_daemon1_set_bytes_sent (self->skeleton, bytes);
}
