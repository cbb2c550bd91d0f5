/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-memory-json.h"
#include "hearth-memory-slot.h"
#include "hearth-memory-statements.h"
#include "hearth-memory-words.h"

#include <string.h>

/* Any bytes as a line of a file of memories, as what the owner says, and as a question. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (HearthMemory) memory = hearth_memory_from_json ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid ((const char *) data, (gssize) size);
  g_autoptr (GPtrArray) found = hearth_memory_statements_find (text);
  g_autofree char *slot = hearth_memory_dup_slot (HEARTH_MEMORY_OWNER, text);
  g_autofree char *words = hearth_memory_words_dup (text);
  g_autofree char *related = hearth_memory_words_related (words);

  if (memory != NULL) {
    g_autofree char *line = hearth_memory_to_json (memory);
    g_autoptr (HearthMemory) again = hearth_memory_from_json (line, strlen (line));

    g_assert (strchr (line, '\n') == NULL);
    g_assert (again == NULL || strcmp (again->text, memory->text) == 0);
  }
  g_assert (found->len <= 3);
  for (guint i = 0; i < found->len; i++) {
    const HearthMemory *each = g_ptr_array_index (found, i);

    g_assert (g_utf8_validate (each->text, -1, NULL));
    g_assert (!hearth_memory_is_sensitive (each->text));
  }
  g_assert (g_utf8_validate (slot, -1, NULL) && g_utf8_validate (words, -1, NULL));
  return 0;
}
