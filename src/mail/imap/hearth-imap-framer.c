/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-framer.h"

#include <string.h>

/* What is read at once. */
#define CHUNK ((gsize) 256 * 1024)
/* The text of one response with its short literals: SEARCH of a million UIDs is 8 MB. */
#define MAX_TEXT ((gsize) 16 * 1024 * 1024)
/* A literal up to this size stays in the text; a longer one that is not there yet gets memory of
 * its own, so that it is copied once. */
#define MAX_INLINE ((gsize) 64 * 1024)
/* A literal over this cannot even be read away in reasonable time. */
#define MAX_SKIPPED ((guint64) 1 << 31)
/* All literals of one response that are kept apart, as a multiple of the bound for one. */
#define MAX_KEPT 4
/* The longest digits of a literal's size. */
#define MAX_DIGITS 19
#define DEFAULT_MAX_LITERAL ((gsize) 1024 * 1024)

typedef enum {
  STATE_TEXT,
  STATE_INLINE, /* inside a literal that stays in the text */
  STATE_KEEP,   /* inside a literal that is kept apart */
  STATE_SKIP,   /* inside a literal that is too large */
} State;

/**
 * HearthImapFramer:
 *
 * Cuts what a server sends into responses, RFC 9051, section 2.2.2. It decides what is a literal
 * before anything is parsed, so that no byte of a literal can ever be taken for protocol. No I/O:
 * bytes are put in by reserve and commit.
 */
struct _HearthImapFramer {
  char *buffer;    /* (owned) */
  gsize capacity;  /* of @buffer */
  gsize start;     /* where the response begins */
  gsize end;       /* where what was received ends */
  gsize line;      /* where the line begins that is looked at, counted from @start */
  gsize scanned;   /* up to where there is no line end, counted from @start */
  gsize quotes;    /* up to where quotes were counted, from @start; 0 for not at all */
  gboolean quoted; /* whether a quoted string is open there */
  State state;
  guint64 left;       /* bytes of the literal that are still to come */
  GArray *literals;   /* (owned) of HearthImapLiteral */
  gsize kept;         /* bytes of all in @literals */
  char *big;          /* (owned) (nullable) the literal that is being received */
  gsize big_size;     /* bytes in @big */
  gsize big_capacity; /* of @big */
  gsize max_literal;
  gboolean delivered; /* the frame up to @consumed was handed out */
  gsize consumed;     /* what of it is to be dropped, counted from @start */
};

static void
clear_literal (gpointer data)
{
  HearthImapLiteral *literal = data;

  g_clear_pointer (&literal->bytes, g_bytes_unref);
}

/**
 * hearth_imap_framer_new:
 *
 * Returns: (transfer full): a framer at the beginning of a connection
 */
HearthImapFramer *
hearth_imap_framer_new (void)
{
  HearthImapFramer *self = g_new0 (HearthImapFramer, 1);

  self->capacity = CHUNK;
  self->buffer = g_malloc (self->capacity);
  self->literals = g_array_new (FALSE, FALSE, sizeof (HearthImapLiteral));
  g_array_set_clear_func (self->literals, clear_literal);
  self->max_literal = DEFAULT_MAX_LITERAL;
  return self;
}

/**
 * hearth_imap_framer_free:
 * @self: (transfer full) (nullable): a framer
 */
void
hearth_imap_framer_free (HearthImapFramer *self)
{
  if (self == NULL)
    return;
  g_free (self->buffer);
  g_free (self->big);
  g_array_unref (self->literals);
  g_free (self);
}

/**
 * hearth_imap_framer_set_max_literal:
 * @self: a framer
 * @max_literal: the longest literal that is kept, in bytes; 0 for 1 MiB
 *
 * It holds for literals that are announced from now on.
 */
void
hearth_imap_framer_set_max_literal (HearthImapFramer *self, gsize max_literal)
{
  self->max_literal = max_literal > 0 ? max_literal : DEFAULT_MAX_LITERAL;
}

/* Forgets the frame that was handed out. */
static void
release_frame (HearthImapFramer *self)
{
  if (!self->delivered)
    return;
  self->delivered = FALSE;
  self->start += self->consumed;
  self->line = 0;
  self->scanned = 0;
  self->quotes = 0;
  self->quoted = FALSE;
  self->kept = 0;
  g_array_set_size (self->literals, 0);
  if (self->start != self->end)
    return;
  self->start = self->end = 0;
  /* One long answer must not hold its memory for the days of an IDLE. */
  if (self->capacity > 4 * CHUNK) {
    self->capacity = CHUNK;
    self->buffer = g_realloc (self->buffer, self->capacity);
  }
}

/**
 * hearth_imap_framer_reserve:
 * @self: a framer
 * @size: (out): how many bytes may be put there; 0 if a literal is whole, so that
 *   hearth_imap_framer_next() must be called first
 *
 * Ends the life of the frame that was returned last.
 *
 * Returns: (transfer none): where to put what is received next
 */
gpointer
hearth_imap_framer_reserve (HearthImapFramer *self, gsize *size)
{
  release_frame (self);
  if (self->state == STATE_KEEP) {
    /* Grown as it comes: what is announced costs nothing. */
    if (self->big_size == self->big_capacity) {
      self->big_capacity = MAX (2 * self->big_capacity, CHUNK);
      self->big = g_realloc (self->big, self->big_capacity);
    }
    *size = (gsize) MIN ((guint64) (self->big_capacity - self->big_size), self->left);
    return self->big + self->big_size;
  }
  if (self->capacity - self->end < CHUNK / 2 && self->start > 0) {
    memmove (self->buffer, self->buffer + self->start, self->end - self->start);
    self->end -= self->start;
    self->start = 0;
  }
  if (self->capacity - self->end < CHUNK / 2) {
    self->capacity += MAX (self->capacity / 2, CHUNK);
    self->buffer = g_realloc (self->buffer, self->capacity);
  }
  *size = self->capacity - self->end;
  return self->buffer + self->end;
}

/**
 * hearth_imap_framer_commit:
 * @self: a framer
 * @size: how many bytes were put where hearth_imap_framer_reserve() said
 */
void
hearth_imap_framer_commit (HearthImapFramer *self, gsize size)
{
  if (self->state == STATE_KEEP) {
    self->big_size += size;
    self->left -= size;
  } else {
    self->end += size;
  }
}

/* Whether the line that begins at @line is one whose text may be anything, so that "{5}" at its end
 * announces nothing: continuations and status responses. */
static gboolean
is_free_text (const char *line, gsize size)
{
  static const char *const words[] = { "OK", "NO", "BAD", "BYE", "PREAUTH" };
  const char *space;

  if (size > 0 && line[0] == '+')
    return TRUE;
  space = memchr (line, ' ', size);
  if (space == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (words[i]);
    gsize rest = size - (gsize) (space + 1 - line);

    if (rest >= length && g_ascii_strncasecmp (space + 1, words[i], length) == 0 &&
        (rest == length || space[1 + length] == ' '))
      return TRUE;
  }
  return FALSE;
}

/* Whether a line, given without its end, announces a literal, "{5}" or "{5+}". */
static gboolean
ends_in_literal (const char *line, gsize size, guint64 *literal)
{
  gsize at = size;
  gsize digits;
  guint64 value = 0;

  if (at == 0 || line[--at] != '}')
    return FALSE;
  if (at > 0 && line[at - 1] == '+')
    at--;
  digits = at;
  while (digits > 0 && at - digits < MAX_DIGITS && g_ascii_isdigit (line[digits - 1]))
    digits--;
  if (digits == at || digits == 0 || line[digits - 1] != '{')
    return FALSE;
  for (; digits < at; digits++)
    value = value * 10 + (guint64) (line[digits] - '0');
  *literal = value;
  return TRUE;
}

/* Whether the line ends inside a quoted string before @size, counted from @start. Only asked at a
 * line feed that stands alone, which servers do send inside of one. */
static gboolean
is_in_quotes (HearthImapFramer *self, gsize size)
{
  const char *text = self->buffer + self->start;
  gsize i = self->quotes;

  if (i < self->line) {
    i = self->line;
    self->quoted = FALSE;
  }
  for (; i < size; i++) {
    if (text[i] == '"')
      self->quoted = !self->quoted;
    else if (text[i] == '\\' && self->quoted)
      i++;
  }
  /* Each byte is counted once, however many line feeds there are. */
  self->quotes = i;
  return self->quoted;
}

static void
take_out (HearthImapFramer *self, gsize at, gsize size)
{
  char *from = self->buffer + at;

  memmove (from, from + size, self->end - at - size);
  self->end -= size;
}

/* Goes into a literal of @size bytes that begins at @at, counted from the buffer's beginning. */
static HearthImapFrameStatus
begin_literal (HearthImapFramer *self, gsize at, guint64 size)
{
  HearthImapLiteral literal = { at - self->start, size, NULL };
  gsize here = (gsize) MIN ((guint64) (self->end - at), size);

  self->line = self->scanned = at - self->start;
  if (size > MAX_SKIPPED)
    return HEARTH_IMAP_FRAME_TOO_LARGE;
  self->left = size - here;
  if (size <= self->max_literal && (self->left == 0 || size <= MAX_INLINE)) {
    self->state = STATE_INLINE;
    self->left = size;
    return HEARTH_IMAP_FRAME_READY;
  }
  if (size > self->max_literal || size > MAX_KEPT * (guint64) self->max_literal - self->kept) {
    self->state = STATE_SKIP;
  } else {
    self->state = STATE_KEEP;
    self->kept += (gsize) size;
    self->big_capacity = MIN ((gsize) size, MAX (2 * here, CHUNK));
    self->big = g_malloc (self->big_capacity);
    memcpy (self->big, self->buffer + at, here);
    self->big_size = here;
  }
  take_out (self, at, here);
  g_array_append_val (self->literals, literal);
  return HEARTH_IMAP_FRAME_READY;
}

/* Looks for the end of the line. Returns MORE, TOO_LARGE, or READY: then either the response is
 * whole (@whole) or a literal has begun. */
static HearthImapFrameStatus
scan_text (HearthImapFramer *self, gboolean *whole)
{
  const char *text = self->buffer + self->start;
  gsize size = self->end - self->start;

  while (self->scanned < size) {
    const char *lf = memchr (text + self->scanned, '\n', size - self->scanned);
    gsize length;
    guint64 literal;
    gboolean bare;
    gboolean free_text;

    if (lf == NULL) {
      self->scanned = size;
      break;
    }
    length = (gsize) (lf - text);
    self->scanned = length + 1;
    bare = length == 0 || text[length - 1] != '\r';
    if (!bare)
      length--;
    free_text = is_free_text (text, length);
    if (bare && !free_text && is_in_quotes (self, length))
      continue;
    if (free_text || !ends_in_literal (text + MIN (self->line, length),
                                       length - MIN (self->line, length), &literal)) {
      *whole = TRUE;
      self->consumed = self->scanned;
      self->scanned = length;
      return HEARTH_IMAP_FRAME_READY;
    }
    return begin_literal (self, self->start + self->scanned, literal);
  }
  return size > MAX_TEXT ? HEARTH_IMAP_FRAME_TOO_LARGE : HEARTH_IMAP_FRAME_MORE;
}

/* Goes on inside a literal. Returns READY at its end. */
static HearthImapFrameStatus
pass_literal (HearthImapFramer *self)
{
  gsize at = self->start + self->line;
  gsize here = (gsize) MIN ((guint64) (self->end - at), self->left);

  if (self->state == STATE_INLINE) {
    if (here < self->left)
      return HEARTH_IMAP_FRAME_MORE;
    self->line += here;
  } else if (self->state == STATE_SKIP) {
    take_out (self, at, here);
    self->left -= here;
    if (self->left > 0)
      return HEARTH_IMAP_FRAME_MORE;
  } else {
    HearthImapLiteral *last;

    if (self->left > 0)
      return HEARTH_IMAP_FRAME_MORE;
    last = &g_array_index (self->literals, HearthImapLiteral, self->literals->len - 1);
    last->bytes = g_bytes_new_take (g_steal_pointer (&self->big), self->big_size);
  }
  self->scanned = self->line;
  self->state = STATE_TEXT;
  self->left = 0;
  return HEARTH_IMAP_FRAME_READY;
}

/**
 * hearth_imap_framer_next:
 * @self: a framer
 * @frame: (out caller-allocates): the next response, until the next call of this function or of
 *   hearth_imap_framer_reserve()
 *
 * Returns: whether there is one
 */
HearthImapFrameStatus
hearth_imap_framer_next (HearthImapFramer *self, HearthImapFrame *frame)
{
  gboolean whole = FALSE;

  release_frame (self);
  while (!whole) {
    HearthImapFrameStatus status =
        self->state == STATE_TEXT ? scan_text (self, &whole) : pass_literal (self);

    if (status != HEARTH_IMAP_FRAME_READY)
      return status;
    if (self->scanned > MAX_TEXT)
      return HEARTH_IMAP_FRAME_TOO_LARGE;
  }
  frame->data = self->buffer + self->start;
  frame->size = self->scanned;
  frame->literals = (const HearthImapLiteral *) (gpointer) self->literals->data;
  frame->n_literals = self->literals->len;
  self->delivered = TRUE;
  return HEARTH_IMAP_FRAME_READY;
}

/**
 * hearth_imap_framer_get_pending:
 * @self: a framer
 *
 * Returns: how many bytes were received and not yet handed out
 */
gsize
hearth_imap_framer_get_pending (const HearthImapFramer *self)
{
  return self->end - self->start - (self->delivered ? self->consumed : 0) + self->big_size;
}

/**
 * hearth_imap_framer_drop:
 * @self: a framer
 *
 * Forgets all that was received: what came before TLS began must not be taken for what came in it,
 * RFC 9051, section 11.1.
 */
void
hearth_imap_framer_drop (HearthImapFramer *self)
{
  release_frame (self);
  self->start = self->end = self->line = self->scanned = self->quotes = 0;
  self->quoted = FALSE;
  self->state = STATE_TEXT;
  self->left = 0;
  self->kept = 0;
  self->big_size = 0;
  g_clear_pointer (&self->big, g_free);
  g_array_set_size (self->literals, 0);
}

/**
 * hearth_imap_framer_take_pending:
 * @self: a framer between two responses
 *
 * Returns: (transfer full): what was received behind the last response, which is forgotten here
 */
GBytes *
hearth_imap_framer_take_pending (HearthImapFramer *self)
{
  GBytes *pending;

  release_frame (self);
  pending = g_bytes_new (self->buffer + self->start, self->end - self->start);
  hearth_imap_framer_drop (self);
  return pending;
}
