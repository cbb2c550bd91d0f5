/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-writing.h"

#include <string.h>

#include "hearth-language.h"
#include "hearth-provenance.h"
#include "hearth-recipients.h"
#include "hearth-style.h"
#include "hearth-text.h"
#include "hearth-written-mail.h"

/* Mail that is written for the owner is written as they write. What is told of that is known, and
 * never external: see hearth_style_load(). */

#define MAX_WORDS 24
#define MAX_PEOPLE 2
/* Bytes that are told of how the owner writes to one. */
#define MAX_DESCRIPTION 1600

/**
 * hearth_writing_is_planned:
 * @plan: (nullable): a plan
 *
 * Returns: whether it allows mail to be written
 */
gboolean
hearth_writing_is_planned (const HearthPlan *plan)
{
  return plan != NULL && (hearth_plan_get_count (plan, HEARTH_VERB_REPLY) > 0 ||
                          hearth_plan_get_count (plan, HEARTH_VERB_SEND) > 0 ||
                          hearth_plan_get_count (plan, HEARTH_VERB_DRAFT) > 0);
}

/* Somebody, and how many of the owner's words are part of what they are called. */
typedef struct {
  HearthAddress *who; /* (owned) */
  guint n;
} Named;

static void
named_free (gpointer data)
{
  Named *named = data;

  hearth_address_free (named->who);
  g_free (named);
}

static void
count_person (GPtrArray *people, const HearthAddress *who)
{
  Named *named;

  for (guint i = 0; i < people->len; i++) {
    named = g_ptr_array_index (people, i);
    if (hearth_addr_spec_equal (named->who->address, who->address)) {
      named->n++;
      return;
    }
  }
  named = g_new0 (Named, 1);
  named->who = hearth_address_copy (who);
  named->n = 1;
  g_ptr_array_add (people, named);
}

/* Whom words name, by known people only. */
static void
count_people (HearthDatabase *db, char **words, gboolean capitals, GPtrArray *people)
{
  for (guint i = 0; words[i] != NULL; i++) {
    gsize length = strcspn (words[i], "'");
    g_autofree char *word = NULL;
    g_autofree char *folded = NULL;
    g_autoptr (GPtrArray) found = NULL;

    if (length == 0 || capitals != g_unichar_isupper (g_utf8_get_char (words[i])))
      continue;
    word = g_strndup (words[i], length);
    folded = hearth_text_fold (word);
    if (g_utf8_strlen (word, -1) < 3 || hearth_language_is_common_word (folded, strlen (folded)))
      continue;
    found = hearth_provenance_find_people (db, word);
    for (guint k = 0; k < found->len; k++)
      count_person (people, g_ptr_array_index (found, k));
  }
}

/* The addresses that are written in a text. */
static void
take_addresses (char **words, GPtrArray *people)
{
  for (guint i = 0; words[i] != NULL; i++) {
    g_autofree char *address =
        strchr (words[i], '@') != NULL ? hearth_addr_spec_normalize (words[i], NULL) : NULL;
    g_autoptr (HearthAddress) who = address != NULL ? hearth_address_new ("", address) : NULL;

    if (who != NULL)
      count_person (people, who);
  }
}

/* Drops all but those whom most of the words name; of too many nobody can tell who is meant. */
static void
keep_best (GPtrArray *people)
{
  guint best = 0;

  for (guint i = 0; i < people->len; i++)
    best = MAX (best, ((Named *) g_ptr_array_index (people, i))->n);
  for (guint i = people->len; i > 0; i--) {
    if (((Named *) g_ptr_array_index (people, i - 1))->n < best)
      g_ptr_array_remove_index (people, i - 1);
  }
  if (people->len > MAX_PEOPLE)
    g_ptr_array_set_size (people, 0);
}

static GPtrArray *
find_named (HearthDatabase *db, const char *text)
{
  GPtrArray *people = g_ptr_array_new_with_free_func (named_free);
  g_autoptr (GString) plain = g_string_new (text);
  g_auto (GStrv) words = NULL;

  g_string_replace (plain, "\342\200\231", "'", 0);
  words = g_strsplit_set (plain->str, " \t\n,;:!?()\"<>", MAX_WORDS);
  take_addresses (words, people);
  if (people->len == 0)
    count_people (db, words, TRUE, people);
  if (people->len == 0)
    count_people (db, words, FALSE, people);
  keep_best (people);
  return people;
}

static void
cut (char *text)
{
  if (strlen (text) > MAX_DESCRIPTION)
    *g_utf8_find_prev_char (text, text + MAX_DESCRIPTION) = '\0';
}

/**
 * hearth_writing_describe_to:
 * @db: a database
 * @address: to whom is written
 * @messages: (nullable) (element-type gint64): the messages that it has words of are appended
 *
 * Returns: (transfer full): how the owner writes to them, bounded; "" if nothing is known. It is
 *   %HEARTH_LABEL_KNOWN
 */
char *
hearth_writing_describe_to (HearthDatabase *db, const char *address, GArray *messages)
{
  g_autoptr (HearthStyle) style = hearth_style_load (db, address, NULL);
  char *text;

  if (style == NULL)
    return g_strdup ("");
  text = hearth_style_describe (style, address);
  cut (text);
  if (messages != NULL && style->to_person)
    g_array_append_vals (messages, style->excerpt_ids->data, style->excerpt_ids->len);
  return text;
}

/**
 * hearth_writing_describe:
 * @db: a database
 * @owner_words: what the owner asks to have written
 * @messages: (nullable) (element-type gint64): the messages that it has words of are appended
 *
 * Returns: (transfer full): how the owner writes to whom they name, or else to others, for a
 *   service that writes for them; "" if nothing is known. It is %HEARTH_LABEL_KNOWN
 */
char *
hearth_writing_describe (HearthDatabase *db, const char *owner_words, GArray *messages)
{
  g_autoptr (GPtrArray) people = find_named (db, owner_words);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MAX (people->len, 1); i++) {
    const char *address =
        i < people->len ? ((Named *) g_ptr_array_index (people, i))->who->address : "";
    g_autofree char *one = hearth_writing_describe_to (db, address, messages);

    g_string_append (text, one);
  }
  if (text->len > 0)
    g_string_append (text, "Write mail for them as they would: with this greeting and this "
                           "closing, as long as theirs.");
  return g_string_free (text, FALSE);
}

/* As a name stands in a greeting: its first word, with a capital. */
static char *
make_name (const char *name)
{
  gsize length = name != NULL ? strcspn (name, " ") : 0;
  g_autofree char *first = NULL;
  g_autofree char *rest = NULL;

  if (length == 0 || strpbrk (name, "@0123456789") != NULL)
    return NULL;
  first = g_utf8_strup (name, (gssize) (g_utf8_next_char (name) - name));
  rest = g_strndup (g_utf8_next_char (name), length - (gsize) (g_utf8_next_char (name) - name));
  return g_strconcat (first, rest, NULL);
}

static char *
make_greeting (const HearthStyle *style, const char *name)
{
  g_autofree char *first = make_name (name);

  if (style->to_person && style->greeting != NULL)
    return g_strdup (style->greeting);
  if (style->to_person || style->greeting_form == NULL)
    return NULL;
  return hearth_greeting_fill (style->greeting_form, first);
}

/* "Cheers" below a German sentence is worse than nothing. */
static gboolean
is_other_language (const HearthStyle *style, const char *order)
{
  const char *language = hearth_language_of_text (order, strlen (order));

  return *language != '\0' && *style->language != '\0' && strcmp (language, style->language) != 0;
}

/**
 * hearth_writing_compose:
 * @db: a database
 * @address: (nullable): to whom is written; %NULL if it is not one
 * @name: (nullable): what the owner called them
 * @text: what is to be said
 * @order: in what words the owner asked for it: they tell the language of a short @text
 *
 * Greets and closes as the owner does to that one, or else to others. Whom the owner never wrote to
 * is greeted by the name that the owner gave them, not by one that they gave themselves.
 *
 * Returns: (transfer full): the text of a mail, without a signature block. Apart from @text it is
 *   %HEARTH_LABEL_KNOWN
 */
char *
hearth_writing_compose (HearthDatabase *db, const char *address, const char *name, const char *text,
                        const char *order)
{
  g_autoptr (HearthStyle) style = hearth_style_load (db, address != NULL ? address : "", NULL);
  g_autofree char *greeting = NULL;

  if (style == NULL || style->n_mails == 0 || is_other_language (style, order))
    return g_strdup (text);
  greeting = make_greeting (style, address != NULL ? name : NULL);
  return g_strconcat (greeting != NULL ? greeting : "", greeting != NULL ? "\n\n" : "", text,
                      style->closing != NULL ? "\n\n" : "",
                      style->closing != NULL ? style->closing : "", NULL);
}
