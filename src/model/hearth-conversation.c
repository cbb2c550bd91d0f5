/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-conversation.h"

#include <string.h>

#include "hearth-sentences.h"
#include "hearth-text.h"

/* A title is made from so much of the first question at most. */
#define MAX_QUESTION 2000

/**
 * hearth_conversation_new:
 * @name: its stable name
 * @title: what it is about
 *
 * Returns: (transfer full): a conversation in which the service that is set answers
 */
HearthConversation *
hearth_conversation_new (const char *name, const char *title)
{
  HearthConversation *self = g_new0 (HearthConversation, 1);

  self->name = g_strdup (name);
  self->title = g_strdup (title);
  self->service = g_strdup ("");
  self->label = HEARTH_LABEL_OWNER;
  return self;
}

/**
 * hearth_conversation_free:
 * @self: (nullable) (transfer full): a conversation
 */
void
hearth_conversation_free (HearthConversation *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->title);
  g_free (self->service);
  g_free (self->summary);
  g_free (self->preview);
  g_free (self);
}

/**
 * hearth_conversation_is_private:
 * @name: a conversation's name
 *
 * Returns: whether it is kept in memory only: no turn, title, card, memory, or note of what was
 * read for it may be written to the disk
 */
gboolean
hearth_conversation_is_private (const char *name)
{
  return g_str_has_prefix (name, HEARTH_CONVERSATION_PRIVATE);
}

/* Cuts at the end of a word, if that does not cost too much. */
static char *
cut_title (const char *line)
{
  const char *end = g_utf8_offset_to_pointer (line, HEARTH_CONVERSATION_MAX_TITLE - 1);
  const char *blank = end;

  while (blank > line && *blank != ' ')
    blank--;
  if (g_utf8_pointer_to_offset (line, blank) >= HEARTH_CONVERSATION_MAX_TITLE / 2)
    end = blank;
  while (end > line && strchr (" ,;:-.", end[-1]) != NULL)
    end--;
  return g_strdup_printf ("%.*s…", (int) (end - line), line);
}

/**
 * hearth_conversation_clean_title:
 * @title: what somebody calls a conversation; any text
 *
 * Returns: (transfer full): it as one line of at most %HEARTH_CONVERSATION_MAX_TITLE characters;
 * "" if there is nothing to be read in it
 */
char *
hearth_conversation_clean_title (const char *title)
{
  g_autofree char *clean = hearth_text_clean (title, (gssize) strnlen (title, MAX_QUESTION));
  g_autofree char *line = hearth_text_one_line (clean, HEARTH_CONVERSATION_MAX_TITLE + 1);

  if (g_utf8_strlen (line, -1) <= HEARTH_CONVERSATION_MAX_TITLE)
    return g_steal_pointer (&line);
  return cut_title (line);
}

/**
 * hearth_conversation_make_title:
 * @question: what was asked first, without what is said for politeness only
 *
 * Makes a title of the first sentence that says something, without its full stop or question mark.
 *
 * Returns: (transfer full): a title of at most %HEARTH_CONVERSATION_MAX_TITLE characters
 */
char *
hearth_conversation_make_title (const char *question)
{
  g_autofree char *clean = hearth_text_clean (question, (gssize) strnlen (question, MAX_QUESTION));
  g_autoptr (GArray) sentences = hearth_sentences_split (clean, strlen (clean));
  g_autofree char *title = NULL;
  g_autofree char *first = NULL;
  gunichar c;

  for (guint i = 0; i < sentences->len && title == NULL; i++) {
    g_autofree char *sentence =
        hearth_sentence_dup (clean, &g_array_index (sentences, HearthSentence, i));

    /* "Hello." says nothing about what follows, if anything does. */
    if (i + 1 == sentences->len || strchr (g_strstrip (sentence), ' ') != NULL)
      title = hearth_conversation_clean_title (sentence);
  }
  if (title == NULL || *title == '\0') {
    g_free (title);
    title = hearth_conversation_clean_title (clean);
  }
  for (gsize n = strlen (title); n > 1 && strchr (".?!:;, ", title[n - 1]) != NULL; n--)
    title[n - 1] = '\0';
  if (*title == '\0')
    return g_steal_pointer (&title);
  c = g_utf8_get_char (title);
  first = g_ucs4_to_utf8 (&(gunichar){ g_unichar_totitle (c) }, 1, NULL, NULL, NULL);
  return g_strconcat (first, g_utf8_next_char (title), NULL);
}

/**
 * hearth_turn_hit_free:
 * @self: (nullable) (transfer full): a place in a conversation
 */
void
hearth_turn_hit_free (HearthTurnHit *self)
{
  if (self == NULL)
    return;
  g_free (self->conversation);
  g_free (self->title);
  g_free (self->snippet);
  g_free (self);
}

/**
 * hearth_misunderstood_free:
 * @self: (nullable) (transfer full): a question
 */
void
hearth_misunderstood_free (HearthMisunderstood *self)
{
  if (self == NULL)
    return;
  g_free (self->conversation);
  g_free (self->question);
  g_free (self->answer);
  g_free (self);
}
