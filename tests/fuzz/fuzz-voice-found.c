/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-voice-discovery.h"

#include <string.h>

static void
check (char **names)
{
  if (names == NULL)
    return;
  g_assert (g_strv_length (names) <= HEARTH_VOICE_FOUND_MAX);
  for (guint i = 0; names[i] != NULL; i++) {
    g_assert (g_utf8_validate (names[i], -1, NULL) && names[i][0] != '\0');
    g_assert (strlen (names[i]) <= 200 && strpbrk (names[i], "\r\n") == NULL);
  }
}

/* Any bytes as what something on a usual port answers: at most some names of one clean line each.
 */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const guint statuses[] = { 0, 200, 400, 404 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autoptr (HearthVoiceFound) found = g_new0 (HearthVoiceFound, 1);

    hearth_voice_found_read_models (found, (const char *) data, size);
    hearth_voice_found_read_path (found, TRUE, statuses[i], (const char *) data, size);
    hearth_voice_found_read_path (found, FALSE, statuses[i], (const char *) data, size);
    check (found->models);
    check (found->speech_models);
    g_assert (statuses[i] != 404 || (!found->hears && !found->speaks));
  }
  return 0;
}
