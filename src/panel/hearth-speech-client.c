/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-speech-client.h"

#include "hearth-client.h"
#include "hearth-paths.h"

#include <glib/gi18n.h>

/**
 * HearthSpeechClient:
 *
 * The panel's end of a conversation by ear: what the service says of microphone and voice to
 * everybody, and the exchange that this process has begun, if it has.
 */
struct _HearthSpeechClient {
  GObject parent_instance;

  HearthBusSpeech1 *proxy;   /* (owned) (nullable) */
  GCancellable *connecting;  /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned): of the exchange that is being begun */
  HearthSpeechPurpose purpose;
  guint exchange;   /* that of this process, or 0 while its number is not known */
  guint before;     /* the one before it: what it still says is not heard */
  gboolean pending; /* it was begun, and the service has not answered yet */
  double input, output;
  gint64 said;       /* the answer that is said again, or 0 */
  gboolean spoke;    /* and it was heard to begin */
  gboolean watching; /* somebody looks at it */
  gboolean watched;  /* and the service was told */
  gboolean attends;  /* the service was told that an open microphone is shown */
};

G_DEFINE_FINAL_TYPE (HearthSpeechClient, hearth_speech_client, G_TYPE_OBJECT)

enum { CHANGED, LEVEL, WOKEN, HEARD, ASKED, COMMANDED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Levels come twenty times a second: only while something goes on, and somebody sees it. */
static void
update_watch (HearthSpeechClient *self)
{
  gboolean wanted =
      self->watching && (hearth_speech_client_get_state (self) != HEARTH_SPEECH_IDLE ||
                         hearth_speech_client_is_hearing (self));

  if (self->proxy == NULL || wanted == self->watched)
    return;
  self->watched = wanted;
  self->input = self->output = 0;
  hearth_bus_speech1_call_watch (self->proxy, wanted, NULL, NULL, NULL);
}

/* The phrase that calls is waited for only while somebody sees that the microphone is open. */
static void
update_attendance (HearthSpeechClient *self)
{
  if (!hearth_speech_client_is_available (self) || self->watching == self->attends)
    return;
  self->attends = self->watching;
  hearth_bus_speech1_call_attend (self->proxy, self->attends, NULL, NULL, NULL);
}

static void
changed (HearthSpeechClient *self)
{
  HearthSpeechState state = hearth_speech_client_get_state (self);

  if (self->said != 0 && state == HEARTH_SPEECH_SPEAKING)
    self->spoke = TRUE;
  else if (self->spoke) {
    self->said = 0;
    self->spoke = FALSE;
  }
  update_watch (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Nothing is listened for any more. */
static void
end_exchange (HearthSpeechClient *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->pending = FALSE;
  self->purpose = HEARTH_SPEECH_NOTHING;
  self->exchange = 0;
}

/* What an exchange says may come before the service has answered with its number. */
static gboolean
is_mine (HearthSpeechClient *self, guint exchange)
{
  if (self->exchange == 0 && self->pending && exchange != self->before)
    self->exchange = exchange;
  return self->exchange != 0 && exchange == self->exchange;
}

/* The phrase was said: what follows is for this process, unless it listens for something itself. */
static void
woken_cb (HearthBusSpeech1 *proxy, guint exchange, gpointer user_data)
{
  HearthSpeechClient *self = user_data;

  if (self->pending)
    return;
  end_exchange (self);
  g_signal_emit (self, signals[WOKEN], 0);
  self->purpose = HEARTH_SPEECH_ASK;
  self->exchange = exchange;
  changed (self);
}

static void
heard_cb (HearthBusSpeech1 *proxy, guint exchange, const char *text, gboolean final,
          gpointer user_data)
{
  if (is_mine (user_data, exchange))
    g_signal_emit (user_data, signals[HEARD], 0, text, final);
}

static void
asked_cb (HearthBusSpeech1 *proxy, guint exchange, const char *text, gint64 turn,
          const char *conversation, gpointer user_data)
{
  if (is_mine (user_data, exchange))
    g_signal_emit (user_data, signals[ASKED], 0, text, turn, conversation);
}

static void
commanded_cb (HearthBusSpeech1 *proxy, guint exchange, const char *command, gpointer user_data)
{
  if (is_mine (user_data, exchange))
    g_signal_emit (user_data, signals[COMMANDED], 0, command);
}

/* Whoever only has something said has no exchange: then its number is that of none. */
static void
failed_cb (HearthBusSpeech1 *proxy, guint exchange, const char *name, const char *message,
           gpointer user_data)
{
  HearthSpeechClient *self = user_data;

  if (!is_mine (self, exchange) && !(self->said != 0 && exchange != self->before))
    return;
  self->said = 0;
  self->spoke = FALSE;
  g_signal_emit (self, signals[FAILED], 0, message);
}

static void
ended_cb (HearthBusSpeech1 *proxy, guint exchange, gpointer user_data)
{
  HearthSpeechClient *self = user_data;

  if (!is_mine (self, exchange))
    return;
  self->before = exchange;
  end_exchange (self);
  changed (self);
}

static void
level_cb (HearthBusSpeech1 *proxy, double input, double output, gpointer user_data)
{
  HearthSpeechClient *self = user_data;

  self->input = CLAMP (input, 0, 1);
  self->output = CLAMP (output, 0, 1);
  g_signal_emit (self, signals[LEVEL], 0);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  HearthBusSpeech1 *proxy = hearth_bus_speech1_proxy_new_finish (result, &error);
  HearthSpeechClient *self = user_data;

  if (proxy == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_warning ("The service does not say whether it hears: %s", error->message);
    return;
  }
  self->proxy = proxy;
  g_signal_connect (proxy, "woken", G_CALLBACK (woken_cb), self);
  g_signal_connect (proxy, "heard", G_CALLBACK (heard_cb), self);
  g_signal_connect (proxy, "asked", G_CALLBACK (asked_cb), self);
  g_signal_connect (proxy, "commanded", G_CALLBACK (commanded_cb), self);
  g_signal_connect (proxy, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect (proxy, "ended", G_CALLBACK (ended_cb), self);
  g_signal_connect (proxy, "level", G_CALLBACK (level_cb), self);
  g_signal_connect_swapped (proxy, "g-properties-changed", G_CALLBACK (changed), self);
  update_attendance (self);
  changed (self);
}

/* What the call could not do is said like what went wrong later. */
static void
fail (HearthSpeechClient *self, const GError *error)
{
  g_autofree char *message = hearth_client_dup_message (error);

  g_signal_emit (self, signals[FAILED], 0, message);
}

static void
listened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthSpeechClient *self = user_data;
  g_autoptr (GError) error = NULL;
  guint exchange = 0;

  if (hearth_bus_speech1_call_listen_finish (HEARTH_BUS_SPEECH1 (source), &exchange, result,
                                             &error)) {
    self->pending = FALSE;
    self->exchange = exchange;
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    fail (self, error);
    end_exchange (self);
    changed (self);
  }
}

static void
saying_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthSpeechClient) self = user_data;
  g_autoptr (GError) error = NULL;

  if (hearth_bus_speech1_call_say_answer_finish (HEARTH_BUS_SPEECH1 (source), result, &error))
    return;
  self->said = 0;
  fail (self, error);
  changed (self);
}

static void
hearth_speech_client_dispose (GObject *object)
{
  hearth_speech_client_disconnect (HEARTH_SPEECH_CLIENT (object));
  G_OBJECT_CLASS (hearth_speech_client_parent_class)->dispose (object);
}

static void
hearth_speech_client_finalize (GObject *object)
{
  g_object_unref (HEARTH_SPEECH_CLIENT (object)->cancellable);
  G_OBJECT_CLASS (hearth_speech_client_parent_class)->finalize (object);
}

static void
hearth_speech_client_class_init (HearthSpeechClientClass *klass)
{
  GType type = HEARTH_TYPE_SPEECH_CLIENT;

  G_OBJECT_CLASS (klass)->dispose = hearth_speech_client_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_speech_client_finalize;
  /**
   * HearthSpeechClient::changed:
   *
   * Something that its getters say is different, but for levels.
   */
  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthSpeechClient::level:
   *
   * The microphone or the speech is louder or softer; at most twenty times a second.
   */
  signals[LEVEL] =
      g_signal_new ("level", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthSpeechClient::woken:
   *
   * The companion was called: right after this there is an exchange of this process.
   */
  signals[WOKEN] =
      g_signal_new ("woken", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthSpeechClient::heard:
   * @text: what was understood in the exchange of this process; a final "" is nothing
   * @final: whether it stays so
   */
  signals[HEARD] = g_signal_new ("heard", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  /**
   * HearthSpeechClient::asked:
   * @text: what was understood
   * @turn: the answer's turn
   * @conversation: to which it belongs
   *
   * What this process listened for was put as a question.
   */
  signals[ASKED] = g_signal_new ("asked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 3, G_TYPE_STRING, G_TYPE_INT64, G_TYPE_STRING);
  /**
   * HearthSpeechClient::commanded:
   * @command: what was done at once, as Speech1 names it
   */
  signals[COMMANDED] = g_signal_new ("commanded", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * HearthSpeechClient::failed:
   * @message: why it cannot hear or speak, a sentence
   */
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hearth_speech_client_init (HearthSpeechClient *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * hearth_speech_client_new:
 *
 * Returns: (transfer full): a client that is not connected, and for which nothing is available
 */
HearthSpeechClient *
hearth_speech_client_new (void)
{
  return g_object_new (HEARTH_TYPE_SPEECH_CLIENT, NULL);
}

/**
 * hearth_speech_client_connect:
 * @self: a client
 * @bus: the session bus
 * @name: the service's name on it
 *
 * Listens to a service that has come.
 */
void
hearth_speech_client_connect (HearthSpeechClient *self, GDBusConnection *bus, const char *name)
{
  hearth_speech_client_disconnect (self);
  self->connecting = g_cancellable_new ();
  hearth_bus_speech1_proxy_new (bus, G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START, name, HEARTH_DAEMON_PATH,
                                self->connecting, connected_cb, self);
}

/**
 * hearth_speech_client_disconnect:
 * @self: a client
 *
 * The service has gone, and its microphone with it.
 */
void
hearth_speech_client_disconnect (HearthSpeechClient *self)
{
  g_cancellable_cancel (self->connecting);
  g_clear_object (&self->connecting);
  if (self->proxy == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->proxy, self);
  g_clear_object (&self->proxy);
  end_exchange (self);
  self->watched = self->attends = FALSE;
  self->said = 0;
  self->spoke = FALSE;
  self->input = self->output = 0;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * hearth_speech_client_is_connected:
 * @self: a client
 *
 * Returns: whether the service is there and has said what it can do
 */
gboolean
hearth_speech_client_is_connected (HearthSpeechClient *self)
{
  return self->proxy != NULL;
}

/**
 * hearth_speech_client_is_available:
 * @self: a client
 *
 * Returns: whether there is something that hears and speaks
 */
gboolean
hearth_speech_client_is_available (HearthSpeechClient *self)
{
  return self->proxy != NULL && hearth_bus_speech1_get_available (self->proxy);
}

/**
 * hearth_speech_client_is_open:
 * @self: a client
 *
 * Returns: whether the microphone is open, whoever opened it
 */
gboolean
hearth_speech_client_is_open (HearthSpeechClient *self)
{
  return self->proxy != NULL && hearth_bus_speech1_get_microphone (self->proxy);
}

/**
 * hearth_speech_client_is_hearing:
 * @self: a client
 *
 * Returns: whether the microphone is open for more than the phrase that calls
 */
gboolean
hearth_speech_client_is_hearing (HearthSpeechClient *self)
{
  return hearth_speech_client_is_open (self) && *hearth_speech_client_get_phrase (self) == '\0';
}

/**
 * hearth_speech_client_get_state:
 * @self: a client
 *
 * Returns: what goes on, whoever began it
 */
HearthSpeechState
hearth_speech_client_get_state (HearthSpeechClient *self)
{
  const char *state = self->proxy != NULL ? hearth_bus_speech1_get_state (self->proxy) : NULL;

  if (g_strcmp0 (state, "listening") == 0)
    return HEARTH_SPEECH_LISTENING;
  if (g_strcmp0 (state, "thinking") == 0)
    return HEARTH_SPEECH_THINKING;
  if (g_strcmp0 (state, "speaking") == 0)
    return HEARTH_SPEECH_SPEAKING;
  return HEARTH_SPEECH_IDLE;
}

/**
 * hearth_speech_client_is_busy:
 * @self: a client
 *
 * Returns: whether there is something that hearth_speech_client_hush() ends, whoever began it; also
 *   from the moment when this process asks for it
 */
gboolean
hearth_speech_client_is_busy (HearthSpeechClient *self)
{
  return self->purpose != HEARTH_SPEECH_NOTHING || self->said != 0 ||
         hearth_speech_client_is_hearing (self) ||
         hearth_speech_client_get_state (self) != HEARTH_SPEECH_IDLE;
}

/**
 * hearth_speech_client_get_purpose:
 * @self: a client
 *
 * Returns: what this process listens for, from the moment when it asks for it
 */
HearthSpeechPurpose
hearth_speech_client_get_purpose (HearthSpeechClient *self)
{
  return self->purpose;
}

/**
 * hearth_speech_client_get_hearing:
 * @self: a client
 *
 * Returns: (transfer none): which recogniser hears, or ""
 */
const char *
hearth_speech_client_get_hearing (HearthSpeechClient *self)
{
  const char *hearing = self->proxy != NULL ? hearth_bus_speech1_get_hearing (self->proxy) : NULL;

  return hearing != NULL ? hearing : "";
}

/**
 * hearth_speech_client_get_host:
 * @self: a client
 *
 * Returns: (transfer none): the host that what is heard is sent to, or "" where it stays on this
 *   computer
 */
const char *
hearth_speech_client_get_host (HearthSpeechClient *self)
{
  const char *host = self->proxy != NULL ? hearth_bus_speech1_get_hearing_host (self->proxy) : NULL;

  return host != NULL ? host : "";
}

/**
 * hearth_speech_client_get_phrase:
 * @self: a client
 *
 * Returns: (transfer none): the phrase that is waited for with an open microphone, or ""
 */
const char *
hearth_speech_client_get_phrase (HearthSpeechClient *self)
{
  const char *phrase = self->proxy != NULL ? hearth_bus_speech1_get_waits_for (self->proxy) : NULL;

  return phrase != NULL ? phrase : "";
}

/**
 * hearth_speech_client_get_trouble:
 * @self: a client
 *
 * Returns: (transfer none): why the phrase is not waited for although it should be, a sentence; or
 * ""
 */
const char *
hearth_speech_client_get_trouble (HearthSpeechClient *self)
{
  const char *trouble =
      self->proxy != NULL ? hearth_bus_speech1_get_hands_free_trouble (self->proxy) : NULL;

  return trouble != NULL ? trouble : "";
}

/**
 * hearth_speech_client_get_level:
 * @self: a client
 *
 * Returns: how loud that is which one looks at now, from 0 to 1: the speech while it speaks, else
 *   the microphone
 */
double
hearth_speech_client_get_level (HearthSpeechClient *self)
{
  return hearth_speech_client_get_state (self) == HEARTH_SPEECH_SPEAKING ? self->output
                                                                         : self->input;
}

/**
 * hearth_speech_client_get_said:
 * @self: a client
 *
 * Returns: the turn of the answer that this process has said again, or 0
 */
gint64
hearth_speech_client_get_said (HearthSpeechClient *self)
{
  return self->said;
}

/**
 * hearth_speech_client_dup_line:
 * @self: a client
 *
 * Says in one line what goes on by ear, and who hears.
 *
 * Returns: (transfer full) (nullable): the line, or %NULL if it is silent and no microphone is open
 */
char *
hearth_speech_client_dup_line (HearthSpeechClient *self)
{
  const char *phrase = hearth_speech_client_get_phrase (self);
  gboolean speaks = hearth_speech_client_get_state (self) == HEARTH_SPEECH_SPEAKING;
  const char *host = hearth_speech_client_get_host (self);

  if (!hearth_speech_client_is_open (self))
    return speaks ? g_strdup (_("Speaking…")) : NULL;
  if (*phrase != '\0' && !speaks)
    /* Translators: %s is the phrase that calls the companion. */
    return g_strdup_printf (_("Waits for “%s”"), phrase);
  if (*host == '\0')
    return g_strdup (speaks ? _("Speaking…") : _("This computer hears"));
  /* Translators: %s is a host, to which what the microphone hears is sent. */
  return g_strdup_printf (_("%s hears"), host);
}

/**
 * hearth_speech_client_dup_explanation:
 * @self: a client
 *
 * Says of an open microphone who hears.
 *
 * Returns: (transfer full): sentences
 */
char *
hearth_speech_client_dup_explanation (HearthSpeechClient *self)
{
  const char *host = hearth_speech_client_get_host (self);
  const char *hearing = hearth_speech_client_get_hearing (self);
  const char *phrase = hearth_speech_client_get_phrase (self);

  if (*phrase != '\0')
    /* Translators: %s is the phrase that calls the companion. */
    return g_strdup_printf (_("The microphone is open and waits for “%s”. Until that was said, "
                               "nothing of what it hears leaves this computer."),
                            phrase);
  if (*host != '\0')
    /* Translators: %s is a host. */
    return g_strdup_printf (_("The microphone is open. What it hears goes to %s."), host);
  if (*hearing != '\0')
    /* Translators: %s is the name of what recognises speech. */
    return g_strdup_printf (
        _("The microphone is open. What it hears stays on this computer (%s)."), hearing);
  return g_strdup (_("The microphone is open. What it hears stays on this computer."));
}

/**
 * hearth_speech_client_listen:
 * @self: a client
 * @purpose: what for
 * @conversation: to which a question belongs; "" for a new one
 * @held: whether something is held down for as long as somebody speaks: then there is one question
 *   and its answer, and no more is listened for
 *
 * Opens the microphone. What was listened for before is over.
 */
void
hearth_speech_client_listen (HearthSpeechClient *self, HearthSpeechPurpose purpose,
                             const char *conversation, gboolean held)
{
  GVariantDict options;

  g_return_if_fail (purpose != HEARTH_SPEECH_NOTHING);

  if (!hearth_speech_client_is_available (self))
    return;
  if (self->exchange != 0)
    self->before = self->exchange;
  end_exchange (self);
  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "purpose", "s",
                         purpose == HEARTH_SPEECH_DICTATE ? "dictate" : "ask");
  if (purpose == HEARTH_SPEECH_ASK)
    g_variant_dict_insert (&options, "conversation", "s", conversation);
  if (held)
    g_variant_dict_insert (&options, "converse", "b", FALSE);
  self->purpose = purpose;
  self->pending = TRUE;
  hearth_bus_speech1_call_listen (self->proxy, g_variant_dict_end (&options), self->cancellable,
                                  listened_cb, self);
  changed (self);
}

/**
 * hearth_speech_client_finish:
 * @self: a client
 *
 * Closes the microphone. What was said until now still counts.
 */
void
hearth_speech_client_finish (HearthSpeechClient *self)
{
  if (self->proxy != NULL)
    hearth_bus_speech1_call_stop_listening (self->proxy, TRUE, NULL, NULL, NULL);
}

/**
 * hearth_speech_client_close:
 * @self: a client
 *
 * Closes the microphone, and forgets what was being said into it.
 */
void
hearth_speech_client_close (HearthSpeechClient *self)
{
  if (self->proxy != NULL)
    hearth_bus_speech1_call_stop_listening (self->proxy, FALSE, NULL, NULL, NULL);
}

/**
 * hearth_speech_client_hush:
 * @self: a client
 *
 * Ends all that goes on by ear.
 */
void
hearth_speech_client_hush (HearthSpeechClient *self)
{
  if (self->proxy == NULL)
    return;
  hearth_bus_speech1_call_hush (self->proxy, NULL, NULL, NULL);
  self->said = 0;
  self->spoke = FALSE;
  changed (self);
}

/**
 * hearth_speech_client_stop_waiting:
 * @self: a client
 *
 * Closes the microphone that is open for the phrase that calls, until the owner wants it again.
 */
void
hearth_speech_client_stop_waiting (HearthSpeechClient *self)
{
  if (self->proxy != NULL)
    hearth_bus_speech1_call_set_hands_free (self->proxy, FALSE, "", NULL, NULL, NULL);
}

/**
 * hearth_speech_client_say_answer:
 * @self: a client
 * @turn: the answer's turn
 *
 * Has an answer said from its beginning.
 */
void
hearth_speech_client_say_answer (HearthSpeechClient *self, gint64 turn)
{
  if (!hearth_speech_client_is_available (self))
    return;
  self->said = turn;
  self->spoke = FALSE;
  hearth_bus_speech1_call_say_answer (self->proxy, turn, NULL, saying_cb, g_object_ref (self));
  changed (self);
}

/**
 * hearth_speech_client_set_watching:
 * @self: a client
 * @watching: whether somebody looks at how loud it is
 *
 * Says whether levels are wanted. They come only while something goes on.
 */
void
hearth_speech_client_set_watching (HearthSpeechClient *self, gboolean watching)
{
  self->watching = watching;
  update_watch (self);
  update_attendance (self);
}
