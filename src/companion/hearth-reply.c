/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-reply.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-text.h"

/**
 * hearth_reply_new:
 *
 * Returns: (transfer full): an empty answer
 */
HearthReply *
hearth_reply_new (void)
{
  HearthReply *self = g_new0 (HearthReply, 1);

  self->text = g_string_new (NULL);
  self->chips = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_chip_free);
  self->deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_answer_event_free);
  self->suggestions = g_ptr_array_new_with_free_func (g_free);
  self->understood = TRUE;
  return self;
}

/**
 * hearth_reply_free:
 * @self: an answer
 */
void
hearth_reply_free (HearthReply *self)
{
  g_string_free (self->text, TRUE);
  g_ptr_array_unref (self->chips);
  g_ptr_array_unref (self->deeds);
  g_ptr_array_unref (self->suggestions);
  g_free (self);
}

/**
 * hearth_reply_add:
 * @self: an answer
 * @text: a sentence; a space is put before it where one is needed
 */
void
hearth_reply_add (HearthReply *self, const char *text)
{
  if (self->text->len > 0 && self->text->str[self->text->len - 1] != '\n')
    g_string_append_c (self->text, ' ');
  g_string_append (self->text, text);
}

/**
 * hearth_reply_addf:
 * @self: an answer
 * @format: a sentence as of printf()
 * @...: what goes into it
 */
void
hearth_reply_addf (HearthReply *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  hearth_reply_add (self, text);
}

/**
 * hearth_reply_add_item:
 * @self: an answer
 * @text: a line of a list
 */
void
hearth_reply_add_item (HearthReply *self, const char *text)
{
  if (self->text->len > 0 && self->text->str[self->text->len - 1] != '\n')
    g_string_append_c (self->text, '\n');
  g_string_append_printf (self->text, "- %s\n", text);
}

/**
 * hearth_reply_add_paragraph:
 * @self: an answer
 * @text: what begins a new paragraph
 */
void
hearth_reply_add_paragraph (HearthReply *self, const char *text)
{
  while (self->text->len > 0 && self->text->str[self->text->len - 1] == '\n')
    g_string_truncate (self->text, self->text->len - 1);
  if (self->text->len > 0)
    g_string_append (self->text, "\n\n");
  g_string_append (self->text, text);
}

static void
add_chip (HearthReply *self, HearthChip *chip)
{
  for (guint i = 0; i < self->chips->len; i++) {
    const HearthChip *other = g_ptr_array_index (self->chips, i);

    if (other->kind == chip->kind && other->id == chip->id && other->start == chip->start &&
        g_strcmp0 (other->detail, chip->detail) == 0) {
      hearth_chip_free (chip);
      return;
    }
  }
  if (self->chips->len >= HEARTH_REPLY_MAX_CHIPS)
    hearth_chip_free (chip);
  else
    g_ptr_array_add (self->chips, chip);
}

/**
 * hearth_reply_add_message:
 * @self: an answer
 * @message: a mail that it rests on
 */
void
hearth_reply_add_message (HearthReply *self, const HearthMessage *message)
{
  const char *who = message->from != NULL ? hearth_address_get_label (message->from) : "";
  g_autofree char *subject = hearth_text_one_line (message->subject, 40);
  g_autofree char *label = *who == '\0'       ? g_strdup (subject)
                           : *subject == '\0' ? g_strdup (who)
                                              : g_strdup_printf ("%s · %s", who, subject);

  add_chip (self, hearth_chip_new (HEARTH_CHIP_MESSAGE, message->id, label));
}

/**
 * hearth_reply_add_event:
 * @self: an answer
 * @occurrence: an event that it rests on
 */
void
hearth_reply_add_event (HearthReply *self, const HearthOccurrence *occurrence)
{
  g_autofree char *summary = hearth_text_one_line (occurrence->event->summary, 40);
  g_autofree char *time =
      occurrence->event->all_day ? NULL : hearth_format_time (occurrence->span.start);
  g_autofree char *label =
      time != NULL ? g_strdup_printf ("%s · %s", time, summary) : g_strdup (summary);
  HearthChip *chip = hearth_chip_new (HEARTH_CHIP_EVENT, occurrence->event->id, label);

  chip->start = occurrence->span.start;
  add_chip (self, chip);
}

/**
 * hearth_reply_add_attachment:
 * @self: an answer
 * @message: a mail
 * @attachment: what is attached to it
 */
void
hearth_reply_add_attachment (HearthReply *self, const HearthMessage *message,
                             const HearthAttachment *attachment)
{
  HearthChip *chip = hearth_chip_new (HEARTH_CHIP_ATTACHMENT, message->id, attachment->name);

  g_free (chip->detail);
  chip->detail = g_strdup (attachment->part);
  add_chip (self, chip);
}

/**
 * hearth_reply_add_reminder:
 * @self: an answer
 * @reminder: a reminder that it rests on
 */
void
hearth_reply_add_reminder (HearthReply *self, const HearthReminder *reminder)
{
  g_autofree char *label = hearth_text_one_line (reminder->text, 40);

  add_chip (self, hearth_chip_new (HEARTH_CHIP_REMINDER, reminder->id, label));
}

/**
 * hearth_reply_add_chip:
 * @self: an answer
 * @chip: what opens something that it rests on; copied
 */
void
hearth_reply_add_chip (HearthReply *self, const HearthChip *chip)
{
  add_chip (self, hearth_chip_copy (chip));
}

/**
 * hearth_reply_add_event_id:
 * @self: an answer
 * @kind: %HEARTH_ANSWER_CARD or %HEARTH_ANSWER_DONE
 * @id: the row of the card, or the action that Undo takes back
 * @text: (nullable): what it is, in a sentence
 *
 * Notes what was proposed or done.
 */
void
hearth_reply_add_event_id (HearthReply *self, HearthAnswerKind kind, gint64 id, const char *text)
{
  g_ptr_array_add (self->deeds, hearth_answer_event_new_id (kind, id, text));
}

/**
 * hearth_reply_suggest:
 * @self: an answer
 * @text: something that the owner may want to say next
 */
void
hearth_reply_suggest (HearthReply *self, const char *text)
{
  if (self->suggestions->len < 3 &&
      !g_ptr_array_find_with_equal_func (self->suggestions, text, g_str_equal, NULL))
    g_ptr_array_add (self->suggestions, g_strdup (text));
}

static int
day_distance (gint64 when, gint64 now)
{
  g_autoptr (GDateTime) a = hearth_clock_dup_at (when);
  g_autoptr (GDateTime) b = hearth_clock_dup_at (now);
  GDate x;
  GDate y;

  if (a == NULL || b == NULL)
    return G_MAXINT;
  g_date_clear (&x, 1);
  g_date_clear (&y, 1);
  g_date_set_dmy (&x, g_date_time_get_day_of_month (a), g_date_time_get_month (a),
                  g_date_time_get_year (a));
  g_date_set_dmy (&y, g_date_time_get_day_of_month (b), g_date_time_get_month (b),
                  g_date_time_get_year (b));
  return g_date_days_between (&y, &x);
}

static char *
format_day (gint64 when, gint64 now, gboolean bare)
{
  g_autoptr (GDateTime) local = hearth_clock_dup_at (when);
  g_autoptr (GDateTime) here = hearth_clock_dup_at (now);
  int distance = day_distance (when, now);

  if (local == NULL)
    return g_strdup (_("at some time"));
  if (distance == 0)
    return g_strdup (_("today"));
  if (distance == 1)
    return g_strdup (_("tomorrow"));
  if (distance == -1)
    return g_strdup (_("yesterday"));
  if (g_date_time_get_year (local) == g_date_time_get_year (here))
    /* Translators: a day in the middle of a sentence, strftime(3) */
    return g_date_time_format (local, bare ? _("%A, %-d %B") : _("on %A, %-d %B"));
  /* Translators: a day of another year in the middle of a sentence, strftime(3) */
  return g_date_time_format (local, bare ? _("%A, %-d %B %Y") : _("on %A, %-d %B %Y"));
}

/**
 * hearth_say_day:
 * @when: a time, seconds since 1970 UTC
 * @now: the time that it is
 *
 * Writes a day for the middle of a sentence: "today", "tomorrow", "on Thursday, 26 November".
 *
 * Returns: (transfer full): the day
 */
char *
hearth_say_day (gint64 when, gint64 now)
{
  return format_day (when, now, FALSE);
}

/**
 * hearth_say_bare_day:
 * @when: a time, seconds since 1970 UTC
 * @now: the time that it is
 *
 * Writes a day for where it stands alone or after "since", "from" and "until".
 *
 * Returns: (transfer full): "today", "tomorrow", "Thursday, 26 November"
 */
char *
hearth_say_bare_day (gint64 when, gint64 now)
{
  return format_day (when, now, TRUE);
}

/**
 * hearth_say_when:
 * @when: a time, seconds since 1970 UTC
 * @now: the time that it is
 *
 * Returns: (transfer full): "today at 14:45", "on Thursday, 26 November at 9:00"
 */
char *
hearth_say_when (gint64 when, gint64 now)
{
  g_autofree char *day = hearth_say_day (when, now);
  g_autofree char *time = hearth_format_time (when);

  /* Translators: a day and a time of day: "tomorrow at 14:45" */
  return g_strdup_printf (_("%s at %s"), day, time);
}

/**
 * hearth_say_span:
 * @occurrence: an event
 * @now: the time that it is
 * @with_day: whether its day is said
 *
 * Returns: (transfer full): "tomorrow from 10:00 to 11:00", "today, all day"
 */
char *
hearth_say_span (const HearthOccurrence *occurrence, gint64 now, gboolean with_day)
{
  g_autofree char *day = hearth_say_day (occurrence->span.start, now);
  g_autofree char *start = hearth_format_time (occurrence->span.start);
  g_autofree char *end = hearth_format_time (occurrence->span.end);
  g_autofree char *last = NULL;
  gint64 length = occurrence->span.end - occurrence->span.start;

  if (occurrence->event->all_day) {
    if (length <= 26 * 3600)
      return with_day ? g_strdup_printf (_("%s, all day"), day) : g_strdup (_("all day"));
    last = hearth_say_bare_day (occurrence->span.end - 3600, now);
    return g_strdup_printf (_("%s until %s"), day, last);
  }
  if (length <= 0)
    return with_day ? hearth_say_when (occurrence->span.start, now)
                    : g_strdup_printf (_("at %s"), start);
  if (length > 24 * 3600) {
    last = hearth_say_when (occurrence->span.end, now);
    return g_strdup_printf (_("%s at %s until %s"), day, start, last);
  }
  if (with_day)
    return g_strdup_printf (_("%s from %s to %s"), day, start, end);
  return g_strdup_printf (_("%s to %s"), start, end);
}

/**
 * hearth_say_period:
 * @start: a time, seconds since 1970 UTC
 * @end: a later one
 * @now: the time that it is
 *
 * Returns: (transfer full): the days from @start to @end: "today", "from Monday, 20 May to Sunday,
 * 26 May"
 */
char *
hearth_say_period (gint64 start, gint64 end, gint64 now)
{
  g_autofree char *first = hearth_say_bare_day (start, now);
  g_autofree char *last = hearth_say_bare_day (end - 1, now);

  if (strcmp (first, last) == 0)
    return hearth_say_day (start, now);
  return g_strdup_printf (_("from %s to %s"), first, last);
}

/**
 * hearth_say_length:
 * @seconds: a length of time
 *
 * Returns: (transfer full): "an hour and a half" in figures: "1 hour 30 minutes"
 */
char *
hearth_say_length (gint64 seconds)
{
  gint64 minutes = (MAX (seconds, 0) + 59) / 60;
  gint64 days = minutes / 1440;
  gint64 hours = minutes / 60;
  g_autofree char *hour_text = NULL;
  g_autofree char *minute_text = NULL;

  if (days >= 3)
    return g_strdup_printf (ngettext ("%d day", "%d days", days), (int) days);
  hour_text = g_strdup_printf (ngettext ("%d hour", "%d hours", hours), (int) hours);
  minutes %= 60;
  minute_text = g_strdup_printf (ngettext ("%d minute", "%d minutes", minutes), (int) minutes);
  if (hours == 0)
    return g_steal_pointer (&minute_text);
  if (minutes == 0)
    return g_steal_pointer (&hour_text);
  /* Translators: hours and minutes: "1 hour 30 minutes" */
  return g_strdup_printf (_("%s %s"), hour_text, minute_text);
}

/**
 * hearth_say_list:
 * @items: (element-type utf8): one or more
 *
 * Returns: (transfer full): "one, two and three"
 */
char *
hearth_say_list (GPtrArray *items)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++) {
    if (i > 0)
      g_string_append (out, i + 1 == items->len ? _(" and ") : _(", "));
    g_string_append (out, g_ptr_array_index (items, i));
  }
  return g_string_free (out, FALSE);
}

/**
 * hearth_say_person:
 * @who: (nullable): a person
 * @with_address: whether the address is said as well
 *
 * Returns: (transfer full): the name, the address, or both
 */
char *
hearth_say_person (const HearthAddress *who, gboolean with_address)
{
  if (who == NULL)
    return g_strdup (_("someone who gave no address"));
  if (!with_address || *who->address == '\0' || *who->name == '\0' ||
      strcmp (who->name, who->address) == 0)
    return g_strdup (hearth_address_get_label (who));
  return g_strdup_printf ("%s <%s>", who->name, who->address);
}

/* Whether the rest of a mail is what it answers: "On Monday, X wrote:", "-----Original
 * Message-----" */
static gboolean
begins_history (const char *line)
{
  gsize length = strlen (line);

  return g_str_has_prefix (line, "-----") ||
         (g_str_has_prefix (line, "On ") && length > 3 && line[length - 1] == ':') ||
         strcmp (line, "-- ") == 0;
}

/**
 * hearth_say_quote:
 * @text: the text of a mail
 * @max_chars: about how much of it
 *
 * Cleans a mail's text for reading it to its owner: without what it quotes, without a signature,
 * and cut at a sentence.
 *
 * Returns: (transfer full): lines of text
 */
char *
hearth_say_quote (const char *text, gsize max_chars)
{
  g_autofree char *clean = hearth_text_clean (text, -1);
  g_auto (GStrv) lines = g_strsplit (clean, "\n", -1);
  GString *out = g_string_new (NULL);
  guint empty = 0;
  gsize said = 0;

  for (guint i = 0; lines[i] != NULL; i++) {
    const char *line = lines[i];
    gboolean nothing = line[strspn (line, " \t")] == '\0';

    if (out->len > 0 && begins_history (line))
      break;
    if (line[0] == '>')
      continue;
    empty = nothing ? empty + 1 : 0;
    if (empty > 1 || (nothing && out->len == 0))
      continue;
    if (said + g_utf8_strlen (line, -1) > max_chars) {
      gsize left = max_chars - MIN (said, max_chars);
      g_autofree char *part = left > 20 ? hearth_text_one_line (line, left) : g_strdup ("…");

      g_string_append (out, part);
      break;
    }
    g_string_append_printf (out, "%s\n", line);
    said += g_utf8_strlen (line, -1) + 1;
  }
  while (out->len > 0 && g_ascii_isspace (out->str[out->len - 1]))
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

/* The strftime(3) form of "YYYY-MM-DD HH:MM", or of %NULL nothing. */
static char *
translate_format (const char *format)
{
  static const struct {
    const char *from;
    const char *to;
  } pieces[] = {
    { "YYYY", "%Y" }, { "yyyy", "%Y" },  { "MMMM", "%B" },  { "MMM", "%b" }, { "YY", "%y" },
    { "yy", "%y" },   { "DDDD", "%A" },  { "dddd", "%A" },  { "DDD", "%a" }, { "ddd", "%a" },
    { "DD", "%d" },   { "dd", "%d" },    { "HH", "%H" },    { "hh", "%I" },  { "SS", "%S" },
    { "ss", "%S" },   { "AM/PM", "%p" }, { "am/pm", "%P" }, { "AM", "%p" },  { "PM", "%p" },
    { "mm", "%M" },
  };
  GString *out = g_string_new (NULL);
  gboolean after_hour = FALSE;

  for (const char *p = format; *p != '\0';) {
    gsize used = 0;

    if (g_str_has_prefix (p, "MM") && !g_str_has_prefix (p, "MMM")) {
      /* Minutes after an hour, else the month. */
      g_string_append (out, after_hour ? "%M" : "%m");
      used = 2;
    }
    for (guint i = 0; used == 0 && i < G_N_ELEMENTS (pieces); i++) {
      if (g_str_has_prefix (p, pieces[i].from)) {
        g_string_append (out, pieces[i].to);
        used = strlen (pieces[i].from);
        after_hour = g_ascii_tolower (*p) == 'h';
      }
    }
    if (used == 0) {
      if (*p == '%')
        g_string_append_c (out, '%');
      g_string_append_len (out, p, g_utf8_next_char (p) - p);
      used = g_utf8_next_char (p) - p;
    }
    p += used;
  }
  return g_string_free (out, FALSE);
}

/**
 * hearth_say_as:
 * @when: a time, seconds since 1970 UTC
 * @format: as people write formats: "YYYY-MM-DD HH:MM"
 *
 * Returns: (transfer full): the time in that form
 */
char *
hearth_say_as (gint64 when, const char *format)
{
  g_autoptr (GDateTime) local = hearth_clock_dup_at (when);
  g_autofree char *translated = translate_format (format);
  char *text = local != NULL ? g_date_time_format (local, translated) : NULL;

  return text != NULL ? text : g_strdup ("");
}

/**
 * hearth_say_length_as:
 * @seconds: a length of time
 * @format: (nullable): a format with hours and minutes, such as "HH:MM"
 *
 * Returns: (transfer full) (nullable): the length in that form; %NULL if it is no form for lengths
 */
char *
hearth_say_length_as (gint64 seconds, const char *format)
{
  gint64 minutes = seconds / 60;

  if (format == NULL)
    return NULL;
  if (g_ascii_strcasecmp (format, "HH:MM") == 0)
    return g_strdup_printf ("%02d:%02d", (int) (minutes / 60), (int) (minutes % 60));
  if (g_ascii_strcasecmp (format, "H:MM") == 0)
    return g_strdup_printf ("%d:%02d", (int) (minutes / 60), (int) (minutes % 60));
  if (g_ascii_strcasecmp (format, "HH:MM:SS") == 0)
    return g_strdup_printf ("%02d:%02d:%02d", (int) (minutes / 60), (int) (minutes % 60),
                            (int) (seconds % 60));
  return NULL;
}
