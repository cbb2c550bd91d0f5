/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-client.h"

#include <signal.h>
#include <string.h>

/* The client with the real program; nothing here opens a microphone. */

typedef struct {
  HearthVoiceClient *client;
  GVariant *reply;
  GError *error;
  gboolean replied;
  guint n_ended;
  guint n_messages;
} Fixture;

static void
ended_cb (HearthVoiceClient *client, const GError *error, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_error (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_CRASHED);
  fixture->n_ended++;
}

static void
message_cb (HearthVoiceClient *client, const char *name, GVariant *parameters, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_cmpstr (name, ==, "Failed");
  fixture->n_messages++;
}

static void
set_up (Fixture *fixture, gconstpointer program)
{
  fixture->client =
      hearth_voice_client_new (program != NULL ? program : g_getenv ("HEARTH_TEST_VOICE"));
  g_signal_connect (fixture->client, "ended", G_CALLBACK (ended_cb), fixture);
  g_signal_connect (fixture->client, "message", G_CALLBACK (message_cb), fixture);
}

static void
clear_reply (Fixture *fixture)
{
  g_clear_pointer (&fixture->reply, g_variant_unref);
  g_clear_error (&fixture->error);
  fixture->replied = FALSE;
}

static void
tear_down (Fixture *fixture, gconstpointer program)
{
  clear_reply (fixture);
  hearth_voice_client_stop (fixture->client);
  g_assert_finalize_object (fixture->client);
}

static void
replied_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->reply =
      hearth_voice_client_call_finish (HEARTH_VOICE_CLIENT (object), result, &fixture->error);
  fixture->replied = TRUE;
}

static void
call (Fixture *fixture, const char *method, GVariant *parameters)
{
  clear_reply (fixture);
  hearth_voice_client_call_async (fixture->client, method, parameters, NULL, NULL, replied_cb,
                                  fixture);
  g_assert_false (fixture->replied);
  while (!fixture->replied)
    g_main_context_iteration (NULL, TRUE);
}

static void
watch (Fixture *fixture)
{
  call (fixture, "Watch", g_variant_new ("(b)", FALSE));
}

/* The only child that this process has. */
static pid_t
find_child (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self", NULL);
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%s/children", self);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, !=, "");
  return (pid_t) g_ascii_strtoll (text, NULL, 10);
}

static void
test_started (Fixture *fixture, gconstpointer program)
{
  g_assert_false (hearth_voice_client_is_running (fixture->client));
  watch (fixture);
  g_assert_no_error (fixture->error);
  g_assert_true (hearth_voice_client_is_running (fixture->client));
  /* What it refuses is told with its meaning. */
  call (fixture, "Prepare",
        g_variant_new_parsed ("(@t 1, 'x', @a{sv} {'synthesizer': <'nobody'>})"));
  g_assert_error (fixture->error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MISSING);
  g_assert_null (strstr (fixture->error->message, "GDBus"));
  /* What fails later is told, too. */
  call (fixture, "Prepare", g_variant_new_parsed ("(@t 2, 'x', @a{sv} {'language': <'qq'>})"));
  g_assert_no_error (fixture->error);
  while (fixture->n_messages == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->n_ended, ==, 0);
}

/* After a crash the next call starts it again. */
static void
test_crash (Fixture *fixture, gconstpointer program)
{
  watch (fixture);
  g_assert_no_error (fixture->error);
  kill (find_child (), SIGKILL);
  while (fixture->n_ended == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (hearth_voice_client_is_running (fixture->client));
  watch (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (fixture->n_ended, ==, 1);
}

/* One that does not answer is killed, and the next one answers. */
static void
test_hangs (Fixture *fixture, gconstpointer program)
{
  pid_t child;

  watch (fixture);
  child = find_child ();
  kill (child, SIGSTOP);
  watch (fixture);
  g_assert_nonnull (fixture->error);
  g_assert_cmpuint (fixture->n_ended, ==, 1);
  watch (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpint (find_child (), !=, child);
}

static void
test_stopped (Fixture *fixture, gconstpointer program)
{
  hearth_voice_client_call_async (fixture->client, "Watch", g_variant_new ("(b)", FALSE), NULL,
                                  NULL, replied_cb, fixture);
  hearth_voice_client_stop (fixture->client);
  while (!fixture->replied)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fixture->n_ended, ==, 0);
  watch (fixture);
  g_assert_no_error (fixture->error);
}

static void
test_missing (Fixture *fixture, gconstpointer program)
{
  watch (fixture);
  g_assert_error (fixture->error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_MISSING);
}

/* A program that ends at once, and says nothing. */
static void
test_ends_at_once (Fixture *fixture, gconstpointer program)
{
  watch (fixture);
  g_assert_error (fixture->error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_CRASHED);
  g_assert_cmpuint (fixture->n_ended, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/voice/client/started", Fixture, NULL, set_up, test_started, tear_down);
  g_test_add ("/voice/client/crash", Fixture, NULL, set_up, test_crash, tear_down);
  g_test_add ("/voice/client/hangs", Fixture, NULL, set_up, test_hangs, tear_down);
  g_test_add ("/voice/client/stopped", Fixture, NULL, set_up, test_stopped, tear_down);
  g_test_add ("/voice/client/missing", Fixture, "/nonexistent", set_up, test_missing, tear_down);
  g_test_add ("/voice/client/ends-at-once", Fixture, "/bin/true", set_up, test_ends_at_once,
              tear_down);
  return g_test_run ();
}
