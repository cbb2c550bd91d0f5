/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-exchange-private.h"

#include "hearth-dictation-words.h"
#include "hearth-hearing-options.h"

#include <string.h>

/* Listening: from the wish to what was heard. */

/**
 * HearthExchange:
 *
 * Talking by ear: opens the microphone, hears, asks, has the answer said, and listens again. One
 * exchange goes on at a time.
 *
 * Signal: `changed ()`: one of the things that can be got is different.
 */
G_DEFINE_FINAL_TYPE (HearthExchange, hearth_exchange, G_TYPE_OBJECT)

static guint signal_changed;

/**
 * hearth_exchange_tell_changed:
 * @self: an exchange
 *
 * Tells that its state may be another.
 */
void
hearth_exchange_tell_changed (HearthExchange *self)
{
  g_signal_emit (self, signal_changed, 0);
}

static void
call (HearthExchange *self, const char *method, GVariant *parameters)
{
  hearth_voice_client_call_async (self->client, method, parameters, NULL, NULL, NULL, NULL);
}

static void
close_microphone (HearthExchange *self)
{
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  if (self->hearing != 0)
    call (self, "StopListening", g_variant_new ("(b)", FALSE));
  self->hearing = 0;
}

static void
end (HearthExchange *self)
{
  guint number = self->number;
  HearthExchangeFuncs funcs = self->funcs;
  gpointer user_data = g_steal_pointer (&self->user_data);
  GDestroyNotify destroy = self->destroy;

  if (number == 0)
    return;
  close_microphone (self);
  hearth_exchange_drop_answer (self);
  hearth_foresight_clear (self->foresight);
  g_clear_pointer (&self->alternatives, g_strfreev);
  self->number = 0;
  self->destroy = NULL;
  g_clear_pointer (&self->conversation, g_free);
  g_clear_pointer (&self->language, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->host, g_free);
  hearth_exchange_tell_changed (self);
  funcs.ended (number, user_data);
  if (destroy != NULL)
    destroy (user_data);
}

static void
fail (HearthExchange *self, const GError *error)
{
  self->closing = TRUE;
  self->funcs.failed (self->number, error, self->user_data);
  hearth_exchange_go_on (self);
}

typedef struct {
  HearthExchange *self; /* (owned) */
  guint number;
  GCancellable *opening; /* (owned) */
} Opening;

static void
opening_free (Opening *opening)
{
  g_object_unref (opening->self);
  g_object_unref (opening->opening);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

/* Whether the microphone is still wanted for this. */
static gboolean
is_wanted (const Opening *opening)
{
  return opening->self->number == opening->number && opening->self->opening == opening->opening;
}

static void
fail_opening (Opening *opening, const GError *error)
{
  g_clear_object (&opening->self->opening);
  fail (opening->self, error);
}

static void
listening_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) opening = user_data;
  HearthExchange *self = opening->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      hearth_voice_client_call_finish (HEARTH_VOICE_CLIENT (object), result, &error);

  if (!is_wanted (opening)) {
    if (reply != NULL && self->hearing == 0 && self->opening == NULL)
      call (self, "StopListening", g_variant_new ("(b)", FALSE));
    return;
  }
  if (reply == NULL) {
    fail_opening (opening, error);
    return;
  }
  g_clear_object (&self->opening);
  g_variant_get (reply, "(u)", &self->hearing);
  self->speech_began = 0;
  hearth_exchange_tell_changed (self);
}

static void
options_made_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) opening = user_data;
  HearthExchange *self = opening->self;
  const char *mode = self->purpose == HEARTH_EXCHANGE_DICTATE ? "dictate" : "ask";
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) options = hearth_hearing_options_make_finish (result, &fds, &error);

  if (!is_wanted (opening))
    return;
  if (options == NULL) {
    fail_opening (opening, error);
    return;
  }
  if (self->watched)
    call (self, "Watch", g_variant_new ("(b)", TRUE));
  hearth_voice_client_call_async (self->client, "Listen",
                                  g_variant_new ("(s@a{sv})", mode, options), fds, NULL,
                                  listening_cb, g_steal_pointer (&opening));
}

static void
open_microphone (HearthExchange *self)
{
  HearthHearingNeeds needs = { self->language, HEARTH_EXCHANGE_PATIENCE_MS,
                               self->purpose == HEARTH_EXCHANGE_DICTATE };
  Opening *opening;

  if (self->opening != NULL || self->hearing != 0 || self->closing)
    return;
  self->opening = g_cancellable_new ();
  opening = g_new0 (Opening, 1);
  opening->self = g_object_ref (self);
  opening->number = self->number;
  opening->opening = g_object_ref (self->opening);
  hearth_hearing_options_make_async (self->engine, self->companion, self->setup, &needs,
                                     self->opening, options_made_cb, opening);
}

/**
 * hearth_exchange_go_on:
 * @self: an exchange
 *
 * Does what comes next: listens again, waits for the answer to be said, or ends.
 */
void
hearth_exchange_go_on (HearthExchange *self)
{
  if (self->number == 0)
    return;
  if (!self->closing)
    open_microphone (self);
  else if (self->hearing == 0 && self->opening == NULL && !self->answering &&
           (self->reader == NULL || hearth_reader_is_done (self->reader)))
    end (self);
  hearth_exchange_tell_changed (self);
  hearth_exchange_announce_next (self);
}

/* Whether it stops listening after this: nobody says anything, or only one sentence was wanted. */
static gboolean
is_last (HearthExchange *self, const char *text)
{
  if (self->purpose != HEARTH_EXCHANGE_ASK || (*text != '\0' && !self->converse))
    return TRUE;
  return *text == '\0' && !self->answering && !hearth_exchange_waits_for_yes (self) &&
         (self->reader == NULL || hearth_reader_is_done (self->reader));
}

static void
write_down (HearthExchange *self, const char *text)
{
  g_autofree char *written = NULL;

  if (hearth_dictation_words_is_delete (text, self->language)) {
    self->begins = self->began;
    self->funcs.commanded (self->number, "delete", self->user_data);
    return;
  }
  self->began = self->begins;
  written = hearth_dictation_words_write (text, self->language, &self->begins);
  self->funcs.heard (self->number, written, TRUE, self->user_data);
}

/* What was understood of a sentence that is over. */
static void
take_final (HearthExchange *self, const char *text)
{
  g_auto (GStrv) alternatives = NULL;

  self->hearing = 0;
  if (self->purpose == HEARTH_EXCHANGE_ASK)
    text = hearth_exchange_choose (self, text);
  alternatives = g_steal_pointer (&self->alternatives);
  if (self->purpose == HEARTH_EXCHANGE_DICTATE)
    write_down (self, text);
  else if (*text != '\0' || self->purpose != HEARTH_EXCHANGE_ASK)
    self->funcs.heard (self->number, text, TRUE, self->user_data);
  if (is_last (self, text))
    self->closing = TRUE;
  if (self->purpose == HEARTH_EXCHANGE_ASK)
    hearth_exchange_hear (self, text);
  hearth_exchange_go_on (self);
}

static void
take_sentence (HearthExchange *self, const char *text)
{
  /* A dictation goes on until it is stopped. */
  if (self->purpose == HEARTH_EXCHANGE_DICTATE && !self->closing)
    write_down (self, text);
  else
    take_final (self, text);
}

static void
take_failed (HearthExchange *self, GVariant *parameters)
{
  const char *what, *name, *message;
  guint64 id;
  g_autoptr (GError) error = NULL;

  g_variant_get (parameters, "(&st&s&s)", &what, &id, &name, &message);
  if (!g_str_equal (what, "listening") || id != self->hearing)
    return;
  self->hearing = 0;
  error = g_dbus_error_new_for_dbus_error (name, message);
  g_dbus_error_strip_remote_error (error);
  fail (self, error);
}

static void
take_partial (HearthExchange *self, const char *text)
{
  if (self->purpose == HEARTH_EXCHANGE_ASK)
    hearth_foresight_look (self->foresight, self->conversation, self->language, text);
  self->funcs.heard (self->number, text, FALSE, self->user_data);
}

static void
foreseen_cb (gboolean whole, gpointer user_data)
{
  HearthExchange *self = user_data;

  if (self->hearing != 0)
    call (self, "Expect", g_variant_new ("(ub)", self->hearing, whole));
}

static void
take_hearing (HearthExchange *self, const char *name, GVariant *parameters)
{
  const char *text;
  guint hearing;

  if (g_str_equal (name, "SpeechStarted") &&
      g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(u)"))) {
    g_variant_get (parameters, "(u)", &hearing);
    if (hearing == self->hearing)
      self->speech_began = g_get_monotonic_time ();
  } else if (g_str_equal (name, "Partial") &&
             g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(us)"))) {
    g_variant_get (parameters, "(u&s)", &hearing, &text);
    if (hearing == self->hearing)
      take_partial (self, text);
  } else if (g_str_equal (name, "Final") &&
             g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(usd)"))) {
    g_variant_get (parameters, "(u&sd)", &hearing, &text, NULL);
    if (hearing == self->hearing)
      take_sentence (self, text);
  } else if (g_str_equal (name, "Alternatives") &&
             g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(uas)"))) {
    g_strfreev (self->alternatives);
    g_variant_get (parameters, "(u^as)", NULL, &self->alternatives);
  } else if (g_str_equal (name, "Failed") &&
             g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(stss)"))) {
    take_failed (self, parameters);
  }
}

static void
message_cb (HearthVoiceClient *client, const char *name, GVariant *parameters, HearthExchange *self)
{
  if (g_str_equal (name, "Microphone") &&
      g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)"))) {
    g_variant_get (parameters, "(b)", &self->microphone);
    hearth_exchange_tell_changed (self);
  } else if (self->number != 0 && self->hearing != 0) {
    take_hearing (self, name, parameters);
  }
}

static void
ended_cb (HearthVoiceClient *client, const GError *error, HearthExchange *self)
{
  gboolean heard = self->hearing != 0;

  self->microphone = FALSE;
  self->hearing = 0;
  if (heard && self->number != 0)
    fail (self, error);
  hearth_exchange_tell_changed (self);
}

static void
begin (HearthExchange *self, const HearthExchangeWish *wish, const HearthExchangeFuncs *funcs,
       gpointer user_data, GDestroyNotify destroy)
{
  end (self);
  self->number = ++self->last_number;
  self->purpose = wish->purpose;
  self->conversation = g_strdup (wish->conversation != NULL ? wish->conversation : "");
  self->language = g_strdup (wish->language);
  self->title = hearth_voice_setup_dup_hearing_title (self->setup);
  self->host = hearth_voice_setup_dup_hearing_host (self->setup);
  self->converse = wish->converse;
  self->closing = FALSE;
  self->begins = self->began = TRUE;
  self->funcs = *funcs;
  self->user_data = user_data;
  self->destroy = destroy;
  /* Who begins to talk wants to be heard, not to hear. */
  hearth_mouth_silence (self->mouth, 0);
}

/**
 * hearth_exchange_listen:
 * @self: an exchange
 * @wish: what for; copied
 * @funcs: what is told; copied
 * @user_data: for @funcs
 * @destroy: frees @user_data once it is over
 *
 * Opens the microphone. What went on until now ends.
 *
 * Returns: the number of the exchange
 */
guint
hearth_exchange_listen (HearthExchange *self, const HearthExchangeWish *wish,
                        const HearthExchangeFuncs *funcs, gpointer user_data,
                        GDestroyNotify destroy)
{
  begin (self, wish, funcs, user_data, destroy);
  hearth_exchange_go_on (self);
  return self->number;
}

/**
 * hearth_exchange_take_up:
 * @self: an exchange
 * @hearing: the number of a hearing of hearth-voice that goes on and was nobody's yet
 * @wish: what for; copied
 * @funcs: what is told; copied
 * @user_data: for @funcs
 * @destroy: frees @user_data once it is over
 *
 * As hearth_exchange_listen(), where the microphone is open already.
 *
 * Returns: the number of the exchange
 */
guint
hearth_exchange_take_up (HearthExchange *self, guint hearing, const HearthExchangeWish *wish,
                         const HearthExchangeFuncs *funcs, gpointer user_data,
                         GDestroyNotify destroy)
{
  begin (self, wish, funcs, user_data, destroy);
  self->hearing = hearing;
  self->speech_began = 0;
  hearth_exchange_go_on (self);
  return self->number;
}

/**
 * hearth_exchange_stop_listening:
 * @self: an exchange
 * @finish: whether what was said until now is still wanted
 *
 * Closes the microphone. An answer that is being said is said to its end.
 */
void
hearth_exchange_stop_listening (HearthExchange *self, gboolean finish)
{
  if (self->number == 0)
    return;
  self->closing = TRUE;
  if (finish && self->hearing != 0) {
    call (self, "StopListening", g_variant_new ("(b)", TRUE));
    return;
  }
  close_microphone (self);
  hearth_exchange_go_on (self);
}

/**
 * hearth_exchange_hush:
 * @self: an exchange
 *
 * Silence: nothing more is said, and the microphone closes. An answer goes on in writing.
 */
void
hearth_exchange_hush (HearthExchange *self)
{
  hearth_exchange_forget_waiting (self);
  end (self);
  hearth_mouth_silence (self->mouth, 0);
}

/**
 * hearth_exchange_watch:
 * @self: an exchange
 * @levels: whether the client's Level is wanted
 *
 * Starts nothing: it counts from the next time that something is heard or said.
 */
void
hearth_exchange_watch (HearthExchange *self, gboolean levels)
{
  self->watched = levels;
  if (hearth_voice_client_is_running (self->client))
    call (self, "Watch", g_variant_new ("(b)", levels));
}

/**
 * hearth_exchange_is_going_on:
 * @self: an exchange
 *
 * Returns: whether somebody talks with it by ear
 */
gboolean
hearth_exchange_is_going_on (HearthExchange *self)
{
  return self->number != 0;
}

/**
 * hearth_exchange_get_number:
 * @self: an exchange
 *
 * Returns: the number of the one that goes on, or 0
 */
guint
hearth_exchange_get_number (HearthExchange *self)
{
  return self->number;
}

/**
 * hearth_exchange_get_mouth:
 * @self: an exchange
 *
 * Returns: (transfer none): what speaks
 */
HearthMouth *
hearth_exchange_get_mouth (HearthExchange *self)
{
  return self->mouth;
}

/**
 * hearth_exchange_get_microphone:
 * @self: an exchange
 *
 * Returns: whether it is open
 */
gboolean
hearth_exchange_get_microphone (HearthExchange *self)
{
  return self->microphone;
}

/**
 * hearth_exchange_get_state:
 * @self: an exchange
 *
 * Returns: (transfer none): as Speech1.State has it
 */
const char *
hearth_exchange_get_state (HearthExchange *self)
{
  if (hearth_mouth_is_sounding (self->mouth))
    return "speaking";
  if (self->answering || (self->reader != NULL && hearth_reader_is_about_to_speak (self->reader)))
    return "thinking";
  return self->hearing != 0 || self->opening != NULL ? "listening" : "";
}

/**
 * hearth_exchange_get_hearing:
 * @self: an exchange
 *
 * Returns: (transfer none): which recogniser hears; "" where none does
 */
const char *
hearth_exchange_get_hearing (HearthExchange *self)
{
  return self->title != NULL ? self->title : "";
}

/**
 * hearth_exchange_get_hearing_host:
 * @self: an exchange
 *
 * Returns: (transfer none): the host that hears; "" for this computer
 */
const char *
hearth_exchange_get_hearing_host (HearthExchange *self)
{
  return self->host != NULL ? self->host : "";
}

static void
hearth_exchange_dispose (GObject *object)
{
  HearthExchange *self = HEARTH_EXCHANGE (object);

  if (self->mouth != NULL)
    hearth_exchange_hush (self);
  g_clear_pointer (&self->foresight, hearth_foresight_free);
  g_clear_object (&self->mouth);
  g_clear_object (&self->settings);
  g_clear_object (&self->setup);
  g_clear_object (&self->client);
  g_clear_object (&self->companion);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (hearth_exchange_parent_class)->dispose (object);
}

static void
hearth_exchange_class_init (HearthExchangeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_exchange_dispose;
  signal_changed = g_signal_new ("changed", HEARTH_TYPE_EXCHANGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
hearth_exchange_init (HearthExchange *self)
{
  g_queue_init (&self->announcements);
}

/**
 * hearth_exchange_new:
 * @engine: whose names are listened for, and whose cards are read
 * @companion: who is asked
 * @client: hearth-voice
 * @setup: the recognisers and voices of the settings
 * @settings: what "louder" and "slower" change
 *
 * Returns: (transfer full): talking by ear; nothing is open yet
 */
HearthExchange *
hearth_exchange_new (HearthEngine *engine, HearthCompanion *companion, HearthVoiceClient *client,
                     HearthVoiceSetup *setup, GSettings *settings)
{
  HearthExchange *self = g_object_new (HEARTH_TYPE_EXCHANGE, NULL);

  self->engine = g_object_ref (engine);
  self->companion = g_object_ref (companion);
  self->client = g_object_ref (client);
  self->setup = g_object_ref (setup);
  self->settings = g_object_ref (settings);
  self->mouth = hearth_mouth_new (client, setup);
  self->foresight = hearth_foresight_new (companion, self->mouth, foreseen_cb, self);
  g_signal_connect_object (client, "message", G_CALLBACK (message_cb), self, 0);
  g_signal_connect_object (client, "ended", G_CALLBACK (ended_cb), self, 0);
  g_signal_connect_object (self->mouth, "changed", G_CALLBACK (hearth_exchange_tell_changed), self,
                           G_CONNECT_SWAPPED);
  return self;
}
