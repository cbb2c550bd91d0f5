/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-module-reader.h"

#include <glib/gi18n.h>
#include <string.h>

/* Sound is one line: what it is made of stands in the lines before it, and its bytes after a zero,
 * where a newline and this sign itself are written as the sign and the byte with its sixth bit
 * turned. */
#define ESCAPE 0x7d
#define ESCAPE_BIT 0x20
#define AUDIO_LINE "AUDIO"

struct _HearthModuleReader {
  GByteArray *bytes; /* (owned): what has not become a message */
  gsize searched;    /* of these, without a newline after the last line */
  gsize begun;       /* where the line begins that is not complete */

  HearthModuleMessage *message; /* (owned) (nullable): what is not complete */
  guint bits;
  guint channels;
  guint big_endian;
};

/**
 * hearth_module_message_free:
 * @message: (transfer full) (nullable): a message
 *
 * Frees it.
 */
void
hearth_module_message_free (HearthModuleMessage *message)
{
  if (message == NULL)
    return;
  g_ptr_array_unref (message->lines);
  g_array_unref (message->samples);
  g_free (message);
}

/**
 * hearth_module_reader_new:
 *
 * Returns: (transfer full): a reader that was given nothing yet
 */
HearthModuleReader *
hearth_module_reader_new (void)
{
  HearthModuleReader *self = g_new0 (HearthModuleReader, 1);

  self->bytes = g_byte_array_new ();
  return self;
}

/**
 * hearth_module_reader_free:
 * @self: (transfer full): a reader
 *
 * Frees it, with what it has not read.
 */
void
hearth_module_reader_free (HearthModuleReader *self)
{
  g_byte_array_unref (self->bytes);
  hearth_module_message_free (self->message);
  g_free (self);
}

/**
 * hearth_module_reader_feed:
 * @self: a reader
 * @data: (array length=length) (element-type guint8): what came
 * @length: how many bytes
 *
 * Gives it more. It keeps no more than one message may have: what is beyond that fails at
 * hearth_module_reader_next().
 */
void
hearth_module_reader_feed (HearthModuleReader *self, const void *data, gsize length)
{
  gsize room =
      HEARTH_MODULE_MESSAGE_MAX + 1 - MIN (self->bytes->len, HEARTH_MODULE_MESSAGE_MAX + 1);

  g_byte_array_append (self->bytes, data, (guint) MIN (length, room));
}

static void
set_bad_reply (GError **error)
{
  g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_BAD_REPLY,
                       _("The voice of Speech Dispatcher sent something that is no sound."));
}

static gboolean
read_number (const char *line, const char *name, guint *value)
{
  guint64 number;

  if (!g_str_has_prefix (line, name) || line[strlen (name)] != '=')
    return FALSE;
  *value = g_ascii_string_to_unsigned (line + strlen (name) + 1, 10, 0, 1000000, &number, NULL)
               ? (guint) number
               : G_MAXUINT;
  return TRUE;
}

/* Takes the escapes out, in place. Returns the new length. */
static gsize
unescape (guint8 *bytes, gsize length)
{
  gsize to = 0;

  for (gsize from = 0; from < length; from++) {
    if (bytes[from] == ESCAPE && from + 1 < length)
      bytes[to++] = bytes[++from] ^ ESCAPE_BIT;
    else
      bytes[to++] = bytes[from];
  }
  return to;
}

/* A whole frame at a time; channels become their mean. */
static gboolean
read_sound (HearthModuleReader *self, guint8 *bytes, gsize length)
{
  HearthModuleMessage *message = self->message;

  if (self->bits != 16 || self->channels < 1 || self->channels > 2 || self->big_endian > 1 ||
      message->rate < HEARTH_SYNTHESIS_RATE_MIN || message->rate > HEARTH_SYNTHESIS_RATE_MAX)
    return FALSE;
  length = unescape (bytes, length);
  for (gsize at = 0; at + 2 * self->channels <= length; at += 2 * self->channels) {
    int sum = 0;
    gint16 sample;

    for (guint channel = 0; channel < self->channels; channel++) {
      guint8 *pair = bytes + at + 2 * channel;

      sum += (gint16) (self->big_endian ? pair[0] << 8 | pair[1] : pair[1] << 8 | pair[0]);
    }
    sample = (gint16) (sum / (int) self->channels);
    g_array_append_val (message->samples, sample);
  }
  return TRUE;
}

/* A line with "NNN-" before it. */
static gboolean
read_line (HearthModuleReader *self, guint8 *line, gsize length)
{
  HearthModuleMessage *message = self->message;
  gsize name = strlen (AUDIO_LINE);
  char *text;

  if (message->code == HEARTH_MODULE_EVENT_AUDIO) {
    if (length > name && memcmp (line, AUDIO_LINE, name + 1) == 0)
      return read_sound (self, line + name + 1, length - name - 1);
    text = g_utf8_make_valid ((const char *) line, (gssize) length);
    if (!read_number (text, "bits", &self->bits) &&
        !read_number (text, "num_channels", &self->channels) &&
        !read_number (text, "big_endian", &self->big_endian))
      read_number (text, "sample_rate", &message->rate);
    g_free (text);
    return TRUE;
  }
  if (message->lines->len >= HEARTH_MODULE_LINES_MAX)
    return FALSE;
  g_ptr_array_add (message->lines, g_utf8_make_valid ((const char *) line, (gssize) length));
  return TRUE;
}

static void
begin_message (HearthModuleReader *self, guint code)
{
  self->message = g_new0 (HearthModuleMessage, 1);
  self->message->code = code;
  self->message->lines = g_ptr_array_new_with_free_func (g_free);
  self->message->samples = g_array_new (FALSE, FALSE, sizeof (gint16));
  self->bits = self->channels = self->big_endian = 0;
}

/* Sets @complete at a message's last line, "NNN …". */
static gboolean
take_line (HearthModuleReader *self, guint8 *line, gsize length, gboolean *complete)
{
  guint code;

  if (length < 4 || !g_ascii_isdigit (line[0]) || !g_ascii_isdigit (line[1]) ||
      !g_ascii_isdigit (line[2]) || (line[3] != '-' && line[3] != ' '))
    return FALSE;
  code = (guint) (line[0] - '0') * 100 + (guint) (line[1] - '0') * 10 + (guint) (line[2] - '0');
  if (self->message == NULL)
    begin_message (self, code);
  if (self->message->code != code)
    return FALSE;
  *complete = line[3] == ' ';
  return *complete || read_line (self, line + 4, length - 4);
}

/**
 * hearth_module_reader_next:
 * @self: a reader
 * @error: %HEARTH_VOICE_ERROR_BAD_REPLY where it is in no form that a module has, and
 *   %HEARTH_VOICE_ERROR_TOO_LARGE; nothing can be read after either
 *
 * Returns: (transfer full) (nullable): the next message; %NULL without an error where more has to
 *   come first
 */
HearthModuleMessage *
hearth_module_reader_next (HearthModuleReader *self, GError **error)
{
  gboolean complete = FALSE;

  while (!complete) {
    guint8 *from = self->bytes->data + self->searched;
    guint8 *end = self->bytes->len > self->searched
                      ? memchr (from, '\n', self->bytes->len - self->searched)
                      : NULL;

    if (end == NULL) {
      self->searched = self->bytes->len;
      if (self->bytes->len <= HEARTH_MODULE_MESSAGE_MAX)
        return NULL;
      g_set_error_literal (error, HEARTH_VOICE_ERROR, HEARTH_VOICE_ERROR_TOO_LARGE,
                           _("The voice of Speech Dispatcher sent more than a sentence can be."));
      return NULL;
    }
    if (!take_line (self, self->bytes->data + self->begun,
                    (gsize) (end - self->bytes->data) - self->begun, &complete)) {
      set_bad_reply (error);
      return NULL;
    }
    self->begun = self->searched = (gsize) (end - self->bytes->data) + 1;
  }
  g_byte_array_remove_range (self->bytes, 0, (guint) self->begun);
  self->begun = self->searched = 0;
  return g_steal_pointer (&self->message);
}
