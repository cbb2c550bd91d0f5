/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-message-row.h"

#include "hearth-body.h"

#include <string.h>

/* A tab or newline in a field would shift those after it. */
static void
append_field (GString *out, const char *field)
{
  for (const char *p = field; *p != '\0'; p++)
    g_string_append_c (out, *p == '\t' || *p == '\n' ? ' ' : *p);
}

static void
append_address (GString *out, const HearthAddress *address)
{
  append_field (out, address->name);
  g_string_append_c (out, '\t');
  append_field (out, address->address);
}

/**
 * hearth_address_column_dup:
 * @address: (nullable): an address
 *
 * Returns: (transfer full) (nullable): name, tab, address
 */
char *
hearth_address_column_dup (const HearthAddress *address)
{
  GString *out;

  if (address == NULL)
    return NULL;
  out = g_string_new (NULL);
  append_address (out, address);
  return g_string_free (out, FALSE);
}

/* Takes one field from @p up to @end or a tab and moves @p behind it. */
static char *
take_field (const char **p, const char *end)
{
  const char *tab = memchr (*p, '\t', end - *p);
  const char *stop = tab != NULL ? tab : end;
  char *field = g_strndup (*p, stop - *p);

  *p = tab != NULL ? tab + 1 : end;
  return field;
}

static HearthAddress *
take_address (const char **p, const char *end)
{
  HearthAddress *self = g_new0 (HearthAddress, 1);

  self->name = take_field (p, end);
  self->address = take_field (p, end);
  return self;
}

/**
 * hearth_address_column_parse:
 * @column: (nullable): what hearth_address_column_dup() made
 *
 * Returns: (transfer full) (nullable): the address
 */
HearthAddress *
hearth_address_column_parse (const char *column)
{
  return column != NULL ? hearth_address_column_parse_n (column, strlen (column)) : NULL;
}

/**
 * hearth_address_column_parse_n:
 * @column: what hearth_address_column_dup() made, with anything after it
 * @size: its bytes
 *
 * Returns: (transfer full): the address
 */
HearthAddress *
hearth_address_column_parse_n (const char *column, gsize size)
{
  return take_address (&column, column + size);
}

static void
append_recipients (GString *out, char mark, GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len; i++) {
    if (out->len > 0)
      g_string_append_c (out, '\n');
    g_string_append_c (out, mark);
    append_address (out, addresses->pdata[i]);
  }
}

/**
 * hearth_message_row_dup_recipients:
 * @message: a message
 *
 * Returns: (transfer full): the column `recipients`
 */
char *
hearth_message_row_dup_recipients (const HearthMessage *message)
{
  GString *out = g_string_new (NULL);

  append_recipients (out, '+', message->to);
  append_recipients (out, '-', message->cc);
  return g_string_free (out, FALSE);
}

/**
 * hearth_message_row_dup_names:
 * @message: a message
 *
 * Returns: (transfer full): the column `attachment_names`
 */
char *
hearth_message_row_dup_names (const HearthMessage *message)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < message->attachments->len; i++) {
    const HearthAttachment *attachment = message->attachments->pdata[i];

    if (out->len > 0)
      g_string_append_c (out, '\n');
    append_field (out, attachment->name);
  }
  return g_string_free (out, FALSE);
}

/**
 * hearth_message_row_dup_parts:
 * @message: a message
 *
 * Returns: (transfer full): the column `attachment_parts`
 */
char *
hearth_message_row_dup_parts (const HearthMessage *message)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < message->attachments->len; i++) {
    const HearthAttachment *attachment = message->attachments->pdata[i];

    if (out->len > 0)
      g_string_append_c (out, '\n');
    append_field (out, attachment->content_type);
    g_string_append_c (out, '\t');
    append_field (out, attachment->part);
    g_string_append_printf (out, "\t%" G_GINT64_FORMAT, attachment->size);
  }
  return g_string_free (out, FALSE);
}

static const char *
line_end (const char *p)
{
  const char *newline = strchr (p, '\n');

  return newline != NULL ? newline : p + strlen (p);
}

static const char *
next_line (const char *end)
{
  return *end == '\n' ? end + 1 : NULL;
}

static void
read_recipients (HearthMessage *message, const char *column)
{
  const char *p = column;

  while (p != NULL && *p != '\0') {
    const char *end = line_end (p);
    GPtrArray *list = *p == '-' ? message->cc : message->to;

    p++;
    g_ptr_array_add (list, take_address (&p, end));
    p = next_line (end);
  }
}

static void
read_attachments (HearthMessage *message, const char *names, const char *parts)
{
  while (names != NULL && parts != NULL && *names != '\0' && *parts != '\0') {
    const char *names_end = line_end (names);
    const char *parts_end = line_end (parts);
    g_autofree char *name = g_strndup (names, names_end - names);
    g_autofree char *type = take_field (&parts, parts_end);
    g_autofree char *part = take_field (&parts, parts_end);

    g_ptr_array_add (message->attachments,
                     hearth_attachment_new (name, type, part, g_ascii_strtoll (parts, NULL, 10)));
    names = next_line (names_end);
    parts = next_line (parts_end);
  }
}

static char *
dup_text (HearthStatement *statement, int column)
{
  return g_strdup (hearth_statement_get_text (statement, column));
}

/**
 * hearth_message_row_read:
 * @statement: on a row of %HEARTH_MESSAGE_SELECT_ENVELOPE or %HEARTH_MESSAGE_SELECT_FULL
 * @detail: which of the two
 *
 * Returns: (transfer full): the message
 */
HearthMessage *
hearth_message_row_read (HearthStatement *statement, HearthMessageDetail detail)
{
  HearthMessage *message = hearth_message_new ();
  const char *from_name = hearth_statement_get_text (statement, 7);
  const char *from_address = hearth_statement_get_text (statement, 8);

  message->id = hearth_statement_get_int (statement, 0);
  message->date = hearth_statement_get_int (statement, 22);
  message->source_id = hearth_statement_get_int (statement, 1);
  message->mailbox = dup_text (statement, 2);
  message->key = dup_text (statement, 3);
  message->path = dup_text (statement, 4);
  message->message_id = dup_text (statement, 5);
  message->thread_id = hearth_statement_get_int (statement, 6);
  if (*from_name != '\0' || *from_address != '\0')
    message->from = hearth_address_new (from_name, from_address);
  message->reply_to = hearth_address_column_parse (hearth_statement_get_text (statement, 9));
  read_recipients (message, hearth_statement_get_text (statement, 10));
  message->subject = dup_text (statement, 11);
  message->preview = dup_text (statement, 12);
  read_attachments (message, hearth_statement_get_text (statement, 13),
                    hearth_statement_get_text (statement, 14));
  message->list_id = dup_text (statement, 15);
  message->size = hearth_statement_get_int (statement, 16);
  message->flags = (HearthMessageFlags) hearth_statement_get_int (statement, 17);
  message->marks = (HearthMessageMarks) hearth_statement_get_int (statement, 18);
  message->priority = (int) hearth_statement_get_int (statement, 19);
  message->reason = dup_text (statement, 20);
  message->klass = dup_text (statement, 21);
  message->language = dup_text (statement, 23);
  if (detail == HEARTH_DETAIL_FULL) {
    const char *references = hearth_statement_get_text (statement, 26);

    if (!hearth_statement_is_null (statement, 27))
      message->utc_offset = (int) hearth_statement_get_int (statement, 27);
    message->text = hearth_body_dup_column (statement, 24, message->preview);
    if (message->text == NULL)
      message->text = g_strdup ("");
    message->calendar = dup_text (statement, 25);
    message->references = g_strsplit (references != NULL ? references : "", "\n", -1);
  }
  return message;
}
