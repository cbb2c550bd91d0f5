/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-extract.h"
#include "hearth-intents.h"
#include "hearth-request.h"
#include "hearth-time-reader.h"

#include <string.h>

/* The first byte chooses the tense and the zone, the rest is what the owner says, or what stands in
 * a mail. Whatever it is, every time that is found lies in the text and in the calendar, and every
 * sentence is answered or not in bounded time. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static HearthIntents *
get_intents (void)
{
  static HearthIntents *intents;

  if (intents == NULL)
    intents = hearth_intents_new_for_language ("en", NULL);
  g_assert (intents != NULL);
  return intents;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const zones[] = { "UTC", "Europe/Berlin", "Asia/Kathmandu",
                                       "America/St_Johns" };
  g_autoptr (GTimeZone) zone = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GArray) times = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  HearthTimeContext context = { 0 };

  if (size == 0 || size > 16 * 1024)
    return 0;
  zone = g_time_zone_new_identifier (zones[(data[0] >> 2) % G_N_ELEMENTS (zones)]);
  if (zone == NULL)
    zone = g_time_zone_new_utc ();
  context.now = data[0] & 0x80   ? G_GINT64_CONSTANT (7226582400)
                : data[0] & 0x40 ? 86400
                                 : 1715768400;
  context.zone = zone;
  context.tense = (data[0] & 3) % 3;
  context.day_first = (data[0] & 0x20) != 0;
  text = g_utf8_make_valid ((const char *) data + 1, size - 1);

  times = hearth_time_read (text, &context);
  for (guint i = 0; i < times->len; i++) {
    const HearthTimePhrase *phrase = &g_array_index (times, HearthTimePhrase, i);

    g_assert (phrase->from < phrase->to && phrase->to <= strlen (text));
    g_assert (phrase->kind == HEARTH_TIME_DURATION || phrase->start <= phrase->end);
    g_assert (phrase->minute >= -1 && phrase->minute < 1440);
    g_assert (i == 0 || g_array_index (times, HearthTimePhrase, i - 1).to <= phrase->from);
  }
  tasks = hearth_request_read (get_intents (), text, context.now, zone);
  g_assert (tasks->len <= HEARTH_REQUEST_MAX_TASKS);
  for (guint i = 0; i < tasks->len; i++) {
    HearthTask *task = g_ptr_array_index (tasks, i);
    g_autofree char *bare =
        hearth_task_dup_without_times (task, hearth_task_get_slot (task, "what"));

    g_assert (g_utf8_validate (bare, -1, NULL));
  }
  for (HearthFactKind kind = HEARTH_FACT_CODE; kind <= HEARTH_FACT_PLACE; kind++) {
    g_autoptr (GPtrArray) facts = hearth_extract (text, kind);

    for (guint i = 0; i < facts->len; i++)
      g_assert (g_utf8_validate (((HearthFact *) g_ptr_array_index (facts, i))->text, -1, NULL));
  }
  return 0;
}
