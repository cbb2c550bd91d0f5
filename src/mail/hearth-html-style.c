/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-html-style.h"

#include <stdlib.h>
#include <string.h>

/* Text below this size, in pixels, is not read by anyone. */
#define SMALLEST_FONT 2.0

/* Colors nearer than this in each channel cannot be told apart. */
#define COLOR_STEP 10

/* An element this far outside is not on any screen. */
#define FAR_AWAY (-900.0)

/**
 * hearth_html_color_parse:
 * @text: a CSS or HTML color
 *
 * Returns: 0xRRGGBB, or %HEARTH_COLOR_UNKNOWN
 */
int
hearth_html_color_parse (const char *text)
{
  static const struct {
    const char *name;
    int color;
  } names[] = {
    { "white", 0xffffff }, { "black", 0x000000 },  { "snow", 0xfffafa },
    { "ivory", 0xfffff0 }, { "red", 0xff0000 },    { "blue", 0x0000ff },
    { "green", 0x008000 }, { "gray", 0x808080 },   { "grey", 0x808080 },
    { "navy", 0x000080 },  { "yellow", 0xffff00 }, { "whitesmoke", 0xf5f5f5 },
  };

  while (g_ascii_isspace (*text))
    text++;
  if (*text == '#') {
    gsize n = 0;
    guint value;

    while (g_ascii_isxdigit (text[1 + n]))
      n++;
    value = strtoul (text + 1, NULL, 16);
    if (n == 6)
      return value;
    if (n == 8)
      return value >> 8;
    if (n == 3)
      return ((value >> 8) & 0xf) * 0x110000 + ((value >> 4) & 0xf) * 0x1100 + (value & 0xf) * 0x11;
    return HEARTH_COLOR_UNKNOWN;
  }
  if (g_ascii_strncasecmp (text, "rgb", 3) == 0) {
    const char *open = strchr (text, '(');
    int color = 0;

    for (guint i = 0; i < 3; i++) {
      char *end;
      long channel;

      if (open == NULL || *open == '\0')
        return HEARTH_COLOR_UNKNOWN;
      channel = strtol (open + 1, &end, 10);
      color = color << 8 | (int) CLAMP (channel, 0, 255);
      open = end;
    }
    return color;
  }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    gsize n = strlen (names[i].name);

    if (g_ascii_strncasecmp (text, names[i].name, n) == 0 && !g_ascii_isalpha (text[n]))
      return names[i].color;
  }
  return HEARTH_COLOR_UNKNOWN;
}

/**
 * hearth_html_colors_near:
 * @a: a color
 * @b: a color
 *
 * Returns: whether text in one cannot be seen on the other
 */
gboolean
hearth_html_colors_near (int a, int b)
{
  if (a < 0 || b < 0)
    return FALSE;
  return abs ((a >> 16) - (b >> 16)) < COLOR_STEP &&
         abs (((a >> 8) & 0xff) - ((b >> 8) & 0xff)) < COLOR_STEP &&
         abs ((a & 0xff) - (b & 0xff)) < COLOR_STEP;
}

static gboolean
value_is (const char *value, const char *word)
{
  return g_ascii_strncasecmp (value, word, strlen (word)) == 0;
}

/* A CSS length in pixels, near enough; @relative is what one em or 100 % is. */
static double
length_of (const char *value, double relative)
{
  char *end;
  double number = g_ascii_strtod (value, &end);

  if (end == value)
    return relative;
  if (value_is (end, "em") || value_is (end, "rem"))
    return number * relative;
  if (*end == '%')
    return number * relative / 100;
  if (value_is (end, "pt"))
    return number * 4 / 3;
  return number;
}

typedef struct {
  gboolean clips;
  gboolean no_size;
  gboolean placed;
  gboolean far_away;
} Box;

static void
parse_declaration (const char *name, const char *value, HearthHtmlStyle *style, Box *box)
{
  if (g_str_equal (name, "display")) {
    style->hides |= value_is (value, "none");
  } else if (g_str_equal (name, "visibility")) {
    style->hides |= value_is (value, "hidden") || value_is (value, "collapse");
    style->shows |= value_is (value, "visible");
  } else if (g_str_equal (name, "font-size")) {
    style->hides |= length_of (value, 16) < SMALLEST_FONT;
  } else if (g_str_equal (name, "font")) {
    style->hides |= value_is (value, "0") && length_of (value, 16) < SMALLEST_FONT;
  } else if (g_str_equal (name, "opacity")) {
    style->hides |= length_of (value, 1) < 0.05;
  } else if (g_str_equal (name, "mso-hide")) {
    style->hides |= value_is (value, "all");
  } else if (g_str_equal (name, "text-indent")) {
    style->hides |= length_of (value, 16) < FAR_AWAY;
  } else if (g_str_equal (name, "overflow")) {
    box->clips |= value_is (value, "hidden") || value_is (value, "clip");
  } else if (g_str_equal (name, "height") || g_str_equal (name, "max-height") ||
             g_str_equal (name, "width") || g_str_equal (name, "max-width")) {
    box->no_size |= length_of (value, 16) < SMALLEST_FONT && g_ascii_isdigit (*value);
  } else if (g_str_equal (name, "position")) {
    box->placed |= value_is (value, "absolute") || value_is (value, "fixed");
  } else if (g_str_equal (name, "left") || g_str_equal (name, "top")) {
    box->far_away |= length_of (value, 16) < FAR_AWAY;
  } else if (g_str_equal (name, "clip")) {
    box->far_away |= value_is (value, "rect(0");
  } else if (g_str_equal (name, "color")) {
    style->color = hearth_html_color_parse (value);
    style->hides |= value_is (value, "transparent");
  } else if (g_str_equal (name, "background") || g_str_equal (name, "background-color") ||
             g_str_equal (name, "background-image")) {
    if (!value_is (value, "none") && !value_is (value, "transparent") &&
        !value_is (value, "inherit") && !value_is (value, "initial")) {
      style->has_background = TRUE;
      style->background = hearth_html_color_parse (value);
    }
  }
}

/**
 * hearth_html_style_parse:
 * @declarations: CSS declarations, as in a style attribute
 * @style: (out): what they come to
 *
 * Reads what decides whether a text is seen; all else is passed over.
 */
void
hearth_html_style_parse (const char *declarations, HearthHtmlStyle *style)
{
  Box box = { FALSE };
  const char *p = declarations;

  *style = (HearthHtmlStyle){ .color = HEARTH_COLOR_UNKNOWN, .background = HEARTH_COLOR_UNKNOWN };
  while (*p != '\0') {
    gsize n = strcspn (p, ";");
    const char *colon = memchr (p, ':', n);

    if (colon != NULL && n < 2048) {
      g_autofree char *name = g_ascii_strdown (p, colon - p);
      g_autofree char *value = g_strndup (colon + 1, p + n - colon - 1);

      parse_declaration (g_strstrip (name), g_strstrip (value), style, &box);
    }
    p += n + (p[n] == ';');
  }
  style->hides |= (box.no_size && box.clips) || (box.placed && box.far_away);
}

static void
add_hiding_selectors (const char *selectors, GHashTable *hiding)
{
  g_auto (GStrv) each = g_strsplit (selectors, ",", 64);

  for (guint i = 0; each[i] != NULL; i++) {
    char *selector = g_strstrip (each[i]);
    const char *mark = strpbrk (selector, ".#");

    /* Only a class or an id by itself, perhaps behind a tag: the rest would need a document. */
    if (mark == NULL || mark[1] == '\0' || strpbrk (mark + 1, ".#:[ >+~*") != NULL ||
        strpbrk (selector, " >+~") != NULL)
      continue;
    g_hash_table_add (hiding, g_strdup (mark));
  }
}

/**
 * hearth_html_sheet_parse:
 * @sheet: the text of a style element
 * @hiding: (element-type utf8): where to add ".class" and "#id" names that hide what bears them
 *
 * Reads the plain rules of a style sheet. Rules inside of `@media` are for some screens only and
 * are passed over.
 *
 * Returns: whether a rule sets a background
 */
gboolean
hearth_html_sheet_parse (const char *sheet, GHashTable *hiding)
{
  g_autoptr (GString) bare = g_string_new (NULL);
  gboolean has_background = FALSE;
  const char *p = sheet;

  while (*p != '\0') {
    if (p[0] == '/' && p[1] == '*') {
      const char *end = strstr (p + 2, "*/");

      p = end != NULL ? end + 2 : p + strlen (p);
    } else {
      g_string_append_c (bare, *p++);
    }
  }
  for (p = bare->str; *p != '\0';) {
    gsize n = strcspn (p, "{");
    const char *body;
    int depth = 1;

    if (p[n] == '\0')
      break;
    body = p + n + 1;
    while (g_ascii_isspace (*p) && n > 0) {
      p++;
      n--;
    }
    if (*p == '@') {
      for (p = body; *p != '\0' && depth > 0; p++)
        depth += *p == '{' ? 1 : *p == '}' ? -1 : 0;
      continue;
    }
    {
      gsize length = strcspn (body, "}");
      g_autofree char *declarations = g_strndup (body, length);
      HearthHtmlStyle style;

      hearth_html_style_parse (declarations, &style);
      has_background |= style.has_background;
      if (style.hides) {
        g_autofree char *selectors = g_strndup (p, n);

        add_hiding_selectors (selectors, hiding);
      }
      p = body + length + (body[length] == '}');
    }
  }
  return has_background;
}

static gboolean
is_known_top_level (const char *label)
{
  static const char *const generic[] = { "com",  "org", "net",   "edu",   "gov", "mil",  "int",
                                         "info", "biz", "bank",  "app",   "dev", "shop", "online",
                                         "site", "xyz", "cloud", "store", NULL };
  /* Two letters are a country, except those that end file names more often. */
  static const char *const files[] = { "py", "sh", "rs", "md", "js", "ps", "gz", "ts", "cc",
                                       "hs", "so", "pl", "ai", "am", "mo", "vi", NULL };
  g_autofree char *lower = g_ascii_strdown (label, -1);

  if (strlen (lower) == 2)
    return g_ascii_isalpha (lower[0]) && g_ascii_isalpha (lower[1]) &&
           !g_strv_contains (files, lower);
  return g_strv_contains (generic, lower);
}

/* The host that a text names, if the whole text is an address or a plain host name. */
static char *
dup_host (const char *text, gboolean strict)
{
  const char *p = text, *scheme = strstr (text, "://");
  gboolean sure = FALSE;
  gsize n, user;
  char *host, *dot;

  if (scheme != NULL && scheme - text <= 5) {
    p = scheme + 3;
    sure = TRUE;
  }
  n = strcspn (p, "/?#\\");
  user = n;
  while (user > 0 && p[user - 1] != '@')
    user--;
  if (user > 0 && !sure)
    return NULL;
  p += user;
  n -= user;
  n = MIN (n, strcspn (p, ":"));
  if (n == 0 || n > 253)
    return NULL;
  host = g_ascii_strdown (p, n);
  if (g_str_has_prefix (host, "www."))
    memmove (host, host + 4, strlen (host + 4) + 1);
  dot = strrchr (host, '.');
  for (char *c = host; *c != '\0'; c++) {
    if ((guchar) *c <= 0x20 || strchr ("<>\"'()[]{},;", *c) != NULL)
      dot = NULL;
  }
  if (dot == NULL || dot == host || (strict && !sure && !is_known_top_level (dot + 1)))
    g_clear_pointer (&host, g_free);
  return host;
}

static const char *
last_labels (const char *host, guint n)
{
  const char *p = host + strlen (host);

  while (p > host) {
    if (p[-1] == '.' && --n == 0)
      break;
    p--;
  }
  return p;
}

/**
 * hearth_html_hosts_disagree:
 * @text: a link's text
 * @href: its target
 *
 * Returns: whether the text is an address of one site and the target one of another
 */
gboolean
hearth_html_hosts_disagree (const char *text, const char *href)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autofree char *shown = NULL;
  g_autofree char *real = NULL;
  const char *a, *b;

  if (g_ascii_strncasecmp (href, "http", 4) != 0 || strlen (trimmed) > 2048)
    return FALSE;
  shown = dup_host (trimmed, TRUE);
  real = dup_host (href, FALSE);
  if (shown == NULL || real == NULL)
    return FALSE;
  a = last_labels (shown, 2);
  b = last_labels (real, 2);
  if (!g_str_equal (a, b))
    return TRUE;
  /* "co.uk" and its like are no one's own: there the third label must agree too. */
  if (strlen (a) <= 6 || (strcspn (a, ".") <= 3 && strlen (strrchr (a, '.')) == 3))
    return !g_str_equal (last_labels (shown, 3), last_labels (real, 3));
  return FALSE;
}
