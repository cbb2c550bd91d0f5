/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The largest logical line that is kept; the rest of a longer one is dropped. */
#define HEARTH_ICAL_MAX_LINE (256 * 1024)

/**
 * HearthIcalReader:
 *
 * Walks over the content lines of an iCalendar text, RFC 5545, section 3.1, one at a time and
 * without a tree: memory stays bounded whatever the text is, and every line keeps its number and
 * its place, which libical's own parser loses.
 *
 * @number: the number of the present line, from 1
 * @offset: where the present line starts in the text, in bytes
 * @next_offset: where the line after it starts
 * @name: the property's name in upper case, without a group
 * @value: the raw value, still escaped, ending with NUL
 * @value_length: its bytes
 * @is_cut: whether the line was longer than %HEARTH_ICAL_MAX_LINE
 */
typedef struct {
  guint number;
  gsize offset;
  gsize next_offset;
  char *name;
  char *value;
  gsize value_length;
  gboolean is_cut;

  /*< private >*/
  const char *text;
  gsize length;
  guint next_number;
  GString *line;
  char *params;
} HearthIcalReader;

/** HearthIcalLineKind: what hearth_ical_reader_next() met. */
typedef enum {
  HEARTH_ICAL_END,
  HEARTH_ICAL_LINE,
  HEARTH_ICAL_BROKEN, /* no name and value could be told apart */
} HearthIcalLineKind;

void               hearth_ical_reader_init      (HearthIcalReader *self, const char *text,
                                                 gsize length);
void               hearth_ical_reader_clear     (HearthIcalReader *self);
HearthIcalLineKind hearth_ical_reader_next      (HearthIcalReader *self);
void               hearth_ical_reader_unread    (HearthIcalReader *self);
char              *hearth_ical_reader_dup_param (HearthIcalReader *self, const char *name) G_GNUC_WARN_UNUSED_RESULT;
char              *hearth_ical_reader_dup_text  (HearthIcalReader *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthIcalReader, hearth_ical_reader_clear)

G_END_DECLS
