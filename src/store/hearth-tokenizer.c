/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-tokenizer.h"

#include <string.h>

/* FTS5's tokenizer "hearth": folded words and pairs (hearth-words.c), with English endings cut by
 * FTS5's own "porter". That one wraps another tokenizer; here it wraps "hearth_words", which ends a
 * word that is not English with a byte that no ending matches, and "hearth" takes it off again. */
#define NOT_ENGLISH '\001'

/* A document may come as the terms that another thread found in it. No text begins so: it is UTF-8.
 * Each term follows its length, in which one bit says that it stands where the one before stands.
 */
#define TERMS_MARK "\377\376"
#define TERMS_MARK_SIZE 2
#define TERM_COLOCATED 0x80
G_STATIC_ASSERT (HEARTH_TOKEN_MAX + 8 < TERM_COLOCATED);

typedef int (*TokenFunc) (void *context, int flags, const char *token, int length, int start,
                          int end);

struct _HearthTokenizer {
  fts5_api *api;
  fts5_tokenizer porter;
  Fts5Tokenizer *instance; /* (owned): of porter over hearth_words, for use outside of FTS5 */
  struct _Stem *stems;     /* (owned) (nullable): what it has seen */
};

typedef struct {
  TokenFunc func;
  void *context;
} Inner;

static int
words_create (void *context, const char **arguments, int n_arguments, Fts5Tokenizer **out)
{
  /* It has no state, but FTS5 takes NULL for a failure. */
  static char nothing;

  *out = (Fts5Tokenizer *) &nothing;
  return SQLITE_OK;
}

static void
words_delete (Fts5Tokenizer *tokenizer)
{
}

static int
words_word_cb (gpointer user_data, const char *word, int length, int start, int end,
               HearthWordFlags flags)
{
  Inner *inner = user_data;
  char marked[HEARTH_TOKEN_MAX + 16];

  if ((flags & HEARTH_WORD_ENGLISH) != 0)
    return inner->func (inner->context, 0, word, length, start, end);
  memcpy (marked, word, length);
  marked[length] = NOT_ENGLISH;
  return inner->func (inner->context,
                      (flags & HEARTH_WORD_COLOCATED) != 0 ? FTS5_TOKEN_COLOCATED : 0, marked,
                      length + 1, start, end);
}

static int
words_tokenize (Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int length,
                TokenFunc func)
{
  Inner inner = { func, context };

  return hearth_words_foreach (text, length,
                               (flags & FTS5_TOKENIZE_QUERY) != 0 ? HEARTH_WORDS_QUERY
                                                                  : HEARTH_WORDS_TEXT,
                               words_word_cb, &inner);
}

static int
hearth_create (void *context, const char **arguments, int n_arguments, Fts5Tokenizer **out)
{
  HearthTokenizer *self = context;
  const char *inner[] = { "hearth_words" };
  void *porter_context;
  int code = self->api->xFindTokenizer (self->api, "porter", &porter_context, &self->porter);

  if (code != SQLITE_OK)
    return code;
  return self->porter.xCreate (porter_context, inner, 1, out);
}

static int
strip_cb (void *context, int flags, const char *token, int length, int start, int end)
{
  Inner *inner = context;

  if (length > 0 && token[length - 1] == NOT_ENGLISH)
    length--;
  return inner->func (inner->context, flags, token, length, start, end);
}

static int
unstemmed_cb (gpointer user_data, const char *word, int length, int start, int end,
              HearthWordFlags flags)
{
  Inner *inner = user_data;

  return inner->func (inner->context, 0, word, length, start, end);
}

/* FTS5 gives xTokenize no context but the instance, which is porter's own: its functions are the
 * same in every connection of a process. */
static fts5_tokenizer porter_functions;

static int
replay_terms (const char *terms, int length, void *context, TokenFunc func)
{
  const guint8 *p = (const guint8 *) terms;
  const guint8 *end = p + length;

  while (p < end) {
    int size = *p & ~TERM_COLOCATED;
    int flags = (*p & TERM_COLOCATED) != 0 ? FTS5_TOKEN_COLOCATED : 0;
    int result;

    p++;
    if (size > end - p)
      break;
    /* Where a term stands in the text is only asked of texts that are shown. */
    result = func (context, flags, (const char *) p, size, 0, 0);
    if (result != SQLITE_OK)
      return result;
    p += size;
  }
  return SQLITE_OK;
}

static int
hearth_tokenize (Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int length,
                 TokenFunc func)
{
  Inner inner = { func, context };

  /* The beginning of a word has no ending to cut. */
  if ((flags & FTS5_TOKENIZE_PREFIX) != 0)
    return hearth_words_foreach (text, length, HEARTH_WORDS_QUERY, unstemmed_cb, &inner);
  if (flags == FTS5_TOKENIZE_DOCUMENT && length >= TERMS_MARK_SIZE &&
      memcmp (text, TERMS_MARK, TERMS_MARK_SIZE) == 0)
    return replay_terms (text + TERMS_MARK_SIZE, length - TERMS_MARK_SIZE, context, func);
  return porter_functions.xTokenize (tokenizer, &inner, flags, text, length, strip_cb);
}

static void
hearth_delete (Fts5Tokenizer *tokenizer)
{
  porter_functions.xDelete (tokenizer);
}

static fts5_api *
find_api (sqlite3 *handle)
{
  fts5_api *api = NULL;
  sqlite3_stmt *statement;

  if (sqlite3_prepare_v2 (handle, "SELECT fts5 (?1)", -1, &statement, NULL) != SQLITE_OK)
    return NULL;
  sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL);
  sqlite3_step (statement);
  sqlite3_finalize (statement);
  return api;
}

static gpointer
keep_functions (gpointer data)
{
  HearthTokenizer *self = data;
  void *context;

  if (self->api->xFindTokenizer (self->api, "porter", &context, &porter_functions) != SQLITE_OK)
    g_error ("This SQLite has no FTS5 tokenizer “porter”");
  return NULL;
}

/**
 * hearth_tokenizer_register:
 * @handle: SQLite's connection
 *
 * Registers the tokenizer "hearth" for this connection.
 *
 * Returns: (transfer full) (nullable): it, to be freed before @handle is closed; %NULL if this
 *   SQLite has no FTS5
 */
HearthTokenizer *
hearth_tokenizer_register (sqlite3 *handle)
{
  static GOnce once = G_ONCE_INIT;
  fts5_tokenizer words = { words_create, words_delete, words_tokenize };
  fts5_tokenizer hearth = { hearth_create, hearth_delete, hearth_tokenize };
  HearthTokenizer *self;
  fts5_api *api = find_api (handle);

  if (api == NULL || api->iVersion < 2)
    return NULL;
  self = g_new0 (HearthTokenizer, 1);
  self->api = api;
  g_once (&once, keep_functions, self);
  if (api->xCreateTokenizer (api, "hearth_words", NULL, &words, NULL) != SQLITE_OK ||
      api->xCreateTokenizer (api, "hearth", self, &hearth, NULL) != SQLITE_OK ||
      hearth_create (self, NULL, 0, &self->instance) != SQLITE_OK) {
    g_free (self);
    return NULL;
  }
  return self;
}

/**
 * hearth_tokenizer_free:
 * @self: (transfer full): a tokenizer
 */
void
hearth_tokenizer_free (HearthTokenizer *self)
{
  if (self->instance != NULL)
    hearth_delete (self->instance);
  g_free (self->stems);
  g_free (self);
}

/**
 * hearth_tokenizer_copy:
 * @self: a tokenizer
 *
 * Returns: (transfer full): one for another thread, for use outside of FTS5
 */
HearthTokenizer *
hearth_tokenizer_copy (const HearthTokenizer *self)
{
  HearthTokenizer *copy = g_new0 (HearthTokenizer, 1);

  copy->api = self->api;
  if (hearth_create (copy, NULL, 0, &copy->instance) != SQLITE_OK)
    g_error ("SQLite: no memory");
  return copy;
}

/* Most words of a text were there a moment ago: what is left of them without their ending is kept.
 */
#define N_STEMS 2048
#define MAX_STEM 15

typedef struct _Stem {
  guint8 size; /* of @word; 0 for none */
  guint8 stem_size;
  char word[MAX_STEM];
  char stem[MAX_STEM];
} Stem;

typedef struct {
  HearthTokenizer *tokenizer;
  Stem *stems; /* (unowned) of N_STEMS */
  char *bytes; /* (owned) */
  gsize size;
  gsize room;
} Terms;

static int
append_term_cb (void *context, int flags, const char *token, int length, int start, int end)
{
  Terms *terms = context;
  char *at;

  if (terms->size + TERM_COLOCATED > terms->room) {
    terms->room *= 2;
    terms->bytes = g_realloc (terms->bytes, terms->room);
  }
  at = terms->bytes + terms->size;
  *at = (char) (length | ((flags & FTS5_TOKEN_COLOCATED) != 0 ? TERM_COLOCATED : 0));
  memcpy (at + 1, token, length);
  terms->size += 1 + (gsize) length;
  return SQLITE_OK;
}

static Stem *
find_stem (Terms *terms, const char *word, int length)
{
  guint hash = 5381;

  for (int i = 0; i < length; i++)
    hash = hash * 33 + (guchar) word[i];
  return &terms->stems[hash % N_STEMS];
}

/* An English word, for which FTS5's own code knows the ending. */
static int
append_english (Terms *terms, const char *word, int length)
{
  Stem *stem = length <= MAX_STEM ? find_stem (terms, word, length) : NULL;
  gsize before = terms->size;
  int result;

  if (stem != NULL && stem->size == length && memcmp (stem->word, word, length) == 0)
    return append_term_cb (terms, 0, stem->stem, stem->stem_size, 0, 0);
  result = hearth_tokenize (terms->tokenizer->instance, terms, FTS5_TOKENIZE_DOCUMENT, word, length,
                            append_term_cb);
  if (stem != NULL && terms->size > before && terms->size - before - 1 <= MAX_STEM) {
    stem->size = (guint8) length;
    stem->stem_size = (guint8) (terms->size - before - 1);
    memcpy (stem->word, word, length);
    memcpy (stem->stem, terms->bytes + before + 1, stem->stem_size);
  }
  return result;
}

static int
term_word_cb (gpointer user_data, const char *word, int length, int start, int end,
              HearthWordFlags flags)
{
  if ((flags & HEARTH_WORD_ENGLISH) != 0)
    return append_english (user_data, word, length);
  return append_term_cb (user_data, (flags & HEARTH_WORD_COLOCATED) != 0 ? FTS5_TOKEN_COLOCATED : 0,
                         word, length, start, end);
}

/**
 * hearth_tokenizer_make_terms:
 * @self: a tokenizer that is used by this thread alone
 * @text: UTF-8 text
 * @length: its bytes
 * @size: (out): of what is returned, in bytes
 *
 * Does what FTS5 would do with @text when it indexes it.
 *
 * Returns: (transfer full): what can be put into the index in the place of @text
 */
char *
hearth_tokenizer_make_terms (HearthTokenizer *self, const char *text, gsize length, gsize *size)
{
  Terms terms = { .tokenizer = self, .size = TERMS_MARK_SIZE, .room = length + 2 * TERM_COLOCATED };

  if (self->stems == NULL)
    self->stems = g_new0 (Stem, N_STEMS);
  terms.stems = self->stems;
  terms.bytes = g_malloc (terms.room);
  memcpy (terms.bytes, TERMS_MARK, TERMS_MARK_SIZE);
  hearth_words_foreach (text, (int) length, HEARTH_WORDS_TEXT, term_word_cb, &terms);
  *size = terms.size;
  return terms.bytes;
}

static int
append_stem_cb (void *context, int flags, const char *token, int length, int start, int end)
{
  GString *out = context;

  g_string_append_c (out, ' ');
  g_string_append_len (out, token, length);
  return SQLITE_OK;
}

/**
 * hearth_tokenizer_dup_stems:
 * @self: a tokenizer
 * @text: UTF-8 text
 * @mode: whether it is a text or a query
 *
 * Returns: (transfer full): its terms as the search index has them, each after a blank
 */
char *
hearth_tokenizer_dup_stems (HearthTokenizer *self, const char *text, HearthWordMode mode)
{
  GString *out = g_string_new (NULL);

  hearth_tokenize (self->instance, out,
                   mode == HEARTH_WORDS_QUERY ? FTS5_TOKENIZE_QUERY : FTS5_TOKENIZE_DOCUMENT, text,
                   (int) MIN (strlen (text), G_MAXINT), append_stem_cb);
  return g_string_free (out, FALSE);
}
