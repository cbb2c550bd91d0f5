/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-companion-private.h"

/* What talking by ear asks of the companion beside questions: what may have been said, and how much
 * of an answer was heard. */

/* Whether the built-in service answers in a conversation. */
static gboolean
is_builtin (HearthCompanion *self, const char *conversation)
{
  g_autoptr (HearthConversation) known =
      *conversation != '\0' ? hearth_conversation_book_get (self->book, conversation, NULL) : NULL;
  const char *service = known != NULL ? known->service : "";

  return *service == '\0' ? self->service == NULL : g_str_equal (service, HEARTH_COMPANION_BUILTIN);
}

/**
 * hearth_companion_understands:
 * @self: the companion
 * @conversation: its name; "" for a new one
 * @text: what the owner may have said
 *
 * Returns: whether that can be answered, as far as one knows
 */
gboolean
hearth_companion_understands (HearthCompanion *self, const char *conversation, const char *text)
{
  return !is_builtin (self, conversation) ||
         hearth_builtin_service_understands (self->builtin, conversation, text);
}

/**
 * hearth_companion_foresee:
 * @self: the companion
 * @conversation: its name; "" for a new one
 * @text: what the owner may be about to have said
 *
 * Answers a question that may still change. Only the built-in service is asked, where the
 * conversation is its own, and nothing is stored.
 *
 * Returns: (transfer full) (nullable): the answer, Markdown; %NULL where the question is none that
 *   can be answered so
 */
char *
hearth_companion_foresee (HearthCompanion *self, const char *conversation, const char *text)
{
  g_autoptr (HearthReply) reply =
      is_builtin (self, conversation)
          ? hearth_builtin_service_foresee (self->builtin, conversation, text)
          : NULL;

  return reply != NULL ? g_strdup (reply->text->str) : NULL;
}

/**
 * hearth_companion_set_heard:
 * @self: the companion
 * @turn: the row of an answer's turn
 * @characters: how much of it was heard, from its beginning; %G_MAXSIZE for all
 *
 * Notes that an answer was said aloud and interrupted: a service is told no more of it than that.
 */
void
hearth_companion_set_heard (HearthCompanion *self, gint64 turn, gsize characters)
{
  hearth_heard_set (self->heard, turn, characters);
}

/**
 * hearth_companion_set_topic:
 * @self: the companion
 * @conversation: its name
 * @kind: what it is about now
 * @id: its row
 *
 * Makes "it" mean something of which the owner was told, in what the built-in service answers.
 */
void
hearth_companion_set_topic (HearthCompanion *self, const char *conversation, HearthChipKind kind,
                            gint64 id)
{
  hearth_builtin_service_set_topic (self->builtin, conversation, kind, id);
}

/**
 * hearth_companion_dup_answer:
 * @self: the companion
 * @turn: the row of an answer's turn
 * @error: a #HearthStoreError
 *
 * Returns: (transfer full) (nullable): what it says, Markdown
 */
char *
hearth_companion_dup_answer (HearthCompanion *self, gint64 turn, GError **error)
{
  g_autoptr (HearthTurn) found = hearth_conversation_book_get_turn (self->book, turn, error);

  return found != NULL ? g_strdup (found->text != NULL ? found->text : "") : NULL;
}
