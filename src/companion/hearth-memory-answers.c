/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-memory-answers.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-clock.h"
#include "hearth-memories.h"
#include "hearth-memory-statements.h"
#include "hearth-memory-words.h"
#include "hearth-text.h"

/* "Remember that …", "what do you know about …", "forget that …", in English and German: what the
 * owner says to the memory itself. It is read before all else, since what is to be remembered may
 * be about anything. */

#define MAX_TEXT 2000
#define MAX_LISTED 12
#define MAX_FORGOTTEN 20

/* How such sentences begin; the rest of them is what they are about. */
static const char remember_pattern[] =
    "^\\s*(?:please[ ,]+|bitte[ ,]+|hearth[ ,]+)?"
    "(?:(?:remember|keep in mind|make a note|note|do not forget|don['\u2019]?t forget)"
    "(?:\\s*:\\s*|\\s+that\\s+(?!we\\b|time\\b|day\\b)|\\s+(?=i\\b|i['\u2019]|my\\b|our\\b))|"
    "(?:merke? dir|vergiss nicht|denk daran)\\s*(?:bitte)?\\s*[:,]?\\s*(?:dass\\s+|:\\s*))"
    "(\\S.*?)\\s*$";
static const char know_pattern[] =
    "^\\s*(?:please[ ,]+|bitte[ ,]+)?"
    "(?:what (?:do|did|have) you (?:know|remember|remembered|learn|learnt|learned)(?: so far)?"
    "(?: about|of)|tell me what you (?:know|remember) (?:about|of)|"
    "was wei(?:\303\237|ss)t du (?:noch |schon |alles "
    ")?(?:\303\274ber|von))\\s+(.+?)\\s*[?.!]*\\s*$";
static const char forget_pattern[] =
    "^\\s*(?:please[ ,]+|bitte[ ,]+)?(?:forget that|vergiss,? dass)\\s+(\\S.*?)\\s*[.!]*\\s*$";
static const char forget_all_pattern[] =
    "^\\s*(?:please[ ,]+|bitte[ ,]+)?"
    "(?:forget (?:everything|all|what)(?: that)? you (?:know|remember) (?:about|of)|"
    "vergiss (?:alles,? )?was du (?:\303\274ber|von))\\s+(.+?)(?: "
    "wei(?:\303\237|ss)t)?\\s*[.!]*\\s*$";

/* What @pattern leaves of @text, or NULL. */
static char *
match (const char *pattern, const char *text)
{
  g_autoptr (GRegex) regex =
      g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_DOTALL | G_REGEX_OPTIMIZE, 0, NULL);
  g_autoptr (GMatchInfo) info = NULL;

  if (regex == NULL || !g_regex_match (regex, text, 0, &info))
    return NULL;
  return g_match_info_fetch (info, 1);
}

/* The first letter of a sentence is a capital; the full stop is no part of what is remembered. */
static char *
make_sentence (const char *words)
{
  g_autofree char *first = g_utf8_substring (words, 0, 1);
  g_autofree char *upper = g_utf8_strup (first, -1);
  char *sentence = g_strconcat (upper, g_utf8_next_char (words), NULL);
  gsize length = strlen (sentence);

  while (length > 1 && strchr (".! ", sentence[length - 1]) != NULL)
    sentence[--length] = '\0';
  return sentence;
}

static gboolean
answer_remember (HearthEngine *engine, const char *conversation, const char *text,
                 HearthReply *reply)
{
  g_autofree char *words = match (remember_pattern, text);
  g_autofree char *sentence = words != NULL ? make_sentence (words) : NULL;
  g_autoptr (HearthMemory) memory = NULL;
  g_autoptr (GError) error = NULL;
  gint64 action;

  if (sentence == NULL)
    return FALSE;
  memory = hearth_memory_new ("fact", HEARTH_MEMORY_OWNER, sentence);
  memory->quote = g_strdup (text);
  g_free (memory->source_kind);
  memory->source_kind = g_strdup ("conversation");
  g_free (memory->source);
  memory->source = g_strdup (conversation);
  if (!hearth_memories_remember (engine, memory, &action, &error))
    hearth_reply_add (reply, error->message);
  else if (action == 0)
    hearth_reply_add (reply, _("I know that already."));
  else
    hearth_reply_add (reply, _("I will remember that."));
  return TRUE;
}

static gboolean
is_owner (const char *who)
{
  static const char *const words[] = { "me", "myself", "mich", "mir", NULL };
  g_autofree char *folded = hearth_text_fold (who);

  return g_strv_contains (words, folded);
}

/* All that is about somebody or something, by its subject or its words. */
static GPtrArray *
find_about (HearthEngine *engine, const char *who)
{
  HearthMemoryFilter filter = { .which = HEARTH_MEMORIES_ACTIVE, .now = hearth_clock_now () };
  g_autofree char *words = hearth_memory_words_dup (who);
  GPtrArray *found;

  if (!is_owner (who)) {
    if (*words == '\0')
      return g_ptr_array_new ();
    filter.words = words;
  }
  found = hearth_store_memories_list (hearth_engine_get_reader (engine), &filter, NULL);
  return found != NULL ? found : g_ptr_array_new ();
}

static void
add_line (HearthReply *reply, const HearthMemory *memory)
{
  gint64 now = hearth_clock_now ();
  g_autofree char *day = hearth_say_day (memory->created, now);
  g_autofree char *line =
      /* Translators: what is remembered, and on which day it was noted */
      g_strdup_printf (_("%s (noted %s)"), memory->text, day);

  hearth_reply_add_item (reply, line);
}

static gboolean
answer_know (HearthEngine *engine, const char *text, HearthReply *reply)
{
  g_autofree char *who = match (know_pattern, text);
  g_autoptr (GPtrArray) found = who != NULL ? find_about (engine, who) : NULL;

  /* Of whom nothing is remembered there may be mail. */
  if (found == NULL || found->len == 0)
    return FALSE;
  hearth_reply_add (reply, is_owner (who) ? _("This is what I remember:")
                                          : _("This is what you told me:"));
  for (guint i = 0; i < found->len && i < MAX_LISTED; i++)
    add_line (reply, g_ptr_array_index (found, i));
  if (found->len > MAX_LISTED) {
    guint more = found->len - MAX_LISTED;
    g_autofree char *rest =
        g_strdup_printf (ngettext ("There is %u more.", "There are %u more.", more), more);

    hearth_reply_add_paragraph (reply, rest);
  }
  return TRUE;
}

static gboolean
forget_one (HearthEngine *engine, const HearthMemory *memory, HearthReply *reply)
{
  g_autoptr (GError) error = NULL;

  if (hearth_memories_forget (engine, memory->id, NULL, &error))
    return TRUE;
  hearth_reply_add (reply, error->message);
  return FALSE;
}

/* What was forgotten is not said again here: it would stand in this conversation from now on. */
static void
say_forgotten (guint n, HearthReply *reply)
{
  g_autofree char *sentence = NULL;

  if (n == 0)
    return;
  sentence = g_strdup_printf (ngettext ("I have forgotten that, in my files too.",
                                        "I have forgotten %u things, in my files too.", n),
                              n);
  hearth_reply_add (reply, sentence);
  hearth_reply_add (reply, _("What we said about it stays in our conversations until you remove "
                              "them."));
}

static gboolean
answer_forget_all (HearthEngine *engine, const char *text, HearthReply *reply)
{
  g_autofree char *who = match (forget_all_pattern, text);
  g_autoptr (GPtrArray) found = NULL;
  guint n = 0;

  if (who == NULL)
    return FALSE;
  if (is_owner (who)) {
    hearth_reply_add (reply, _("All that I know of you is too much to lose by one sentence. The "
                                "Memory page shows it, and forgets what you choose."));
    return TRUE;
  }
  found = find_about (engine, who);
  if (found->len == 0) {
    hearth_reply_add (reply, _("I remember nothing of that."));
    return TRUE;
  }
  if (found->len > MAX_FORGOTTEN) {
    hearth_reply_add (reply, _("That is a lot. The Memory page shows it, and forgets what you "
                                "choose."));
    return TRUE;
  }
  while (n < found->len && forget_one (engine, g_ptr_array_index (found, n), reply))
    n++;
  say_forgotten (n, reply);
  return TRUE;
}

/* Which of what was found is meant: the only one, or the one that says just that. */
static const HearthMemory *
choose (GPtrArray *found, const char *words)
{
  g_autofree char *said = hearth_text_fold (words);

  if (found->len == 1)
    return g_ptr_array_index (found, 0);
  for (guint i = 0; i < found->len; i++) {
    const HearthMemory *memory = g_ptr_array_index (found, i);
    g_autofree char *text = hearth_text_fold (memory->text);

    if (strcmp (text, said) == 0)
      return memory;
  }
  return NULL;
}

static gboolean
answer_forget (HearthEngine *engine, const char *text, HearthReply *reply)
{
  g_autofree char *words = match (forget_pattern, text);
  g_autoptr (GPtrArray) found = words != NULL ? find_about (engine, words) : NULL;
  const HearthMemory *memory;

  if (found == NULL)
    return FALSE;
  if (found->len == 0) {
    hearth_reply_add (reply, _("I remember nothing of that."));
    return TRUE;
  }
  memory = choose (found, words);
  if (memory != NULL) {
    say_forgotten (forget_one (engine, memory, reply) ? 1 : 0, reply);
    return TRUE;
  }
  hearth_reply_add (reply, _("Which of these?"));
  for (guint i = 0; i < found->len && i < MAX_LISTED; i++) {
    const HearthMemory *each = g_ptr_array_index (found, i);
    g_autofree char *suggestion = g_strdup_printf (_("Forget that %s"), each->text);

    hearth_reply_add_item (reply, each->text);
    if (i < 3)
      hearth_reply_suggest (reply, suggestion);
  }
  return TRUE;
}

/**
 * hearth_memory_answer:
 * @engine: the engine
 * @conversation: where it is said
 * @text: what the owner said
 * @reply: (inout): the answer
 *
 * Does what the owner says to the memory itself: to remember, to tell, to forget.
 *
 * Returns: whether it was that; otherwise nothing was done
 */
gboolean
hearth_memory_answer (HearthEngine *engine, const char *conversation, const char *text,
                      HearthReply *reply)
{
  if (engine == NULL || strlen (text) > MAX_TEXT)
    return FALSE;
  return answer_remember (engine, conversation, text, reply) || answer_know (engine, text, reply) ||
         answer_forget_all (engine, text, reply) || answer_forget (engine, text, reply);
}

/**
 * hearth_memory_answer_recall:
 * @engine: (nullable): the engine
 * @text: a question that nothing else answers
 * @reply: (inout): the answer
 *
 * Answers with what is remembered, if it has all that the question is about.
 *
 * Returns: whether there was such
 */
gboolean
hearth_memory_answer_recall (HearthEngine *engine, const char *text, HearthReply *reply)
{
  g_autoptr (GPtrArray) found = NULL;

  if (engine == NULL || strlen (text) > MAX_TEXT || strchr (text, '?') == NULL)
    return FALSE;
  found = find_about (engine, text);
  if (found->len == 0 || found->len > MAX_LISTED)
    return FALSE;
  hearth_reply_add (reply, _("This is what you told me:"));
  for (guint i = 0; i < found->len; i++)
    add_line (reply, g_ptr_array_index (found, i));
  return TRUE;
}

/**
 * hearth_memory_listen:
 * @engine: the engine
 * @conversation: where it is said; not a private one
 * @text: what the owner said
 *
 * Proposes to remember what the owner says in passing. What is told to the memory itself, and what
 * is asked, is none of that.
 */
void
hearth_memory_listen (HearthEngine *engine, const char *conversation, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *words = match (remember_pattern, valid);
  g_autoptr (GPtrArray) found = words == NULL ? hearth_memory_statements_find (valid) : NULL;

  for (guint i = 0; found != NULL && i < found->len; i++) {
    HearthMemory *memory = g_ptr_array_index (found, i);
    g_autoptr (GError) error = NULL;

    g_free (memory->source);
    memory->source = g_strdup (conversation);
    if (!hearth_memories_propose (engine, memory, &error))
      g_warning ("What was said could not be proposed to be remembered: %s", error->message);
  }
}
