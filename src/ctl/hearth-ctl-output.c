/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "hearth-clock.h"
#include "hearth-text.h"

/**
 * hearth_ctl_is_terminal:
 *
 * Returns: whether a person reads the output
 */
gboolean
hearth_ctl_is_terminal (void)
{
  static int is_terminal = -1;

  if (is_terminal < 0)
    is_terminal = isatty (STDOUT_FILENO);
  return is_terminal == 1;
}

static gboolean
has_colours (void)
{
  static int colours = -1;

  if (colours < 0) {
    const char *no_color = g_getenv ("NO_COLOR");
    const char *term = g_getenv ("TERM");

    colours = hearth_ctl_is_terminal () && (no_color == NULL || *no_color == '\0') &&
              term != NULL && strcmp (term, "dumb") != 0;
  }
  return colours == 1;
}

/**
 * hearth_ctl_get_width:
 *
 * Returns: the terminal's columns; %G_MAXUINT if the output goes elsewhere and nothing is cut
 */
guint
hearth_ctl_get_width (void)
{
  struct winsize size;
  const char *columns = g_getenv ("COLUMNS");

  if (!hearth_ctl_is_terminal ())
    return G_MAXUINT;
  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return columns != NULL && atoi (columns) > 0 ? (guint) atoi (columns) : 80;
}

static guint
char_width (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

/**
 * hearth_ctl_text_width:
 * @text: one line
 *
 * Returns: how many columns it takes
 */
guint
hearth_ctl_text_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += char_width (g_utf8_get_char (p));
  return width;
}

static const char *
style_code (HearthCtlStyle style)
{
  switch (style) {
  case HEARTH_CTL_BOLD:
    return "\033[1m";
  case HEARTH_CTL_DIM:
    return "\033[2m";
  case HEARTH_CTL_ACCENT:
    return "\033[33m";
  case HEARTH_CTL_PLAIN:
  default:
    return "";
  }
}

static void
print_styled (HearthCtlStyle style, const char *text)
{
  if (style != HEARTH_CTL_PLAIN && has_colours () && *text != '\0')
    printf ("%s%s\033[0m", style_code (style), text);
  else
    fputs (text, stdout);
}

/* Mail decides what its subject holds, never what a terminal does. */
static char *
dup_line (const char *text)
{
  g_autofree char *clean = hearth_text_clean (text, -1);

  return hearth_text_one_line (clean, 2000);
}

/**
 * hearth_ctl_print:
 * @style: how it stands out
 * @text: text of any origin
 *
 * Prints one line's worth of text without the characters that would steer a terminal.
 */
void
hearth_ctl_print (HearthCtlStyle style, const char *text)
{
  g_autofree char *line = dup_line (text);

  print_styled (style, line);
}

/**
 * hearth_ctl_print_cut:
 * @style: how it stands out
 * @text: text of any origin
 * @width: columns
 *
 * Prints text as the last cell of a row: cut with an ellipsis on a terminal, else whole.
 *
 * Returns: how many columns it takes
 */
guint
hearth_ctl_print_cut (HearthCtlStyle style, const char *text, guint width)
{
  g_autofree char *line = dup_line (text);
  guint used = hearth_ctl_text_width (line);

  if (used > width && hearth_ctl_is_terminal () && width > 0) {
    g_autofree char *cut = NULL;
    const char *p = line;

    for (used = 0; *p != '\0'; p = g_utf8_next_char (p)) {
      guint next = char_width (g_utf8_get_char (p));

      if (used + next > width - 1)
        break;
      used += next;
    }
    cut = g_strdup_printf ("%.*s…", (int) (p - line), line);
    print_styled (style, cut);
    return used + 1;
  }
  print_styled (style, line);
  return used;
}

/**
 * hearth_ctl_print_cell:
 * @style: how it stands out
 * @text: text of any origin
 * @width: columns
 *
 * Prints text as a cell of a table: as hearth_ctl_print_cut(), and filled up with blanks.
 */
void
hearth_ctl_print_cell (HearthCtlStyle style, const char *text, guint width)
{
  for (guint used = hearth_ctl_print_cut (style, text, width); used < width; used++)
    putchar (' ');
}

/**
 * hearth_ctl_print_text:
 * @text: text of any origin, with newlines
 *
 * Prints text as it is, but for the characters that would steer a terminal.
 */
void
hearth_ctl_print_text (const char *text)
{
  g_autofree char *clean = hearth_text_clean (text, -1);

  fputs (clean, stdout);
}
