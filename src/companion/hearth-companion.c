/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-companion.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-builtin-service.h"
#include "hearth-clock.h"
#include "hearth-help.h"
#include "hearth-intents.h"
#include "hearth-outside.h"
#include "hearth-text.h"

/* The room's front: a conversation. The owner's words are on disk before anything else happens; the
 * answer is on disk, marked as incomplete, while it streams. */

#define MAX_TEXT (16 * 1024)
#define MAX_HISTORY 20
/* While an outside service streams, its answer is stored this often: microseconds. */
#define SAVE_EVERY (2 * G_USEC_PER_SEC)

struct _HearthCompanion {
  GObject parent_instance;

  HearthEngine *engine;          /* (owned) */
  HearthIntents *intents;        /* (owned) */
  HearthBuiltinService *builtin; /* (owned) */
  HearthAiService *service;      /* (owned) (nullable) */
  GHashTable *answers;           /* (element-type gint64 Answer): those under way, lent */
};

G_DEFINE_FINAL_TYPE (HearthCompanion, hearth_companion, G_TYPE_OBJECT)

typedef struct {
  HearthCompanion *companion; /* (owned) */
  HearthTurn *turn;           /* (owned): the companion's */
  char *question;
  GString *text;
  GCancellable *cancellable; /* (owned): of this answer */
  GCancellable *outer;       /* (owned) (nullable): the asker's */
  gulong outer_id;
  gint64 saved;
  HearthAnswerFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} Answer;

static void
hearth_companion_finalize (GObject *object)
{
  HearthCompanion *self = HEARTH_COMPANION (object);

  g_clear_object (&self->builtin);
  g_clear_object (&self->intents);
  g_clear_object (&self->service);
  g_clear_object (&self->engine);
  g_hash_table_unref (self->answers);
  G_OBJECT_CLASS (hearth_companion_parent_class)->finalize (object);
}

static void
hearth_companion_class_init (HearthCompanionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_companion_finalize;
}

static void
hearth_companion_init (HearthCompanion *self)
{
  self->answers = g_hash_table_new (g_int64_hash, g_int64_equal);
}

/**
 * hearth_companion_new:
 * @engine: where mail, events and conversations are
 *
 * Returns: (transfer full): a companion that thinks with the built-in service
 */
HearthCompanion *
hearth_companion_new (HearthEngine *engine)
{
  HearthCompanion *self = g_object_new (HEARTH_TYPE_COMPANION, NULL);
  const char *const *languages = g_get_language_names ();
  g_autoptr (GError) error = NULL;

  self->engine = g_object_ref (engine);
  self->intents = hearth_intents_new_for_language (languages[0], &error);
  if (self->intents == NULL) /* the built-in file is part of the program */
    g_error ("%s", error->message);
  self->builtin =
      hearth_builtin_service_new (hearth_engine_get_reader (engine), engine, self->intents);
  return self;
}

static void
answer_free (Answer *answer)
{
  if (answer->outer_id != 0)
    g_cancellable_disconnect (answer->outer, answer->outer_id);
  g_clear_object (&answer->outer);
  g_object_unref (answer->cancellable);
  if (answer->destroy != NULL)
    answer->destroy (answer->user_data);
  hearth_turn_free (answer->turn);
  g_free (answer->question);
  g_string_free (answer->text, TRUE);
  g_object_unref (answer->companion);
  g_free (answer);
}

static void
save_answer (Answer *answer)
{
  g_autoptr (GError) error = NULL;

  g_free (answer->turn->text);
  answer->turn->text = g_strdup (answer->text->str);
  answer->saved = g_get_monotonic_time ();
  if (!hearth_engine_save_turn (answer->companion->engine, answer->turn, &error))
    g_warning ("The answer could not be stored: %s", error->message);
}

static void
emit (Answer *answer, HearthAnswerKind kind, const char *text)
{
  g_autoptr (HearthAnswerEvent) event = hearth_answer_event_new (kind, text);

  if (kind == HEARTH_ANSWER_TEXT)
    g_string_append (answer->text, text);
  if (answer->func != NULL)
    answer->func (event, answer->user_data);
}

static void
emit_chip (Answer *answer, const HearthChip *chip)
{
  g_autoptr (HearthAnswerEvent) event = hearth_answer_event_new_chip (hearth_chip_copy (chip));

  g_ptr_array_add (answer->turn->chips, hearth_chip_copy (chip));
  if (answer->func != NULL)
    answer->func (event, answer->user_data);
}

/* Stores what there is and ends the answer. */
static void
finish (Answer *answer, gboolean complete)
{
  g_hash_table_remove (answer->companion->answers, &answer->turn->id);
  answer->turn->complete = complete;
  save_answer (answer);
  emit (answer, HEARTH_ANSWER_END, NULL);
  answer_free (answer);
}

/* The text goes out by paragraphs and lines, so that a reader can begin with the first. */
static void
emit_lines (Answer *answer, const char *text)
{
  while (*text != '\0') {
    const char *end = strchr (text, '\n');
    g_autofree char *line = NULL;

    while (end != NULL && end[1] == '\n')
      end++;
    line = end != NULL ? g_strndup (text, end + 1 - text) : g_strdup (text);
    emit (answer, HEARTH_ANSWER_TEXT, line);
    text = end != NULL ? end + 1 : "";
  }
}

static void
answer_builtin (Answer *answer)
{
  g_autoptr (HearthReply) reply =
      hearth_builtin_service_answer (answer->companion->builtin, answer->turn->conversation,
                                     answer->question);

  if (answer->text->len > 0)
    emit (answer, HEARTH_ANSWER_TEXT, "\n\n");
  emit_lines (answer, reply->text->str);
  for (guint i = 0; i < reply->chips->len; i++)
    emit_chip (answer, g_ptr_array_index (reply->chips, i));
  for (guint i = 0; i < reply->suggestions->len; i++)
    emit (answer, HEARTH_ANSWER_SUGGEST, g_ptr_array_index (reply->suggestions, i));
  finish (answer, TRUE);
}

static void
outside_event_cb (const HearthAnswerEvent *event, gpointer user_data)
{
  Answer *answer = user_data;

  if (event->kind == HEARTH_ANSWER_CHIP) {
    emit_chip (answer, event->chip);
    return;
  }
  emit (answer, event->kind, event->text);
  if (event->kind == HEARTH_ANSWER_TEXT && g_get_monotonic_time () - answer->saved > SAVE_EVERY)
    save_answer (answer);
}

static void
outside_done_cb (const GError *error, gpointer user_data)
{
  Answer *answer = user_data;

  if (g_cancellable_is_cancelled (answer->cancellable)) {
    finish (answer, FALSE);
  } else if (error != NULL) {
    g_autofree char *notice =
        g_strdup_printf (_("%s I answer on my own for now."), error->message);

    emit (answer, HEARTH_ANSWER_NOTICE, notice);
    answer_builtin (answer);
  } else {
    finish (answer, TRUE);
  }
}

static int
compare_turns_cb (gconstpointer a, gconstpointer b)
{
  gint64 x = (*(HearthTurn *const *) a)->id;
  gint64 y = (*(HearthTurn *const *) b)->id;

  return x < y ? -1 : x > y ? 1 : 0;
}

static void
answer_outside (Answer *answer)
{
  HearthCompanion *self = answer->companion;
  g_autoptr (GPtrArray) turns =
      hearth_store_turns_list (hearth_engine_get_reader (self->engine), answer->turn->conversation,
                               answer->turn->id, MAX_HISTORY, NULL);

  if (turns == NULL || turns->len == 0) {
    answer_builtin (answer);
    return;
  }
  g_ptr_array_sort (turns, compare_turns_cb);
  emit (answer, HEARTH_ANSWER_STATUS, _("Thinking"));
  if (answer->text->len > 0)
    emit (answer, HEARTH_ANSWER_TEXT, "\n\n");
  hearth_outside_ask (self->service, self->engine, turns, answer->cancellable, outside_event_cb,
                      outside_done_cb, answer);
}

/* Somebody who may be in danger reads at once where people are; a service comes after that. */
static void
tell_help (Answer *answer)
{
  g_autofree char *country =
      hearth_persona_dup_country (hearth_companion_get_persona (answer->companion));
  g_autofree char *help = hearth_help_write (country);

  emit (answer, HEARTH_ANSWER_TEXT, help);
  save_answer (answer);
}

static gboolean
start_answer_cb (gpointer user_data)
{
  Answer *answer = user_data;
  gboolean help = hearth_help_is_needed (answer->question);

  if (help)
    tell_help (answer);
  if (g_cancellable_is_cancelled (answer->cancellable))
    finish (answer, FALSE);
  else if (help && answer->companion->service == NULL)
    finish (answer, TRUE);
  else if (answer->companion->service != NULL)
    answer_outside (answer);
  else
    answer_builtin (answer);
  return G_SOURCE_REMOVE;
}

static void
outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static char *
make_conversation_name (void)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT "-%08x", hearth_clock_now (), g_random_int ());
}

static Answer *
make_answer (HearthCompanion *self, const char *conversation, const char *text, GError **error)
{
  g_autoptr (HearthTurn) asked = hearth_turn_new (conversation, HEARTH_TURN_OWNER, text);
  g_autoptr (HearthTurn) turn = hearth_turn_new (conversation, HEARTH_TURN_COMPANION, "");
  Answer *answer;

  asked->complete = TRUE;
  asked->created = hearth_clock_now ();
  if (!hearth_engine_save_turn (self->engine, asked, error))
    return NULL;
  turn->complete = FALSE;
  turn->created = asked->created;
  if (!hearth_engine_save_turn (self->engine, turn, error))
    return NULL;
  answer = g_new0 (Answer, 1);
  answer->companion = g_object_ref (self);
  answer->turn = g_steal_pointer (&turn);
  answer->question = g_strdup (text);
  answer->text = g_string_new (NULL);
  answer->cancellable = g_cancellable_new ();
  answer->saved = g_get_monotonic_time ();
  return answer;
}

/**
 * hearth_companion_ask:
 * @self: the companion
 * @conversation: its name; "" begins a new one
 * @text: what the owner said
 * @cancellable: (nullable): stops the answer
 * @func: (nullable): receives the answer on the main context, never from within this call; END is
 * last
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data after the last event, or when this fails
 * @conversation_used: (out) (optional): the conversation's name
 * @error: return location; %HEARTH_COMPANION_ERROR_EMPTY, or why the question could not be stored
 *
 * Asks something. The question is stored before anything else happens. If the service that is set
 * fails, a notice says why and the built-in service answers.
 *
 * Returns: the row of the answer's turn, or 0
 */
gint64
hearth_companion_ask (HearthCompanion *self, const char *conversation, const char *text,
                      GCancellable *cancellable, HearthAnswerFunc func, gpointer user_data,
                      GDestroyNotify destroy, char **conversation_used, GError **error)
{
  g_autofree char *clean = hearth_text_clean (text, strnlen (text, MAX_TEXT));
  g_autofree char *name =
      *conversation != '\0' ? g_strdup (conversation) : make_conversation_name ();
  Answer *answer = NULL;

  g_strstrip (clean);
  if (*clean == '\0')
    g_set_error (error, HEARTH_COMPANION_ERROR, HEARTH_COMPANION_ERROR_EMPTY,
                 _("Nothing was asked. Type a question first."));
  else
    answer = make_answer (self, name, clean, error);
  if (answer == NULL) {
    if (destroy != NULL)
      destroy (user_data);
    return 0;
  }
  answer->func = func;
  answer->user_data = user_data;
  answer->destroy = destroy;
  g_hash_table_insert (self->answers, &answer->turn->id, answer);
  if (cancellable != NULL) {
    answer->outer = g_object_ref (cancellable);
    answer->outer_id = g_cancellable_connect (cancellable, G_CALLBACK (outer_cancelled_cb),
                                              g_object_ref (answer->cancellable), g_object_unref);
  }
  if (conversation_used != NULL)
    *conversation_used = g_steal_pointer (&name);
  g_idle_add_full (G_PRIORITY_DEFAULT, start_answer_cb, answer, NULL);
  return answer->turn->id;
}

/**
 * hearth_companion_stop:
 * @self: the companion
 * @turn: the row of an answer's turn
 *
 * Stops an answer. What was said of it stays, marked as incomplete. Without effect once it has
 * ended.
 */
void
hearth_companion_stop (HearthCompanion *self, gint64 turn)
{
  Answer *answer = g_hash_table_lookup (self->answers, &turn);

  if (answer != NULL)
    g_cancellable_cancel (answer->cancellable);
}

/**
 * hearth_companion_read_reminder:
 * @self: the companion
 * @text: "call home tomorrow at nine", with or without "remind me to"
 * @what: (out) (transfer full): what to remind of
 * @due: (out): when, seconds since 1970 UTC
 * @error: return location; %HEARTH_COMPANION_ERROR_NOT_UNDERSTOOD says what is missing
 *
 * Returns: whether both were said
 */
gboolean
hearth_companion_read_reminder (HearthCompanion *self, const char *text, char **what, gint64 *due,
                                GError **error)
{
  return hearth_builtin_service_read_reminder (self->builtin, text, what, due, error);
}

/**
 * hearth_companion_set_service:
 * @self: the companion
 * @service: (nullable): an outside service, or %NULL for the built-in one
 *
 * Chooses who thinks from the next question on.
 */
void
hearth_companion_set_service (HearthCompanion *self, HearthAiService *service)
{
  g_set_object (&self->service, service);
}

/**
 * hearth_companion_get_service:
 * @self: the companion
 *
 * Returns: (transfer none) (nullable): the outside service that is set, or %NULL
 */
HearthAiService *
hearth_companion_get_service (HearthCompanion *self)
{
  return self->service;
}

/**
 * hearth_companion_get_persona:
 * @self: the companion
 *
 * Returns: (transfer none): who it speaks as; may be changed
 */
HearthPersona *
hearth_companion_get_persona (HearthCompanion *self)
{
  return hearth_builtin_service_get_persona (self->builtin);
}
