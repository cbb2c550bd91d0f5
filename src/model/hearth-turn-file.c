/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-turn-file.h"

#include "hearth-recipients.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_NAME 120

static const struct {
  const char *magic;
  gsize length;
  gsize offset;
  const char *type;
} signatures[] = {
  { "\x89PNG\r\n\x1a\n", 8, 0, "image/png" },
  { "\xff\xd8\xff", 3, 0, "image/jpeg" },
  { "GIF87a", 6, 0, "image/gif" },
  { "GIF89a", 6, 0, "image/gif" },
  { "WEBP", 4, 8, "image/webp" },
  { "%PDF-", 5, 0, "application/pdf" },
};

/* Text has no NUL and is UTF-8; what ends in the middle of a character was cut. */
static gboolean
is_text (const guint8 *data, gsize length)
{
  return memchr (data, '\0', length) == NULL &&
         g_utf8_validate_len ((const char *) data, length, NULL);
}

/**
 * hearth_turn_file_sniff:
 * @data: (array length=length): the bytes of a file, from its beginning
 * @length: their number
 *
 * Tells what a file is by what is in it, whatever it calls itself. Looks at its first bytes, and of
 * a text at all of them, up to %HEARTH_TURN_FILE_MAX_TEXT.
 *
 * Returns: (nullable): its media type: a picture, "application/pdf" or "text/plain"; %NULL for what
 *   no service is given
 */
const char *
hearth_turn_file_sniff (const guint8 *data, gsize length)
{
  if (length == 0)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (signatures); i++) {
    gsize end = signatures[i].offset + signatures[i].length;

    if (length >= end &&
        memcmp (data + signatures[i].offset, signatures[i].magic, signatures[i].length) == 0 &&
        (signatures[i].offset == 0 || memcmp (data, "RIFF", 4) == 0))
      return signatures[i].type;
  }
  return is_text (data, MIN (length, HEARTH_TURN_FILE_MAX_TEXT)) ? "text/plain" : NULL;
}

/* Why a file cannot go with a question, or NULL if it can. */
static char *
dup_objection (const char *name, const char *type, gsize size)
{
  if (size == 0)
    return g_strdup_printf (_("“%s” is empty."), name);
  if (type == NULL)
    return g_strdup_printf (
        _("“%s” is no picture, PDF or text. Only these can go with a question."), name);
  if (g_str_has_prefix (type, "text/") && size > HEARTH_TURN_FILE_MAX_TEXT)
    return g_strdup_printf (_("“%s” is too long: a text may have 64 KiB."), name);
  if (size > HEARTH_TURN_FILE_MAX_BYTES)
    return g_strdup_printf (_("“%s” is too large: a file may have 5 MiB."), name);
  return NULL;
}

/* One line without a path: it is shown, and said to services. */
static char *
clean_name (const char *name)
{
  const char *slash = strrchr (name, '/');
  g_autofree char *valid = hearth_text_clean (slash != NULL ? slash + 1 : name, -1);
  g_autofree char *clean = hearth_text_one_line (valid, MAX_NAME);

  return *clean != '\0' ? g_steal_pointer (&clean) : g_strdup (_("File"));
}

/**
 * hearth_turn_file_new_known:
 * @name: what it is called
 * @type: its media type
 * @size: bytes
 * @data: (nullable): what is in it, where that was read
 *
 * Returns: (transfer full): a file that was attached before
 */
HearthTurnFile *
hearth_turn_file_new_known (const char *name, const char *type, gsize size, GBytes *data)
{
  HearthTurnFile *self = g_new0 (HearthTurnFile, 1);

  self->name = g_strdup (name);
  self->type = g_strdup (type);
  self->size = size;
  self->data = data != NULL ? g_bytes_ref (data) : NULL;
  return self;
}

/**
 * hearth_turn_file_new:
 * @name: what it is called, perhaps with its path
 * @data: what is in it
 * @error: %HEARTH_MODEL_ERROR_BAD_FORMAT with a sentence for the owner: empty, too large, or
 * nothing that a service could be given
 *
 * Returns: (transfer full) (nullable): a file that can go with a question
 */
HearthTurnFile *
hearth_turn_file_new (const char *name, GBytes *data, GError **error)
{
  g_autofree char *clean = clean_name (name);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (data, &size);
  const char *type = hearth_turn_file_sniff (bytes, size);
  g_autofree char *objection = dup_objection (clean, type, size);

  if (objection != NULL) {
    g_set_error_literal (error, HEARTH_MODEL_ERROR, HEARTH_MODEL_ERROR_BAD_FORMAT, objection);
    return NULL;
  }
  return hearth_turn_file_new_known (clean, type, size, data);
}

/**
 * hearth_turn_file_copy:
 * @self: a file
 *
 * Returns: (transfer full): a copy that shares the bytes
 */
HearthTurnFile *
hearth_turn_file_copy (const HearthTurnFile *self)
{
  return hearth_turn_file_new_known (self->name, self->type, self->size, self->data);
}

/**
 * hearth_turn_file_free:
 * @self: (nullable) (transfer full): a file
 */
void
hearth_turn_file_free (HearthTurnFile *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->type);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_free (self);
}

/**
 * hearth_turn_file_get_kind:
 * @self: a file
 *
 * Returns: how a service is given it
 */
HearthTurnFileKind
hearth_turn_file_get_kind (const HearthTurnFile *self)
{
  if (g_str_has_prefix (self->type, "text/"))
    return HEARTH_TURN_FILE_TEXT;
  if (g_str_has_prefix (self->type, "image/"))
    return HEARTH_TURN_FILE_IMAGE;
  return g_str_equal (self->type, "application/pdf") ? HEARTH_TURN_FILE_DOCUMENT
                                                     : HEARTH_TURN_FILE_NONE;
}

/**
 * hearth_turn_file_dup_text:
 * @self: a text whose @data is there
 *
 * Returns: (transfer full): its words, without characters that nobody sees
 */
char *
hearth_turn_file_dup_text (const HearthTurnFile *self)
{
  gsize length;
  const char *text = g_bytes_get_data (self->data, &length);

  return hearth_text_clean (text, (gssize) MIN (length, HEARTH_TURN_FILE_MAX_TEXT));
}
