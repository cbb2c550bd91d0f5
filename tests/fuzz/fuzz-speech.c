/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-people.h"
#include "hearth-speech-words.h"

#include <string.h>

#define MAX_CHARS 200

/* Any text as a subject that is read aloud, and as the title of an event that may be a birthday:
 * valid text of bounded length, without addresses and links. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_utf8_make_valid ((const char *) data, (gssize) MIN (size, 65536));
  g_autofree char *title = hearth_birthday_read_title (text);

  for (int language = 0; language < HEARTH_N_SPEECH_LANGUAGES; language++) {
    g_autofree char *speech = hearth_speech_text ((HearthSpeechLanguage) language, text);
    g_autofree char *name = hearth_speech_name ((HearthSpeechLanguage) language, text);

    g_assert (g_utf8_validate (speech, -1, NULL) && g_utf8_strlen (speech, -1) <= MAX_CHARS);
    g_assert (strchr (speech, '@') == NULL && strstr (speech, "://") == NULL);
    g_assert (g_utf8_validate (name, -1, NULL) && *name != '\0');
  }
  g_assert (title == NULL || (*title != '\0' && strlen (title) <= MAX_CHARS));
  return 0;
}
