/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-marks.h"

#include "hearth-proofreader.h"

#include <string.h>

/* What the proofreader says of the letter that is being written. It reads on the thread that reads
 * the store, after each pause; what was changed meanwhile is read again. */

#define PAUSE_MS 500
#define MAX_SUGGESTIONS 6

/* What a letter is held against; only the reading thread looks into it. */
typedef struct {
  HearthProofreader *proofreader; /* (owned) (nullable) */
  char *key;                      /* (owned) (nullable): what it was made for */
} Desk;

/**
 * HearthLetterMarks:
 *
 * The marks of the proofreader in the text of a letter, made anew when the owner pauses.
 */
struct _HearthLetterMarks {
  GObject parent_instance;

  HearthClient *client;      /* (owned) */
  GtkTextBuffer *buffer;     /* (owned) */
  HearthLetter *letter;      /* (owned) (nullable) */
  Desk *desk;                /* (owned) counted by references */
  GPtrArray *marks;          /* (owned) (element-type HearthLetterMark), in their order */
  GHashTable *dismissed;     /* (owned): keys of marks that went while the letter is open */
  GCancellable *cancellable; /* (owned) of the reading that is under way */
  guint generation;          /* of what it is held against */
  guint serial;              /* of the text */
  guint timer;
};

G_DEFINE_FINAL_TYPE (HearthLetterMarks, hearth_letter_marks, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

typedef struct {
  Desk *desk;           /* (owned) */
  HearthLetter *letter; /* (owned) */
  guint generation;
  guint serial;
} Check;

typedef struct {
  GPtrArray *marks; /* (owned) (element-type HearthProofMark) */
  guint serial;
} Found;

/* Words that could be meant. */
typedef struct {
  HearthLetterMarks *marks; /* (owned) */
  Desk *desk;               /* (owned) */
  char *word;               /* (owned) */
} Question;

static void
clear_desk (gpointer data)
{
  Desk *desk = data;

  g_clear_pointer (&desk->proofreader, hearth_proofreader_free);
  g_clear_pointer (&desk->key, g_free);
}

static void
desk_unref (Desk *desk)
{
  g_atomic_rc_box_release_full (desk, clear_desk);
}

static void
check_free (gpointer data)
{
  Check *check = data;

  desk_unref (check->desk);
  hearth_letter_free (check->letter);
  g_free (check);
}

static void
found_free (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->marks, g_ptr_array_unref);
  g_free (found);
}

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->marks);
  desk_unref (question->desk);
  g_free (question->word);
  g_free (question);
}

static HearthLetterMark *
mark_new (HearthLetterMarks *self, HearthProofMark *proof)
{
  HearthLetterMark *mark = g_new0 (HearthLetterMark, 1);
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, (int) proof->start);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, (int) proof->end);
  mark->proof = proof;
  mark->start = g_object_ref (gtk_text_buffer_create_mark (self->buffer, NULL, &start, FALSE));
  mark->end = g_object_ref (gtk_text_buffer_create_mark (self->buffer, NULL, &end, TRUE));
  mark->text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  return mark;
}

static void
free_text_mark (GtkTextMark *mark)
{
  GtkTextBuffer *buffer = gtk_text_mark_get_buffer (mark);

  if (buffer != NULL)
    gtk_text_buffer_delete_mark (buffer, mark);
  g_object_unref (mark);
}

static void
mark_free (gpointer data)
{
  HearthLetterMark *mark = data;

  free_text_mark (mark->start);
  free_text_mark (mark->end);
  hearth_proof_mark_free (mark->proof);
  g_free (mark->text);
  g_free (mark);
}

static char *
dup_text (HearthLetterMarks *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

/* A dictionary is opened when the letter's language turns out to be another, not at each pause. */
static gboolean
prepare (Desk *desk, const Check *check, HearthDatabase *db, GError **error)
{
  const char *language = hearth_letter_get_language (check->letter);
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT "\n%u\n%s\n%s\n%s", check->letter->id,
                                          check->generation, language != NULL ? language : "",
                                          check->letter->recipient, check->letter->date);

  if (g_strcmp0 (key, desk->key) == 0)
    return TRUE;
  clear_desk (desk);
  desk->proofreader = hearth_proofreader_new (db, check->letter, error);
  if (desk->proofreader == NULL)
    return FALSE;
  desk->key = g_steal_pointer (&key);
  return TRUE;
}

static gpointer
check_in_worker (HearthDatabase *db, gpointer data, GError **error)
{
  const Check *check = data;
  Found *found;

  if (!prepare (check->desk, check, db, error))
    return NULL;
  found = g_new0 (Found, 1);
  found->marks = hearth_proofreader_check (check->desk->proofreader, check->letter->text);
  found->serial = check->serial;
  return found;
}

static void
place (HearthLetterMarks *self, GPtrArray *found)
{
  g_ptr_array_set_size (self->marks, 0);
  g_ptr_array_set_free_func (found, NULL);
  for (guint i = 0; i < found->len; i++) {
    HearthProofMark *proof = g_ptr_array_index (found, i);

    if (g_hash_table_contains (self->dismissed, proof->key))
      hearth_proof_mark_free (proof);
    else
      g_ptr_array_add (self->marks, mark_new (self, proof));
  }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthLetterMarks) self = user_data;
  g_autoptr (GError) error = NULL;
  Found *found = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (found == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_debug ("letter is not proofread: %s", error->message);
    return;
  }
  if (found->serial == self->serial)
    place (self, found->marks);
  found_free (found);
}

/**
 * hearth_letter_marks_check:
 * @self: marks
 *
 * Reads the letter now.
 */
void
hearth_letter_marks_check (HearthLetterMarks *self)
{
  Check *check;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->letter == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  check = g_new0 (Check, 1);
  check->desk = g_atomic_rc_box_acquire (self->desk);
  check->letter = hearth_letter_copy (self->letter);
  g_free (check->letter->text);
  check->letter->text = dup_text (self);
  check->generation = self->generation;
  check->serial = self->serial;
  hearth_client_read_async (self->client, check_in_worker, check, check_free, found_free,
                            self->cancellable, checked_cb, g_object_ref (self));
}

static gboolean
timer_cb (gpointer user_data)
{
  HearthLetterMarks *self = user_data;

  self->timer = 0;
  hearth_letter_marks_check (self);
  return G_SOURCE_REMOVE;
}

/* Whether what it is about stands there still. Only what is at the cursor can have changed. */
static gboolean
holds (HearthLetterMarks *self, const HearthLetterMark *mark, const GtkTextIter *cursor)
{
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  hearth_letter_marks_get_place (self, mark, &start, &end);
  if (gtk_text_iter_compare (&start, &end) >= 0)
    return FALSE;
  if (gtk_text_iter_compare (cursor, &start) < 0 || gtk_text_iter_compare (cursor, &end) > 0)
    return TRUE;
  text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  return g_str_equal (text, mark->text);
}

static void
buffer_cb (HearthLetterMarks *self)
{
  GtkTextIter cursor;
  gboolean gone = FALSE;

  self->serial++;
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (PAUSE_MS, timer_cb, self);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor,
                                    gtk_text_buffer_get_insert (self->buffer));
  for (guint i = self->marks->len; i > 0; i--) {
    if (!holds (self, g_ptr_array_index (self->marks, i - 1), &cursor)) {
      g_ptr_array_remove_index (self->marks, i - 1);
      gone = TRUE;
    }
  }
  if (gone)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
hearth_letter_marks_dispose (GObject *object)
{
  HearthLetterMarks *self = HEARTH_LETTER_MARKS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->buffer != NULL)
    g_signal_handlers_disconnect_by_data (self->buffer, self);
  g_ptr_array_set_size (self->marks, 0);
  g_clear_object (&self->buffer);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_letter_marks_parent_class)->dispose (object);
}

static void
hearth_letter_marks_finalize (GObject *object)
{
  HearthLetterMarks *self = HEARTH_LETTER_MARKS (object);

  g_clear_pointer (&self->letter, hearth_letter_free);
  g_ptr_array_unref (self->marks);
  g_hash_table_unref (self->dismissed);
  g_object_unref (self->cancellable);
  desk_unref (self->desk);
  G_OBJECT_CLASS (hearth_letter_marks_parent_class)->finalize (object);
}

static void
hearth_letter_marks_class_init (HearthLetterMarksClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_letter_marks_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_letter_marks_finalize;
  /**
   * HearthLetterMarks::changed:
   *
   * There are others, or one says more.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_letter_marks_init (HearthLetterMarks *self)
{
  self->marks = g_ptr_array_new_with_free_func (mark_free);
  self->dismissed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  self->desk = g_atomic_rc_box_new0 (Desk);
}

/**
 * hearth_letter_marks_new:
 * @client: the panel's client
 * @buffer: what is written
 *
 * Returns: (transfer full): the marks of what is written
 */
HearthLetterMarks *
hearth_letter_marks_new (HearthClient *client, GtkTextBuffer *buffer)
{
  HearthLetterMarks *self = g_object_new (HEARTH_TYPE_LETTER_MARKS, NULL);

  self->client = g_object_ref (client);
  self->buffer = g_object_ref (buffer);
  g_signal_connect_swapped (buffer, "changed", G_CALLBACK (buffer_cb), self);
  return self;
}

/**
 * hearth_letter_marks_set_letter:
 * @self: marks
 * @letter: (nullable): whose text is in the buffer; %NULL while it is none
 *
 * Says which letter it is, and reads it after a pause. Marks of another letter go.
 */
void
hearth_letter_marks_set_letter (HearthLetterMarks *self, const HearthLetter *letter)
{
  gboolean same = letter != NULL && self->letter != NULL && letter->id == self->letter->id;

  g_clear_pointer (&self->letter, hearth_letter_free);
  self->letter = letter != NULL ? hearth_letter_copy (letter) : NULL;
  if (!same) {
    self->generation++;
    g_hash_table_remove_all (self->dismissed);
    g_ptr_array_set_size (self->marks, 0);
    g_signal_emit (self, signals[CHANGED], 0);
  }
  if (letter != NULL && self->timer == 0)
    self->timer = g_timeout_add (PAUSE_MS, timer_cb, self);
}

/**
 * hearth_letter_marks_get_n:
 * @self: marks
 *
 * Returns: how many there are
 */
guint
hearth_letter_marks_get_n (HearthLetterMarks *self)
{
  return self->marks->len;
}

/**
 * hearth_letter_marks_get:
 * @self: marks
 * @n: below hearth_letter_marks_get_n()
 *
 * Returns: (transfer none): one of them, in their order
 */
const HearthLetterMark *
hearth_letter_marks_get (HearthLetterMarks *self, guint n)
{
  return g_ptr_array_index (self->marks, n);
}

/**
 * hearth_letter_marks_get_place:
 * @self: marks
 * @mark: one of them
 * @start: (out caller-allocates): where it begins
 * @end: (out caller-allocates): where it ends
 */
void
hearth_letter_marks_get_place (HearthLetterMarks *self, const HearthLetterMark *mark,
                               GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_mark (self->buffer, start, mark->start);
  gtk_text_buffer_get_iter_at_mark (self->buffer, end, mark->end);
}

/**
 * hearth_letter_marks_find:
 * @self: marks
 *
 * Returns: (transfer none) (nullable): the one at the cursor, or the next one, or the first
 */
const HearthLetterMark *
hearth_letter_marks_find (HearthLetterMarks *self)
{
  const HearthLetterMark *next = NULL;
  GtkTextIter cursor, start, end;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor,
                                    gtk_text_buffer_get_insert (self->buffer));
  for (guint i = 0; i < self->marks->len; i++) {
    const HearthLetterMark *mark = g_ptr_array_index (self->marks, i);

    hearth_letter_marks_get_place (self, mark, &start, &end);
    /* The cursor may stand between two of them. */
    if (gtk_text_iter_in_range (&cursor, &start, &end))
      return mark;
    if (next == NULL && gtk_text_iter_compare (&cursor, &end) <= 0)
      next = mark;
  }
  if (next != NULL || self->marks->len == 0)
    return next;
  return g_ptr_array_index (self->marks, 0);
}

/**
 * hearth_letter_marks_go:
 * @self: marks
 * @forwards: to the next one, or to the one before
 *
 * Selects what a mark is about; behind the last one comes the first.
 *
 * Returns: whether there is one
 */
gboolean
hearth_letter_marks_go (HearthLetterMarks *self, gboolean forwards)
{
  GtkTextIter from, to, start, end;
  guint n = self->marks->len, chosen;

  if (n == 0)
    return FALSE;
  gtk_text_buffer_get_selection_bounds (self->buffer, &from, &to);
  chosen = forwards ? 0 : n - 1;
  for (guint i = 0; i < n; i++) {
    guint at = forwards ? i : n - 1 - i;
    int order;

    hearth_letter_marks_get_place (self, g_ptr_array_index (self->marks, at), &start, &end);
    order = gtk_text_iter_compare (&start, &from);
    /* What is selected was looked at already; what the cursor stands before was not. */
    if ((forwards && (order > 0 || (order == 0 && gtk_text_iter_equal (&from, &to)))) ||
        (!forwards && order < 0)) {
      chosen = at;
      break;
    }
  }
  hearth_letter_marks_get_place (self, g_ptr_array_index (self->marks, chosen), &start, &end);
  gtk_text_buffer_select_range (self->buffer, &start, &end);
  return TRUE;
}

static gpointer
ask_in_worker (HearthDatabase *db, gpointer data, GError **error)
{
  const Question *question = data;
  HearthProofreader *reader = question->desk->proofreader;
  HearthSpeller *speller = reader != NULL ? hearth_proofreader_get_speller (reader) : NULL;

  if (speller == NULL)
    return g_new0 (char *, 1);
  return hearth_speller_suggest (speller, question->word, MAX_SUGGESTIONS);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  HearthLetterMarks *self = question->marks;
  g_auto (GStrv) words = hearth_client_read_finish (HEARTH_CLIENT (source), result, NULL);

  for (guint i = 0; words != NULL && i < self->marks->len; i++) {
    HearthLetterMark *mark = g_ptr_array_index (self->marks, i);

    if (mark->proof->kind == HEARTH_PROOF_SPELLING && g_str_equal (mark->text, question->word)) {
      g_strfreev (mark->proof->suggestions);
      mark->proof->suggestions = g_strdupv (words);
      mark->asked = TRUE;
    }
  }
  if (words != NULL)
    g_signal_emit (self, signals[CHANGED], 0);
  question_free (question);
}

static void
nothing_free (gpointer data)
{
}

/**
 * hearth_letter_marks_ask:
 * @self: marks
 * @mark: one of them
 *
 * Looks for words that could be meant, once, if it is about spelling; "changed" tells of them.
 */
void
hearth_letter_marks_ask (HearthLetterMarks *self, const HearthLetterMark *mark)
{
  HearthLetterMark *own = (HearthLetterMark *) mark;
  Question *question;

  if (mark->proof->kind != HEARTH_PROOF_SPELLING || mark->asked ||
      mark->proof->suggestions[0] != NULL)
    return;
  own->asked = TRUE;
  question = g_new0 (Question, 1);
  question->marks = g_object_ref (self);
  question->desk = g_atomic_rc_box_acquire (self->desk);
  question->word = g_strdup (mark->text);
  hearth_client_read_async (self->client, ask_in_worker, question, nothing_free,
                            (GDestroyNotify) g_strfreev, NULL, answered_cb, question);
}

/**
 * hearth_letter_marks_count:
 * @self: marks
 * @kind: what they are about
 * @fixable: only those for which one thing is suggested
 *
 * Returns: how many there are
 */
guint
hearth_letter_marks_count (HearthLetterMarks *self, HearthProofKind kind, gboolean fixable)
{
  guint n = 0;

  for (guint i = 0; i < self->marks->len; i++) {
    const HearthLetterMark *mark = g_ptr_array_index (self->marks, i);

    if (mark->proof->kind == kind &&
        (!fixable || (mark->proof->suggestions[0] != NULL && mark->proof->suggestions[1] == NULL)))
      n++;
  }
  return n;
}

static void
replace (HearthLetterMarks *self, const HearthLetterMark *mark, const char *suggestion)
{
  GtkTextIter start, end;

  hearth_letter_marks_get_place (self, mark, &start, &end);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, suggestion, -1);
  gtk_text_buffer_place_cursor (self->buffer, &start);
}

/**
 * hearth_letter_marks_fix:
 * @self: marks
 * @mark: one of them, which goes
 * @suggestion: what is to stand there
 *
 * Writes something else there, as one step to undo.
 */
void
hearth_letter_marks_fix (HearthLetterMarks *self, const HearthLetterMark *mark,
                         const char *suggestion)
{
  g_autofree char *text = g_strdup (suggestion);

  gtk_text_buffer_begin_user_action (self->buffer);
  replace (self, mark, text);
  gtk_text_buffer_end_user_action (self->buffer);
  hearth_letter_marks_check (self);
}

/**
 * hearth_letter_marks_fix_all:
 * @self: marks
 * @kind: what they are about
 *
 * Does what is suggested for all of a kind for which one thing is, as one step to undo.
 */
void
hearth_letter_marks_fix_all (HearthLetterMarks *self, HearthProofKind kind)
{
  g_autoptr (GPtrArray) all = g_steal_pointer (&self->marks);

  self->marks = g_ptr_array_new_with_free_func (mark_free);
  gtk_text_buffer_begin_user_action (self->buffer);
  for (guint i = all->len; i > 0; i--) {
    const HearthLetterMark *mark = g_ptr_array_index (all, i - 1);

    if (mark->proof->kind == kind && mark->proof->suggestions[0] != NULL &&
        mark->proof->suggestions[1] == NULL)
      replace (self, mark, mark->proof->suggestions[0]);
  }
  gtk_text_buffer_end_user_action (self->buffer);
  hearth_letter_marks_check (self);
}

/**
 * hearth_letter_marks_dismiss:
 * @self: marks
 * @mark: one of them, which goes
 * @all: whether all of its kind go with it
 *
 * Has what is said of a place not said again.
 *
 * Returns: (transfer full): the keys of what went, for the store
 */
GStrv
hearth_letter_marks_dismiss (HearthLetterMarks *self, const HearthLetterMark *mark, gboolean all)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();
  g_autofree char *key = g_strdup (mark->proof->key);
  HearthProofKind kind = mark->proof->kind;

  for (guint i = self->marks->len; i > 0; i--) {
    const HearthLetterMark *each = g_ptr_array_index (self->marks, i - 1);

    if (all ? each->proof->kind != kind : !g_str_equal (each->proof->key, key))
      continue;
    if (g_hash_table_add (self->dismissed, g_strdup (each->proof->key)))
      g_strv_builder_add (keys, each->proof->key);
    g_ptr_array_remove_index (self->marks, i - 1);
  }
  g_signal_emit (self, signals[CHANGED], 0);
  return g_strv_builder_end (keys);
}

/**
 * hearth_letter_marks_recall:
 * @self: marks
 * @keys: (nullable): what hearth_letter_marks_dismiss() returned, or %NULL for none
 *
 * Has these said again, and what it is held against gathered anew.
 */
void
hearth_letter_marks_recall (HearthLetterMarks *self, const char *const *keys)
{
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    g_hash_table_remove (self->dismissed, keys[i]);
  self->generation++;
  hearth_letter_marks_check (self);
}
