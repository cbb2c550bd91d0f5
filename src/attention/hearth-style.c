/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-style.h"

#include <string.h>

#include "hearth-language.h"
#include "hearth-store-messages.h"
#include "hearth-store-search.h"
#include "hearth-text.h"

/* So many mails say how somebody writes; the newest count. */
#define MAX_MAILS 40
/* Of so many it is looked whom they went to. */
#define MAX_LOOKED_AT 1000
/* With fewer to one person those to others are looked at. */
#define MIN_MAILS 2
#define MAX_TEXT (16 * 1024)
#define MAX_LINES 200
#define MAX_LINE_WORDS 7
#define MAX_EXCERPT 280
#define MIN_EXCERPT_WORDS 6

/* The first words, folded, of lines that greet and that end a mail. */
static const char *const greetings[] = {
  "hi",      "hello",  "hey",     "dear",    "good",    "morning",    "hallo",    "moin",
  "liebe",   "lieber", "liebes",  "sehr",    "guten",   "servus",     "gruss",    "grüezi",
  "hola",    "buenos", "buenas",  "querida", "querido", "estimado",   "estimada", "bonjour",
  "salut",   "cher",   "chere",   "coucou",  "ciao",    "buongiorno", "caro",     "cara",
  "gentile", "ola",    "prezado", "prezada", "beste",   "geachte",    "hoi",
};
static const char *const closings[] = {
  "best",    "regards", "kind",      "cheers",     "thanks",   "thank",        "many",
  "love",    "yours",   "sincerely", "warmly",     "warm",     "all",          "take",
  "see",     "talk",    "cordially", "viele",      "vielen",   "liebe",        "lieben",
  "mit",     "beste",   "herzliche", "herzlichen", "gruss",    "grusse",       "lg",
  "vg",      "mfg",     "bis",       "danke",      "dank",     "schone",       "schonen",
  "saludos", "un",      "abrazo",    "gracias",    "besos",    "cordialement", "bien",
  "amities", "bises",   "merci",     "a",          "cordiali", "saluti",       "grazie",
  "un",      "baci",    "abracos",   "obrigado",   "obrigada", "groetjes",     "groeten",
  "met",     "xx",      "x",         "ciao",
};
static const char *const formal_words[] = {
  " sehr geehrte", " dear mr", " dear ms",  " dear mrs",  " dear dr",   " dear prof", " dear sir",
  " dear madam",   " ihnen ",  " geachte ", " estimado ", " estimada ", " vous ",     " gentile "
};

/* One mail, taken apart. */
typedef struct {
  char *greeting; /* (nullable) */
  char *closing;  /* (nullable) */
  char *body;
  guint n_words;
  gboolean formal;
} Letter;

static void
letter_free (gpointer data)
{
  Letter *letter = data;

  g_free (letter->greeting);
  g_free (letter->closing);
  g_free (letter->body);
  g_free (letter);
}

static guint
count_words (const char *line)
{
  guint n = 0;
  gboolean in_word = FALSE;

  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p)) {
    gboolean letter = g_unichar_isalnum (g_utf8_get_char (p));

    n += letter && !in_word;
    in_word = letter;
  }
  return n;
}

static gboolean
begins_with_any (const char *line, const char *const *words, gsize n_words)
{
  g_autofree char *folded = hearth_text_fold (line);
  gsize length;

  g_strchug (folded);
  length = strcspn (folded, " ,.!:;\t");
  for (gsize i = 0; i < n_words; i++) {
    if (length == strlen (words[i]) && strncmp (folded, words[i], length) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Where what others wrote begins: a line that names them above a quote, or a forwarded mail. */
static gboolean
is_attribution (const char *line, const char *next)
{
  g_autofree char *trimmed = g_strdup (line);
  gsize length;

  g_strstrip (trimmed);
  length = strlen (trimmed);
  if (g_str_has_prefix (trimmed, "-----") || g_str_has_prefix (trimmed, "_____"))
    return TRUE;
  return length > 0 && trimmed[length - 1] == ':' && next != NULL && *next == '>';
}

/* The lines that the owner wrote, without what they quoted and without the signature. */
static GPtrArray *
take_own_lines (const char *text)
{
  g_autofree char *bounded = g_utf8_make_valid (text, (gssize) strnlen (text, MAX_TEXT));
  g_auto (GStrv) lines = g_strsplit (bounded, "\n", MAX_LINES);
  GPtrArray *own = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; lines[i] != NULL; i++) {
    const char *line = lines[i];

    g_strchomp (lines[i]);
    if (strcmp (line, "--") == 0 || is_attribution (line, lines[i + 1]))
      break;
    if (*line != '>')
      g_ptr_array_add (own, g_strdup (line));
  }
  while (own->len > 0 && *(char *) g_ptr_array_index (own, own->len - 1) == '\0')
    g_ptr_array_set_size (own, (int) own->len - 1);
  while (own->len > 0 && *(char *) g_ptr_array_index (own, 0) == '\0')
    g_ptr_array_remove_index (own, 0);
  return own;
}

/* A name, an initial: nothing that ends like a sentence. */
static gboolean
is_name (const char *line)
{
  gsize length = strlen (line);
  guint words = count_words (line);

  return words >= 1 && words <= 3 && g_unichar_isupper (g_utf8_get_char (line)) &&
         strchr ("?!:", line[length - 1]) == NULL && (line[length - 1] != '.' || length <= 3);
}

/* Where the closing begins, or the number of lines if there is none. */
static guint
find_closing (GPtrArray *lines, guint from)
{
  guint last = lines->len;
  guint seen = 0;

  for (guint i = lines->len; i > from && seen < 4; i--) {
    const char *line = g_ptr_array_index (lines, i - 1);

    if (*line == '\0')
      continue;
    seen++;
    if (count_words (line) > MAX_LINE_WORDS)
      break;
    if (begins_with_any (line, closings, G_N_ELEMENTS (closings)))
      return i - 1;
    if (seen == 1 && is_name (line))
      last = i - 1;
    else if (seen > 1 && !is_name (line))
      break;
  }
  return last;
}

static char *
join_lines (GPtrArray *lines, guint from, guint to, const char *by)
{
  GString *text = g_string_new (NULL);

  for (guint i = from; i < to; i++) {
    const char *line = g_ptr_array_index (lines, i);

    if (*line == '\0')
      continue;
    if (text->len > 0)
      g_string_append (text, by);
    g_string_append (text, line);
  }
  return g_string_free (text, FALSE);
}

static gboolean
is_formal (const char *greeting, const char *body)
{
  g_autofree char *all = g_strconcat (" ", greeting != NULL ? greeting : "", " ", body, " ", NULL);
  g_autofree char *folded = hearth_text_fold (all);

  for (gsize i = 0; i < G_N_ELEMENTS (formal_words); i++) {
    if (strstr (folded, formal_words[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

static Letter *
read_letter (const char *text)
{
  g_autoptr (GPtrArray) lines = take_own_lines (text);
  Letter *letter;
  guint first = 0;
  guint closing;

  if (lines->len == 0)
    return NULL;
  letter = g_new0 (Letter, 1);
  if (count_words (g_ptr_array_index (lines, 0)) <= MAX_LINE_WORDS &&
      begins_with_any (g_ptr_array_index (lines, 0), greetings, G_N_ELEMENTS (greetings))) {
    letter->greeting = g_strdup (g_ptr_array_index (lines, 0));
    first = 1;
  }
  closing = find_closing (lines, first);
  if (closing < lines->len)
    letter->closing = join_lines (lines, closing, lines->len, "\n");
  letter->body = join_lines (lines, first, closing, " ");
  letter->n_words = count_words (letter->body);
  letter->formal = is_formal (letter->greeting, letter->body);
  return letter;
}

/* The most frequent, and of these the newest. */
static char *
choose_most (GPtrArray *letters, gsize offset)
{
  const char *best = NULL;
  guint best_count = 0;
  guint without = 0;

  for (guint i = 0; i < letters->len; i++) {
    const char *text = G_STRUCT_MEMBER (char *, g_ptr_array_index (letters, i), offset);
    guint count = 0;

    if (text == NULL) {
      without++;
      continue;
    }
    for (guint k = 0; k < letters->len; k++)
      count +=
          g_strcmp0 (text, G_STRUCT_MEMBER (char *, g_ptr_array_index (letters, k), offset)) == 0;
    if (count > best_count) {
      best = text;
      best_count = count;
    }
  }
  /* Who mostly leaves it out, leaves it out. */
  return without * 2 > letters->len ? NULL : g_strdup (best);
}

static int
compare_words_cb (gconstpointer a, gconstpointer b)
{
  const Letter *x = *(Letter *const *) a;
  const Letter *y = *(Letter *const *) b;

  return x->n_words < y->n_words ? -1 : x->n_words > y->n_words;
}

static char *
cut_excerpt (const char *body)
{
  const char *end;
  g_autofree char *cut = NULL;

  if (g_utf8_strlen (body, -1) <= MAX_EXCERPT)
    return g_strdup (body);
  end = g_utf8_offset_to_pointer (body, MAX_EXCERPT);
  while (end > body && *end != ' ')
    end--;
  cut = g_strndup (body, (gsize) (end - body));
  return g_strconcat (cut, " …", NULL);
}

/* What the letters have in common. */
static void
summarise (HearthStyle *self, GPtrArray *letters)
{
  g_autoptr (GPtrArray) by_length = g_ptr_array_new ();
  g_autoptr (GString) all = g_string_new (NULL);
  guint formal = 0;

  for (guint i = 0; i < letters->len; i++) {
    Letter *letter = g_ptr_array_index (letters, i);

    formal += letter->formal;
    g_ptr_array_add (by_length, letter);
    if (all->len < MAX_TEXT)
      g_string_append_printf (all, "%s\n", letter->body);
    if (self->excerpts->len < HEARTH_STYLE_EXCERPTS && letter->n_words >= MIN_EXCERPT_WORDS)
      g_ptr_array_add (self->excerpts, cut_excerpt (letter->body));
  }
  g_ptr_array_sort (by_length, compare_words_cb);
  self->median_words = ((Letter *) g_ptr_array_index (by_length, by_length->len / 2))->n_words;
  self->formal = formal * 2 > letters->len;
  self->greeting = choose_most (letters, G_STRUCT_OFFSET (Letter, greeting));
  self->closing = choose_most (letters, G_STRUCT_OFFSET (Letter, closing));
  self->language = g_strdup (hearth_language_of_text (all->str, all->len));
}

/**
 * hearth_style_read:
 * @texts: (element-type utf8): texts of mails that the owner wrote, the newest first
 *
 * Returns: (transfer full): how they are written; with no mails if there is nothing to tell
 */
HearthStyle *
hearth_style_read (GPtrArray *texts)
{
  HearthStyle *self = g_new0 (HearthStyle, 1);
  g_autoptr (GPtrArray) letters = g_ptr_array_new_with_free_func (letter_free);

  self->excerpts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < texts->len && letters->len < MAX_MAILS; i++) {
    Letter *letter = read_letter (g_ptr_array_index (texts, i));

    if (letter != NULL)
      g_ptr_array_add (letters, letter);
  }
  self->n_mails = letters->len;
  if (letters->len > 0)
    summarise (self, letters);
  return self;
}

/* Texts of the newest mail that the owner sent: by its mailbox, never by who it says it is from. */
static GPtrArray *
load_sent (HearthDatabase *db, const char *address, GError **error)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  g_autoptr (GPtrArray) messages = NULL;

  filter.role = HEARTH_MAILBOX_SENT;
  filter.limit = address != NULL ? MAX_LOOKED_AT : MAX_MAILS;
  messages = hearth_store_messages_list (db, &filter, HEARTH_DETAIL_ENVELOPE, error);
  for (guint i = 0; messages != NULL && i < messages->len && texts->len < MAX_MAILS; i++) {
    const HearthMessage *message = g_ptr_array_index (messages, i);
    gboolean wanted = address == NULL;

    for (guint k = 0; !wanted && k < message->to->len; k++) {
      const HearthAddress *to = g_ptr_array_index (message->to, k);

      wanted = g_ascii_strcasecmp (to->address, address) == 0;
    }
    if (wanted) {
      g_autoptr (HearthMessage) whole = hearth_store_messages_get (db, message->id, NULL);

      if (whole != NULL && whole->text != NULL)
        g_ptr_array_add (texts, g_strdup (whole->text));
    }
  }
  if (messages == NULL)
    g_clear_pointer (&texts, g_ptr_array_unref);
  return texts;
}

/**
 * hearth_style_load:
 * @db: a database
 * @address: to whom is written
 * @error: return location for a #HearthStoreError
 *
 * Reads how the owner writes to somebody; where they have hardly written to them, how they write
 * to others. What they make of a draft before it goes is part of it the next time.
 *
 * Returns: (transfer full) (nullable): their style; %NULL on an error
 */
HearthStyle *
hearth_style_load (HearthDatabase *db, const char *address, GError **error)
{
  g_autoptr (GPtrArray) texts = load_sent (db, address, error);
  HearthStyle *style;

  if (texts == NULL)
    return NULL;
  style = hearth_style_read (texts);
  style->to_person = TRUE;
  if (style->n_mails >= MIN_MAILS)
    return style;
  hearth_style_free (style);
  g_ptr_array_unref (texts);
  texts = load_sent (db, NULL, error);
  if (texts == NULL)
    return NULL;
  return hearth_style_read (texts);
}

/**
 * hearth_style_describe:
 * @self: a style
 * @address: to whom is written
 *
 * Returns: (transfer full): it in words for whoever writes a draft, bounded; "" if nothing is known
 */
char *
hearth_style_describe (const HearthStyle *self, const char *address)
{
  GString *text = g_string_new (NULL);

  if (self->n_mails == 0)
    return g_string_free (text, FALSE);
  g_string_append_printf (text, "How the owner writes to %s, by their last %u mails%s:\n",
                          self->to_person ? address : "others", self->n_mails,
                          self->to_person ? "" : " (they have hardly written to this address)");
  if (self->language != NULL)
    g_string_append_printf (text, "- language: %s\n", self->language);
  g_string_append_printf (text, "- %s, about %u words\n", self->formal ? "formal" : "informal",
                          self->median_words);
  if (self->greeting != NULL)
    g_string_append_printf (text, "- begins: %s\n", self->greeting);
  else
    g_string_append (text, "- begins without a greeting\n");
  if (self->closing != NULL)
    g_string_append_printf (text, "- ends:\n%s\n", self->closing);
  for (guint i = 0; i < self->excerpts->len; i++)
    g_string_append_printf (text, "- for example: %s\n",
                            (const char *) g_ptr_array_index (self->excerpts, i));
  return g_string_free (text, FALSE);
}

/**
 * hearth_style_free:
 * @self: (nullable) (transfer full): a style
 */
void
hearth_style_free (HearthStyle *self)
{
  if (self == NULL)
    return;
  g_free (self->greeting);
  g_free (self->closing);
  g_free (self->language);
  g_ptr_array_unref (self->excerpts);
  g_free (self);
}
