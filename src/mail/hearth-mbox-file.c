/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mbox-file.h"

#include "hearth-mail-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WINDOW (1024 * 1024)

/* A "From " line and the line after it must show within so many bytes. */
#define FROM_LINE 1024

/* Bytes of the header section that name the message. */
#define MAX_HEADERS (64 * 1024)

/* Bytes at the head and before the end that show whether a file only grew. */
#define STATE_BYTES 4096

struct _HearthMboxFile {
  int fd;
  char *path; /* (owned) */
  struct stat info;
  guint8 *window; /* (owned) */
  goffset base;
  gsize filled;
};

/**
 * hearth_mbox_file_open:
 * @path: (type filename): a file
 * @error: (out) (optional): `HEARTH_MAIL_ERROR`; `BAD_FORMAT` if it does not begin with "From "
 *
 * Returns: (transfer full) (nullable): the file
 */
HearthMboxFile *
hearth_mbox_file_open (const char *path, GError **error)
{
  g_autoptr (HearthMboxFile) self = g_new0 (HearthMboxFile, 1);

  self->path = g_strdup (path);
  self->fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (self->fd < 0 || fstat (self->fd, &self->info) < 0) {
    hearth_mail_error_set_from_errno (error, errno, path);
    return NULL;
  }
  if (!S_ISREG (self->info.st_mode)) {
    hearth_mail_error_set_from_errno (error, EISDIR, path);
    return NULL;
  }
  self->window = g_malloc (WINDOW);
  if (self->info.st_size > 0 && !hearth_mbox_file_starts (self, 0)) {
    g_autofree char *shown = g_filename_display_name (path);

    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_BAD_FORMAT,
                 _("“%s” is not an mbox file: it does not begin with a “From ” line."), shown);
    return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * hearth_mbox_file_close:
 * @self: (nullable) (transfer full): a file
 */
void
hearth_mbox_file_close (HearthMboxFile *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->window);
  g_free (self->path);
  g_free (self);
}

/**
 * hearth_mbox_file_get_size:
 * @self: a file
 *
 * Returns: its bytes when it was opened; what is added later is left to the next time
 */
goffset
hearth_mbox_file_get_size (HearthMboxFile *self)
{
  return self->info.st_size;
}

static gssize
read_at (HearthMboxFile *self, goffset offset, guint8 *buffer, gsize size)
{
  gsize done = 0;

  if (offset >= self->info.st_size)
    return 0;
  size = MIN ((goffset) size, self->info.st_size - offset);
  while (done < size) {
    gssize n = pread (self->fd, buffer + done, size - done, offset + done);

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

/* Bytes at @offset, as many as the window holds; @n is 0 at the end. */
static const guint8 *
look (HearthMboxFile *self, goffset offset, gsize wanted, gsize *n)
{
  goffset end = self->base + self->filled;

  if (offset < self->base || offset > end ||
      (offset + (goffset) wanted > end && end < self->info.st_size)) {
    gssize got = read_at (self, offset, self->window, WINDOW);

    self->base = offset;
    self->filled = MAX (got, 0);
  }
  *n = self->base + self->filled - offset;
  return self->window + (offset - self->base);
}

/**
 * hearth_mbox_file_dup_state:
 * @self: a file
 * @upto: bytes of it
 *
 * Returns: (transfer full): what the first @upto bytes look like at their head and their end
 */
char *
hearth_mbox_file_dup_state (HearthMboxFile *self, goffset upto)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_MD5);
  guint8 bytes[STATE_BYTES];
  goffset tail = MAX (0, upto - STATE_BYTES);
  gssize n = read_at (self, 0, bytes, MIN (upto, STATE_BYTES));

  g_checksum_update (sum, bytes, MAX (n, 0));
  n = read_at (self, tail, bytes, upto - tail);
  g_checksum_update (sum, bytes, MAX (n, 0));
  return g_strdup (g_checksum_get_string (sum));
}

/* "From x@y Thu Jan  1 00:00:00 1970": a clock time and a year. */
static gboolean
has_time_and_year (const guint8 *line, gsize size)
{
  gboolean time = FALSE, year = FALSE;

  for (gsize i = 5; i + 4 < size; i++) {
    const guint8 *p = line + i;

    if (*p == ':' && g_ascii_isdigit (p[-1]) && g_ascii_isdigit (p[1]) && g_ascii_isdigit (p[2]))
      time = TRUE;
    if (p[0] == ' ' && ((p[1] == '1' && p[2] == '9') || (p[1] == '2' && p[2] == '0')) &&
        g_ascii_isdigit (p[3]) && g_ascii_isdigit (p[4]) &&
        (i + 5 >= size || !g_ascii_isdigit (p[5])))
      year = TRUE;
  }
  return time && year;
}

static gboolean
is_header_field (const guint8 *line, gsize size)
{
  gsize n = 0;

  while (n < size && line[n] > 0x20 && line[n] < 0x7f && line[n] != ':')
    n++;
  return n > 0 && n < size && line[n] == ':';
}

/* Whether a message begins with the "From " at @bytes. Bodies hold such lines too, of which some
 * programs do not take care: a date, or a header field behind a blank line, decides. */
static gboolean
is_separator (const guint8 *bytes, gsize size, gboolean blank_before)
{
  const guint8 *newline = memchr (bytes, '\n', MIN (size, FROM_LINE));
  gsize length = newline != NULL ? (gsize) (newline - bytes) : MIN (size, FROM_LINE);

  if (has_time_and_year (bytes, length))
    return TRUE;
  return blank_before && newline != NULL &&
         is_header_field (newline + 1, MIN (size - length - 1, FROM_LINE));
}

/**
 * hearth_mbox_file_starts:
 * @self: a file
 * @offset: where to look
 *
 * Returns: whether a message starts there
 */
gboolean
hearth_mbox_file_starts (HearthMboxFile *self, goffset offset)
{
  gsize n;
  const guint8 *bytes = look (self, offset, FROM_LINE, &n);

  return n >= 5 && memcmp (bytes, "From ", 5) == 0;
}

static goffset
find_next (HearthMboxFile *self, goffset offset)
{
  goffset at = offset;

  while (TRUE) {
    gsize n;
    const guint8 *bytes = look (self, at, WINDOW / 2, &n);
    const guint8 *hit = memmem (bytes, n, "\nFrom ", 6);
    gboolean at_end = at + (goffset) n >= self->info.st_size || n == 0;
    gsize where, rest;
    gboolean blank;

    if (hit == NULL) {
      if (at_end || n <= 8)
        return self->info.st_size;
      at += n - 8;
      continue;
    }
    where = hit - bytes;
    rest = n - where - 1;
    if (rest < FROM_LINE && !at_end && where > 2) {
      at += where - 2; /* the line may not be whole in this window */
      continue;
    }
    blank = where > 0 && (hit[-1] == '\n' || (where > 1 && hit[-1] == '\r' && hit[-2] == '\n'));
    if (is_separator (hit + 1, rest, blank))
      return at + where + 1;
    at += where + 1;
  }
}

static gboolean
is_changing_field (const char *line)
{
  static const char *const names[] = { "Status:",      "X-Status:",       "X-Keywords:", "X-UID:",
                                       "X-Mozilla-",   "Content-Length:", "Lines:",      "X-IMAP",
                                       "X-Evolution:", "X-KMail-",        NULL };

  for (guint i = 0; names[i] != NULL; i++) {
    if (g_ascii_strncasecmp (line, names[i], strlen (names[i])) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
read_status (const char *line, HearthMboxEntry *entry)
{
  static const struct {
    const char *name;
    char letter;
    HearthMessageFlags flag;
  } marks[] = {
    { "Status:", 'R', HEARTH_MESSAGE_SEEN },      { "X-Status:", 'A', HEARTH_MESSAGE_ANSWERED },
    { "X-Status:", 'F', HEARTH_MESSAGE_FLAGGED }, { "X-Status:", 'T', HEARTH_MESSAGE_DRAFT },
    { "X-Status:", 'D', HEARTH_MESSAGE_DELETED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
    gsize n = strlen (marks[i].name);

    if (g_ascii_strncasecmp (line, marks[i].name, n) == 0 &&
        strchr (line + n, marks[i].letter) != NULL)
      entry->flags |= marks[i].flag;
  }
  if (g_ascii_strncasecmp (line, "X-Mozilla-Status:", 17) == 0) {
    guint bits = strtoul (line + 17, NULL, 16);

    entry->flags |= (bits & 0x0001 ? HEARTH_MESSAGE_SEEN : 0) |
                    (bits & 0x0002 ? HEARTH_MESSAGE_ANSWERED : 0) |
                    (bits & 0x0004 ? HEARTH_MESSAGE_FLAGGED : 0) |
                    (bits & 0x1000 ? HEARTH_MESSAGE_FORWARDED : 0);
    entry->expunged |= (bits & 0x0008) != 0;
  }
}

static void
read_headers (HearthMboxFile *self, HearthMboxEntry *entry)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_MD5);
  gsize n;
  const guint8 *bytes = look (self, entry->offset, MAX_HEADERS, &n);
  const guint8 *p, *end = bytes + MIN ((goffset) MIN (n, MAX_HEADERS), entry->end - entry->offset);

  p = memchr (bytes, '\n', end - bytes);
  p = p != NULL ? p + 1 : end;
  while (p < end) {
    const guint8 *newline = memchr (p, '\n', end - p);
    const guint8 *next = newline != NULL ? newline + 1 : end;
    g_autofree char *line = g_strndup ((const char *) p, next - p);

    g_strchomp (line);
    if (*line == '\0')
      break;
    if (is_changing_field (line))
      read_status (line, entry);
    else
      g_checksum_update (sum, (const guchar *) line, -1);
    p = next;
  }
  g_strlcpy (entry->key, g_checksum_get_string (sum), sizeof entry->key);
}

/**
 * hearth_mbox_file_read_entry:
 * @self: a file
 * @offset: where a message starts
 * @entry: (out): the message there
 * @error: (out) (optional): `HEARTH_MAIL_ERROR_BAD_FORMAT` if none starts there
 *
 * Returns: whether there is a message
 */
gboolean
hearth_mbox_file_read_entry (HearthMboxFile *self, goffset offset, HearthMboxEntry *entry,
                             GError **error)
{
  *entry = (HearthMboxEntry){ .offset = offset };
  if (!hearth_mbox_file_starts (self, offset)) {
    g_autofree char *shown = g_filename_display_name (self->path);

    g_set_error (error, HEARTH_MAIL_ERROR, HEARTH_MAIL_ERROR_BAD_FORMAT,
                 _("“%s” has no message at byte %lld."), shown, (long long) offset);
    return FALSE;
  }
  entry->end = self->info.st_size;
  read_headers (self, entry); /* while the window is there */
  entry->end = find_next (self, offset + 4);
  return TRUE;
}

/**
 * hearth_mbox_file_dup_message:
 * @self: a file
 * @offset: where a message starts
 * @end: where it ends
 * @error: (out) (optional): `HEARTH_MAIL_ERROR_UNREADABLE`
 *
 * Reads a message without its "From " line and undoes the quoting of "From " in its text (mboxrd;
 * in mboxo the one quoted form looks the same).
 *
 * Returns: (transfer full) (nullable): the raw message
 */
GByteArray *
hearth_mbox_file_dup_message (HearthMboxFile *self, goffset offset, goffset end, GError **error)
{
  gsize size = MIN (end - offset, HEARTH_MBOX_MAX_MESSAGE);
  g_autoptr (GByteArray) raw = g_byte_array_sized_new (size + 1);
  guint8 *p, *out, *stop;
  gssize n;

  g_byte_array_set_size (raw, size);
  n = read_at (self, offset, raw->data, size);
  if (n < 0) {
    hearth_mail_error_set_from_errno (error, errno, self->path);
    return NULL;
  }
  p = raw->data;
  stop = p + n;
  out = p;
  p = memchr (p, '\n', n);
  p = p != NULL ? p + 1 : stop;
  while (p < stop) {
    guint8 *newline = memchr (p, '\n', stop - p);
    guint8 *next = newline != NULL ? newline + 1 : stop;

    if (*p == '>') {
      guint8 *mark = p;

      while (mark < next && *mark == '>')
        mark++;
      if (next - mark >= 5 && memcmp (mark, "From ", 5) == 0)
        p++;
    }
    memmove (out, p, next - p);
    out += next - p;
    p = next;
  }
  /* The blank line before the next "From " belongs to the format. */
  if (end < self->info.st_size && out - raw->data >= 2 && out[-1] == '\n')
    out -= out[-2] == '\r' ? 2 : 1;
  g_byte_array_set_size (raw, out - raw->data);
  return g_steal_pointer (&raw);
}
