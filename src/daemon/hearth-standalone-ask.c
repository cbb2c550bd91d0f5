/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-standalone-ask.h"

#include "hearth-companion.h"
#include "hearth-conversations.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* What hearthctl --standalone asks, and does to conversations. */

typedef struct {
  GMainLoop *loop;
  gboolean json;
  GPtrArray *chips; /* labels, printed after the text */
  gboolean at_line_start;
  gboolean answered;
} Asking;

static void
print_text (Asking *asking, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  fputs (text, stdout);
  fflush (stdout);
  asking->at_line_start = g_str_has_suffix (text, "\n");
}

static void
answer_cb (const HearthAnswerEvent *event, gpointer user_data)
{
  static const char *const kinds[] = { "mail", "event", "attachment", "reminder" };
  Asking *asking = user_data;

  if (asking->json) {
    g_autofree char *line = hearth_answer_event_to_json (event);

    g_print ("%s\n", line);
    fflush (stdout);
  } else if (event->kind == HEARTH_ANSWER_TEXT) {
    print_text (asking, event->text);
  } else if (event->kind == HEARTH_ANSWER_CHIP) {
    g_ptr_array_add (asking->chips,
                     g_strdup_printf ("· %s (%s %" G_GINT64_FORMAT ")", event->chip->label,
                                      kinds[event->chip->kind], event->chip->id));
  } else if (event->kind == HEARTH_ANSWER_NOTICE || event->kind == HEARTH_ANSWER_ERROR) {
    g_printerr ("hearthctl: %s\n", event->text);
  } else if (event->kind == HEARTH_ANSWER_SUGGEST) {
    g_ptr_array_add (asking->chips, g_strdup_printf ("› %s", event->text));
  }
  if (event->kind == HEARTH_ANSWER_ERROR || event->kind == HEARTH_ANSWER_END) {
    asking->answered = event->kind == HEARTH_ANSWER_END;
    g_main_loop_quit (asking->loop);
  }
}

/**
 * hearth_standalone_ask:
 * @engine: an engine
 * @loop: run until the answer has ended
 * @conversation: a conversation's name, "" for a new one, or %HEARTH_CONVERSATION_PRIVATE for one
 * that is kept nowhere
 * @text: the question
 * @json: whether a machine reads the answer
 * @error: return location; why it could not be asked
 *
 * Asks the companion and prints what it says as it comes.
 *
 * Returns: whether it answered; without @error, it said why not
 */
gboolean
hearth_standalone_ask (HearthEngine *engine, GMainLoop *loop, const char *conversation,
                       const char *text, gboolean json, GError **error)
{
  g_autoptr (GPtrArray) chips = g_ptr_array_new_with_free_func (g_free);
  Asking asking = { .loop = loop, .json = json, .chips = chips, .at_line_start = TRUE };
  g_autoptr (HearthCompanion) companion = NULL;
  g_autofree char *private_name = NULL;

  if (!hearth_engine_start_reminders (engine, error))
    return FALSE;
  companion = hearth_companion_new (engine);
  if (hearth_conversation_is_private (conversation)) {
    private_name = hearth_companion_begin (companion, TRUE, "", error);
    conversation = private_name;
  }
  if (conversation == NULL || hearth_companion_ask (companion, conversation, text, NULL, answer_cb,
                                                    &asking, NULL, NULL, error) == 0)
    return FALSE;
  g_main_loop_run (loop);
  if (!asking.at_line_start)
    fputc ('\n', stdout);
  for (guint i = 0; i < chips->len; i++)
    g_print ("%s\n", (char *) g_ptr_array_index (chips, i));
  return asking.answered;
}

/**
 * hearth_standalone_change_conversation:
 * @engine: an engine
 * @verb: "rename", "remove" or "rate"
 * @name: a conversation's name; of "rate" the row of an answer
 * @title: its new title; of "rate" what the owner thinks of it
 * @error: return location; a #HearthStoreError, or %HEARTH_ENGINE_ERROR_INVALID
 *
 * Returns: whether it was done
 */
gboolean
hearth_standalone_change_conversation (HearthEngine *engine, const char *verb, const char *name,
                                       const char *title, GError **error)
{
  if (strcmp (verb, "rename") == 0)
    return hearth_engine_rename_conversation (engine, name, title, error);
  if (strcmp (verb, "rate") == 0) {
    HearthTurnRating rating = HEARTH_TURN_UNRATED;

    (void) hearth_turn_rating_parse (title, &rating);
    return hearth_engine_rate_turn (engine, g_ascii_strtoll (name, NULL, 10), rating, error);
  }
  return hearth_engine_remove_conversation (engine, name, error);
}
