/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-ctl-answer.h"
#include "hearth-ctl-daemon.h"
#include "hearth-ctl-output.h"
#include "hearth-ctl-speech.h"
#include "hearth-paths.h"

/* An exchange by ear that is written down as it goes on. */
typedef struct {
  HearthCtl *ctl;
  GDBusConnection *bus;
  GMainLoop *loop;
  HearthCtlAnswer answer;
  guint exchange;
  HearthCtlExit code;
} Listening;

static gboolean words_option;
static gboolean dictate_option;
static gboolean once_option;
static gboolean hands_free_option;
static const char *language_option;

static const HearthCtlOption options[] = {
  { "--once", HEARTH_CTL_OPTION_FLAG, &once_option, N_("Hear one question only") },
  { "--words", HEARTH_CTL_OPTION_FLAG, &words_option,
    N_("Write down one sentence, and ask nothing") },
  { "--dictate", HEARTH_CTL_OPTION_FLAG, &dictate_option,
    N_("Write down sentence after sentence until Ctrl+C") },
  { "--hands-free", HEARTH_CTL_OPTION_FLAG, &hands_free_option,
    N_("Wait for the phrase of “voice hands-free”, again and again, until Ctrl+C") },
  { "--language", HEARTH_CTL_OPTION_STRING, &language_option, N_("What is spoken, such as de") },
  { NULL },
};

static void
take_heard (Listening *listening, GVariant *parameters)
{
  const char *text;
  gboolean final;

  g_variant_get (parameters, "(u&sb)", NULL, &text, &final);
  if (!final || *text == '\0')
    return;
  hearth_ctl_answer_end_line (&listening->answer);
  if (!words_option && !dictate_option)
    fputs ("> ", stdout);
  hearth_ctl_print_text (text);
  putchar ('\n');
}

static void
take_failed (Listening *listening, GVariant *parameters)
{
  const char *message;

  g_variant_get (parameters, "(u&s&s)", NULL, NULL, &message);
  hearth_ctl_answer_end_line (&listening->answer);
  fflush (stdout);
  fprintf (stderr, "hearthctl: %s\n", message);
  listening->code = HEARTH_CTL_FAILED;
}

static void
take_answer (Listening *listening, GVariant *parameters)
{
  g_autoptr (GVariant) details = NULL;
  g_autoptr (HearthAnswerEvent) event = NULL;

  g_variant_get (parameters, "(x@a{sv})", NULL, &details);
  event = hearth_answer_event_from_variant (details);
  if (event != NULL)
    hearth_ctl_answer_print (&listening->answer, event);
}

static void
signal_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
           const char *name, GVariant *parameters, gpointer user_data)
{
  static const struct {
    const char *name;
    const char *type;
    void (*take) (Listening *listening, GVariant *parameters);
  } signals[] = {
    { "Heard", "(usb)", take_heard },
    { "Failed", "(uss)", take_failed },
    { "Answer", "(xa{sv})", take_answer },
  };
  Listening *listening = user_data;

  if (strcmp (name, "Ended") == 0 && !hands_free_option)
    g_main_loop_quit (listening->loop);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++) {
    if (strcmp (signals[i].name, name) == 0 &&
        g_variant_is_of_type (parameters, G_VARIANT_TYPE (signals[i].type)))
      signals[i].take (listening, parameters);
  }
  fflush (stdout);
}

static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  Listening *listening = user_data;

  if (listening->exchange == 0 && !hands_free_option)
    return;
  hearth_ctl_answer_end_line (&listening->answer);
  fprintf (stderr, "hearthctl: %s\n", _("the companion’s service ended."));
  listening->code = HEARTH_CTL_FAILED;
  g_main_loop_quit (listening->loop);
}

/* The first Ctrl+C ends the sentence, as in a dictation; what is being said goes on. */
static gboolean
interrupted_cb (gpointer user_data)
{
  Listening *listening = user_data;
  g_autoptr (GVariant) reply = NULL;

  /* Whoever leaves does not attend any more: that closes the microphone. */
  if (hands_free_option) {
    g_main_loop_quit (listening->loop);
    return G_SOURCE_CONTINUE;
  }
  reply = hearth_ctl_speech_call (listening->ctl, listening->bus,
                                  dictate_option ? "StopListening" : "Hush",
                                  dictate_option ? g_variant_new ("(b)", TRUE) : NULL, "()", NULL);

  if (reply == NULL)
    g_main_loop_quit (listening->loop);
  return G_SOURCE_CONTINUE;
}

static GVariant *
write_options (void)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  if (words_option || dictate_option)
    g_variant_dict_insert (&dict, "purpose", "s", words_option ? "words" : "dictate");
  if (once_option)
    g_variant_dict_insert (&dict, "converse", "b", FALSE);
  if (language_option != NULL)
    g_variant_dict_insert (&dict, "language", "s", language_option);
  return g_variant_new ("(@a{sv})", g_variant_dict_end (&dict));
}

/* Waits for the phrase as long as this runs. */
static gboolean
attend (Listening *listening, GError **error)
{
  g_autoptr (GVariant) reply = hearth_ctl_speech_call (listening->ctl, listening->bus, "Attend",
                                                       g_variant_new ("(b)", TRUE), "()", error);

  if (reply == NULL)
    return FALSE;
  fprintf (stderr, "%s\n", _("Waiting for the phrase. Ctrl+C ends it."));
  return TRUE;
}

static gboolean
begin (Listening *listening, GError **error)
{
  g_autoptr (GVariant) reply = hearth_ctl_speech_call (listening->ctl, listening->bus, "Listen",
                                                       write_options (), "(u)", error);

  if (reply == NULL)
    return FALSE;
  g_variant_get (reply, "(u)", &listening->exchange);
  fprintf (stderr, "%s\n", _("Listening: please speak. Ctrl+C ends it."));
  return TRUE;
}

static HearthCtlExit
listen (Listening *listening)
{
  const char *service = hearth_paths_daemon_name (listening->ctl->demo);
  g_autoptr (GError) error = NULL;
  guint speech =
      g_dbus_connection_signal_subscribe (listening->bus, service, HEARTH_SPEECH_INTERFACE, NULL,
                                          HEARTH_DAEMON_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                          signal_cb, listening, NULL);
  guint answers =
      g_dbus_connection_signal_subscribe (listening->bus, service, HEARTH_DAEMON_INTERFACE,
                                          "Answer", HEARTH_DAEMON_PATH, NULL,
                                          G_DBUS_SIGNAL_FLAGS_NONE, signal_cb, listening, NULL);
  guint watch =
      g_bus_watch_name_on_connection (listening->bus, service, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL,
                                      vanished_cb, listening, NULL);

  g_unix_signal_add (SIGINT, interrupted_cb, listening);
  if (hands_free_option ? attend (listening, &error) : begin (listening, &error))
    g_main_loop_run (listening->loop);
  else
    listening->code = hearth_ctl_fail_call (error);
  hearth_ctl_answer_end_line (&listening->answer);
  g_bus_unwatch_name (watch);
  g_dbus_connection_signal_unsubscribe (listening->bus, answers);
  g_dbus_connection_signal_unsubscribe (listening->bus, speech);
  return listening->code;
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = NULL;
  Listening listening = { .ctl = ctl, .loop = loop };
  HearthCtlExit code;

  if (words_option && dictate_option)
    return hearth_ctl_usage ("%s", _("it is one sentence or a dictation"));
  if (hands_free_option && (words_option || dictate_option || once_option || language_option))
    return hearth_ctl_usage ("%s", _("--hands-free stands alone"));
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  listening.bus = bus;
  hearth_ctl_answer_init (&listening.answer);
  code = listen (&listening);
  hearth_ctl_answer_clear (&listening.answer);
  return code;
}

const HearthCtlCommand hearth_ctl_listen = {
  .name = "listen",
  .usage = "[--once | --words | --dictate | --hands-free] [--language CODE]",
  .summary = N_("Talk with the companion"),
  .options = options,
  .run = run,
};
