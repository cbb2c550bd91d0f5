/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-exchange-private.h"

#include "hearth-card-text.h"
#include "hearth-cards.h"
#include "hearth-locale.h"
#include "hearth-private-cards.h"
#include "hearth-store-cards.h"

#include <glib/gi18n.h>

/* What becomes of what was heard: a command is followed at once; anything else is a question, whose
 * answer is said. */

/* So long after a card was read to its end a spoken yes is one to this card. Microseconds. */
#define YES_TIME (20 * G_USEC_PER_SEC)
/* What "louder" and "faster" do, as a factor. */
#define VOLUME_STEP 1.3
#define RATE_STEP 1.15

static const char *const command_names[] = {
  [HEARTH_VOICE_COMMAND_STOP] = "stop",     [HEARTH_VOICE_COMMAND_LOUDER] = "louder",
  [HEARTH_VOICE_COMMAND_SOFTER] = "softer", [HEARTH_VOICE_COMMAND_FASTER] = "faster",
  [HEARTH_VOICE_COMMAND_SLOWER] = "slower", [HEARTH_VOICE_COMMAND_REPEAT] = "repeat",
  [HEARTH_VOICE_COMMAND_READ] = "read",     [HEARTH_VOICE_COMMAND_SKIP] = "skip",
  [HEARTH_VOICE_COMMAND_NEXT] = "next",     [HEARTH_VOICE_COMMAND_LATER] = "later",
  [HEARTH_VOICE_COMMAND_YES] = "yes",       [HEARTH_VOICE_COMMAND_NO] = "no",
  [HEARTH_VOICE_COMMAND_REPLY] = "reply",
};

static gboolean
is_reading (HearthExchange *self)
{
  return self->reader != NULL && !hearth_reader_is_done (self->reader);
}

static void
forget_card (HearthExchange *self)
{
  self->card = 0;
  self->card_read = 0;
  g_clear_pointer (&self->card_hash, g_free);
}

/* The answer that was cut short is told so; a service stops writing what nobody will hear. */
static void
break_off (HearthExchange *self)
{
  if (self->answering)
    hearth_companion_stop (self->companion, self->turn);
  if (is_reading (self) && self->turn != 0)
    hearth_companion_set_heard (self->companion, self->turn,
                                hearth_reader_get_heard (self->reader));
}

/**
 * hearth_exchange_drop_answer:
 * @self: an exchange
 *
 * Nothing more of the answer is said.
 */
void
hearth_exchange_drop_answer (HearthExchange *self)
{
  if (is_reading (self) && self->turn != 0)
    hearth_companion_set_heard (self->companion, self->turn,
                                hearth_reader_get_heard (self->reader));
  if (self->reader != NULL) {
    g_signal_handlers_disconnect_by_data (self->reader, self);
    hearth_reader_stop (self->reader);
  }
  g_clear_object (&self->reader);
  self->turn = 0;
  self->answering = FALSE;
  forget_card (self);
}

static void
reader_done_cb (HearthExchange *self)
{
  if (self->card != 0 && !self->answering)
    self->card_read = g_get_monotonic_time ();
  hearth_exchange_go_on (self);
}

static void
reader_failed_cb (HearthExchange *self, const GError *error)
{
  self->funcs.failed (self->number, error, self->user_data);
  hearth_exchange_go_on (self);
}

static void
start_reader (HearthExchange *self)
{
  self->reader = hearth_reader_new (
      self->mouth, self->language != NULL ? self->language : hearth_locale_get_language (), NULL);
  g_signal_connect_swapped (self->reader, "done", G_CALLBACK (reader_done_cb), self);
  g_signal_connect_swapped (self->reader, "failed", G_CALLBACK (reader_failed_cb), self);
}

/**
 * hearth_exchange_say:
 * @self: an exchange
 * @text: Markdown
 *
 * Says something of its own, which stands in no conversation.
 */
void
hearth_exchange_say (HearthExchange *self, const char *text)
{
  hearth_exchange_drop_answer (self);
  start_reader (self);
  hearth_reader_push (self->reader, text);
  hearth_reader_end (self->reader);
}

/* All of it, as what was not said was not agreed to. */
static char *
write_card (const HearthCard *card)
{
  g_autoptr (GPtrArray) lines = hearth_card_list_lines (card);
  g_autofree char *title = hearth_card_dup_title (card);
  g_autofree char *body = hearth_card_dup_body (card);
  GString *text = g_string_new ("\n\n");

  g_string_append_printf (text, "%s\n\n", title);
  for (guint i = 0; i < lines->len; i++) {
    const HearthCardLine *line = g_ptr_array_index (lines, i);

    g_string_append_printf (text, "%s: %s.\n\n", line->label, line->value);
    if (line->warning != NULL)
      g_string_append_printf (text, "%s\n\n", line->warning);
  }
  if (body != NULL)
    g_string_append_printf (text, "%s\n\n", body);
  g_string_append (text, _("Shall I do it? Please say yes or no."));
  return g_string_free (text, FALSE);
}

/* Only the last card of an answer is asked about: a yes must be to one thing. */
static void
read_card (HearthExchange *self, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthCard) card =
      id < 0 ? hearth_private_cards_get (self->engine, id, &error)
             : hearth_store_cards_get (hearth_engine_get_reader (self->engine), id, &error);
  g_autofree char *text = NULL;

  forget_card (self);
  if (card == NULL || card->state != HEARTH_CARD_WAITING)
    return;
  self->card = id;
  self->card_hash = g_strdup (card->hash);
  text = write_card (card);
  hearth_reader_push (self->reader, text);
}

typedef struct {
  HearthExchange *self; /* (owned) */
  guint number;
  gint64 turn;
  HearthExchangeFuncs funcs;
  gpointer user_data;
  GDestroyNotify destroy;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  asking->destroy (asking->user_data);
  g_object_unref (asking->self);
  g_free (asking);
}

static void
answer_cb (const HearthAnswerEvent *event, gpointer user_data)
{
  Asking *asking = user_data;
  HearthExchange *self = asking->self;

  /* Also where it is not said any more: it goes on in writing. */
  asking->funcs.answer (asking->turn, event, asking->user_data);
  if (self->number != asking->number || self->turn != asking->turn)
    return;
  switch (event->kind) {
  case HEARTH_ANSWER_TEXT:
    hearth_reader_push (self->reader, event->text);
    break;
  case HEARTH_ANSWER_CARD:
    read_card (self, event->id);
    break;
  case HEARTH_ANSWER_NOTICE:
  case HEARTH_ANSWER_DONE:
  case HEARTH_ANSWER_ERROR:
    hearth_reader_push (self->reader, "\n\n");
    hearth_reader_push (self->reader, event->text != NULL ? event->text : "");
    hearth_reader_push (self->reader, "\n\n");
    break;
  case HEARTH_ANSWER_STATUS:
  case HEARTH_ANSWER_CHIP:
  case HEARTH_ANSWER_SUGGEST:
  case HEARTH_ANSWER_OFFER:
  case HEARTH_ANSWER_AGREE:
  case HEARTH_ANSWER_END:
  default:
    break;
  }
  if (event->kind != HEARTH_ANSWER_END && event->kind != HEARTH_ANSWER_ERROR)
    return;
  self->answering = FALSE;
  hearth_reader_end (self->reader);
  hearth_exchange_go_on (self);
}

/**
 * hearth_exchange_ask:
 * @self: an exchange
 * @text: what was understood
 *
 * Puts a question, and has its answer said.
 */
void
hearth_exchange_ask (HearthExchange *self, const char *text)
{
  Asking *asking = g_new0 (Asking, 1);
  g_autofree char *used = NULL;
  g_autoptr (GError) error = NULL;
  gint64 turn;

  break_off (self);
  hearth_exchange_drop_answer (self);
  asking->self = g_object_ref (self);
  asking->number = self->number;
  asking->funcs = self->funcs;
  asking->user_data = self->funcs.keep (self->user_data);
  asking->destroy = self->destroy;
  turn = hearth_companion_ask (self->companion, self->conversation, text, NULL, answer_cb, asking,
                               asking_free, &used, &error);
  if (turn == 0) {
    self->funcs.failed (self->number, error, self->user_data);
    return;
  }
  asking->turn = self->turn = turn;
  self->answering = TRUE;
  g_free (self->conversation);
  self->conversation = g_strdup (used);
  start_reader (self);
  hearth_foresight_use (self->foresight, text, self->reader);
  self->funcs.asked (self->number, text, turn, used, self->user_data);
}

/**
 * hearth_exchange_waits_for_yes:
 * @self: an exchange
 *
 * Returns: whether a spoken yes would be one to the card that was read
 */
gboolean
hearth_exchange_waits_for_yes (HearthExchange *self)
{
  return self->card != 0 && self->card_read != 0 &&
         g_get_monotonic_time () - self->card_read < YES_TIME;
}

/* A yes counts that began after the card had been read to its end, and soon. Returns FALSE where
 * there is no card that it could be to. */
static gboolean
settle_card (HearthExchange *self, gboolean yes)
{
  gint64 id = self->card;
  g_autofree char *hash = g_strdup (self->card_hash);
  g_autoptr (GError) error = NULL;
  gint64 action;

  if (id == 0)
    return FALSE;
  if (!yes) {
    if (hearth_cards_decline (self->engine, id, &error))
      hearth_exchange_say (self, _("It is not done."));
    else
      hearth_exchange_say (self, error->message);
  } else if (self->card_read == 0 || self->speech_began < self->card_read) {
    /* Half of it was agreed to, or it heard itself. */
    hearth_reader_restart (self->reader);
  } else if (self->speech_began - self->card_read > YES_TIME) {
    hearth_exchange_say (
        self, _("That was a while ago. To do it, press the button of the card, or ask again."));
  } else if (hearth_cards_accept (self->engine, id, hash, &action, &error)) {
    hearth_exchange_say (self, _("Done."));
  } else {
    hearth_exchange_say (self, error->message);
  }
  return TRUE;
}

static void
scale (HearthExchange *self, const char *key, double factor)
{
  double value = g_settings_get_double (self->settings, key) * factor;

  g_settings_set_double (self->settings, key, CLAMP (value, 0.5, 2));
  if (is_reading (self))
    hearth_reader_resume (self->reader);
  else
    hearth_exchange_say (self, _("Like this?"));
}

/* Returns FALSE where it means nothing now, and is a sentence like any other. */
static gboolean
follow (HearthExchange *self, HearthVoiceCommandKind command)
{
  switch (command) {
  case HEARTH_VOICE_COMMAND_STOP:
    self->closing = TRUE;
    hearth_exchange_drop_answer (self);
    return TRUE;
  case HEARTH_VOICE_COMMAND_LOUDER:
  case HEARTH_VOICE_COMMAND_SOFTER:
    scale (self, "voice-volume",
           command == HEARTH_VOICE_COMMAND_LOUDER ? VOLUME_STEP : 1 / VOLUME_STEP);
    return TRUE;
  case HEARTH_VOICE_COMMAND_FASTER:
  case HEARTH_VOICE_COMMAND_SLOWER:
    scale (self, "voice-rate", command == HEARTH_VOICE_COMMAND_FASTER ? RATE_STEP : 1 / RATE_STEP);
    return TRUE;
  case HEARTH_VOICE_COMMAND_REPEAT:
    if (self->reader == NULL)
      return FALSE;
    self->card_read = 0;
    hearth_reader_restart (self->reader);
    return TRUE;
  case HEARTH_VOICE_COMMAND_SKIP:
    if (!is_reading (self))
      return FALSE;
    /* A card that was not read whole cannot be agreed to. */
    forget_card (self);
    hearth_reader_skip (self->reader);
    return TRUE;
  case HEARTH_VOICE_COMMAND_NEXT:
    if (!is_reading (self))
      return FALSE;
    hearth_reader_resume (self->reader);
    return TRUE;
  case HEARTH_VOICE_COMMAND_YES:
  case HEARTH_VOICE_COMMAND_NO:
    return settle_card (self, command == HEARTH_VOICE_COMMAND_YES);
  case HEARTH_VOICE_COMMAND_NONE:
  case HEARTH_VOICE_COMMAND_READ:
  case HEARTH_VOICE_COMMAND_LATER:
  case HEARTH_VOICE_COMMAND_REPLY:
  default:
    return FALSE;
  }
}

/* What may do something at once is never guessed. */
static gboolean
is_harmless (HearthVoiceCommandKind command)
{
  return command != HEARTH_VOICE_COMMAND_YES && command != HEARTH_VOICE_COMMAND_NO &&
         command != HEARTH_VOICE_COMMAND_REPLY;
}

/**
 * hearth_exchange_choose:
 * @self: an exchange
 * @text: what was understood best
 *
 * Looks, where nothing can be made of what was understood, for something else that may have been
 * said.
 *
 * Returns: (transfer none): @text, or the first of the alternatives that means something
 */
const char *
hearth_exchange_choose (HearthExchange *self, const char *text)
{
  const char *name = hearth_persona_get_name (hearth_companion_get_persona (self->companion));

  if (self->alternatives == NULL || self->card != 0 ||
      hearth_voice_command_read (text, self->language, name, NULL) != HEARTH_VOICE_COMMAND_NONE ||
      hearth_companion_understands (self->companion, self->conversation, text))
    return text;
  for (guint i = 0; self->alternatives[i] != NULL; i++) {
    HearthVoiceCommandKind command =
        hearth_voice_command_read (self->alternatives[i], self->language, name, NULL);

    if (command == HEARTH_VOICE_COMMAND_NONE
            ? hearth_companion_understands (self->companion, self->conversation,
                                            self->alternatives[i])
            : is_harmless (command))
      return self->alternatives[i];
  }
  return text;
}

/**
 * hearth_exchange_hear:
 * @self: an exchange whose sentences are questions
 * @text: what was understood; "" where nobody said anything
 *
 * Follows a command, or asks.
 */
void
hearth_exchange_hear (HearthExchange *self, const char *text)
{
  const char *name = hearth_persona_get_name (hearth_companion_get_persona (self->companion));
  HearthVoiceCommandKind command;

  if (*text == '\0') {
    /* A cough, or nobody: what was being said goes on. */
    if (is_reading (self))
      hearth_reader_resume (self->reader);
    return;
  }
  command = hearth_voice_command_read (text, self->language, name, NULL);
  if (command != HEARTH_VOICE_COMMAND_NONE &&
      (hearth_exchange_follow_told (self, command, text) || follow (self, command)))
    self->funcs.commanded (self->number, command_names[command], self->user_data);
  else
    hearth_exchange_ask (self, text);
}
