/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-memory-statements.h"

#include "hearth-memory-slot.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* What the owner says of themselves and their people in passing, in English and German, that may be
 * worth remembering. It is only ever proposed: a sentence too few is better than one too many, so
 * what holds for a day, what is supposed, asked or quoted is left out. */

#define MAX_TEXT 8192
#define MAX_FOUND 3
#define MIN_WORDS 3
#define MAX_WORDS 24
#define MAX_SENTENCE 240

/* What begins a sentence that says how things are: folded words; "*" stands for one word. The kind
 * follows. */
static const struct {
  const char *words;
  const char *kind;
} openings[] = {
  { "i live in", "fact" },
  { "i live at", "fact" },
  { "i live near", "fact" },
  { "i work at", "fact" },
  { "i work for", "fact" },
  { "i work as", "fact" },
  { "i come from", "fact" },
  { "i am from", "fact" },
  { "i was born", "fact" },
  { "i grew up", "fact" },
  { "i am called", "fact" },
  { "i am a", "fact" },
  { "i am an", "fact" },
  { "i speak", "fact" },
  { "i play the", "fact" },
  { "i drive a", "fact" },
  { "i prefer", "preference" },
  { "i like", "preference" },
  { "i really like", "preference" },
  { "i do not like", "preference" },
  { "i hate", "preference" },
  { "i do not eat", "preference" },
  { "i never eat", "preference" },
  { "i do not drink", "preference" },
  { "i never drink", "preference" },
  { "i always", "habit" },
  { "i usually", "habit" },
  { "i never", "habit" },
  { "call me", "preference" },
  { "ich wohne in", "fact" },
  { "ich lebe in", "fact" },
  { "ich arbeite bei", "fact" },
  { "ich arbeite als", "fact" },
  { "ich arbeite fur", "fact" },
  { "ich komme aus", "fact" },
  { "ich bin aus", "fact" },
  { "ich heisse", "fact" },
  { "ich bin vegetarier", "preference" },
  { "ich bin vegetarierin", "preference" },
  { "ich bin veganer", "preference" },
  { "ich bin veganerin", "preference" },
  { "ich spreche", "fact" },
  { "ich mag", "preference" },
  { "ich bevorzuge", "preference" },
  { "ich hasse", "preference" },
  { "ich esse kein", "preference" },
  { "ich esse keine", "preference" },
  { "ich esse keinen", "preference" },
  { "ich trinke kein", "preference" },
  { "ich trinke keine", "preference" },
  { "ich trinke keinen", "preference" },
  { "ich fahre immer", "habit" },
  { "ich nehme immer", "habit" },
  { "ich stehe immer", "habit" },
  { "nenn mich", "preference" },
};

/* "I have two brothers", "ich habe einen Hund" */
static const char having[] = " have habe ";
static const char counts[] =
    " a an one two three four five six ein eine einen zwei drei vier funf sechs ";
static const char kin[] =
    " dog dogs cat cats pet pets brother brothers sister sisters sibling siblings son sons daughter"
    " daughters child children kid kids grandchild grandchildren"
    " hund hunde katze katzen haustier bruder bruder schwester schwestern geschwister sohn sohne"
    " tochter tochter kind kinder enkel ";

/* What holds today only, is supposed, or is about what was said. */
static const char passing[] =
    " if would could might maybe perhaps today tonight tomorrow yesterday now currently this later"
    " wish think guess suppose hope wonder sorry asap moment please can will"
    " wenn falls wurde konnte vielleicht heute morgen gestern jetzt gerade diese dieser dieses"
    " nachher glaube denke hoffe bitte leider moment kannst konntest wirst"
    " it that them those these das es dies ";

/* "Ana lives in Porto", "Marta likes tea" */
static const char third[] = " lives works likes prefers hates speaks studies drives"
                            " wohnt lebt arbeitet mag spricht studiert fahrt heisst ";
static const char not_names[] =
    " the this that it he she they we you what who where when why how there here everybody"
    " everyone somebody someone nobody my your our his her their its"
    " der die das dies es er sie wir ihr was wer wo wann warum wie hier dort jeder jemand niemand"
    " mein meine dein deine unser unsere sein seine ihre man ";

static gboolean
is_among (const char *set, const char *word)
{
  g_autofree char *key = g_strconcat (" ", word, " ", NULL);

  return *word != '\0' && strstr (set, key) != NULL;
}

/* Folded words, with what is drawn together in English said out, and "’" as "'". */
static GStrv
split (const char *sentence)
{
  static const struct {
    const char *drawn;
    const char *out;
  } drawn[] = {
    { "i'm ", "i am " },         { "i've ", "i have " },   { "don't ", "do not " },
    { "doesn't ", "does not " }, { "can't ", "can not " }, { "i'd ", "i would " },
    { "i'll ", "i will " },
  };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *folded = hearth_text_fold (sentence);
  g_auto (GStrv) raw = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_string_append (text, folded);
  g_string_append_c (text, ' ');
  g_string_replace (text, "\342\200\231", "'", 0);
  for (guint i = 0; i < G_N_ELEMENTS (drawn); i++)
    g_string_replace (text, drawn[i].drawn, drawn[i].out, 0);
  raw = g_strsplit_set (text->str, " \t\n,;:.!()", -1);
  for (guint i = 0; raw[i] != NULL; i++) {
    if (*raw[i] != '\0')
      g_strv_builder_add (builder, raw[i]);
  }
  return g_strv_builder_end (builder);
}

static gboolean
is_passing (GStrv words)
{
  for (guint i = 0; words[i] != NULL; i++) {
    if (is_among (passing, words[i]))
      return TRUE;
  }
  return FALSE;
}

static gboolean
begins_with (GStrv words, const char *opening)
{
  g_auto (GStrv) wanted = g_strsplit (opening, " ", -1);

  for (guint i = 0; wanted[i] != NULL; i++) {
    if (words[i] == NULL || strcmp (words[i], wanted[i]) != 0)
      return FALSE;
  }
  return TRUE;
}

/* The kind of what is said, or NULL. The subject is the owner's unless a name begins it. */
static const char *
find_kind (const char *sentence, GStrv words, char **subject)
{
  g_autofree char *slot = hearth_memory_dup_slot (HEARTH_MEMORY_OWNER, sentence);

  for (gsize i = 0; i < G_N_ELEMENTS (openings); i++) {
    if (begins_with (words, openings[i].words))
      return openings[i].kind;
  }
  if (is_among (" i ich ", words[0]) && is_among (having, words[1]) &&
      is_among (counts, words[2]) && words[3] != NULL && is_among (kin, words[3]))
    return "person";
  if (is_among (" my our mein meine unser unsere ", words[0]))
    return *slot != '\0' ? "fact" : NULL;
  if (!g_unichar_isupper (g_utf8_get_char (sentence)) || is_among (not_names, words[0]))
    return NULL;
  if (is_among (third, words[1]) || (g_str_has_suffix (words[0], "'s") && *slot != '\0')) {
    *subject = g_strndup (sentence, strcspn (sentence, " '\342"));
    return **subject != '\0' ? "person" : NULL;
  }
  return NULL;
}

static HearthMemory *
make_memory (const char *kind, const char *subject, const char *sentence)
{
  HearthMemory *memory =
      hearth_memory_new (kind, subject != NULL ? subject : HEARTH_MEMORY_OWNER, sentence);
  gsize length = strlen (memory->text);

  while (length > 0 && strchr (".! ", memory->text[length - 1]) != NULL)
    memory->text[--length] = '\0';
  memory->quote = g_strdup (sentence);
  memory->reason = g_strdup (_("You said so in a conversation."));
  g_free (memory->source_kind);
  memory->source_kind = g_strdup ("conversation");
  memory->state = HEARTH_MEMORY_PROPOSED;
  return memory;
}

static void
look_at (const char *sentence, GPtrArray *found)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *subject = NULL;
  const char *kind;
  guint n;

  if (strlen (sentence) > MAX_SENTENCE || strpbrk (sentence, "?\"\n<>@") != NULL ||
      strstr (sentence, "\342\200\234") != NULL || strstr (sentence, "\342\200\236") != NULL)
    return;
  words = split (sentence);
  n = g_strv_length (words);
  if (n < MIN_WORDS || n > MAX_WORDS || is_passing (words) || hearth_memory_is_sensitive (sentence))
    return;
  kind = find_kind (sentence, words, &subject);
  if (kind != NULL)
    g_ptr_array_add (found, make_memory (kind, subject, sentence));
}

/* What leads in to a sentence and is none of it. */
static const char *
skip_lead (const char *sentence)
{
  static const char *const leads[] = { "by the way, ",
                                       "btw, ",
                                       "btw ",
                                       "well, ",
                                       "fyi, ",
                                       "fyi: ",
                                       "just so you know, ",
                                       "also, ",
                                       "\303\274brigens, ",
                                       "\303\234brigens, ",
                                       "also ",
                                       "oh, ",
                                       "no, ",
                                       "nein, " };

  for (guint i = 0; i < G_N_ELEMENTS (leads); i++) {
    if (g_ascii_strncasecmp (sentence, leads[i], strlen (leads[i])) == 0)
      return sentence + strlen (leads[i]);
  }
  return sentence;
}

/**
 * hearth_memory_statements_find:
 * @text: what the owner said in a conversation, valid UTF-8: never what anybody else wrote
 *
 * Finds what may be worth remembering, at most three things, each in the owner's words, with its
 * reason. Nothing about health, faith, politics, money or love is among it.
 *
 * Returns: (transfer full) (element-type HearthMemory): proposals without a source
 */
GPtrArray *
hearth_memory_statements_find (const char *text)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_memory_free);
  const char *p = text;

  if (strlen (text) > MAX_TEXT)
    return found;
  while (*p != '\0' && found->len < MAX_FOUND) {
    const char *start = p;
    g_autofree char *sentence = NULL;

    /* A full stop ends a sentence where a blank follows, and none of "Dr." */
    while (*p != '\0' && *p != '\n' &&
           !(strchr (".!?", *p) != NULL && (p[1] == '\0' || g_ascii_isspace (p[1])) &&
             !(p - start >= 2 && *p == '.' && (strncmp (p - 2, "Dr", 2) == 0))))
      p++;
    if (*p != '\0')
      p++;
    sentence = g_strstrip (g_strndup (start, (gsize) (p - start)));
    if (*sentence != '\0')
      look_at (skip_lead (sentence), found);
  }
  return found;
}
