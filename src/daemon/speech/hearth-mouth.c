/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mouth.h"

/**
 * HearthMouth:
 *
 * What is said, sentence by sentence in the voice of the settings, one after the other. How a voice
 * is reached (its key, too) is found out for each sentence anew, so that a change of the settings
 * is heard with the next one.
 */
struct _HearthMouth {
  GObject parent_instance;

  HearthVoiceClient *client; /* (owned) */
  HearthVoiceSetup *setup;   /* (owned) */
  GQueue wishes;             /* of Wish, owned: not passed on yet */
  GHashTable *open;          /* (owned) of ids that were passed on and are not over */
  struct _Wish *current;     /* (owned) (nullable) it waits for how its voice is reached */
  gboolean sounding;         /* something was heard since it was last silent */
  guint64 last_id;
};

typedef struct _Wish {
  guint64 id;
  const char *method;
  char *text;
  char *language;   /* (nullable) */
  GVariant *trial;  /* (owned) (nullable) options instead of the settings' */
  gboolean dropped; /* nobody wants it any more */
} Wish;

typedef struct {
  HearthMouth *self; /* (owned) */
  guint64 id;
  gboolean speaks;
} Call;

enum { SOUNDING, SAID, FAILED, CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HearthMouth, hearth_mouth, G_TYPE_OBJECT)

static void work_off (HearthMouth *self);

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_free (wish->text);
  g_free (wish->language);
  g_clear_pointer (&wish->trial, g_variant_unref);
  g_free (wish);
}

static void
set_sounding (HearthMouth *self, gboolean sounding)
{
  if (self->sounding == sounding)
    return;
  self->sounding = sounding;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* What comes next was asked for by whoever heard that this is over. */
static void
look_whether_silent (HearthMouth *self)
{
  if (!hearth_mouth_is_busy (self))
    set_sounding (self, FALSE);
}

static void
fail (HearthMouth *self, guint64 id, const GError *error)
{
  g_hash_table_remove (self->open, &id);
  g_signal_emit (self, signals[FAILED], 0, id, error);
  look_whether_silent (self);
}

static void
called_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      hearth_voice_client_call_finish (HEARTH_VOICE_CLIENT (object), result, &error);

  /* What ended with the process was told already. */
  if (reply == NULL && call->speaks && g_hash_table_contains (call->self->open, &call->id))
    fail (call->self, call->id, error);
  g_object_unref (call->self);
  g_free (call);
}

/* What a trial says comes before what the settings say; its voice was asked for already. */
static GVariant *
merge (GVariant *options, GVariant *trial)
{
  static const char *const names[] = { "rate", "pitch", "volume" };
  GVariantDict dict;
  double value;

  g_variant_dict_init (&dict, options);
  for (guint i = 0; trial != NULL && i < G_N_ELEMENTS (names); i++) {
    if (g_variant_lookup (trial, names[i], "d", &value))
      g_variant_dict_insert (&dict, names[i], "d", value);
  }
  return g_variant_dict_end (&dict);
}

static void
found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthMouth) self = user_data;
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) options =
      hearth_voice_setup_speaking_finish (HEARTH_VOICE_SETUP (object), result, &fds, &error);
  Wish *wish = g_steal_pointer (&self->current);

  if (options == NULL) {
    if (!wish->dropped)
      fail (self, wish->id, error);
  } else if (!wish->dropped) {
    Call *call = g_new0 (Call, 1);

    call->self = g_object_ref (self);
    call->id = wish->id;
    call->speaks = g_str_equal (wish->method, "Speak");
    if (call->speaks)
      g_hash_table_add (self->open, g_memdup2 (&wish->id, sizeof wish->id));
    hearth_voice_client_call_async (self->client, wish->method,
                                    g_variant_new ("(ts@a{sv})", wish->id, wish->text,
                                                   merge (options, wish->trial)),
                                    fds, NULL, called_cb, call);
  }
  wish_free (wish);
  work_off (self);
}

static void
work_off (HearthMouth *self)
{
  Wish *wish;
  const char *voice = NULL;

  if (self->current != NULL || (wish = g_queue_pop_head (&self->wishes)) == NULL)
    return;
  self->current = wish;
  if (wish->trial != NULL)
    g_variant_lookup (wish->trial, "voice", "&s", &voice);
  hearth_voice_setup_speaking_async (self->setup, wish->language, voice, NULL, found_cb,
                                     g_object_ref (self));
}

static guint64
add_wish (HearthMouth *self, const char *method, guint64 id, const char *text, const char *language,
          GVariant *trial)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->id = id;
  wish->method = method;
  wish->text = g_strdup (text);
  wish->language = g_strdup (language);
  wish->trial = trial != NULL ? g_variant_ref (trial) : NULL;
  g_queue_push_tail (&self->wishes, wish);
  work_off (self);
  return id;
}

/**
 * hearth_mouth_say:
 * @self: a mouth
 * @text: a sentence as it is said, see hearth_spoken_form_new(); not ""
 * @language: (nullable): BCP 47
 * @trial: (nullable): `a{sv}`, options of Speech1.Say that go before the settings
 *
 * Says a sentence after those before it. SAID or FAILED follows, never from within this call.
 *
 * Returns: its number
 */
guint64
hearth_mouth_say (HearthMouth *self, const char *text, const char *language, GVariant *trial)
{
  return add_wish (self, "Speak", ++self->last_id, text, language, trial);
}

/**
 * hearth_mouth_prepare:
 * @self: a mouth
 * @text: a sentence as it is said
 * @language: (nullable): BCP 47
 *
 * Makes the sound of a sentence that may be said soon. Nothing tells of it; it is forgotten by
 * hearth_mouth_silence().
 *
 * Returns: its number
 */
guint64
hearth_mouth_prepare (HearthMouth *self, const char *text, const char *language)
{
  return add_wish (self, "Prepare", ++self->last_id, text, language, NULL);
}

/**
 * hearth_mouth_say_prepared:
 * @self: a mouth
 * @id: of hearth_mouth_prepare()
 *
 * Says what was prepared, as hearth_mouth_say() would.
 */
void
hearth_mouth_say_prepared (HearthMouth *self, guint64 id)
{
  /* Text and options are those that it was prepared with. */
  add_wish (self, "Speak", id, "", NULL, NULL);
}

static void
tell_dropped (HearthMouth *self, const Wish *wish)
{
  if (g_str_equal (wish->method, "Speak"))
    g_signal_emit (self, signals[SAID], 0, wish->id, 0);
}

/* What was not passed on yet. */
static void
drop_wishes (HearthMouth *self, guint64 id)
{
  GQueue dropped = G_QUEUE_INIT;
  GList *next;
  Wish *wish;

  for (GList *at = self->wishes.head; at != NULL; at = next) {
    wish = at->data;
    next = at->next;
    if (id == 0 || wish->id == id)
      g_queue_push_tail_link (&dropped, (g_queue_unlink (&self->wishes, at), at));
  }
  if (self->current != NULL && !self->current->dropped && (id == 0 || self->current->id == id)) {
    self->current->dropped = TRUE;
    tell_dropped (self, self->current);
  }
  while ((wish = g_queue_pop_head (&dropped)) != NULL) {
    tell_dropped (self, wish);
    wish_free (wish);
  }
  look_whether_silent (self);
}

/**
 * hearth_mouth_silence:
 * @self: a mouth
 * @id: of a sentence, or 0 for all
 *
 * Stops a sentence and forgets it. It is told as SAID, with what was heard, also from within this
 * call.
 */
void
hearth_mouth_silence (HearthMouth *self, guint64 id)
{
  GVariantBuilder ids;

  drop_wishes (self, id);
  if (!hearth_voice_client_is_running (self->client))
    return;
  g_variant_builder_init (&ids, G_VARIANT_TYPE ("at"));
  if (id != 0)
    g_variant_builder_add (&ids, "t", id);
  hearth_voice_client_call_async (self->client, "Silence", g_variant_new ("(at)", &ids), NULL, NULL,
                                  NULL, NULL);
}

/**
 * hearth_mouth_is_busy:
 * @self: a mouth
 *
 * Returns: whether something is said or will be
 */
gboolean
hearth_mouth_is_busy (HearthMouth *self)
{
  return g_hash_table_size (self->open) > 0 || !g_queue_is_empty (&self->wishes) ||
         (self->current != NULL && !self->current->dropped);
}

/**
 * hearth_mouth_is_sounding:
 * @self: a mouth
 *
 * Returns: whether it speaks: from the first sound until nothing more is to be said
 */
gboolean
hearth_mouth_is_sounding (HearthMouth *self)
{
  return self->sounding;
}

static void
take_failed (HearthMouth *self, GVariant *parameters)
{
  const char *what, *name, *message;
  guint64 id;
  g_autoptr (GError) error = NULL;

  g_variant_get (parameters, "(&st&s&s)", &what, &id, &name, &message);
  if (!g_str_equal (what, "speaking") || !g_hash_table_contains (self->open, &id))
    return;
  error = g_dbus_error_new_for_dbus_error (name, message);
  g_dbus_error_strip_remote_error (error);
  fail (self, id, error);
}

static void
message_cb (HearthVoiceClient *client, const char *name, GVariant *parameters, HearthMouth *self)
{
  guint64 id;
  guint heard = 0;

  if (g_str_equal (name, "Failed") &&
      g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(stss)"))) {
    take_failed (self, parameters);
  } else if (g_str_equal (name, "Speaking") &&
             g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(t)"))) {
    g_variant_get (parameters, "(t)", &id);
    g_signal_emit (self, signals[SOUNDING], 0, id);
    set_sounding (self, TRUE);
  } else if (g_str_equal (name, "Spoken") &&
             g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(tu)"))) {
    g_variant_get (parameters, "(tu)", &id, &heard);
    if (g_hash_table_remove (self->open, &id))
      g_signal_emit (self, signals[SAID], 0, id, heard);
    look_whether_silent (self);
  }
}

static void
ended_cb (HearthVoiceClient *client, const GError *error, HearthMouth *self)
{
  g_autofree gpointer *ids = NULL;
  g_autoptr (GHashTable) open = g_steal_pointer (&self->open);
  guint n = 0;

  self->open = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  ids = g_hash_table_get_keys_as_array (open, &n);
  for (guint i = 0; i < n; i++)
    g_signal_emit (self, signals[FAILED], 0, *(guint64 *) ids[i], error);
  look_whether_silent (self);
}

static void
hearth_mouth_finalize (GObject *object)
{
  HearthMouth *self = HEARTH_MOUTH (object);

  g_queue_clear_full (&self->wishes, wish_free);
  g_hash_table_unref (self->open);
  g_object_unref (self->client);
  g_object_unref (self->setup);
  G_OBJECT_CLASS (hearth_mouth_parent_class)->finalize (object);
}

static void
hearth_mouth_class_init (HearthMouthClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_mouth_finalize;

  /**
   * HearthMouth::sounding:
   * @self: the mouth
   * @id: a sentence whose first sound is heard now
   */
  signals[SOUNDING] = g_signal_new ("sounding", HEARTH_TYPE_MOUTH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
  /**
   * HearthMouth::said:
   * @self: the mouth
   * @id: a sentence that is over
   * @heard: how many of its characters sounded
   */
  signals[SAID] = g_signal_new ("said", HEARTH_TYPE_MOUTH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_UINT64, G_TYPE_UINT);
  /**
   * HearthMouth::failed:
   * @self: the mouth
   * @id: a sentence that is over and was not said
   * @error: a #HearthVoiceError
   */
  signals[FAILED] = g_signal_new ("failed", HEARTH_TYPE_MOUTH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 2, G_TYPE_UINT64, G_TYPE_ERROR);
  /**
   * HearthMouth::changed:
   * @self: the mouth
   *
   * hearth_mouth_is_sounding() is different.
   */
  signals[CHANGED] = g_signal_new ("changed", HEARTH_TYPE_MOUTH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
hearth_mouth_init (HearthMouth *self)
{
  g_queue_init (&self->wishes);
  self->open = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * hearth_mouth_new:
 * @client: hearth-voice
 * @setup: the voices of the settings
 *
 * Returns: (transfer full): a mouth that is silent
 */
HearthMouth *
hearth_mouth_new (HearthVoiceClient *client, HearthVoiceSetup *setup)
{
  HearthMouth *self = g_object_new (HEARTH_TYPE_MOUTH, NULL);

  self->client = g_object_ref (client);
  self->setup = g_object_ref (setup);
  g_signal_connect_object (client, "message", G_CALLBACK (message_cb), self, 0);
  g_signal_connect_object (client, "ended", G_CALLBACK (ended_cb), self, 0);
  return self;
}
