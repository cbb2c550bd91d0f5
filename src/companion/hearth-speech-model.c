/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-speech-model.h"

#include "hearth-intents-data.h"
#include "hearth-intents-private.h"
#include "hearth-ngram.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

/* Speaks the templates of the built-in service, as it were, and counts what it said. A grammar
 * (JSGF) of the same templates was measured: it has 740,000 states, takes 180 MB, and the
 * recogniser needs as long as the sentence; with counted words it needs a tenth of that, and
 * forgives a word that no template has. */

#define RESOURCE "/io/github/hearthdesktop/Hearth/intents/spoken.en.json"
/* Sentences that are made of each template. */
#define WALKS 60
#define MAX_STEPS 400
#define MAX_DEPTH 4
#define MAX_SENTENCE 40
/* Names of so many words and letters are said. */
#define MAX_NAME_WORDS 5
#define MAX_WORD_CHARS 24
/* How often of a hundred times a sentence begins or ends with courtesy, and short forms are said.
 */
#define LEADING 4
#define TRAILING 4
#define SHORT 40

typedef struct {
  HearthIntents *intents;
  HearthIntents *slots;    /* templates of what is said in slots, by their names */
  GHashTable *slot_rows;   /* name of a slot -> row + 1 in the intents of slots */
  GHashTable *short_forms; /* "do not" -> "don't" */
  GPtrArray *people;       /* (element-type GStrv) */
  GPtrArray *events;       /* (element-type GStrv) */
  guint next_person;
  guint next_event;
  GRand *random;
  HearthNgram *ngram;
} Speaker;

static void say (Speaker *self, HearthIntents *intents, const HearthTemplate *template, guint depth,
                 GPtrArray *out);

static void
add_words (GPtrArray *out, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (out, g_strdup (words[i]));
}

/* Names take turns, so that each is said. */
static gboolean
say_name (GPtrArray *names, guint *next, GPtrArray *out)
{
  if (names->len == 0)
    return FALSE;
  add_words (out, (const char *const *) g_ptr_array_index (names, (*next)++ % names->len));
  return TRUE;
}

static const HearthTemplate *
pick_template (Speaker *self, HearthIntents *intents, guint intent)
{
  guint first = 0;
  guint n = 0;

  for (guint i = 0; i < intents->templates->len; i++) {
    if (g_array_index (intents->templates, HearthTemplate, i).intent != intent)
      continue;
    first = n == 0 ? i : first;
    n++;
  }
  return n > 0 ? &g_array_index (intents->templates, HearthTemplate,
                                 first + (guint) g_rand_int_range (self->random, 0, (gint32) n))
               : NULL;
}

static void
say_slot (Speaker *self, const HearthSlotType *slot, guint depth, GPtrArray *out)
{
  gpointer row = g_hash_table_lookup (self->slot_rows, slot->name);
  gboolean is_event = g_str_has_prefix (slot->name, "event");
  const HearthTemplate *template;

  if (strcmp (slot->name, "person") == 0 && say_name (self->people, &self->next_person, out))
    return;
  /* "my meeting with Anna" is found by her name, too. */
  if (is_event && g_rand_int_range (self->random, 0, 4) == 0 &&
      say_name (self->people, &self->next_person, out))
    return;
  if ((is_event ||
       (strcmp (slot->name, "topic") == 0 && g_rand_int_range (self->random, 0, 3) == 0)) &&
      self->events->len > 0) {
    if (g_rand_boolean (self->random))
      g_ptr_array_add (out, g_strdup (g_rand_boolean (self->random) ? "the" : "my"));
    say_name (self->events, &self->next_event, out);
    return;
  }
  if (row == NULL || depth >= MAX_DEPTH)
    return;
  template = pick_template (self, self->slots, GPOINTER_TO_UINT (row) - 1);
  if (template != NULL)
    say (self, self->slots, template, depth + 1, out);
}

/* How many ways a chain of choices has. */
static guint
count_ways (const HearthTemplate *template, guint pc)
{
  guint n = 1;

  while (pc < template->n_ops && template->ops[pc].code == HEARTH_OP_SPLIT) {
    n++;
    pc = template->ops[pc].b;
  }
  return n;
}

/* One way through a template. */
static void
say (Speaker *self, HearthIntents *intents, const HearthTemplate *template, guint depth,
     GPtrArray *out)
{
  guint pc = 0;

  for (guint step = 0; step < MAX_STEPS && pc < template->n_ops && out->len < MAX_SENTENCE;
       step++) {
    const HearthOp *op = &template->ops[pc];

    switch ((HearthOpCode) op->code) {
    case HEARTH_OP_WORD:
      g_ptr_array_add (out, g_strdup (g_ptr_array_index (intents->grammar.words, op->a)));
      pc++;
      break;
    case HEARTH_OP_SPLIT:
      pc = g_rand_int_range (self->random, 0, (gint32) count_ways (template, pc)) == 0 ? op->a
                                                                                       : op->b;
      break;
    case HEARTH_OP_JUMP:
      pc = op->a;
      break;
    case HEARTH_OP_SLOT:
      say_slot (self, template->slots[op->a], depth, out);
      pc++;
      break;
    case HEARTH_OP_MATCH:
    default:
      return;
    }
  }
}

static void
say_any (Speaker *self, GArray *templates, GPtrArray *out)
{
  guint i;

  if (templates->len == 0)
    return;
  i = (guint) g_rand_int_range (self->random, 0, (gint32) templates->len);
  say (self, self->intents, &g_array_index (templates, HearthTemplate, i), 0, out);
}

/* "do not" is said "don't" as often as not. */
static GStrv
shorten (Speaker *self, GPtrArray *words)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < words->len; i++) {
    const char *word = g_ptr_array_index (words, i);
    g_autofree char *pair =
        i + 1 < words->len ? g_strconcat (word, " ", g_ptr_array_index (words, i + 1), NULL) : NULL;
    const char *form = pair != NULL ? g_hash_table_lookup (self->short_forms, pair) : NULL;

    if (form != NULL && g_rand_int_range (self->random, 0, 100) < SHORT) {
      g_strv_builder_add (builder, form);
      i++;
    } else {
      g_strv_builder_add (builder, word);
    }
  }
  return g_strv_builder_end (builder);
}

static gboolean
has_slot (const HearthTemplate *template, const char *name)
{
  for (guint i = 0; i < template->n_slots; i++) {
    if (strcmp (template->slots[i]->name, name) == 0)
      return TRUE;
  }
  return FALSE;
}

/* What is made of one template counts as much as what is made of another, or nearly: those that
 * have many forms have more that is said. */
static void
add_template (Speaker *self, const HearthTemplate *template)
{
  g_autoptr (GHashTable) sentences = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer sentence;

  /* "in the format HH:MM" is for who types. */
  if (has_slot (template, "format"))
    return;
  for (guint i = 0; i < WALKS; i++) {
    g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
    g_auto (GStrv) said = NULL;

    if (g_rand_int_range (self->random, 0, 100) < LEADING)
      say_any (self, self->intents->leading, words);
    /* Letters begin so, and to the recogniser it sounds like "who". */
    if (words->len > 0 && strcmp (g_ptr_array_index (words, 0), "dear") == 0)
      g_ptr_array_set_size (words, 0);
    say (self, self->intents, template, 0, words);
    if (g_rand_int_range (self->random, 0, 100) < TRAILING)
      say_any (self, self->intents->trailing, words);
    said = shorten (self, words);
    g_hash_table_add (sentences, g_strjoinv (" ", said));
  }
  g_hash_table_iter_init (&iter, sentences);
  while (g_hash_table_iter_next (&iter, &sentence, NULL)) {
    g_auto (GStrv) words = g_strsplit (sentence, " ", -1);

    hearth_ngram_add (self->ngram, (const char *const *) words,
                      1 / sqrt (g_hash_table_size (sentences)));
  }
}

/* The words of a name; NULL if it cannot be said in this language. */
static GStrv
split_name (const char *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *small = g_utf8_validate (name, -1, NULL) ? g_utf8_strdown (name, -1) : NULL;
  g_autoptr (GString) word = g_string_new (NULL);
  guint n = 0;

  for (const char *p = small; p != NULL; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    /* Letters without sounds in English, and figures, nobody can look up. */
    if (g_unichar_isalpha (c) && c > 0x24f)
      return NULL;
    if (g_unichar_isalpha (c) || ((c == '\'' || c == 0x2019) && word->len > 0)) {
      g_string_append_unichar (word, c == 0x2019 ? '\'' : c);
      continue;
    }
    if (word->len > 0 && word->str[word->len - 1] == '\'')
      g_string_truncate (word, word->len - 1);
    if (word->len > 0) {
      if (g_utf8_strlen (word->str, -1) > MAX_WORD_CHARS || ++n > MAX_NAME_WORDS)
        return NULL;
      g_strv_builder_add (builder, word->str);
      g_string_truncate (word, 0);
    }
    if (c == 0)
      break;
  }
  return n > 0 ? g_strv_builder_end (builder) : NULL;
}

static GPtrArray *
split_names (const char *const *names, gboolean with_first)
{
  GPtrArray *out = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (guint i = 0; names != NULL && names[i] != NULL && i < HEARTH_SPEECH_MODEL_MAX_NAMES; i++) {
    GStrv words = split_name (names[i]);

    if (words == NULL)
      continue;
    g_ptr_array_add (out, words);
    if (with_first && words[1] != NULL) {
      const char *const first[] = { words[0], NULL };

      g_ptr_array_add (out, g_strdupv ((GStrv) first));
    }
  }
  return out;
}

/* "dont", "do not": the templates have no apostrophes, and dictionaries have. */
static char *
write_short_form (const char *form, const char *words)
{
  gsize first = strcspn (words, " ");

  if (g_str_has_suffix (form, "nt"))
    return g_strdup_printf ("%.*s't", (int) strlen (form) - 1, form);
  if (strncmp (form, words, first) != 0 || strlen (form) <= first)
    return NULL;
  return g_strdup_printf ("%.*s'%s", (int) first, form, form + first);
}

static GHashTable *
make_short_forms (HearthIntents *intents)
{
  GHashTable *forms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer form, words;

  g_hash_table_iter_init (&iter, intents->grammar.contractions);
  while (g_hash_table_iter_next (&iter, &form, &words)) {
    char *written = write_short_form (form, words);

    if (written != NULL)
      g_hash_table_insert (forms, g_strdup (words), written);
  }
  return forms;
}

static HearthIntents *
load_slots (GError **error)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (hearth_intents_data_get_resource (), RESOURCE,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (bytes == NULL)
    return NULL;
  return hearth_intents_new_from_json (g_bytes_get_data (bytes, NULL),
                                       (gssize) g_bytes_get_size (bytes), error);
}

/* What only a voice is told: commands, and the companion's name before a question. */
static void
add_commands (Speaker *self, const char *name)
{
  static const char *const calls[] = { "hearth", "hey hearth" };
  gpointer row = g_hash_table_lookup (self->slot_rows, "command");
  g_auto (GStrv) own = name != NULL ? split_name (name) : NULL;

  for (guint i = 0; i < self->slots->templates->len; i++) {
    const HearthTemplate *template = &g_array_index (self->slots->templates, HearthTemplate, i);

    for (guint k = 0; k < WALKS && row != NULL && template->intent + 1 == GPOINTER_TO_UINT (row);
         k++) {
      g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

      say (self, self->slots, template, 0, words);
      g_ptr_array_add (words, NULL);
      hearth_ngram_add (self->ngram, (const char *const *) words->pdata, 1.0 / WALKS);
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++) {
    g_auto (GStrv) words = g_strsplit (calls[i], " ", -1);

    hearth_ngram_add (self->ngram, (const char *const *) words, 1);
  }
  if (own != NULL)
    hearth_ngram_add (self->ngram, (const char *const *) own, 2);
}

static void
speaker_init (Speaker *self, const char *const *people, const char *const *events)
{
  self->slot_rows = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < self->slots->intents->len; i++)
    g_hash_table_insert (self->slot_rows,
                         ((HearthIntent *) g_ptr_array_index (self->slots->intents, i))->name,
                         GUINT_TO_POINTER (i + 1));
  self->short_forms = make_short_forms (self->intents);
  self->people = split_names (people, TRUE);
  self->events = split_names (events, FALSE);
  /* The same names make the same model. */
  self->random = g_rand_new_with_seed (1);
  self->ngram = hearth_ngram_new ();
}

static void
speaker_clear (Speaker *self)
{
  g_hash_table_unref (self->slot_rows);
  g_hash_table_unref (self->short_forms);
  g_ptr_array_unref (self->people);
  g_ptr_array_unref (self->events);
  g_rand_free (self->random);
  hearth_ngram_free (self->ngram);
}

/**
 * hearth_speech_model_new:
 * @people: (nullable) (array zero-terminated=1): names of people, the likeliest first
 * @events: (nullable) (array zero-terminated=1): titles of events, the likeliest first
 * @name: (nullable): the companion's name
 * @error: return location
 *
 * Makes what an English recogniser listens for: sentences of the built-in service's templates with
 * the owner's names in them, and the commands of #HearthVoiceCommandKind. At most
 * %HEARTH_SPEECH_MODEL_MAX_NAMES of each are taken, and names in other scripts are left out. Takes
 * some tenths of a second, so that it is for a worker; the result is some MiB.
 *
 * Returns: (transfer full) (nullable): the model, or %NULL with an error of %HEARTH_COMPANION_ERROR
 *   or %G_RESOURCE_ERROR
 */
HearthSpeechModel *
hearth_speech_model_new (const char *const *people, const char *const *events, const char *name,
                         GError **error)
{
  g_autoptr (HearthIntents) intents = hearth_intents_new_for_language ("en", error);
  g_autoptr (HearthIntents) slots = intents != NULL ? load_slots (error) : NULL;
  Speaker speaker = { .intents = intents, .slots = slots };
  HearthSpeechModel *self;

  if (slots == NULL)
    return NULL;
  speaker_init (&speaker, people, events);
  for (guint i = 0; i < intents->templates->len; i++) {
    const HearthTemplate *template = &g_array_index (intents->templates, HearthTemplate, i);
    const HearthIntent *intent = g_ptr_array_index (intents->intents, template->intent);

    if (!g_str_has_prefix (intent->name, "hint."))
      add_template (&speaker, template);
  }
  add_commands (&speaker, name);
  self = g_new0 (HearthSpeechModel, 1);
  self->language_model = hearth_ngram_to_arpa (speaker.ngram);
  self->words = hearth_ngram_dup_words (speaker.ngram);
  speaker_clear (&speaker);
  return self;
}

/**
 * hearth_speech_model_free:
 * @self: (transfer full): a model
 */
void
hearth_speech_model_free (HearthSpeechModel *self)
{
  g_free (self->language_model);
  g_strfreev (self->words);
  g_free (self);
}
