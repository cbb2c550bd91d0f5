/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-command.h"

#include <string.h>

/* The few sentences that are done at once. They are wholes: "stop" is one, and "stop the
 * newsletter" is a wish like any other. A yes does what a card says, so that only words count that
 * nobody says by the way: not "okay", "sure", "mhm". */

#define MAX_UTTERANCE 2000

typedef struct {
  HearthVoiceCommandKind kind;
  const char *phrases; /* with "|" before, between and behind them */
} Phrases;

static const Phrases english[] = {
  { HEARTH_VOICE_COMMAND_STOP,
    "|stop|stop it|stop talking|stop speaking|stop reading|be quiet|quiet|silence|hush|"
    "shut up|enough|thats enough|that is enough|" },
  { HEARTH_VOICE_COMMAND_LOUDER,
    "|louder|a bit louder|a little louder|speak louder|speak up|speak up a bit|volume up|"
    "turn it up|turn up the volume|" },
  { HEARTH_VOICE_COMMAND_SOFTER,
    "|softer|a bit softer|a little softer|speak softer|speak more softly|quieter|"
    "a bit quieter|a little quieter|volume down|turn it down|turn down the volume|not so loud|" },
  { HEARTH_VOICE_COMMAND_FASTER,
    "|faster|a bit faster|a little faster|speak faster|read faster|quicker|" },
  { HEARTH_VOICE_COMMAND_SLOWER,
    "|slower|a bit slower|a little slower|speak slower|speak more slowly|more slowly|slow down|"
    "read slower|not so fast|" },
  { HEARTH_VOICE_COMMAND_REPEAT,
    "|repeat|repeat that|repeat it|say that again|say it again|again|once more|once again|"
    "pardon|what did you say|come again|" },
  { HEARTH_VOICE_COMMAND_READ,
    "|read it|read it out|read it to me|read it aloud|read it out loud|read that|read aloud|"
    "read the mail|read the message|read|" },
  { HEARTH_VOICE_COMMAND_SKIP, "|skip|skip it|skip that|skip this|skip this one|" },
  { HEARTH_VOICE_COMMAND_NEXT, "|next|next one|the next one|go on|continue|" },
  { HEARTH_VOICE_COMMAND_LATER, "|later|not now|remind me later|tell me later|ask me later|" },
  { HEARTH_VOICE_COMMAND_YES,
    "|yes|yes do it|yes do that|yes go ahead|yes send it|do it|go ahead|send it|confirm|"
    "i confirm|i agree|" },
  { HEARTH_VOICE_COMMAND_NO,
    "|no|nope|no dont|no do not|dont|do not|dont do it|do not do it|dont do that|no dont do it|"
    "dont send it|do not send it|cancel|cancel it|cancel that|no thanks|no thank you|" },
};

static const Phrases german[] = {
  { HEARTH_VOICE_COMMAND_STOP,
    "|stopp|stop|halt|aufhören|hör auf|hör auf zu reden|sei still|still|ruhe|schweig|genug|"
    "das reicht|es reicht|" },
  { HEARTH_VOICE_COMMAND_LOUDER, "|lauter|etwas lauter|ein bisschen lauter|sprich lauter|" },
  { HEARTH_VOICE_COMMAND_SOFTER,
    "|leiser|etwas leiser|ein bisschen leiser|sprich leiser|nicht so laut|" },
  { HEARTH_VOICE_COMMAND_FASTER,
    "|schneller|etwas schneller|ein bisschen schneller|sprich schneller|lies schneller|" },
  { HEARTH_VOICE_COMMAND_SLOWER,
    "|langsamer|etwas langsamer|ein bisschen langsamer|sprich langsamer|lies langsamer|"
    "nicht so schnell|" },
  { HEARTH_VOICE_COMMAND_REPEAT,
    "|wiederhole|wiederhole das|wiederholen|noch einmal|noch mal|nochmal|sag das noch einmal|"
    "sag das noch mal|sag das nochmal|wie war das|was hast du gesagt|" },
  { HEARTH_VOICE_COMMAND_READ,
    "|lies|lies vor|lies sie vor|lies es vor|lies das vor|lies ihn vor|lies mir das vor|"
    "lies die mail vor|lies die nachricht vor|vorlesen|" },
  { HEARTH_VOICE_COMMAND_SKIP,
    "|überspringen|überspring das|überspringe das|überspring es|überspringe es|" },
  { HEARTH_VOICE_COMMAND_NEXT,
    "|weiter|nächste|nächster|nächstes|die nächste|der nächste|das nächste|mach weiter|" },
  { HEARTH_VOICE_COMMAND_LATER,
    "|später|nicht jetzt|jetzt nicht|erinnere mich später|sag es mir später|" },
  { HEARTH_VOICE_COMMAND_YES,
    "|ja|ja mach das|ja tu das|ja mach es|mach das|mach es|tu das|ja senden|ja abschicken|"
    "abschicken|sende es|schick es ab|ja schick es ab|bestätigen|ich bestätige|einverstanden|" },
  { HEARTH_VOICE_COMMAND_NO,
    "|nein|nein nicht|nicht|tu das nicht|mach das nicht|nicht abschicken|nicht senden|"
    "abbrechen|nein danke|lass das|lass es|" },
};

typedef struct {
  gsize from; /* bytes of the utterance */
  gsize to;
  char *word; /* small letters, without marks */
} Word;

static void
word_clear (gpointer data)
{
  g_free (((Word *) data)->word);
}

static gboolean
is_apostrophe (gunichar c)
{
  return c == '\'' || c == 0x2019;
}

/* The words of an utterance; "I’ll" is one. */
static GArray *
split (const char *utterance)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Word));
  g_autoptr (GString) word = g_string_new (NULL);
  const char *begin = NULL;

  g_array_set_clear_func (words, word_clear);
  for (const char *p = utterance;; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c != 0 && (g_unichar_isalnum (c) || g_unichar_ismark (c) || is_apostrophe (c))) {
      begin = begin != NULL ? begin : p;
      if (!is_apostrophe (c))
        g_string_append_unichar (word, g_unichar_tolower (c));
    } else if (begin != NULL) {
      Word one = { (gsize) (begin - utterance), (gsize) (p - utterance), g_strdup (word->str) };

      g_array_append_val (words, one);
      g_string_truncate (word, 0);
      begin = NULL;
    }
    if (c == 0)
      return words;
  }
}

static const char *
get_word (GArray *words, guint i)
{
  return i < words->len ? g_array_index (words, Word, i).word : "";
}

static gboolean
is_one_of (const char *word, const char *const *list)
{
  return *word != '\0' && g_strv_contains (list, word);
}

/* "Hearth, …", "please …" */
static guint
skip_address (GArray *words, const char *name)
{
  static const char *const polite[] = { "please", "bitte", "hearth", NULL };
  static const char *const calls[] = { "hey", "hallo", "hello", NULL };
  guint i = 0;

  while (i < words->len) {
    const char *word = get_word (words, i);
    const char *next = get_word (words, i + 1);
    gboolean is_name = g_strcmp0 (word, name) == 0 || strcmp (word, "hearth") == 0;
    gboolean calls_name = is_one_of (word, calls) && *next != '\0' &&
                          (g_strcmp0 (next, name) == 0 || strcmp (next, "hearth") == 0);

    if (!is_name && !calls_name && !is_one_of (word, polite))
      break;
    i += calls_name ? 2 : 1;
  }
  return i;
}

/* "… please, Hearth" */
static guint
skip_ending (GArray *words, guint begin, const char *name)
{
  static const char *const polite[] = { "please", "bitte", "hearth", NULL };
  guint end = words->len;

  while (end > begin + 1 && (is_one_of (get_word (words, end - 1), polite) ||
                             g_strcmp0 (get_word (words, end - 1), name) == 0))
    end--;
  return end;
}

static HearthVoiceCommandKind
find_phrase (const Phrases *table, gsize n, const char *phrase)
{
  g_autofree char *key = g_strconcat ("|", phrase, "|", NULL);

  for (gsize i = 0; i < n; i++) {
    if (strstr (table[i].phrases, key) != NULL)
      return table[i].kind;
  }
  return HEARTH_VOICE_COMMAND_NONE;
}

/* "Reply: I’ll be there." Where it is said to whom, it is no answer to what was announced. */
static char *
read_reply (const char *utterance, GArray *words, guint begin, gboolean is_german)
{
  static const char *const verbs[] = { "reply", NULL };
  static const char *const german_verbs[] = { "antworte", "antwort", NULL };
  static const char *const others[] = { "to", "all", "auf", "an", "allen", "and", "und", NULL };
  static const char *const openers[] = { "that", "with", "saying", "dass", "mit", NULL };
  const char *first = get_word (words, begin);
  guint next = begin + 1;
  char *text;

  if (!is_one_of (first, verbs) && !(is_german && is_one_of (first, german_verbs)))
    return NULL;
  /* After a colon whatever stands there is the answer. */
  if (utterance[g_array_index (words, Word, begin).to] != ':') {
    if (is_one_of (get_word (words, next), others))
      return NULL;
    if (is_one_of (get_word (words, next), openers))
      next++;
  }
  if (next >= words->len)
    return NULL;
  text = g_strdup (utterance + g_array_index (words, Word, next).from);
  return g_strchomp (text);
}

/**
 * hearth_voice_command_read:
 * @utterance: all that was said between two pauses, UTF-8
 * @language: (nullable): the code of the language that it was said in; English is understood in
 *   any, German in "de" and where it is %NULL
 * @name: (nullable): the companion’s name, by which it may be called
 * @argument: (out) (optional) (nullable) (transfer full): with %HEARTH_VOICE_COMMAND_REPLY the
 *   words of the reply
 *
 * Reads a command that needs no service. The whole utterance must be it, but for a "please" and
 * the companion's name. Pure.
 *
 * Returns: the command, or %HEARTH_VOICE_COMMAND_NONE
 */
HearthVoiceCommandKind
hearth_voice_command_read (const char *utterance, const char *language, const char *name,
                           char **argument)
{
  gboolean is_german = language == NULL || g_ascii_strncasecmp (language, "de", 2) == 0;
  g_autoptr (GArray) words = NULL;
  g_autofree char *small_name = name != NULL ? g_utf8_strdown (name, -1) : NULL;
  g_autoptr (GString) phrase = g_string_new (NULL);
  g_autofree char *reply = NULL;
  HearthVoiceCommandKind kind;
  guint begin, end;

  if (argument != NULL)
    *argument = NULL;
  if (strnlen (utterance, MAX_UTTERANCE + 1) > MAX_UTTERANCE ||
      !g_utf8_validate (utterance, -1, NULL))
    return HEARTH_VOICE_COMMAND_NONE;
  words = split (utterance);
  begin = skip_address (words, small_name);
  end = skip_ending (words, begin, small_name);
  for (guint i = begin; i < end; i++)
    g_string_append_printf (phrase, "%s%s", i > begin ? " " : "", get_word (words, i));
  if (phrase->len == 0)
    return HEARTH_VOICE_COMMAND_NONE;
  kind = find_phrase (english, G_N_ELEMENTS (english), phrase->str);
  if (kind == HEARTH_VOICE_COMMAND_NONE && is_german)
    kind = find_phrase (german, G_N_ELEMENTS (german), phrase->str);
  if (kind != HEARTH_VOICE_COMMAND_NONE)
    return kind;
  reply = read_reply (utterance, words, begin, is_german);
  if (reply == NULL)
    return HEARTH_VOICE_COMMAND_NONE;
  if (argument != NULL)
    *argument = g_steal_pointer (&reply);
  return HEARTH_VOICE_COMMAND_REPLY;
}
