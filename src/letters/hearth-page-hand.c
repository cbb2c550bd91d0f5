/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-page-flow.h"

#include <string.h>

/* A text in a hand, word by word into lines. */

#define TAB 4 /* spaces */
/* In x-heights, at an unevenness of 1. */
#define EDGE 0.2    /* the left end of a line */
#define SLOPE 0.004 /* a line, up or down for each point to the right */
#define WORD_RISES 0.05

/* A word that waits for its line to be full. */
typedef struct {
  guint word;
  double x;
  gboolean space;
} Waiting;

/* A line of text while it is set. */
typedef struct {
  HearthPageFlow *flow;           /* (unowned) */
  GArray *waiting;                /* (unowned) (element-type Waiting) */
  const HearthPageColumn *column; /* (unowned) */
  double x;                       /* behind the last word, with its space */
  double end;                     /* behind the last word */
  guint64 seed;
  guint n; /* how many words were set */
} Line;

/* Puts the words that wait onto the page. */
static void
end_line (Line *line)
{
  HearthPageFlow *flow = line->flow;
  const HearthPageColumn *column = line->column;
  guint64 seed = hearth_hand_seed (line->seed, G_MAXUINT32 + (guint64) line->n);
  double unit = HEARTH_PAGE_X_HEIGHT * flow->style->size;
  double y = hearth_page_flow_next_line (flow), x = column->left;
  double slope = hearth_hand_chance (&seed) * SLOPE * flow->uneven;

  if (column->align == HEARTH_PAGE_ALIGN_LEFT)
    x += hearth_hand_chance (&seed) * EDGE * flow->style->unevenness * unit;
  else
    x += MAX (column->width - line->end, 0) * (column->align == HEARTH_PAGE_ALIGN_RIGHT ? 1 : 0.5);
  for (guint i = 0; i < line->waiting->len; i++) {
    const Waiting *word = &g_array_index (line->waiting, Waiting, i);
    double rise = hearth_hand_chance (&seed) * WORD_RISES * flow->uneven * unit;

    hearth_page_flow_add_item (flow, (HearthPageItem){
                                         HEARTH_PAGE_ITEM_WORD, FALSE, (float) (x + word->x),
                                         (float) (y + rise + slope * word->x), word->word,
                                         word->space && i + 1 < line->waiting->len, 0 });
  }
  g_array_set_size (line->waiting, 0);
  line->x = line->end = 0;
}

static guint
add_word (Line *line, const char *text, gsize length, guint64 seed, double *width)
{
  HearthPages *pages = line->flow->pages;
  HearthSetWord word;

  hearth_hand_setter_set_word (line->flow->setter, text, length, seed, &word);
  g_array_append_val (pages->words, word);
  *width = (double) word.width;
  return pages->words->len - 1;
}

static void
place_word (Line *line, guint word, double width, gboolean space, guint64 seed)
{
  Waiting waiting;

  if (line->waiting->len > 0 && line->x + width > line->column->width)
    end_line (line);
  waiting = (Waiting){ word, line->x, space };
  g_array_append_val (line->waiting, waiting);
  line->end = line->x + width;
  line->x = line->end;
  if (space)
    line->x += hearth_hand_setter_get_space (line->flow->setter, seed);
}

/* A word that fits on no line is set in pieces. */
static void
place_pieces (Line *line, const char *text, gsize length, double width, guint64 seed)
{
  gsize n = (gsize) g_utf8_strlen (text, (gssize) length);
  gsize fits = MAX ((gsize) (0.85 * n * line->column->width / width), 1);
  const char *end = text + length;

  for (const char *p = text, *next; p < end && !line->flow->full; p = next) {
    double piece;
    guint word;

    next = p;
    for (gsize i = 0; i < fits && next < end; i++)
      next = g_utf8_next_char (next);
    while (next < end && g_unichar_ismark (g_utf8_get_char (next)))
      next = g_utf8_next_char (next);
    word = add_word (line, p, next - p, seed, &piece);
    place_word (line, word, piece, next == end, seed);
  }
}

static void
set_word (Line *line, const char *text, gsize length, guint n_spaces)
{
  guint64 seed = hearth_hand_seed (line->seed, line->n++);
  double width;
  guint word;

  if (length > 0) {
    word = add_word (line, text, length, seed, &width);
    if (width > line->column->width)
      place_pieces (line, text, length, width, seed);
    else
      place_word (line, word, width, n_spaces > 0, seed);
  }
  /* One space was counted with the word. */
  for (guint i = length > 0 ? 1 : 0; i < MIN (n_spaces, 40); i++)
    line->x += hearth_hand_setter_get_space (line->flow->setter, seed);
}

/* What stands between two places at which a line may break: a word, and the spaces behind it. */
static void
set_chunk (Line *line, const char *text, const char *end)
{
  guint n_spaces = 0;

  while (end > text && (end[-1] == ' ' || end[-1] == '\t'))
    n_spaces += *--end == '\t' ? TAB : 1;
  set_word (line, text, end - text, n_spaces);
}

/* The words of a line, as Unicode breaks it (UAX 14). */
static void
set_words (Line *line, const char *text)
{
  glong n_chars = g_utf8_strlen (text, -1);
  g_autofree PangoLogAttr *breaks = g_new0 (PangoLogAttr, n_chars + 1);
  const char *chunk = text, *p = text;

  pango_get_log_attrs (text, (int) strlen (text), -1,
                       pango_context_get_language (line->flow->context), breaks, (int) n_chars + 1);
  for (glong i = 0; i < n_chars && !line->flow->full; i++) {
    p = g_utf8_next_char (p);
    if (i + 1 < n_chars && !breaks[i + 1].is_line_break)
      continue;
    set_chunk (line, chunk, p);
    chunk = p;
  }
}

/**
 * hearth_page_flow_set_hand:
 * @self: a flow with a hand
 * @text: a line of text, in normalization form C
 * @column: where it stands
 *
 * Sets a text in the hand, on as many lines as it takes. Words stand where they stood before as
 * long as nothing changed in front of them.
 */
void
hearth_page_flow_set_hand (HearthPageFlow *self, const char *text, const HearthPageColumn *column)
{
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (Waiting));
  double unit = HEARTH_PAGE_X_HEIGHT * self->style->size;
  Line line = { .flow = self,
                .waiting = waiting,
                .column = column,
                .seed = hearth_hand_seed (self->seed, self->paragraph) };

  /* Longer than a line, roughly: a greeting or a name stands at the edge. */
  if (column->indent > 0 && (double) g_utf8_strlen (text, -1) * unit > column->width)
    line.x = column->indent;
  set_words (&line, text);
  if (waiting->len > 0 && !self->full)
    end_line (&line);
}
