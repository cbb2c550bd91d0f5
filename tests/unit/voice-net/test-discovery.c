/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-discovery.h"
#include "hearth-wyoming-describe.h"

#include "wyoming-double.h"

#include <string.h>

#define INFO                                                                                       \
  "{\"type\":\"info\",\"data\":{\"tts\":[{\"name\":\"piper\",\"voices\":["                         \
  "{\"name\":\"far\",\"installed\":false},{\"name\":\"here\",\"installed\":true}]}],"              \
  "\"asr\":[]}}\n"

static void
read_models (HearthVoiceFound *found, const char *text)
{
  hearth_voice_found_read_models (found, text, strlen (text));
}

static void
test_models (void)
{
  g_autoptr (HearthVoiceFound) found = g_new0 (HearthVoiceFound, 1);

  read_models (found, "nothing");
  g_assert_null (found->models);
  read_models (found, "{\"data\":[{\"id\":\"Whisper-1\"},{\"id\":\"tts-1\"},{\"id\":\"gpt\"},"
                      "{\"id\":\"whisper for speech\",\"task\":\"text-to-speech\"}]}");
  g_assert_cmpuint (g_strv_length (found->models), ==, 1);
  g_assert_cmpstr (found->models[0], ==, "Whisper-1");
  g_assert_cmpuint (g_strv_length (found->speech_models), ==, 2);
  g_assert_cmpstr (found->speech_models[1], ==, "whisper for speech");
}

static void
check_path (gboolean hearing, guint status, const char *body, gboolean expected)
{
  g_autoptr (HearthVoiceFound) found = g_new0 (HearthVoiceFound, 1);

  hearth_voice_found_read_path (found, hearing, status, body, strlen (body));
  g_assert_cmpint (hearing ? found->hears : found->speaks, ==, expected);
  g_assert_false (hearing ? found->speaks : found->hears);
}

/* A complaint about what is missing is a yes; that there is no such address is none, however it is
 * said. */
static void
test_paths (void)
{
  check_path (TRUE, 422, "{\"detail\":[]}", TRUE);
  check_path (FALSE, 400, "", TRUE);
  check_path (TRUE, 200, "{\"error\":\"no 'file' field in the request\"}", TRUE);
  check_path (TRUE, 404, "{\"error\":\"no 'file' field\"}", FALSE);
  check_path (TRUE, 401, "", FALSE);
  check_path (TRUE, 0, "", FALSE);
  check_path (TRUE, 200, "{\"error\":\"Unexpected endpoint or method. (POST /v1/audio)\"}", FALSE);
  check_path (FALSE, 200, "<html>Hello</html>", FALSE);
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static HearthWyomingInfo *
describe (WyomingDouble *server, GError **error)
{
  g_autofree char *address = wyoming_double_dup_address (server);
  g_autoptr (HearthWyomingPlace) place = hearth_wyoming_place_parse (address, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  hearth_wyoming_describe_async (place, 300, NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return hearth_wyoming_describe_finish (result, error);
}

static void
test_describe (void)
{
  static const WyomingReply replies[] = { { "describe", INFO, -1, 7 } };
  g_autoptr (WyomingDouble) server = wyoming_double_new (replies, G_N_ELEMENTS (replies));
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthWyomingInfo) info = describe (server, &error);

  g_assert_no_error (error);
  g_assert_true (info->speaks);
  g_assert_cmpstr (info->name, ==, "piper");
  g_assert_cmpuint (info->n_installed_voices, ==, 1);
  g_assert_cmpstr (info->voices[0], ==, "here");
  g_assert_true (wyoming_double_wait_left (server, G_USEC_PER_SEC));
}

static void
test_no_answer (void)
{
  static const struct {
    WyomingReply reply;
    int code;
  } cases[] = {
    { { "never", NULL, 0 }, HEARTH_VOICE_ERROR_TIMEOUT },
    { { "describe", NULL, 0, .leave = TRUE }, HEARTH_VOICE_ERROR_CUT_OFF },
    { { "describe", "HTTP/1.1 400 Bad Request\r\n\r\n", -1 }, HEARTH_VOICE_ERROR_BAD_REPLY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WyomingDouble) server = wyoming_double_new (&cases[i].reply, 1);
    g_autoptr (GError) error = NULL;

    g_assert_null (describe (server, &error));
    g_assert_error (error, HEARTH_VOICE_ERROR, cases[i].code);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/voice-discovery/models", test_models);
  g_test_add_func ("/voice-discovery/paths", test_paths);
  g_test_add_func ("/voice-discovery/describe", test_describe);
  g_test_add_func ("/voice-discovery/no-answer", test_no_answer);
  return g_test_run ();
}
