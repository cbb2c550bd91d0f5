/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-speech-module.h"

#include "hearth-module-reader.h"

#include <errno.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <math.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* A module loads its voices before it answers the first time. */
#define PATIENCE_MS 6000
/* How soon it is noticed that the sound is not wanted any more. */
#define GLANCE_MS 20
#define STOP_PATIENCE_MS 500

struct _HearthSpeechModule {
  GSubprocess *process;       /* (owned) */
  HearthModuleReader *reader; /* (owned) */
  int from;                   /* of the process */
};

static void
set_hangs (GError **error)
{
  g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_TIMEOUT,
                       _("The voice of Speech Dispatcher does not answer."));
}

static void
set_ended (GError **error)
{
  g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_CRASHED,
                       _("The voice of Speech Dispatcher has ended."));
}

/* Waits until the module says more, and takes it. Returns FALSE with no error where nothing came in
 * time. */
static gboolean
wait_for_more (HearthSpeechModule *self, int milliseconds, GError **error)
{
  struct pollfd poll_fd = { .fd = self->from, .events = POLLIN };
  guint8 bytes[16384];
  gssize length;
  int n = poll (&poll_fd, 1, milliseconds);

  if (n == 0 || (n < 0 && errno == EINTR))
    return FALSE;
  length = n > 0 ? read (self->from, bytes, sizeof bytes) : -1;
  if (length <= 0) {
    set_ended (error);
    return FALSE;
  }
  hearth_module_reader_feed (self->reader, bytes, (gsize) length);
  return TRUE;
}

/* The next message that is no event. */
static HearthModuleMessage *
wait_for_answer (HearthSpeechModule *self, GError **error)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_MS * G_TIME_SPAN_MILLISECOND;

  for (;;) {
    g_autoptr (GError) local_error = NULL;
    g_autoptr (HearthModuleMessage) message =
        hearth_module_reader_next (self->reader, &local_error);
    gint64 left = (end - g_get_monotonic_time ()) / G_TIME_SPAN_MILLISECOND;

    if (message != NULL && message->code < 700)
      return g_steal_pointer (&message);
    if (message == NULL && local_error == NULL && left > 0)
      wait_for_more (self, (int) left, &local_error);
    if (local_error != NULL) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
    if (left <= 0) {
      set_hangs (error);
      return NULL;
    }
  }
}

/* Sends a command, or what belongs to one. Returns its answer where that is well. */
static HearthModuleMessage *
ask (HearthSpeechModule *self, const char *text, GError **error)
{
  GOutputStream *to = g_subprocess_get_stdin_pipe (self->process);
  g_autoptr (HearthModuleMessage) answer = NULL;

  if (!g_output_stream_write_all (to, text, strlen (text), NULL, NULL, NULL)) {
    set_ended (error);
    return NULL;
  }
  answer = wait_for_answer (self, error);
  if (answer != NULL && (answer->code < 200 || answer->code > 299)) {
    g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_SETTINGS,
                         _("This voice of Speech Dispatcher cannot be used."));
    return NULL;
  }
  return g_steal_pointer (&answer);
}

static gboolean
tell (HearthSpeechModule *self, const char *text, GError **error)
{
  g_autoptr (HearthModuleMessage) answer = ask (self, text, error);

  return answer != NULL;
}

/* A command that takes lines. */
static gboolean
tell_lines (HearthSpeechModule *self, const char *command, const char *lines, GError **error)
{
  g_autofree char *text = g_strconcat (lines, "\n.\n", NULL);

  return tell (self, command, error) && tell (self, text, error);
}

/**
 * hearth_speech_module_start_sync:
 * @program: its path
 * @config: (nullable): the path of its configuration
 * @error: %HEARTH_VOICE_ERROR_MISSING where it cannot be run, %HEARTH_VOICE_ERROR_SETTINGS where it
 *   has no voices or cannot give its sound back, %HEARTH_VOICE_ERROR_TIMEOUT,
 *   %HEARTH_VOICE_ERROR_CRASHED and those of hearth_module_reader_next()
 *
 * Runs it, and waits until it can speak, for a second or so.
 *
 * Returns: (transfer full) (nullable): the module; it ends when this is freed
 */
HearthSpeechModule *
hearth_speech_module_start_sync (const char *program, const char *config, GError **error)
{
  g_autoptr (HearthSpeechModule) self = g_new0 (HearthSpeechModule, 1);

  self->reader = hearth_module_reader_new ();
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                    NULL, program, config, NULL);
  if (self->process == NULL) {
    g_set_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MISSING,
                 _("The voice of Speech Dispatcher cannot be started: “%s”."), program);
    return NULL;
  }
  self->from = g_unix_input_stream_get_fd (
      G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (self->process)));
  if (!tell (self, "INIT\n", error) ||
      !tell_lines (self, "AUDIO\n", "audio_output_method=server", error) ||
      !tell_lines (self, "LOGLEVEL\n", "log_level=0", error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hearth_speech_module_free:
 * @self: (transfer full): a module
 *
 * Ends it.
 */
void
hearth_speech_module_free (HearthSpeechModule *self)
{
  if (self->process != NULL) {
    /* It holds nothing that could be lost, and one that hangs ends too. */
    g_subprocess_force_exit (self->process);
    g_subprocess_wait (self->process, NULL, NULL);
    g_object_unref (self->process);
  }
  hearth_module_reader_free (self->reader);
  g_free (self);
}

/**
 * hearth_speech_module_is_alive:
 * @self: a module that is not speaking
 *
 * Returns: whether it can still be spoken to; it may have crashed, or ended since nobody needed it
 */
gboolean
hearth_speech_module_is_alive (HearthSpeechModule *self)
{
  struct pollfd poll_fd = { .fd = self->from };

  return poll (&poll_fd, 1, 0) == 0;
}

static void
voice_free (gpointer data)
{
  HearthModuleVoice *voice = data;

  g_free (voice->name);
  g_free (voice->language);
  g_free (voice);
}

/**
 * hearth_speech_module_list_voices_sync:
 * @self: a module
 * @error: those of hearth_speech_module_start_sync()
 *
 * Lists its voices. Where they are very many, those are left out that are variants of others.
 *
 * Returns: (transfer full) (element-type HearthModuleVoice) (nullable): its voices, in its order,
 *   at most %HEARTH_SPEECH_MODULE_VOICES_MAX
 */
GPtrArray *
hearth_speech_module_list_voices_sync (HearthSpeechModule *self, GError **error)
{
  g_autoptr (HearthModuleMessage) answer = ask (self, "LIST VOICES\n", error);
  GPtrArray *voices;

  if (answer == NULL)
    return NULL;
  voices = g_ptr_array_new_with_free_func (voice_free);
  for (guint i = 0; i < answer->lines->len && voices->len < HEARTH_SPEECH_MODULE_VOICES_MAX; i++) {
    g_auto (GStrv) parts = g_strsplit (g_ptr_array_index (answer->lines, i), "\t", 3);
    HearthModuleVoice *voice;

    if (g_strv_length (parts) < 2 || *parts[0] == '\0' || *parts[1] == '\0')
      continue;
    if (answer->lines->len > HEARTH_SPEECH_MODULE_VOICES_MAX && parts[2] != NULL &&
        g_ascii_strcasecmp (parts[2], "none") != 0)
      continue;
    voice = g_new0 (HearthModuleVoice, 1);
    voice->name = g_strdup (parts[0]);
    voice->language = g_strdup (parts[1]);
    g_ptr_array_add (voices, voice);
  }
  return voices;
}

/* Speech Dispatcher counts from -100 over 0, as it is made, to 100, and leaves to the modules what
 * that means: with most a voice is twice as fast about half-way. */
static int
scale (double factor)
{
  return (int) lround (55 * log2 (CLAMP (factor, 0.5, 2)));
}

/* A line of settings may hold no other line. */
static char *
dup_setting (const char *value)
{
  return value != NULL ? g_strdelimit (g_strdup (value), "\r\n", ' ') : g_strdup ("NULL");
}

static gboolean
set_up (HearthSpeechModule *self, const HearthSynthesis *synthesis, GError **error)
{
  g_autofree char *voice = dup_setting (synthesis->voice);
  g_autofree char *language = dup_setting (synthesis->language);
  g_autofree char *settings = g_strdup_printf (
      "rate=%d\npitch=%d\npitch_range=0\nvolume=100\npunctuation_mode=none\nspelling_mode=off\n"
      "cap_let_recogn=none\nlanguage=%s\nsynthesis_voice=%s",
      scale (synthesis->rate), scale (synthesis->pitch), language, voice);

  return tell_lines (self, "SET\n", settings, error);
}

/* What it still says of a sentence is read, so that the next begins anew. */
static gboolean
stop (HearthSpeechModule *self, GError **error)
{
  GOutputStream *to = g_subprocess_get_stdin_pipe (self->process);
  gint64 end = g_get_monotonic_time () + STOP_PATIENCE_MS * G_TIME_SPAN_MILLISECOND;
  g_autoptr (GError) local_error = NULL;

  if (!g_output_stream_write_all (to, "STOP\n", 5, NULL, NULL, NULL))
    set_ended (&local_error);
  while (local_error == NULL && g_get_monotonic_time () < end) {
    g_autoptr (HearthModuleMessage) message =
        hearth_module_reader_next (self->reader, &local_error);

    if (message == NULL && local_error == NULL)
      wait_for_more (self, GLANCE_MS, &local_error);
    if (message != NULL &&
        (message->code == HEARTH_MODULE_EVENT_STOPPED || message->code == HEARTH_MODULE_EVENT_END))
      return TRUE;
  }
  if (local_error == NULL)
    set_hangs (&local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Hands the sound on until it ends. */
static gboolean
hand_on (HearthSpeechModule *self, HearthSamplesFunc func, gpointer user_data, GError **error)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_MS * G_TIME_SPAN_MILLISECOND;
  guint rate = HEARTH_SYNTHESIS_RATE_MAX;

  while (g_get_monotonic_time () < end) {
    g_autoptr (GError) local_error = NULL;
    g_autoptr (HearthModuleMessage) message =
        hearth_module_reader_next (self->reader, &local_error);
    gboolean wanted = TRUE;

    if (message == NULL && local_error == NULL) {
      wait_for_more (self, GLANCE_MS, &local_error);
      wanted = func (rate, NULL, 0, user_data);
    }
    if (local_error != NULL) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
    if (message != NULL) {
      end = g_get_monotonic_time () + PATIENCE_MS * G_TIME_SPAN_MILLISECOND;
      if (message->code == HEARTH_MODULE_EVENT_END || message->code == HEARTH_MODULE_EVENT_STOPPED)
        return TRUE;
      if (message->samples->len > 0) {
        rate = message->rate;
        wanted = func (rate, (const gint16 *) (gpointer) message->samples->data,
                       message->samples->len, user_data);
      }
    }
    if (!wanted)
      return stop (self, error);
  }
  set_hangs (error);
  return FALSE;
}

/**
 * hearth_speech_module_speak_sync:
 * @self: a module
 * @synthesis: what is to be said; its voice as the module names it, or %NULL
 * @func: receives the sound, and says when it wants no more
 * @user_data: for @func
 * @error: those of hearth_speech_module_start_sync(); the module is of no use after it
 *
 * Makes the sound of a sentence.
 *
 * Returns: whether all went well; also where @func wanted no more
 */
gboolean
hearth_speech_module_speak_sync (HearthSpeechModule *self, const HearthSynthesis *synthesis,
                                 HearthSamplesFunc func, gpointer user_data, GError **error)
{
  /* Modules take SSML: what was meant as text is escaped. */
  g_autofree char *line = g_strdelimit (g_strdup (synthesis->text), "\r\n", ' ');
  g_autofree char *text = g_markup_printf_escaped ("<speak>%s</speak>", line);

  return set_up (self, synthesis, error) && tell_lines (self, "SPEAK\n", text, error) &&
         hand_on (self, func, user_data, error);
}
