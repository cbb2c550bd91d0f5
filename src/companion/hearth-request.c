/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-request.h"

#include <string.h>

#include "hearth-text.h"

/* Takes apart what the owner said: numbered tasks, sentences, and sentences that only say how
 * another one is meant ("Give me the time in the format 'HH:MM'.", "It is in an email I
 * received."). */

/**
 * hearth_task_free:
 * @self: a task
 */
void
hearth_task_free (HearthTask *self)
{
  g_free (self->text);
  g_free (self->format);
  g_clear_pointer (&self->match, hearth_intent_match_free);
  g_clear_pointer (&self->times, g_array_unref);
  g_free (self);
}

/**
 * hearth_task_get_slot:
 * @self: a task
 * @name: a slot
 *
 * Returns: (transfer none) (nullable): what was said there
 */
const char *
hearth_task_get_slot (const HearthTask *self, const char *name)
{
  return self->match != NULL ? hearth_intent_match_get_slot (self->match, name) : NULL;
}

/**
 * hearth_task_is:
 * @self: a task
 * @name: a slot
 * @value: a value
 *
 * Returns: whether the slot has that value
 */
gboolean
hearth_task_is (const HearthTask *self, const char *name, const char *value)
{
  return g_strcmp0 (hearth_task_get_slot (self, name), value) == 0;
}

/**
 * hearth_task_read_times:
 * @self: a task
 * @now: seconds since 1970 UTC
 * @zone: the owner's zone
 * @tense: which of several readings is meant
 *
 * Reads the times in the task's text again, another way.
 */
void
hearth_task_read_times (HearthTask *self, gint64 now, GTimeZone *zone, HearthTimeTense tense)
{
  HearthTimeContext context = {
    .now = now, .zone = zone, .tense = tense, .day_first = hearth_time_is_day_first ()
  };

  g_clear_pointer (&self->times, g_array_unref);
  self->times = hearth_time_read_own (self->text, &context);
  /* A time that comes from another sentence stays. */
  if (self->times->len > 0)
    self->has_when = hearth_time_combine (self->times, &context, &self->when, &self->seconds);
}

/**
 * hearth_task_dup_without_times:
 * @self: a task
 * @slot: (nullable): a slot's text, which is a part of the task's
 *
 * Returns: (transfer full): the slot's text, or the whole text, without the times in it
 */
char *
hearth_task_dup_without_times (const HearthTask *self, const char *slot)
{
  const char *start = slot != NULL ? strstr (self->text, slot) : self->text;
  gsize from;
  gsize to;
  GString *out;
  char *result;

  if (start == NULL)
    return g_strdup (slot);
  from = start - self->text;
  to = from + strlen (slot != NULL ? slot : self->text);
  out = g_string_new (NULL);
  for (gsize i = from; i < to;) {
    gsize skip = 0;

    for (guint k = 0; k < self->times->len; k++) {
      const HearthTimePhrase *phrase = &g_array_index (self->times, HearthTimePhrase, k);

      if (phrase->from == i)
        skip = MIN (phrase->to, to) - i;
    }
    if (skip == 0)
      g_string_append_c (out, self->text[i++]);
    i += skip;
  }
  result = hearth_text_one_line (out->str, 2000);
  g_string_free (out, TRUE);
  return result;
}

/* Whether the text at @p begins a numbered task: "1. ", "2) ". */
static gsize
number_at (const char *text, const char *p, guint *number)
{
  const char *q = p;

  if (p > text && !g_ascii_isspace (p[-1]) && p[-1] != ':')
    return 0;
  while (g_ascii_isdigit (*q) && q - p < 2)
    q++;
  if (q == p || (*q != '.' && *q != ')') || (!g_ascii_isspace (q[1]) && q[1] != '\0'))
    return 0;
  *number = (guint) g_ascii_strtoull (p, NULL, 10);
  return q + 1 - p;
}

typedef struct {
  guint number;
  char *text;
} Piece;

static void
piece_clear (gpointer data)
{
  g_free (((Piece *) data)->text);
}

/* Splits "Do this: 1. … 2. …"; a number counts only when it is the next one. */
static GArray *
split_numbered (const char *text)
{
  GArray *pieces = g_array_new (FALSE, TRUE, sizeof (Piece));
  const char *start = text;
  guint expected = 1;
  guint current = 0;

  g_array_set_clear_func (pieces, piece_clear);
  for (const char *p = text; *p != '\0'; p++) {
    guint number = 0;
    gsize length = g_ascii_isdigit (*p) ? number_at (text, p, &number) : 0;
    Piece piece = { .number = current };

    if (length == 0 || number != expected)
      continue;
    /* A lone "1." is no list. */
    if (expected == 1 && strstr (p, "2.") == NULL && strstr (p, "2)") == NULL)
      break;
    piece.text = g_strndup (start, p - start);
    g_array_append_val (pieces, piece);
    current = number;
    expected++;
    p += length - 1;
    start = p + 1;
  }
  {
    Piece last = { current, g_strdup (start) };

    g_array_append_val (pieces, last);
  }
  return pieces;
}

static gboolean
ends_sentence (const char *text, const char *p)
{
  static const char *const short_words[] = { "mr",  "mrs", "ms",  "dr",  "prof", "st",  "no",
                                             "e.g", "i.e", "a.m", "p.m", "vs",   "etc", NULL };
  const char *word = p;
  gsize length;

  if (*p == '?' || *p == '!' || *p == '\n' || *p == ';')
    return TRUE;
  if (*p != '.' || (p[1] != '\0' && !g_ascii_isspace (p[1])))
    return FALSE;
  while (word > text && !g_ascii_isspace (word[-1]))
    word--;
  length = p - word;
  if (length == 1 && g_ascii_isalpha (*word))
    return FALSE; /* an initial */
  for (guint i = 0; short_words[i] != NULL; i++) {
    if (strlen (short_words[i]) == length &&
        g_ascii_strncasecmp (word, short_words[i], length) == 0)
      return FALSE;
  }
  return TRUE;
}

static void
split_sentences (const char *text, guint number, GArray *out)
{
  const char *start = text;
  gunichar quote = 0;

  for (const char *p = text;; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    /* What stands in quotation marks is one thing. */
    if (quote != 0 && (c == quote || c == '\n'))
      quote = 0;
    else if (quote == 0 && (c == '"' || c == 0x201c))
      quote = c == '"' ? '"' : 0x201d;
    else if (quote == 0 && c == '\'' && (p == text || g_ascii_isspace (p[-1])) &&
             strchr (p + 1, '\'') != NULL)
      quote = '\'';
    if (c == '\0' || (quote == 0 && ends_sentence (text, p))) {
      const char *end = c == '\0' ? p : g_utf8_next_char (p);
      Piece piece = { number, g_strstrip (g_strndup (start, end - start)) };

      if (piece.text[strspn (piece.text, " \t\n.?!;:")] != '\0')
        g_array_append_val (out, piece);
      else
        g_free (piece.text);
      start = end;
    }
    if (c == '\0')
      break;
  }
}

static HearthTask *
make_task (HearthIntents *intents, const Piece *piece, gint64 now, GTimeZone *zone)
{
  HearthTask *task = g_new0 (HearthTask, 1);

  task->number = piece->number;
  task->text = g_strndup (piece->text, HEARTH_INTENTS_MAX_TEXT);
  if (!g_utf8_validate (task->text, -1, NULL)) {
    char *valid = hearth_text_clean (task->text, -1);

    g_free (task->text);
    task->text = valid;
  }
  hearth_task_read_times (task, now, zone,
                          hearth_intents_is_past (intents, task->text) ? HEARTH_TENSE_PAST
                                                                       : HEARTH_TENSE_NEAREST);
  task->match = hearth_intents_match (intents, task->text, task->times);
  if (task->match != NULL) {
    task->format = g_strdup (hearth_task_get_slot (task, "format"));
    task->from_mail = hearth_task_is (task, "source", "mail");
  }
  return task;
}

/* Hands what a sentence says about another one to that one. */
static void
apply_hint (HearthTask *task, const HearthTask *hint)
{
  const char *kind = hint->match->intent + strlen ("hint.");

  if (task->format == NULL && hint->format != NULL)
    task->format = g_strdup (hint->format);
  if (strcmp (kind, "mail") == 0)
    task->from_mail = TRUE;
  if (strcmp (kind, "descriptions") == 0)
    task->with_descriptions = TRUE;
  if (!task->has_when && hint->has_when && strcmp (kind, "context") == 0) {
    task->when = hint->when;
    task->has_when = TRUE;
  }
}

static gboolean
is_hint (const HearthTask *task)
{
  return task->match != NULL && g_str_has_prefix (task->match->intent, "hint.");
}

/**
 * hearth_request_read:
 * @intents: the language's templates
 * @text: what the owner said
 * @now: seconds since 1970 UTC
 * @zone: the owner's zone
 *
 * Returns: (transfer full) (element-type HearthTask): what is asked, in its order; at most
 *   %HEARTH_REQUEST_MAX_TASKS
 */
GPtrArray *
hearth_request_read (HearthIntents *intents, const char *text, gint64 now, GTimeZone *zone)
{
  GPtrArray *tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_task_free);
  g_autoptr (GPtrArray) waiting =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_task_free);
  g_autoptr (GArray) sentences = g_array_new (FALSE, TRUE, sizeof (Piece));
  g_autoptr (GArray) numbered = NULL;

  g_array_set_clear_func (sentences, piece_clear);
  numbered = split_numbered (text);
  for (guint i = 0; i < numbered->len; i++)
    split_sentences (g_array_index (numbered, Piece, i).text,
                     g_array_index (numbered, Piece, i).number, sentences);
  for (guint i = 0; i < sentences->len && tasks->len < HEARTH_REQUEST_MAX_TASKS; i++) {
    g_autoptr (HearthTask) task =
        make_task (intents, &g_array_index (sentences, Piece, i), now, zone);
    HearthTask *last = tasks->len > 0 ? g_ptr_array_index (tasks, tasks->len - 1) : NULL;

    if (is_hint (task)) {
      if (strcmp (task->match->intent, "hint.drop") == 0)
        continue;
      /* What sets a scene is about what follows; the rest is about what was said. */
      if (last != NULL && last->number == task->number &&
          strcmp (task->match->intent, "hint.context") != 0)
        apply_hint (last, task);
      else
        g_ptr_array_add (waiting, g_steal_pointer (&task));
      continue;
    }
    for (guint k = 0; k < waiting->len; k++) {
      if (((HearthTask *) g_ptr_array_index (waiting, k))->number == task->number)
        apply_hint (task, g_ptr_array_index (waiting, k));
    }
    g_ptr_array_set_size (waiting, 0);
    g_ptr_array_add (tasks, g_steal_pointer (&task));
  }
  /* Nothing but a remark: it is a question of its own after all ("And their addresses?"). */
  if (tasks->len == 0 && waiting->len > 0) {
    g_ptr_array_add (tasks, g_ptr_array_index (waiting, 0));
    g_ptr_array_set_free_func (waiting, NULL);
    for (guint k = 1; k < waiting->len; k++)
      hearth_task_free (g_ptr_array_index (waiting, k));
  }
  return tasks;
}
