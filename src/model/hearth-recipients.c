/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-recipients.h"

#include "hearth-text.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

/* What people type into To, Cc and Bcc. A draft keeps whatever was typed; only what is sent has to
 * be right: an entry that is no address yet has its text as name and "" as address. */

/* RFC 5321, section 4.5.3.1. */
#define MAX_LOCAL 64
#define MAX_DOMAIN 255
#define MAX_ADDRESS 254
#define MAX_LABEL 63

#define MAX_NAME_CHARS 100
#define MAX_SHOWN_CHARS 60

/* Entries of one field that are kept, typed or pasted. */
#define MAX_ENTRIES 1000

G_DEFINE_QUARK (hearth-model-error-quark, hearth_model_error)

static gboolean
is_atom_char (guchar c)
{
  return g_ascii_isalnum (c) || c >= 0x80 || (c != '\0' && strchr ("!#$%&'*+-/=?^_`{|}~", c));
}

/* A dot-atom or a quoted string, RFC 5322, section 3.4.1; RFC 6531 lets it be UTF-8. */
static gboolean
local_is_valid (const char *local, gsize length)
{
  if (length == 0 || length > MAX_LOCAL)
    return FALSE;
  if (local[0] == '"') {
    if (length < 3 || local[length - 1] != '"')
      return FALSE;
    for (gsize i = 1; i < length - 1; i++) {
      guchar c = local[i];

      if (c == '\\' && i + 1 < length - 1)
        c = local[++i];
      else if (c == '"' || c == '\\')
        return FALSE;
      if (c < 0x20 || c == 0x7f)
        return FALSE;
    }
    return TRUE;
  }
  for (gsize i = 0; i < length; i++) {
    if (local[i] == '.' && (i == 0 || i + 1 == length || local[i - 1] == '.'))
      return FALSE;
    if (local[i] != '.' && !is_atom_char (local[i]))
      return FALSE;
  }
  return TRUE;
}

static gboolean
literal_is_valid (const char *domain, gsize length)
{
  g_autofree char *inner = NULL;
  const char *number;

  if (length < 3 || domain[length - 1] != ']')
    return FALSE;
  inner = g_strndup (domain + 1, length - 2);
  number = g_ascii_strncasecmp (inner, "IPv6:", 5) == 0 ? inner + 5 : inner;
  return g_hostname_is_ip_address (number);
}

static gboolean
host_is_valid (const char *host)
{
  g_auto (GStrv) labels = g_strsplit (host, ".", -1);

  if (*host == '\0' || strlen (host) > MAX_DOMAIN)
    return FALSE;
  for (guint i = 0; labels[i] != NULL; i++) {
    gsize n = strlen (labels[i]);

    if (n == 0 || n > MAX_LABEL || labels[i][0] == '-' || labels[i][n - 1] == '-')
      return FALSE;
    for (gsize k = 0; k < n; k++) {
      if (!g_ascii_isalnum (labels[i][k]) && labels[i][k] != '-' && labels[i][k] != '_')
        return FALSE;
    }
  }
  return TRUE;
}

/* The domain as it goes over the wire: A-labels, RFC 5891. */
static char *
normalize_domain (const char *domain)
{
  g_autofree char *ascii = NULL;
  g_autofree char *lower = NULL;

  if (domain[0] == '[')
    return literal_is_valid (domain, strlen (domain)) ? g_strdup (domain) : NULL;
  ascii = g_hostname_to_ascii (domain);
  if (ascii == NULL)
    return NULL;
  lower = g_ascii_strdown (ascii, -1);
  return host_is_valid (lower) ? g_steal_pointer (&lower) : NULL;
}

static void
set_bad_address (GError **error, const char *text)
{
  g_autofree char *clean = hearth_text_clean (text, -1);
  g_autofree char *shown = hearth_text_one_line (clean, MAX_SHOWN_CHARS);

  if (strchr (shown, '@') == NULL)
    g_set_error (error, HEARTH_MODEL_ERROR, HEARTH_MODEL_ERROR_BAD_ADDRESS,
                 _("“%s” has no address. Write it as name@example.org."), shown);
  else
    g_set_error (error, HEARTH_MODEL_ERROR, HEARTH_MODEL_ERROR_BAD_ADDRESS,
                 _("“%s” is not an address that mail can be sent to."), shown);
}

/**
 * hearth_addr_spec_normalize:
 * @text: one address without a name
 * @error: %HEARTH_MODEL_ERROR_BAD_ADDRESS, a sentence that names it
 *
 * Checks an address, RFC 5321, section 4.1.2, and brings its domain into the form that goes over
 * the wire. The local part is left as it is.
 *
 * Returns: (transfer full) (nullable): the address
 */
char *
hearth_addr_spec_normalize (const char *text, GError **error)
{
  g_autofree char *address = g_strstrip (g_strdup (text));
  const char *at = strrchr (address, '@');
  g_autofree char *domain = NULL;
  g_autofree char *whole = NULL;

  if (at != NULL && g_utf8_validate (address, -1, NULL) && local_is_valid (address, at - address))
    domain = normalize_domain (at + 1);
  if (domain != NULL)
    whole = g_strdup_printf ("%.*s@%s", (int) (at - address), address, domain);
  if (whole == NULL || strlen (whole) > MAX_ADDRESS) {
    set_bad_address (error, text);
    return NULL;
  }
  return g_steal_pointer (&whole);
}

/**
 * hearth_addr_spec_needs_utf8:
 * @address: a normalized address
 *
 * Returns: whether only a server with SMTPUTF8 can take it, RFC 6531
 */
gboolean
hearth_addr_spec_needs_utf8 (const char *address)
{
  return !g_str_is_ascii (address);
}

/**
 * hearth_addr_spec_equal:
 * @a: an address
 * @b: an address
 *
 * Returns: whether both reach the same mailbox, as far as can be told: no server in use today tells
 *   capital from small letters
 */
gboolean
hearth_addr_spec_equal (const char *a, const char *b)
{
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;

  if (g_str_is_ascii (a) && g_str_is_ascii (b))
    return g_ascii_strcasecmp (a, b) == 0;
  x = g_utf8_casefold (a, -1);
  y = g_utf8_casefold (b, -1);
  return g_str_equal (x, y);
}

/**
 * hearth_recipients_new:
 *
 * Returns: (transfer full) (element-type HearthAddress): no recipients
 */
GPtrArray *
hearth_recipients_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_address_free);
}

/**
 * hearth_recipients_copy:
 * @self: (element-type HearthAddress): recipients
 *
 * Returns: (transfer full) (element-type HearthAddress): the same
 */
GPtrArray *
hearth_recipients_copy (GPtrArray *self)
{
  GPtrArray *copy = hearth_recipients_new ();

  for (guint i = 0; i < self->len; i++)
    g_ptr_array_add (copy, hearth_address_copy (g_ptr_array_index (self, i)));
  return copy;
}

/* Where the entry that begins at @p ends: at a comma, semicolon or newline outside of quotes, angle
 * brackets and comments. */
static const char *
find_entry_end (const char *p)
{
  gboolean quoted = FALSE;
  guint depth = 0;
  gboolean bracket = FALSE;
  const char *end = p;

  for (; *end != '\0' && *end != '\n' && *end != '\r'; end++) {
    if (quoted && *end == '\\' && end[1] != '\0')
      end++;
    else if (*end == '"' && depth == 0)
      quoted = !quoted;
    else if (quoted)
      continue;
    else if (*end == '(')
      depth++;
    else if (*end == ')' && depth > 0)
      depth--;
    else if (*end == '<')
      bracket = TRUE;
    else if (*end == '>')
      bracket = FALSE;
    else if ((*end == ',' || *end == ';') && depth == 0 && !bracket)
      break;
  }
  /* Who is still typing has not closed it yet: then no comma is inside of anything. */
  if (quoted || depth > 0 || bracket)
    return p + strcspn (p, ",;\r\n");
  return end;
}

/* A display name: without the quotes of RFC 5322, section 3.2.4, on one line. */
static char *
unquote_name (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean quoted = FALSE;
  g_autofree char *clean = NULL;
  char *line;

  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '"')
      quoted = !quoted;
    else if (quoted && *p == '\\' && p[1] != '\0')
      g_string_append_c (out, *++p);
    else
      g_string_append_c (out, *p);
  }
  clean = hearth_text_clean (out->str, -1);
  line = hearth_text_one_line (clean, MAX_NAME_CHARS);
  return g_strstrip (line);
}

/* Takes "addr (Name)", the form of old, apart. */
static char *
take_comment (char *entry)
{
  gsize n = strlen (entry);
  char *open = strrchr (entry, '(');
  char *name;

  if (n < 2 || entry[n - 1] != ')' || open == NULL || open == entry)
    return NULL;
  name = g_strndup (open + 1, entry + n - 1 - (open + 1));
  *open = '\0';
  g_strchomp (entry);
  return name;
}

/* Where "<" begins the address: the last one outside of quotes. */
static char *
find_bracket (char *entry)
{
  gboolean quoted = FALSE;
  char *found = NULL;

  for (char *p = entry; *p != '\0'; p++) {
    if (quoted && *p == '\\' && p[1] != '\0')
      p++;
    else if (*p == '"')
      quoted = !quoted;
    else if (*p == '<' && !quoted)
      found = p;
  }
  return found;
}

static HearthAddress *
read_entry (char *entry)
{
  g_autofree char *whole = g_strdup (entry);
  char *open = find_bracket (entry);
  g_autofree char *raw_name = NULL;
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;
  char *spec = entry;

  if (open != NULL) {
    char *close = strrchr (open, '>');

    if (close != NULL && close[1] == '\0') {
      *close = '\0';
      *open = '\0';
      raw_name = g_strdup (entry);
      spec = open + 1;
    }
  } else {
    raw_name = take_comment (entry);
    if (g_ascii_strncasecmp (spec, "mailto:", 7) == 0)
      spec += 7;
  }
  address = hearth_addr_spec_normalize (spec, NULL);
  if (address == NULL) {
    /* Kept as typed, to be shown again and to be named when it is to be sent. */
    g_autofree char *clean = hearth_text_clean (whole, -1);
    g_autofree char *line = hearth_text_one_line (clean, MAX_ADDRESS + MAX_NAME_CHARS);

    return hearth_address_new (line, "");
  }
  name = raw_name != NULL ? unquote_name (raw_name) : g_strdup ("");
  return hearth_address_new (hearth_addr_spec_equal (name, address) ? "" : name, address);
}

/**
 * hearth_recipients_from_text:
 * @text: what was typed: "Ana <ana@example.org>, bob@example.org; Carl"
 *
 * Reads addresses as people type and paste them: separated by commas, semicolons or lines, with or
 * without a name, also in the form "address (Name)". What is no address is kept as typed: its name
 * is the text and its address "".
 *
 * Returns: (transfer full) (element-type HearthAddress): the recipients, each address once
 */
GPtrArray *
hearth_recipients_from_text (const char *text)
{
  GPtrArray *self = hearth_recipients_new ();
  const char *p = text;

  while (*p != '\0' && self->len < MAX_ENTRIES) {
    const char *end = find_entry_end (p);
    g_autofree char *entry = g_strstrip (g_strndup (p, end - p));
    g_autoptr (HearthAddress) address = *entry != '\0' ? read_entry (entry) : NULL;

    if (address != NULL &&
        (address->address[0] == '\0' || !hearth_recipients_contain (self, address->address)))
      g_ptr_array_add (self, g_steal_pointer (&address));
    p = *end != '\0' ? end + 1 : end;
  }
  return self;
}

/* A name stands in quotes where it would be read as something else, RFC 5322, section 3.2.3. */
static void
append_name (GString *out, const char *name)
{
  if (strpbrk (name, "()<>[]:;@\\,.\"") == NULL) {
    g_string_append (out, name);
    return;
  }
  g_string_append_c (out, '"');
  for (const char *p = name; *p != '\0'; p++) {
    if (*p == '"' || *p == '\\')
      g_string_append_c (out, '\\');
    g_string_append_c (out, *p);
  }
  g_string_append_c (out, '"');
}

/**
 * hearth_recipients_to_text:
 * @self: (element-type HearthAddress): recipients
 *
 * Returns: (transfer full): as hearth_recipients_from_text() reads it
 */
char *
hearth_recipients_to_text (GPtrArray *self)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->len; i++) {
    const HearthAddress *each = g_ptr_array_index (self, i);

    if (i > 0)
      g_string_append (out, ", ");
    if (each->address[0] == '\0')
      g_string_append (out, each->name);
    else if (each->name[0] == '\0')
      g_string_append (out, each->address);
    else {
      append_name (out, each->name);
      g_string_append_printf (out, " <%s>", each->address);
    }
  }
  return g_string_free (out, FALSE);
}

/**
 * hearth_recipients_check:
 * @self: (element-type HearthAddress): recipients
 * @error: %HEARTH_MODEL_ERROR_BAD_ADDRESS, a sentence that names the first that is none
 *
 * Returns: whether mail can be sent to all of them
 */
gboolean
hearth_recipients_check (GPtrArray *self, GError **error)
{
  for (guint i = 0; i < self->len; i++) {
    const HearthAddress *each = g_ptr_array_index (self, i);
    g_autofree char *normal = NULL;

    normal =
        hearth_addr_spec_normalize (each->address[0] != '\0' ? each->address : each->name, error);
    if (normal == NULL)
      return FALSE;
    if (each->address[0] == '\0') {
      set_bad_address (error, each->name);
      return FALSE;
    }
  }
  return TRUE;
}

/**
 * hearth_recipients_contain:
 * @self: (element-type HearthAddress): recipients
 * @address: an address
 *
 * Returns: whether it is among them
 */
gboolean
hearth_recipients_contain (GPtrArray *self, const char *address)
{
  for (guint i = 0; i < self->len; i++) {
    const HearthAddress *each = g_ptr_array_index (self, i);

    if (hearth_addr_spec_equal (each->address, address))
      return TRUE;
  }
  return FALSE;
}
