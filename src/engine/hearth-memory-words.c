/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-memory-words.h"

#include "hearth-text.h"

#include <string.h>

/* Of a question, the words that say what it is about. */

#define MAX_WORDS 24
#define MAX_QUESTION 2000

/* Words that any question may have, folded, in English and German. */
static const char stop_words[] =
    " a about again all also am an and any are as ask at back be been before but by can could day"
    " did do does doing done each ever every for from get give go going got had has have having he"
    " her here hers hi him his how i if in into is it its just know last let like long made make"
    " many may me might mine more most much my need next no not now of off on one only or our out"
    " over own please put say see shall she should show so some something still such take tell"
    " than that the their them then there these they thing things think this those through to today"
    " tomorrow too under until up us use used very want was we week well were what when where"
    " which while who whom whose why will with would year years yes yesterday yet you your"
    " i'm i've i'd i'll don't doesn't didn't isn't what's who's that's it's"
    " aber alle alles als also am an auch auf aus bei beim bin bis bist bitte da damit dann das"
    " dass dein deine dem den denn der des dich die dies diese dieser dir doch du durch ein eine"
    " einem einen einer eines er es etwas euch fur gab gehen gern gibt haben habe hast hat heute"
    " hier ich ihm ihn ihr ihre im in ist ja jahr jetzt kann kein keine kennst konnte letztes"
    " letzten letzte machen man mehr mein meine meinem meinen meiner mich mir mit mochte morgen"
    " wann wessen wen wem muss nach nein nicht noch nun nur ob oder ohne sag sage schon sein seine "
    "sich sie sind so"
    " soll sollte uber um und uns vom von vor war warum was welche welcher welches wenn wer wie"
    " wieder will wir wird wo wollen wurde weisst weiss woche zu zum zur gestern ";

/* A question in one word may be answered by a memory in another of the same matter. */
static const char *const matters[] = {
  " eat eats eating food dinner lunch breakfast cook cooking recipe restaurant menu meat fish"
  " vegetarian vegan meal snack drink drinks coffee tea wine beer"
  " essen isst esse kochen abendessen mittagessen fruhstuck rezept fleisch fisch vegetarisch"
  " vegan trinke trinken kaffee tee wein bier gericht ",
  " live lives living home address moved house flat apartment neighbourhood"
  " wohne wohnt wohnen lebe lebt zuhause adresse umgezogen wohnung haus ",
  " work works working job company employer office colleague boss"
  " arbeit arbeite arbeitet arbeiten firma buro beruf chef chefin kollege kollegin ",
  " family sister brother siblings mother mom mum father dad parents son daughter child children"
  " kids uncle aunt cousin grandmother grandfather"
  " familie schwester bruder geschwister mutter mama vater papa eltern sohn tochter kind kinder"
  " onkel tante oma opa ",
  " meeting meetings meet appointment schedule morning mornings afternoon afternoons evening"
  " evenings noon call calls"
  " termin termine treffen besprechung vormittag vormittags morgens nachmittag nachmittags abend"
  " abends mittag anruf ",
  " fly flight flights train seat hotel trip travel travels travelling airport holiday vacation"
  " fliegen flug zug sitz sitzplatz hotel reise reisen flughafen urlaub ferien ",
  " sign signature greet greeting reply write writing letter mail"
  " unterschrift gruss grusse anrede antwort schreiben schreibe brief ",
  " birthday born age old present gift"
  " geburtstag geboren alter alt geschenk ",
  " dog dogs cat cats pet pets horse"
  " hund hunde katze katzen haustier pferd ",
  " sport sports run running swim swimming gym football cycling bike hiking hobby hobbies music"
  " laufen schwimmen fussball radfahren fahrrad wandern hobby musik ",
};

static gboolean
is_among (const char *set, const char *word)
{
  g_autofree char *key = g_strconcat (" ", word, " ", NULL);

  return strstr (set, key) != NULL;
}

static gboolean
is_part (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '\'' || c == '@' || c == '.' ||
         c == '-' || c == '_';
}

/* The next word from @p on, folded and without what ends a sentence; %NULL if there is none. */
static char *
next_word (const char **p)
{
  const char *start;
  g_autofree char *word = NULL;
  gsize length;

  while (**p != '\0' && !g_unichar_isalnum (g_utf8_get_char (*p)))
    *p = g_utf8_next_char (*p);
  if (**p == '\0')
    return NULL;
  start = *p;
  while (**p != '\0' && is_part (g_utf8_get_char (*p)))
    *p = g_utf8_next_char (*p);
  length = (gsize) (*p - start);
  while (length > 0 && strchr (".'-_@", start[length - 1]) != NULL)
    length--;
  word = g_strndup (start, length);
  if (g_str_has_suffix (word, "'s"))
    word[length - 2] = '\0';
  return hearth_text_fold (word);
}

/**
 * hearth_memory_words_dup:
 * @question: what the owner asks, valid UTF-8
 *
 * Leaves of a question the words that say what it is about, at most two dozen of its first two
 * thousand characters.
 *
 * Returns: (transfer full): folded words with blanks between them, perhaps none
 */
char *
hearth_memory_words_dup (const char *question)
{
  g_autofree char *start = g_strndup (question, MAX_QUESTION);
  g_autofree char *valid = g_utf8_make_valid (start, -1);
  GString *out = g_string_new (NULL);
  const char *p = valid;
  char *word;

  for (guint n = 0; n < MAX_WORDS && (word = next_word (&p)) != NULL;) {
    if (*word != '\0' && !is_among (stop_words, word)) {
      g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", word);
      n++;
    }
    g_free (word);
  }
  return g_string_free (out, FALSE);
}

/**
 * hearth_memory_words_related:
 * @words: folded words with blanks between them
 *
 * Returns: (transfer full) (nullable): words of the same matters, or %NULL
 */
char *
hearth_memory_words_related (const char *words)
{
  g_auto (GStrv) each = g_strsplit (words, " ", -1);

  for (guint i = 0; each[i] != NULL; i++) {
    for (gsize j = 0; *each[i] != '\0' && j < G_N_ELEMENTS (matters); j++) {
      if (is_among (matters[j], each[i]))
        return g_strstrip (g_strdup (matters[j]));
    }
  }
  return NULL;
}
