/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical-part.h"

#include <libical/ical.h>
#include <string.h>

/* Bytes of a line before it is folded, RFC 5545, section 3.1. */
#define MAX_OCTETS 75

static void
line_free (gpointer data)
{
  HearthIcalPartLine *line = data;

  g_free (line->name);
  g_free (line->raw);
  g_free (line);
}

static HearthIcalPartLine *
line_new (const char *name, char *raw, guint depth)
{
  HearthIcalPartLine *line = g_new (HearthIcalPartLine, 1);

  line->name = g_strdup (name);
  line->raw = raw;
  line->depth = depth;
  return line;
}

/* Never between the bytes of a character. */
static char *
fold (const char *text, const char *newline)
{
  GString *out = g_string_new (NULL);
  gsize column = 0;

  for (const char *p = text; *p != '\0';) {
    gsize n = 1;

    while (((guchar) p[n] & 0xc0) == 0x80 && n < 4)
      n++;
    if (column + n > MAX_OCTETS) {
      g_string_append (out, newline);
      g_string_append_c (out, ' ');
      column = 1;
    }
    g_string_append_len (out, p, n);
    column += n;
    p += n;
  }
  g_string_append (out, newline);
  return g_string_free (out, FALSE);
}

static char *
make_raw (const HearthIcalPart *self, const char *name, const char *params, const char *value)
{
  g_autofree char *plain = params != NULL && *params != '\0'
                               ? g_strconcat (name, ";", params, ":", value, NULL)
                               : g_strconcat (name, ":", value, NULL);

  return fold (plain, self->newline);
}

static HearthIcalPart *
part_new (const char *newline)
{
  HearthIcalPart *self = g_new0 (HearthIcalPart, 1);

  self->lines = g_ptr_array_new_with_free_func (line_free);
  self->newline = newline;
  return self;
}

static void
add_line (HearthIcalPart *self, const char *name, const char *value, guint depth)
{
  g_ptr_array_add (self->lines, line_new (name, make_raw (self, name, NULL, value), depth));
}

/**
 * hearth_ical_part_new:
 * @component: its name
 * @newline: (transfer none): what ends a line
 *
 * Returns: (transfer full): a component without properties
 */
HearthIcalPart *
hearth_ical_part_new (const char *component, const char *newline)
{
  HearthIcalPart *self = part_new (newline);

  add_line (self, "BEGIN", component, 0);
  add_line (self, "END", component, 0);
  self->before = g_strdup ("");
  return self;
}

/**
 * hearth_ical_part_parse:
 * @text: a component from its BEGIN on
 * @length: its bytes
 * @newline: (transfer none): what ends a line that is written anew
 *
 * Takes a component apart. An END that is missing is added when it is changed.
 *
 * Returns: (transfer full): the component
 */
HearthIcalPart *
hearth_ical_part_parse (const char *text, gsize length, const char *newline)
{
  HearthIcalPart *self = part_new (newline);
  g_auto (HearthIcalReader) reader = { 0 };
  g_autofree char *component = NULL;
  gboolean has_end = FALSE;
  guint depth = 0;
  HearthIcalLineKind kind;

  hearth_ical_reader_init (&reader, text, length);
  while (!has_end && (kind = hearth_ical_reader_next (&reader)) != HEARTH_ICAL_END) {
    const char *name = kind == HEARTH_ICAL_LINE ? reader.name : "";
    GString *raw = g_string_new_len (text + reader.offset, reader.next_offset - reader.offset);
    guint line_depth = MAX (depth, 1);

    if (component == NULL) {
      component = g_strdup (kind == HEARTH_ICAL_LINE ? reader.value : "");
      line_depth = 0;
      depth = 1;
    } else if (g_str_equal (name, "BEGIN")) {
      line_depth = ++depth;
    } else if (g_str_equal (name, "END")) {
      has_end = g_ascii_strcasecmp (reader.value, component) == 0;
      if (has_end)
        line_depth = 0;
      else if (depth > 1)
        depth--;
    }
    if (raw->len == 0 || raw->str[raw->len - 1] != '\n')
      g_string_append (raw, newline);
    for (char *p = raw->str; (p = memchr (p, 0, raw->str + raw->len - p));)
      *p = ' ';
    g_ptr_array_add (self->lines, line_new (name, g_string_free (raw, FALSE), line_depth));
  }
  if (!has_end)
    add_line (self, "END", component != NULL ? component : "VEVENT", 0);
  self->before = hearth_ical_part_to_string (self);
  return self;
}

/**
 * hearth_ical_part_copy:
 * @self: a component
 *
 * Returns: (transfer full): a new one with the same lines
 */
HearthIcalPart *
hearth_ical_part_copy (const HearthIcalPart *self)
{
  HearthIcalPart *copy = part_new (self->newline);

  for (guint i = 0; i < self->lines->len; i++) {
    const HearthIcalPartLine *line = g_ptr_array_index (self->lines, i);

    g_ptr_array_add (copy->lines, line_new (line->name, g_strdup (line->raw), line->depth));
  }
  copy->before = g_strdup ("");
  return copy;
}

/**
 * hearth_ical_part_free:
 * @self: (nullable) (transfer full): a component
 */
void
hearth_ical_part_free (HearthIcalPart *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->lines);
  g_free (self->before);
  g_free (self);
}

/**
 * hearth_ical_part_to_string:
 * @self: a component
 *
 * Returns: (transfer full): its lines
 */
char *
hearth_ical_part_to_string (const HearthIcalPart *self)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->lines->len; i++)
    g_string_append (out, ((HearthIcalPartLine *) self->lines->pdata[i])->raw);
  return g_string_free (out, FALSE);
}

/**
 * hearth_ical_part_is_changed:
 * @self: a component
 *
 * Returns: whether it is written differently from how it was read
 */
gboolean
hearth_ical_part_is_changed (const HearthIcalPart *self)
{
  g_autofree char *now = hearth_ical_part_to_string (self);

  return !g_str_equal (now, self->before);
}

static HearthIcalPartLine *
find_line (const HearthIcalPart *self, const char *name)
{
  for (guint i = 0; i < self->lines->len; i++) {
    HearthIcalPartLine *line = g_ptr_array_index (self->lines, i);

    if (line->depth == 1 && g_str_equal (line->name, name))
      return line;
  }
  return NULL;
}

/**
 * hearth_ical_part_has:
 * @self: a component
 * @name: a property
 *
 * Returns: whether it has one
 */
gboolean
hearth_ical_part_has (const HearthIcalPart *self, const char *name)
{
  return find_line (self, name) != NULL;
}

/**
 * hearth_ical_part_open_line:
 * @line: a line of a component
 * @reader: (out): a reader on it, to be cleared
 */
void
hearth_ical_part_open_line (const HearthIcalPartLine *line, HearthIcalReader *reader)
{
  hearth_ical_reader_init (reader, line->raw, strlen (line->raw));
  if (hearth_ical_reader_next (reader) == HEARTH_ICAL_LINE)
    return;
  reader->name = reader->value = reader->line->str + reader->line->len;
  reader->params = NULL;
  reader->value_length = 0;
}

/**
 * hearth_ical_part_dup_value:
 * @self: a component
 * @name: a property
 *
 * Returns: (transfer full) (nullable): the value of the first of them, still escaped
 */
char *
hearth_ical_part_dup_value (const HearthIcalPart *self, const char *name)
{
  HearthIcalPartLine *line = find_line (self, name);
  g_auto (HearthIcalReader) reader = { 0 };

  if (line == NULL)
    return NULL;
  hearth_ical_part_open_line (line, &reader);
  return g_strdup (reader.value);
}

/**
 * hearth_ical_part_dup_text:
 * @self: a component
 * @name: a property
 *
 * Returns: (transfer full) (nullable): the text of the first of them
 */
char *
hearth_ical_part_dup_text (const HearthIcalPart *self, const char *name)
{
  HearthIcalPartLine *line = find_line (self, name);
  g_auto (HearthIcalReader) reader = { 0 };

  if (line == NULL)
    return NULL;
  hearth_ical_part_open_line (line, &reader);
  return hearth_ical_reader_dup_text (&reader);
}

/**
 * hearth_ical_part_dup_param:
 * @self: a component
 * @name: a property
 * @param: a parameter
 *
 * Returns: (transfer full) (nullable): the parameter of the first of them
 */
char *
hearth_ical_part_dup_param (const HearthIcalPart *self, const char *name, const char *param)
{
  HearthIcalPartLine *line = find_line (self, name);
  g_auto (HearthIcalReader) reader = { 0 };

  if (line == NULL)
    return NULL;
  hearth_ical_part_open_line (line, &reader);
  return hearth_ical_reader_dup_param (&reader, param);
}

/**
 * hearth_ical_part_remove:
 * @self: a component
 * @name: a property
 *
 * Takes all of them out.
 */
void
hearth_ical_part_remove (HearthIcalPart *self, const char *name)
{
  for (guint i = self->lines->len; i > 0; i--) {
    const HearthIcalPartLine *line = g_ptr_array_index (self->lines, i - 1);

    if (line->depth == 1 && g_str_equal (line->name, name))
      g_ptr_array_remove_index (self->lines, i - 1);
  }
}

/**
 * hearth_ical_part_write_line:
 * @self: a component
 * @line: one of its lines
 * @name: the property
 * @params: (nullable): its parameters
 * @value: its value, escaped
 *
 * Writes a line anew, unless it says just that already, however it is folded.
 */
void
hearth_ical_part_write_line (HearthIcalPart *self, HearthIcalPartLine *line, const char *name,
                             const char *params, const char *value)
{
  g_auto (HearthIcalReader) reader = { 0 };

  hearth_ical_part_open_line (line, &reader);
  if (g_str_equal (reader.name, name) && g_str_equal (reader.value, value) &&
      g_strcmp0 (reader.params, params != NULL && *params != '\0' ? params : NULL) == 0)
    return;
  g_free (line->raw);
  line->raw = make_raw (self, name, params, value);
}

/**
 * hearth_ical_part_add:
 * @self: a component
 * @name: a property
 * @params: (nullable): its parameters
 * @value: its value, escaped
 *
 * Adds a property behind the others.
 */
void
hearth_ical_part_add (HearthIcalPart *self, const char *name, const char *params, const char *value)
{
  guint at = 1;

  while (at < self->lines->len && ((HearthIcalPartLine *) self->lines->pdata[at])->depth == 1)
    at++;
  g_ptr_array_insert (self->lines, (int) at,
                      line_new (name, make_raw (self, name, params, value), 1));
}

/**
 * hearth_ical_part_set:
 * @self: a component
 * @name: a property
 * @params: (nullable): its parameters
 * @value: its value, escaped
 *
 * Sets a property that there is once, in the place where it is.
 */
void
hearth_ical_part_set (HearthIcalPart *self, const char *name, const char *params, const char *value)
{
  HearthIcalPartLine *first = find_line (self, name);

  if (first == NULL) {
    hearth_ical_part_add (self, name, params, value);
    return;
  }
  for (guint i = self->lines->len; i > 0; i--) {
    HearthIcalPartLine *line = g_ptr_array_index (self->lines, i - 1);

    if (line != first && line->depth == 1 && g_str_equal (line->name, name))
      g_ptr_array_remove_index (self->lines, i - 1);
  }
  hearth_ical_part_write_line (self, first, name, params, value);
}

/**
 * hearth_ical_part_set_text:
 * @self: a component
 * @name: a property
 * @text: its text; "" takes it out
 *
 * Sets a text, or leaves the property as it is written if it says the same.
 */
void
hearth_ical_part_set_text (HearthIcalPart *self, const char *name, const char *text)
{
  g_autofree char *old = hearth_ical_part_dup_text (self, name);
  icalvalue *value;
  char *escaped;

  if (g_strcmp0 (old != NULL ? old : "", text) == 0)
    return;
  if (*text == '\0') {
    hearth_ical_part_remove (self, name);
    return;
  }
  value = icalvalue_new_text (text);
  escaped = icalvalue_as_ical_string_r (value);
  hearth_ical_part_set (self, name, NULL, escaped);
  icalmemory_free_buffer (escaped);
  icalvalue_free (value);
}

static guint
find_inner_end (const HearthIcalPart *self, guint at)
{
  guint end = at + 1;

  while (end < self->lines->len) {
    const HearthIcalPartLine *line = g_ptr_array_index (self->lines, end);

    if (line->depth < 2)
      break;
    end++;
    if (line->depth == 2 && g_str_equal (line->name, "END"))
      break;
  }
  return end;
}

static gboolean
inner_has (const HearthIcalPart *self, guint at, guint end, const char *name, const char *value)
{
  for (; at < end; at++) {
    const HearthIcalPartLine *line = g_ptr_array_index (self->lines, at);
    g_auto (HearthIcalReader) reader = { 0 };

    if (line->depth != 2 || !g_str_equal (line->name, name))
      continue;
    hearth_ical_part_open_line (line, &reader);
    if (g_ascii_strcasecmp (reader.value, value) == 0)
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_ical_part_remove_inner:
 * @self: a component
 * @component: the name of those inside
 * @but_action: (nullable): those with this ACTION stay
 *
 * Takes components inside out.
 */
void
hearth_ical_part_remove_inner (HearthIcalPart *self, const char *component, const char *but_action)
{
  for (guint at = 1; at < self->lines->len;) {
    const HearthIcalPartLine *line = g_ptr_array_index (self->lines, at);
    guint end = find_inner_end (self, at);

    if (line->depth != 2 || !g_str_equal (line->name, "BEGIN") ||
        !inner_has (self, at, at + 1, "BEGIN", component)) {
      at++;
      continue;
    }
    if (but_action != NULL && inner_has (self, at, end, "ACTION", but_action))
      at = end;
    else
      g_ptr_array_remove_range (self->lines, at, end - at);
  }
}

/**
 * hearth_ical_part_add_inner:
 * @self: a component
 * @inner: a component to be put inside, at the end
 */
void
hearth_ical_part_add_inner (HearthIcalPart *self, const HearthIcalPart *inner)
{
  for (guint i = 0; i < inner->lines->len; i++) {
    const HearthIcalPartLine *line = g_ptr_array_index (inner->lines, i);

    g_ptr_array_insert (self->lines, (int) self->lines->len - 1,
                        line_new (line->name, g_strdup (line->raw), MAX (line->depth, 1) + 1));
  }
}

/**
 * hearth_ical_part_copy_inner:
 * @self: a component
 * @other: another
 * @component: the name of those inside @other that are copied
 */
void
hearth_ical_part_copy_inner (HearthIcalPart *self, const HearthIcalPart *other,
                             const char *component)
{
  for (guint at = 1, end; at < other->lines->len; at = end) {
    const HearthIcalPartLine *line = g_ptr_array_index (other->lines, at);

    end = at + 1;
    if (line->depth != 2 || !inner_has (other, at, at + 1, "BEGIN", component))
      continue;
    end = find_inner_end (other, at);
    for (; at < end; at++) {
      line = g_ptr_array_index (other->lines, at);
      g_ptr_array_insert (self->lines, (int) self->lines->len - 1,
                          line_new (line->name, g_strdup (line->raw), line->depth));
    }
  }
}

/**
 * hearth_ical_part_take_over:
 * @self: a component
 * @other: another
 * @but: (array zero-terminated=1): names of properties that are not its own to give
 *
 * Makes @self say what @other says, with all that is inside it.
 */
void
hearth_ical_part_take_over (HearthIcalPart *self, const HearthIcalPart *other,
                            const char *const *but)
{
  for (guint i = self->lines->len; i > 0; i--) {
    const HearthIcalPartLine *line = g_ptr_array_index (self->lines, i - 1);

    if (line->depth > 1 || (line->depth == 1 && !g_strv_contains (but, line->name)))
      g_ptr_array_remove_index (self->lines, i - 1);
  }
  for (guint i = 0; i < other->lines->len; i++) {
    const HearthIcalPartLine *line = g_ptr_array_index (other->lines, i);

    if (line->depth > 1 || (line->depth == 1 && !g_strv_contains (but, line->name)))
      g_ptr_array_insert (self->lines, (int) self->lines->len - 1,
                          line_new (line->name, g_strdup (line->raw), line->depth));
  }
}

static void
append_param (GString *out, const char *name, const char *value)
{
  if (out->len > 0)
    g_string_append_c (out, ';');
  g_string_append_printf (out, "%s=", name);
  if (strpbrk (value, ":;,") != NULL)
    g_string_append_c (out, '"');
  for (const char *p = value; *p != '\0'; p++) {
    /* RFC 6868; other control characters have no place in a parameter. */
    if (*p == '"')
      g_string_append (out, "^'");
    else if (*p == '\n')
      g_string_append (out, "^n");
    else if (*p == '^')
      g_string_append (out, "^^");
    else if (!g_ascii_iscntrl (*p))
      g_string_append_c (out, *p);
  }
  if (strpbrk (value, ":;,") != NULL)
    g_string_append_c (out, '"');
}

/**
 * hearth_ical_part_dup_params:
 * @params: (nullable): parameters as they are written
 * @name: one of them
 * @value: (nullable): its new value, not yet quoted; %NULL takes it out
 *
 * Returns: (transfer full): the parameters with this one as it shall be, the others as they are
 */
char *
hearth_ical_part_dup_params (const char *params, const char *name, const char *value)
{
  GString *out = g_string_new (NULL);
  gsize name_length = strlen (name);
  gboolean done = value == NULL;
  const char *p = params;

  while (p != NULL && *p != '\0') {
    const char *start = p;
    gboolean quoted = FALSE;

    for (; *p != '\0' && (quoted || *p != ';'); p++)
      if (*p == '"')
        quoted = !quoted;
    if (g_ascii_strncasecmp (start, name, name_length) == 0 && start[name_length] == '=') {
      if (!done)
        append_param (out, name, value);
      done = TRUE;
    } else {
      if (out->len > 0)
        g_string_append_c (out, ';');
      g_string_append_len (out, start, p - start);
    }
    if (*p == ';')
      p++;
  }
  if (!done)
    append_param (out, name, value);
  return g_string_free (out, FALSE);
}
