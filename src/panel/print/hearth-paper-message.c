/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-papers.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-message-warnings.h"
#include "hearth-quotes.h"

#include <glib/gi18n.h>

/* A message on paper. */

/**
 * hearth_paper_format_date:
 * @when: a time, seconds since 1970 UTC
 *
 * Returns: (transfer full): its day in full, with the year: on paper no day is “today” for long
 */
char *
hearth_paper_format_date (gint64 when)
{
  g_autoptr (GDateTime) time = hearth_clock_dup_at (when);
  char *text = NULL;

  if (time != NULL)
    /* Translators: a day with its year, on paper, as in g_date_time_format() */
    text = g_date_time_format (time, C_ ("date", "%A, %-d %B %Y"));
  return text != NULL ? text : g_strdup ("");
}

/* A name can say anything: the address stands with it. */
static void
append_person (GString *text, const HearthAddress *person)
{
  g_string_append (text, text->len > 0 ? ", " : "");
  if (*person->name != '\0' && *person->address != '\0')
    g_string_append_printf (text, "%s <%s>", person->name, person->address);
  else
    g_string_append (text, hearth_address_get_label (person));
}

static void
add_people (HearthPaper *paper, const char *label, GPtrArray *people)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; people != NULL && i < people->len; i++)
    append_person (text, g_ptr_array_index (people, i));
  if (text->len > 0)
    hearth_paper_add_to (paper, HEARTH_PAPER_FIELD, label, text->str, NULL);
}

static void
add_header (HearthPaper *paper, const HearthMessage *message)
{
  g_autoptr (GString) from = g_string_new (NULL);
  g_autofree char *day = hearth_paper_format_date (message->date);
  g_autofree char *time = hearth_format_time (message->date);
  g_autofree char *when = g_strdup_printf ("%s, %s", day, time);

  if (message->from != NULL)
    append_person (from, message->from);
  else
    g_string_append (from, _("Unknown sender"));
  hearth_paper_add_to (paper, HEARTH_PAPER_FIELD, _("From"), from->str, NULL);
  add_people (paper, _("To"), message->to);
  add_people (paper, _("Copy to"), message->cc);
  hearth_paper_add_to (paper, HEARTH_PAPER_FIELD, _("Date"), when, NULL);
}

static void
add_text (HearthPaper *paper, const HearthMessage *message)
{
  g_autoptr (GPtrArray) passages = hearth_quotes_split (message->text != NULL ? message->text : "");

  for (guint i = 0; i < passages->len; i++) {
    const HearthPassage *passage = g_ptr_array_index (passages, i);

    hearth_paper_add (paper,
                      passage->kind == HEARTH_PASSAGE_QUOTE       ? HEARTH_PAPER_QUOTE
                      : passage->kind == HEARTH_PASSAGE_SIGNATURE ? HEARTH_PAPER_SMALL
                                                                  : HEARTH_PAPER_TEXT,
                      passage->text);
  }
  if (passages->len == 0)
    hearth_paper_add (paper, HEARTH_PAPER_SMALL, _("This message has no text."));
}

static void
add_attachments (HearthPaper *paper, const HearthMessage *message)
{
  if (message->attachments == NULL || message->attachments->len == 0)
    return;
  hearth_paper_add (paper, HEARTH_PAPER_HEADING, _("Attachments"));
  for (guint i = 0; i < message->attachments->len; i++) {
    const HearthAttachment *attachment = g_ptr_array_index (message->attachments, i);
    g_autofree char *size =
        attachment->size >= 0 ? g_format_size ((guint64) attachment->size) : NULL;

    hearth_paper_add_to (paper, HEARTH_PAPER_ENTRY, NULL, attachment->name, size);
  }
}

/**
 * hearth_paper_new_message:
 * @message: a message with its text
 *
 * Returns: (transfer full): it as it is printed, with what its reader is warned of
 */
HearthPaper *
hearth_paper_new_message (const HearthMessage *message)
{
  const char *subject = *message->subject != '\0' ? message->subject : _("Without a subject");
  HearthPaper *paper = hearth_paper_new (subject);
  g_autoptr (GPtrArray) warnings = hearth_message_warnings_list (message);

  hearth_paper_add (paper, HEARTH_PAPER_TITLE, subject);
  add_header (paper, message);
  for (guint i = 0; i < warnings->len; i++)
    hearth_paper_add (paper, HEARTH_PAPER_WARNING, g_ptr_array_index (warnings, i));
  hearth_paper_add (paper, HEARTH_PAPER_RULE, "");
  add_text (paper, message);
  add_attachments (paper, message);
  return paper;
}
