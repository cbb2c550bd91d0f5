/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-answer.h"
#include "hearth-ctl-cards.h"
#include "hearth-ctl-daemon.h"
#include "hearth-ctl-files.h"
#include "hearth-ctl-output.h"
#include "hearth-paths.h"
#include "hearth-store-conversations.h"

typedef struct {
  HearthCtl *ctl;
  GDBusConnection *bus;
  GMainLoop *loop;
  GPtrArray *early; /* (owned) GVariant: signals that came before the reply */
  HearthCtlAnswer answer;
  gint64 turn;
  HearthCtlExit code;
} Ask;

static void
take_event (Ask *ask, GVariant *parameters)
{
  g_autoptr (GVariant) details = NULL;
  g_autoptr (HearthAnswerEvent) event = NULL;
  gint64 turn = 0;

  g_variant_get (parameters, "(x@a{sv})", &turn, &details);
  if (turn != ask->turn)
    return;
  event = hearth_answer_event_from_variant (details);
  if (event == NULL)
    return;
  if (event->kind == HEARTH_ANSWER_ERROR)
    ask->code = HEARTH_CTL_FAILED;
  if (event->kind == HEARTH_ANSWER_ERROR || event->kind == HEARTH_ANSWER_END)
    g_main_loop_quit (ask->loop);
  if (ask->ctl->json) {
    g_autofree char *line = hearth_answer_event_to_json (event);

    puts (line);
  } else {
    hearth_ctl_answer_print (&ask->answer, event);
  }
  fflush (stdout);
}

static void
answer_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
           const char *name, GVariant *parameters, gpointer user_data)
{
  Ask *ask = user_data;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(xa{sv})")))
    return;
  if (ask->turn < 0)
    g_ptr_array_add (ask->early, g_variant_ref (parameters));
  else
    take_event (ask, parameters);
}

static void
asked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Ask *ask = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (reply == NULL) {
    ask->code = hearth_ctl_fail_call (error);
    g_main_loop_quit (ask->loop);
    return;
  }
  g_variant_get (reply, "(xs)", &ask->turn, NULL);
  for (guint i = 0; i < ask->early->len; i++)
    take_event (ask, g_ptr_array_index (ask->early, i));
}

static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  Ask *ask = user_data;

  if (ask->turn < 0)
    return;
  hearth_ctl_answer_end_line (&ask->answer);
  fprintf (stderr, "hearthctl: %s\n", _("the companion’s service ended before it answered."));
  ask->code = HEARTH_CTL_FAILED;
  g_main_loop_quit (ask->loop);
}

/* Ctrl+C ends the answer, and not only its reader. */
static gboolean
interrupted_cb (gpointer user_data)
{
  Ask *ask = user_data;
  g_autoptr (GVariant) reply = NULL;

  if (ask->turn >= 0)
    reply = hearth_ctl_call (ask->ctl, ask->bus, "StopAnswer", g_variant_new ("(x)", ask->turn),
                             "()", NULL);
  hearth_ctl_answer_end_line (&ask->answer);
  ask->code = HEARTH_CTL_FAILED;
  g_main_loop_quit (ask->loop);
  return G_SOURCE_REMOVE;
}

static gboolean continue_option;
static gboolean private_option;
static const char *conversation_option;
static GPtrArray *attach_option;

static const HearthCtlOption options[] = {
  { "--continue", HEARTH_CTL_OPTION_FLAG, &continue_option,
    N_("Go on from the last question: “and tomorrow?”, “read it”") },
  { "--conversation", HEARTH_CTL_OPTION_STRING, &conversation_option,
    N_("Ask in this conversation; see “conversation list”") },
  { "--attach", HEARTH_CTL_OPTION_LIST, &attach_option,
    N_("A picture, PDF or text that goes with the question; may be repeated") },
  { "--private", HEARTH_CTL_OPTION_FLAG, &private_option, N_("Keep neither question nor answer") },
  { NULL },
};

/* Where "it" was spoken of last, in the terminal or in the panel; "" begins anew. */
static char *
dup_conversation (HearthCtl *ctl)
{
  g_autofree char *path = hearth_paths_dup_store (ctl->data_dir);
  g_autoptr (HearthDatabase) db = NULL;
  char *latest = NULL;

  if (conversation_option != NULL)
    return g_strdup (conversation_option);
  if (continue_option && g_file_test (path, G_FILE_TEST_EXISTS))
    db = hearth_database_open (path, HEARTH_DATABASE_READER, NULL);
  if (db != NULL)
    latest = hearth_store_turns_dup_latest_conversation (db, NULL);
  return latest != NULL ? latest : g_strdup ("");
}

static char *
begin_private (HearthCtl *ctl, GDBusConnection *bus, HearthCtlExit *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_ctl_call (ctl, bus, "BeginConversation",
                                                g_variant_new ("(bs)", TRUE, ""), "(s)", &error);
  char *name = NULL;

  if (reply == NULL)
    *code = hearth_ctl_fail_call (error);
  else
    g_variant_get (reply, "(s)", &name);
  return name;
}

static void
remove_private (HearthCtl *ctl, GDBusConnection *bus, const char *name)
{
  g_autoptr (GVariant) reply =
      hearth_ctl_call (ctl, bus, "RemoveConversation", g_variant_new ("(s)", name), "()", NULL);
}

static HearthCtlExit
settle_private (Ask *ask, GVariant *item)
{
  g_autoptr (HearthCard) card = hearth_card_new_from_variant (item);
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  gint64 action;

  if (card == NULL || card->state != HEARTH_CARD_WAITING)
    return code;
  if (!hearth_ctl_card_ask (ask->ctl, card, &code))
    return code;
  reply = hearth_ctl_call (ask->ctl, ask->bus, "AcceptCard",
                           g_variant_new ("(xs)", card->id, card->hash), "(x)", &error);
  if (reply == NULL)
    return hearth_ctl_fail_call (error);
  g_variant_get (reply, "(x)", &action);
  hearth_ctl_card_print_done (ask->ctl, action);
  return code;
}

/* What was proposed in private is decided on now, or is gone. */
static void
settle_privates (Ask *ask, const char *name)
{
  g_autoptr (GVariant) reply = hearth_ctl_call (ask->ctl, ask->bus, "PrivateCards",
                                                g_variant_new ("(s)", name), "(aa{sv})", NULL);
  g_autoptr (GVariant) list = reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;

  for (gsize i = 0; list != NULL && i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) item = g_variant_get_child_value (list, i);
    HearthCtlExit code = settle_private (ask, item);

    if (ask->code == HEARTH_CTL_DONE)
      ask->code = code;
  }
}

static void
put (Ask *ask, const char *conversation, const char *text, GVariant *files)
{
  GVariant *parameters = files != NULL
                             ? g_variant_new ("(sxs@aa{sv})", conversation, (gint64) 0, text, files)
                             : g_variant_new ("(ss)", conversation, text);

  g_dbus_connection_call (ask->bus, hearth_paths_daemon_name (ask->ctl->demo), HEARTH_DAEMON_PATH,
                          HEARTH_DAEMON_INTERFACE, files != NULL ? "AskWith" : "Ask", parameters,
                          G_VARIANT_TYPE ("(xs)"), G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, asked_cb,
                          ask);
}

static HearthCtlExit
ask_daemon (HearthCtl *ctl, const char *conversation, const char *text, GVariant *files)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GPtrArray) early = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  g_autoptr (GDBusConnection) bus = hearth_ctl_connect (&error);
  Ask ask = { .ctl = ctl, .bus = bus, .loop = loop, .early = early, .turn = -1 };
  g_autofree char *private_name = NULL;
  guint subscription, watch;

  if (bus == NULL)
    return hearth_ctl_fail (error);
  if (private_option) {
    private_name = begin_private (ctl, bus, &ask.code);
    if (private_name == NULL)
      return ask.code;
    conversation = private_name;
  }
  hearth_ctl_answer_init (&ask.answer);
  subscription =
      g_dbus_connection_signal_subscribe (bus, hearth_paths_daemon_name (ctl->demo),
                                          HEARTH_DAEMON_INTERFACE, "Answer", HEARTH_DAEMON_PATH,
                                          NULL, G_DBUS_SIGNAL_FLAGS_NONE, answer_cb, &ask, NULL);
  watch =
      g_bus_watch_name_on_connection (bus, hearth_paths_daemon_name (ctl->demo),
                                      G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, vanished_cb, &ask, NULL);
  g_unix_signal_add (SIGINT, interrupted_cb, &ask);
  put (&ask, conversation, text, files);
  g_main_loop_run (loop);
  hearth_ctl_answer_clear (&ask.answer);
  g_bus_unwatch_name (watch);
  g_dbus_connection_signal_unsubscribe (bus, subscription);
  if (private_name != NULL && ask.code == HEARTH_CTL_DONE && !ctl->json)
    settle_privates (&ask, private_name);
  if (private_name != NULL)
    remove_private (ctl, bus, private_name);
  return ask.code;
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  g_autofree char *text = g_strjoinv (" ", args);
  g_autofree char *conversation = dup_conversation (ctl);
  const char *const command[] = { "ask", private_option ? "private-" : conversation, text, NULL };
  g_autofree char *store = hearth_paths_dup_store (ctl->data_dir);
  g_autoptr (GVariant) files = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    return hearth_ctl_usage ("%s", _("the question is not valid UTF-8"));
  if (private_option && (continue_option || conversation_option != NULL))
    return hearth_ctl_usage ("%s", _("a private question belongs to no conversation"));
  if (attach_option != NULL) {
    if (ctl->standalone)
      return hearth_ctl_usage ("%s", _("files go with a question to the running service only"));
    files = hearth_ctl_files_pack (attach_option, &error);
    if (files == NULL)
      return hearth_ctl_fail (error);
  }
  if (!ctl->standalone)
    return ask_daemon (ctl, conversation, text, files);
  if (ctl->demo && !g_file_test (store, G_FILE_TEST_EXISTS)) {
    HearthCtlExit code = hearth_ctl_make_demo (ctl);

    if (code != HEARTH_CTL_DONE)
      return code;
  }
  return hearth_ctl_exec_engine (ctl, command);
}

const HearthCtlCommand hearth_ctl_ask = {
  .name = "ask",
  .usage = "[--continue | --conversation NAME | --private] [--attach FILE] TEXT…",
  .summary = N_("Ask the companion"),
  .options = options,
  .min_args = 1,
  .max_args = -1,
  .run = run,
};
