/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-foresight.h"

#include "hearth-sentence-stream.h"
#include "hearth-spoken-form.h"

/* What is understood changes many times a second while somebody speaks: it is looked at once it
 * stayed the same for so long. Milliseconds. */
#define STEADY_MS 50

struct _HearthForesight {
  HearthCompanion *companion; /* (owned) */
  HearthMouth *mouth;         /* (owned) */
  HearthForesightFunc func;
  gpointer user_data;
  guint timer;
  char *text; /* (nullable) what was understood last */
  char *conversation;
  char *language;
  char *question; /* (nullable) the one whose answer was made ready */
  char *sentence; /* its first sentence */
  guint64 id;
};

/**
 * hearth_foresight_clear:
 * @self: a foresight
 *
 * Forgets what was made ready.
 */
void
hearth_foresight_clear (HearthForesight *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->id != 0)
    hearth_mouth_silence (self->mouth, self->id);
  self->id = 0;
  g_clear_pointer (&self->question, g_free);
  g_clear_pointer (&self->sentence, g_free);
  g_clear_pointer (&self->text, g_free);
}

/* The first sentence as it is said, or NULL. */
static HearthSpokenForm *
make_first (const char *answer, const char *language)
{
  g_autoptr (HearthSentenceStream) stream = hearth_sentence_stream_new ();
  g_autofree char *piece = NULL;
  g_autoptr (HearthSpokenForm) form = NULL;

  hearth_sentence_stream_push (stream, answer);
  hearth_sentence_stream_end (stream);
  piece = hearth_sentence_stream_pop (stream, NULL);
  form = piece != NULL ? hearth_spoken_form_new (piece, language) : NULL;
  return form != NULL && *hearth_spoken_form_get_text (form) != '\0' ? g_steal_pointer (&form)
                                                                     : NULL;
}

static void
prepare (HearthForesight *self, const HearthSpokenForm *form)
{
  const char *sentence = hearth_spoken_form_get_text (form);

  g_free (self->question);
  self->question = g_strdup (self->text);
  /* Another question may have the same answer. */
  if (g_strcmp0 (sentence, self->sentence) == 0)
    return;
  if (self->id != 0)
    hearth_mouth_silence (self->mouth, self->id);
  g_free (self->sentence);
  self->sentence = g_strdup (sentence);
  self->id = hearth_mouth_prepare (self->mouth, sentence, hearth_spoken_form_get_language (form));
}

static gboolean
steady_cb (gpointer user_data)
{
  HearthForesight *self = user_data;
  g_autofree char *answer =
      hearth_companion_foresee (self->companion, self->conversation, self->text);
  g_autoptr (HearthSpokenForm) form = answer != NULL ? make_first (answer, self->language) : NULL;

  self->timer = 0;
  if (form == NULL)
    return G_SOURCE_REMOVE;
  prepare (self, form);
  self->func (TRUE, self->user_data);
  return G_SOURCE_REMOVE;
}

/**
 * hearth_foresight_look:
 * @self: a foresight
 * @conversation: in which it is being asked, or ""
 * @language: (nullable): the code of the language that is spoken
 * @text: what was understood until now
 *
 * Makes the answer ready if this stays the same for a moment and is a question that can be answered
 * at once; the listener is told so.
 */
void
hearth_foresight_look (HearthForesight *self, const char *conversation, const char *language,
                       const char *text)
{
  if (g_strcmp0 (text, self->text) == 0)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_free (self->text);
  self->text = g_strdup (text);
  g_free (self->conversation);
  self->conversation = g_strdup (conversation);
  g_free (self->language);
  self->language = g_strdup (language);
  if (*text != '\0')
    self->timer = g_timeout_add (STEADY_MS, steady_cb, self);
}

/**
 * hearth_foresight_use:
 * @self: a foresight
 * @text: the question that was asked
 * @reader: who reads the answer
 *
 * Hands over what was made ready, if it is for this question; otherwise it is forgotten.
 */
void
hearth_foresight_use (HearthForesight *self, const char *text, HearthReader *reader)
{
  if (self->id != 0 && g_strcmp0 (text, self->question) == 0) {
    hearth_reader_use_prepared (reader, self->sentence, self->id);
    self->id = 0;
  }
  hearth_foresight_clear (self);
}

/**
 * hearth_foresight_free:
 * @self: (nullable) (transfer full): a foresight
 */
void
hearth_foresight_free (HearthForesight *self)
{
  if (self == NULL)
    return;
  hearth_foresight_clear (self);
  g_free (self->conversation);
  g_free (self->language);
  g_object_unref (self->companion);
  g_object_unref (self->mouth);
  g_free (self);
}

/**
 * hearth_foresight_new:
 * @companion: who is asked
 * @mouth: what makes sentences ready
 * @func: told when what was understood is a whole question
 * @user_data: for @func
 *
 * Returns: (transfer full): a foresight
 */
HearthForesight *
hearth_foresight_new (HearthCompanion *companion, HearthMouth *mouth, HearthForesightFunc func,
                      gpointer user_data)
{
  HearthForesight *self = g_new0 (HearthForesight, 1);

  self->companion = g_object_ref (companion);
  self->mouth = g_object_ref (mouth);
  self->func = func;
  self->user_data = user_data;
  return self;
}
