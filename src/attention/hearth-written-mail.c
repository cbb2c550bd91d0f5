/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-written-mail.h"

#include <string.h>

#include "hearth-text.h"

/* What of a sent mail its writer wrote: how it begins, how it ends, and what stands between. What
 * somebody else wrote must not pass for the owner's: in doubt a line is a quote. */

#define MAX_TEXT (16 * 1024)
#define MAX_LINES 200
#define MAX_LINE_WORDS 7
/* Bytes of a line that greets or ends a mail. */
#define MAX_LINE 80
#define MAX_NAME 40
#define MAX_NAME_WORDS 3
#define LONG_LINE 60
/* An attribution may be broken into so many lines. */
#define MAX_ATTRIBUTION 3

/* The first words, folded, of lines that greet and that end a mail. */
static const char *const greetings[] = {
  "hi",      "hello",  "hey",     "dear",    "good",    "morning",    "hallo",    "moin",
  "liebe",   "lieber", "liebes",  "sehr",    "guten",   "servus",     "gruss",    "gruezi",
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
  "met",     "xx",      "x",         "ciao",       "schoene",  "gruesse",
};
static const char *const formal_words[] = {
  " sehr geehrte", " dear mr", " dear ms",  " dear mrs",  " dear dr",   " dear prof", " dear sir",
  " dear madam",   " ihnen ",  " geachte ", " estimado ", " estimada ", " vous ",     " gentile "
};
/* What programs write below a text. */
static const char *const ends[] = { "sent from my ",   "von meinem ",  "gesendet mit ",
                                    "gesendet von ",   "get outlook ", "envoye de ",
                                    "enviado desde ",  "inviato da ",  "begin forwarded ",
                                    "verstuurd vanaf " };
/* How a header begins that programs write above an unmarked quote, and what follows in it. */
static const char *const header_from[] = { "from:", "von:", "de:", "da:", "van:" };
static const char *const header_more[] = { "sent:",  "date:",   "gesendet:", "datum:",
                                           "envoye", "enviado", "inviato",   "verzonden",
                                           "to:",    "an:",     "subject:",  "betreff:" };
static const char *const said[] = { " wrote:",       " writes:",   " schrieb:",    " a ecrit :",
                                    " a ecrit:",     " escribio:", " ha scritto:", " schreef:",
                                    " geschrieben:", " escreveu:" };

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

static gboolean
has_prefix (const char *folded, const char *const *prefixes, gsize n_prefixes)
{
  for (gsize i = 0; i < n_prefixes; i++) {
    if (g_str_has_prefix (folded, prefixes[i]))
      return TRUE;
  }
  return FALSE;
}

static char *
fold_line (const char *line)
{
  g_autofree char *start = g_strndup (line, MIN (strlen (line), (gsize) 4 * MAX_LINE));
  g_autofree char *valid = g_utf8_make_valid (start, -1);
  char *folded = hearth_text_fold (valid);

  /* Some write the names of a header in bold. */
  g_strdelimit (folded, "*\t", ' ');
  return g_strstrip (folded);
}

/* "From: …", and below it "Sent: …" */
static gboolean
is_header (char **lines)
{
  g_autofree char *first = fold_line (lines[0]);

  if (!has_prefix (first, header_from, G_N_ELEMENTS (header_from)))
    return FALSE;
  for (guint i = 1; i < 5 && lines[i] != NULL; i++) {
    g_autofree char *folded = fold_line (lines[i]);

    if (has_prefix (folded, header_more, G_N_ELEMENTS (header_more)))
      return TRUE;
  }
  return FALSE;
}

/* Whether somebody else speaks from here on, unmarked, or a program does. */
static gboolean
ends_own_text (char **lines)
{
  g_autofree char *folded = NULL;

  if (strcmp (*lines, "--") == 0 || g_str_has_prefix (*lines, "-----") ||
      g_str_has_prefix (*lines, "_____"))
    return TRUE;
  folded = fold_line (*lines);
  return has_prefix (folded, ends, G_N_ELEMENTS (ends)) || is_header (lines);
}

static gboolean
says_who_wrote (const char *line)
{
  g_autofree char *folded = fold_line (line);
  g_autofree char *padded = g_strconcat (" ", folded, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (said); i++) {
    if (g_str_has_suffix (padded, said[i]))
      return TRUE;
  }
  return FALSE;
}

/* "On Monday, 3 May, Marta Lind <marta@lind.example>", which goes on in the next line. */
static gboolean
begins_attribution (const char *line)
{
  static const char *const words[] = { "on ", "am ", "le ", "el ", "il ", "op ", "em " };
  g_autofree char *folded = fold_line (line);

  return has_prefix (folded, words, G_N_ELEMENTS (words)) && strpbrk (line, "0123456789@<") != NULL;
}

/* Lines of what names the writer above a quote, which may be broken; 0 if it is none. What follows
 * is marked as a quote, or else @open is set: nobody can tell where it ends. */
static guint
measure_attribution (char **lines, gboolean *open)
{
  guint most = begins_attribution (lines[0]) ? MAX_ATTRIBUTION : 1;
  guint n = 0;
  guint next;

  while (n < most && lines[n] != NULL && *lines[n] != '\0' && *lines[n] != '>' &&
         !g_str_has_suffix (lines[n], ":"))
    n++;
  if (n == most || lines[n] == NULL || !g_str_has_suffix (lines[n], ":"))
    return 0;
  next = n + 1;
  while (lines[next] != NULL && *lines[next] == '\0')
    next++;
  *open = lines[next] == NULL || *lines[next] != '>';
  return !*open || most > 1 || says_who_wrote (lines[n]) ? n + 1 : 0;
}

/* A line of a quote that was too long for some program goes on below it, without a mark. */
static gboolean
is_broken_quote (char **lines, guint i)
{
  return i > 0 && *lines[i - 1] == '>' && strlen (lines[i - 1]) > LONG_LINE && *lines[i] != '\0' &&
         lines[i + 1] != NULL && *lines[i + 1] == '>';
}

static void
trim (GPtrArray *own)
{
  while (own->len > 0 && *(char *) g_ptr_array_index (own, own->len - 1) == '\0')
    g_ptr_array_set_size (own, (int) own->len - 1);
  while (own->len > 0 && *(char *) g_ptr_array_index (own, 0) == '\0')
    g_ptr_array_remove_index (own, 0);
}

/* The lines that the owner wrote, without what they quoted and without the signature. */
static GPtrArray *
take_own_lines (const char *text)
{
  g_autofree char *bounded = g_utf8_make_valid (text, (gssize) strnlen (text, MAX_TEXT));
  g_auto (GStrv) lines = g_strsplit (bounded, "\n", MAX_LINES);
  GPtrArray *own = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; lines[i] != NULL; i++)
    g_strchomp (lines[i]);
  for (guint i = 0; lines[i] != NULL && !ends_own_text (lines + i);) {
    gboolean open = FALSE;
    guint n = measure_attribution (lines + i, &open);

    if (n > 0 && open)
      break;
    if (n == 0 && *lines[i] != '>' && !is_broken_quote (lines, i))
      g_ptr_array_add (own, g_strdup (lines[i]));
    i += MAX (n, 1);
  }
  trim (own);
  return own;
}

static gboolean
is_initial (const char *line)
{
  gsize length = strlen (line);
  const char *next = length > 0 ? g_utf8_next_char (line) : line;

  return length > 0 && g_unichar_isalpha (g_utf8_get_char (line)) &&
         (*next == '\0' || strcmp (next, ".") == 0);
}

/* A name, an initial: nothing that ends like a sentence. */
static gboolean
is_name (const char *line)
{
  gsize length = strlen (line);
  guint words = count_words (line);

  return words >= 1 && words <= MAX_NAME_WORDS && g_unichar_isupper (g_utf8_get_char (line)) &&
         strchr ("?!:", line[length - 1]) == NULL && (line[length - 1] != '.' || length <= 3);
}

static gboolean
begins_closing (const char *line)
{
  return !is_initial (line) && begins_with_any (line, closings, G_N_ELEMENTS (closings));
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
    if (count_words (line) > MAX_LINE_WORDS || strlen (line) > MAX_LINE)
      break;
    if (begins_closing (line))
      return i - 1;
    if (seen == 1 && is_name (line))
      last = i - 1;
    else if (seen > 1 && !is_name (line))
      break;
  }
  /* A mail of one line says that, and signs with nothing. */
  return last > from ? last : lines->len;
}

/* Where the closing ends: numbers and addresses below it are a signature block. */
static guint
find_end (GPtrArray *lines, guint closing)
{
  guint i = closing + 1;

  while (i < lines->len && strpbrk (g_ptr_array_index (lines, i), "0123456789@/|") == NULL)
    i++;
  return i;
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

/* The name without what some put before it: "- Theo", "/T." */
static char *
clean_name (const char *line)
{
  g_autofree char *name = NULL;
  gsize length;

  while (*line != '\0' && !g_unichar_isalpha (g_utf8_get_char (line)))
    line = g_utf8_next_char (line);
  name = g_strchomp (g_strdup (line));
  length = strlen (name);
  if (length > 0 && name[length - 1] == ',')
    name[--length] = '\0';
  if (length == 0 || length > MAX_NAME || strpbrk (name, "0123456789@:/?!;\"<>|=_") != NULL ||
      count_words (name) > MAX_NAME_WORDS || (name[length - 1] == '.' && length > 5))
    return NULL;
  return g_steal_pointer (&name);
}

/* Below "Cheers," or behind it; without such a line the closing is nothing but the name. Further
 * lines say what the writer is, and where. */
static char *
find_name (const char *closing)
{
  g_auto (GStrv) lines = g_strsplit (closing, "\n", 3);
  const char *comma;

  if (!begins_closing (lines[0]))
    return lines[1] == NULL ? clean_name (lines[0]) : NULL;
  if (lines[1] != NULL)
    return begins_closing (lines[1]) ? NULL : clean_name (lines[1]);
  comma = strchr (lines[0], ',');
  return comma != NULL ? clean_name (comma + 1) : NULL;
}

/**
 * hearth_written_mail_read:
 * @text: the readable body of a mail that the owner sent
 *
 * Takes a mail apart. It is bounded: of a longer text the beginning is read.
 *
 * Returns: (transfer full) (nullable): it; %NULL if the owner wrote nothing in it
 */
HearthWrittenMail *
hearth_written_mail_read (const char *text)
{
  g_autoptr (GPtrArray) lines = take_own_lines (text);
  HearthWrittenMail *self;
  const char *line;
  guint first = 0;
  guint closing;

  if (lines->len == 0)
    return NULL;
  self = g_new0 (HearthWrittenMail, 1);
  line = g_ptr_array_index (lines, 0);
  if (strlen (line) <= MAX_LINE && count_words (line) <= MAX_LINE_WORDS &&
      begins_with_any (line, greetings, G_N_ELEMENTS (greetings))) {
    self->greeting = g_strdup (line);
    first = 1;
  }
  closing = find_closing (lines, first);
  if (closing < lines->len) {
    self->closing = join_lines (lines, closing, find_end (lines, closing), "\n");
    self->name = find_name (self->closing);
  }
  self->body = join_lines (lines, first, closing, " ");
  self->n_words = count_words (self->body);
  self->formal = is_formal (self->greeting, self->body);
  return self;
}

/**
 * hearth_written_mail_free:
 * @self: (nullable) (transfer full): a letter
 */
void
hearth_written_mail_free (HearthWrittenMail *self)
{
  if (self == NULL)
    return;
  g_free (self->greeting);
  g_free (self->closing);
  g_free (self->name);
  g_free (self->body);
  g_free (self);
}

/**
 * hearth_written_mail_may_quote:
 * @message: a mail that the owner sent, with its text
 *
 * What answers or forwards something, or quotes, may carry other people's words, and no program can
 * tell for certain which they are.
 *
 * Returns: whether its text may be other people's
 */
gboolean
hearth_written_mail_may_quote (const HearthMessage *message)
{
  gboolean is_reply = FALSE;
  g_autofree char *base = hearth_text_base_subject (message->subject, &is_reply);

  return is_reply || strcmp (base, message->subject) != 0 || message->text == NULL ||
         (message->references != NULL && message->references[0] != NULL) ||
         message->attachments->len > 0 || message->text[0] == '>' ||
         strstr (message->text, "\n>") != NULL || strstr (message->text, "-----") != NULL;
}

/**
 * hearth_written_mail_fold:
 * @line: a greeting, or a name
 *
 * Returns: (transfer full): its letters, so that "Hi Marta!" and "hi Marta," are one
 */
char *
hearth_written_mail_fold (const char *line)
{
  g_autofree char *folded = hearth_text_fold (line);
  GString *out = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isalnum (c))
      g_string_append_unichar (out, c);
    else if (out->len > 0 && out->str[out->len - 1] != ' ')
      g_string_append_c (out, ' ');
  }
  g_strchomp (out->str);
  out->len = strlen (out->str);
  return g_string_free (out, FALSE);
}

/* Whether the words of a greeting are none but greetings: "Hi", "Guten Morgen". */
static gboolean
is_general (char **words)
{
  static const char more[] = " there all everyone everybody together morning afternoon evening day"
                             " morgen tag abend zusammen alle team dias tardes noches matin soir"
                             " giorno sera tutti todos tous ";

  for (guint i = 0; words[i] != NULL; i++) {
    g_autofree char *folded = hearth_written_mail_fold (words[i]);
    g_autofree char *key = g_strconcat (" ", folded, " ", NULL);

    if (*folded != '\0' && strstr (more, key) == NULL &&
        !begins_with_any (folded, greetings, G_N_ELEMENTS (greetings)))
      return FALSE;
  }
  return TRUE;
}

/* Bytes of a word without what stands behind it: "Marta," */
static gsize
measure_word (const char *word)
{
  gsize length = strlen (word);

  while (length > 0 && g_ascii_ispunct (word[length - 1]))
    length--;
  return length;
}

/**
 * hearth_greeting_dup_form:
 * @greeting: a line that greets
 * @name: (nullable): what the one is called to whom it was written
 *
 * Finds in what form somebody is greeted, so that another can be greeted so: "Hi NAME,". Titles go
 * by whom they are for, and have none.
 *
 * Returns: (transfer full) (nullable): the greeting with %HEARTH_GREETING_NAME for the name, or as
 *   it is if it names nobody; %NULL if it fits only the one it was written to
 */
char *
hearth_greeting_dup_form (const char *greeting, const char *name)
{
  static const char *const inflected[] = { "liebe",    "lieber",  "liebes",  "querida", "querido",
                                           "estimado", "cher",    "chere",   "caro",    "estimada",
                                           "cara",     "prezado", "prezada", "sehr" };
  g_auto (GStrv) words = g_strsplit (greeting, " ", MAX_LINE_WORDS + 2);
  g_autofree char *folded_name = name != NULL ? hearth_written_mail_fold (name) : NULL;
  g_auto (GStrv) names = folded_name != NULL ? g_strsplit (folded_name, " ", 8) : NULL;
  guint n = g_strv_length (words);
  g_autofree char *last = NULL;
  g_autofree char *whole = NULL;

  if (n == 0)
    return NULL;
  if (is_general (words))
    return g_strdup (greeting);
  last = hearth_written_mail_fold (words[n - 1]);
  if (names == NULL || !g_strv_contains ((const char *const *) names, last))
    return NULL;
  /* "Hi Marta," fits others as well; "Liebe Marta," and "Dear Ms Lind," fit only some. */
  whole = g_strconcat (HEARTH_GREETING_NAME, words[n - 1] + measure_word (words[n - 1]), NULL);
  g_clear_pointer (&words[n - 1], g_free);
  if (!is_general (words) || begins_with_any (greeting, inflected, G_N_ELEMENTS (inflected)))
    return NULL;
  words[n - 1] = g_steal_pointer (&whole);
  return g_strjoinv (" ", words);
}

/**
 * hearth_greeting_fill:
 * @form: a form of hearth_greeting_dup_form()
 * @name: (nullable): whom it shall greet
 *
 * Returns: (transfer full) (nullable): the greeting; %NULL if it needs a name and there is none
 */
char *
hearth_greeting_fill (const char *form, const char *name)
{
  GString *line;

  if (strstr (form, HEARTH_GREETING_NAME) == NULL)
    return g_strdup (form);
  if (name == NULL || *name == '\0')
    return NULL;
  line = g_string_new (form);
  g_string_replace (line, HEARTH_GREETING_NAME, name, 1);
  return g_string_free (line, FALSE);
}
