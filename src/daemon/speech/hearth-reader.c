/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-reader.h"

#include "hearth-sentence-stream.h"
#include "hearth-spoken-form.h"

/* So many sentences are passed on before they are said: enough that there is no gap, and few enough
 * that "slower" is heard soon. */
#define AHEAD 2
/* A service that has not written for so long is thinking, or looks something up. */
#define PAUSE_MS 100

/**
 * HearthReader:
 *
 * Reads one answer aloud while it is still being written, knows how much of it was heard, and goes
 * on from there after it was interrupted.
 */
struct _HearthReader {
  GObject parent_instance;

  HearthMouth *mouth; /* (owned) */
  char *language;     /* (owned) (nullable) */
  GVariant *trial;    /* (owned) (nullable) */
  HearthSentenceStream *stream;
  guint pause;          /* the timer that finds a pause */
  GPtrArray *sentences; /* (owned) of Sentence */
  guint first;          /* the first that was not heard to its end */
  guint next;           /* the first that was not passed on */
  gboolean complete;    /* the answer is all there */
  gboolean cut;         /* it was interrupted, and waits */
  gboolean sounding;
  gboolean done;
  char *prepared; /* (owned) (nullable) a sentence whose sound there is already */
  guint64 prepared_id;
};

typedef struct {
  HearthSpokenForm *form;
  gsize start;
  guint64 id;
  guint heard;
} Sentence;

enum { SOUNDING, CUT, DONE, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HearthReader, hearth_reader, G_TYPE_OBJECT)

static void
sentence_free (gpointer data)
{
  Sentence *sentence = data;

  hearth_spoken_form_free (sentence->form);
  g_free (sentence);
}

static Sentence *
get_sentence (HearthReader *self, guint i)
{
  return g_ptr_array_index (self->sentences, i);
}

static void
finish (HearthReader *self)
{
  if (self->done)
    return;
  self->done = TRUE;
  self->sounding = FALSE;
  g_signal_emit (self, signals[DONE], 0);
}

static void
pass_on (HearthReader *self, Sentence *sentence)
{
  const char *text = hearth_spoken_form_get_text (sentence->form);

  if (self->prepared != NULL && g_str_equal (self->prepared, text)) {
    sentence->id = self->prepared_id;
    hearth_mouth_say_prepared (self->mouth, sentence->id);
    g_clear_pointer (&self->prepared, g_free);
    return;
  }
  sentence->id = hearth_mouth_say (self->mouth, text,
                                   hearth_spoken_form_get_language (sentence->form), self->trial);
}

static void
go_on (HearthReader *self)
{
  if (self->cut || self->done)
    return;
  while (self->next < self->sentences->len && self->next - self->first < AHEAD) {
    Sentence *sentence = get_sentence (self, self->next++);

    /* A rule, or a picture: there is nothing to say. */
    if (*hearth_spoken_form_get_text (sentence->form) != '\0')
      pass_on (self, sentence);
    else if (self->first == self->next - 1)
      self->first++;
  }
  if (self->complete && self->first >= self->sentences->len)
    finish (self);
}

/* What cannot be said is skipped once its turn comes. */
static void
step_over_silent (HearthReader *self)
{
  while (self->first < self->next &&
         *hearth_spoken_form_get_text (get_sentence (self, self->first)->form) == '\0')
    self->first++;
}

static void
take_sentences (HearthReader *self)
{
  gsize start;
  char *piece;

  while ((piece = hearth_sentence_stream_pop (self->stream, &start)) != NULL) {
    Sentence *sentence = g_new0 (Sentence, 1);

    sentence->form = hearth_spoken_form_new (piece, self->language);
    sentence->start = start;
    g_ptr_array_add (self->sentences, sentence);
    g_free (piece);
  }
  go_on (self);
}

static gboolean
pause_cb (gpointer user_data)
{
  HearthReader *self = user_data;

  self->pause = 0;
  /* It may be let go of while it speaks. */
  g_object_ref (self);
  hearth_sentence_stream_pause (self->stream);
  take_sentences (self);
  g_object_unref (self);
  return G_SOURCE_REMOVE;
}

/**
 * hearth_reader_push:
 * @self: a reader
 * @text: more of the answer, Markdown
 *
 * Says what is whole of it.
 */
void
hearth_reader_push (HearthReader *self, const char *text)
{
  hearth_sentence_stream_push (self->stream, text);
  g_clear_handle_id (&self->pause, g_source_remove);
  if (!self->done)
    self->pause = g_timeout_add (PAUSE_MS, pause_cb, self);
  take_sentences (self);
}

/**
 * hearth_reader_end:
 * @self: a reader
 *
 * The answer is all there. DONE follows, also from within this call.
 */
void
hearth_reader_end (HearthReader *self)
{
  self->complete = TRUE;
  g_clear_handle_id (&self->pause, g_source_remove);
  hearth_sentence_stream_end (self->stream);
  take_sentences (self);
}

/**
 * hearth_reader_use_prepared:
 * @self: a reader
 * @text: a sentence as it is said
 * @id: its number, from hearth_mouth_prepare()
 *
 * Where the answer has this sentence, its sound is used. The reader takes care of it.
 */
void
hearth_reader_use_prepared (HearthReader *self, const char *text, guint64 id)
{
  if (self->prepared != NULL)
    hearth_mouth_silence (self->mouth, self->prepared_id);
  g_free (self->prepared);
  self->prepared = g_strdup (text);
  self->prepared_id = id;
}

/**
 * hearth_reader_resume:
 * @self: a reader
 *
 * Goes on after it was interrupted, with the sentence that was not heard to its end.
 */
void
hearth_reader_resume (HearthReader *self)
{
  if (!self->cut || self->done)
    return;
  self->cut = FALSE;
  self->next = self->first;
  go_on (self);
}

/* Nothing that was passed on counts any more. */
static void
take_back (HearthReader *self)
{
  for (guint i = self->first; i < self->next; i++) {
    Sentence *sentence = get_sentence (self, i);

    guint64 id = sentence->id;

    /* What is told of it then is about nothing. */
    sentence->id = 0;
    if (id != 0)
      hearth_mouth_silence (self->mouth, id);
  }
  self->next = self->first;
  self->sounding = FALSE;
}

/**
 * hearth_reader_restart:
 * @self: a reader
 *
 * Reads the answer from its beginning.
 */
void
hearth_reader_restart (HearthReader *self)
{
  take_back (self);
  self->first = self->next = 0;
  self->cut = self->done = FALSE;
  go_on (self);
}

/**
 * hearth_reader_skip:
 * @self: a reader
 *
 * Goes on with the next sentence.
 */
void
hearth_reader_skip (HearthReader *self)
{
  take_back (self);
  if (self->first < self->sentences->len)
    self->next = ++self->first;
  self->cut = FALSE;
  go_on (self);
}

/**
 * hearth_reader_stop:
 * @self: a reader
 *
 * Falls silent for good; no signal follows.
 */
void
hearth_reader_stop (HearthReader *self)
{
  self->done = TRUE;
  g_clear_handle_id (&self->pause, g_source_remove);
  take_back (self);
  if (self->prepared != NULL)
    hearth_mouth_silence (self->mouth, self->prepared_id);
  g_clear_pointer (&self->prepared, g_free);
}

/**
 * hearth_reader_is_done:
 * @self: a reader
 *
 * Returns: whether nothing more is said
 */
gboolean
hearth_reader_is_done (HearthReader *self)
{
  return self->done;
}

/**
 * hearth_reader_is_about_to_speak:
 * @self: a reader
 *
 * Returns: whether there is more to say, and nothing stands against it
 */
gboolean
hearth_reader_is_about_to_speak (HearthReader *self)
{
  return !self->done && !self->cut;
}

/**
 * hearth_reader_get_heard:
 * @self: a reader
 *
 * Returns: how many characters of the answer were heard, up to the end of a word; %G_MAXSIZE where
 *   all were
 */
gsize
hearth_reader_get_heard (HearthReader *self)
{
  const Sentence *sentence;

  if (self->first >= self->sentences->len)
    return self->complete ? G_MAXSIZE : 0;
  sentence = get_sentence (self, self->first);
  return sentence->start + hearth_spoken_form_get_heard (sentence->form, sentence->heard);
}

/* Returns the number of the sentences where it is not one of these. */
static guint
find_sentence (HearthReader *self, guint64 id)
{
  guint i = self->first;

  while (i < self->next && get_sentence (self, i)->id != id)
    i++;
  return i < self->next ? i : self->sentences->len;
}

static void
sounding_cb (HearthMouth *mouth, guint64 id, HearthReader *self)
{
  if (self->done || find_sentence (self, id) == self->sentences->len || self->sounding)
    return;
  self->sounding = TRUE;
  g_signal_emit (self, signals[SOUNDING], 0);
}

static void
said_cb (HearthMouth *mouth, guint64 id, guint heard, HearthReader *self)
{
  guint i = find_sentence (self, id);
  Sentence *sentence;
  gboolean whole;

  if (i == self->sentences->len || self->done)
    return;
  sentence = get_sentence (self, i);
  sentence->id = 0;
  whole = heard >= g_utf8_strlen (hearth_spoken_form_get_text (sentence->form), -1);
  if (whole && i == self->first) {
    self->first++;
    step_over_silent (self);
    go_on (self);
    return;
  }
  if (i == self->first)
    sentence->heard = heard;
  if (self->cut)
    return;
  self->cut = TRUE;
  self->sounding = FALSE;
  g_signal_emit (self, signals[CUT], 0);
}

static void
failed_cb (HearthMouth *mouth, guint64 id, const GError *error, HearthReader *self)
{
  if (self->done || find_sentence (self, id) == self->sentences->len)
    return;
  take_back (self);
  self->done = TRUE;
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
hearth_reader_finalize (GObject *object)
{
  HearthReader *self = HEARTH_READER (object);

  g_clear_handle_id (&self->pause, g_source_remove);
  g_object_unref (self->mouth);
  g_free (self->language);
  g_clear_pointer (&self->trial, g_variant_unref);
  g_free (self->prepared);
  hearth_sentence_stream_free (self->stream);
  g_ptr_array_unref (self->sentences);
  G_OBJECT_CLASS (hearth_reader_parent_class)->finalize (object);
}

static void
hearth_reader_class_init (HearthReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_reader_finalize;

  /**
   * HearthReader::sounding:
   * @self: the reader
   *
   * Its first sound is heard, or the first after it was interrupted.
   */
  signals[SOUNDING] = g_signal_new ("sounding", HEARTH_TYPE_READER, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthReader::cut:
   * @self: the reader
   *
   * It was interrupted, and waits for hearth_reader_resume() or another.
   */
  signals[CUT] = g_signal_new ("cut", HEARTH_TYPE_READER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);
  /**
   * HearthReader::done:
   * @self: the reader
   *
   * All of the answer was said.
   */
  signals[DONE] = g_signal_new ("done", HEARTH_TYPE_READER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  /**
   * HearthReader::failed:
   * @self: the reader
   * @error: a #HearthVoiceError
   *
   * It cannot be said, and ends.
   */
  signals[FAILED] = g_signal_new ("failed", HEARTH_TYPE_READER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
hearth_reader_init (HearthReader *self)
{
  self->stream = hearth_sentence_stream_new ();
  self->sentences = g_ptr_array_new_with_free_func (sentence_free);
}

/**
 * hearth_reader_new:
 * @mouth: what says it
 * @language: (nullable): the code of the language of an answer whose words do not say so
 * @trial: (nullable): `a{sv}`, see hearth_mouth_say()
 *
 * Returns: (transfer full): a reader of one answer
 */
HearthReader *
hearth_reader_new (HearthMouth *mouth, const char *language, GVariant *trial)
{
  HearthReader *self = g_object_new (HEARTH_TYPE_READER, NULL);

  self->mouth = g_object_ref (mouth);
  self->language = g_strdup (language);
  self->trial = trial != NULL ? g_variant_ref (trial) : NULL;
  g_signal_connect_object (mouth, "sounding", G_CALLBACK (sounding_cb), self, 0);
  g_signal_connect_object (mouth, "said", G_CALLBACK (said_cb), self, 0);
  g_signal_connect_object (mouth, "failed", G_CALLBACK (failed_cb), self, 0);
  return self;
}
