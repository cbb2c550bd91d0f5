/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-tools-private.h"

#include <string.h>

#include "hearth-query.h"
#include "hearth-reply.h"
#include "hearth-store-messages.h"
#include "hearth-store-search.h"
#include "hearth-text.h"
#include "hearth-thread-summary.h"
#include "hearth-writing.h"

/* Mail, as a service may read it. Nothing is ever marked as read. */

#define MAX_MESSAGES 20
#define MAX_RECIPIENTS 5
#define MAX_BODY 8000
#define MAX_PREVIEW 2000
#define MAX_WORDS 12
#define MAX_STYLE 900

/* What is looked for, in the language of queries: the words as they are, and what the other
 * arguments say. */
static char *
make_query (HearthToolRun *run)
{
  static const struct {
    const char *argument;
    const char *field;
  } fields[] = { { "from", "from" }, { "to", "to" }, { "subject", "subject" } };
  GString *query = g_string_new (NULL);
  g_autofree char *words = hearth_text_one_line (hearth_tool_get_string (run, "query"), 1000);

  if (*words != '\0')
    g_string_append_printf (query, "(%s)", words);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autofree char *value =
        hearth_text_one_line (hearth_tool_get_string (run, fields[i].argument), 200);

    g_strdelimit (value, "\"", ' ');
    g_strstrip (value);
    if (*value != '\0')
      g_string_append_printf (query, " %s:\"%s\"", fields[i].field, value);
  }
  if (query->len > 0 && hearth_tool_get_flag (run, "unread"))
    g_string_append (query, " is:unread");
  if (query->len > 0 && hearth_tool_get_flag (run, "sent"))
    g_string_append (query, " in:sent");
  return g_string_free (query, FALSE);
}

/* The words by which a search is told from others, without operators; "" where it could also find
 * what these words do not lead to: all but Marta's mail, or what begins with an "a". It is read as
 * the search reads it, so that no way of writing can tell the two apart. */
static char *
write_telling (const char *query)
{
  g_autoptr (HearthQuery) parsed = NULL;
  char *words = NULL;

  if (hearth_query_parse (query, FALSE, &parsed, NULL) && parsed != NULL)
    words = hearth_query_dup_words (parsed);
  return words != NULL ? words : g_strdup ("");
}

/* Models ask with more words than a mail has: where none has all of them, those that have some.
 * NULL for what is no plain list of words. */
static char *
make_loose_query (HearthToolRun *run)
{
  g_autofree char *words = hearth_text_one_line (hearth_tool_get_string (run, "query"), 1000);
  g_auto (GStrv) parts = NULL;
  g_autoptr (GString) query = g_string_new (NULL);

  if (strpbrk (words, ":\"()*") != NULL || strchr (words, ' ') == NULL)
    return NULL;
  parts = g_strsplit (words, " ", MAX_WORDS);
  for (guint i = 0; parts[i] != NULL; i++) {
    if (g_utf8_strlen (parts[i], -1) >= 3 && !g_str_has_prefix (parts[i], "-"))
      g_string_append_printf (query, "%s\"%s\"", query->len > 0 ? " OR " : "", parts[i]);
  }
  return query->len > 0 ? g_string_free (g_steal_pointer (&query), FALSE) : NULL;
}

static GPtrArray *
find_messages (HearthToolRun *run, const char *query, guint limit, gboolean *is_loose,
               GError **error)
{
  HearthDatabase *db = hearth_engine_get_reader (run->context->engine);
  HearthSearchOptions options = { .limit = limit };
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  g_autofree char *loose = NULL;
  GPtrArray *found;

  if (*query == '\0') {
    filter.incoming = !hearth_tool_get_flag (run, "sent");
    if (!filter.incoming)
      filter.role = HEARTH_MAILBOX_SENT;
    if (hearth_tool_get_flag (run, "unread"))
      filter.without_flags = HEARTH_MESSAGE_SEEN;
    filter.limit = limit;
    return hearth_store_messages_list (db, &filter, HEARTH_DETAIL_FULL, error);
  }
  found = hearth_store_search (db, query, &options, HEARTH_DETAIL_FULL, error);
  loose = found != NULL && found->len == 0 ? make_loose_query (run) : NULL;
  if (loose == NULL)
    return found;
  *is_loose = TRUE;
  g_ptr_array_unref (found);
  return hearth_store_search (db, loose, &options, HEARTH_DETAIL_FULL, error);
}

static void
add_recipients (HearthToolRun *run, const HearthMessage *message)
{
  g_autoptr (GPtrArray) more = g_ptr_array_new_with_free_func (g_free);

  if (message->to->len > 0)
    hearth_tool_add_person (run, "to", g_ptr_array_index (message->to, 0));
  for (guint i = 1; i < message->to->len && i < MAX_RECIPIENTS; i++)
    g_ptr_array_add (more, hearth_say_person (g_ptr_array_index (message->to, i), TRUE));
  hearth_tool_add_strings (run, "also_to", more);
}

static void
add_message (HearthToolRun *run, const HearthMessage *message, gsize max_text)
{
  hearth_tool_add_id (run, "id", message->id);
  hearth_tool_add_person (run, "from", message->from);
  add_recipients (run, message);
  hearth_tool_add_string (run, "subject", message->subject);
  hearth_tool_add_time (run, "date", message->date, FALSE);
  hearth_tool_add_flag (run, "unread", !(message->flags & HEARTH_MESSAGE_SEEN));
  hearth_tool_add_string (run, "mailbox", message->mailbox);
  if (message->marks & (HEARTH_MARK_AUTH_FAILED | HEARTH_MARK_LINK_MISMATCH))
    hearth_tool_add_string (run, "warning",
                            "The sender or a link of this mail could not be confirmed.");
  hearth_tool_add_clipped (run, "text", message->text, max_text);
}

static void
add_attachments (HearthToolRun *run, const HearthMessage *message)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < message->attachments->len && i < 20; i++)
    g_ptr_array_add (names,
                     ((HearthAttachment *) g_ptr_array_index (message->attachments, i))->name);
  hearth_tool_add_strings (run, "attachments", names);
}

/**
 * hearth_tool_search_mail:
 * @run: a call
 *
 * Few mails come with most of their text, many with its beginning, so that it takes fewer rounds.
 *
 * Returns: (transfer full): the result
 */
char *
hearth_tool_search_mail (HearthToolRun *run)
{
  guint limit = (guint) CLAMP (hearth_tool_get_int (run, "limit", 10), 1, MAX_MESSAGES);
  g_autofree char *query = make_query (run);
  g_autofree char *telling = write_telling (query);
  gboolean is_loose = FALSE;
  gboolean owners;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  found = find_messages (run, query, limit, &is_loose, &error);
  if (found == NULL)
    return hearth_tool_fail (error->message);
  owners = hearth_tool_is_owners (run, is_loose ? "" : telling);
  hearth_tool_begin (run, "messages");
  for (guint i = 0; i < found->len && hearth_tool_has_room (run); i++) {
    const HearthMessage *message = g_ptr_array_index (found, i);

    json_builder_begin_object (run->builder);
    add_message (run, message, MIN (MAX_PREVIEW, HEARTH_TOOLS_SEARCH_TEXT / found->len));
    json_builder_end_object (run->builder);
    hearth_tool_show_message (run, message, owners);
  }
  return hearth_tool_end (run);
}

/* How the owner writes to whom they may want to answer. */
static void
add_style (HearthToolRun *run, const HearthMessage *message)
{
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *style = NULL;

  if (!run->context->writes || message->from == NULL || !hearth_tool_has_room (run))
    return;
  style = hearth_writing_describe_to (hearth_engine_get_reader (run->context->engine),
                                      message->from->address, shown);
  hearth_tool_add_clipped (run, "owners_style", style, MAX_STYLE);
  hearth_tools_note_shown (run->context->sources, shown);
}

/**
 * hearth_tool_read_message:
 * @run: a call
 *
 * Returns: (transfer full): the result
 */
char *
hearth_tool_read_message (HearthToolRun *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthMessage) message =
      hearth_store_messages_get (hearth_engine_get_reader (run->context->engine),
                                 hearth_tool_get_id (run, "id"), &error);

  if (message == NULL)
    return hearth_tool_fail (error->message);
  hearth_tool_begin (run, "messages");
  json_builder_begin_object (run->builder);
  add_message (run, message, MAX_BODY);
  add_attachments (run, message);
  add_style (run, message);
  json_builder_end_object (run->builder);
  /* An id that a mail named is no search of the owner's: what a search has shown stays so. */
  hearth_tool_show_message (run, message, FALSE);
  return hearth_tool_end (run);
}

/**
 * hearth_tool_read_thread:
 * @run: a call
 *
 * Returns: (transfer full): the result
 */
char *
hearth_tool_read_thread (HearthToolRun *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) messages =
      hearth_thread_load (hearth_engine_get_reader (run->context->engine),
                          hearth_tool_get_id (run, "id"), &error);
  HearthThreadSummary *summary;

  if (messages == NULL)
    return hearth_tool_fail (error->message);
  summary = hearth_thread_summary_new (messages);
  hearth_tool_begin (run, "sentences");
  for (guint i = 0; i < summary->lines->len && hearth_tool_has_room (run); i++) {
    const HearthSummaryLine *line = g_ptr_array_index (summary->lines, i);

    json_builder_begin_object (run->builder);
    hearth_tool_add_string (run, "kind", hearth_summary_kind_to_string (line->kind));
    hearth_tool_add_id (run, "message", line->message_id);
    hearth_tool_add_string (run, "from", line->from);
    hearth_tool_add_time (run, "date", line->date, FALSE);
    hearth_tool_add_clipped (run, "text", line->text, 1000);
    json_builder_end_object (run->builder);
  }
  for (guint i = 0; i < messages->len; i++)
    hearth_tool_show_message (run, g_ptr_array_index (messages, i), FALSE);
  hearth_thread_summary_free (summary);
  return hearth_tool_end (run);
}
