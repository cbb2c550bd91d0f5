/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-paper.h"

#include <string.h>

/* So many bytes are laid out at once, about a page: a longer text is cut between lines, or words.
 */
#define MAX_BLOCK 3000
/* Of a file's name, in characters. */
#define MAX_FILE_NAME 80

static void
block_free (gpointer data)
{
  HearthPaperBlock *block = data;

  g_free (block->label);
  g_free (block->text);
  g_free (block->note);
  g_free (block);
}

/**
 * hearth_paper_new:
 * @name: what it is about
 *
 * Returns: (transfer full): a paper with nothing on it
 */
HearthPaper *
hearth_paper_new (const char *name)
{
  HearthPaper *self = g_new0 (HearthPaper, 1);

  self->name = g_strdup (name);
  self->blocks = g_ptr_array_new_with_free_func (block_free);
  return self;
}

/**
 * hearth_paper_free:
 * @self: (transfer full) (nullable): a paper
 *
 * Frees it.
 */
void
hearth_paper_free (HearthPaper *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

static HearthPaperBlock *
add_block (HearthPaper *self, HearthPaperKind kind, char *text)
{
  HearthPaperBlock *block = g_new0 (HearthPaperBlock, 1);

  block->kind = kind;
  block->text = text;
  g_ptr_array_add (self->blocks, block);
  return block;
}

/* Where @text, which is longer than a block, is cut: at the last line's end that still fits, else
 * at a space, else between two characters. @skip is how much of it is left out there. */
static gsize
find_cut (const char *text, gsize *skip)
{
  const char *end = g_utf8_find_prev_char (text, text + MAX_BLOCK + 1);
  const char *cut = g_strrstr_len (text, end - text, "\n");

  *skip = 1;
  if (cut == NULL || cut == text)
    cut = g_strrstr_len (text, end - text, " ");
  if (cut == NULL || cut == text) {
    *skip = 0;
    cut = end;
  }
  return (gsize) (cut - text);
}

/**
 * hearth_paper_add:
 * @self: a paper
 * @kind: what it is
 * @text: UTF-8, of any length
 *
 * Adds a text at its end.
 */
void
hearth_paper_add (HearthPaper *self, HearthPaperKind kind, const char *text)
{
  gsize length = strlen (text);
  gboolean goes_on = FALSE;

  while (length > MAX_BLOCK) {
    gsize skip;
    gsize cut = find_cut (text, &skip);

    add_block (self, kind, g_strndup (text, cut))->goes_on = goes_on;
    text += cut + skip;
    length -= cut + skip;
    goes_on = TRUE;
  }
  add_block (self, kind, g_strdup (text))->goes_on = goes_on;
}

/**
 * hearth_paper_add_to:
 * @self: a paper
 * @kind: what it is
 * @label: (nullable): what stands beside it
 * @text: what it is, UTF-8; what is longer than a page is cut off
 * @note: (nullable): more about it; "" for nothing
 *
 * Adds a line with a label or a note at its end.
 */
void
hearth_paper_add_to (HearthPaper *self, HearthPaperKind kind, const char *label, const char *text,
                     const char *note)
{
  HearthPaperBlock *block;
  gsize skip;
  gsize length = strlen (text) > MAX_BLOCK ? find_cut (text, &skip) : strlen (text);

  block = add_block (self, kind, g_strndup (text, length));
  block->label = g_strdup (label);
  block->note = note != NULL && *note != '\0' ? g_strdup (note) : NULL;
}

static void
append_block (GString *text, const HearthPaperBlock *block)
{
  switch (block->kind) {
  case HEARTH_PAPER_HEADING:
    g_string_append_printf (text, "\n%s\n", block->text);
    return;
  case HEARTH_PAPER_RULE:
    g_string_append_c (text, '\n');
    return;
  case HEARTH_PAPER_QUOTE: {
    g_auto (GStrv) lines = g_strsplit (block->text, "\n", -1);

    for (guint i = 0; lines[i] != NULL; i++)
      g_string_append_printf (text, "> %s\n", lines[i]);
    return;
  }
  case HEARTH_PAPER_TASK:
    g_string_append (text, "☐ ");
    break;
  case HEARTH_PAPER_FIELD:
    g_string_append_printf (text, "%s: ", block->label != NULL ? block->label : "");
    break;
  case HEARTH_PAPER_ENTRY:
    if (block->label != NULL)
      g_string_append_printf (text, "%s  ", block->label);
    break;
  case HEARTH_PAPER_TITLE:
  case HEARTH_PAPER_TEXT:
  case HEARTH_PAPER_SMALL:
  case HEARTH_PAPER_WARNING:
  default:
    break;
  }
  g_string_append (text, block->text);
  if (block->note != NULL)
    g_string_append_printf (text, " (%s)", block->note);
  g_string_append_c (text, '\n');
}

/**
 * hearth_paper_to_text:
 * @self: a paper
 *
 * Returns: (transfer full): it as lines of plain text, to be pasted elsewhere
 */
char *
hearth_paper_to_text (const HearthPaper *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->blocks->len; i++)
    append_block (text, g_ptr_array_index (self->blocks, i));
  return g_string_free (text, FALSE);
}

/**
 * hearth_paper_dup_file_name:
 * @self: a paper
 *
 * Returns: (transfer full): a name for a file that it is printed to, without folder and ending:
 *   what comes from a mail cannot lead elsewhere, nor hide the file
 */
char *
hearth_paper_dup_file_name (const HearthPaper *self)
{
  GString *name = g_string_new (NULL);
  const char *p = self->name;

  for (guint n = 0; *p != '\0' && n < MAX_FILE_NAME; p = g_utf8_next_char (p), n++) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_iscntrl (c) || c == '/' || c == '\\' || c == ':' || (c == '.' && name->len == 0))
      c = '-';
    g_string_append_unichar (name, c);
  }
  g_strstrip (name->str);
  if (*name->str == '\0') {
    g_string_free (name, TRUE);
    return g_strdup ("Hearth");
  }
  return g_string_free (name, FALSE);
}
