/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mime.h"

#include "hearth-flowed.h"
#include "hearth-html-text.h"
#include "hearth-mime-charset.h"
#include "hearth-mime-headers.h"
#include "hearth-mime-preview.h"
#include "hearth-mime-tree.h"
#include "hearth-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bytes of readable text that are kept: several novels; a longer text is a log or an attack. */
#define MAX_TEXT (1024 * 1024)

/* Bytes of an HTML part that are decoded to make text of. */
#define MAX_HTML (2 * 1024 * 1024)

#define MAX_CALENDAR (256 * 1024)
#define MAX_ATTACHMENTS 500

/* A file up to this size is read into memory at once; a larger one by windows. */
#define MAX_WHOLE (1024 * 1024)

/* Bytes of an attachment or a raw message that are handed out. */
#define MAX_HANDED_OUT (64 * 1024 * 1024)

/* A plain text with fewer letters says nothing: "See the HTML part." */
#define NEARLY_EMPTY 24

/* Below this a plain text beside a far longer HTML is a stand-in for it. */
#define STAND_IN 240

typedef struct {
  const HearthMimeInput *input;
  HearthMimeTree *tree;
  HearthMessage *message;
  GString *text;
  GString *html;      /* (nullable): decoded HTML that was met, to look for inline images */
  gboolean from_html; /* some text came from HTML */
  gboolean from_plain;
  GByteArray *taken; /* per part: whether it is shown as text */
} Reader;

static gboolean
has_type (const HearthMimePart *part, const char *type)
{
  return g_str_equal (part->type, type);
}

static gboolean
param_is (const HearthMimePart *part, const char *name, const char *value)
{
  g_autofree char *found = hearth_mime_part_dup_param (part, name);

  return found != NULL && g_ascii_strcasecmp (found, value) == 0;
}

/* The lines of a text with format=flowed are only how it travelled. */
static char *
unfold_paragraphs (const HearthMimePart *part, char *text)
{
  char *joined;

  if (!has_type (part, "text/plain") || !param_is (part, "format", "flowed"))
    return text;
  joined = hearth_flowed_to_text (text, param_is (part, "delsp", "yes"));
  g_free (text);
  return joined;
}

static char *
read_text (Reader *self, const HearthMimePart *part, gsize max_size)
{
  gboolean cut = FALSE;
  char *text = hearth_mime_part_dup_text (part, self->input, max_size, &cut);

  if (cut)
    self->message->marks |= HEARTH_MARK_TRUNCATED;
  return unfold_paragraphs (part, text);
}

static gsize
count_letters (const char *text, gsize enough)
{
  gsize n = 0;

  for (const char *p = text; *p != '\0' && n < enough; p = g_utf8_next_char (p))
    n += (guchar) *p > 0x20;
  return n;
}

/* Bytes that are no text in any charset. */
static gboolean
is_binary (const char *text)
{
  gsize n = 0, bad = 0;

  if (strstr (text, "\357\277\275") == NULL) /* U+FFFD */
    return FALSE;
  for (const char *p = text; *p != '\0' && n < 4096; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    n++;
    bad += c == 0xfffd;
  }
  return n > 0 && bad * 5 > n;
}

static void
append_text (Reader *self, const char *text)
{
  gsize room = MAX_TEXT - MIN (self->text->len, MAX_TEXT);
  gsize size = strlen (text);

  if (size == 0)
    return;
  if (self->text->len > 0)
    g_string_append (self->text, "\n\n");
  if (size > room) {
    self->message->marks |= HEARTH_MARK_TRUNCATED;
    size = room;
    while (size > 0 && ((guchar) text[size] & 0xc0) == 0x80)
      size--;
  }
  g_string_append_len (self->text, text, size);
}

/* What an armoured block in a plain text comes to: an encrypted one cannot be read. */
static char *
replace_armour (Reader *self, char *text)
{
  const char *begin = strstr (text, "-----BEGIN PGP ");
  const char *stop;
  g_autofree char *rest = NULL;
  char *result;

  if (begin == NULL || (begin != text && begin[-1] != '\n'))
    return text;
  if (g_str_has_prefix (begin, "-----BEGIN PGP SIGNED MESSAGE-----")) {
    const char *own = strstr (begin, "\n\n");

    self->message->marks |= HEARTH_MARK_SIGNED;
    stop = own != NULL ? strstr (own, "\n-----BEGIN PGP SIGNATURE-----") : NULL;
    if (stop == NULL)
      return text;
    result =
        g_strdup_printf ("%.*s%.*s", (int) (begin - text), text, (int) (stop - own - 2), own + 2);
    g_free (text);
    return result;
  }
  if (!g_str_has_prefix (begin, "-----BEGIN PGP MESSAGE-----"))
    return text;
  self->message->marks |= HEARTH_MARK_ENCRYPTED;
  stop = strstr (begin, "-----END PGP MESSAGE-----");
  rest = g_strdup (stop != NULL ? stop + strlen ("-----END PGP MESSAGE-----") : "");
  result = g_strdup_printf ("%.*s[%s]%s", (int) (begin - text), text,
                            _("Encrypted with OpenPGP; it cannot be read here"), rest);
  g_free (text);
  return result;
}

static void
take_plain (Reader *self, guint index, char *text)
{
  text = replace_armour (self, text);
  if (is_binary (text)) {
    self->message->marks |= HEARTH_MARK_TRUNCATED;
  } else {
    append_text (self, g_strchomp (text));
    self->from_plain |= *text != '\0';
  }
  self->taken->data[index] = TRUE;
  g_free (text);
}

static void
apply_findings (Reader *self, const HearthHtmlFindings *findings, gboolean used)
{
  if (findings->link_mismatch)
    self->message->marks |= HEARTH_MARK_LINK_MISMATCH;
  if (used && findings->hidden_text)
    self->message->marks |= HEARTH_MARK_HIDDEN_TEXT;
  if (used && findings->truncated)
    self->message->marks |= HEARTH_MARK_TRUNCATED;
}

static void
remember_html (Reader *self, const char *html)
{
  if (strstr (html, "cid:") == NULL)
    return;
  if (self->html == NULL)
    self->html = g_string_new (NULL);
  if (self->html->len < MAX_HTML)
    g_string_append (self->html, html);
}

static void
take_html (Reader *self, guint index, const char *html)
{
  HearthHtmlFindings findings;
  g_autofree char *text = hearth_html_to_text (html, strlen (html), MAX_TEXT, &findings);

  apply_findings (self, &findings, TRUE);
  remember_html (self, html);
  append_text (self, text);
  self->from_html = TRUE;
  self->taken->data[index] = TRUE;
}

/* The first part of a type inside of @container, looked for in its own alternatives and relateds.
 */
static int
find_text (Reader *self, guint container, const char *type)
{
  for (guint i = container + 1; i < self->tree->parts->len; i++) {
    const HearthMimePart *part = hearth_mime_tree_get (self->tree, i);
    int up = part->parent;

    if (part->parent < (int) container)
      break;
    while (up > (int) container &&
           g_str_has_prefix (hearth_mime_tree_get (self->tree, up)->type, "multipart/"))
      up = hearth_mime_tree_get (self->tree, up)->parent;
    if (up == (int) container && has_type (part, type)) {
      g_autofree char *disposition = hearth_mime_dup_disposition (part);

      if (!g_str_equal (disposition, "attachment"))
        return i;
    }
  }
  return -1;
}

/* Plain text, unless it is only a stand-in for the HTML beside it. */
static void
take_alternative (Reader *self, guint container)
{
  int plain = find_text (self, container, "text/plain");
  int html = find_text (self, container, "text/html");
  g_autofree char *plain_text = NULL;
  g_autofree char *html_source = NULL;
  gsize letters;

  if (plain >= 0)
    plain_text = read_text (self, hearth_mime_tree_get (self->tree, plain), MAX_TEXT);
  if (html >= 0) {
    html_source = read_text (self, hearth_mime_tree_get (self->tree, html), MAX_HTML);
    self->taken->data[html] = TRUE;
  }
  if (plain >= 0)
    self->taken->data[plain] = TRUE;
  letters = plain >= 0 ? count_letters (plain_text, STAND_IN) : 0;
  if (html >= 0 && letters < STAND_IN) {
    HearthHtmlFindings findings;
    g_autofree char *text =
        hearth_html_to_text (html_source, strlen (html_source), MAX_TEXT, &findings);
    gsize html_letters = count_letters (text, STAND_IN * 4);

    if (html_letters > letters &&
        (letters < NEARLY_EMPTY || html_letters > letters * 4 + STAND_IN)) {
      apply_findings (self, &findings, TRUE);
      remember_html (self, html_source);
      append_text (self, text);
      self->from_html = TRUE;
      return;
    }
    apply_findings (self, &findings, FALSE);
  } else if (html >= 0 && hearth_html_may_mislead (html_source, strlen (html_source))) {
    HearthHtmlFindings findings;
    g_autofree char *text =
        hearth_html_to_text (html_source, strlen (html_source), MAX_TEXT, &findings);

    g_clear_pointer (&text, g_free);
    apply_findings (self, &findings, FALSE);
  }
  if (html >= 0)
    remember_html (self, html_source);
  if (plain >= 0)
    take_plain (self, plain, g_steal_pointer (&plain_text));
}

static void
take_calendar (Reader *self, const HearthMimePart *part)
{
  g_autofree char *method = hearth_mime_part_dup_param (part, "method");
  g_autofree char *text = NULL;

  if (self->message->calendar == NULL) {
    text = read_text (self, part, MAX_CALENDAR);
    if (method != NULL || strstr (text, "\nMETHOD:") != NULL)
      self->message->marks |= HEARTH_MARK_CALENDAR;
    self->message->calendar = g_steal_pointer (&text);
  }
}

static void
take_smime (Reader *self, const HearthMimePart *part)
{
  g_autofree char *type = hearth_mime_part_dup_param (part, "smime-type");

  if (type != NULL && g_ascii_strcasecmp (type, "signed-data") == 0) {
    self->message->marks |= HEARTH_MARK_SIGNED;
    append_text (self,
                 _("This message is wrapped in an S/MIME signature and cannot be read here."));
  } else if (type == NULL || g_ascii_strcasecmp (type, "certs-only") != 0) {
    self->message->marks |= HEARTH_MARK_ENCRYPTED;
    append_text (self, _("This message is encrypted with S/MIME. It cannot be read here."));
  }
}

/* The head of a forwarded message, before its text. */
static void
take_forwarded (Reader *self, const HearthMimePart *inner)
{
  g_autoptr (HearthMessage) head = hearth_message_new ();
  g_autofree char *text = NULL;

  hearth_mime_read_headers (head, inner, 1);
  if (head->from == NULL && head->subject[0] == '\0')
    return;
  text = g_strdup_printf ("---------- %s ----------\n%s %s\n%s %s", _("Forwarded message"),
                          _("From:"), hearth_address_get_label (head->from), _("Subject:"),
                          head->subject);
  append_text (self, text);
}

static guint
skip_children (Reader *self, guint index)
{
  const HearthMimePart *container = hearth_mime_tree_get (self->tree, index);
  guint i = index + 1;

  while (i < self->tree->parts->len &&
         hearth_mime_tree_get (self->tree, i)->depth > container->depth)
    i++;
  return i;
}

static gboolean
is_inside_related (Reader *self, const HearthMimePart *part)
{
  return part->parent >= 0 &&
         has_type (hearth_mime_tree_get (self->tree, part->parent), "multipart/related");
}

/* Takes the text of one part; returns the index of the next part to look at. */
static guint
take_part (Reader *self, guint i)
{
  HearthMimePart *part = hearth_mime_tree_get (self->tree, i);
  g_autofree char *disposition = hearth_mime_dup_disposition (part);
  gboolean attached = g_str_equal (disposition, "attachment");

  if (has_type (part, "multipart/alternative") && part->is_container) {
    take_alternative (self, i);
    for (guint k = i + 1; k < skip_children (self, i); k++) {
      HearthMimePart *child = hearth_mime_tree_get (self->tree, k);

      if (has_type (child, "text/calendar"))
        take_calendar (self, child);
    }
    return skip_children (self, i);
  }
  if (has_type (part, "multipart/encrypted")) {
    self->message->marks |= HEARTH_MARK_ENCRYPTED;
    append_text (self, _("This message is encrypted with OpenPGP. It cannot be read here."));
    for (guint k = i; k < skip_children (self, i); k++)
      self->taken->data[k] = TRUE;
    return skip_children (self, i);
  }
  if (has_type (part, "multipart/signed"))
    self->message->marks |= HEARTH_MARK_SIGNED;
  if (has_type (part, "multipart/report") || has_type (part, "message/delivery-status")) {
    g_autofree char *report = hearth_mime_part_dup_param (part, "report-type");

    if (report == NULL ? has_type (part, "message/delivery-status")
                       : g_ascii_strcasecmp (report, "delivery-status") == 0)
      self->message->marks |= HEARTH_MARK_BOUNCE;
  }
  if (part->is_container && g_str_has_prefix (part->type, "message/")) {
    if (attached || (self->message->marks & HEARTH_MARK_BOUNCE) != 0)
      return skip_children (self, i);
    if (i + 1 < self->tree->parts->len && part->n_children > 0)
      take_forwarded (self, hearth_mime_tree_get (self->tree, i + 1));
    return i + 1;
  }
  if (part->is_container)
    return i + 1;
  if (has_type (part, "text/calendar")) {
    take_calendar (self, part);
  } else if (has_type (part, "application/pkcs7-mime") ||
             has_type (part, "application/x-pkcs7-mime")) {
    self->taken->data[i] = TRUE;
    take_smime (self, part);
  } else if (has_type (part, "application/ics") && self->message->calendar == NULL) {
    take_calendar (self, part);
  } else if (!attached && has_type (part, "text/html") &&
             !(is_inside_related (self, part) && part->number > 1 && self->from_html)) {
    g_autofree char *html = read_text (self, part, MAX_HTML);

    take_html (self, i, html);
  } else if (!attached && (has_type (part, "text/plain") || has_type (part, "text/enriched") ||
                           has_type (part, "text/x-plain") || has_type (part, "message/partial"))) {
    take_plain (self, i, read_text (self, part, MAX_TEXT));
  }
  return i + 1;
}

static const char *
extension_for (const char *type)
{
  static const struct {
    const char *type;
    const char *extension;
  } known[] = {
    { "application/pdf", ".pdf" }, { "image/jpeg", ".jpg" },    { "image/png", ".png" },
    { "image/gif", ".gif" },       { "text/calendar", ".ics" }, { "application/ics", ".ics" },
    { "text/html", ".html" },      { "text/plain", ".txt" },    { "message/rfc822", ".eml" },
    { "application/zip", ".zip" }, { "text/csv", ".csv" },      { "text/vcard", ".vcf" },
    { "text/x-vcard", ".vcf" },    { "audio/mpeg", ".mp3" },    { "video/mp4", ".mp4" },
    { "text/x-patch", ".patch" },  { "text/x-diff", ".patch" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    if (g_str_equal (type, known[i].type))
      return known[i].extension;
  }
  return "";
}

/* An image that the HTML shows in its place is a part of the text, not an attachment. */
static gboolean
is_shown_inline (Reader *self, const HearthMimePart *part)
{
  g_autofree char *id = NULL;
  g_autofree char *cid = NULL;
  char *open;

  if (self->html == NULL || !g_str_has_prefix (part->type, "image/"))
    return FALSE;
  id = hearth_mime_part_dup_header (part, "Content-ID", 512);
  if (id == NULL)
    return FALSE;
  open = strchr (id, '<');
  open = open != NULL ? open + 1 : id;
  open[strcspn (open, "> ")] = '\0';
  cid = g_strconcat ("cid:", open, NULL);
  return *open != '\0' && strstr (self->html->str, cid) != NULL;
}

static char *
make_name (Reader *self, guint index, const HearthMimePart *part, gboolean *named)
{
  char *name = hearth_mime_dup_file_name (part);

  *named = name != NULL;
  if (name != NULL)
    return name;
  if (part->is_container && index + 1 < self->tree->parts->len && part->n_children > 0) {
    g_autofree char *subject =
        hearth_mime_part_dup_header (hearth_mime_tree_get (self->tree, index + 1), "Subject", 2000);

    if (subject != NULL && *subject != '\0') {
      g_autofree char *text = hearth_mime_decode_header (subject, 60);

      for (char *p = text; *p != '\0'; p++) {
        if (strchr ("/\\<>:\"|?*", *p) != NULL)
          *p = '_';
      }
      if (*text != '.' && *text != '\0')
        return g_strconcat (text, ".eml", NULL);
    }
  }
  return g_strdup_printf ("attachment-%u%s", self->message->attachments->len + 1,
                          extension_for (part->type));
}

static gboolean
is_control_part (const HearthMimePart *part)
{
  static const char *const types[] = { "application/pgp-signature",
                                       "application/pkcs7-signature",
                                       "application/x-pkcs7-signature",
                                       "application/pgp-encrypted",
                                       "message/delivery-status",
                                       "text/rfc822-headers",
                                       "message/disposition-notification",
                                       "message/feedback-report",
                                       NULL };

  return g_strv_contains (types, part->type);
}

static void
list_attachments (Reader *self)
{
  for (guint i = 0; i < self->tree->parts->len; i++) {
    const HearthMimePart *part = hearth_mime_tree_get (self->tree, i);
    g_autofree char *disposition = NULL;
    g_autofree char *name = NULL;
    g_autofree char *path = NULL;
    gboolean named, is_message = g_str_has_prefix (part->type, "message/");

    if (self->taken->data[i] || (part->is_container && !is_message) || is_control_part (part))
      continue;
    disposition = hearth_mime_dup_disposition (part);
    if (!g_str_equal (disposition, "attachment") && is_shown_inline (self, part))
      continue;
    name = make_name (self, i, part, &named);
    if (has_type (part, "text/calendar") && !named && !g_str_equal (disposition, "attachment"))
      continue;
    if (self->message->attachments->len >= MAX_ATTACHMENTS) {
      self->message->marks |= HEARTH_MARK_TRUNCATED;
      return;
    }
    path = hearth_mime_tree_dup_path (self->tree, i);
    g_ptr_array_add (self->message->attachments,
                     hearth_attachment_new (name, part->type, path,
                                            hearth_mime_part_get_size (part, self->input)));
  }
}

static HearthMessage *
parse_input (const HearthMimeInput *input, gint64 fallback_date, gint64 raw_size, GError **error)
{
  g_autoptr (HearthMimeTree) tree = hearth_mime_tree_new (input, error);
  Reader self = { .input = input, .tree = tree };

  if (tree == NULL)
    return NULL;
  self.message = hearth_message_new ();
  self.message->size = raw_size;
  self.text = g_string_new (NULL);
  self.taken = g_byte_array_sized_new (tree->parts->len);
  g_byte_array_set_size (self.taken, tree->parts->len);
  memset (self.taken->data, 0, tree->parts->len);
  if (tree->over_bound || tree->truncated)
    self.message->marks |= HEARTH_MARK_TRUNCATED;
  hearth_mime_read_headers (self.message, hearth_mime_tree_get (tree, 0), fallback_date);
  for (guint i = 0; i < tree->parts->len && self.text->len < MAX_TEXT;)
    i = take_part (&self, i);
  if (self.from_html && !self.from_plain)
    self.message->marks |= HEARTH_MARK_HTML_ONLY;
  list_attachments (&self);
  self.message->text = g_string_free (self.text, FALSE);
  self.message->preview = hearth_mime_make_preview (self.message->text);
  g_byte_array_unref (self.taken);
  if (self.html != NULL)
    g_string_free (self.html, TRUE);
  return self.message;
}

/**
 * hearth_mime_parse_bytes:
 * @data: a raw message, RFC 5322
 * @size: its bytes
 * @fallback_date: seconds since 1970 UTC, for a message without a usable date
 *
 * Reads a message. Any bytes make a message; what is wrong with them is in its marks. The fields
 * that name its place (source, mailbox, key, path, flags) are left to the source.
 *
 * Returns: (transfer full): a message
 */
HearthMessage *
hearth_mime_parse_bytes (const guint8 *data, gsize size, gint64 fallback_date)
{
  HearthMimeInput input = { .data = data != NULL ? data : (const guint8 *) "",
                            .fd = -1,
                            .size = MIN ((goffset) size, HEARTH_MIME_MAX_RAW),
                            .cut = (goffset) size > HEARTH_MIME_MAX_RAW };

  return parse_input (&input, fallback_date, size, NULL);
}

static int
open_regular (int dir_fd, const char *name, const char *shown_path, struct stat *info,
              GError **error)
{
  /* Without O_NONBLOCK a FIFO in the folder would hold the sync for good. */
  int fd = openat (dir_fd, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

  if (fd < 0 || fstat (fd, info) < 0) {
    hearth_mail_error_set_from_errno (error, errno, shown_path);
    if (fd >= 0)
      close (fd);
    return -1;
  }
  if (!S_ISREG (info->st_mode)) {
    hearth_mail_error_set_from_errno (error, EISDIR, shown_path);
    close (fd);
    return -1;
  }
  return fd;
}

static gssize
read_whole (int fd, guint8 *buffer, gsize size)
{
  gsize done = 0;

  while (done < size) {
    gssize n = read (fd, buffer + done, size - done);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return -1;
    if (n == 0)
      break;
    done += n;
  }
  return done;
}

/**
 * hearth_mime_parse_at:
 * @dir_fd: a folder's descriptor, or `AT_FDCWD`
 * @name: (type filename): a file in it
 * @shown_path: (type filename): the file as errors name it
 * @error: (out) (optional): `HEARTH_MAIL_ERROR`
 *
 * Reads a message from a file; the file's time stands in for a missing date.
 *
 * Returns: (transfer full) (nullable): a message, or %NULL if the file cannot be read
 */
HearthMessage *
hearth_mime_parse_at (int dir_fd, const char *name, const char *shown_path, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree guint8 *data = NULL;
  HearthMimeInput input = { .fd = -1 };
  HearthMessage *message = NULL;
  struct stat info;
  int fd = open_regular (dir_fd, name, shown_path, &info, error);

  if (fd < 0)
    return NULL;
  if (info.st_size <= MAX_WHOLE) {
    gssize n;

    data = g_malloc (info.st_size + 1);
    n = read_whole (fd, data, info.st_size);
    if (n < 0) {
      hearth_mail_error_set_from_errno (error, errno, shown_path);
      close (fd);
      return NULL;
    }
    input.data = data;
    input.size = n;
  } else {
    input.fd = fd;
    input.size = MIN (info.st_size, HEARTH_MIME_MAX_RAW);
    input.cut = info.st_size > HEARTH_MIME_MAX_RAW;
  }
  message = parse_input (&input, info.st_mtime, info.st_size, &local);
  close (fd);
  if (message == NULL) {
    g_autofree char *shown = g_filename_display_name (shown_path);

    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_UNREADABLE,
                 _("“%s” cannot be read: %s."), shown, local->message);
  }
  return message;
}

/**
 * hearth_mime_parse_file:
 * @path: (type filename): a file
 * @error: (out) (optional): `HEARTH_MAIL_ERROR`
 *
 * See hearth_mime_parse_at().
 *
 * Returns: (transfer full) (nullable): a message
 */
HearthMessage *
hearth_mime_parse_file (const char *path, GError **error)
{
  return hearth_mime_parse_at (AT_FDCWD, path, path, error);
}

/**
 * hearth_mime_dup_raw_at:
 * @dir_fd: a folder's descriptor, or `AT_FDCWD`
 * @name: (type filename): a file in it
 * @shown_path: (type filename): the file as errors name it
 * @error: (out) (optional): `HEARTH_MAIL_ERROR`, `TOO_BIG` above 64 MiB
 *
 * Returns: (transfer full) (nullable): the bytes of a file
 */
GBytes *
hearth_mime_dup_raw_at (int dir_fd, const char *name, const char *shown_path, GError **error)
{
  g_autofree guint8 *data = NULL;
  struct stat info;
  gssize n;
  int fd = open_regular (dir_fd, name, shown_path, &info, error);

  if (fd < 0)
    return NULL;
  if (info.st_size > MAX_HANDED_OUT) {
    g_autofree char *shown = g_filename_display_name (shown_path);

    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_TOO_BIG,
                 _("“%s” is larger than %d MB and is not read as a whole."), shown,
                 MAX_HANDED_OUT / 1024 / 1024);
    close (fd);
    return NULL;
  }
  data = g_malloc (info.st_size + 1);
  n = read_whole (fd, data, info.st_size);
  if (n < 0)
    hearth_mail_error_set_from_errno (error, errno, shown_path);
  close (fd);
  return n >= 0 ? g_bytes_new_take (g_steal_pointer (&data), n) : NULL;
}

/**
 * hearth_mime_dup_raw:
 * @path: (type filename): a file
 * @error: (out) (optional): `HEARTH_MAIL_ERROR`
 *
 * See hearth_mime_dup_raw_at().
 *
 * Returns: (transfer full) (nullable): the bytes of a file
 */
GBytes *
hearth_mime_dup_raw (const char *path, GError **error)
{
  return hearth_mime_dup_raw_at (AT_FDCWD, path, path, error);
}

/**
 * hearth_mime_dup_part:
 * @raw: a raw message
 * @part: a part's path, as in #HearthAttachment
 * @content_type: (out) (optional): its MIME type
 * @error: (out) (optional): `HEARTH_MAIL_ERROR_NOT_FOUND`
 *
 * Decodes one part, to open or to save it. The charset of a text is left as it is.
 *
 * Returns: (transfer full) (nullable): its content
 */
GBytes *
hearth_mime_dup_part (GBytes *raw, const char *part, char **content_type, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (raw, &size);
  HearthMimeInput input = { .data = data != NULL ? data : (const guint8 *) "",
                            .fd = -1,
                            .size = size };
  g_autoptr (HearthMimeTree) tree = hearth_mime_tree_new (&input, error);
  GByteArray *bytes;
  int i;

  if (tree == NULL)
    return NULL;
  i = hearth_mime_tree_find (tree, part);
  if (i < 0) {
    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_NOT_FOUND,
                 _("The message has no part %s."), part);
    return NULL;
  }
  bytes =
      hearth_mime_part_decode (hearth_mime_tree_get (tree, i), &input, MAX_HANDED_OUT, NULL, error);
  if (bytes == NULL)
    return NULL;
  if (content_type != NULL)
    *content_type = g_strdup (hearth_mime_tree_get (tree, i)->type);
  return g_byte_array_free_to_bytes (bytes);
}
