/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-store-memories.h"

#include "hearth-match.h"
#include "hearth-memory-row.h"

#include <string.h>

/* What is remembered of what is asked. Three ways lead to a memory: it is always told, it is about
 * somebody whom the question names, or its words are those of the question. */

/* So many words of a question are looked for. */
#define MAX_WORDS 40
#define MAX_SUBJECTS 8

/* A word of so many letters may go on, as it does with the endings of many languages. */
#define LONG_WORD 5

/* So many memories are looked at whether they held. */
#define MAX_CANDIDATES 400

/* So many memories are always told at most. */
#define MAX_PINNED 24

/* What each way counts for; words count for what bm25() makes of them, which is less than 0 and
 * seldom below -12. */
#define WORTH_SUBJECT 6.0
#define WORTH_PAST (-0.5)
#define WORTH_RELATED 0.3

/* Fewer than so many are few. */
#define FEW 4

typedef struct {
  HearthMemory *memory; /* (owned) */
  double worth;
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->memory, hearth_memory_free);
  g_free (found);
}

/* What held in the time that is asked about; of now, what was not replaced. */
#define HELD                                                                                       \
  " m.state = 1 AND m.valid_from < ?2 AND (m.valid_until = 0 OR m.valid_until > ?1)"               \
  " AND (?3 OR m.superseded_by = 0)"

static void
bind_time (HearthStatement *statement, const HearthMemoryCue *cue)
{
  gboolean past = cue->from < cue->until;

  hearth_statement_bind_int (statement, past ? cue->from : cue->now);
  hearth_statement_bind_int (statement, past ? cue->until : cue->now + 1);
  hearth_statement_bind_int (statement, past);
}

static gboolean
add_rows (HearthStatement *statement, GHashTable *all, double worth, double rank, GError **error)
{
  gboolean row;

  for (;;) {
    gint64 id;
    Found *found;

    if (!hearth_statement_next (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    id = hearth_statement_get_int (statement, 0);
    found = g_hash_table_lookup (all, &id);
    if (found == NULL) {
      found = g_new0 (Found, 1);
      found->memory = hearth_memory_row_read (statement);
      if (found->memory->superseded_by != 0)
        found->worth = WORTH_PAST;
      g_hash_table_insert (all, &found->memory->id, found);
    }
    found->worth += worth;
    if (rank != 0) /* in thousandths */
      found->worth -=
          rank * (double) hearth_statement_get_int (statement, HEARTH_MEMORY_N_COLUMNS) / 1000;
  }
}

static gboolean
add_pinned (HearthDatabase *db, const HearthMemoryCue *cue, GHashTable *all, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db,
                            "SELECT " HEARTH_MEMORY_COLUMNS " FROM memories AS m WHERE" HELD
                            " AND (m.pinned OR m.kind = 'profile')"
                            " ORDER BY m.kind = 'profile' DESC, m.id DESC LIMIT ?4",
                            error);

  if (statement == NULL)
    return FALSE;
  bind_time (statement, cue);
  hearth_statement_bind_int (statement, MAX_PINNED);
  return add_rows (statement, all, 0, 0, error);
}

static gboolean
add_subject (HearthDatabase *db, const HearthMemoryCue *cue, const char *subject, GHashTable *all,
             GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db,
                            "SELECT " HEARTH_MEMORY_COLUMNS " FROM memories AS m WHERE" HELD
                            " AND m.subject = ?4 COLLATE NOCASE ORDER BY m.id DESC LIMIT ?5",
                            error);

  if (statement == NULL)
    return FALSE;
  bind_time (statement, cue);
  hearth_statement_bind_text (statement, subject);
  hearth_statement_bind_int (statement, cue->limit);
  return add_rows (statement, all, WORTH_SUBJECT, 0, error);
}

/* Appends a word, and what goes on from it: two phrases at most, since each is weighed by itself.
 */
static gboolean
append_word (GString *match, const char *word, gboolean goes_on)
{
  g_autofree char *plain = hearth_words_dup (word);

  if (!hearth_match_append (match, NULL, word, FALSE))
    return FALSE;
  /* One folded word after its blank, so that nothing of the question is read as syntax. */
  g_strstrip (plain);
  if (goes_on && g_utf8_strlen (word, -1) >= LONG_WORD && strchr (plain, ' ') == NULL)
    g_string_append_printf (match, " OR \"%s\" *", plain);
  return TRUE;
}

/* Any of the words, in the subject for more than in the text. */
static char *
dup_match (const char *words, gboolean go_on)
{
  GString *match = g_string_new (NULL);
  g_auto (GStrv) each = g_strsplit_set (words, " \t\n", MAX_WORDS + 1);

  for (guint i = 0; each[i] != NULL && i < MAX_WORDS; i++) {
    gsize before = match->len;

    if (before > 0)
      g_string_append (match, " OR ");
    if (!append_word (match, each[i], go_on))
      g_string_truncate (match, before);
  }
  return g_string_free (match, FALSE);
}

static gboolean
add_by_words (HearthDatabase *db, const HearthMemoryCue *cue, const char *words, double rank,
              GHashTable *all, GError **error)
{
  g_autofree char *match = dup_match (words, rank >= 1);
  g_autoptr (HearthStatement) statement = NULL;

  if (*match == '\0')
    return TRUE;
  /* The index sorts by itself, so that a word that everything has costs no more than another. */
  statement =
      hearth_statement_new (db,
                            "SELECT " HEARTH_MEMORY_COLUMNS ", CAST (1000 * w.rank AS INTEGER) FROM"
                            " (SELECT rowid, rank FROM memory_words WHERE memory_words MATCH ?4"
                            "  AND rank MATCH 'bm25(3.0, 1.0)' ORDER BY rank LIMIT ?5) AS w"
                            " JOIN memories AS m ON m.id = w.rowid WHERE" HELD
                            " ORDER BY w.rank, m.id DESC LIMIT ?6",
                            error);
  if (statement == NULL)
    return FALSE;
  bind_time (statement, cue);
  hearth_statement_bind_text (statement, match);
  hearth_statement_bind_int (statement, MAX_CANDIDATES);
  hearth_statement_bind_int (statement, 2 * (gint64) cue->limit);
  return add_rows (statement, all, 0, rank, error);
}

/* What the owner wrote of themselves, what they pinned, then what answers best, then the newest. */
static int
compare_found (gconstpointer a, gconstpointer b)
{
  const Found *first = *(Found *const *) a;
  const Found *second = *(Found *const *) b;
  gboolean first_profile = strcmp (first->memory->kind, "profile") == 0;
  gboolean second_profile = strcmp (second->memory->kind, "profile") == 0;

  if (first_profile != second_profile)
    return first_profile ? -1 : 1;
  if (first->memory->pinned != second->memory->pinned)
    return first->memory->pinned ? -1 : 1;
  if (first->worth != second->worth)
    return first->worth > second->worth ? -1 : 1;
  return first->memory->id > second->memory->id ? -1 : 1;
}

static GPtrArray *
sort_found (GHashTable *all, guint limit)
{
  GPtrArray *list = hearth_memory_list_new ();
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, all);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (sorted, value);
  g_ptr_array_sort (sorted, compare_found);
  for (guint i = 0; i < sorted->len && i < limit; i++) {
    Found *found = g_ptr_array_index (sorted, i);

    g_ptr_array_add (list, hearth_memory_copy (found->memory));
  }
  return list;
}

/**
 * hearth_store_memories_recall:
 * @db: a database
 * @cue: what is asked
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Finds what is remembered of what is asked: the profile and what is pinned, then what is about
 * those who are named, and what has the words of the question, the best first. What is only
 * proposed is never among it; what was replaced only if the time when it held is asked about.
 *
 * Returns: (transfer full) (nullable) (element-type HearthMemory): memories; %NULL on an error
 */
GPtrArray *
hearth_store_memories_recall (HearthDatabase *db, const HearthMemoryCue *cue, GError **error)
{
  /* The key stands in the value. */
  g_autoptr (GHashTable) all =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, found_free);
  guint n_always;

  if (!add_pinned (db, cue, all, error))
    return NULL;
  n_always = g_hash_table_size (all);
  for (guint i = 0; cue->subjects != NULL && i < cue->subjects->len && i < MAX_SUBJECTS; i++) {
    if (!add_subject (db, cue, g_ptr_array_index (cue->subjects, i), all, error))
      return NULL;
  }
  if (cue->words != NULL && !add_by_words (db, cue, cue->words, 1, all, error))
    return NULL;
  /* What is only of the same matter is looked for when there is little else. */
  if (cue->related != NULL && g_hash_table_size (all) < n_always + FEW &&
      !add_by_words (db, cue, cue->related, WORTH_RELATED, all, error))
    return NULL;
  return sort_found (all, cue->limit);
}
