/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-tokenizer.h"

#include <string.h>

/* FTS5's tokenizer "hearth": folded words and pairs (hearth-words.c), with English endings cut by
 * FTS5's own "porter". That one wraps another tokenizer; here it wraps "hearth_words", which ends a
 * word that is not English with a byte that no ending matches, and "hearth" takes it off again. */
#define NOT_ENGLISH '\001'

typedef int (*TokenFunc) (void *context, int flags, const char *token, int length, int start,
                          int end);

struct _HearthTokenizer {
  fts5_api *api;
  fts5_tokenizer porter;
  Fts5Tokenizer *instance; /* (owned): of porter over hearth_words, for use outside of FTS5 */
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
hearth_tokenize (Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int length,
                 TokenFunc func)
{
  Inner inner = { func, context };

  /* The beginning of a word has no ending to cut. */
  if ((flags & FTS5_TOKENIZE_PREFIX) != 0)
    return hearth_words_foreach (text, length, HEARTH_WORDS_QUERY, unstemmed_cb, &inner);
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
  g_free (self);
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
