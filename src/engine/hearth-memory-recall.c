/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-memories.h"

#include "hearth-clock.h"
#include "hearth-engine-private.h"
#include "hearth-memory-words.h"
#include "hearth-time-reader.h"

#include <string.h>

/* What is remembered of what the owner asks. Nothing here asks a service; it has to be there before
 * the first word is sent. */

#define DEFAULT_LIMIT 12
#define MAX_QUESTION 2000

/* Finds a day or a longer time that is over. */
static gboolean
find_past (const char *question, const char *language, HearthMemoryCue *cue)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  HearthTimeContext context = { .now = cue->now,
                                .zone = zone,
                                .tense = HEARTH_TENSE_PAST,
                                .day_first = hearth_time_is_day_first (),
                                .language = language };
  g_autoptr (GArray) phrases = hearth_time_read (question, &context);

  for (guint i = 0; phrases != NULL && i < phrases->len; i++) {
    const HearthTimePhrase *phrase = &g_array_index (phrases, HearthTimePhrase, i);

    if (phrase->kind == HEARTH_TIME_DURATION || phrase->grain < HEARTH_GRAIN_DAY ||
        phrase->bound != HEARTH_BOUND_BOTH || phrase->end > cue->now)
      continue;
    cue->from = phrase->start;
    cue->until = phrase->end;
    return TRUE;
  }
  return FALSE;
}

/* "Last year" asks for what held then; "tomorrow" for what holds. */
static void
read_time (const char *question, HearthMemoryCue *cue)
{
  g_autofree char *start = g_strndup (question, MAX_QUESTION);
  g_autofree char *valid = g_utf8_make_valid (start, -1);

  if (!find_past (valid, "en", cue))
    find_past (valid, "de", cue);
}

/* Who was found on the way is asked about, too: "my sister" is who the memory of her name says. */
static void
add_named (GPtrArray *memories, GPtrArray *subjects)
{
  for (guint i = 0; i < memories->len; i++) {
    const HearthMemory *memory = g_ptr_array_index (memories, i);
    const char *name;

    if (!g_str_has_suffix (memory->slot, " name") ||
        strcmp (memory->subject, HEARTH_MEMORY_OWNER) != 0)
      continue;
    name = strrchr (memory->text, ' ');
    if (name != NULL && g_unichar_isupper (g_utf8_get_char (name + 1)))
      g_ptr_array_add (subjects, g_strndup (name + 1, strcspn (name + 1, ".,;!?")));
  }
}

/**
 * hearth_memories_recall:
 * @self: an engine
 * @question: what the owner asks
 * @now: seconds since 1970 UTC
 * @limit: at most so many; 0 is 12
 * @error: a #HearthStoreError
 *
 * Finds what is remembered of a question: first the owner's words on themselves and what is pinned,
 * then what is about whom it names and what it asks about, the best first. It is what holds, or
 * what held in the time in the past that the question names. Each carries its label; write it
 * for a service with hearth_memory_dup_line(), and call hearth_memories_note_use() for what went.
 *
 * Returns: (transfer full) (nullable) (element-type HearthMemory): memories; %NULL on an error
 */
GPtrArray *
hearth_memories_recall (HearthEngine *self, const char *question, gint64 now, guint limit,
                        GError **error)
{
  g_autofree char *words = hearth_memory_words_dup (question);
  g_autofree char *related = hearth_memory_words_related (words);
  g_autoptr (GPtrArray) subjects = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) first = NULL;
  HearthMemoryCue cue = { .words = words,
                          .related = related,
                          .subjects = subjects,
                          .now = now,
                          .limit = limit != 0 ? limit : DEFAULT_LIMIT };

  read_time (question, &cue);
  first = hearth_store_memories_recall (self->reader, &cue, error);
  if (first == NULL)
    return NULL;
  add_named (first, subjects);
  return subjects->len > 0 ? hearth_store_memories_recall (self->reader, &cue, error)
                           : g_steal_pointer (&first);
}

typedef struct {
  GArray *ids;
  gint64 turn_id;
} Use;

static gboolean
write_use (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Use *use = user_data;

  return hearth_store_memories_note_use (db, (const gint64 *) (void *) use->ids->data,
                                         use->ids->len, use->turn_id, hearth_clock_now (), error);
}

/**
 * hearth_memories_note_use:
 * @self: an engine
 * @memories: (element-type HearthMemory): what went into an answer
 * @turn_id: the answer's row; 0 if it is not kept, and then nothing is noted
 * @error: a #HearthStoreError
 *
 * Notes what memories were used for, for the owner to see.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_memories_note_use (HearthEngine *self, GPtrArray *memories, gint64 turn_id, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  Use use = { ids, turn_id };

  if (turn_id == 0 || memories->len == 0)
    return TRUE;
  for (guint i = 0; i < memories->len; i++) {
    const HearthMemory *memory = g_ptr_array_index (memories, i);

    g_array_append_val (ids, memory->id);
  }
  return hearth_writer_run_sync (self->writer, write_use, &use, error);
}
