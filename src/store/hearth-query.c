/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-query.h"

#include "hearth-database.h"
#include "hearth-message.h"

#include <glib/gi18n.h>
#include <string.h>

/* The language of queries:
 *
 *   either  = all *("OR" all)
 *   all     = one *(["AND"] one)
 *   one     = ("NOT" / "-") one / "(" either ")" / [field ":"] value
 *   value   = word ["*"] / DQUOTE text DQUOTE ["*"] / "(" either ")"   ; the last with words only
 *
 * Operators are in capitals, so that "and" stays a word. A name before ":" that is no field is a
 * word too: addresses of pages are looked for as they are pasted. */

#define MAX_LENGTH 4096
#define MAX_DEPTH 24
#define MAX_NODES 64

typedef struct {
  const char *text;
  const char *p;
  gboolean as_typed; /* unfinished: what is missing at the end is forgiven */
  guint depth;
  guint n_nodes;
  const char *columns; /* (nullable): of the field whose parentheses we are in */
  GError *error;       /* (owned) (nullable): the first */
} Parser;

typedef enum {
  FIELD_TEXT,
  FIELD_IN,
  FIELD_IS,
  FIELD_HAS,
  FIELD_BEFORE,
  FIELD_AFTER,
  FIELD_ON,
} FieldKind;

typedef struct {
  const char *name;
  FieldKind kind;
  const char *columns;
} Field;

static const Field fields[] = {
  { "from", FIELD_TEXT, "sender" },
  { "to", FIELD_TEXT, "recipients" },
  { "cc", FIELD_TEXT, "recipients" },
  { "with", FIELD_TEXT, "sender recipients" },
  { "subject", FIELD_TEXT, "subject" },
  { "body", FIELD_TEXT, "body" },
  { "attachment", FIELD_TEXT, "attachments" },
  { "filename", FIELD_TEXT, "attachments" },
  { "in", FIELD_IN, NULL },
  { "is", FIELD_IS, NULL },
  { "has", FIELD_HAS, NULL },
  { "before", FIELD_BEFORE, NULL },
  { "after", FIELD_AFTER, NULL },
  { "since", FIELD_AFTER, NULL },
  { "on", FIELD_ON, NULL },
  { "date", FIELD_ON, NULL },
};

static HearthQuery *parse_either (Parser *self);

static HearthQuery *
node_new (HearthQueryKind kind)
{
  HearthQuery *node = g_new0 (HearthQuery, 1);

  node->kind = kind;
  if (kind == HEARTH_QUERY_AND || kind == HEARTH_QUERY_OR || kind == HEARTH_QUERY_NOT)
    node->children = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_query_free);
  return node;
}

/**
 * hearth_query_free:
 * @self: (nullable) (transfer full): a query
 */
void
hearth_query_free (HearthQuery *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_free (self);
}

/* The place of @at as people count: characters, from 1. */
static guint
place_of (Parser *self, const char *at)
{
  return (guint) g_utf8_pointer_to_offset (self->text, at) + 1;
}

static void G_GNUC_PRINTF (2, 3) fail (Parser *self, const char *format, ...)
{
  va_list arguments;

  if (self->error != NULL)
    return;
  va_start (arguments, format);
  self->error =
      g_error_new_valist (HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_BAD_QUERY, format, arguments);
  va_end (arguments);
}

static void
skip_space (Parser *self)
{
  while (*self->p != '\0' && g_unichar_isspace (g_utf8_get_char (self->p)))
    self->p = g_utf8_next_char (self->p);
}

static gboolean
ends_word (const char *p)
{
  return *p == '\0' || *p == '(' || *p == ')' || *p == '"' ||
         g_unichar_isspace (g_utf8_get_char (p));
}

static gboolean
at_operator (Parser *self, const char *name)
{
  gsize n = strlen (name);

  return strncmp (self->p, name, n) == 0 && ends_word (self->p + n);
}

static gboolean
take_operator (Parser *self, const char *name)
{
  if (!at_operator (self, name))
    return FALSE;
  self->p += strlen (name);
  return TRUE;
}

static gboolean
at_end (Parser *self)
{
  return *self->p == '\0' || *self->p == ')';
}

/* The text between quotation marks. */
static char *
take_quoted (Parser *self)
{
  const char *open = self->p;
  const char *close = strchr (open + 1, '"');
  char *text;

  if (close == NULL) {
    if (!self->as_typed) {
      fail (self, _("There is no closing quotation mark for the one at character %u."),
            place_of (self, open));
      return NULL;
    }
    close = open + strlen (open);
  }
  text = g_strndup (open + 1, close - open - 1);
  self->p = *close == '"' ? close + 1 : close;
  return text;
}

static char *
take_word (Parser *self)
{
  const char *start = self->p;

  while (!ends_word (self->p))
    self->p = g_utf8_next_char (self->p);
  return g_strndup (start, self->p - start);
}

/* The field whose name and ":" are next; @self moves behind them. */
static const Field *
take_field (Parser *self)
{
  gsize n = 0;

  while (g_ascii_isalpha (self->p[n]))
    n++;
  if (n == 0 || self->p[n] != ':')
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    if (strlen (fields[i].name) == n && g_ascii_strncasecmp (fields[i].name, self->p, n) == 0) {
      self->p += n + 1;
      return &fields[i];
    }
  }
  return NULL;
}

static HearthQuery *
new_text (Parser *self, char *text, const char *columns, gboolean prefix)
{
  HearthQuery *node = node_new (HEARTH_QUERY_TEXT);

  node->text = text;
  node->columns = columns;
  node->prefix = prefix;
  return node;
}

/* A word or a phrase. */
static HearthQuery *
parse_text (Parser *self, const char *columns)
{
  gboolean prefix = FALSE;
  char *text;

  if (*self->p == '"') {
    text = take_quoted (self);
    if (text == NULL)
      return NULL;
    if (*self->p == '*') {
      prefix = TRUE;
      self->p++;
    }
  } else {
    text = take_word (self);
    prefix = g_str_has_suffix (text, "*") || (self->as_typed && *self->p == '\0');
  }
  return new_text (self, text, columns, prefix);
}

static HearthQuery *
new_flag (guint bits, gboolean set)
{
  HearthQuery *node = node_new (HEARTH_QUERY_FLAG);

  node->bits = bits;
  node->set = set;
  return node;
}

/* Whether the value that ends here is still being typed and says nothing yet. */
static gboolean
is_unfinished (Parser *self)
{
  return self->as_typed && *self->p == '\0';
}

static HearthQuery *
make_is (Parser *self, const char *at, const char *value)
{
  static const struct {
    const char *name;
    HearthMessageFlags flag;
    gboolean set;
  } names[] = {
    { "unread", HEARTH_MESSAGE_SEEN, FALSE },        { "unseen", HEARTH_MESSAGE_SEEN, FALSE },
    { "read", HEARTH_MESSAGE_SEEN, TRUE },           { "seen", HEARTH_MESSAGE_SEEN, TRUE },
    { "flagged", HEARTH_MESSAGE_FLAGGED, TRUE },     { "starred", HEARTH_MESSAGE_FLAGGED, TRUE },
    { "answered", HEARTH_MESSAGE_ANSWERED, TRUE },   { "replied", HEARTH_MESSAGE_ANSWERED, TRUE },
    { "forwarded", HEARTH_MESSAGE_FORWARDED, TRUE }, { "draft", HEARTH_MESSAGE_DRAFT, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_ascii_strcasecmp (names[i].name, value) == 0)
      return new_flag (names[i].flag, names[i].set);
  }
  if (!is_unfinished (self))
    fail (self,
          _("“%s” at character %u is nothing that a message can be. Use unread, read, "
             "flagged, answered, forwarded or draft."),
          value, place_of (self, at));
  return NULL;
}

static HearthQuery *
make_has (Parser *self, const char *at, const char *value)
{
  HearthQuery *node;

  if (g_ascii_strcasecmp (value, "attachment") == 0 ||
      g_ascii_strcasecmp (value, "attachments") == 0)
    return node_new (HEARTH_QUERY_ATTACHMENT);
  if (g_ascii_strcasecmp (value, "invitation") == 0 ||
      g_ascii_strcasecmp (value, "calendar") == 0) {
    node = node_new (HEARTH_QUERY_MARK);
    node->bits = HEARTH_MARK_CALENDAR;
    return node;
  }
  if (!is_unfinished (self))
    fail (self,
          _("“%s” at character %u is nothing that a message can have. Use attachment or "
             "invitation."),
          value, place_of (self, at));
  return NULL;
}

static HearthQuery *
make_dates (Parser *self, FieldKind kind, const char *at, const char *value)
{
  gint64 since, before;
  HearthQuery *node;

  if (!hearth_query_parse_date (value, &since, &before)) {
    if (!is_unfinished (self))
      fail (self,
            _("“%s” at character %u is not a date. Write 2024-03-09, 2024-03, 2024, today, "
               "yesterday, or 7d for seven days ago."),
            value, place_of (self, at));
    return NULL;
  }
  node = node_new (HEARTH_QUERY_DATES);
  node->since = kind == FIELD_BEFORE ? G_MININT64 : since;
  node->before = kind == FIELD_BEFORE ? since : kind == FIELD_AFTER ? G_MAXINT64 : before;
  return node;
}

static HearthQuery *
parse_group (Parser *self, const char *columns)
{
  const char *open = self->p;
  const char *outer = self->columns;
  HearthQuery *node;

  if (++self->depth > MAX_DEPTH) {
    fail (self, _("The parentheses are nested too deeply at character %u."),
          place_of (self, open));
    return NULL;
  }
  self->p++;
  self->columns = columns;
  node = parse_either (self);
  self->columns = outer;
  self->depth--;
  if (*self->p == ')')
    self->p++;
  else if (!self->as_typed)
    fail (self, _("There is no closing parenthesis for the one at character %u."),
          place_of (self, open));
  return node;
}

static HearthQuery *
parse_field (Parser *self, const Field *field, const char *at)
{
  g_autofree char *value = NULL;
  const char *value_at = self->p;
  HearthQuery *node;

  if (field->kind == FIELD_TEXT && *self->p == '(')
    return parse_group (self, field->columns);
  if (*self->p != '"' && ends_word (self->p)) {
    if (!self->as_typed)
      fail (self, _("After “%s:” at character %u something to look for is missing."), field->name,
            place_of (self, at));
    return NULL;
  }
  if (field->kind == FIELD_TEXT)
    return parse_text (self, field->columns);
  value = *self->p == '"' ? take_quoted (self) : take_word (self);
  if (value == NULL)
    return NULL;
  switch (field->kind) {
  case FIELD_IN:
    node = node_new (HEARTH_QUERY_MAILBOX);
    node->text = g_steal_pointer (&value);
    return node;
  case FIELD_IS:
    return make_is (self, value_at, value);
  case FIELD_HAS:
    return make_has (self, value_at, value);
  case FIELD_BEFORE:
  case FIELD_AFTER:
  case FIELD_ON:
    return make_dates (self, field->kind, value_at, value);
  case FIELD_TEXT:
  default:
    g_return_val_if_reached (NULL);
  }
}

static HearthQuery *
negate (HearthQuery *child)
{
  HearthQuery *node;

  if (child == NULL)
    return NULL;
  node = node_new (HEARTH_QUERY_NOT);
  g_ptr_array_add (node->children, child);
  return node;
}

static HearthQuery *
parse_one (Parser *self)
{
  const char *at = self->p;
  const Field *field;
  gboolean minus = *at == '-' && !ends_word (at + 1) && at[1] != '-';

  if (++self->n_nodes > MAX_NODES) {
    fail (self, _("The query has too many parts; it is cut short at character %u."),
          place_of (self, at));
    return NULL;
  }
  if (minus || (*at == '-' && (at[1] == '(' || at[1] == '"')) || at_operator (self, "NOT")) {
    HearthQuery *node;

    if (++self->depth > MAX_DEPTH) {
      fail (self, _("The query is nested too deeply at character %u."), place_of (self, at));
      return NULL;
    }
    self->p += *at == '-' ? 1 : 3;
    skip_space (self);
    if (at_end (self)) {
      if (!self->as_typed)
        fail (self, _("After “%s” at character %u something to look for is missing."),
              *at == '-' ? "-" : "NOT", place_of (self, at));
      return NULL;
    }
    node = parse_one (self);
    self->depth--;
    return negate (node);
  }
  if (*at == '(')
    return parse_group (self, self->columns);
  field = self->columns == NULL ? take_field (self) : NULL;
  if (field != NULL)
    return parse_field (self, field, at);
  return parse_text (self, self->columns);
}

/* Adds a child, if there is one; a node of the same kind dissolves. */
static void
add_child (HearthQuery **node, HearthQueryKind kind, HearthQuery *child)
{
  if (child == NULL)
    return;
  if (*node == NULL) {
    *node = child;
    return;
  }
  if ((*node)->kind != kind) {
    HearthQuery *outer = node_new (kind);

    g_ptr_array_add (outer->children, *node);
    *node = outer;
  }
  g_ptr_array_add ((*node)->children, child);
}

/* After an operator, something must come. */
static void
check_operand (Parser *self, const char *name, const char *at)
{
  skip_space (self);
  if (self->as_typed && *self->p == '\0')
    return;
  if (at_end (self) || at_operator (self, "AND") || at_operator (self, "OR"))
    fail (self, _("After “%s” at character %u something to look for is missing."), name,
          place_of (self, at));
}

static HearthQuery *
parse_all (Parser *self)
{
  HearthQuery *all = NULL;

  for (;;) {
    const char *at;

    skip_space (self);
    at = self->p;
    if (self->error != NULL || at_end (self) || at_operator (self, "OR"))
      return all;
    if (take_operator (self, "AND")) {
      if (at == self->text)
        fail (self, _("Before “%s” at character %u something to look for is missing."), "AND",
              place_of (self, at));
      check_operand (self, "AND", at);
      continue;
    }
    add_child (&all, HEARTH_QUERY_AND, parse_one (self));
  }
}

static HearthQuery *
parse_either (Parser *self)
{
  HearthQuery *either = parse_all (self);

  for (;;) {
    const char *at = self->p;

    if (self->error != NULL || !take_operator (self, "OR"))
      return either;
    if (either == NULL && !self->as_typed)
      fail (self, _("Before “%s” at character %u something to look for is missing."), "OR",
            place_of (self, at));
    check_operand (self, "OR", at);
    add_child (&either, HEARTH_QUERY_OR, parse_all (self));
  }
}

/**
 * hearth_query_parse:
 * @text: what a person typed
 * @as_typed: whether they may still be typing: the last word is taken as a beginning, and what is
 *   missing at the end is forgiven
 * @query: (out) (nullable): the query, or %NULL if @text asks for nothing
 * @error: return location for a %HEARTH_STORE_ERROR_BAD_QUERY that names the place
 *
 * Reads a query: words, "phrases", `word*`, `from:`, `to:`, `subject:`, `in:`, `is:`, `has:`,
 * `before:` (that day not included), `after:` (that day included), `on:`, AND, OR, NOT, `-word` and
 * parentheses.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_query_parse (const char *text, gboolean as_typed, HearthQuery **query, GError **error)
{
  Parser parser = { .text = text, .p = text, .as_typed = as_typed };
  g_autoptr (HearthQuery) root = NULL;

  *query = NULL;
  if (!g_utf8_validate (text, -1, NULL)) {
    g_set_error_literal (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_BAD_QUERY,
                         _("The query is not valid text (UTF-8)."));
    return FALSE;
  }
  if (strlen (text) > MAX_LENGTH) {
    g_set_error (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_BAD_QUERY,
                 _("The query is too long; at most %u characters are read."), MAX_LENGTH);
    return FALSE;
  }
  root = parse_either (&parser);
  if (parser.error == NULL && *parser.p == ')')
    fail (&parser, _("There is no opening parenthesis for the one at character %u."),
          place_of (&parser, parser.p));
  if (parser.error != NULL) {
    g_propagate_error (error, parser.error);
    return FALSE;
  }
  *query = g_steal_pointer (&root);
  return TRUE;
}

/* Appends the words of @query; %FALSE where it also finds what has not all of them. */
static gboolean
append_words (GString *out, const HearthQuery *query)
{
  switch (query->kind) {
  case HEARTH_QUERY_TEXT:
    g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", query->text);
    return !query->prefix;
  case HEARTH_QUERY_AND:
    for (guint i = 0; i < query->children->len; i++) {
      if (!append_words (out, g_ptr_array_index (query->children, i)))
        return FALSE;
    }
    return TRUE;
  case HEARTH_QUERY_OR:
  case HEARTH_QUERY_NOT:
    return FALSE;
  case HEARTH_QUERY_FLAG:
  case HEARTH_QUERY_MAILBOX:
  case HEARTH_QUERY_DATES:
  case HEARTH_QUERY_ATTACHMENT:
  case HEARTH_QUERY_MARK:
  default:
    return TRUE;
  }
}

/**
 * hearth_query_dup_words:
 * @self: a query
 *
 * Returns: (transfer full) (nullable): the words that all it finds has, separated by blanks, or ""
 *   if it asks for none; %NULL if it also finds what lacks some of them: with OR, NOT, or where a
 *   word is only begun
 */
char *
hearth_query_dup_words (const HearthQuery *self)
{
  g_autoptr (GString) words = g_string_new (NULL);

  if (!append_words (words, self))
    return NULL;
  return g_string_free (g_steal_pointer (&words), FALSE);
}
