/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-demo-template.h"

#include <string.h>

/* The demo account's letters and events are written as readable templates whose dates move with
 * today. The little language is described in data/demo/README.md, for those who write them. */

#define MARK "@@"
#define BASE64_LINE 57 /* bytes that make a line of 76 characters, RFC 2045, section 6.8 */
#define WORD_BYTES                                                                                 \
  42 /* bytes whose encoded word stays under 75 characters, RFC 2047, section 2                    \
      */

/* Today's letters are spread over the day up to here. Read earlier, they are moved together so that
 * none comes from the future. */
#define LETTERS_END_SECONDS ((13 * 60 + 45) * 60)

/* Dates in mail are English whatever the locale, RFC 5322, section 3.3. */
static const char *const weekdays[] = {
  "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
};

static const char *const months[] = {
  "January", "February", "March",     "April",   "May",      "June",
  "July",    "August",   "September", "October", "November", "December",
};

typedef struct {
  GDateTime *now;
  const char *files_dir;
  GString *out;
  GDateTime *sent; /* (owned) (nullable): the moment of the Date field */
} Expansion;

G_DEFINE_QUARK (hearth-demo-error-quark, hearth_demo_error)

static int
parse_weekday (const char *text)
{
  for (int i = 0; i < 7; i++)
    if (g_ascii_strncasecmp (text, weekdays[i], 3) == 0)
      return i + 1;
  return 0;
}

static gboolean
add_offset (GDate *day, gint64 number, char unit)
{
  guint amount;

  if (number < -4000 || number > 4000)
    return FALSE;
  amount = (guint) ABS (number);
  switch (unit) {
  case 'd':
  case 'w':
    amount *= unit == 'w' ? 7 : 1;
    if (number < 0)
      g_date_subtract_days (day, amount);
    else
      g_date_add_days (day, amount);
    return TRUE;
  case 'm':
    if (number < 0)
      g_date_subtract_months (day, amount);
    else
      g_date_add_months (day, amount);
    return TRUE;
  case 'y':
    if (number < 0)
      g_date_subtract_years (day, amount);
    else
      g_date_add_years (day, amount);
    return TRUE;
  default:
    return FALSE;
  }
}

/**
 * hearth_demo_template_resolve_day:
 * @expression: a day, such as "0d", "-2d", "next-thu", "last-fri-1w" or "+9d-61y"
 * @now: the present, in the owner's zone
 * @day: (out caller-allocates): the day it names
 *
 * "next-" and "last-" never mean today itself; "this-" is the day of the present week, which begins
 * on Monday.
 *
 * Returns: whether the expression was understood
 */
gboolean
hearth_demo_template_resolve_day (const char *expression, GDateTime *now, GDate *day)
{
  int year, month, month_day, today, wanted;
  const char *rest = expression;

  g_date_time_get_ymd (now, &year, &month, &month_day);
  g_date_set_dmy (day, month_day, month, year);
  today = g_date_time_get_day_of_week (now);
  if (strlen (rest) >= 8 && rest[4] == '-' && (wanted = parse_weekday (rest + 5)) != 0) {
    if (g_str_has_prefix (rest, "next"))
      g_date_add_days (day, wanted > today ? wanted - today : wanted - today + 7);
    else if (g_str_has_prefix (rest, "last"))
      g_date_subtract_days (day, wanted < today ? today - wanted : today - wanted + 7);
    else if (g_str_has_prefix (rest, "this"))
      add_offset (day, wanted - today, 'd');
    else
      return FALSE;
    rest += 8;
  } else if (*rest == '\0') {
    return FALSE;
  }
  while (*rest != '\0') {
    char *end;
    gint64 number = g_ascii_strtoll (rest, &end, 10);

    if (end == rest || !add_offset (day, number, *end))
      return FALSE;
    rest = end + 1;
  }
  return TRUE;
}

static GDateTime *
at_wall_time (GDateTime *now, const GDate *day, int hour, int minute)
{
  return g_date_time_new (g_date_time_get_timezone (now), g_date_get_year (day),
                          g_date_get_month (day), g_date_get_day (day), hour, minute, 0);
}

/* A letter of today is never from the future, and letters keep their order. */
static GDateTime *
letter_moment (GDateTime *now, const GDate *day, int hour, int minute)
{
  g_autoptr (GDateTime) plain = at_wall_time (now, day, hour, minute);
  g_autoptr (GDateTime) midnight = NULL;
  g_autoptr (GDateTime) moved = NULL;
  gint64 elapsed, into_day;
  int year, month, month_day;

  if (plain == NULL)
    return NULL;
  g_date_time_get_ymd (now, &year, &month, &month_day);
  if (g_date_get_year (day) != year || (int) g_date_get_month (day) != month ||
      g_date_get_day (day) != month_day)
    return g_steal_pointer (&plain);
  midnight = g_date_time_new (g_date_time_get_timezone (now), year, month, month_day, 0, 0, 0);
  elapsed = g_date_time_difference (now, midnight) / G_TIME_SPAN_SECOND;
  into_day = g_date_time_difference (plain, midnight) / G_TIME_SPAN_SECOND;
  if (elapsed >= LETTERS_END_SECONDS)
    moved = g_date_time_add_seconds (midnight, MIN (into_day, elapsed));
  else
    moved = g_date_time_add_seconds (midnight, MIN (into_day, LETTERS_END_SECONDS) * elapsed /
                                                   LETTERS_END_SECONDS);
  return g_steal_pointer (&moved);
}

static void
append_mail_date (GString *out, GDateTime *moment)
{
  GTimeSpan offset = g_date_time_get_utc_offset (moment) / G_TIME_SPAN_MINUTE;

  g_string_append_printf (out, "%.3s, %d %.3s %d %02d:%02d:%02d %c%02d%02d",
                          weekdays[g_date_time_get_day_of_week (moment) - 1],
                          g_date_time_get_day_of_month (moment),
                          months[g_date_time_get_month (moment) - 1], g_date_time_get_year (moment),
                          g_date_time_get_hour (moment), g_date_time_get_minute (moment),
                          g_date_time_get_second (moment), offset < 0 ? '-' : '+',
                          (int) (ABS (offset) / 60), (int) (ABS (offset) % 60));
}

static gboolean
append_day (GString *out, const char *kind, const GDate *day)
{
  const char *weekday = weekdays[g_date_get_weekday (day) - 1];
  const char *month = months[g_date_get_month (day) - 1];

  if (g_str_equal (kind, "icaldate"))
    g_string_append_printf (out, "%04d%02d%02d", g_date_get_year (day), g_date_get_month (day),
                            g_date_get_day (day));
  else if (g_str_equal (kind, "iso"))
    g_string_append_printf (out, "%04d-%02d-%02d", g_date_get_year (day), g_date_get_month (day),
                            g_date_get_day (day));
  else if (g_str_equal (kind, "weekday"))
    g_string_append (out, weekday);
  else if (g_str_equal (kind, "text"))
    g_string_append_printf (out, "%d %s", g_date_get_day (day), month);
  else if (g_str_equal (kind, "long"))
    g_string_append_printf (out, "%s, %d %s", weekday, g_date_get_day (day), month);
  else if (g_str_equal (kind, "full"))
    g_string_append_printf (out, "%d %s %d", g_date_get_day (day), month, g_date_get_year (day));
  else if (g_str_equal (kind, "month"))
    g_string_append (out, month);
  else if (g_str_equal (kind, "year"))
    g_string_append_printf (out, "%d", g_date_get_year (day));
  else
    return FALSE;
  return TRUE;
}

/* The marker fills a Date field of the header if the line so far is its name. */
static gboolean
is_date_field (const GString *out)
{
  const char *field = "Date: ";
  gsize length = strlen (field);

  return out->len >= length && strcmp (out->str + out->len - length, field) == 0 &&
         (out->len == length || out->str[out->len - length - 1] == '\n');
}

static gboolean
append_moment (Expansion *self, const char *kind, const GDate *day, const char *clock,
               const char *zone_name)
{
  g_autoptr (GDateTime) moment = NULL;
  g_autoptr (GDateTime) shown = NULL;
  int hour, minute;

  if (strlen (clock) != 5 || clock[2] != ':')
    return FALSE;
  hour = (int) g_ascii_strtoll (clock, NULL, 10);
  minute = (int) g_ascii_strtoll (clock + 3, NULL, 10);
  if (g_str_equal (kind, "ical")) {
    append_day (self->out, "icaldate", day);
    g_string_append_printf (self->out, "T%02d%02d00", hour, minute);
    return TRUE;
  }
  if (g_str_equal (kind, "utc")) {
    moment = at_wall_time (self->now, day, hour, minute);
    if (moment == NULL)
      return FALSE;
    shown = g_date_time_to_utc (moment);
    g_string_append_printf (self->out, "%04d%02d%02dT%02d%02d00Z", g_date_time_get_year (shown),
                            g_date_time_get_month (shown), g_date_time_get_day_of_month (shown),
                            g_date_time_get_hour (shown), g_date_time_get_minute (shown));
    return TRUE;
  }
  if (!g_str_equal (kind, "date"))
    return FALSE;
  moment = letter_moment (self->now, day, hour, minute);
  if (moment == NULL)
    return FALSE;
  if (zone_name != NULL) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);

    if (zone == NULL)
      return FALSE;
    shown = g_date_time_to_timezone (moment, zone);
  } else {
    shown = g_date_time_ref (moment);
  }
  if (self->sent == NULL && is_date_field (self->out))
    self->sent = g_date_time_ref (moment);
  append_mail_date (self->out, shown);
  return TRUE;
}

static void
append_base64_lines (GString *out, const guint8 *data, gsize length)
{
  for (gsize at = 0; at < length; at += BASE64_LINE) {
    g_autofree char *line = g_base64_encode (data + at, MIN (BASE64_LINE, length - at));

    if (at > 0)
      g_string_append_c (out, '\n');
    g_string_append (out, line);
  }
}

static gboolean
append_file (Expansion *self, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (self->files_dir, name, NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize length;

  if (strchr (name, '/') != NULL || !g_file_get_contents (path, &contents, &length, &local_error)) {
    g_set_error (error, HEARTH_DEMO_ERROR, HEARTH_DEMO_ERROR_TEMPLATE,
                 "The attachment “%s” of the demo account cannot be read: %s", name,
                 local_error != NULL ? local_error->message : "it is not a file name");
    return FALSE;
  }
  append_base64_lines (self->out, (const guint8 *) contents, length);
  return TRUE;
}

/* RFC 2047 words of UTF-8, cut between characters. */
static void
append_encoded_words (GString *out, const char *text)
{
  while (*text != '\0') {
    const char *end = text;
    g_autofree char *encoded = NULL;

    while (*end != '\0' && g_utf8_next_char (end) - text <= WORD_BYTES)
      end = g_utf8_next_char (end);
    encoded = g_base64_encode ((const guint8 *) text, end - text);
    g_string_append_printf (out, "=?UTF-8?B?%s?=", encoded);
    text = end;
    if (*text != '\0')
      g_string_append_c (out, ' ');
  }
}

static gboolean
append_marker (Expansion *self, const char *marker, GError **error)
{
  const char *colon = strchr (marker, ':');
  g_autofree char *kind = NULL;
  g_auto (GStrv) words = NULL;
  guint n_words;
  GDate day;

  if (colon == NULL)
    goto wrong;
  kind = g_strndup (marker, colon - marker);
  if (g_str_equal (kind, "file"))
    return append_file (self, colon + 1, error);
  if (g_str_equal (kind, "word")) {
    append_encoded_words (self->out, colon + 1);
    return TRUE;
  }
  words = g_strsplit (colon + 1, " ", -1);
  n_words = g_strv_length (words);
  g_date_clear (&day, 1);
  if (n_words == 0 || n_words > 3 || !hearth_demo_template_resolve_day (words[0], self->now, &day))
    goto wrong;
  if (n_words == 1 ? append_day (self->out, kind, &day)
                   : append_moment (self, kind, &day, words[1], words[2]))
    return TRUE;

wrong:
  g_set_error (error, HEARTH_DEMO_ERROR, HEARTH_DEMO_ERROR_TEMPLATE,
               "“@@%s@@” is not a marker that the demo account knows", marker);
  return FALSE;
}

static gboolean
is_block_marker (const char *marker)
{
  return g_str_has_prefix (marker, "encode:") || g_str_equal (marker, "end");
}

static gboolean
expand_markers (Expansion *self, const char *text, GError **error)
{
  const char *open;

  while ((open = strstr (text, MARK)) != NULL) {
    const char *close = strstr (open + strlen (MARK), MARK);
    g_autofree char *marker = NULL;

    if (close == NULL) {
      g_set_error (error, HEARTH_DEMO_ERROR, HEARTH_DEMO_ERROR_TEMPLATE,
                   "A marker of the demo account is not closed: “%.20s”", open);
      return FALSE;
    }
    g_string_append_len (self->out, text, open - text);
    marker = g_strndup (open + strlen (MARK), close - open - strlen (MARK));
    if (is_block_marker (marker))
      g_string_append_printf (self->out, MARK "%s" MARK, marker);
    else if (!append_marker (self, marker, error))
      return FALSE;
    text = close + strlen (MARK);
  }
  g_string_append (self->out, text);
  return TRUE;
}

/* Writes what stands between “@@encode:CHARSET@@” and “@@end@@” in that charset, as base64. */
static char *
encode_blocks (const char *text, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *opening = MARK "encode:";
  const char *closing = MARK "end" MARK "\n";
  const char *start;

  while ((start = strstr (text, opening)) != NULL) {
    const char *name = start + strlen (opening);
    const char *body = strstr (name, MARK "\n");
    const char *end = body != NULL ? strstr (body, closing) : NULL;
    g_autofree char *charset = NULL;
    g_autofree char *encoded = NULL;
    g_autoptr (GError) local_error = NULL;
    gsize length;

    if (end == NULL) {
      g_set_error_literal (error, HEARTH_DEMO_ERROR, HEARTH_DEMO_ERROR_TEMPLATE,
                           "A block of the demo account that begins with “@@encode:” has no end");
      return NULL;
    }
    charset = g_strndup (name, body - name);
    body += strlen (MARK "\n");
    encoded = g_convert (body, end - body, charset, "UTF-8", NULL, &length, &local_error);
    if (encoded == NULL) {
      g_set_error (error, HEARTH_DEMO_ERROR, HEARTH_DEMO_ERROR_TEMPLATE,
                   "A letter of the demo account cannot be written in %s: %s", charset,
                   local_error->message);
      return NULL;
    }
    g_string_append_len (out, text, start - text);
    append_base64_lines (out, (const guint8 *) encoded, length);
    g_string_append_c (out, '\n');
    text = end + strlen (closing);
  }
  g_string_append (out, text);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * hearth_demo_template_expand:
 * @text: a template
 * @now: the present, in the owner's zone
 * @files_dir: (nullable): the folder that holds the attachments
 * @sent: (out) (optional) (nullable): the moment of the mail's Date field, if it has one
 *
 * Puts dates, attachments and encoded text in the place of a template's markers. A letter of today
 * is never dated after @now.
 *
 * Returns: (transfer full): the finished text; %NULL with HEARTH_DEMO_ERROR_TEMPLATE
 */
char *
hearth_demo_template_expand (const char *text, GDateTime *now, const char *files_dir,
                             GDateTime **sent, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *result = NULL;
  Expansion self = { .now = now, .files_dir = files_dir != NULL ? files_dir : ".", .out = out };

  if (expand_markers (&self, text, error))
    result = encode_blocks (out->str, error);
  if (sent != NULL)
    *sent = result != NULL ? g_steal_pointer (&self.sent) : NULL;
  g_clear_pointer (&self.sent, g_date_time_unref);
  return g_steal_pointer (&result);
}
