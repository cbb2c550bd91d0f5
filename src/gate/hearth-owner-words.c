/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-owner-words.h"

#include <string.h>

#include "hearth-link-scan.h"
#include "hearth-recipients.h"
#include "hearth-text.h"

/* Shorter words than this name nobody and nothing by themselves. */
#define MIN_TELLING 3

/* What a person says is short; a pasted book is no list of wishes. */
#define MAX_BYTES (256 * 1024)

struct _HearthOwnerWords {
  GHashTable *words;    /* (owned) (element-type utf8): folded */
  GHashTable *links;    /* (owned) (element-type utf8): byte by byte */
  GPtrArray *addresses; /* (owned) (element-type utf8): normalised */
  GString *letters;     /* letters and digits only, folded */
};

/* Words that are in any sentence and tell nothing. */
static const char *const common[] = {
  "the",   "and",    "for",      "from",      "with",    "that",  "this", "mail", "mails",  "email",
  "reply", "answer", "about",    "his",       "her",     "their", "our",  "your", "you",    "are",
  "was",   "not",    "all",      "com",       "org",     "net",   "www",  "info", "please", "der",
  "die",   "das",    "und",      "von",       "mit",     "für",   "fur",  "den",  "dem",    "ein",
  "eine",  "bitte",  "antworte", "nachricht", "message", "last",  "new",  "neue", "re",     "fwd",
  "aw",    "wg",     "on",       "of",        "to",      "in",
};

typedef gboolean (*WordFunc) (const char *word, gpointer user_data);

/* Hands over each folded word until one is refused. */
static gboolean
each_word (const char *text, WordFunc func, gpointer user_data)
{
  g_autofree char *folded = hearth_text_fold (text);
  g_autoptr (GString) word = g_string_new (NULL);

  for (const char *at = folded;; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (c != 0 && (g_unichar_isalnum (c) || g_unichar_ismark (c))) {
      g_string_append_unichar (word, c);
      continue;
    }
    if (word->len > 0 && !func (word->str, user_data))
      return FALSE;
    g_string_truncate (word, 0);
    if (c == 0)
      return TRUE;
  }
}

static gboolean
add_word (const char *word, gpointer user_data)
{
  HearthOwnerWords *self = user_data;

  g_hash_table_add (self->words, g_strdup (word));
  g_string_append (self->letters, word);
  return TRUE;
}

static void
take_links (HearthOwnerWords *self, const char *text)
{
  g_autoptr (GPtrArray) links = hearth_link_scan (text);

  for (guint i = 0; i < links->len; i++) {
    const HearthLink *link = g_ptr_array_index (links, i);
    g_autofree char *address = NULL;

    g_hash_table_add (self->links, g_strdup (link->text));
    if (link->kind != HEARTH_LINK_ADDRESS)
      continue;
    address = hearth_addr_spec_normalize (link->text, NULL);
    if (address != NULL)
      g_ptr_array_add (self->addresses, g_steal_pointer (&address));
  }
}

/**
 * hearth_owner_words_new:
 * @words: (nullable) (element-type utf8): what the owner said
 *
 * Returns: (transfer full): what can be asked of it
 */
HearthOwnerWords *
hearth_owner_words_new (GPtrArray *words)
{
  HearthOwnerWords *self = g_new0 (HearthOwnerWords, 1);
  gsize size = 0;

  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  self->letters = g_string_new (NULL);
  /* The newest are meant most. */
  for (guint i = words != NULL ? words->len : 0; i-- > 0;) {
    g_autofree char *clean = hearth_text_clean (g_ptr_array_index (words, i), -1);

    size += strlen (clean);
    if (size > MAX_BYTES)
      break;
    each_word (clean, add_word, self);
    g_string_append_c (self->letters, ' ');
    take_links (self, clean);
  }
  return self;
}

/**
 * hearth_owner_words_free:
 * @self: (transfer full): words
 */
void
hearth_owner_words_free (HearthOwnerWords *self)
{
  g_hash_table_unref (self->words);
  g_hash_table_unref (self->links);
  g_ptr_array_unref (self->addresses);
  g_string_free (self->letters, TRUE);
  g_free (self);
}

typedef struct {
  HearthOwnerWords *self;
  guint n;
} Look;

static gboolean
is_word (const char *word, gpointer user_data)
{
  Look *look = user_data;

  look->n++;
  return g_hash_table_contains (look->self->words, word);
}

/**
 * hearth_owner_words_have_all:
 * @self: words
 * @text: a text
 *
 * Returns: whether @text has words, and all of them are the owner's, without regard to case, marks
 *   and order
 */
gboolean
hearth_owner_words_have_all (HearthOwnerWords *self, const char *text)
{
  Look look = { self, 0 };

  return each_word (text, is_word, &look) && look.n > 0;
}

static gboolean
is_no_telling_word (const char *word, gpointer user_data)
{
  Look *look = user_data;

  if (g_utf8_strlen (word, -1) < MIN_TELLING || !g_hash_table_contains (look->self->words, word))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (common); i++) {
    if (strcmp (common[i], word) == 0)
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_owner_words_have_any:
 * @self: words
 * @text: a name, an address or a subject
 *
 * Returns: whether the owner said a word of it that tells it from others
 */
gboolean
hearth_owner_words_have_any (HearthOwnerWords *self, const char *text)
{
  Look look = { self, 0 };

  return !each_word (text, is_no_telling_word, &look);
}

/**
 * hearth_owner_words_have_address:
 * @self: words
 * @address: an addr-spec
 *
 * Returns: whether the owner wrote that very address
 */
gboolean
hearth_owner_words_have_address (HearthOwnerWords *self, const char *address)
{
  for (guint i = 0; i < self->addresses->len; i++) {
    if (hearth_addr_spec_equal (g_ptr_array_index (self->addresses, i), address))
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_owner_words_have_link:
 * @self: words
 * @link: a link as hearth_link_scan() found it
 *
 * Returns: whether the owner wrote it so, byte by byte; the same host is not the same link
 */
gboolean
hearth_owner_words_have_link (HearthOwnerWords *self, const char *link)
{
  return g_hash_table_contains (self->links, link);
}

/**
 * hearth_owner_words_have_code:
 * @self: words
 * @code: a code
 *
 * Returns: whether the owner said it, however it was spaced
 */
gboolean
hearth_owner_words_have_code (HearthOwnerWords *self, const char *code)
{
  HearthOwnerWords *of_code;
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  gboolean found;

  g_ptr_array_add (one, (gpointer) code);
  of_code = hearth_owner_words_new (one);
  g_strchomp (of_code->letters->str);
  found =
      *of_code->letters->str != '\0' && strstr (self->letters->str, of_code->letters->str) != NULL;
  hearth_owner_words_free (of_code);
  return found;
}

/**
 * hearth_owner_words_have_addresses:
 * @self: words
 *
 * Returns: whether the owner wrote any address
 */
gboolean
hearth_owner_words_have_addresses (HearthOwnerWords *self)
{
  return self->addresses->len > 0;
}
