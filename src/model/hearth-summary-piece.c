/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-summary-piece.h"

#include <string.h>

/* What of a sentence can stand in a list: words, without links, footnotes, rules and the phrases
 * around them that every newsletter has. */

#define MIN_WORDS 3
#define MIN_BYTES 12
/* A line that is shorter and has no end is a headline, where headlines stand one below another. */
#define MAX_HEADLINE 60
/* "On Tue, 10 Sep 2002, Matthias wrote:" stands within so many bytes of the beginning. */
#define MAX_ATTRIBUTION 160

static const char *const boilerplate[] = { "view in browser",
                                           "in your browser",
                                           "in a browser",
                                           "view this email",
                                           "view this newsletter",
                                           "view this message",
                                           "view online",
                                           "web version",
                                           "unsubscribe",
                                           "to stop receiving",
                                           "you are receiving",
                                           "you're receiving",
                                           "you received this",
                                           "you're subscribed",
                                           "you are subscribed",
                                           "you have subscribed",
                                           "click here",
                                           "read full story",
                                           "read the full",
                                           "read more",
                                           "more info",
                                           "learn more",
                                           "all rights reserved",
                                           "privacy policy",
                                           "your preferences",
                                           "email preferences",
                                           "forward to a friend",
                                           "display images",
                                           "not display correctly",
                                           "having trouble viewing",
                                           "add us to your",
                                           "this is an automated",
                                           "do not reply",
                                           "plain text subscription",
                                           "html version",
                                           "from our sponsor",
                                           "im browser",
                                           "abmelden",
                                           "abbestellen",
                                           "newsletter erhalten",
                                           "nicht korrekt dargestellt",
                                           "bilder anzeigen",
                                           "alle rechte vorbehalten",
                                           "datenschutz",
                                           "désabonner",
                                           "dans votre navigateur",
                                           "darse de baja",
                                           "cancelar la suscripción",
                                           "annullare l'iscrizione",
                                           "afmelden",
                                           "original message",
                                           NULL };

static gboolean
is_boilerplate (const char *piece)
{
  g_autofree char *lower = g_ascii_strdown (piece, -1);

  for (guint i = 0; boilerplate[i] != NULL; i++) {
    if (strstr (lower, boilerplate[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

/* Bytes up to the next blank. */
static gsize
measure_token (const char *p, const char *end)
{
  gsize n = 0;

  while (p + n < end && !g_ascii_isspace (p[n]))
    n++;
  return n;
}

static gboolean
contains (const char *p, gsize length, const char *what)
{
  return g_strstr_len (p, (gssize) length, what) != NULL;
}

/* Bytes of what is no word at @p: a link, what stands in angle brackets, "[1]", "[IMG: …]", a rule
 * of signs; 0 if it is a word. @link: whether it leads somewhere, and so parts what is around it.
 */
static gsize
measure_noise (const char *p, const char *end, gboolean *link)
{
  gsize n = measure_token (p, end);
  gsize signs = 0;

  *link = TRUE;
  if (*p == '<' ||
      (*p == '[' && (g_str_has_prefix (p, "[IMG") || g_str_has_prefix (p, "[image")))) {
    const char *close = memchr (p, *p == '<' ? '>' : ']', MIN ((gsize) (end - p), 600));

    if (close != NULL)
      return (gsize) (close - p) + 1;
  }
  if (contains (p, n, "://") || contains (p, n, "www.") || contains (p, n, ".com/") ||
      contains (p, n, "mailto:"))
    return n;
  *link = FALSE;
  if (*p == '[' && n >= 3 && n <= 5 && g_ascii_isdigit (p[1]))
    return n;
  while (signs < n && strchr ("-=_*#~|+<>:.", p[signs]) != NULL)
    signs++;
  return (signs >= 3 && signs == n) || (signs == n && (*p == '|' || *p == '*')) ? n : 0;
}

/* Takes "David Neary wrote:" from the beginning. */
static void
strip_attribution (GString *piece)
{
  static const char *const verbs[] = { " wrote:",    " wrote :",     " writes:",
                                       " said:",     " schrieb:",    " a écrit :",
                                       " escribió:", " ha scritto:", NULL };
  g_autofree char *head = g_strndup (piece->str, MIN (piece->len, MAX_ATTRIBUTION));

  for (guint i = 0; verbs[i] != NULL; i++) {
    const char *found = strstr (head, verbs[i]);

    if (found != NULL) {
      g_string_erase (piece, 0, (gssize) (found - head) + (gssize) strlen (verbs[i]));
      break;
    }
  }
}

/* Takes "URL:" and "Date: 2002-09-19T21:59:17" from the beginning. */
static void
strip_labels (GString *piece)
{
  static const char *const labels[] = { "URL:",   "Date:",    "From:", "To:", "Subject:",
                                        "Datum:", "Betreff:", "Von:",  "An:", NULL };
  gboolean found = TRUE;

  while (found) {
    gsize blanks = strspn (piece->str, " ");

    g_string_erase (piece, 0, (gssize) blanks);
    found = FALSE;
    for (guint i = 0; labels[i] != NULL && !found; i++) {
      gsize n = strlen (labels[i]);

      if (!g_str_has_prefix (piece->str, labels[i]))
        continue;
      found = TRUE;
      g_string_erase (piece, 0, (gssize) n);
      g_string_erase (piece, 0, (gssize) strspn (piece->str, " "));
      if (g_ascii_isdigit (*piece->str))
        g_string_erase (piece, 0, (gssize) strcspn (piece->str, " "));
    }
  }
}

/* Words that begin with a letter, and whether they are more than the numbers among them. */
static gboolean
says_something (const char *piece)
{
  guint n_words = 0;
  guint n_others = 0;

  for (const char *p = piece; *p != '\0';) {
    gsize n = strcspn (p, " ");

    if (g_unichar_isalpha (g_utf8_get_char (p)))
      n_words++;
    else if (n > 0)
      n_others++;
    p += n + strspn (p + n, " ");
  }
  return n_words >= MIN_WORDS && n_words > n_others;
}

static void
end_piece (GPtrArray *pieces, GString *piece)
{
  strip_attribution (piece);
  strip_labels (piece);
  while (piece->len > 0 && strchr (" |-–·•,", piece->str[piece->len - 1]) != NULL &&
         (guchar) piece->str[piece->len - 1] < 0x80)
    g_string_truncate (piece, piece->len - 1);
  if (piece->len >= MIN_BYTES && says_something (piece->str) && !is_boilerplate (piece->str))
    g_ptr_array_add (pieces, g_utf8_make_valid (piece->str, (gssize) piece->len));
  g_string_truncate (piece, 0);
}

/* Whether a line that ends at @p, and began at @line, is a headline: it is short, and what comes
 * next does not go on with it. */
static gboolean
ends_headline (const char *line, const char *p, const char *end)
{
  const char *next = p;

  while (next < end && g_ascii_isspace (*next))
    next++;
  if (next < end && g_unichar_islower (g_utf8_get_char_validated (next, end - next)))
    return FALSE;
  while (p > line && g_ascii_isspace (p[-1]))
    p--;
  return p > line && p - line <= MAX_HEADLINE && strchr (".,;:", p[-1]) == NULL;
}

/**
 * hearth_summary_add_pieces:
 * @pieces: (element-type utf8): the pieces are appended here, each on one line
 * @text: a sentence, with line breaks in it
 * @length: its bytes
 * @headlines: whether short lines stand for themselves, as in newsletters
 *
 * Takes out of a sentence what is no words, and parts it where links stood. What every newsletter
 * says, and what says nothing without its link, is left out. Pure.
 */
void
hearth_summary_add_pieces (GPtrArray *pieces, const char *text, gsize length, gboolean headlines)
{
  g_autoptr (GString) piece = g_string_sized_new (length);
  const char *end = text + length;
  const char *line = text;

  for (const char *p = text; p < end;) {
    gboolean link = FALSE;
    gsize n;

    if (g_ascii_isspace (*p)) {
      if (*p == '\n') {
        if (headlines && ends_headline (line, p, end))
          end_piece (pieces, piece);
        line = p + 1;
      }
      p++;
      continue;
    }
    n = measure_noise (p, end, &link);
    if (n > 0) {
      if (link)
        end_piece (pieces, piece);
      p += n;
      continue;
    }
    n = measure_token (p, end);
    if (piece->len > 0)
      g_string_append_c (piece, ' ');
    g_string_append_len (piece, p, (gssize) n);
    p += n;
  }
  end_piece (pieces, piece);
}
