/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-memory.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-ctl-output.h"
#include "hearth-format.h"
#include "hearth-memory-json.h"

/**
 * hearth_ctl_join:
 * @words: (array zero-terminated=1): arguments
 *
 * Returns: (transfer full): them with blanks between
 */
char *
hearth_ctl_join (char **words)
{
  return g_strjoinv (" ", words);
}

/* "since 12 March, pinned" */
static void
print_notes (const HearthMemory *memory, gint64 now)
{
  g_autofree char *since =
      memory->valid_from != 0 ? hearth_format_day_short (memory->valid_from, now) : NULL;
  g_autofree char *until =
      memory->valid_until != 0 ? hearth_format_day_short (memory->valid_until, now) : NULL;

  if (since != NULL)
    printf (_(" · since %s"), since);
  if (until != NULL)
    printf (_(" · until %s"), until);
  if (memory->superseded_by != 0)
    printf (_(" · replaced by %lld"), (long long) memory->superseded_by);
  if (memory->pinned)
    fputs (_(" · pinned"), stdout);
  if (memory->state == HEARTH_MEMORY_PROPOSED)
    fputs (_(" · proposed"), stdout);
}

/**
 * hearth_ctl_print_memory:
 * @ctl: what is meant
 * @memory: a memory
 * @now: seconds since 1970 UTC
 *
 * Prints a memory as a row, or as a JSON object.
 */
void
hearth_ctl_print_memory (HearthCtl *ctl, const HearthMemory *memory, gint64 now)
{
  g_autofree char *json = ctl->json ? hearth_memory_to_json (memory) : NULL;
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, memory->id);

  if (json != NULL) {
    puts (json);
    return;
  }
  hearth_ctl_print_cell (HEARTH_CTL_DIM, id, 5);
  if (strcmp (memory->subject, HEARTH_MEMORY_OWNER) != 0) {
    hearth_ctl_print (HEARTH_CTL_ACCENT, memory->subject);
    fputs (" · ", stdout);
  }
  hearth_ctl_print (HEARTH_CTL_BOLD, memory->text);
  print_notes (memory, now);
  putchar ('\n');
  if (memory->state == HEARTH_MEMORY_PROPOSED && memory->reason != NULL) {
    fputs ("       ", stdout);
    hearth_ctl_print (HEARTH_CTL_DIM, memory->reason);
    putchar ('\n');
  }
}
