/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-speech.h"

#include "hearth-daemon-dbus.h"
#include "hearth-paths.h"
#include "hearth-service-speech-setup.h"
#include "hearth-voice-receipts.h"

/**
 * HearthServiceSpeech:
 *
 * The face of talking by ear on the session bus: data/io.github.hearthdesktop.Hearth.Speech1.xml.
 */
struct _HearthServiceSpeech {
  GObject parent_instance;

  HearthEngine *engine;          /* (owned) */
  HearthVoiceClient *client;     /* (owned) (nullable) where this build neither hears nor speaks */
  HearthVoiceSetup *setup;       /* (owned) */
  HearthDaemonSpeech1 *skeleton; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthServiceSpeech, hearth_service_speech, G_TYPE_OBJECT)

static void
message_cb (HearthServiceSpeech *self, const char *name, GVariant *parameters)
{
  (void) hearth_voice_receipts_take (self->engine, name, parameters);
}

static void
hearth_service_speech_dispose (GObject *object)
{
  HearthServiceSpeech *self = HEARTH_SERVICE_SPEECH (object);

  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));
  g_clear_object (&self->client);
  g_clear_object (&self->setup);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (hearth_service_speech_parent_class)->dispose (object);
}

static void
hearth_service_speech_finalize (GObject *object)
{
  HearthServiceSpeech *self = HEARTH_SERVICE_SPEECH (object);

  g_object_unref (self->skeleton);
  G_OBJECT_CLASS (hearth_service_speech_parent_class)->finalize (object);
}

static void
hearth_service_speech_class_init (HearthServiceSpeechClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_service_speech_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_service_speech_finalize;
}

static void
hearth_service_speech_init (HearthServiceSpeech *self)
{
  self->skeleton = hearth_daemon_speech1_skeleton_new ();
}

/* Beside a build that is not installed, or installed. */
static char *
dup_program (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *beside =
      folder != NULL ? g_build_filename (folder, "..", "voice", "hearth-voice", NULL) : NULL;

  if (beside != NULL && g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);
  return g_build_filename (HEARTH_LIBEXECDIR, "hearth-voice", NULL);
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
  g_autofree char *program = dup_program ();

  self->engine = g_object_ref (engine);
  self->setup = hearth_voice_setup_new (settings);
  if (g_file_test (program, G_FILE_TEST_IS_EXECUTABLE)) {
    self->client = hearth_voice_client_new (program);
    g_signal_connect_object (self->client, "message", G_CALLBACK (message_cb), self,
                             G_CONNECT_SWAPPED);
  }
  hearth_service_speech_setup_connect (self->skeleton, self->setup, self->client);
  return self;
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
  return g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton), bus,
                                           HEARTH_DAEMON_PATH, error);
}
