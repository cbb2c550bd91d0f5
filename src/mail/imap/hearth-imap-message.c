/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-message.h"

#include "hearth-imap-utf7.h"

#include <string.h>

/* Sections and labels of one message. */
#define MAX_SECTIONS 100
#define MAX_LABELS 1000

/* The first name of a flag is the one that is written. */
static const struct {
  const char *name;
  HearthImapFlags flag;
} flag_names[] = {
  { "\\Seen", HEARTH_IMAP_FLAG_SEEN },
  { "\\Answered", HEARTH_IMAP_FLAG_ANSWERED },
  { "\\Flagged", HEARTH_IMAP_FLAG_FLAGGED },
  { "\\Deleted", HEARTH_IMAP_FLAG_DELETED },
  { "\\Draft", HEARTH_IMAP_FLAG_DRAFT },
  { "\\Recent", HEARTH_IMAP_FLAG_RECENT },
  { "\\*", HEARTH_IMAP_FLAG_ANY_KEYWORD },
  { "$Forwarded", HEARTH_IMAP_FLAG_FORWARDED },
  { "Forwarded", HEARTH_IMAP_FLAG_FORWARDED },
  { "$Junk", HEARTH_IMAP_FLAG_JUNK },
  { "Junk", HEARTH_IMAP_FLAG_JUNK },
  { "$NotJunk", HEARTH_IMAP_FLAG_NOT_JUNK },
  { "NonJunk", HEARTH_IMAP_FLAG_NOT_JUNK },
  { "NotJunk", HEARTH_IMAP_FLAG_NOT_JUNK },
  { "$MDNSent", HEARTH_IMAP_FLAG_MDN_SENT },
  { "$Phishing", HEARTH_IMAP_FLAG_PHISHING },
  { "$Important", HEARTH_IMAP_FLAG_IMPORTANT },
};

/**
 * hearth_imap_flags_parse:
 * @at: a place before a list of flags, moved behind it
 *
 * Returns: those that are known
 */
HearthImapFlags
hearth_imap_flags_parse (HearthImapParser *at)
{
  HearthImapFlags flags = 0;

  if (!hearth_imap_parser_accept (at, '(')) {
    hearth_imap_parser_skip (at);
    return 0;
  }
  while (!hearth_imap_parser_accept (at, ')')) {
    HearthImapString word;

    hearth_imap_parser_space (at);
    if (hearth_imap_parser_peek (at, ')'))
      continue;
    if (!hearth_imap_parser_string (at, &word))
      break;
    for (guint i = 0; word.data != NULL && i < G_N_ELEMENTS (flag_names); i++) {
      if (hearth_imap_word_is (word.data, word.size, flag_names[i].name))
        flags |= flag_names[i].flag;
    }
  }
  return flags;
}

/**
 * hearth_imap_flags_append:
 * @text: what is written
 * @flags: flags; \Recent and \* are left out
 *
 * Appends a list of flags with its parentheses.
 */
void
hearth_imap_flags_append (GString *text, HearthImapFlags flags)
{
  HearthImapFlags left = flags & ~(HEARTH_IMAP_FLAG_RECENT | HEARTH_IMAP_FLAG_ANY_KEYWORD);
  const char *space = "";

  g_string_append_c (text, '(');
  for (guint i = 0; i < G_N_ELEMENTS (flag_names); i++) {
    if ((left & flag_names[i].flag) == 0)
      continue;
    g_string_append_printf (text, "%s%s", space, flag_names[i].name);
    left &= ~flag_names[i].flag;
    space = " ";
  }
  g_string_append_c (text, ')');
}

static gboolean
read_digits (const char *text, guint n, gint *value)
{
  *value = 0;
  for (guint i = 0; i < n; i++) {
    if (text[i] == ' ' && i == 0)
      continue;
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
    *value = *value * 10 + (text[i] - '0');
  }
  return TRUE;
}

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

/**
 * hearth_imap_internal_date_read:
 * @text: (array length=size): as "17-Jul-1996 02:44:25 -0700"
 * @size: in bytes
 * @date: (out): UTC, in seconds
 *
 * Returns: whether it is a date
 */
gboolean
hearth_imap_internal_date_read (const char *text, gsize size, gint64 *date)
{
  g_autoptr (GDateTime) time = NULL;
  int day, month, year, hour, minute, second, zone_hours, zone_minutes;
  char name[4] = { 0 };
  const char *found;

  /* Some leave out the leading zero of the day, which RFC 9051 makes a space. */
  if (size == 25 && text[1] == '-') {
    char padded[26];

    padded[0] = '0';
    memcpy (padded + 1, text, 25);
    return hearth_imap_internal_date_read (padded, 26, date);
  }
  if (size != 26 || text[2] != '-' || text[6] != '-' || text[11] != ' ' ||
      (text[21] != '+' && text[21] != '-'))
    return FALSE;
  for (guint i = 0; i < 3; i++)
    name[i] = i == 0 ? g_ascii_toupper (text[3 + i]) : g_ascii_tolower (text[3 + i]);
  found = strstr (months, name);
  if (found == NULL || (found - months) % 3 != 0)
    return FALSE;
  month = (int) (found - months) / 3 + 1;
  if (!read_digits (text, 2, &day) || !read_digits (text + 7, 4, &year) ||
      !read_digits (text + 12, 2, &hour) || !read_digits (text + 15, 2, &minute) ||
      !read_digits (text + 18, 2, &second) || !read_digits (text + 22, 2, &zone_hours) ||
      !read_digits (text + 24, 2, &zone_minutes))
    return FALSE;
  if (year < 1 || day < 1 || hour > 23 || minute > 59)
    return FALSE;
  time = g_date_time_new_utc (year, month, day, hour, minute, MIN (second, 59));
  if (time == NULL)
    return FALSE;
  *date = g_date_time_to_unix (time) -
          (text[21] == '-' ? -1 : 1) * (gint64) (zone_hours * 3600 + zone_minutes * 60);
  return TRUE;
}

/**
 * hearth_imap_internal_date_make:
 * @date: UTC, in seconds
 *
 * Returns: (transfer full): it as in RFC 9051, without quotes, in UTC
 */
char *
hearth_imap_internal_date_make (gint64 date)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (date);

  if (time == NULL)
    time = g_date_time_new_from_unix_utc (0);
  return g_strdup_printf ("%02d-%.3s-%04d %02d:%02d:%02d +0000",
                          g_date_time_get_day_of_month (time),
                          months + 3 * (g_date_time_get_month (time) - 1),
                          g_date_time_get_year (time), g_date_time_get_hour (time),
                          g_date_time_get_minute (time), g_date_time_get_second (time));
}

/* Reads "(123)", as MODSEQ and EMAILID are written, or a bare value. */
static char *
read_in_list (HearthImapParser *at, HearthImapArena *arena)
{
  gboolean list = hearth_imap_parser_accept (at, '(');
  char *text = hearth_imap_parser_text (at, arena);

  if (list) {
    hearth_imap_parser_space (at);
    hearth_imap_parser_accept (at, ')');
  }
  return text;
}

static void
read_section_value (HearthImapParser *at, HearthImapSection *section, const char *name)
{
  HearthImapString string;

  section->name = name;
  if (!hearth_imap_parser_string (at, &string))
    return;
  section->data = string.data;
  section->size = string.size;
  section->bytes = string.bytes;
  section->too_large = string.too_large;
}

/* Goes on behind "BODY[": reads the section's name up to its bracket, and perhaps "<0>". */
static char *
read_section_name (HearthImapParser *at, const char *begin, HearthImapArena *arena)
{
  const char *close = memchr (begin, ']', (gsize) (at->end - begin));
  char *name;

  if (close == NULL || close - begin > 1000)
    return NULL;
  name = hearth_imap_arena_dup_text (arena, begin, (gsize) (close - begin));
  at->at = close + 1;
  if (hearth_imap_parser_peek (at, '<')) {
    const char *end = memchr (at->at, '>', (gsize) (at->end - at->at));

    if (end == NULL)
      return NULL;
    at->at = end + 1;
  }
  hearth_imap_parser_space (at);
  return name;
}

/* What is collected while a message is read. */
typedef struct {
  HearthImapMessage *message;
  HearthImapArena *arena;
  HearthImapSection *sections; /* (unowned) (nullable) in the arena */
  gboolean utf8;
} Reader;

static gboolean
read_section (Reader *reader, HearthImapParser *at, const char *begin)
{
  HearthImapMessage *message = reader->message;
  char *name = read_section_name (at, begin, reader->arena);
  HearthImapParser value = *at;

  if (name == NULL || !hearth_imap_parser_skip (at))
    return FALSE;
  if (*name == '\0') {
    read_section_value (&value, &message->body, name);
    message->has |= HEARTH_IMAP_ITEM_BODY;
  } else if (g_ascii_strcasecmp (name, "HEADER") == 0) {
    read_section_value (&value, &message->header, name);
    message->has |= HEARTH_IMAP_ITEM_HEADER;
  } else if (message->n_sections < MAX_SECTIONS) {
    if (reader->sections == NULL)
      reader->sections =
          hearth_imap_arena_alloc (reader->arena, MAX_SECTIONS * sizeof (HearthImapSection));
    memset (&reader->sections[message->n_sections], 0, sizeof (HearthImapSection));
    read_section_value (&value, &reader->sections[message->n_sections++], name);
    message->sections = reader->sections;
    message->has |= HEARTH_IMAP_ITEM_SECTIONS;
  }
  return TRUE;
}

static gboolean
read_labels (Reader *reader, HearthImapParser *at)
{
  const char **labels;
  guint n_labels = 0;

  if (!hearth_imap_parser_accept (at, '('))
    return hearth_imap_parser_skip (at);
  labels = hearth_imap_arena_alloc (reader->arena, (MAX_LABELS + 1) * sizeof (char *));
  for (;;) {
    char *label;

    hearth_imap_parser_space (at);
    if (hearth_imap_parser_accept (at, ')'))
      break;
    if (hearth_imap_parser_at_end (at) || hearth_imap_parser_peek (at, '('))
      return FALSE;
    label = hearth_imap_parser_text (at, reader->arena);
    if (label != NULL && !reader->utf8 && *label != '\\') {
      g_autofree char *decoded = hearth_imap_utf7_decode (label);

      label = hearth_imap_arena_dup (reader->arena, decoded, strlen (decoded));
    }
    if (label != NULL && n_labels < MAX_LABELS)
      labels[n_labels++] = label;
    else if (label == NULL && !hearth_imap_parser_peek (at, ' ') &&
             !hearth_imap_parser_peek (at, ')'))
      return FALSE;
  }
  labels[n_labels] = NULL;
  reader->message->labels = labels;
  reader->message->has |= HEARTH_IMAP_ITEM_LABELS;
  return TRUE;
}

static void
read_preview (Reader *reader, HearthImapParser *at)
{
  reader->message->preview = hearth_imap_parser_text (at, reader->arena);
  reader->message->has |= HEARTH_IMAP_ITEM_PREVIEW;
}

/* Reads the value of what is called @name into @reader. A value that is not what it should be
 * leaves its field empty; @at is a copy, and the caller passes over the value. */
static void
read_value (Reader *reader, HearthImapParser at, const char *name, gsize size)
{
  HearthImapMessage *message = reader->message;
  HearthImapString string;
  const char *text;

  if (hearth_imap_word_is (name, size, "UID")) {
    hearth_imap_parser_number32 (&at, &message->uid);
  } else if (hearth_imap_word_is (name, size, "FLAGS")) {
    message->flags = hearth_imap_flags_parse (&at);
    message->has |= HEARTH_IMAP_ITEM_FLAGS;
  } else if (hearth_imap_word_is (name, size, "RFC822.SIZE")) {
    if (hearth_imap_parser_number (&at, &message->size))
      message->has |= HEARTH_IMAP_ITEM_SIZE;
  } else if (hearth_imap_word_is (name, size, "INTERNALDATE")) {
    if (hearth_imap_parser_string (&at, &string) && string.data != NULL &&
        hearth_imap_internal_date_read (string.data, string.size, &message->internal_date))
      message->has |= HEARTH_IMAP_ITEM_INTERNAL_DATE;
  } else if (hearth_imap_word_is (name, size, "MODSEQ")) {
    hearth_imap_parser_accept (&at, '(');
    if (hearth_imap_parser_number (&at, &message->modseq))
      message->has |= HEARTH_IMAP_ITEM_MODSEQ;
  } else if (hearth_imap_word_is (name, size, "BODYSTRUCTURE")) {
    if (hearth_imap_structure_parse (&at, reader->arena, &message->parts, &message->n_parts))
      message->has |= HEARTH_IMAP_ITEM_STRUCTURE;
  } else if (hearth_imap_word_is (name, size, "X-GM-LABELS")) {
    read_labels (reader, &at);
  } else if (hearth_imap_word_is (name, size, "X-GM-MSGID")) {
    if (hearth_imap_parser_number (&at, &message->gm_message_id))
      message->has |= HEARTH_IMAP_ITEM_IDS;
  } else if (hearth_imap_word_is (name, size, "X-GM-THRID")) {
    hearth_imap_parser_number (&at, &message->gm_thread_id);
  } else if (hearth_imap_word_is (name, size, "EMAILID")) {
    text = read_in_list (&at, reader->arena);
    message->email_id = text;
    message->has |= text != NULL ? HEARTH_IMAP_ITEM_IDS : 0;
  } else if (hearth_imap_word_is (name, size, "THREADID")) {
    message->thread_id = read_in_list (&at, reader->arena);
  } else if (hearth_imap_word_is (name, size, "PREVIEW")) {
    read_preview (reader, &at);
  }
}

/**
 * hearth_imap_message_parse:
 * @self: (out caller-allocates): what is said of a message
 * @at: a place before the list of a FETCH
 * @utf8: whether labels are plain UTF-8
 * @arena: where texts are kept
 *
 * What is not known is passed over; what is damaged ends the reading, and what came before it
 * stands.
 *
 * Returns: whether it was read to its end
 */
gboolean
hearth_imap_message_parse (HearthImapMessage *self, HearthImapParser *at, gboolean utf8,
                           HearthImapArena *arena)
{
  Reader reader = { self, arena, NULL, utf8 };

  memset (self, 0, sizeof *self);
  if (!hearth_imap_parser_accept (at, '('))
    return FALSE;
  for (;;) {
    const char *name;
    gsize size;

    hearth_imap_parser_space (at);
    if (hearth_imap_parser_accept (at, ')'))
      return TRUE;
    if (!hearth_imap_parser_atom (at, &name, &size))
      return FALSE;
    if (size >= 5 && g_ascii_strncasecmp (name, "BODY[", 5) == 0) {
      if (!read_section (&reader, at, name + 5))
        return FALSE;
      continue;
    }
    /* "X-FOO[BAR BAZ]": a name may go on behind a space in its brackets. */
    if (memchr (name, '[', size) != NULL && memchr (name, ']', size) == NULL) {
      const char *close = memchr (at->at, ']', (gsize) (at->end - at->at));

      if (close == NULL)
        return FALSE;
      at->at = close + 1;
    }
    hearth_imap_parser_space (at);
    read_value (&reader, *at, name, size);
    if (!hearth_imap_parser_skip (at))
      return FALSE;
  }
}
