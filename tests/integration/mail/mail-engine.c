/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The engine as hearthd has it, driven line by line from the standard input, with a password from
 * the environment in place of the keyring's. What happens is written as lines of JSON. */

#include "hearth-action-batches.h"
#include "hearth-actions.h"
#include "hearth-attention.h"
#include "hearth-engine.h"

#include <gio/gunixinputstream.h>
#include <json-glib/json-glib.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static HearthEngine *engine;
static GMainLoop *loop;

static HearthCredentials *
lookup (const HearthAccount *account, gboolean refresh, gpointer user_data,
        GCancellable *cancellable, GError **error)
{
  const char *token = g_getenv ("HEARTH_TEST_TOKEN");

  if (token != NULL)
    return hearth_credentials_new (HEARTH_MECHANISM_TOKEN, account->imap.user, token);
  return hearth_credentials_new (HEARTH_MECHANISM_PASSWORD, account->imap.user,
                                 g_getenv ("HEARTH_TEST_PASSWORD"));
}

static void
say (const char *what, JsonNode *value)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autofree char *line = NULL;

  json_object_set_member (object, what, value);
  json_object_set_double_member (object, "at", g_get_monotonic_time () / 1e6);
  json_node_take_object (root, object);
  line = json_to_string (root, FALSE);
  puts (line);
  fflush (stdout);
}

static void
say_text (const char *what, const char *text)
{
  say (what, json_node_init_string (json_node_alloc (), text));
}

static void
say_number (const char *what, gint64 number)
{
  say (what, json_node_init_int (json_node_alloc (), number));
}

static void
say_error (const GError *error)
{
  say_text ("error", error->message);
}

static void
stored_cb (HearthEngine *self, GArray *ids, gboolean first)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < ids->len; i++)
    json_array_add_int_element (array, g_array_index (ids, gint64, i));
  json_node_take_array (node, array);
  say (first ? "first" : "stored", node);
}

static void
progress_cb (HearthEngine *self)
{
  guint64 done, total;

  if (hearth_engine_is_syncing (self, &done, &total))
    say_number (total > 0 ? "progress" : "begun", total > 0 ? (gint64) (done * 1000 / total) : 0);
}

static void
warning_cb (HearthEngine *self, const char *text)
{
  say_text ("warning", text);
}

static void
matters_cb (HearthAttention *attention, GPtrArray *messages)
{
  say_number ("matters", messages->len);
}

static void
synced_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) warnings = hearth_engine_sync_finish (engine, result, &error);
  g_autofree char *text = warnings != NULL ? g_strjoinv ("\n", warnings) : NULL;

  say_text ("synced", warnings != NULL ? text : error->message);
}

static void
raw_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = hearth_engine_dup_raw_finish (engine, result, &error);
  g_autofree char *sum = raw != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, raw) : NULL;

  if (raw != NULL)
    say_text ("raw", sum);
  else
    say_error (error);
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = hearth_engine_save_attachment_finish (engine, result, &error);

  if (path != NULL)
    say_text ("saved", path);
  else
    say_error (error);
}

/* add PORT SECURITY KEEP_DAYS PIN PAUSED */
static void
add (char **words)
{
  g_autoptr (HearthAccount) account = hearth_account_new ("alex@example.org");
  g_autoptr (GError) error = NULL;
  gint64 id;

  account->imap.host = (g_free (account->imap.host), g_strdup ("localhost"));
  account->imap.port = (guint16) atoi (words[1]);
  hearth_security_from_string (words[2], &account->imap.security);
  account->imap.user = (g_free (account->imap.user), g_strdup ("alex"));
  account->keep_days = (guint) atoi (words[3]);
  if (strcmp (words[4], "-") != 0)
    account->imap.pin = g_strdup (words[4]);
  account->paused = strcmp (words[5], "1") == 0;
  id = hearth_engine_add_account (engine, account, &error);
  if (id != 0)
    say_number ("added", id);
  else
    say_error (error);
}

static void
archived_many_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gint64 action = hearth_engine_archive_many_finish (engine, result, &error);

  if (action != 0)
    say_number ("archived", action);
  else
    say_error (error);
}

/* archive-many: all that is in the inbox, as one action */
static void
archive_many (void)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  filter.role = HEARTH_MAILBOX_INBOX;
  filter.limit = G_MAXINT32;
  ids = hearth_store_messages_list_ids (hearth_engine_get_reader (engine), &filter, &error);
  if (ids != NULL)
    hearth_engine_archive_many_async (engine, ids, archived_many_cb, NULL);
  else
    say_error (error);
}

/* act KIND TARGET ID… */
static void
act (char **words)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  gint64 action;

  for (guint i = 3; words[i] != NULL; i++) {
    gint64 id = g_ascii_strtoll (words[i], NULL, 10);

    g_array_append_val (ids, id);
  }
  if (hearth_engine_act (engine, words[1], (gint64 *) ids->data, ids->len, words[2], &action,
                         &error))
    say_number ("acted", action);
  else
    say_error (error);
}

static void
undo (char **words)
{
  g_autoptr (GError) error = NULL;
  guint n;

  if (hearth_engine_undo (engine, g_ascii_strtoll (words[1], NULL, 10), &n, &error))
    say_number ("undone", n);
  else
    say_error (error);
}

static void
run (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  if (strcmp (words[0], "add") == 0)
    add (words);
  else if (strcmp (words[0], "act") == 0)
    act (words);
  else if (strcmp (words[0], "archive-many") == 0)
    archive_many ();
  else if (strcmp (words[0], "undo") == 0)
    undo (words);
  else if (strcmp (words[0], "sync") == 0)
    hearth_engine_sync_async (engine, NULL, synced_cb, NULL);
  else if (strcmp (words[0], "start") == 0)
    hearth_engine_start (engine);
  else if (strcmp (words[0], "allow") == 0)
    hearth_engine_allow_logins (engine, 0);
  else if (strcmp (words[0], "wake") == 0)
    hearth_engine_wake (engine);
  else if (strcmp (words[0], "raw") == 0)
    hearth_engine_dup_raw_async (engine, g_ascii_strtoll (words[1], NULL, 10), raw_cb, NULL);
  else if (strcmp (words[0], "save") == 0)
    hearth_engine_save_attachment_async (engine, g_ascii_strtoll (words[1], NULL, 10), words[2],
                                         saved_cb, NULL);
  else
    say_text ("error", "what?");
}

static void
line_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GDataInputStream *input = G_DATA_INPUT_STREAM (object);
  g_autofree char *line = g_data_input_stream_read_line_finish (input, result, NULL, NULL);

  if (line == NULL) {
    g_main_loop_quit (loop);
    return;
  }
  run (line);
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, line_cb, NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (GInputStream) bare = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (bare);
  g_autoptr (HearthAttention) attention = NULL;
  g_autoptr (GError) error = NULL;

  hearth_engine_set_credentials_func (lookup, NULL);
  engine = hearth_engine_new (argv[1], &error);
  if (engine == NULL) {
    say_error (error);
    return 1;
  }
  loop = g_main_loop_new (NULL, FALSE);
  g_signal_connect (engine, "messages-added", G_CALLBACK (stored_cb), NULL);
  g_signal_connect (engine, "progress", G_CALLBACK (progress_cb), NULL);
  g_signal_connect (engine, "warning", G_CALLBACK (warning_cb), NULL);
  attention = hearth_attention_new (engine);
  g_signal_connect (attention, "matters", G_CALLBACK (matters_cb), NULL);
  hearth_attention_start (attention);
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, line_cb, NULL);
  say_text ("ready", "");
  g_main_loop_run (loop);
  hearth_engine_pause (engine);
  hearth_attention_finish (attention);
  g_clear_object (&attention);
  hearth_engine_stop (engine);
  g_clear_object (&engine);
  g_main_loop_unref (loop);
  return 0;
}
