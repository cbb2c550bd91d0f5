/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-keeper.h"

#include "hearth-letter-call.h"
#include "hearth-letter-face.h"
#include "hearth-store-letters.h"

/**
 * HearthLetterKeeper:
 *
 * Brings one letter into the store, and goes on until all of it is there, also when its page shows
 * another one by then.
 */
struct _HearthLetterKeeper {
  GObject parent_instance;

  HearthClient *client; /* (owned) */
  gint64 id;            /* or 0 */
  gboolean beginning;   /* its row is being made */
  GVariant *waiting;    /* (owned) (nullable): what is saved once it has one */
  gboolean keep;
  guint n_calls; /* that are on their way */
};

G_DEFINE_FINAL_TYPE (HearthLetterKeeper, hearth_letter_keeper, G_TYPE_OBJECT)

enum { KEPT, CHANGED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Takes what a call was begun with. */
static GVariant *
finish (HearthLetterKeeper *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  GVariant *reply = hearth_letter_call_finish (self->client, result, &error);

  self->n_calls--;
  if (reply == NULL) {
    g_autofree char *message = hearth_client_dup_message (error);

    g_signal_emit (self, signals[FAILED], 0, message);
  }
  return reply;
}

static GVariant *
make_fields (const HearthLetter *letter, gboolean with_text)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "sender", "s", letter->sender);
  g_variant_dict_insert (&dict, "recipient", "s", letter->recipient);
  g_variant_dict_insert (&dict, "address", "s", letter->address);
  g_variant_dict_insert (&dict, "title", "s", letter->title);
  g_variant_dict_insert (&dict, "date", "s", letter->date);
  g_variant_dict_insert (&dict, "paper", "s", letter->paper);
  g_variant_dict_insert (&dict, "pen", "s", letter->pen);
  g_variant_dict_insert (&dict, "face", "s", letter->face);
  if (with_text)
    g_variant_dict_insert (&dict, "text", "s", letter->text);
  return g_variant_dict_end (&dict);
}

static void save (HearthLetterKeeper *self, GVariant *fields, gboolean keep);

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthLetterKeeper) self = user_data;
  g_autoptr (GVariant) reply = finish (self, result);
  g_autoptr (GVariant) waiting = g_steal_pointer (&self->waiting);

  self->beginning = FALSE;
  if (reply == NULL)
    return;
  if (self->id == 0)
    g_variant_get (reply, "(x)", &self->id);
  if (waiting != NULL)
    save (self, waiting, self->keep);
  g_signal_emit (self, signals[KEPT], 0);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthLetterKeeper) self = user_data;
  g_autoptr (GVariant) reply = finish (self, result);

  if (reply != NULL)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
call (HearthLetterKeeper *self, const char *method, GVariant *parameters,
      GAsyncReadyCallback callback)
{
  self->n_calls++;
  hearth_letter_call_async (self->client, method, parameters, callback, g_object_ref (self));
}

static void
hearth_letter_keeper_finalize (GObject *object)
{
  HearthLetterKeeper *self = HEARTH_LETTER_KEEPER (object);

  g_clear_pointer (&self->waiting, g_variant_unref);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_letter_keeper_parent_class)->finalize (object);
}

static void
hearth_letter_keeper_class_init (HearthLetterKeeperClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hearth_letter_keeper_finalize;
  /**
   * HearthLetterKeeper::kept:
   *
   * What was saved is in the store, and the letter has a row.
   */
  signals[KEPT] =
      g_signal_new ("kept", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthLetterKeeper::changed:
   *
   * The letter says something else in the store.
   */
  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthLetterKeeper::failed:
   * @message: why, a sentence
   */
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hearth_letter_keeper_init (HearthLetterKeeper *self)
{
}

/**
 * hearth_letter_keeper_new:
 * @client: the panel's client
 * @id: the row of a letter, or 0 for one that is in no store yet
 *
 * Returns: (transfer full): what keeps it
 */
HearthLetterKeeper *
hearth_letter_keeper_new (HearthClient *client, gint64 id)
{
  HearthLetterKeeper *self = g_object_new (HEARTH_TYPE_LETTER_KEEPER, NULL);

  self->client = g_object_ref (client);
  self->id = id;
  return self;
}

/**
 * hearth_letter_keeper_begin:
 * @db: a database
 * @error: return location for a #HearthStoreError
 *
 * Returns: (transfer full) (nullable): a letter of today that is in no store yet, with the sender
 *   of the last one
 */
HearthLetter *
hearth_letter_keeper_begin (HearthDatabase *db, GError **error)
{
  char *sender = hearth_store_letters_dup_sender (db, error);
  HearthLetter *letter;

  if (sender == NULL)
    return NULL;
  letter = hearth_letter_begin ();
  g_free (letter->sender);
  letter->sender = sender;
  return letter;
}

/**
 * hearth_letter_keeper_get_id:
 * @self: a keeper
 *
 * Returns: the letter's row, or 0 as long as it has none
 */
gint64
hearth_letter_keeper_get_id (HearthLetterKeeper *self)
{
  return self->id;
}

/**
 * hearth_letter_keeper_is_busy:
 * @self: a keeper
 *
 * Returns: whether something is on its way
 */
gboolean
hearth_letter_keeper_is_busy (HearthLetterKeeper *self)
{
  return self->n_calls > 0;
}

/* As long as it has no row, only what was saved last waits for one. */
static void
save (HearthLetterKeeper *self, GVariant *fields, gboolean keep)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (fields);

  if (self->beginning) {
    g_clear_pointer (&self->waiting, g_variant_unref);
    self->waiting = g_steal_pointer (&sunk);
    self->keep = keep;
    return;
  }
  self->beginning = self->id == 0;
  call (self, "SaveLetter", g_variant_new ("(x@a{sv}b)", self->id, sunk, keep), saved_cb);
}

/**
 * hearth_letter_keeper_save:
 * @self: a keeper
 * @letter: the letter, whose row does not count
 * @with_text: whether its text is saved, too
 * @keep: whether the owner saves it on purpose
 *
 * Saves what the letter says. "kept" or "failed" tells what came of it.
 */
void
hearth_letter_keeper_save (HearthLetterKeeper *self, const HearthLetter *letter, gboolean with_text,
                           gboolean keep)
{
  save (self, make_fields (letter, with_text), keep);
}

/**
 * hearth_letter_keeper_step:
 * @self: a keeper
 * @again: whether to what was taken back
 *
 * Lets the letter say what it said before, also days ago. "changed" or "failed" tells what came of
 * it.
 */
void
hearth_letter_keeper_step (HearthLetterKeeper *self, gboolean again)
{
  if (self->id != 0)
    call (self, "StepLetter", g_variant_new ("(xb)", self->id, again), changed_cb);
}

/**
 * hearth_letter_keeper_restore:
 * @self: a keeper
 * @version: a version of its letter
 *
 * Lets the letter say again what it said then. "changed" or "failed" tells what came of it.
 */
void
hearth_letter_keeper_restore (HearthLetterKeeper *self, gint64 version)
{
  if (self->id != 0)
    call (self, "RestoreVersion", g_variant_new ("(xx)", self->id, version), changed_cb);
}
