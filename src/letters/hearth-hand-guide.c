/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hand-guide.h"

#include <string.h>

/* Characters and pairs in the order in which they are asked for, separated by blanks: what is
 * needed most comes first, so that a hand can be used early. */

static const char letters[] = "e n a i r t s o d h u l c g m w f b p v k z y j x q";
static const char capitals[] = "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z";
static const char digits[] = "0 1 2 3 4 5 6 7 8 9";

typedef struct {
  const char *language;
  const char *punctuation;
  const char *accents;
  const char *pairs;
} Language;

/* The first is for every other language. */
static const Language languages[] = {
  { "en", ". , ’ ? ! - – “ ” ( ) : ; … ‘ & / £ $ € %", "é è ï ç ê ô ñ",
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve "
    "me ea hi ll oo ee tt ss ff fi wh" },
  { "de", ". , ? ! - – „ “ ’ : ; ( ) … ‚ ‘ & / € % §", "ä ö ü ß Ä Ö Ü é è",
    "en er ch de ei nd te in ie ge es ne un st re he an be se di si ic au sc ht ng eh ll ss tt "
    "mm nn ck tz ff le da li ra" },
  { "fr", ". , ’ ? ! - – « » : ; ( ) … “ ” & / € %",
    "é è à ê ç ù â î ô û ë ï ü œ æ É È À Ç Ê Î Ô Œ ÿ",
    "es le en de re nt on er te el an se et la is ou ai qu me it ie em ne ur ra us ri in un ss ll "
    "tt mm nn ff oi ch au eu" },
};

static const Language *
find_language (const char *language)
{
  for (guint i = 0; language != NULL && i < G_N_ELEMENTS (languages); i++) {
    gsize length = strlen (languages[i].language);

    if (g_ascii_strncasecmp (language, languages[i].language, length) == 0 &&
        !g_ascii_isalpha (language[length]))
      return &languages[i];
  }
  return &languages[0];
}

static void
add (GArray *list, GHashTable *asked, const char *glyphs, HearthHandGroup group,
     const HearthHand *hand)
{
  g_auto (GStrv) all = g_strsplit (glyphs, " ", -1);

  for (guint i = 0; all[i] != NULL; i++) {
    /* Interned, so that a prompt lives as long as the program; there are some hundred. */
    HearthHandPrompt prompt = { g_intern_string (all[i]), group,
                                hearth_hand_get_n_samples (hand, all[i]) };

    if (g_utf8_strlen (all[i], -1) <= 2 && g_hash_table_add (asked, (gpointer) prompt.glyph))
      g_array_append_val (list, prompt);
  }
}

/**
 * hearth_hand_guide_list:
 * @language: (nullable): BCP 47, of the letters that will be written; English for one that is not
 *   known
 * @hand: (nullable): what there is already
 *
 * Returns: (transfer full) (element-type HearthHandPrompt): what the guided page asks for, in
 * order: letters, capitals, punctuation, digits, the accented letters of English, German and French
 * with those of @language first, and frequent pairs of @language
 */
GArray *
hearth_hand_guide_list (const char *language, const HearthHand *hand)
{
  const Language *own = find_language (language);
  g_autoptr (GHashTable) asked = g_hash_table_new (g_str_hash, g_str_equal);
  GArray *list = g_array_new (FALSE, FALSE, sizeof (HearthHandPrompt));

  add (list, asked, letters, HEARTH_HAND_GROUP_LETTERS, hand);
  add (list, asked, capitals, HEARTH_HAND_GROUP_CAPITALS, hand);
  add (list, asked, own->punctuation, HEARTH_HAND_GROUP_PUNCTUATION, hand);
  add (list, asked, digits, HEARTH_HAND_GROUP_DIGITS, hand);
  add (list, asked, own->accents, HEARTH_HAND_GROUP_ACCENTS, hand);
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    add (list, asked, languages[i].accents, HEARTH_HAND_GROUP_ACCENTS, hand);
  add (list, asked, own->pairs, HEARTH_HAND_GROUP_PAIRS, hand);
  return list;
}

/**
 * hearth_hand_guide_progress:
 * @language: (nullable): BCP 47
 * @hand: (nullable): a hand
 *
 * Returns: how much of hearth_hand_guide_list() is written
 */
HearthHandProgress
hearth_hand_guide_progress (const char *language, const HearthHand *hand)
{
  g_autoptr (GArray) list = hearth_hand_guide_list (language, hand);
  HearthHandProgress progress = { 0 };

  for (guint i = 0; i < list->len; i++) {
    const HearthHandPrompt *prompt = &g_array_index (list, HearthHandPrompt, i);
    gboolean pair = prompt->group == HEARTH_HAND_GROUP_PAIRS;

    progress.asked += !pair;
    progress.begun += !pair && prompt->written > 0;
    progress.complete += !pair && prompt->written >= HEARTH_HAND_SAMPLES;
    progress.pairs_asked += pair;
    progress.pairs_complete += pair && prompt->written >= HEARTH_HAND_SAMPLES;
  }
  return progress;
}
