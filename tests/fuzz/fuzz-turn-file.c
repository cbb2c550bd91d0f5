/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-turn-file.h"

#include <string.h>

/* Any bytes as a file that goes with a question, under a name of the same bytes: what is taken has
 * a kind, a name of one line, and, as a text, words that are UTF-8. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *name = g_strndup (size > 0 ? (const char *) data : "", MIN (size, 300));
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthTurnFile) file = hearth_turn_file_new (name, bytes, &error);
  g_autofree char *words = NULL;

  g_assert ((file == NULL) == (error != NULL));
  if (file == NULL) {
    g_assert (g_utf8_validate (error->message, -1, NULL));
    return 0;
  }
  g_assert (hearth_turn_file_get_kind (file) != HEARTH_TURN_FILE_NONE);
  g_assert (*file->name != '\0' && strchr (file->name, '\n') == NULL);
  g_assert (strchr (file->name, '/') == NULL && g_utf8_validate (file->name, -1, NULL));
  words = hearth_turn_file_dup_text (file);
  g_assert (g_utf8_validate (words, -1, NULL));
  return 0;
}
