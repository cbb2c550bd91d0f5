/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-thread-sentence.h"

#include "hearth-language.h"
#include "hearth-values.h"

#include <string.h>

#define MAX_SENTENCE 600
#define MAX_WORD 31
/* Words that are compared by their beginnings: "meeting" and "meetings". */
#define STEM 7

/* " word " stands for a word of its own; without blanks, for any part of a text. */
static const char *const asking[] = {
  "?",           " please ",     " could you ", " can you ",     " would you ",   " bitte ",
  " kannst du ", " können sie ", " könntest ",  " könnten sie ", " let me know ", " s'il vous ",
  " pourriez ",  " por favor ",  NULL
};
static const char *const changing[] = { " moved ",
                                        " move ",
                                        " instead ",
                                        " rather ",
                                        " changed ",
                                        " change ",
                                        " postponed ",
                                        " postpone ",
                                        " rescheduled ",
                                        " reschedule ",
                                        " shifted ",
                                        " pushed ",
                                        " brought forward ",
                                        " new time ",
                                        " new date ",
                                        " correction ",
                                        " actually ",
                                        " updated ",
                                        " now ",
                                        " no longer ",
                                        " verschoben ",
                                        " verschieben ",
                                        " stattdessen ",
                                        " statt ",
                                        " geändert ",
                                        " ändern ",
                                        " lieber ",
                                        " doch ",
                                        " verlegt ",
                                        " korrektur ",
                                        " eigentlich ",
                                        " jetzt ",
                                        " vorgezogen ",
                                        " plutôt ",
                                        " reporté ",
                                        " reportée ",
                                        " déplacée ",
                                        " déplacé ",
                                        " cambiado ",
                                        " cambiada ",
                                        " aplazado ",
                                        NULL };
static const char *const cancelling[] = { " cancelled ",    " canceled ",  " cancel ",
                                          " called off ",   " call off ",  " no longer ",
                                          " won't happen ", " is off ",    " not happening ",
                                          " abgesagt ",     " absagen ",   " fällt aus ",
                                          " ausfallen ",    " entfällt ",  " storniert ",
                                          " nicht mehr ",   " annulé ",    " annulée ",
                                          " cancelado ",    " cancelada ", NULL };
static const char *const negating[] = {
  " not ",           " no ",         "n't ",      "n’t ",   " cannot ", " never ",  " nor ",
  " unfortunately ", " impossible ", " nicht ",   " kein ", " keine ",  " keinen ", " keiner ",
  " nie ",           " leider ",     " nein ",    " ne ",   " pas ",    " jamais ", " nunca ",
  " neither ",       " none ",       " without ", " ohne ", NULL
};
static const char *const agreeing[] = { " yes ",
                                        " yep ",
                                        " ok ",
                                        " okay ",
                                        " fine ",
                                        " works ",
                                        " agreed ",
                                        " perfect ",
                                        " great ",
                                        " deal ",
                                        " confirmed ",
                                        " sounds good ",
                                        " suits ",
                                        " sure ",
                                        " ja ",
                                        " passt ",
                                        " einverstanden ",
                                        " geht klar ",
                                        " gerne ",
                                        " super ",
                                        " bestätigt ",
                                        " prima ",
                                        " in ordnung ",
                                        " oui ",
                                        " d'accord ",
                                        " parfait ",
                                        " sí ",
                                        " vale ",
                                        NULL };
static const char *const deciding[] = {
  " will ",       " agreed ",    " decided ", " confirmed ", " booked ",      " let's ",
  " final ",      " approved ",  " go with ", " settled ",   " decision ",    " i'll ",
  " we'll ",      " ordered ",   " signed ",  " scheduled ", " beschlossen ", " entschieden ",
  " vereinbart ", " bestätigt ", " gebucht ", " abgemacht ", " festgelegt ",  " wir nehmen ",
  " wir machen ", " werde ",     " werden ",  " decidido ",  " décidé ",      NULL
};
static const char *const thanking[] = { " thanks ", " thank you ", " danke ",  " dank ",
                                        " merci ",  " gracias ",   " cheers ", NULL };

/* The sentence in lower case between blanks, its words parted by one blank each. */
static gsize
fold (const char *text, gsize length, char *out, gsize size)
{
  gsize n = 0;
  const char *end = text + MIN (length, size / 2);

  out[n++] = ' ';
  for (const char *p = text; p < end && n + 10 < size;) {
    gunichar c = g_utf8_get_char_validated (p, end - p);

    if (c == (gunichar) -1 || c == (gunichar) -2)
      break;
    if (g_unichar_isalnum (c) || c == '\'' || c == '?') {
      if (c == '?' && out[n - 1] != ' ')
        out[n++] = ' ';
      n += (gsize) g_unichar_to_utf8 (g_unichar_tolower (c), out + n);
    } else if (c == 0x2019) {
      out[n++] = '\'';
    } else if (out[n - 1] != ' ') {
      out[n++] = ' ';
    }
    p = g_utf8_next_char (p);
  }
  if (out[n - 1] != ' ')
    out[n++] = ' ';
  out[n] = '\0';
  return n;
}

/* The first bytes of the words of a folded sentence, one bit each: most words that are looked for
 * begin with none of them. */
static guint64
collect_initials (const char *folded)
{
  guint64 initials = 0;

  for (const char *p = folded; *p != '\0'; p++) {
    if (*p == ' ')
      initials |= G_GUINT64_CONSTANT (1) << (p[1] & 63);
  }
  return initials;
}

static gboolean
has_any (const char *folded, guint64 initials, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++) {
    if (*words[i] == ' ' && (initials >> (words[i][1] & 63) & 1) == 0)
      continue;
    if (strstr (folded, words[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_thread_sentence_negates:
 * @text: a sentence
 * @length: its bytes
 *
 * Returns: whether it denies something
 */
gboolean
hearth_thread_sentence_negates (const char *text, gsize length)
{
  char folded[2 * MAX_SENTENCE];
  guint64 initials;

  fold (text, length, folded, sizeof folded);
  initials = collect_initials (folded);
  return has_any (folded, initials, negating) || has_any (folded, initials, cancelling);
}

static void
add_word (HearthThreadSentence *self, const char *word, gsize length)
{
  guint32 hash = 5381;

  if (length < 3 || self->n_words == HEARTH_SENTENCE_WORDS ||
      hearth_language_is_common_word (word, length))
    return;
  for (gsize i = 0; i < MIN (length, STEM); i++)
    hash = hash * 33 + (guchar) word[i];
  for (guint i = 0; i < self->n_words; i++) {
    if (self->words[i] == hash)
      return;
  }
  self->words[self->n_words++] = hash;
}

static void
collect_words (HearthThreadSentence *self, const char *folded)
{
  for (const char *p = folded; *p != '\0';) {
    gsize n = strcspn (p, " ?");

    if (n > 0 && !g_ascii_isdigit (*p))
      add_word (self, p, n);
    p += n + strspn (p + n, " ?");
  }
}

/* Numbers alone overturn nothing: "3 of us" is not "5 of us". */
static GArray *
keep_telling (GArray *values)
{
  for (guint i = values->len; i > 0; i--) {
    if (g_array_index (values, HearthValue, i - 1).kind == HEARTH_VALUE_NUMBER)
      g_array_remove_index (values, i - 1);
  }
  if (values->len > 0)
    return values;
  g_array_unref (values);
  return NULL;
}

/**
 * hearth_thread_sentence_read:
 * @self: (out caller-allocates): a sentence
 * @message: the message that it is from; must outlive it
 * @index: that message's place in the thread
 * @start: where it begins, in bytes of the message's text
 * @length: bytes of it
 *
 * Reads a sentence: what it does and what it is about.
 */
void
hearth_thread_sentence_read (HearthThreadSentence *self, const HearthMessage *message, guint index,
                             gsize start, gsize length)
{
  char folded[2 * MAX_SENTENCE];
  const char *text = message->text + start;
  gsize n = fold (text, length, folded, sizeof folded);
  guint64 initials = collect_initials (folded);

  *self = (HearthThreadSentence){
    .message = message, .index = index, .start = start, .length = length, .holds_from = index
  };
  collect_words (self, folded);
  self->values = keep_telling (hearth_values_find (text, MIN (length, MAX_SENTENCE)));
  self->traits =
      (has_any (folded, initials, asking) ? HEARTH_SENTENCE_ASKS : 0) |
      (has_any (folded, initials, changing) ? HEARTH_SENTENCE_CHANGES : 0) |
      (has_any (folded, initials, cancelling) ? HEARTH_SENTENCE_CANCELS : 0) |
      (has_any (folded, initials, negating) ? HEARTH_SENTENCE_NEGATES : 0) |
      (has_any (folded, initials, agreeing) ? HEARTH_SENTENCE_AGREES : 0) |
      (has_any (folded, initials, deciding) ? HEARTH_SENTENCE_DECIDES : 0) |
      (n < 80 && self->n_words < 3 && self->values == NULL && has_any (folded, initials, thanking)
           ? HEARTH_SENTENCE_THANKS
           : 0);
}

/**
 * hearth_thread_sentence_clear:
 * @self: a sentence
 */
void
hearth_thread_sentence_clear (HearthThreadSentence *self)
{
  g_clear_pointer (&self->values, g_array_unref);
}

/**
 * hearth_thread_sentence_overlap:
 * @a: a sentence
 * @b: another
 *
 * Returns: how many of the words that they are about both have
 */
guint
hearth_thread_sentence_overlap (const HearthThreadSentence *a, const HearthThreadSentence *b)
{
  guint n = 0;

  for (guint i = 0; i < a->n_words; i++) {
    for (guint k = 0; k < b->n_words; k++)
      n += a->words[i] == b->words[k];
  }
  return n;
}
