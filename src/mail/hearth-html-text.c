/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-html-text.h"

#include "hearth-html-style.h"
#include "hearth-text.h"

#include <libxml/HTMLparser.h>
#include <string.h>

/* Bytes of HTML that are read: the largest newsletters have half of it. */
#define MAX_HTML (2 * 1024 * 1024)

/* Open elements: mail nests tables, some dozens deep; libxml2 walks the open elements at each end
 * tag, so that this bound is also one of time. */
#define MAX_OPEN 400

/* Elements in all. */
#define MAX_ELEMENTS 100000

/* Bytes of one tag: libxml2 compares each attribute with all others of its tag. */
#define MAX_TAG 4096

/* A longer link is shown by its host alone: it is a tracking code that nobody reads. */
#define MAX_URL 300

#define MAX_SHEET (64 * 1024)

typedef enum {
  WHAT_INLINE,
  WHAT_BLOCK,     /* on lines of its own */
  WHAT_PARAGRAPH, /* and a blank line around it */
  WHAT_ROW,
  WHAT_CELL,
  WHAT_ITEM,
  WHAT_LIST,
  WHAT_QUOTE,
  WHAT_PRE,
  WHAT_BREAK,
  WHAT_RULE,
  WHAT_IMAGE,
  WHAT_LINK,
  WHAT_STYLE,
  WHAT_DROP, /* with all its content */
} What;

typedef struct {
  What what;
  gboolean hidden;
  gboolean classed; /* this or an outer element may be painted by a style sheet */
  int color;
  int background;
  char *href;       /* (owned) (nullable) */
  gsize text_start; /* of a link, where its text begins */
} Frame;

typedef struct {
  GString *out;
  gsize max_text;
  GArray *frames;
  GString *sheet;
  GHashTable *hiding;
  GArray *lists; /* of int: the next number, or -1 for bullets */
  guint n_elements;
  guint n_dropped; /* open elements whose content is dropped */
  guint n_pre;
  guint n_quotes;
  guint last_quotes; /* around the text that was written last */
  guint newlines;    /* wanted before the next text */
  gboolean space;
  gboolean cell; /* a cell ended on this line */
  gboolean sheet_paints;
  xmlParserCtxtPtr parser;
  HearthHtmlFindings *findings;
} Context;

typedef struct {
  const char *name;
  What what;
} Element;

/* Sorted by name. */
static const Element elements[] = {
  { "a", WHAT_LINK },        { "address", WHAT_BLOCK },    { "article", WHAT_BLOCK },
  { "aside", WHAT_BLOCK },   { "blockquote", WHAT_QUOTE }, { "body", WHAT_BLOCK },
  { "br", WHAT_BREAK },      { "caption", WHAT_BLOCK },    { "center", WHAT_BLOCK },
  { "dd", WHAT_BLOCK },      { "div", WHAT_BLOCK },        { "dl", WHAT_PARAGRAPH },
  { "dt", WHAT_BLOCK },      { "fieldset", WHAT_BLOCK },   { "figcaption", WHAT_BLOCK },
  { "figure", WHAT_BLOCK },  { "footer", WHAT_BLOCK },     { "form", WHAT_BLOCK },
  { "frameset", WHAT_DROP }, { "h1", WHAT_PARAGRAPH },     { "h2", WHAT_PARAGRAPH },
  { "h3", WHAT_PARAGRAPH },  { "h4", WHAT_PARAGRAPH },     { "h5", WHAT_PARAGRAPH },
  { "h6", WHAT_PARAGRAPH },  { "head", WHAT_DROP },        { "header", WHAT_BLOCK },
  { "hr", WHAT_RULE },       { "iframe", WHAT_DROP },      { "img", WHAT_IMAGE },
  { "li", WHAT_ITEM },       { "main", WHAT_BLOCK },       { "menu", WHAT_LIST },
  { "nav", WHAT_BLOCK },     { "noframes", WHAT_DROP },    { "object", WHAT_DROP },
  { "ol", WHAT_LIST },       { "option", WHAT_DROP },      { "p", WHAT_PARAGRAPH },
  { "pre", WHAT_PRE },       { "script", WHAT_DROP },      { "section", WHAT_BLOCK },
  { "select", WHAT_DROP },   { "style", WHAT_STYLE },      { "svg", WHAT_DROP },
  { "table", WHAT_BLOCK },   { "td", WHAT_CELL },          { "template", WHAT_DROP },
  { "textarea", WHAT_DROP }, { "th", WHAT_CELL },          { "title", WHAT_DROP },
  { "tr", WHAT_ROW },        { "ul", WHAT_LIST },
};

static int
compare_elements (const void *name, const void *element)
{
  return strcmp (name, ((const Element *) element)->name);
}

static What
find_element (const char *name)
{
  const Element *found =
      bsearch (name, elements, G_N_ELEMENTS (elements), sizeof elements[0], compare_elements);

  return found != NULL ? found->what : WHAT_INLINE;
}

static const Frame *
top_frame (Context *self)
{
  static const Frame none = { WHAT_INLINE, FALSE, FALSE, HEARTH_COLOR_UNKNOWN, 0xffffff, NULL, 0 };

  return self->frames->len > 0 ? &g_array_index (self->frames, Frame, self->frames->len - 1)
                               : &none;
}

static void
stop (Context *self)
{
  self->findings->truncated = TRUE;
  xmlStopParser (self->parser);
}

static void
want_newlines (Context *self, guint n)
{
  self->newlines = MAX (self->newlines, n);
  self->space = FALSE;
  self->cell = FALSE;
}

/* Writes the line breaks and blanks that are due, and at the start of a line the quote's marks. */
static void
begin_text (Context *self)
{
  GString *out = self->out;

  if (out->len == 0) {
    self->newlines = 0;
    self->space = FALSE;
    self->cell = FALSE;
  }
  if (self->newlines > 0) {
    while (out->len > 0 && (out->str[out->len - 1] == ' ' || out->str[out->len - 1] == '\t'))
      g_string_truncate (out, out->len - 1);
  }
  for (guint i = 0; i < self->newlines; i++) {
    g_string_append_c (out, '\n');
    if (i + 1 < self->newlines) {
      for (guint q = 0; q < MIN (MIN (self->n_quotes, self->last_quotes), 8); q++)
        g_string_append_c (out, '>');
    }
  }
  if (self->cell)
    g_string_append_c (out, '\t');
  else if (self->space && self->newlines == 0)
    g_string_append_c (out, ' ');
  if (out->len == 0 || out->str[out->len - 1] == '\n') {
    for (guint q = 0; q < MIN (self->n_quotes, 8); q++)
      g_string_append (out, "> ");
  }
  self->newlines = 0;
  self->space = FALSE;
  self->cell = FALSE;
  self->last_quotes = self->n_quotes;
}

static void
append_text (Context *self, const char *text, gsize size)
{
  const char *p = text, *end = text + size;

  while (p < end) {
    const char *run = p;

    if (self->n_pre > 0 && *p == '\n') {
      self->newlines++;
      self->newlines = MIN (self->newlines, 3);
      p++;
      continue;
    }
    if (g_ascii_isspace (*p) && self->n_pre == 0) {
      self->space = self->out->len > 0 && self->newlines == 0;
      p++;
      continue;
    }
    while (p < end && (self->n_pre > 0 ? *p != '\n' : !g_ascii_isspace (*p)))
      p++;
    begin_text (self);
    g_string_append_len (self->out, run, p - run);
  }
  if (self->out->len > self->max_text)
    stop (self);
}

static gboolean
is_blank (const char *text, gsize size)
{
  for (const char *p = text; p < text + size; p++) {
    if (!g_ascii_isspace (*p) && !g_str_has_prefix (p, "\302\240") && *p != '\240')
      return FALSE;
  }
  return TRUE;
}

static void
characters_cb (void *data, const xmlChar *text, int size)
{
  Context *self = data;
  const Frame *top = top_frame (self);

  if (self->n_dropped > 0) {
    if (top->what == WHAT_STYLE && self->sheet->len + size < MAX_SHEET)
      g_string_append_len (self->sheet, (const char *) text, size);
    return;
  }
  if (top->hidden) {
    if (!is_blank ((const char *) text, size))
      self->findings->hidden_text = TRUE;
    return;
  }
  append_text (self, (const char *) text, size);
}

static const char *
attribute (const xmlChar **attributes, const char *name)
{
  for (guint i = 0; attributes != NULL && attributes[i] != NULL; i += 2) {
    if (g_ascii_strcasecmp ((const char *) attributes[i], name) == 0)
      return attributes[i + 1] != NULL ? (const char *) attributes[i + 1] : "";
  }
  return NULL;
}

static gboolean
sheet_hides (Context *self, const char *names, char mark)
{
  g_auto (GStrv) each = NULL;

  if (names == NULL || g_hash_table_size (self->hiding) == 0)
    return FALSE;
  each = g_strsplit_set (names, " \t\n", 64);
  for (guint i = 0; each[i] != NULL; i++) {
    g_autofree char *name = g_strdup_printf ("%c%s", mark, each[i]);

    if (g_hash_table_contains (self->hiding, name))
      return TRUE;
  }
  return FALSE;
}

/* Whether the element's text is seen, by what it says of itself and what is around it. */
static void
look_at (Context *self, Frame *frame, const xmlChar **attributes)
{
  const char *style = attribute (attributes, "style");
  const char *bgcolor = attribute (attributes, "bgcolor");
  const char *color = attribute (attributes, "color");
  const char *class = attribute (attributes, "class");
  const char *id = attribute (attributes, "id");
  const char *width = attribute (attributes, "width");
  const char *height = attribute (attributes, "height");
  gboolean own_color = FALSE;

  if (bgcolor != NULL)
    frame->background = hearth_html_color_parse (bgcolor);
  if (attribute (attributes, "background") != NULL)
    frame->background = HEARTH_COLOR_UNKNOWN;
  if (color != NULL) {
    frame->color = hearth_html_color_parse (color);
    own_color = TRUE;
  }
  if (style != NULL) {
    HearthHtmlStyle parsed;

    hearth_html_style_parse (style, &parsed);
    frame->hidden |= parsed.hides;
    if (parsed.has_background)
      frame->background = parsed.background;
    if (parsed.color != HEARTH_COLOR_UNKNOWN) {
      frame->color = parsed.color;
      own_color = TRUE;
    }
  }
  frame->classed |= class != NULL || id != NULL;
  frame->hidden |= attribute (attributes, "hidden") != NULL;
  frame->hidden |= sheet_hides (self, class, '.') || sheet_hides (self, id, '#');
  if (frame->what != WHAT_IMAGE && frame->what != WHAT_CELL && frame->what != WHAT_ROW)
    frame->hidden |= (width != NULL && g_str_equal (width, "0")) ||
                     (height != NULL && g_str_equal (height, "0"));
  if ((own_color || bgcolor != NULL || style != NULL) &&
      hearth_html_colors_near (frame->color, frame->background) &&
      !(frame->classed && self->sheet_paints))
    frame->hidden = TRUE;
}

static void
begin_item (Context *self)
{
  int *next = self->lists->len > 0 ? &g_array_index (self->lists, int, self->lists->len - 1) : NULL;
  char mark[24] = "• ";

  want_newlines (self, 1);
  begin_text (self);
  for (guint i = 1; i < MIN (self->lists->len, 8); i++)
    g_string_append (self->out, "  ");
  if (next != NULL && *next >= 0)
    g_snprintf (mark, sizeof mark, "%d. ", (*next)++);
  g_string_append (self->out, mark);
}

static void
begin_visible (Context *self, Frame *frame, const char *name, const xmlChar **attributes)
{
  const char *value;
  int first = -1;

  switch (frame->what) {
  case WHAT_BREAK:
    if (self->out->len > 0)
      self->newlines = MIN (self->newlines + 1, 2);
    self->space = FALSE;
    self->cell = FALSE;
    break;
  case WHAT_RULE:
    want_newlines (self, 1);
    begin_text (self);
    g_string_append (self->out, "――――――");
    want_newlines (self, 1);
    break;
  case WHAT_IMAGE:
    value = attribute (attributes, "alt");
    if (value != NULL && *value != '\0')
      append_text (self, value, strlen (value));
    break;
  case WHAT_LINK:
    value = attribute (attributes, "href");
    frame->href = value != NULL ? g_strstrip (g_strdup (value)) : NULL;
    frame->text_start = self->out->len;
    break;
  case WHAT_LIST:
    if (g_str_equal (name, "ol")) {
      value = attribute (attributes, "start");
      first = value != NULL ? CLAMP (atoi (value), 0, 100000) : 1;
    }
    g_array_append_val (self->lists, first);
    want_newlines (self, 1);
    break;
  case WHAT_ITEM:
    begin_item (self);
    break;
  case WHAT_QUOTE:
    want_newlines (self, 2);
    break;
  case WHAT_PRE:
    self->n_pre++;
    want_newlines (self, 2);
    break;
  case WHAT_PARAGRAPH:
    want_newlines (self, 2);
    break;
  case WHAT_BLOCK:
  case WHAT_ROW:
    if (!self->cell)
      want_newlines (self, 1);
    break;
  case WHAT_INLINE:
  case WHAT_CELL:
  case WHAT_STYLE:
  case WHAT_DROP:
  default:
    break;
  }
}

static void
start_element_cb (void *data, const xmlChar *name, const xmlChar **attributes)
{
  Context *self = data;
  Frame frame = *top_frame (self);

  if (++self->n_elements > MAX_ELEMENTS || self->frames->len >= MAX_OPEN) {
    stop (self);
    return;
  }
  frame.what = find_element ((const char *) name);
  frame.href = NULL;
  if (frame.what == WHAT_STYLE || frame.what == WHAT_DROP) {
    self->n_dropped++;
  } else if (attributes != NULL) {
    look_at (self, &frame, attributes);
  }
  if (self->n_dropped == 0 && !frame.hidden)
    begin_visible (self, &frame, (const char *) name, attributes);
  if (frame.what == WHAT_QUOTE)
    self->n_quotes++;
  g_array_append_val (self->frames, frame);
}

/* Says where a link leads, unless its text says so already. */
static void
end_link (Context *self, const Frame *frame)
{
  const char *href = frame->href, *bare, *text;
  gsize length;
  g_autofree char *shown = NULL;

  if (href == NULL || self->out->len <= frame->text_start)
    return;
  text = self->out->str + frame->text_start;
  while (*text != '\0' && (g_ascii_isspace (*text) || *text == '>'))
    text++;
  if (hearth_html_hosts_disagree (text, href))
    self->findings->link_mismatch = TRUE;
  if (g_ascii_strncasecmp (href, "mailto:", 7) == 0) {
    bare = href + 7;
    length = strcspn (bare, "?");
  } else if (g_ascii_strncasecmp (href, "http://", 7) == 0 ||
             g_ascii_strncasecmp (href, "https://", 8) == 0) {
    bare = strstr (href, "://") + 3;
    length = strlen (bare);
    if (length > 0 && bare[length - 1] == '/')
      length--;
  } else {
    return;
  }
  if (length == 0)
    return;
  shown = g_strndup (bare, length);
  if (strstr (text, shown) != NULL)
    return;
  if (strlen (href) > MAX_URL && bare != href + 7)
    g_string_append_printf (self->out, " <%.*s/…>", (int) (bare + strcspn (bare, "/?#") - href),
                            href);
  else
    g_string_append_printf (self->out, " <%s>", bare == href + 7 ? shown : href);
}

static void
end_visible (Context *self, const Frame *frame)
{
  switch (frame->what) {
  case WHAT_LINK:
    end_link (self, frame);
    break;
  case WHAT_CELL:
    if (self->out->len > 0 && self->newlines == 0)
      self->cell = TRUE;
    else if (self->newlines == 1 && self->out->len > 0)
      self->newlines = 1;
    break;
  case WHAT_LIST:
    if (self->lists->len > 0)
      g_array_set_size (self->lists, self->lists->len - 1);
    want_newlines (self, self->lists->len > 0 ? 1 : 2);
    break;
  case WHAT_PRE:
    self->n_pre--;
    want_newlines (self, 2);
    break;
  case WHAT_PARAGRAPH:
  case WHAT_QUOTE:
    want_newlines (self, 2);
    break;
  case WHAT_BLOCK:
  case WHAT_ROW:
  case WHAT_ITEM:
    want_newlines (self, 1);
    break;
  case WHAT_INLINE:
  case WHAT_BREAK:
  case WHAT_RULE:
  case WHAT_IMAGE:
  case WHAT_STYLE:
  case WHAT_DROP:
  default:
    break;
  }
}

static void
end_element_cb (void *data, const xmlChar *name)
{
  Context *self = data;
  Frame frame;

  if (self->frames->len == 0)
    return;
  frame = *top_frame (self);
  g_array_set_size (self->frames, self->frames->len - 1);
  if (frame.what == WHAT_QUOTE)
    self->n_quotes--;
  if (frame.what == WHAT_STYLE) {
    self->sheet_paints |= hearth_html_sheet_parse (self->sheet->str, self->hiding);
    g_string_truncate (self->sheet, 0);
  }
  if (frame.what == WHAT_STYLE || frame.what == WHAT_DROP)
    self->n_dropped--;
  else if (self->n_dropped == 0 && !frame.hidden)
    end_visible (self, &frame);
  g_free (frame.href);
}

/* Copies the HTML with what is too long in a tag left out. */
static GString *
dup_bounded (const char *html, gsize size, gboolean *truncated)
{
  GString *out = g_string_sized_new (size + 1);
  const char *p = html, *end = html + size;

  while (p < end) {
    const char *open = memchr (p, '<', end - p);
    const char *q;
    char quote = '\0';

    if (open == NULL)
      open = end;
    g_string_append_len (out, p, open - p);
    if (open == end)
      break;
    for (q = open + 1; q < end && (quote != '\0' || *q != '>'); q++) {
      if (quote == '\0' && (*q == '"' || *q == '\''))
        quote = q[-1] == '=' || g_ascii_isspace (q[-1]) ? *q : '\0';
      else if (*q == quote)
        quote = '\0';
    }
    if (q - open <= MAX_TAG || !(g_ascii_isalpha (open[1]) || open[1] == '/')) {
      g_string_append_len (out, open, MIN (q + 1, end) - open);
    } else {
      /* An image's data or an attack: its name is enough. */
      gsize n = 1;

      while (open + n < q && (g_ascii_isalnum (open[n]) || open[n] == '/'))
        n++;
      g_string_append_len (out, open, n);
      g_string_append_c (out, '>');
      *truncated |= g_ascii_strncasecmp (open, "<img", 4) != 0;
    }
    p = MIN (q + 1, end);
  }
  return out;
}

static gboolean
has_long_tag (const char *html, gsize size)
{
  const char *p = html, *end = html + size;

  while ((p = memchr (p, '<', end - p)) != NULL) {
    const char *close = memchr (p, '>', MIN (MAX_TAG, end - p));

    if (close == NULL && end - p >= MAX_TAG)
      return TRUE;
    /* A quoted ">" does not end a tag: the next "<" is farther then. */
    close = close != NULL ? close : end;
    p = close;
    if (p < end) {
      const char *next = memchr (p, '<', end - p);

      if (next != NULL && next - p >= MAX_TAG && memchr (p, '=', next - p) != NULL)
        return TRUE;
    }
    if (p >= end)
      break;
  }
  return FALSE;
}

static void
frame_clear (gpointer data)
{
  g_free (((Frame *) data)->href);
}

static void
ignore_error_cb (void *data, const char *format, ...)
{
}

/**
 * hearth_html_to_text:
 * @html: UTF-8 HTML
 * @size: its bytes
 * @max_text: bytes of text that are kept
 * @findings: (out): what was noticed
 *
 * Makes readable text of HTML: paragraphs, lists, tables with a tab between cells, links with their
 * targets, quotes with "> ", images by their description. What a reader would not see is left out.
 * Nothing is fetched: the parser only sees these bytes.
 *
 * Returns: (transfer full): clean text, perhaps ""
 */
char *
hearth_html_to_text (const char *html, gsize size, gsize max_text, HearthHtmlFindings *findings)
{
  htmlSAXHandler sax = { .startElement = start_element_cb,
                         .endElement = end_element_cb,
                         .characters = characters_cb,
                         .cdataBlock = characters_cb,
                         .ignorableWhitespace = characters_cb,
                         .error = ignore_error_cb,
                         .warning = ignore_error_cb };
  Context self = { .max_text = max_text, .findings = findings };
  g_autoptr (GString) bounded = NULL;
  char *text;

  *findings = (HearthHtmlFindings){ FALSE };
  if (size > MAX_HTML) {
    size = MAX_HTML;
    findings->truncated = TRUE;
  }
  if (has_long_tag (html, size)) {
    bounded = dup_bounded (html, size, &findings->truncated);
    html = bounded->str;
    size = bounded->len;
  }
  self.out = g_string_sized_new (MIN (size / 2, max_text) + 64);
  self.frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  self.lists = g_array_new (FALSE, FALSE, sizeof (int));
  self.sheet = g_string_new (NULL);
  self.hiding = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.parser = htmlCreatePushParserCtxt (&sax, &self, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
  htmlCtxtUseOptions (self.parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                       HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
  htmlParseChunk (self.parser, html, size, 0);
  htmlParseChunk (self.parser, NULL, 0, 1);
  if (self.parser->myDoc != NULL)
    xmlFreeDoc (self.parser->myDoc);
  htmlFreeParserCtxt (self.parser);
  if (self.out->len > max_text)
    g_string_truncate (self.out, max_text);
  text = hearth_text_clean (self.out->str, self.out->len);
  for (guint i = 0; i < self.frames->len; i++)
    frame_clear (&g_array_index (self.frames, Frame, i));
  g_array_unref (self.frames);
  g_array_unref (self.lists);
  g_string_free (self.sheet, TRUE);
  g_string_free (self.out, TRUE);
  g_hash_table_unref (self.hiding);
  return g_strchomp (text);
}

/**
 * hearth_html_may_mislead:
 * @html: HTML
 * @size: its bytes
 *
 * A quick look for a link whose text looks like an address, to save reading HTML of which the text
 * is not needed.
 *
 * Returns: whether hearth_html_to_text() could find a mismatch
 */
gboolean
hearth_html_may_mislead (const char *html, gsize size)
{
  const char *p = html, *end = html + size;

  while ((p = memchr (p, '<', end - p)) != NULL && end - p > 4) {
    const char *open, *close;

    p++;
    if ((*p != 'a' && *p != 'A') || !g_ascii_isspace (p[1]))
      continue;
    open = memchr (p, '>', end - p);
    if (open == NULL)
      return FALSE;
    close = ++open;
    while (close < end && *close == '<') { /* text in bold or in a font */
      const char *inner = memchr (close, '>', end - close);

      if (inner == NULL)
        return FALSE;
      close = open = inner + 1;
    }
    while (close < end && *close != '<')
      close++;
    for (const char *dot = open; dot + 2 < close; dot++) {
      if (*dot == '.' && dot > open && g_ascii_isalnum (dot[-1]) && g_ascii_isalpha (dot[1]))
        return TRUE;
      if (*dot == '&')
        return TRUE; /* an entity may hide the dot */
    }
    p = close;
    if (p >= end)
      break;
  }
  return FALSE;
}
