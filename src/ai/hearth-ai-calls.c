/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-calls.h"

#include "hearth-json.h"
#include "hearth-text.h"

#include <string.h>

/* How far a text of JSON has come, a byte at a time, so that no piece makes the whole be read
 * again. */
typedef struct {
  guint depth;
  gboolean in_string;
  gboolean escaped;
  gboolean closed; /* an object was opened and closed, and only space came after */
  gboolean other;  /* it is not an object alone */
} Progress;

/* A call as it is put together. */
typedef struct {
  gint64 index; /* the service's, or -1 */
  GString *id;
  GString *name;
  GString *arguments;
  Progress progress; /* of the arguments */
  gboolean begun;    /* that it is under way was told */
} Call;

struct _HearthAiCalls {
  GPtrArray *calls; /* (owned) of Call */
  gsize size;       /* bytes of all arguments */
};

static void
call_free (gpointer data)
{
  Call *call = data;

  g_string_free (call->id, TRUE);
  g_string_free (call->name, TRUE);
  g_string_free (call->arguments, TRUE);
  g_free (call);
}

static void
progress_read (Progress *self, const char *text)
{
  for (const char *p = text; *p != '\0'; p++) {
    if (self->in_string) {
      if (self->escaped)
        self->escaped = FALSE;
      else if (*p == '\\')
        self->escaped = TRUE;
      else if (*p == '"')
        self->in_string = FALSE;
    } else if (g_ascii_isspace (*p)) {
      continue;
    } else if (self->closed || (self->depth == 0 && *p != '{')) {
      self->other = TRUE;
      return;
    } else if (*p == '"') {
      self->in_string = TRUE;
    } else if (*p == '{' || *p == '[') {
      self->depth++;
    } else if (*p == '}' || *p == ']') {
      self->depth--;
      self->closed = self->depth == 0;
    }
  }
}

static gboolean
progress_is_whole (const Progress *self)
{
  return self->closed && !self->other;
}

static gboolean
is_whole (const char *text)
{
  Progress progress = { 0 };

  progress_read (&progress, text);
  return progress_is_whole (&progress);
}

/**
 * hearth_ai_calls_new:
 *
 * Returns: (transfer full): no calls yet
 */
HearthAiCalls *
hearth_ai_calls_new (void)
{
  HearthAiCalls *self = g_new0 (HearthAiCalls, 1);

  self->calls = g_ptr_array_new_with_free_func (call_free);
  return self;
}

/**
 * hearth_ai_calls_free:
 * @self: (nullable) (transfer full): calls
 */
void
hearth_ai_calls_free (HearthAiCalls *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->calls);
  g_free (self);
}

/**
 * hearth_ai_calls_get_n:
 * @self: calls
 *
 * Returns: their number
 */
guint
hearth_ai_calls_get_n (const HearthAiCalls *self)
{
  return self->calls->len;
}

/**
 * hearth_ai_calls_get_size:
 * @self: calls
 *
 * Returns: the bytes of all that came for them; grows with each piece
 */
gsize
hearth_ai_calls_get_size (const HearthAiCalls *self)
{
  return self->size;
}

/* Whether a piece with a name goes on with @call, which has a name too. Some services number each
 * call 0 and give each another id; some give each piece of one call another id, and its name
 * again. What tells them apart is whether the arguments so far are whole. */
static gboolean
goes_on (const Call *call, const HearthAiCallPiece *piece)
{
  gboolean has_id = piece->id != NULL && *piece->id != '\0';
  gboolean has_more = piece->arguments != NULL && *piece->arguments != '\0';

  if (has_id && call->id->len > 0 && g_str_equal (call->id->str, piece->id))
    return TRUE;
  if (!g_str_equal (call->name->str, piece->name) || progress_is_whole (&call->progress))
    return FALSE;
  return !has_id || call->id->len == 0 || has_more;
}

/* Which call a piece belongs to, or NULL for a new one. Services differ: most number the calls;
 * some give each the number 0 and another id; some give neither and send each call whole. The last
 * call of the same id is meant before the last of the same number, and that before the last. */
static Call *
find_call (const HearthAiCalls *self, const HearthAiCallPiece *piece)
{
  gboolean has_id = piece->id != NULL && *piece->id != '\0';
  gboolean has_name = piece->name != NULL && *piece->name != '\0';
  Call *by_id = NULL;
  Call *by_index = NULL;
  Call *last = NULL;
  Call *call;

  for (guint i = 0; i < self->calls->len; i++) {
    Call *other = g_ptr_array_index (self->calls, i);
    gboolean numbered = piece->index >= 0 && other->index >= 0;

    if (numbered && other->index != piece->index)
      continue;
    if (has_id && g_str_equal (other->id->str, piece->id))
      by_id = other;
    if (numbered)
      by_index = other;
    else if (!has_name || (!has_id && piece->index < 0))
      last = other;
  }
  call = by_id != NULL ? by_id : by_index != NULL ? by_index : last;
  if (call == NULL || !has_name || call->name->len == 0 || goes_on (call, piece))
    return call;
  return NULL;
}

static void
set_arguments (Call *call, const char *text)
{
  g_string_assign (call->arguments, text);
  call->progress = (Progress){ 0 };
  progress_read (&call->progress, text);
}

static void
read_arguments (HearthAiCalls *self, Call *call, const HearthAiCallPiece *piece)
{
  if (piece->whole != NULL && JSON_NODE_HOLDS_OBJECT (piece->whole)) {
    g_autofree char *whole = json_to_string (piece->whole, FALSE);

    self->size += strlen (whole);
    set_arguments (call, whole);
  } else if (piece->arguments != NULL) {
    self->size += strlen (piece->arguments);
    /* Some services send a call in pieces and then once more, whole. */
    if (progress_is_whole (&call->progress) && is_whole (piece->arguments)) {
      set_arguments (call, piece->arguments);
    } else {
      g_string_append (call->arguments, piece->arguments);
      progress_read (&call->progress, piece->arguments);
    }
  }
}

/* Returns the number of @call in @self, or -1 where it is larger than it may be. */
static int
fill (HearthAiCalls *self, Call *call, const HearthAiCallPiece *piece)
{
  guint i = 0;

  if (piece->id != NULL && call->id->len == 0)
    g_string_append (call->id, piece->id);
  if (piece->name != NULL && call->name->len == 0)
    g_string_append (call->name, piece->name);
  read_arguments (self, call, piece);
  if (call->id->len > HEARTH_AI_MAX_NAME || call->name->len > HEARTH_AI_MAX_NAME ||
      call->arguments->len > HEARTH_AI_MAX_ARGUMENTS)
    return -1;
  (void) g_ptr_array_find (self->calls, call, &i);
  return (int) i;
}

/**
 * hearth_ai_calls_add:
 * @self: calls
 * @piece: a call that is new
 *
 * Returns: its place among the calls, or -1 where there are too many or it is too large
 */
int
hearth_ai_calls_add (HearthAiCalls *self, const HearthAiCallPiece *piece)
{
  Call *call;

  if (self->calls->len == HEARTH_AI_MAX_CALLS)
    return -1;
  call = g_new0 (Call, 1);
  call->index = piece->index;
  call->id = g_string_new (NULL);
  call->name = g_string_new (NULL);
  call->arguments = g_string_new (NULL);
  g_ptr_array_add (self->calls, call);
  return fill (self, call, piece);
}

/**
 * hearth_ai_calls_merge:
 * @self: calls
 * @piece: a piece of a call, or a whole one
 *
 * Finds the call that @piece belongs to, by all that services are known to do.
 *
 * Returns: its place among the calls, or -1 where there are too many or it is too large
 */
int
hearth_ai_calls_merge (HearthAiCalls *self, const HearthAiCallPiece *piece)
{
  Call *call = find_call (self, piece);

  return call != NULL ? fill (self, call, piece) : hearth_ai_calls_add (self, piece);
}

/**
 * hearth_ai_calls_get_id:
 * @self: calls
 * @i: a call's place
 *
 * Returns: (transfer none): its id; one of ours where the service gave none so far
 */
const char *
hearth_ai_calls_get_id (const HearthAiCalls *self, guint i)
{
  Call *call = g_ptr_array_index (self->calls, i);

  if (call->id->len == 0)
    g_string_printf (call->id, HEARTH_AI_OWN_ID "%u", i + 1);
  return call->id->str;
}

static char *
dup_name (const Call *call)
{
  char *name = hearth_text_clean (call->name->str, -1);

  return g_strstrip (name);
}

/**
 * hearth_ai_calls_take_begun:
 * @self: calls
 * @i: a call's place
 *
 * Returns: (transfer full) (nullable): the tool's name the first time that it is known; else %NULL
 */
char *
hearth_ai_calls_take_begun (HearthAiCalls *self, guint i)
{
  Call *call = g_ptr_array_index (self->calls, i);
  g_autofree char *name = NULL;

  if (call->begun || call->name->len == 0)
    return NULL;
  name = dup_name (call);
  if (*name == '\0')
    return NULL;
  call->begun = TRUE;
  return g_steal_pointer (&name);
}

/**
 * hearth_ai_calls_dup_call:
 * @self: calls of an answer that has ended well
 * @i: a call's place
 *
 * Returns: (transfer full) (nullable): the call, its arguments %NULL where they are no object; or
 *   %NULL where it names no tool
 */
HearthAiToolCall *
hearth_ai_calls_dup_call (const HearthAiCalls *self, guint i)
{
  const Call *call = g_ptr_array_index (self->calls, i);
  g_autofree char *name = dup_name (call);
  g_autofree char *arguments = NULL;

  if (*name == '\0')
    return NULL;
  /* Tools without parameters get nothing, "" or "null". */
  if (call->arguments->len == 0 || g_str_equal (call->arguments->str, "null"))
    arguments = g_strdup ("{}");
  else if (progress_is_whole (&call->progress))
    arguments = hearth_json_dup_valid (call->arguments->str, call->arguments->len);
  return hearth_ai_tool_call_new (hearth_ai_calls_get_id (self, i), name, arguments);
}
