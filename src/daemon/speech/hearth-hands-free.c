/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-hands-free.h"

#include "hearth-hearing-options.h"

#include <string.h>

/* After a failure it is tried again, later each time. */
#define RETRY_FIRST_SECONDS 5
#define RETRY_LAST_SECONDS 600

/**
 * HearthHandsFree:
 *
 * Waits for the phrase by which the companion is called, where its owner wants that: with an open
 * microphone, and so only while somebody shows that it is open. Never while the screen is locked,
 * and not while one talks with it anyway.
 *
 * Signals: `changed ()`: the phrase that is waited for, or the trouble with it, is another.
 * `woken (hearing: guint)`: the phrase was said; the hearing is for whoever takes it up.
 */
struct _HearthHandsFree {
  GObject parent_instance;

  HearthEngine *engine;       /* (owned) */
  HearthCompanion *companion; /* (owned) */
  HearthVoiceClient *client;  /* (owned) */
  HearthVoiceSetup *setup;    /* (owned) */
  HearthExchange *exchange;   /* (owned) */
  GSettings *settings;        /* (owned) */
  gboolean attended;
  gboolean away;

  char *phrase;          /* (owned) (nullable) that is waited for, or is about to be */
  GCancellable *opening; /* (owned) (nullable) the microphone is about to open */
  guint hearing;         /* the number that hearth-voice gave, or 0 */
  char *trouble;         /* (owned) (nullable) a sentence */
  guint retry_seconds;
  guint retry_timer;
};

G_DEFINE_FINAL_TYPE (HearthHandsFree, hearth_hands_free, G_TYPE_OBJECT)

static guint signal_changed, signal_woken;

static void update (HearthHandsFree *self);

/* One space between two words, and small letters. */
static char *
tidy (const char *phrase)
{
  g_autofree char *small = g_utf8_strdown (phrase, -1);
  g_auto (GStrv) words = g_strsplit_set (small, " \t\n.,!?;:\"", -1);
  g_autoptr (GString) tidied = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++) {
    if (*words[i] != '\0')
      g_string_append_printf (tidied, "%s%s", tidied->len > 0 ? " " : "", words[i]);
  }
  return g_string_free (g_steal_pointer (&tidied), FALSE);
}

/* The hearing is over, or another's. */
static void
forget (HearthHandsFree *self)
{
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  self->hearing = 0;
  g_clear_pointer (&self->phrase, g_free);
}

static void
stop (HearthHandsFree *self)
{
  gboolean open = self->hearing != 0;

  if (!open && self->opening == NULL)
    return;
  forget (self);
  if (open)
    hearth_voice_client_call_async (self->client, "StopListening", g_variant_new ("(b)", FALSE),
                                    NULL, NULL, NULL, NULL);
  g_signal_emit (self, signal_changed, 0);
}

static gboolean
retry_cb (gpointer user_data)
{
  HearthHandsFree *self = user_data;

  self->retry_timer = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
fail (HearthHandsFree *self, const GError *error)
{
  forget (self);
  g_free (self->trouble);
  self->trouble = g_strdup (error->message);
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  self->retry_timer = g_timeout_add_seconds (self->retry_seconds, retry_cb, self);
  self->retry_seconds = MIN (self->retry_seconds * 2, RETRY_LAST_SECONDS);
  g_signal_emit (self, signal_changed, 0);
}

typedef struct {
  HearthHandsFree *self; /* (owned) */
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

static void
listening_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) opening = user_data;
  HearthHandsFree *self = opening->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      hearth_voice_client_call_finish (HEARTH_VOICE_CLIENT (object), result, &error);

  if (self->opening != opening->opening) {
    /* Nobody wants it any more; who listens now has ended it already. */
    if (reply != NULL && self->opening == NULL && !hearth_exchange_is_going_on (self->exchange))
      hearth_voice_client_call_async (self->client, "StopListening", g_variant_new ("(b)", FALSE),
                                      NULL, NULL, NULL, NULL);
    return;
  }
  if (reply == NULL) {
    fail (self, error);
    return;
  }
  g_clear_object (&self->opening);
  g_variant_get (reply, "(u)", &self->hearing);
  g_signal_emit (self, signal_changed, 0);
}

static void
options_made_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) opening = user_data;
  HearthHandsFree *self = opening->self;
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) options = hearth_hearing_options_make_finish (result, &fds, &error);
  GVariantDict all;

  if (self->opening != opening->opening)
    return;
  if (options == NULL) {
    fail (self, error);
    return;
  }
  g_variant_dict_init (&all, options);
  g_variant_dict_insert (&all, "phrase", "s", self->phrase);
  hearth_voice_client_call_async (self->client, "Listen",
                                  g_variant_new ("(s@a{sv})", "wake", g_variant_dict_end (&all)),
                                  fds, NULL, listening_cb, g_steal_pointer (&opening));
}

static void
start (HearthHandsFree *self, const char *phrase)
{
  HearthHearingNeeds needs = { NULL, HEARTH_EXCHANGE_PATIENCE_MS, FALSE };
  Opening *opening = g_new0 (Opening, 1);

  self->phrase = g_strdup (phrase);
  self->opening = g_cancellable_new ();
  opening->self = g_object_ref (self);
  opening->opening = g_object_ref (self->opening);
  hearth_hearing_options_make_async (self->engine, self->companion, self->setup, &needs,
                                     self->opening, options_made_cb, opening);
}

/* Waits for the phrase, or does not, as it should be now. */
static void
update (HearthHandsFree *self)
{
  g_autofree char *phrase = g_settings_get_string (self->settings, "wake-phrase");
  gboolean wanted = g_settings_get_boolean (self->settings, "hands-free") && self->attended &&
                    !self->away && !hearth_exchange_is_going_on (self->exchange);

  if (!wanted || (self->phrase != NULL && !g_str_equal (self->phrase, phrase)))
    stop (self);
  if (wanted && self->phrase == NULL && self->retry_timer == 0)
    start (self, phrase);
}

static void
message_cb (HearthVoiceClient *client, const char *name, GVariant *parameters,
            HearthHandsFree *self)
{
  const char *what, *error_name, *message;
  g_autoptr (GError) error = NULL;
  guint hearing;
  guint64 id;

  if (self->hearing == 0)
    return;
  if (g_str_equal (name, "Woken") && g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(u)"))) {
    g_variant_get (parameters, "(u)", &hearing);
    if (hearing != self->hearing)
      return;
    forget (self);
    self->retry_seconds = RETRY_FIRST_SECONDS;
    g_clear_pointer (&self->trouble, g_free);
    g_signal_emit (self, signal_woken, 0, hearing);
    g_signal_emit (self, signal_changed, 0);
  } else if (g_str_equal (name, "Failed") &&
             g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(stss)"))) {
    g_variant_get (parameters, "(&st&s&s)", &what, &id, &error_name, &message);
    if (!g_str_equal (what, "listening") || id != self->hearing)
      return;
    error = g_dbus_error_new_for_dbus_error (error_name, message);
    g_dbus_error_strip_remote_error (error);
    fail (self, error);
  }
}

static void
ended_cb (HearthVoiceClient *client, const GError *error, HearthHandsFree *self)
{
  if (self->hearing != 0)
    fail (self, error);
}

/* The owner changed something: what went wrong may go now. */
static void
settings_changed_cb (HearthHandsFree *self)
{
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  self->retry_seconds = RETRY_FIRST_SECONDS;
  g_clear_pointer (&self->trouble, g_free);
  update (self);
  g_signal_emit (self, signal_changed, 0);
}

/* Another recogniser hears what follows the phrase. */
static void
setup_changed_cb (HearthHandsFree *self)
{
  stop (self);
  settings_changed_cb (self);
}

/**
 * hearth_hands_free_set_attended:
 * @self: hands-free talking
 * @attended: whether somebody shows that the microphone is open
 *
 * Waits for the phrase only then.
 */
void
hearth_hands_free_set_attended (HearthHandsFree *self, gboolean attended)
{
  self->attended = attended;
  update (self);
}

/**
 * hearth_hands_free_set_away:
 * @self: hands-free talking
 * @away: whether the screen is locked, or the computer about to sleep
 *
 * Closes the microphone while nobody is there.
 */
void
hearth_hands_free_set_away (HearthHandsFree *self, gboolean away)
{
  self->away = away;
  update (self);
}

/**
 * hearth_hands_free_get_phrase:
 * @self: hands-free talking
 *
 * Returns: (transfer none): the phrase that is waited for, with an open microphone; "" for none
 */
const char *
hearth_hands_free_get_phrase (HearthHandsFree *self)
{
  return self->hearing != 0 ? self->phrase : "";
}

/**
 * hearth_hands_free_get_trouble:
 * @self: hands-free talking
 *
 * Returns: (transfer none): why it does not wait although it should, a sentence; "" for nothing
 */
const char *
hearth_hands_free_get_trouble (HearthHandsFree *self)
{
  return self->trouble != NULL ? self->trouble : "";
}

static void
checked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HearthHandsFree *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GVariant) reply =
      hearth_voice_client_call_finish (HEARTH_VOICE_CLIENT (object), result, &error);

  if (reply == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_settings_set_string (self->settings, "wake-phrase", g_task_get_task_data (task));
  g_settings_set_boolean (self->settings, "hands-free", TRUE);
  g_task_return_boolean (task, TRUE);
}

/**
 * hearth_hands_free_choose_async:
 * @self: hands-free talking
 * @enabled: whether the phrase shall be waited for
 * @phrase: the phrase; "" for the one that was chosen before
 * @callback: called once it is chosen, or cannot be
 * @user_data: for @callback
 *
 * Changes the settings, after a look whether the phrase can be waited for.
 */
void
hearth_hands_free_choose_async (HearthHandsFree *self, gboolean enabled, const char *phrase,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autofree char *before = g_settings_get_string (self->settings, "wake-phrase");
  char *tidied = tidy (*phrase != '\0' ? phrase : before);

  g_task_set_source_tag (task, hearth_hands_free_choose_async);
  g_task_set_task_data (task, tidied, g_free);
  if (enabled) {
    hearth_voice_client_call_async (self->client, "CheckPhrase", g_variant_new ("(s)", tidied),
                                    NULL, NULL, checked_cb, g_steal_pointer (&task));
    return;
  }
  g_settings_set_boolean (self->settings, "hands-free", FALSE);
  g_task_return_boolean (task, TRUE);
}

/**
 * hearth_hands_free_choose_finish:
 * @self: hands-free talking
 * @result: what the callback got
 * @error: #HearthVoiceError, %HEARTH_VOICE_ERROR_SETTINGS for a phrase that will not do
 *
 * Returns: whether it is chosen
 */
gboolean
hearth_hands_free_choose_finish (HearthHandsFree *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
hearth_hands_free_dispose (GObject *object)
{
  HearthHandsFree *self = HEARTH_HANDS_FREE (object);

  g_clear_handle_id (&self->retry_timer, g_source_remove);
  if (self->client != NULL)
    stop (self);
  g_clear_pointer (&self->trouble, g_free);
  g_clear_object (&self->settings);
  g_clear_object (&self->exchange);
  g_clear_object (&self->setup);
  g_clear_object (&self->client);
  g_clear_object (&self->companion);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (hearth_hands_free_parent_class)->dispose (object);
}

static void
hearth_hands_free_class_init (HearthHandsFreeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_hands_free_dispose;
  signal_changed = g_signal_new ("changed", HEARTH_TYPE_HANDS_FREE, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  signal_woken = g_signal_new ("woken", HEARTH_TYPE_HANDS_FREE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
hearth_hands_free_init (HearthHandsFree *self)
{
  self->retry_seconds = RETRY_FIRST_SECONDS;
}

/**
 * hearth_hands_free_new:
 * @engine: whose names may be said
 * @companion: whose name may be said
 * @client: hearth-voice
 * @setup: which recogniser hears what follows the phrase
 * @exchange: talking, while which nothing is waited for
 * @settings: whether it is wanted, and with which phrase
 *
 * Returns: (transfer full): hands-free talking; nobody attends yet
 */
HearthHandsFree *
hearth_hands_free_new (HearthEngine *engine, HearthCompanion *companion, HearthVoiceClient *client,
                       HearthVoiceSetup *setup, HearthExchange *exchange, GSettings *settings)
{
  HearthHandsFree *self = g_object_new (HEARTH_TYPE_HANDS_FREE, NULL);

  self->engine = g_object_ref (engine);
  self->companion = g_object_ref (companion);
  self->client = g_object_ref (client);
  self->setup = g_object_ref (setup);
  self->exchange = g_object_ref (exchange);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (client, "message", G_CALLBACK (message_cb), self, 0);
  g_signal_connect_object (client, "ended", G_CALLBACK (ended_cb), self, 0);
  g_signal_connect_object (exchange, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (setup, "changed", G_CALLBACK (setup_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::hands-free", G_CALLBACK (settings_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::wake-phrase", G_CALLBACK (settings_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
