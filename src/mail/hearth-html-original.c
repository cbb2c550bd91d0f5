/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-html-original.h"

#include "hearth-mail-error.h"
#include "hearth-mime-charset.h"
#include "hearth-mime-headers.h"
#include "hearth-mime-tree.h"

#include <glib/gi18n.h>
#include <libxml/HTMLparser.h>
#include <string.h>

/* A mail as its sender laid it out, for a browser: written anew from an allow-list, tag by tag, so
 * that what is not known cannot come through. Nothing in it is fetched, runs, or sends anything; a
 * policy in its head says the same to the browser once more. */

#define MAX_HTML (2 * 1024 * 1024)
#define MAX_OUT (16 * 1024 * 1024)
#define MAX_DEPTH 200
#define MAX_ATTRIBUTE 2000
#define MAX_IMAGE (4 * 1024 * 1024)
#define MAX_IMAGES (24 * 1024 * 1024)
/* Images of the mail's own that are looked for: each is decoded anew, whether it is taken or not.
 */
#define MAX_LOOKUPS 200

/* Beside a link; no rule of the mail's own is stronger. It lies above all else, since nothing of a
 * mail may have a position, and reads from left to right, which "all" leaves out. */
#define HOST_STYLE                                                                                 \
  "all:initial!important;display:inline!important;position:relative!important;"                    \
  "z-index:2147483647!important;direction:ltr!important;unicode-bidi:isolate-override!important;"  \
  "font:small sans-serif!important;color:#6f635b!important;background:#fff!important"

static const char *const allowed_tags[] = {
  "a",      "abbr",       "acronym", "address", "article", "aside",  "b",      "bdi",  "bdo",
  "big",    "blockquote", "br",      "caption", "center",  "cite",   "code",   "col",  "colgroup",
  "dd",     "del",        "dfn",     "dir",     "div",     "dl",     "dt",     "em",   "figcaption",
  "figure", "font",       "footer",  "h1",      "h2",      "h3",     "h4",     "h5",   "h6",
  "header", "hr",         "i",       "img",     "ins",     "kbd",    "li",     "main", "mark",
  "menu",   "nav",        "ol",      "p",       "pre",     "q",      "rp",     "rt",   "ruby",
  "s",      "samp",       "section", "small",   "span",    "strike", "strong", "sub",  "sup",
  "table",  "tbody",      "td",      "tfoot",   "th",      "thead",  "time",   "tr",   "tt",
  "u",      "ul",         "var",     "wbr",
};

/* What is inside of these is no text of the mail. */
static const char *const dropped_tags[] = {
  "applet",    "audio",    "base",     "button", "canvas",   "datalist", "embed",
  "frame",     "frameset", "iframe",   "input",  "link",     "math",     "meta",
  "noembed",   "noframes", "noscript", "object", "optgroup", "option",   "param",
  "plaintext", "portal",   "script",   "select", "source",   "svg",      "template",
  "textarea",  "title",    "track",    "video",  "xml",      "xmp",
};

static const char *const void_tags[] = { "br", "col", "hr", "img", "wbr" };

static const char *const plain_attributes[] = {
  "abbr",    "align",  "bgcolor", "border", "cellpadding", "cellspacing", "char",
  "class",   "clear",  "color",   "cols",   "colspan",     "compact",     "dir",
  "face",    "frame",  "headers", "height", "hspace",      "id",          "lang",
  "noshade", "nowrap", "rowspan", "rules",  "scope",       "size",        "span",
  "start",   "type",   "valign",  "value",  "vspace",      "width",
};

static const char *const image_types[] = { "image/png", "image/jpeg", "image/gif", "image/webp",
                                           "image/bmp" };

typedef struct {
  char *tag;  /* (owned) (nullable) what was written, or NULL if nothing was */
  char *host; /* (owned) (nullable) of a link */
} Open;

typedef struct {
  GString *out;
  GString *sheet; /* (nullable) inside of a style element */
  GArray *open;   /* of Open */
  guint dropping; /* levels inside of what is dropped */
  gsize images;   /* bytes of images so far */
  guint lookups;  /* images that were looked for so far */
  HearthHtmlImageFunc find_image;
  gpointer user_data;
} Writer;

static gboolean
is_in (const char *const *list, gsize n, const char *word)
{
  for (gsize i = 0; i < n; i++) {
    if (g_ascii_strcasecmp (list[i], word) == 0)
      return TRUE;
  }
  return FALSE;
}

#define IS_IN(list, word) is_in (list, G_N_ELEMENTS (list), word)

static void
append_escaped (GString *out, const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++) {
    switch (text[i]) {
    case '<':
      g_string_append (out, "&lt;");
      break;
    case '>':
      g_string_append (out, "&gt;");
      break;
    case '&':
      g_string_append (out, "&amp;");
      break;
    case '"':
      g_string_append (out, "&quot;");
      break;
    case '\'':
      g_string_append (out, "&#39;");
      break;
    case '`':
      g_string_append (out, "&#96;");
      break;
    default:
      if ((guchar) text[i] >= 0x20 || text[i] == '\n' || text[i] == '\t')
        g_string_append_c (out, text[i]);
      break;
    }
  }
}

static void
append_attribute (GString *out, const char *name, const char *value)
{
  gsize size = MIN (strlen (value), MAX_ATTRIBUTE);

  while (size > 0 && ((guchar) value[size] & 0xc0) == 0x80)
    size--;
  g_string_append_printf (out, " %s=\"", name);
  append_escaped (out, value, size);
  g_string_append_c (out, '"');
}

static gboolean
is_plain_value (const char *value)
{
  for (const char *p = value; *p != '\0'; p++) {
    if (!g_ascii_isalnum (*p) && strchr (" #%.,_+-", *p) == NULL)
      return FALSE;
  }
  return strlen (value) <= 200;
}

/* Takes what browsers take out of an address before they read it. */
static char *
dup_address (const char *value)
{
  GString *out = g_string_new (NULL);

  for (const char *p = value; *p != '\0' && out->len < MAX_ATTRIBUTE; p++) {
    if ((guchar) *p > 0x20 && *p != 0x7f)
      g_string_append_c (out, *p);
    else if (*p == ' ' && out->len > 0)
      g_string_append (out, "%20");
  }
  return g_string_free (out, FALSE);
}

/* Only what a host is written in: anything else a browser might read otherwise than is read here.
 */
static gboolean
is_host (const char *host)
{
  static const char name[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

  return *host != '\0' && (strspn (host, name) == strlen (host) || g_hostname_is_ip_address (host));
}

/* The address of a page written anew, so that the host beside it is the very one that is in it:
 * without a user's name, which is there to look like a host, and in the letters that DNS has. */
static char *
dup_page_address (GUri *uri, char **host)
{
  const char *path = g_uri_get_path (uri);
  g_autofree char *ascii =
      g_uri_get_host (uri) != NULL ? g_hostname_to_ascii (g_uri_get_host (uri)) : NULL;

  /* GLib ends a host at ";" too, and a browser does not. */
  if (ascii == NULL || !is_host (ascii) || (*path != '\0' && *path != '/'))
    return NULL;
  *host = g_ascii_strdown (ascii, -1);
  return g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, *host, g_uri_get_port (uri),
                     *path != '\0' ? path : "/", g_uri_get_query (uri), g_uri_get_fragment (uri));
}

/* A link that leads out of the browser's page, or to a new mail; anything else is none. */
static void
write_link (Writer *self, Open *open, const char *href)
{
  g_autofree char *address = dup_address (href);
  g_autofree char *page = NULL;
  g_autoptr (GUri) uri = NULL;
  const char *scheme;

  if (!g_utf8_validate (address, -1, NULL))
    return;
  uri = g_uri_parse (address, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL)
    return;
  scheme = g_uri_get_scheme (uri);
  if (strcmp (scheme, "mailto") == 0) {
    append_attribute (self->out, "href", address);
    return;
  }
  if ((strcmp (scheme, "http") != 0 && strcmp (scheme, "https") != 0) ||
      strchr (address, '\\') != NULL)
    return;
  page = dup_page_address (uri, &open->host);
  if (page == NULL)
    return;
  append_attribute (self->out, "href", page);
  g_string_append (self->out, " rel=\"noopener noreferrer nofollow\" target=\"_blank\""
                              " referrerpolicy=\"no-referrer\"");
  append_attribute (self->out, "title", page);
}

static gboolean
is_base64 (const char *text)
{
  for (const char *p = text; *p != '\0'; p++) {
    if (!g_ascii_isalnum (*p) && strchr ("+/=", *p) == NULL)
      return FALSE;
  }
  return *text != '\0';
}

static gboolean
take_room (Writer *self, gsize size)
{
  if (size > MAX_IMAGE || self->images + size > MAX_IMAGES)
    return FALSE;
  self->images += size;
  return TRUE;
}

static char *
dup_own_image (Writer *self, const char *escaped_id)
{
  g_autofree char *id = g_uri_unescape_string (escaped_id, NULL);
  const char *type = NULL;
  g_autoptr (GBytes) bytes = id != NULL ? self->find_image (id, &type, self->user_data) : NULL;
  g_autofree char *base64 = NULL;

  if (bytes == NULL || !IS_IN (image_types, type) || !take_room (self, g_bytes_get_size (bytes)))
    return NULL;
  base64 = g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return g_strconcat ("data:", type, ";base64,", base64, NULL);
}

/* The image as a data address: one of the mail's own parts, or one that is written out in it. */
static char *
dup_image (Writer *self, const char *src)
{
  if (g_ascii_strncasecmp (src, "cid:", 4) == 0 && self->find_image != NULL) {
    if (self->lookups++ >= MAX_LOOKUPS || self->images >= MAX_IMAGES)
      return NULL;
    return dup_own_image (self, src + 4);
  }
  for (guint i = 0; i < G_N_ELEMENTS (image_types); i++) {
    g_autofree char *prefix = g_strconcat ("data:", image_types[i], ";base64,", NULL);
    gsize n = strlen (prefix);

    if (g_ascii_strncasecmp (src, prefix, n) == 0) {
      g_autofree char *rest = g_strdup (src + n);
      char *end = rest;

      for (const char *p = rest; *p != '\0'; p++) {
        if (!g_ascii_isspace (*p))
          *end++ = *p;
      }
      *end = '\0';
      if (!is_base64 (rest) || !take_room (self, strlen (rest)))
        return NULL;
      return g_strconcat (prefix, rest, NULL);
    }
  }
  return NULL;
}

static const char *
find_attribute (const xmlChar **attributes, const char *name)
{
  for (guint i = 0; attributes != NULL && attributes[i] != NULL; i += 2) {
    if (g_ascii_strcasecmp ((const char *) attributes[i], name) == 0)
      return (const char *) attributes[i + 1];
  }
  return NULL;
}

static void
write_common (Writer *self, const xmlChar **attributes)
{
  const char *title = find_attribute (attributes, "title");
  const char *style = find_attribute (attributes, "style");

  for (guint i = 0; attributes != NULL && attributes[i] != NULL; i += 2) {
    const char *name = (const char *) attributes[i];
    const char *value = attributes[i + 1] != NULL ? (const char *) attributes[i + 1] : "";

    for (guint k = 0; k < G_N_ELEMENTS (plain_attributes); k++) {
      if (g_ascii_strcasecmp (name, plain_attributes[k]) == 0 && is_plain_value (value))
        append_attribute (self->out, plain_attributes[k], value);
    }
  }
  if (style != NULL) {
    g_autofree char *safe = hearth_css_sanitize_inline (style);

    if (*safe != '\0')
      append_attribute (self->out, "style", safe);
  }
  if (title != NULL)
    append_attribute (self->out, "title", title);
}

/* An image that would have to be fetched is its description. */
static void
write_image (Writer *self, const xmlChar **attributes)
{
  const char *src = find_attribute (attributes, "src");
  const char *alt = find_attribute (attributes, "alt");
  g_autofree char *data = src != NULL ? dup_image (self, src) : NULL;

  if (data == NULL) {
    if (alt != NULL && *alt != '\0') {
      g_string_append (self->out, "<span style=\"color:#6f635b\">");
      append_escaped (self->out, alt, MIN (strlen (alt), MAX_ATTRIBUTE));
      g_string_append (self->out, "</span>");
    }
    return;
  }
  /* Only letters, digits and "+/=;:,": nothing of it needs to be escaped. */
  g_string_append_printf (self->out, "<img src=\"%s\"", data);
  write_common (self, attributes);
  append_attribute (self->out, "alt", alt != NULL ? alt : "");
  g_string_append_c (self->out, '>');
}

static void
write_start (Writer *self, Open *open, const char *tag, const xmlChar **attributes)
{
  g_autofree char *lower = g_ascii_strdown (tag, -1);
  const char *href = find_attribute (attributes, "href");

  g_string_append_printf (self->out, "<%s", lower);
  /* The address stands as the title, whatever the sender would have it say. */
  if (strcmp (lower, "a") == 0 && href != NULL)
    write_link (self, open, href);
  if (open->host == NULL)
    write_common (self, attributes);
  g_string_append_c (self->out, '>');
  if (!IS_IN (void_tags, lower))
    open->tag = g_steal_pointer (&lower);
}

static void
start_element_cb (void *user_data, const xmlChar *name, const xmlChar **attributes)
{
  Writer *self = user_data;
  const char *tag = (const char *) name;
  Open open = { 0 };

  if (self->dropping > 0 || IS_IN (dropped_tags, tag) || self->out->len > MAX_OUT) {
    self->dropping++;
    return;
  }
  if (g_ascii_strcasecmp (tag, "style") == 0 && self->sheet == NULL)
    self->sheet = g_string_new (NULL);
  else if (g_ascii_strcasecmp (tag, "img") == 0)
    write_image (self, attributes);
  else if (IS_IN (allowed_tags, tag) && self->open->len < MAX_DEPTH)
    write_start (self, &open, tag, attributes);
  g_array_append_val (self->open, open);
}

static void
close_one (Writer *self)
{
  Open *open = &g_array_index (self->open, Open, self->open->len - 1);

  if (open->tag != NULL)
    g_string_append_printf (self->out, "</%s>", open->tag);
  if (open->host != NULL) {
    g_string_append (self->out, "<span style=\"" HOST_STYLE "\"> [");
    append_escaped (self->out, open->host, MIN (strlen (open->host), 255));
    g_string_append (self->out, "]</span>");
  }
  g_free (open->tag);
  g_free (open->host);
  g_array_set_size (self->open, self->open->len - 1);
}

static void
close_sheet (Writer *self)
{
  g_autofree char *safe = hearth_css_sanitize (self->sheet->str);

  g_string_free (self->sheet, TRUE);
  self->sheet = NULL;
  if (*safe != '\0')
    g_string_append_printf (self->out, "<style>%s</style>", safe);
}

static void
end_element_cb (void *user_data, const xmlChar *name)
{
  Writer *self = user_data;

  if (self->dropping > 0) {
    self->dropping--;
    return;
  }
  if (self->sheet != NULL && g_ascii_strcasecmp ((const char *) name, "style") == 0)
    close_sheet (self);
  if (self->open->len > 0)
    close_one (self);
}

static void
characters_cb (void *user_data, const xmlChar *text, int size)
{
  Writer *self = user_data;

  if (self->dropping > 0 || self->out->len > MAX_OUT)
    return;
  if (self->sheet != NULL)
    g_string_append_len (self->sheet, (const char *) text, size);
  else
    append_escaped (self->out, (const char *) text, (gsize) size);
}

/* In an HTML parser this is the content of script and style. */
static void
cdata_cb (void *user_data, const xmlChar *text, int size)
{
  Writer *self = user_data;

  if (self->dropping == 0 && self->sheet != NULL)
    g_string_append_len (self->sheet, (const char *) text, size);
}

/**
 * hearth_html_sanitize:
 * @html: HTML in UTF-8
 * @size: its bytes; what is over 2 MiB is left out
 * @find_image: (nullable): finds images of the mail itself
 * @user_data: for @find_image
 *
 * Writes HTML anew from an allow-list of tags, attributes and CSS properties.
 *
 * Returns: (transfer full): what stands in a body element
 */
char *
hearth_html_sanitize (const char *html, gsize size, HearthHtmlImageFunc find_image,
                      gpointer user_data)
{
  static xmlSAXHandler sax = { .startElement = start_element_cb,
                               .endElement = end_element_cb,
                               .characters = characters_cb,
                               .ignorableWhitespace = characters_cb,
                               .cdataBlock = cdata_cb };
  Writer self = { .find_image = find_image, .user_data = user_data };
  htmlParserCtxtPtr parser;

  self.out = g_string_new (NULL);
  self.open = g_array_new (FALSE, FALSE, sizeof (Open));
  parser = htmlCreatePushParserCtxt (&sax, &self, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
  htmlCtxtUseOptions (parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                  HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
  htmlParseChunk (parser, html, (int) MIN (size, MAX_HTML), 0);
  htmlParseChunk (parser, NULL, 0, 1);
  if (parser->myDoc != NULL)
    xmlFreeDoc (parser->myDoc);
  htmlFreeParserCtxt (parser);
  if (self.sheet != NULL)
    g_string_free (self.sheet, TRUE);
  while (self.open->len > 0)
    close_one (&self);
  g_array_unref (self.open);
  return g_string_free (self.out, FALSE);
}

/* Finds images among the parts of a mail. */
typedef struct {
  const HearthMimeInput *input;
  HearthMimeTree *tree;
} Parts;

static GBytes *
find_part_image (const char *id, const char **type, gpointer user_data)
{
  Parts *parts = user_data;

  for (guint i = 0; i < parts->tree->parts->len; i++) {
    const HearthMimePart *part = hearth_mime_tree_get (parts->tree, i);
    g_autofree char *value = NULL;
    GByteArray *bytes;
    gboolean cut = FALSE;
    char *open;

    if (!g_str_has_prefix (part->type, "image/") || part->is_container)
      continue;
    value = hearth_mime_part_dup_header (part, "Content-ID", 512);
    open = value != NULL ? strchr (value, '<') : NULL;
    if (open == NULL)
      continue;
    open++;
    open[strcspn (open, ">")] = '\0';
    if (strcmp (open, id) != 0)
      continue;
    bytes = hearth_mime_part_decode (part, parts->input, MAX_IMAGE, &cut, NULL);
    if (bytes == NULL || cut) {
      g_clear_pointer (&bytes, g_byte_array_unref);
      return NULL;
    }
    *type = part->type;
    return g_byte_array_free_to_bytes (bytes);
  }
  return NULL;
}

static int
find_body (HearthMimeTree *tree, const char *type)
{
  for (guint i = 0; i < tree->parts->len; i++) {
    const HearthMimePart *part = hearth_mime_tree_get (tree, i);
    g_autofree char *disposition = hearth_mime_dup_disposition (part);

    if (!part->is_container && g_str_equal (part->type, type) &&
        !g_str_equal (disposition, "attachment"))
      return (int) i;
  }
  return -1;
}

static char *
make_body (Parts *parts)
{
  int html = find_body (parts->tree, "text/html");
  int plain = html < 0 ? find_body (parts->tree, "text/plain") : -1;
  g_autofree char *text = NULL;
  g_autoptr (GString) out = NULL;

  if (html >= 0) {
    text = hearth_mime_part_dup_text (hearth_mime_tree_get (parts->tree, (guint) html),
                                      parts->input, MAX_HTML, NULL);
    return hearth_html_sanitize (text, strlen (text), find_part_image, parts);
  }
  if (plain < 0)
    return NULL;
  text = hearth_mime_part_dup_text (hearth_mime_tree_get (parts->tree, (guint) plain), parts->input,
                                    MAX_HTML, NULL);
  out = g_string_new ("<pre style=\"white-space:pre-wrap\">");
  append_escaped (out, text, strlen (text));
  g_string_append (out, "</pre>");
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * hearth_html_original:
 * @raw: a message
 * @error: %HEARTH_MAIL_ERROR_NOT_FOUND if it has no text
 *
 * Makes a page of a mail as its sender laid it out: without scripts and forms, with nothing that is
 * fetched, and with the host of each link beside it.
 *
 * Returns: (transfer full) (nullable): a whole page, UTF-8
 */
char *
hearth_html_original (GBytes *raw, GError **error)
{
  gsize size;
  HearthMimeInput input = { .data = g_bytes_get_data (raw, &size), .fd = -1 };
  g_autoptr (HearthMimeTree) tree = NULL;
  g_autoptr (HearthMessage) head = hearth_message_new ();
  g_autoptr (GString) title = g_string_new (NULL);
  g_autofree char *body = NULL;
  Parts parts = { .input = &input };

  hearth_mime_init ();
  input.size = MIN ((goffset) size, HEARTH_MIME_MAX_RAW);
  tree = hearth_mime_tree_new (&input, error);
  if (tree == NULL)
    return NULL;
  parts.tree = tree;
  body = make_body (&parts);
  if (body == NULL) {
    g_set_error_literal (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_NOT_FOUND,
                         _("This mail has no text that a browser could show."));
    return NULL;
  }
  hearth_mime_read_headers (head, hearth_mime_tree_get (tree, 0), 1);
  append_escaped (title, head->subject, strlen (head->subject));
  return g_strconcat (
      "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:;"
      " style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<title>",
      title->str, "</title>\n</head><body>\n", body, "\n</body></html>\n", NULL);
}
