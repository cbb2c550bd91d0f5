/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-speller.h"

#include <enchant.h>
#include <string.h>

/* Longer words are not looked up: what looks for them takes its time. */
#define MAX_WORD 100
/* Of words that were looked up. */
#define MAX_CACHED 50000

/**
 * HearthSpeller:
 *
 * Knows how words of a language are spelled, by a dictionary of the system and the owner's own
 * words. It lives on one thread.
 */
struct _HearthSpeller {
  GObject parent_instance;

  EnchantBroker *broker; /* (owned) */
  EnchantDict *dict;     /* (owned by the broker) */
  char *tag;             /* (owned) of the dictionary */
  GHashTable *own;       /* (owned) words in small letters */
  GHashTable *known;     /* (owned) words that were looked up, with what came of it */
};

G_DEFINE_FINAL_TYPE (HearthSpeller, hearth_speller, G_TYPE_OBJECT)

static void
hearth_speller_finalize (GObject *object)
{
  HearthSpeller *self = HEARTH_SPELLER (object);

  if (self->dict != NULL)
    enchant_broker_free_dict (self->broker, self->dict);
  enchant_broker_free (self->broker);
  g_hash_table_unref (self->own);
  g_hash_table_unref (self->known);
  g_free (self->tag);
  G_OBJECT_CLASS (hearth_speller_parent_class)->finalize (object);
}

static void
hearth_speller_class_init (HearthSpellerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_speller_finalize;
}

static void
hearth_speller_init (HearthSpeller *self)
{
  self->broker = enchant_broker_init ();
  self->own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

typedef struct {
  const char *language; /* "de" or "de_AT" */
  char *found;
} Choice;

static void
list_cb (const char *const tag, const char *const provider, const char *const description,
         const char *const file, void *user_data)
{
  Choice *choice = user_data;
  gboolean same = g_ascii_strncasecmp (tag, choice->language, 2) == 0 && !g_ascii_isalpha (tag[2]);

  /* Any of the language, but the same one each time. */
  if (same && (choice->found == NULL || strcmp (tag, choice->found) < 0)) {
    g_free (choice->found);
    choice->found = g_strdup (tag);
  }
}

/* What the owner's locale says of that language. */
static char *
dup_of_locale (const char *language)
{
  const char *const *names = g_get_language_names ();

  for (guint i = 0; names[i] != NULL; i++) {
    if (g_ascii_strncasecmp (names[i], language, 2) == 0 && names[i][2] == '_' &&
        strlen (names[i]) == 5)
      return g_strdup (names[i]);
  }
  return NULL;
}

/* The one that is named, else that of the owner's country, else that of the most people, else any.
 */
static char *
dup_tag (HearthSpeller *self, const char *language)
{
  static const char *const usual[] = { "en_US", "de_DE", "fr_FR" };
  g_autofree char *named = g_strdelimit (g_strdup (language), "-", '_');
  g_autofree char *local = dup_of_locale (language);
  Choice choice = { .language = named };

  if (strlen (named) == 5 && enchant_broker_dict_exists (self->broker, named))
    return g_steal_pointer (&named);
  if (local != NULL && enchant_broker_dict_exists (self->broker, local))
    return g_steal_pointer (&local);
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++) {
    if (strncmp (usual[i], named, 2) == 0 && enchant_broker_dict_exists (self->broker, usual[i]))
      return g_strdup (usual[i]);
  }
  enchant_broker_list_dicts (self->broker, list_cb, &choice);
  return choice.found;
}

/**
 * hearth_speller_new:
 * @language: BCP 47, as "de" or "en-GB"
 *
 * Returns: (transfer full) (nullable): what knows words of that language; %NULL if this computer
 *   has no dictionary of it
 */
HearthSpeller *
hearth_speller_new (const char *language)
{
  g_autoptr (HearthSpeller) self = g_object_new (HEARTH_TYPE_SPELLER, NULL);

  if (strlen (language) < 2 || strlen (language) > 20)
    return NULL;
  self->tag = dup_tag (self, language);
  if (self->tag == NULL)
    return NULL;
  self->dict = enchant_broker_request_dict (self->broker, self->tag);
  return self->dict != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * hearth_speller_get_tag:
 * @self: a speller
 *
 * Returns: the name of its dictionary, as "de_DE"
 */
const char *
hearth_speller_get_tag (HearthSpeller *self)
{
  return self->tag;
}

/**
 * hearth_speller_add_own:
 * @self: a speller
 * @word: a word that the owner spells like that
 *
 * Takes a word as right from now on, whatever its case.
 */
void
hearth_speller_add_own (HearthSpeller *self, const char *word)
{
  g_hash_table_add (self->own, g_utf8_strdown (word, -1));
  g_hash_table_remove_all (self->known);
}

/* Dictionaries have straight apostrophes, and no soft hyphens. */
static char *
dup_plain (const char *word, gsize length)
{
  g_autofree char *copy = g_strndup (word, length);
  g_auto (GStrv) parts = g_strsplit (copy, "’", -1);
  g_autofree char *straight = g_strjoinv ("'", parts);
  g_auto (GStrv) halves = g_strsplit (straight, "\u00ad", -1);

  return g_strjoinv ("", halves);
}

static gboolean
look_up (HearthSpeller *self, const char *plain)
{
  g_autofree char *folded = g_utf8_strdown (plain, -1);

  return g_hash_table_contains (self->own, folded) ||
         enchant_dict_check (self->dict, plain, -1) <= 0;
}

/**
 * hearth_speller_check:
 * @self: a speller
 * @word: a word, valid UTF-8; it need not end there
 * @length: its bytes
 *
 * Returns: whether it is spelled right, or cannot be told
 */
gboolean
hearth_speller_check (HearthSpeller *self, const char *word, gsize length)
{
  g_autofree char *plain = NULL;
  gpointer known;
  gboolean right;

  if (length == 0 || length > MAX_WORD)
    return TRUE;
  plain = dup_plain (word, length);
  if (g_hash_table_lookup_extended (self->known, plain, NULL, &known))
    return GPOINTER_TO_INT (known);
  right = look_up (self, plain);
  if (g_hash_table_size (self->known) >= MAX_CACHED)
    g_hash_table_remove_all (self->known);
  g_hash_table_insert (self->known, g_steal_pointer (&plain), GINT_TO_POINTER (right));
  return right;
}

/**
 * hearth_speller_suggest:
 * @self: a speller
 * @word: a word that is not spelled right
 * @max: how many at most
 *
 * Looks for words that could be meant. That can take a tenth of a second.
 *
 * Returns: (transfer full) (array zero-terminated=1): them, the best first
 */
char **
hearth_speller_suggest (HearthSpeller *self, const char *word, guint max)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *plain = NULL;
  char **found;
  gsize n = 0;

  if (*word == '\0' || strlen (word) > MAX_WORD)
    return g_strv_builder_end (builder);
  plain = dup_plain (word, strlen (word));
  found = enchant_dict_suggest (self->dict, plain, -1, &n);
  for (gsize i = 0; found != NULL && i < MIN (n, max); i++)
    g_strv_builder_add (builder, found[i]);
  if (found != NULL)
    enchant_dict_free_string_list (self->dict, found);
  return g_strv_builder_end (builder);
}
