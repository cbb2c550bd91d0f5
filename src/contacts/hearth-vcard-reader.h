/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The largest logical line that is kept; the rest of a longer one, which is a picture, is dropped. */
#define HEARTH_VCARD_MAX_LINE (32 * 1024)

/**
 * HearthVcardReader:
 *
 * Walks over the content lines of a vCard text, RFC 6350, section 3.2, and vCard 2.1, one at a
 * time, so that memory stays bounded whatever the text is.
 *
 * @name: the property's name in upper case, without a group
 * @value: the value as bytes, quoted-printable and CHARSET undone, backslashes not; ends with NUL
 * @preference: 1 (most wanted) to 100, or 101 if the line says none
 */
typedef struct {
  const char *name;
  const char *value;
  guint preference;

  /*< private >*/
  const char *text;
  gsize length;
  gsize offset;
  GString *line;
  char *decoded;
  const char *params;
} HearthVcardReader;

void     hearth_vcard_reader_init      (HearthVcardReader *self, const char *text, gsize length);
void     hearth_vcard_reader_clear     (HearthVcardReader *self);
gboolean hearth_vcard_reader_next      (HearthVcardReader *self);
char    *hearth_vcard_reader_dup_param (HearthVcardReader *self, const char *name) G_GNUC_WARN_UNUSED_RESULT;
char    *hearth_vcard_reader_dup_part  (const char **value, char separator) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthVcardReader, hearth_vcard_reader_clear)

G_END_DECLS
