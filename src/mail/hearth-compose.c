/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-compose.h"

#include "hearth-clock.h"
#include "hearth-flowed.h"
#include "hearth-mime-tree.h"
#include "hearth-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <gmime/gmime.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* From a draft to the very bytes. They have to pass every hop unchanged, also one that knows
 * nothing of 8BITMIME: so text is encoded where it is not plain ASCII. */

#define MAX_FILES 100
#define MAX_TEXT (4 * 1024 * 1024)
#define MAX_FILE_NAME_CHARS 120
#define MAX_NAME_CHARS 200
#define MAX_SUBJECT_CHARS 1000

/* RFC 5322, section 3.6.4 sets no bound; long threads keep the root and the nearest. */
#define MAX_REFERENCES 40

#define MAX_LINE 998 /* RFC 5322, section 2.1.1 */

/**
 * hearth_composed_free:
 * @self: (transfer full) (nullable): a mail
 */
void
hearth_composed_free (HearthComposed *self)
{
  if (self == NULL)
    return;
  g_bytes_unref (self->content);
  g_free (self->message_id);
  g_free (self->sender);
  g_free (self);
}

/**
 * hearth_compose_new_id:
 * @address: the sender's address
 *
 * Returns: (transfer full): a Message-ID of the sender's domain, without angle brackets, that says
 *   nothing of this computer; RFC 5322, section 3.6.4
 */
char *
hearth_compose_new_id (const char *address)
{
  const char *at = strrchr (address, '@');
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *domain = at != NULL ? g_hostname_to_ascii (at + 1) : NULL;

  return g_strdup_printf ("%s@%s", uuid, domain != NULL && *domain ? domain : "localhost.invalid");
}

/* One line, without anything that could end the header. */
static char *
clean_line (const char *text, gsize max_chars)
{
  g_autofree char *clean = hearth_text_clean (text, -1);

  return hearth_text_one_line (clean, max_chars);
}

static void
add_mailboxes (InternetAddressList *list, GPtrArray *recipients)
{
  for (guint i = 0; i < recipients->len; i++) {
    const HearthAddress *each = g_ptr_array_index (recipients, i);
    g_autofree char *address = hearth_addr_spec_normalize (each->address, NULL);
    g_autofree char *name = clean_line (each->name, MAX_NAME_CHARS);
    InternetAddress *mailbox;

    if (address == NULL)
      continue;
    mailbox = internet_address_mailbox_new (*name != '\0' ? name : NULL, address);
    internet_address_list_add (list, mailbox);
    g_object_unref (mailbox);
  }
}

static gboolean
is_message_id (const char *id)
{
  for (const char *p = id; *p != '\0'; p++) {
    if ((guchar) *p <= 0x20 || (guchar) *p >= 0x7f || *p == '<' || *p == '>')
      return FALSE;
  }
  return strchr (id, '@') != NULL && strlen (id) <= MAX_LINE - 40;
}

/* RFC 5322, section 3.6.4: the ids of the parent, one below the other. */
static void
add_threading (GMimeMessage *message, const HearthMessage *original)
{
  g_autoptr (GString) references = g_string_new (NULL);
  g_autofree char *parent = NULL;
  guint n = original->references != NULL ? g_strv_length (original->references) : 0;

  if (!is_message_id (original->message_id))
    return;
  for (guint i = 0; i < n; i++) {
    const char *id = original->references[i];

    if ((i > 0 && i + MAX_REFERENCES <= n) || !is_message_id (id) ||
        g_str_equal (id, original->message_id))
      continue;
    g_string_append_printf (references, "<%s> ", id);
  }
  g_string_append_printf (references, "<%s>", original->message_id);
  parent = g_strdup_printf ("<%s>", original->message_id);
  g_mime_object_set_header (GMIME_OBJECT (message), "In-Reply-To", parent, NULL);
  g_mime_object_set_header (GMIME_OBJECT (message), "References", references->str, NULL);
}

static void
set_date (GMimeMessage *message, gint64 when)
{
  g_autoptr (GDateTime) date = hearth_clock_dup_at (when);

  if (date != NULL)
    g_mime_message_set_date (message, date);
}

static void
set_addresses (GMimeMessage *message, const HearthComposeInput *input, const char *sender)
{
  g_autofree char *name = clean_line (input->account->name, MAX_NAME_CHARS);

  g_mime_message_add_mailbox (message, GMIME_ADDRESS_TYPE_FROM, *name != '\0' ? name : NULL,
                              sender);
  add_mailboxes (g_mime_message_get_addresses (message, GMIME_ADDRESS_TYPE_TO), input->draft->to);
  add_mailboxes (g_mime_message_get_addresses (message, GMIME_ADDRESS_TYPE_CC), input->draft->cc);
  if (input->with_bcc)
    add_mailboxes (g_mime_message_get_addresses (message, GMIME_ADDRESS_TYPE_BCC),
                   input->draft->bcc);
}

static GMimeDataWrapper *
wrap_bytes (const void *data, gsize size)
{
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer (data, size);
  GMimeDataWrapper *content =
      g_mime_data_wrapper_new_with_stream (stream, GMIME_CONTENT_ENCODING_DEFAULT);

  g_object_unref (stream);
  return content;
}

static gsize
longest_line (const char *text)
{
  gsize longest = 0;

  for (const char *p = text; *p != '\0'; p += strspn (p, "\n")) {
    gsize n = strcspn (p, "\n");

    longest = MAX (longest, n);
    p += n;
  }
  return longest;
}

/* Encodes only what has to be: ASCII stays readable in the raw mail. */
static GMimeContentEncoding
choose_encoding (const char *text)
{
  gsize size = strlen (text), n_high = 0;

  if (g_str_is_ascii (text))
    return longest_line (text) <= MAX_LINE ? GMIME_CONTENT_ENCODING_7BIT
                                           : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
  for (gsize i = 0; i < size; i++)
    n_high += (guchar) text[i] >= 0x80;
  return n_high * 6 < size ? GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE : GMIME_CONTENT_ENCODING_BASE64;
}

/* Base64 keeps newlines as they are, and those of text are CR LF, RFC 2046, section 4.1.1. */
static char *
with_crlf (const char *text)
{
  GString *out = g_string_sized_new (strlen (text) + 64);

  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '\n')
      g_string_append_c (out, '\r');
    g_string_append_c (out, *p);
  }
  return g_string_free (out, FALSE);
}

static GMimeObject *
make_text (const char *text)
{
  g_autofree char *flowed = hearth_flowed_from_text (text);
  GMimeContentEncoding encoding = choose_encoding (flowed);
  g_autofree char *canonical =
      encoding == GMIME_CONTENT_ENCODING_BASE64 ? with_crlf (flowed) : g_strdup (flowed);
  GMimePart *part = g_mime_part_new_with_type ("text", "plain");
  GMimeDataWrapper *content = wrap_bytes (canonical, strlen (canonical));

  g_mime_object_set_content_type_parameter (GMIME_OBJECT (part), "charset",
                                            g_str_is_ascii (flowed) ? "us-ascii" : "utf-8");
  g_mime_object_set_content_type_parameter (GMIME_OBJECT (part), "format", "flowed");
  g_mime_part_set_content (part, content);
  g_mime_part_set_content_encoding (part, encoding);
  g_object_unref (content);
  return GMIME_OBJECT (part);
}

/* The text as an alternative to what a calendar program reads, RFC 6047, section 2.4. */
static GMimeObject *
make_with_calendar (GMimeObject *text, const HearthComposeInput *input)
{
  GMimeMultipart *both = g_mime_multipart_new_with_subtype ("alternative");
  GMimePart *part = g_mime_part_new_with_type ("text", "calendar");
  g_auto (GStrv) bare = g_strsplit (input->calendar, "\r", -1);
  g_autofree char *lines = g_strjoinv (NULL, bare);
  g_autofree char *canonical = with_crlf (lines);
  GMimeDataWrapper *content = wrap_bytes (canonical, strlen (canonical));
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *boundary = g_strconcat ("=-", uuid, NULL);

  g_mime_multipart_set_boundary (both, boundary);
  g_mime_object_set_content_type_parameter (GMIME_OBJECT (part), "charset", "utf-8");
  g_mime_object_set_content_type_parameter (GMIME_OBJECT (part), "method", input->calendar_method);
  g_mime_part_set_content (part, content);
  /* Its line ends are part of it, and some programs see no event in a text without them. */
  g_mime_part_set_content_encoding (part, GMIME_CONTENT_ENCODING_BASE64);
  g_mime_multipart_add (both, text);
  g_mime_multipart_add (both, GMIME_OBJECT (part));
  g_object_unref (content);
  g_object_unref (part);
  g_object_unref (text);
  return GMIME_OBJECT (both);
}

static gboolean
fail_file (GError **error, const char *path, const char *reason)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_UNREADABLE,
               /* Translators: a file's path; why, as the system says it */
               _("The attachment “%s” cannot be read: %s"), shown, reason);
  return FALSE;
}

static GBytes *
read_file (const char *path, goffset *room, GError **error)
{
  /* A pipe must not keep the sender waiting for ever. */
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  struct stat info;
  g_autofree guint8 *data = NULL;
  gsize size = 0;

  if (fd < 0 || fstat (fd, &info) != 0) {
    fail_file (error, path, g_strerror (errno));
    if (fd >= 0)
      close (fd);
    return NULL;
  }
  if (!S_ISREG (info.st_mode)) {
    fail_file (error, path, _("it is not a regular file."));
    close (fd);
    return NULL;
  }
  if (info.st_size > *room) {
    g_autofree char *limit =
        g_format_size_full (HEARTH_COMPOSE_MAX_FILES_SIZE, G_FORMAT_SIZE_IEC_UNITS);

    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_TOO_BIG,
                 _("The attachments are larger than %s together, which no provider takes."),
                 limit);
    close (fd);
    return NULL;
  }
  data = g_malloc (info.st_size + 1);
  while (size < (gsize) info.st_size) {
    gssize n = read (fd, data + size, info.st_size - size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      break;
    size += n;
  }
  close (fd);
  if (size < (gsize) info.st_size) {
    fail_file (error, path, _("it ended early."));
    return NULL;
  }
  *room -= size;
  return g_bytes_new_take (g_steal_pointer (&data), size);
}

static char *
dup_file_name (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *shown = g_filename_display_name (base);
  g_autofree char *clean = hearth_text_clean (shown, -1);
  g_autofree char *line = hearth_text_one_line (clean, MAX_FILE_NAME_CHARS);

  return g_strdup (*line != '\0' ? line : "file");
}

static GBytes *
write_object (GMimeObject *object)
{
  GMimeFormatOptions *options = g_mime_format_options_new ();
  GByteArray *bytes = g_byte_array_new ();
  GMimeStream *stream = g_mime_stream_mem_new_with_byte_array (bytes);

  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (stream), FALSE);
  g_mime_format_options_set_newline_format (options, GMIME_NEWLINE_FORMAT_DOS);
  g_mime_format_options_set_param_encoding_method (options, GMIME_PARAM_ENCODING_METHOD_RFC2231);
  g_mime_object_write_to_stream (object, options, stream);
  g_object_unref (stream);
  g_mime_format_options_free (options);
  return g_byte_array_free_to_bytes (bytes);
}

/* The last look at what leaves: no bare newline, no NUL, no line over the limit. An error here is
 * one of this program or of a forwarded mail, and stops it. */
static gboolean
bytes_are_sound (GBytes *bytes, gboolean seven_bits)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  gsize line = 0;

  for (gsize i = 0; i < size; i++) {
    if (data[i] == '\0' || (data[i] == '\r' && (i + 1 >= size || data[i + 1] != '\n')) ||
        (data[i] == '\n' && (i == 0 || data[i - 1] != '\r')) ||
        (seven_bits && (guchar) data[i] >= 0x80))
      return FALSE;
    line = data[i] == '\n' ? 0 : line + 1;
    if (line > MAX_LINE + 1)
      return FALSE;
  }
  return TRUE;
}

static void
encode_leaf (GMimeObject *parent, GMimeObject *part, gpointer user_data)
{
  GMimeContentEncoding encoding;

  if (!GMIME_IS_PART (part))
    return;
  encoding = g_mime_part_get_content_encoding (GMIME_PART (part));
  if (encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE ||
      encoding == GMIME_CONTENT_ENCODING_BASE64)
    return;
  encoding =
      g_mime_part_get_best_content_encoding (GMIME_PART (part), GMIME_ENCODING_CONSTRAINT_7BIT);
  g_mime_part_set_content_encoding (GMIME_PART (part), encoding);
}

/* Whether a line begins a header of hidden recipients. */
static gboolean
is_hidden (const char *line, gsize length)
{
  static const char *const names[] = { "Bcc", "Resent-Bcc" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    gsize at = strlen (names[i]);

    if (length <= at || g_ascii_strncasecmp (line, names[i], at) != 0)
      continue;
    while (at < length && (line[at] == ' ' || line[at] == '\t'))
      at++;
    if (at < length && line[at] == ':')
      return TRUE;
  }
  return FALSE;
}

/* The owner's copy of a sent mail says who got it in secret, RFC 5322, section 3.6.3; whoever gets
 * that mail inside of another one is not to see it. */
static GBytes *
without_hidden (GBytes *mail)
{
  gsize size;
  const char *line = g_bytes_get_data (mail, &size), *end = line + size;
  g_autoptr (GByteArray) kept = g_byte_array_sized_new ((guint) size);
  gboolean in_head = TRUE, hidden = FALSE;

  while (line < end) {
    const char *newline = memchr (line, '\n', (gsize) (end - line));
    gsize length = (gsize) ((newline != NULL ? newline + 1 : end) - line);

    if (in_head && (*line == '\n' || (*line == '\r' && length == 2)))
      in_head = FALSE;
    else if (in_head && *line != ' ' && *line != '\t')
      hidden = is_hidden (line, length);
    if (!in_head || !hidden)
      g_byte_array_append (kept, (const guint8 *) line, (guint) length);
    line += length;
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&kept));
}

/* A mail inside of a mail may not be encoded, RFC 2046, section 5.2.1; its own parts may. Returns
 * NULL for one that no hop would pass on unchanged even so. */
static GMimeObject *
make_message_part (GBytes *bytes)
{
  GMimeStream *stream =
      g_mime_stream_mem_new_with_buffer (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  GMimeParser *parser = g_mime_parser_new_with_stream (stream);
  GMimeMessage *inner = g_mime_parser_construct_message (parser, NULL);
  GMimeObject *part = NULL;
  g_autoptr (GBytes) written = NULL;

  if (inner != NULL) {
    g_mime_message_foreach (inner, encode_leaf, NULL);
    part = GMIME_OBJECT (g_mime_message_part_new_with_message ("rfc822", inner));
    written = write_object (part);
    if (!bytes_are_sound (written, TRUE))
      g_clear_object (&part);
    g_object_unref (inner);
  }
  g_object_unref (parser);
  g_object_unref (stream);
  return part;
}

static GMimeObject *
make_attachment (const char *path, goffset *room, GError **error)
{
  g_autoptr (GBytes) bytes = read_file (path, room, error);
  g_autofree char *name = dup_file_name (path);
  g_autofree char *guessed = NULL;
  g_autofree char *type = NULL;
  GMimeObject *part = NULL;
  GMimeContentType *content_type;
  GMimeDataWrapper *content;

  if (bytes == NULL)
    return NULL;
  guessed = g_content_type_guess (name, g_bytes_get_data (bytes, NULL),
                                  MIN (g_bytes_get_size (bytes), 4096), NULL);
  type = g_content_type_get_mime_type (guessed);
  if (g_strcmp0 (type, "message/rfc822") == 0) {
    g_autoptr (GBytes) whole = g_steal_pointer (&bytes);

    bytes = without_hidden (whole);
    part = make_message_part (bytes);
  }
  if (part == NULL) {
    /* Other composites would have to be parsed; sent as they are they could not be encoded. */
    gboolean plain = type != NULL && !g_str_has_prefix (type, "message/") &&
                     !g_str_has_prefix (type, "multipart/") && !g_str_has_prefix (type, "inode/");

    part = GMIME_OBJECT (g_mime_part_new ());
    content_type = g_mime_content_type_parse (NULL, plain ? type : "application/octet-stream");
    g_mime_object_set_content_type (part, content_type);
    g_object_unref (content_type);
    content = wrap_bytes (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    g_mime_part_set_content (GMIME_PART (part), content);
    g_mime_part_set_content_encoding (GMIME_PART (part), GMIME_CONTENT_ENCODING_BASE64);
    g_object_unref (content);
  }
  g_mime_object_set_disposition (part, GMIME_DISPOSITION_ATTACHMENT);
  g_mime_object_set_content_disposition_parameter (part, "filename", name);
  g_mime_object_set_content_type_parameter (part, "name", name);
  return part;
}

static GMimeObject *
make_body (const HearthComposeInput *input, GError **error)
{
  GMimeObject *text = make_text (input->draft->text);
  GMimeMultipart *mixed;
  goffset room = HEARTH_COMPOSE_MAX_FILES_SIZE;
  g_autofree char *boundary = NULL;

  if (input->calendar != NULL)
    text = make_with_calendar (text, input);
  if (input->draft->files[0] == NULL)
    return text;
  mixed = g_mime_multipart_new_with_subtype ("mixed");
  if (input->boundary == NULL) {
    g_autofree char *uuid = g_uuid_string_random ();

    boundary = g_strconcat ("=-", uuid, NULL);
  }
  g_mime_multipart_set_boundary (mixed, input->boundary != NULL ? input->boundary : boundary);
  g_mime_multipart_add (mixed, text);
  g_object_unref (text);
  for (guint i = 0; input->draft->files[i] != NULL; i++) {
    GMimeObject *part = make_attachment (input->draft->files[i], &room, error);

    if (part == NULL) {
      g_object_unref (mixed);
      return NULL;
    }
    g_mime_multipart_add (mixed, part);
    g_object_unref (part);
  }
  return GMIME_OBJECT (mixed);
}

static gboolean
check_input (const HearthComposeInput *input, GError **error)
{
  const HearthDraft *draft = input->draft;
  guint n = draft->to->len + draft->cc->len + draft->bcc->len;

  if (strlen (draft->text) > MAX_TEXT || g_strv_length (draft->files) > MAX_FILES) {
    g_set_error_literal (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_TOO_BIG,
                         _("The mail is too large to be sent."));
    return FALSE;
  }
  if (input->as_typed)
    return TRUE;
  if (n == 0) {
    g_set_error_literal (error, HEARTH_MODEL_ERROR, HEARTH_MODEL_ERROR_BAD_ADDRESS,
                         _("The mail has no recipient yet."));
    return FALSE;
  }
  if (n > HEARTH_RECIPIENTS_MAX) {
    g_set_error (error, HEARTH_MODEL_ERROR, HEARTH_MODEL_ERROR_TOO_MANY,
                 /* Translators: the plural form follows the first number */
                 ngettext ("The mail has %u recipient; a server takes %d at once.",
                           "The mail has %u recipients; a server takes %d at once.", n),
                 n, HEARTH_RECIPIENTS_MAX);
    return FALSE;
  }
  return hearth_recipients_check (draft->to, error) && hearth_recipients_check (draft->cc, error) &&
         hearth_recipients_check (draft->bcc, error);
}

/**
 * hearth_compose:
 * @input: what it is made of
 * @error: a #HearthModelError that names a bad address, or a #HearthMailError that names a file
 *
 * Makes the very bytes of a mail: plain text with format=flowed (RFC 3676), headers in UTF-8 by RFC
 * 2047, names of attachments by RFC 2231. It says neither on which computer nor by which program it
 * was written.
 *
 * Returns: (transfer full) (nullable): the mail
 */
HearthComposed *
hearth_compose (const HearthComposeInput *input, GError **error)
{
  g_autofree char *sender = hearth_addr_spec_normalize (input->account->address, error);
  g_autoptr (HearthComposed) self = NULL;
  g_autofree char *subject = NULL;
  GMimeMessage *message;
  GMimeObject *body;

  hearth_mime_init ();
  if (sender == NULL || !check_input (input, error))
    return NULL;
  body = make_body (input, error);
  if (body == NULL)
    return NULL;
  self = g_new0 (HearthComposed, 1);
  self->message_id =
      input->message_id != NULL ? g_strdup (input->message_id) : hearth_compose_new_id (sender);
  message = g_mime_message_new (FALSE);
  subject = clean_line (input->draft->subject, MAX_SUBJECT_CHARS);
  set_addresses (message, input, sender);
  g_mime_message_set_subject (message, subject, "utf-8");
  set_date (message, input->date);
  g_mime_message_set_message_id (message, self->message_id);
  if (input->original != NULL && hearth_draft_kind_is_reply (input->draft->kind))
    add_threading (message, input->original);
  g_mime_message_set_mime_part (message, body);
  g_object_unref (body);
  self->content = write_object (GMIME_OBJECT (message));
  self->sender = g_steal_pointer (&sender);
  g_object_unref (message);
  if (!bytes_are_sound (self->content, FALSE)) {
    g_set_error_literal (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_FAILED,
                         _("The mail holds bytes that no server takes; a forwarded mail may be "
                            "damaged. Forward its text instead."));
    return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * hearth_compose_add_bcc:
 * @content: a mail as it was sent
 * @bcc: (element-type HearthAddress): who else got it
 *
 * Returns: (transfer full): the mail for the owner's own Sent mailbox, which says so
 */
GBytes *
hearth_compose_add_bcc (GBytes *content, GPtrArray *bcc)
{
  InternetAddressList *list;
  GMimeFormatOptions *options;
  GByteArray *bytes;
  g_autofree char *value = NULL;
  g_auto (GStrv) lines = NULL;

  if (bcc->len == 0)
    return g_bytes_ref (content);
  hearth_mime_init ();
  list = internet_address_list_new ();
  options = g_mime_format_options_new ();
  add_mailboxes (list, bcc);
  value = internet_address_list_to_string (list, options, TRUE);
  lines = g_strsplit (value, "\n", -1);
  bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *) "Bcc: ", 5);
  for (guint i = 0; lines[i] != NULL; i++) {
    char *line = g_strchomp (lines[i]);

    if (*line == '\0')
      continue;
    g_byte_array_append (bytes, (const guint8 *) line, strlen (line));
    g_byte_array_append (bytes, (const guint8 *) "\r\n", 2);
  }
  g_byte_array_append (bytes, g_bytes_get_data (content, NULL), g_bytes_get_size (content));
  g_mime_format_options_free (options);
  g_object_unref (list);
  return g_byte_array_free_to_bytes (bytes);
}
