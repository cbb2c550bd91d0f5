/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-typed-answer.h"

#include "hearth-locale.h"
#include "hearth-reader.h"

#define MAX_BEGUN 256

/**
 * HearthTypedAnswer:
 *
 * Answers to what was typed are said, too, where the owner wants that: the newest one, while it is
 * still being written. What is asked by ear is said by the exchange.
 */
struct _HearthTypedAnswer {
  GObject parent_instance;

  HearthExchange *exchange; /* (owned) */
  GSettings *settings;      /* (owned) */
  gint64 turn;              /* of the newest answer */
  GHashTable *begun;        /* (owned) (element-type gint64) of those whose first event came */
  HearthReader *reader;     /* (owned) (nullable) where it is said */
};

G_DEFINE_FINAL_TYPE (HearthTypedAnswer, hearth_typed_answer, G_TYPE_OBJECT)

static void
begin (HearthTypedAnswer *self, gint64 turn)
{
  self->turn = turn;
  if (self->reader != NULL)
    hearth_reader_stop (self->reader);
  g_clear_object (&self->reader);
  if (g_settings_get_boolean (self->settings, "voice-answers") &&
      !hearth_exchange_is_going_on (self->exchange))
    self->reader = hearth_reader_new (hearth_exchange_get_mouth (self->exchange),
                                      hearth_locale_get_language (), NULL);
}

static void
answering_cb (HearthTypedAnswer *self, gint64 turn, const HearthAnswerEvent *event)
{
  /* Several may be answered at once; numbers of private ones are in no order with the others. */
  if (g_hash_table_size (self->begun) >= MAX_BEGUN)
    g_hash_table_remove_all (self->begun);
  if (turn != self->turn && g_hash_table_add (self->begun, g_memdup2 (&turn, sizeof turn)))
    begin (self, turn);
  if (turn != self->turn || self->reader == NULL)
    return;
  if (event->kind == HEARTH_ANSWER_TEXT)
    hearth_reader_push (self->reader, event->text);
  else if (event->kind == HEARTH_ANSWER_END || event->kind == HEARTH_ANSWER_ERROR)
    hearth_reader_end (self->reader);
}

static void
hearth_typed_answer_dispose (GObject *object)
{
  HearthTypedAnswer *self = HEARTH_TYPED_ANSWER (object);

  if (self->reader != NULL)
    hearth_reader_stop (self->reader);
  g_clear_object (&self->reader);
  g_clear_object (&self->exchange);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->begun, g_hash_table_unref);
  G_OBJECT_CLASS (hearth_typed_answer_parent_class)->dispose (object);
}

static void
hearth_typed_answer_class_init (HearthTypedAnswerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_typed_answer_dispose;
}

static void
hearth_typed_answer_init (HearthTypedAnswer *self)
{
  self->begun = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * hearth_typed_answer_new:
 * @companion: whose answers are said
 * @exchange: talking by ear
 * @settings: whether they are
 *
 * Returns: (transfer full): what says them
 */
HearthTypedAnswer *
hearth_typed_answer_new (HearthCompanion *companion, HearthExchange *exchange, GSettings *settings)
{
  HearthTypedAnswer *self = g_object_new (HEARTH_TYPE_TYPED_ANSWER, NULL);

  self->exchange = g_object_ref (exchange);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (companion, "answering", G_CALLBACK (answering_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
