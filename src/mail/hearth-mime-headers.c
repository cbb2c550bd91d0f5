/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mime-headers.h"

#include "hearth-clock.h"
#include "hearth-mime-mailboxes.h"
#include "hearth-text.h"

#include <gmime/gmime.h>
#include <string.h>

/* Bytes of one raw header value that are decoded: room for a thousand recipients. */
#define MAX_VALUE (96 * 1024)

#define MAX_NAME_CHARS 100
#define MAX_SUBJECT_CHARS 1000
#define MAX_ADDRESS 320 /* RFC 5321, section 4.5.3.1: 64 + @ + 255 */
#define MAX_ID 512
#define MAX_REFERENCES 200
#define MAX_FILE_NAME 180 /* bytes; file systems allow 255, and a number may have to be added */

#define YEAR_2200 G_GINT64_CONSTANT (7258118400)

/* Clocks are wrong by hours, zones by a day; what is farther ahead is no date. */
#define MAX_AHEAD (2 * 24 * 3600)

/**
 * hearth_mime_decode_header:
 * @raw: a raw header value
 * @max_chars: characters that are kept
 *
 * Decodes encoded words (RFC 2047) and bare 8-bit text, cleans, and makes one line of it.
 *
 * Returns: (transfer full): clean text
 */
char *
hearth_mime_decode_header (const char *raw, gsize max_chars)
{
  g_autofree char *decoded = NULL;
  g_autofree char *clean = NULL;

  if (strstr (raw, "=?") == NULL && g_utf8_validate (raw, -1, NULL))
    clean = hearth_text_clean (raw, -1);
  else {
    decoded = g_mime_utils_header_decode_text (NULL, raw);
    clean = hearth_text_clean (decoded, -1);
  }
  return hearth_text_one_line (clean, max_chars);
}

static gboolean
is_at_sign (gunichar c)
{
  return c == '@' || c == 0xff20 || c == 0xfe6b;
}

static gboolean
has_at_sign (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    if (is_at_sign (g_utf8_get_char (p)))
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_mime_clean_name:
 * @name: (nullable): a display name, decoded
 * @address: the address that goes with it
 *
 * Makes a display name safe to be shown in the place of an address: one line, without quotes, and
 * without any other address in it, since a name is the sender's own claim.
 *
 * Returns: (transfer full): the name, or "" if nothing is left of it
 */
char *
hearth_mime_clean_name (const char *name, const char *address)
{
  g_autofree char *clean = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GString) kept = g_string_new (NULL);
  g_auto (GStrv) words = NULL;
  char *result;
  gsize n;

  if (name == NULL)
    return g_strdup ("");
  clean = hearth_text_clean (name, -1);
  line = hearth_text_one_line (clean, MAX_NAME_CHARS);
  if (strpbrk (line, "\"<>") == NULL && !has_at_sign (line)) {
    result = g_strstrip (g_steal_pointer (&line));
  } else {
    words = g_strsplit_set (line, " <>\"", -1);
    for (guint i = 0; words[i] != NULL; i++) {
      if (words[i][0] == '\0' || has_at_sign (words[i]) || g_str_equal (words[i], "()"))
        continue;
      if (kept->len > 0)
        g_string_append_c (kept, ' ');
      g_string_append (kept, words[i]);
    }
    result = g_strdup (kept->str);
  }
  n = strlen (result);
  if (n >= 2 && result[0] == '\'' && result[n - 1] == '\'') {
    memmove (result, result + 1, n - 2);
    result[n - 2] = '\0';
  }
  if (g_ascii_strcasecmp (result, address) == 0)
    result[0] = '\0';
  return result;
}

static char *
clean_address (const char *raw)
{
  g_autofree char *text =
      raw != NULL ? hearth_text_clean (raw, MIN (strlen (raw), MAX_ADDRESS)) : NULL;
  GString *out = g_string_new (NULL);
  char *at;

  for (const char *p = text; p != NULL && *p != '\0'; p++) {
    if (!g_ascii_isspace (*p) && *p != '<' && *p != '>')
      g_string_append_c (out, *p);
  }
  at = strrchr (out->str, '@');
  for (char *p = at; p != NULL && *p != '\0'; p++)
    *p = g_ascii_tolower (*p);
  return g_string_free (out, FALSE);
}

static void
add_addresses (GPtrArray *out, InternetAddressList *list, guint depth)
{
  int n = internet_address_list_length (list);

  for (int i = 0; i < n && out->len < HEARTH_MIME_MAX_ADDRESSES; i++) {
    InternetAddress *each = internet_address_list_get_address (list, i);

    if (INTERNET_ADDRESS_IS_MAILBOX (each)) {
      g_autofree char *address =
          clean_address (internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (each)));
      g_autofree char *name = hearth_mime_clean_name (internet_address_get_name (each), address);

      if (*name != '\0' || *address != '\0')
        g_ptr_array_add (out, hearth_address_new (name, address));
    } else if (INTERNET_ADDRESS_IS_GROUP (each) && depth < 4) {
      InternetAddressList *members =
          internet_address_group_get_members (INTERNET_ADDRESS_GROUP (each));

      if (members != NULL)
        add_addresses (out, members, depth + 1);
    }
  }
}

static void
add_plain (GPtrArray *out, const HearthMimeMailbox *mailbox)
{
  g_autofree char *address = g_strndup (mailbox->address, mailbox->address_size);
  g_autofree char *raw_name = g_strndup (mailbox->name, mailbox->name_size);
  g_autofree char *name = NULL;

  for (char *p = strchr (address, '@'); *p != '\0'; p++)
    *p = g_ascii_tolower (*p);
  name = hearth_mime_clean_name (raw_name, address);
  g_ptr_array_add (out, hearth_address_new (name, address));
}

static void
parse_addresses (GPtrArray *out, const char *value)
{
  g_autoptr (GArray) plain = hearth_mime_split_mailboxes (value, HEARTH_MIME_MAX_ADDRESSES);
  InternetAddressList *list;

  if (plain != NULL) {
    for (guint i = 0; i < plain->len && out->len < HEARTH_MIME_MAX_ADDRESSES; i++)
      add_plain (out, &g_array_index (plain, HearthMimeMailbox, i));
    return;
  }
  list = internet_address_list_parse (NULL, value);
  if (list == NULL) {
    g_autofree char *text = hearth_mime_decode_header (value, MAX_NAME_CHARS);
    g_autofree char *name = hearth_mime_clean_name (text, "");

    if (*name != '\0' && out->len < HEARTH_MIME_MAX_ADDRESSES)
      g_ptr_array_add (out, hearth_address_new (name, ""));
    return;
  }
  add_addresses (out, list, 0);
  g_object_unref (list);
}

static HearthAddress *
parse_first_address (const char *value)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_address_free);

  parse_addresses (all, value);
  return all->len > 0 ? hearth_address_copy (g_ptr_array_index (all, 0)) : NULL;
}

static gint64
parse_date (const char *value)
{
  g_autoptr (GDateTime) date = g_mime_utils_header_decode_date (value);

  return date != NULL ? g_date_time_to_unix (date) : 0;
}

/* "-0000" says that nothing is said of the writer's zone (RFC 5322, section 3.3). */
static int
parse_offset (const char *value)
{
  g_autoptr (GDateTime) date =
      strstr (value, "-0000") == NULL ? g_mime_utils_header_decode_date (value) : NULL;

  return date != NULL ? (int) (g_date_time_get_utc_offset (date) / G_TIME_SPAN_SECOND)
                      : HEARTH_UTC_OFFSET_UNKNOWN;
}

static gboolean
is_usable_date (gint64 date)
{
  gint64 now = MAX (hearth_clock_now (), g_get_real_time () / G_USEC_PER_SEC);

  return date > 0 && date < YEAR_2200 && date <= now + MAX_AHEAD;
}

static void
set_date (HearthMessage *message, gint64 date, const char *received, gint64 fallback)
{
  if (is_usable_date (date)) {
    message->date = date;
    return;
  }
  message->marks |= HEARTH_MARK_NO_DATE;
  if (received != NULL) {
    const char *stamp = strrchr (received, ';');

    date = stamp != NULL ? parse_date (stamp + 1) : 0;
    if (is_usable_date (date)) {
      message->date = date;
      return;
    }
  }
  message->date = CLAMP (fallback, 1, YEAR_2200 - 1);
}

/* Adds each "<id>" of a References or In-Reply-To value; bare words where there are no brackets. */
static void
add_ids (GPtrArray *ids, const char *value, gboolean only_first)
{
  const char *p = value;
  guint n = 0;

  if (strchr (p, '<') == NULL) {
    g_auto (GStrv) words = g_strsplit_set (value, " \t,", 64);

    for (guint i = 0; words[i] != NULL; i++) {
      if (strchr (words[i], '@') != NULL && strlen (words[i]) <= MAX_ID)
        g_ptr_array_add (ids, hearth_text_clean (words[i], -1));
    }
    return;
  }
  while ((p = strchr (p, '<')) != NULL) {
    gsize length = strcspn (++p, "> \t<");

    if (length > 0 && length <= MAX_ID) {
      g_ptr_array_add (ids, hearth_text_clean (p, length));
      if (only_first || ++n >= MAX_VALUE / 8)
        return;
    }
    p += length;
  }
}

static char **
make_references (const char *references, const char *in_reply_to)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) parent = g_ptr_array_new_with_free_func (g_free);

  if (references != NULL)
    add_ids (ids, references, FALSE);
  if (in_reply_to != NULL)
    add_ids (parent, in_reply_to, TRUE);
  if (parent->len > 0) {
    gboolean known = FALSE;

    for (guint i = 0; i < ids->len && !known; i++)
      known = g_str_equal (g_ptr_array_index (ids, i), g_ptr_array_index (parent, 0));
    if (!known)
      g_ptr_array_add (ids, g_strdup (g_ptr_array_index (parent, 0)));
  }
  /* The root and the nearest ancestors say most. */
  if (ids->len > MAX_REFERENCES)
    g_ptr_array_remove_range (ids, 1, ids->len - MAX_REFERENCES);
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

static char *
make_list_id (const char *value)
{
  const char *open = strrchr (value, '<');
  g_autofree char *inner =
      open != NULL ? g_strndup (open + 1, strcspn (open + 1, ">")) : g_strdup (value);
  g_autofree char *clean = hearth_text_clean (inner, -1);

  return hearth_text_one_line (g_strstrip (clean), 255);
}

/* The result that an Authentication-Results value gives for a method, RFC 8601: "spf=fail". */
static const char *
find_auth_result (const char *value, const char *method)
{
  gsize n = strlen (method);
  int comment = 0;
  gboolean quoted = FALSE;

  for (const char *p = value; *p != '\0'; p++) {
    if (*p == '"')
      quoted = !quoted;
    else if (quoted)
      continue;
    else if (*p == '(')
      comment++;
    else if (*p == ')' && comment > 0)
      comment--;
    else if (comment == 0 && *p == ';') {
      const char *q = p + 1;

      while (g_ascii_isspace (*q))
        q++;
      if (g_ascii_strncasecmp (q, method, n) == 0 && q[n] == '=')
        return q + n + 1;
    }
  }
  return NULL;
}

static gboolean
result_is (const char *result, const char *word)
{
  return result != NULL && g_ascii_strncasecmp (result, word, strlen (word)) == 0;
}

/* Only the header on top was written by the owner's own server, RFC 8601, section 1.6. */
static gboolean
auth_failed (const char *value)
{
  const char *dmarc = find_auth_result (value, "dmarc");
  const char *spf = find_auth_result (value, "spf");
  const char *dkim = find_auth_result (value, "dkim");

  if (dmarc != NULL && !result_is (dmarc, "none"))
    return result_is (dmarc, "fail");
  if (result_is (spf, "pass") || result_is (dkim, "pass"))
    return FALSE;
  return result_is (spf, "fail") || result_is (dkim, "fail");
}

typedef enum {
  FIELD_FROM,
  FIELD_TO,
  FIELD_CC,
  FIELD_REPLY_TO,
  FIELD_SENDER,
  FIELD_SUBJECT,
  FIELD_DATE,
  FIELD_MESSAGE_ID,
  FIELD_REFERENCES,
  FIELD_IN_REPLY_TO,
  FIELD_LIST_ID,
  FIELD_LIST_POST,
  FIELD_LIST_UNSUBSCRIBE,
  FIELD_FEEDBACK_ID,
  FIELD_PRECEDENCE,
  FIELD_AUTO_SUBMITTED,
  FIELD_AUTH,
  FIELD_RECEIVED,
  FIELD_FAILED_RECIPIENTS,
  N_FIELDS,
} Field;

static const char *const field_names[N_FIELDS] = {
  "From",
  "To",
  "Cc",
  "Reply-To",
  "Sender",
  "Subject",
  "Date",
  "Message-ID",
  "References",
  "In-Reply-To",
  "List-Id",
  "List-Post",
  "List-Unsubscribe",
  "Feedback-ID",
  "Precedence",
  "Auto-Submitted",
  "Authentication-Results",
  "Received",
  "X-Failed-Recipients",
};

static int
find_field (const char *name, gsize size)
{
  static guint8 lengths[N_FIELDS];
  static gsize once = 0;

  if (g_once_init_enter (&once)) {
    for (guint i = 0; i < N_FIELDS; i++)
      lengths[i] = strlen (field_names[i]);
    g_once_init_leave (&once, 1);
  }
  for (int i = 0; i < N_FIELDS; i++) {
    if (lengths[i] == size && g_ascii_strncasecmp (field_names[i], name, size) == 0)
      return i;
  }
  return -1;
}

static void
set_marks (HearthMessage *message, char **values)
{
  HearthMessageMarks marks = 0;

  if (values[FIELD_LIST_ID] != NULL || values[FIELD_LIST_POST] != NULL)
    marks |= HEARTH_MARK_LIST;
  if (values[FIELD_LIST_UNSUBSCRIBE] != NULL || values[FIELD_FEEDBACK_ID] != NULL)
    marks |= HEARTH_MARK_BULK;
  if (values[FIELD_PRECEDENCE] != NULL) {
    if (result_is (values[FIELD_PRECEDENCE], "bulk") ||
        result_is (values[FIELD_PRECEDENCE], "junk"))
      marks |= HEARTH_MARK_BULK;
    if (result_is (values[FIELD_PRECEDENCE], "auto_reply"))
      marks |= HEARTH_MARK_AUTO;
  }
  if (values[FIELD_AUTO_SUBMITTED] != NULL && !result_is (values[FIELD_AUTO_SUBMITTED], "no"))
    marks |= HEARTH_MARK_AUTO;
  if (values[FIELD_FAILED_RECIPIENTS] != NULL)
    marks |= HEARTH_MARK_BOUNCE;
  if (values[FIELD_AUTH] != NULL && auth_failed (values[FIELD_AUTH]))
    marks |= HEARTH_MARK_AUTH_FAILED;
  if (message->reply_to != NULL && message->from != NULL && message->reply_to->address[0] != '\0' &&
      g_ascii_strcasecmp (message->reply_to->address, message->from->address) != 0)
    marks |= HEARTH_MARK_REPLY_TO_DIFFERS;
  message->marks |= marks;
}

/**
 * hearth_mime_read_headers:
 * @message: where to put what they say
 * @part: the message's own part
 * @fallback_date: seconds since 1970 UTC for a message without a usable date
 *
 * Reads the header fields of a message. Of a field that may stand once only, the first counts;
 * further To and Cc fields are added.
 */
void
hearth_mime_read_headers (HearthMessage *message, const HearthMimePart *part, gint64 fallback_date)
{
  char *values[N_FIELDS] = { NULL };
  const char *cursor = NULL, *name, *value;
  gsize name_size, value_size;

  while (hearth_mime_part_next_header (part, &cursor, &name, &name_size, &value, &value_size)) {
    int field = find_field (name, name_size);

    if (field < 0 || value_size == 0)
      continue;
    if (value_size > MAX_VALUE) {
      value_size = MAX_VALUE;
      message->marks |= HEARTH_MARK_TRUNCATED;
    }
    if ((field == FIELD_TO || field == FIELD_CC)) {
      g_autofree char *copy = g_strndup (value, value_size);

      parse_addresses (field == FIELD_TO ? message->to : message->cc, copy);
    } else if (values[field] == NULL) {
      values[field] = g_strndup (value, value_size);
    }
  }
  if (values[FIELD_FROM] != NULL)
    message->from = parse_first_address (values[FIELD_FROM]);
  if (message->from == NULL && values[FIELD_SENDER] != NULL)
    message->from = parse_first_address (values[FIELD_SENDER]);
  if (values[FIELD_REPLY_TO] != NULL)
    message->reply_to = parse_first_address (values[FIELD_REPLY_TO]);
  message->subject = values[FIELD_SUBJECT] != NULL
                         ? hearth_mime_decode_header (values[FIELD_SUBJECT], MAX_SUBJECT_CHARS)
                         : g_strdup ("");
  if (values[FIELD_MESSAGE_ID] != NULL) {
    g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

    add_ids (ids, values[FIELD_MESSAGE_ID], TRUE);
    if (ids->len > 0)
      message->message_id = g_strdup (g_ptr_array_index (ids, 0));
  }
  if (message->message_id == NULL)
    message->message_id = g_strdup ("");
  message->references = make_references (values[FIELD_REFERENCES], values[FIELD_IN_REPLY_TO]);
  message->list_id =
      values[FIELD_LIST_ID] != NULL ? make_list_id (values[FIELD_LIST_ID]) : g_strdup ("");
  set_date (message, values[FIELD_DATE] != NULL ? parse_date (values[FIELD_DATE]) : 0,
            values[FIELD_RECEIVED], fallback_date);
  if (values[FIELD_DATE] != NULL && (message->marks & HEARTH_MARK_NO_DATE) == 0)
    message->utc_offset = parse_offset (values[FIELD_DATE]);
  set_marks (message, values);
  for (guint i = 0; i < N_FIELDS; i++)
    g_free (values[i]);
}

static char *
clean_file_name (const char *raw)
{
  g_autofree char *decoded = hearth_mime_decode_header (raw, 1000);
  char *name = decoded, *p;
  gsize n;

  for (p = decoded; *p != '\0'; p++) {
    if (*p == '/' || *p == '\\')
      name = p + 1;
  }
  while (*name == '.' || g_ascii_isspace (*name))
    name++;
  for (p = name; *p != '\0'; p++) {
    if (strchr ("<>:\"|?*", *p) != NULL)
      *p = '_';
  }
  g_strchomp (name);
  n = strlen (name);
  if (n > MAX_FILE_NAME) {
    /* What a file is opened with hangs on its extension: it is kept. */
    const char *dot = strrchr (name, '.');
    gsize keep = dot != NULL && strlen (dot) <= 16 ? MAX_FILE_NAME - strlen (dot) : MAX_FILE_NAME;
    g_autofree char *extension = g_strdup (keep < MAX_FILE_NAME ? dot : "");

    name[keep] = '\0';
    while (keep > 0 && !g_utf8_validate (name, -1, NULL))
      name[--keep] = '\0';
    return g_strconcat (name, extension, NULL);
  }
  return n > 0 ? g_strdup (name) : NULL;
}

/**
 * hearth_mime_dup_file_name:
 * @part: a part
 *
 * Takes the name from Content-Disposition or Content-Type (RFC 2183, RFC 2231, and RFC 2047 as
 * many programs write it), without folders and controls.
 *
 * Returns: (transfer full) (nullable): a file name
 */
char *
hearth_mime_dup_file_name (const HearthMimePart *part)
{
  g_autofree char *value = hearth_mime_part_dup_header (part, "Content-Disposition", 8192);
  g_autofree char *param = NULL;

  if (value != NULL && strchr (value, ';') != NULL) {
    GMimeContentDisposition *parsed = g_mime_content_disposition_parse (NULL, value);
    const char *name =
        parsed != NULL ? g_mime_content_disposition_get_parameter (parsed, "filename") : NULL;
    char *clean = name != NULL && *name != '\0' ? clean_file_name (name) : NULL;

    g_clear_object (&parsed);
    if (clean != NULL)
      return clean;
  }
  param = hearth_mime_part_dup_param (part, "name");
  return param != NULL && *param != '\0' ? clean_file_name (param) : NULL;
}

/**
 * hearth_mime_dup_disposition:
 * @part: a part
 *
 * Returns: (transfer full): "attachment", "inline", another word, or ""
 */
char *
hearth_mime_dup_disposition (const HearthMimePart *part)
{
  g_autofree char *value = hearth_mime_part_dup_header (part, "Content-Disposition", 64);
  gsize n = 0;

  while (value != NULL && (g_ascii_isalnum (value[n]) || value[n] == '-'))
    n++;
  return n > 0 ? g_ascii_strdown (value, n) : g_strdup ("");
}
