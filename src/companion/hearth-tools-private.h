/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-tools.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * HearthToolRun:
 *
 * One call of a tool while it is run.
 *
 * @context: where it reads and whom it tells what it shows
 * @arguments: what the service asked for
 * @builder: the result so far
 * @left: how many bytes of it there is still room for
 * @cut: whether something was left out for want of room
 */
typedef struct {
  HearthToolContext *context;
  JsonObject *arguments;
  JsonBuilder *builder;
  gsize left;
  gboolean cut;
} HearthToolRun;

/** HEARTH_TOOLS_SEARCH_TEXT: bytes of text that all mails of one search bring together. */
#define HEARTH_TOOLS_SEARCH_TEXT 6000

/* hearth-tools.c: the form of a result. Every string is cleaned on its way in. */
void hearth_tool_begin (HearthToolRun *run, const char *list);
char *hearth_tool_end (HearthToolRun *run) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_tool_fail (const char *why) G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_tool_has_room (HearthToolRun *run);
void hearth_tool_add_string (HearthToolRun *run, const char *name, const char *value);
void hearth_tool_add_clipped (HearthToolRun *run, const char *name, const char *value,
                              gsize max_bytes);
void hearth_tool_add_id (HearthToolRun *run, const char *name, gint64 id);
void hearth_tool_add_flag (HearthToolRun *run, const char *name, gboolean value);
void hearth_tool_add_time (HearthToolRun *run, const char *name, gint64 when, gboolean date_only);
void hearth_tool_add_person (HearthToolRun *run, const char *name, const HearthAddress *who);
void hearth_tool_add_strings (HearthToolRun *run, const char *name, GPtrArray *strings);
const char *hearth_tool_get_string (HearthToolRun *run, const char *name);
gint64 hearth_tool_get_int (HearthToolRun *run, const char *name, gint64 otherwise);
gint64 hearth_tool_get_id (HearthToolRun *run, const char *name);
gboolean hearth_tool_get_flag (HearthToolRun *run, const char *name);
gboolean hearth_tool_is_owners (HearthToolRun *run, const char *words);
void hearth_tool_note (HearthToolRun *run, HearthLabel label);
void hearth_tool_show_message (HearthToolRun *run, const HearthMessage *message,
                               gboolean by_owners_words);
void hearth_tool_show_event (HearthToolRun *run, const HearthOccurrence *occurrence,
                             gboolean by_owners_words);

/* hearth-tools-mail.c */
char *hearth_tool_search_mail (HearthToolRun *run) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_tool_read_message (HearthToolRun *run) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_tool_read_thread (HearthToolRun *run) G_GNUC_WARN_UNUSED_RESULT;

/* hearth-tools-calendar.c */
char *hearth_tool_list_events (HearthToolRun *run) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_tool_free_time (HearthToolRun *run) G_GNUC_WARN_UNUSED_RESULT;

/* hearth-tools-records.c */
char *hearth_tool_find_people (HearthToolRun *run) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_tool_list_facts (HearthToolRun *run) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_tool_list_promises (HearthToolRun *run) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_tool_list_reminders (HearthToolRun *run) G_GNUC_WARN_UNUSED_RESULT;

/* hearth-attachment-text.c */
void hearth_tool_read_attachment (HearthToolContext *context, JsonObject *arguments,
                                  HearthToolDone done, gpointer user_data);

G_END_DECLS
