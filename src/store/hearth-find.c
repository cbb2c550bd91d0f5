/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-find.h"

#include "hearth-clock.h"
#include "hearth-query.h"
#include "hearth-store-conversations.h"
#include "hearth-store-events.h"
#include "hearth-store-letters.h"
#include "hearth-store-memories.h"
#include "hearth-store-records.h"
#include "hearth-store-search.h"
#include "hearth-text.h"
#include "hearth-tokenizer.h"

#include <string.h>

/* A search over everything that the store has. Each kind is asked for a few of its best, and what
 * comes back is put into one order. */

#define DEFAULT_LIMIT 60
#define MAX_LIMIT 400

/* So many of each kind are ranked where all kinds are wanted. */
#define MESSAGES 40
#define HEADED 24 /* messages that have the words in their subject or of whose sender they are */
#define EVENTS 16
#define PEOPLE 8
#define MEMORIES 12
#define CONVERSATIONS 12
#define LETTERS 12

/* What was typed may be as long as anything that was pasted. */
#define MAX_WORDS 16
/* The index has to gather all words that begin so; see hearth-store-search.c. */
#define SHORT_PREFIX 3

#define LINE 160

typedef struct {
  HearthDatabase *db;
  const char *text;  /* what was typed */
  const char *words; /* of that, the words */
  gboolean as_typed;
  gint64 now;
  guint limit; /* of one kind, where it alone is wanted; else 0 */
  GPtrArray *found;
} Search;

static void
append_words (const HearthQuery *query, GString *words, gboolean *plain)
{
  if (query->kind == HEARTH_QUERY_TEXT) {
    if (query->columns != NULL)
      *plain = FALSE;
    if (words->len > 0)
      g_string_append_c (words, ' ');
    g_string_append (words, query->text);
    return;
  }
  if (query->kind != HEARTH_QUERY_AND)
    *plain = FALSE;
  /* What was not to be found is no word to look for. */
  for (guint i = 0;
       query->kind != HEARTH_QUERY_NOT && query->children != NULL && i < query->children->len; i++)
    append_words (query->children->pdata[i], words, plain);
}

/**
 * hearth_find_dup_words:
 * @text: what was typed; see hearth_query_parse()
 * @plain: (out) (optional): whether that is all: without, only mail has what it asks for
 *
 * Takes the words out of a query.
 *
 * Returns: (transfer full): its words, perhaps ""
 */
char *
hearth_find_dup_words (const char *text, gboolean *plain)
{
  g_autoptr (HearthQuery) query = NULL;
  g_autoptr (GString) words = g_string_new (NULL);
  gboolean is_plain = TRUE;

  if (hearth_query_parse (text, TRUE, &query, NULL) && query != NULL)
    append_words (query, words, &is_plain);
  if (plain != NULL)
    *plain = is_plain;
  return g_strdup (words->str);
}

static gboolean
is_put_away (const HearthMessage *message)
{
  HearthMailboxRole role = hearth_mailbox_role_from_name (message->mailbox);

  return role == HEARTH_MAILBOX_JUNK || role == HEARTH_MAILBOX_TRASH ||
         (message->marks & HEARTH_MARKS_JUDGED) != 0;
}

static HearthFound *
make_message (const HearthMessage *message)
{
  HearthFound *found = hearth_found_new (HEARTH_FOUND_MESSAGE, message->id, message->subject);

  found->who = g_strdup (message->from != NULL ? hearth_address_get_label (message->from) : NULL);
  found->name = g_strdup (message->from != NULL ? message->from->address : NULL);
  found->detail = g_strdup (message->preview);
  found->when = message->date;
  found->aside = is_put_away (message);
  return found;
}

static gboolean
has_message (const Search *self, guint from, gint64 id)
{
  for (guint i = from; i < self->found->len; i++) {
    if (((HearthFound *) self->found->pdata[i])->id == id)
      return TRUE;
  }
  return FALSE;
}

static gboolean
add_messages (Search *self, const char *query, gboolean as_typed, guint limit, guint from,
              GError **error)
{
  HearthSearchOptions options = { .as_typed = as_typed, .limit = limit };
  g_autoptr (GPtrArray) messages =
      hearth_store_search (self->db, query, &options, HEARTH_DETAIL_ENVELOPE, error);

  if (messages == NULL)
    return FALSE;
  for (guint i = 0; i < messages->len; i++) {
    const HearthMessage *message = g_ptr_array_index (messages, i);

    if (!has_message (self, from, message->id))
      g_ptr_array_add (self->found, make_message (message));
  }
  return TRUE;
}

/* The newest mails that have a common word somewhere are not those that are about it. */
static char *
dup_headed_query (const Search *self)
{
  g_autofree char *folded = hearth_words_dup (self->words);
  g_auto (GStrv) words = g_strsplit (g_strstrip (folded), " ", MAX_WORDS);
  GString *query = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++) {
    gboolean begins = self->as_typed && words[i + 1] == NULL && strlen (words[i]) > SHORT_PREFIX;

    g_string_append_printf (query, "(subject:\"%s\"%s OR from:\"%s\"%s) ", words[i],
                            begins ? "*" : "", words[i], begins ? "*" : "");
  }
  return g_string_free (query, FALSE);
}

static gboolean
find_messages (Search *self, gboolean plain, GError **error)
{
  guint from = self->found->len;
  g_autofree char *headed = plain ? dup_headed_query (self) : NULL;

  if (!add_messages (self, self->text, self->as_typed, self->limit != 0 ? self->limit : MESSAGES,
                     from, error))
    return FALSE;
  return headed == NULL || *headed == '\0' ||
         add_messages (self, headed, FALSE, HEADED, from, error);
}

static gboolean
find_events (Search *self, GError **error)
{
  g_autoptr (GPtrArray) occurrences =
      hearth_store_events_find_near (self->db, self->words, self->now,
                                     self->limit != 0 ? self->limit : EVENTS, error);

  if (occurrences == NULL)
    return FALSE;
  for (guint i = 0; i < occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (occurrences, i);
    const HearthEvent *event = occurrence->event;
    HearthFound *found = hearth_found_new (HEARTH_FOUND_EVENT, event->id, event->summary);

    found->detail =
        event->location != NULL && *event->location != '\0'
            ? g_strdup (event->location)
            : hearth_text_one_line (event->description != NULL ? event->description : "", LINE);
    found->when = occurrence->span.start;
    found->until = occurrence->span.end;
    found->all_day = event->all_day;
    g_ptr_array_add (self->found, found);
  }
  return TRUE;
}

static gboolean
find_people (Search *self, GError **error)
{
  g_autoptr (GPtrArray) people =
      hearth_store_people_complete (self->db, self->words, self->limit != 0 ? self->limit : PEOPLE,
                                    error);

  if (people == NULL)
    return FALSE;
  for (guint i = 0; i < people->len; i++) {
    const HearthAddress *person = g_ptr_array_index (people, i);
    HearthFound *found =
        hearth_found_new (HEARTH_FOUND_PERSON, 0, hearth_address_get_label (person));

    found->name = g_strdup (person->address);
    found->detail = g_strdup (person->address);
    found->place = i;
    g_ptr_array_add (self->found, found);
  }
  return TRUE;
}

static gboolean
find_memories (Search *self, GError **error)
{
  HearthMemoryFilter filter = { .which = HEARTH_MEMORIES_ACTIVE,
                                .words = self->words,
                                .now = self->now,
                                .limit = self->limit != 0 ? self->limit : MEMORIES };
  g_autoptr (GPtrArray) memories = hearth_store_memories_list (self->db, &filter, error);

  if (memories == NULL)
    return FALSE;
  for (guint i = 0; i < memories->len; i++) {
    const HearthMemory *memory = g_ptr_array_index (memories, i);
    HearthFound *found = hearth_found_new (HEARTH_FOUND_MEMORY, memory->id, memory->text);

    if (!g_str_equal (memory->subject, HEARTH_MEMORY_OWNER))
      found->detail = g_strdup (memory->subject);
    found->when = memory->changed;
    g_ptr_array_add (self->found, found);
  }
  return TRUE;
}

static gboolean
find_conversations (Search *self, GError **error)
{
  g_autoptr (GPtrArray) hits =
      hearth_store_conversations_search (self->db, self->words,
                                         self->limit != 0 ? self->limit : CONVERSATIONS, error);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (hits == NULL)
    return FALSE;
  for (guint i = 0; i < hits->len; i++) {
    const HearthTurnHit *hit = g_ptr_array_index (hits, i);
    HearthFound *found;

    if (!g_hash_table_add (seen, hit->conversation))
      continue;
    found = hearth_found_new (HEARTH_FOUND_CONVERSATION, hit->turn, hit->title);
    found->name = g_strdup (hit->conversation);
    found->detail = hit->turn != 0 ? g_strdup (hit->snippet) : NULL;
    found->when = hit->created;
    g_ptr_array_add (self->found, found);
  }
  return TRUE;
}

/* The place that has the words, or how it begins. */
static char *
dup_letter_detail (const HearthLetter *letter, const char *words)
{
  char *snippet = hearth_found_dup_snippet (letter->text, words, LINE);

  return snippet != NULL ? snippet : hearth_text_one_line (letter->text, LINE);
}

static gboolean
find_letters (Search *self, GError **error)
{
  HearthLetterFilter filter = { .words = self->words,
                                .limit = self->limit != 0 ? self->limit : LETTERS };
  g_autoptr (GPtrArray) letters = hearth_store_letters_list (self->db, &filter, error);

  if (letters == NULL)
    return FALSE;
  for (guint i = 0; i < letters->len; i++) {
    const HearthLetter *letter = g_ptr_array_index (letters, i);
    g_autofree char *name = hearth_letter_dup_name (letter);
    HearthFound *found = hearth_found_new (HEARTH_FOUND_LETTER, letter->id, name);

    found->who = *letter->recipient != '\0' ? g_strdup (letter->recipient) : NULL;
    found->detail = dup_letter_detail (letter, self->words);
    found->when = letter->changed;
    g_ptr_array_add (self->found, found);
  }
  return TRUE;
}

static gboolean
has_words (const char *text, const char *words)
{
  g_autoptr (GArray) spans = text != NULL ? hearth_found_mark (text, words) : NULL;

  return spans != NULL && spans->len > 0;
}

/* Shows of a mail the place that has the words, if its subject and sender have none of them. */
static gboolean
add_snippet (HearthDatabase *db, HearthFound *found, const char *words, GError **error)
{
  g_autoptr (HearthMessage) message = NULL;
  g_autoptr (GError) problem = NULL;
  char *snippet;

  if (has_words (found->title, words) || has_words (found->who, words))
    return TRUE;
  snippet = found->detail != NULL ? hearth_found_dup_snippet (found->detail, words, LINE) : NULL;
  if (snippet == NULL) {
    message = hearth_store_messages_get (db, found->id, &problem);
    /* It may have gone since it was found. */
    if (g_error_matches (problem, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND))
      return TRUE;
    if (message == NULL) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
    if (message->text != NULL)
      snippet = hearth_found_dup_snippet (message->text, words, LINE);
  }
  if (snippet != NULL) {
    g_free (found->detail);
    found->detail = snippet;
  }
  return TRUE;
}

static gboolean
find_all (Search *self, guint kinds, gboolean plain, GError **error)
{
  if ((kinds & (1u << HEARTH_FOUND_MESSAGE)) != 0 && !find_messages (self, plain, error))
    return FALSE;
  /* What only mail has is not asked of anything else. */
  if (!plain || *self->words == '\0')
    return TRUE;
  return ((kinds & (1u << HEARTH_FOUND_EVENT)) == 0 || find_events (self, error)) &&
         ((kinds & (1u << HEARTH_FOUND_PERSON)) == 0 || find_people (self, error)) &&
         ((kinds & (1u << HEARTH_FOUND_MEMORY)) == 0 || find_memories (self, error)) &&
         ((kinds & (1u << HEARTH_FOUND_CONVERSATION)) == 0 || find_conversations (self, error)) &&
         ((kinds & (1u << HEARTH_FOUND_LETTER)) == 0 || find_letters (self, error));
}

/**
 * hearth_find:
 * @db: a database
 * @text: what was typed; see hearth_query_parse()
 * @options: (nullable): what is looked for
 * @error: return location for a #HEARTH_STORE_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Looks for mail, events, people, what is remembered, what was said and letters, and puts what is
 * found into one order; see hearth_found_rank(). A query with fields or operators asks for mail
 * alone. Without a word, such as "…", nothing is found.
 *
 * Returns: (transfer full) (nullable) (element-type HearthFound): the best first; %NULL on an
 * error, %HEARTH_STORE_ERROR_BAD_QUERY if @text cannot be read
 */
GPtrArray *
hearth_find (HearthDatabase *db, const char *text, const HearthFindOptions *options, GError **error)
{
  static const HearthFindOptions defaults = { 0 };
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_found_free);
  gboolean plain;
  g_autofree char *words = hearth_find_dup_words (text, &plain);
  Search search = { .db = db, .text = text, .words = words, .found = found };
  guint kinds, limit;

  if (options == NULL)
    options = &defaults;
  kinds = options->kinds != 0 ? options->kinds : HEARTH_FOUND_ALL;
  limit = MIN (options->limit != 0 ? options->limit : DEFAULT_LIMIT, MAX_LIMIT);
  search.as_typed = options->as_typed;
  search.now = options->now != 0 ? options->now : hearth_clock_now ();
  search.limit = (kinds & (kinds - 1)) == 0 ? limit : 0;
  if (!find_all (&search, kinds, plain, error))
    return NULL;
  hearth_found_rank (found, words, search.now);
  if (found->len > limit)
    g_ptr_array_set_size (found, (int) limit);
  for (guint i = 0; i < found->len; i++) {
    HearthFound *one = g_ptr_array_index (found, i);

    if (one->kind == HEARTH_FOUND_MESSAGE && *words != '\0' && !add_snippet (db, one, words, error))
      return NULL;
  }
  return g_steal_pointer (&found);
}
