/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-speech.h"

#include "hearth-daemon-dbus.h"
#include "hearth-hands-free.h"
#include "hearth-media-pause.h"
#include "hearth-paths.h"
#include "hearth-reader.h"
#include "hearth-service-error.h"
#include "hearth-service-speech-setup.h"
#include "hearth-speech-listener.h"
#include "hearth-typed-answer.h"
#include "hearth-voice-receipts.h"

#include <glib/gi18n.h>

/**
 * HearthServiceSpeech:
 *
 * The face of talking by ear on the session bus: data/io.github.hearthdesktop.Hearth.Speech1.xml.
 */
struct _HearthServiceSpeech {
  GObject parent_instance;

  HearthEngine *engine;          /* (owned) */
  HearthCompanion *companion;    /* (owned) */
  GSettings *settings;           /* (owned) */
  HearthVoiceClient *client;     /* (owned) (nullable) where this build neither hears nor speaks */
  HearthVoiceSetup *setup;       /* (owned) */
  HearthExchange *exchange;      /* (owned) (nullable) likewise */
  HearthDaemonSpeech1 *skeleton; /* (owned) */
  GDBusConnection *bus;          /* (owned) (nullable) once it is exported */
  HearthMediaPause *pause;       /* (owned) (nullable) likewise */
  HearthTypedAnswer *typed;      /* (owned) (nullable) where this build does not speak */
  HearthHandsFree *hands_free;   /* (owned) (nullable) where this build does not hear */
  HearthBusNames *watchers;      /* (owned) who wants levels */
  HearthBusNames *attendants;    /* (owned) who shows an open microphone */
  guint woken;                   /* the exchange that the phrase began last, or 0 */
};

G_DEFINE_FINAL_TYPE (HearthServiceSpeech, hearth_service_speech, G_TYPE_OBJECT)

static gboolean
is_available (HearthServiceSpeech *self, GDBusMethodInvocation *invocation)
{
  if (self->exchange != NULL)
    return TRUE;
  g_dbus_method_invocation_return_error_literal (
      invocation, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MISSING,
      _("The part of Hearth that listens and speaks is not installed."));
  return FALSE;
}

static gboolean
read_wish (HearthServiceSpeech *self, GVariant *options, HearthExchangeWish *wish)
{
  const char *purpose = "ask";

  g_variant_lookup (options, "purpose", "&s", &purpose);
  g_variant_lookup (options, "conversation", "&s", &wish->conversation);
  g_variant_lookup (options, "converse", "b", &wish->converse);
  g_variant_lookup (options, "language", "&s", &wish->language);
  if (g_str_equal (purpose, "dictate"))
    wish->purpose = HEARTH_EXCHANGE_DICTATE;
  else if (g_str_equal (purpose, "words"))
    wish->purpose = HEARTH_EXCHANGE_WORDS;
  else
    return g_str_equal (purpose, "ask");
  return TRUE;
}

static gboolean
listen_cb (HearthDaemonSpeech1 *skeleton, GDBusMethodInvocation *invocation, GVariant *options,
           HearthServiceSpeech *self)
{
  HearthExchangeWish wish = { 0 };
  HearthSpeechListener *listener;

  if (!is_available (self, invocation))
    return TRUE;
  wish.converse = g_settings_get_boolean (self->settings, "voice-converse");
  if (!read_wish (self, options, &wish)) {
    g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR,
                                                   G_DBUS_ERROR_INVALID_ARGS, "No such purpose");
    return TRUE;
  }
  listener = hearth_speech_listener_new_one (g_dbus_method_invocation_get_connection (invocation),
                                             g_dbus_method_invocation_get_sender (invocation),
                                             self->exchange);
  hearth_daemon_speech1_complete_listen (
      skeleton, invocation,
      hearth_exchange_listen (self->exchange, &wish, &HEARTH_SPEECH_LISTENER_FUNCS, listener,
                              hearth_speech_listener_unref));
  return TRUE;
}

static gboolean
stop_listening_cb (HearthDaemonSpeech1 *skeleton, GDBusMethodInvocation *invocation,
                   gboolean finish, HearthServiceSpeech *self)
{
  if (self->exchange != NULL)
    hearth_exchange_stop_listening (self->exchange, finish);
  hearth_daemon_speech1_complete_stop_listening (skeleton, invocation);
  return TRUE;
}

static gboolean
hush_cb (HearthDaemonSpeech1 *skeleton, GDBusMethodInvocation *invocation,
         HearthServiceSpeech *self)
{
  if (self->exchange != NULL)
    hearth_exchange_hush (self->exchange);
  hearth_daemon_speech1_complete_hush (skeleton, invocation);
  return TRUE;
}

/* Something that is said for whoever waits for its end. */
typedef struct {
  GDBusMethodInvocation *invocation; /* (owned) (nullable) once it was answered */
  GDBusConnection *bus; /* (owned) (nullable) with @name, where it was answered at once */
  char *name;           /* (owned) (nullable) who is told of a failure */
  HearthReader *reader; /* (owned) */
} Saying;

static void
end_saying (Saying *saying, gboolean complete, const GError *error)
{
  GDBusMethodInvocation *invocation = g_steal_pointer (&saying->invocation);

  g_signal_handlers_disconnect_by_data (saying->reader, saying);
  if (invocation != NULL && error != NULL)
    g_dbus_method_invocation_return_gerror (invocation, error);
  else if (invocation != NULL)
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(b)", complete));
  g_object_unref (saying->reader);
  g_clear_object (&saying->bus);
  g_free (saying->name);
  g_free (saying);
}

static void
said_cb (Saying *saying)
{
  end_saying (saying, TRUE, NULL);
}

static void
saying_cut_cb (Saying *saying)
{
  end_saying (saying, FALSE, NULL);
}

static void
saying_failed_cb (Saying *saying, const GError *error)
{
  if (saying->name != NULL) {
    g_autofree char *name = g_dbus_error_encode_gerror (error);

    g_dbus_connection_emit_signal (saying->bus, saying->name, HEARTH_DAEMON_PATH,
                                   HEARTH_SPEECH_INTERFACE, "Failed",
                                   g_variant_new ("(uss)", 0, name, error->message), NULL);
  }
  end_saying (saying, FALSE, error);
}

static Saying *
saying_new (HearthServiceSpeech *self, GVariant *options)
{
  Saying *saying = g_new0 (Saying, 1);
  const char *language = NULL;

  if (options != NULL)
    g_variant_lookup (options, "language", "&s", &language);
  saying->reader =
      hearth_reader_new (hearth_exchange_get_mouth (self->exchange), language, options);
  g_signal_connect_swapped (saying->reader, "done", G_CALLBACK (said_cb), saying);
  g_signal_connect_swapped (saying->reader, "cut", G_CALLBACK (saying_cut_cb), saying);
  g_signal_connect_swapped (saying->reader, "failed", G_CALLBACK (saying_failed_cb), saying);
  return saying;
}

/* Frees @saying once it is over. */
static void
say (Saying *saying, const char *text)
{
  g_autoptr (HearthReader) reader = g_object_ref (saying->reader);

  hearth_reader_push (reader, text);
  hearth_reader_end (reader);
}

static gboolean
say_cb (HearthDaemonSpeech1 *skeleton, GDBusMethodInvocation *invocation, const char *text,
        GVariant *options, HearthServiceSpeech *self)
{
  Saying *saying;

  if (!is_available (self, invocation))
    return TRUE;
  saying = saying_new (self, options);
  saying->invocation = invocation;
  say (saying, text);
  return TRUE;
}

static gboolean
say_answer_cb (HearthDaemonSpeech1 *skeleton, GDBusMethodInvocation *invocation, gint64 turn,
               HearthServiceSpeech *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  Saying *saying;

  if (!is_available (self, invocation))
    return TRUE;
  text = hearth_companion_dup_answer (self->companion, turn, &error);
  if (text == NULL) {
    hearth_service_return_error (invocation, error);
    return TRUE;
  }
  hearth_exchange_hush (self->exchange);
  saying = saying_new (self, NULL);
  saying->bus = g_object_ref (g_dbus_method_invocation_get_connection (invocation));
  saying->name = g_strdup (g_dbus_method_invocation_get_sender (invocation));
  say (saying, text);
  hearth_daemon_speech1_complete_say_answer (skeleton, invocation);
  return TRUE;
}

static void
watchers_changed_cb (gpointer user_data)
{
  HearthServiceSpeech *self = user_data;

  hearth_exchange_watch (self->exchange, !hearth_bus_names_is_empty (self->watchers));
}

static gboolean
watch_cb (HearthDaemonSpeech1 *skeleton, GDBusMethodInvocation *invocation, gboolean levels,
          HearthServiceSpeech *self)
{
  if (!is_available (self, invocation))
    return TRUE;
  hearth_bus_names_set (self->watchers, self->bus, g_dbus_method_invocation_get_sender (invocation),
                        levels);
  hearth_daemon_speech1_complete_watch (skeleton, invocation);
  return TRUE;
}

/* Nobody is there any more who shows an open microphone: what the phrase began ends, too. */
static void
attendants_changed_cb (gpointer user_data)
{
  HearthServiceSpeech *self = user_data;
  gboolean attended = !hearth_bus_names_is_empty (self->attendants);

  if (!attended && self->woken != 0 && hearth_exchange_get_number (self->exchange) == self->woken)
    hearth_exchange_hush (self->exchange);
  hearth_hands_free_set_attended (self->hands_free, attended);
}

static gboolean
attend_cb (HearthDaemonSpeech1 *skeleton, GDBusMethodInvocation *invocation, gboolean attends,
           HearthServiceSpeech *self)
{
  if (!is_available (self, invocation))
    return TRUE;
  hearth_bus_names_set (self->attendants, self->bus,
                        g_dbus_method_invocation_get_sender (invocation), attends);
  hearth_daemon_speech1_complete_attend (skeleton, invocation);
  return TRUE;
}

static void
chosen_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data; /* consumed by returning */
  GError *error = NULL;

  if (hearth_hands_free_choose_finish (HEARTH_HANDS_FREE (object), result, &error))
    g_dbus_method_invocation_return_value (invocation, NULL);
  else
    g_dbus_method_invocation_take_error (invocation, error);
}

static gboolean
list_voices_cb (HearthDaemonSpeech1 *skeleton, GDBusMethodInvocation *invocation,
                HearthServiceSpeech *self)
{
  hearth_service_speech_setup_list_voices (self->setup, self->client, invocation);
  return TRUE;
}

static gboolean
set_hands_free_cb (HearthDaemonSpeech1 *skeleton, GDBusMethodInvocation *invocation,
                   gboolean enabled, const char *phrase, HearthServiceSpeech *self)
{
  if (is_available (self, invocation))
    hearth_hands_free_choose_async (self->hands_free, enabled, phrase, chosen_cb, invocation);
  return TRUE;
}

/* The phrase was said: what follows is a question, and those who attend are told of it. */
static void
woken_cb (HearthServiceSpeech *self, guint hearing)
{
  HearthExchangeWish wish = { .purpose = HEARTH_EXCHANGE_ASK };

  wish.converse = g_settings_get_boolean (self->settings, "voice-converse");
  self->woken =
      hearth_exchange_take_up (self->exchange, hearing, &wish, &HEARTH_SPEECH_LISTENER_FUNCS,
                               hearth_speech_listener_new_all (self->attendants),
                               hearth_speech_listener_unref);
  hearth_bus_names_send (self->attendants, HEARTH_DAEMON_PATH, HEARTH_SPEECH_INTERFACE, "Woken",
                         g_variant_new ("(u)", self->woken));
}

static void
hands_free_changed_cb (HearthServiceSpeech *self)
{
  hearth_daemon_speech1_set_waits_for (self->skeleton,
                                       hearth_hands_free_get_phrase (self->hands_free));
  hearth_daemon_speech1_set_hands_free_trouble (self->skeleton,
                                                hearth_hands_free_get_trouble (self->hands_free));
}

static void
message_cb (HearthServiceSpeech *self, const char *name, GVariant *parameters)
{
  if (hearth_voice_receipts_take (self->engine, name, parameters))
    return;
  if (g_str_equal (name, "Level") && g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(dd)")))
    hearth_bus_names_send (self->watchers, HEARTH_DAEMON_PATH, HEARTH_SPEECH_INTERFACE, "Level",
                           parameters);
}

static void
changed_cb (HearthServiceSpeech *self)
{
  hearth_daemon_speech1_set_microphone (self->skeleton,
                                        hearth_exchange_get_microphone (self->exchange));
  hearth_daemon_speech1_set_state (self->skeleton, hearth_exchange_get_state (self->exchange));
  hearth_daemon_speech1_set_hearing (self->skeleton, hearth_exchange_get_hearing (self->exchange));
  hearth_daemon_speech1_set_hearing_host (self->skeleton,
                                          hearth_exchange_get_hearing_host (self->exchange));
  if (self->pause != NULL)
    hearth_media_pause_set (self->pause, *hearth_exchange_get_state (self->exchange) != '\0');
  /* An open microphone is shown at once. */
  g_dbus_interface_skeleton_flush (G_DBUS_INTERFACE_SKELETON (self->skeleton));
}

static void
hearth_service_speech_dispose (GObject *object)
{
  HearthServiceSpeech *self = HEARTH_SERVICE_SPEECH (object);

  if (self->exchange != NULL)
    g_signal_handlers_disconnect_by_data (self->exchange, self);
  if (self->bus != NULL)
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));
  g_clear_pointer (&self->watchers, hearth_bus_names_close);
  g_clear_pointer (&self->attendants, hearth_bus_names_close);
  g_clear_object (&self->hands_free);
  g_clear_object (&self->typed);
  g_clear_object (&self->exchange);
  if (self->client != NULL)
    hearth_voice_client_stop (self->client);
  g_clear_object (&self->client);
  g_clear_object (&self->pause);
  g_clear_object (&self->skeleton);
  g_clear_object (&self->bus);
  g_clear_object (&self->setup);
  g_clear_object (&self->companion);
  g_clear_object (&self->engine);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hearth_service_speech_parent_class)->dispose (object);
}

static void
hearth_service_speech_class_init (HearthServiceSpeechClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_service_speech_dispose;
}

static void
hearth_service_speech_init (HearthServiceSpeech *self)
{
  self->watchers = hearth_bus_names_new (watchers_changed_cb, self);
  self->attendants = hearth_bus_names_new (attendants_changed_cb, self);
  self->skeleton = hearth_daemon_speech1_skeleton_new ();
}

static void
connect_methods (HearthServiceSpeech *self)
{
  static const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-listen", G_CALLBACK (listen_cb) },
    { "handle-stop-listening", G_CALLBACK (stop_listening_cb) },
    { "handle-say", G_CALLBACK (say_cb) },
    { "handle-say-answer", G_CALLBACK (say_answer_cb) },
    { "handle-hush", G_CALLBACK (hush_cb) },
    { "handle-list-voices", G_CALLBACK (list_voices_cb) },
    { "handle-watch", G_CALLBACK (watch_cb) },
    { "handle-attend", G_CALLBACK (attend_cb) },
    { "handle-set-hands-free", G_CALLBACK (set_hands_free_cb) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect (self->skeleton, handlers[i].signal, handlers[i].callback, self);
}

/**
 * hearth_service_speech_new:
 * @engine: the engine
 * @companion: who is asked
 * @settings: which recogniser hears and which voice speaks
 *
 * Returns: (transfer full): talking by ear; nothing is started yet
 */
HearthServiceSpeech *
hearth_service_speech_new (HearthEngine *engine, HearthCompanion *companion, GSettings *settings)
{
  HearthServiceSpeech *self = g_object_new (HEARTH_TYPE_SERVICE_SPEECH, NULL);
  g_autofree char *program = hearth_paths_dup_program ("HEARTH_VOICE", "voice", "hearth-voice");

  self->engine = g_object_ref (engine);
  self->companion = g_object_ref (companion);
  self->settings = g_object_ref (settings);
  connect_methods (self);
  hearth_daemon_speech1_set_state (self->skeleton, "");
  hearth_daemon_speech1_set_hearing (self->skeleton, "");
  hearth_daemon_speech1_set_hearing_host (self->skeleton, "");
  hearth_daemon_speech1_set_waits_for (self->skeleton, "");
  hearth_daemon_speech1_set_hands_free_trouble (self->skeleton, "");
  self->setup = hearth_voice_setup_new (settings);
  if (g_file_test (program, G_FILE_TEST_IS_EXECUTABLE))
    self->client = hearth_voice_client_new (program);
  hearth_service_speech_setup_connect (self->skeleton, self->setup);
  if (self->client == NULL)
    return self;
  self->exchange = hearth_exchange_new (engine, companion, self->client, self->setup, settings);
  self->typed = hearth_typed_answer_new (companion, self->exchange, settings);
  self->hands_free = hearth_hands_free_new (engine, companion, self->client, self->setup,
                                            self->exchange, settings);
  g_signal_connect_swapped (self->exchange, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_object (self->hands_free, "woken", G_CALLBACK (woken_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->hands_free, "changed", G_CALLBACK (hands_free_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "message", G_CALLBACK (message_cb), self,
                           G_CONNECT_SWAPPED);
  hearth_daemon_speech1_set_available (self->skeleton, TRUE);
  return self;
}

/**
 * hearth_service_speech_set_away:
 * @self: talking by ear
 * @away: whether nobody is there: the screen is locked, or the computer about to sleep
 *
 * Silence, and the microphone closes; and none opens by itself.
 */
void
hearth_service_speech_set_away (HearthServiceSpeech *self, gboolean away)
{
  if (self->exchange == NULL)
    return;
  if (away)
    hearth_exchange_hush (self->exchange);
  hearth_hands_free_set_away (self->hands_free, away);
}

/**
 * hearth_service_speech_can_announce:
 * @self: talking by ear
 *
 * Returns: whether something can be said aloud
 */
gboolean
hearth_service_speech_can_announce (HearthServiceSpeech *self)
{
  return self->exchange != NULL;
}

/**
 * hearth_service_speech_announce:
 * @self: talking by ear
 * @kind: what it is about: %HEARTH_CHIP_MESSAGE or %HEARTH_CHIP_REMINDER
 * @id: its row
 * @text: what is said
 *
 * Tells something aloud, if anything can be said.
 */
void
hearth_service_speech_announce (HearthServiceSpeech *self, HearthChipKind kind, gint64 id,
                                const char *text)
{
  if (self->exchange != NULL)
    hearth_exchange_announce (self->exchange, kind, id, text);
}

/**
 * hearth_service_speech_export:
 * @self: talking by ear
 * @bus: the session bus
 * @error: return location
 *
 * Returns: whether it can be reached on the bus
 */
gboolean
hearth_service_speech_export (HearthServiceSpeech *self, GDBusConnection *bus, GError **error)
{
  self->bus = g_object_ref (bus);
  self->pause = hearth_media_pause_new (bus);
  return g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton), bus,
                                           HEARTH_DAEMON_PATH, error);
}
