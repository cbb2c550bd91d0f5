/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ical-reader.h"

G_BEGIN_DECLS

/**
 * HearthIcalPartLine:
 * @name: (owned): the property's name in upper case; "" of a line that is none
 * @raw: (owned): the line as it is written, folded, with its end
 * @depth: 0 of the component's own BEGIN and END, 1 of its properties, more inside
 */
typedef struct {
  char *name;
  char *raw;
  guint depth;
} HearthIcalPartLine;

/**
 * HearthIcalPart:
 *
 * One component of an iCalendar text as its lines, to be changed line by line: what is not touched
 * keeps its bytes.
 *
 * @lines: (owned) (element-type HearthIcalPartLine): its lines
 * @newline: what ends a line here
 * @before: (owned): how it was written when it was read; "" of a new one
 */
typedef struct {
  GPtrArray *lines;
  const char *newline;
  char *before;
} HearthIcalPart;

HearthIcalPart *hearth_ical_part_new          (const char *component, const char *newline) G_GNUC_WARN_UNUSED_RESULT;
HearthIcalPart *hearth_ical_part_parse        (const char *text, gsize length,
                                               const char *newline) G_GNUC_WARN_UNUSED_RESULT;
HearthIcalPart *hearth_ical_part_copy         (const HearthIcalPart *self) G_GNUC_WARN_UNUSED_RESULT;
void            hearth_ical_part_free         (HearthIcalPart *self);
char           *hearth_ical_part_to_string    (const HearthIcalPart *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean        hearth_ical_part_is_changed   (const HearthIcalPart *self);

gboolean        hearth_ical_part_has          (const HearthIcalPart *self, const char *name);
char           *hearth_ical_part_dup_value    (const HearthIcalPart *self, const char *name) G_GNUC_WARN_UNUSED_RESULT;
char           *hearth_ical_part_dup_text     (const HearthIcalPart *self, const char *name) G_GNUC_WARN_UNUSED_RESULT;
char           *hearth_ical_part_dup_param    (const HearthIcalPart *self, const char *name,
                                               const char *param) G_GNUC_WARN_UNUSED_RESULT;
void            hearth_ical_part_remove       (HearthIcalPart *self, const char *name);
void            hearth_ical_part_set          (HearthIcalPart *self, const char *name,
                                               const char *params, const char *value);
void            hearth_ical_part_add          (HearthIcalPart *self, const char *name,
                                               const char *params, const char *value);
void            hearth_ical_part_set_text     (HearthIcalPart *self, const char *name,
                                               const char *text);
void            hearth_ical_part_remove_inner (HearthIcalPart *self, const char *component,
                                               const char *but_action);
void            hearth_ical_part_add_inner    (HearthIcalPart *self, const HearthIcalPart *inner);
void            hearth_ical_part_copy_inner   (HearthIcalPart *self, const HearthIcalPart *other,
                                               const char *component);
void            hearth_ical_part_take_over    (HearthIcalPart *self, const HearthIcalPart *other,
                                               const char *const *but);

void            hearth_ical_part_open_line    (const HearthIcalPartLine *line,
                                               HearthIcalReader *reader);
void            hearth_ical_part_write_line   (HearthIcalPart *self, HearthIcalPartLine *line,
                                               const char *name, const char *params,
                                               const char *value);
char           *hearth_ical_part_dup_params   (const char *params, const char *name,
                                               const char *value) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthIcalPart, hearth_ical_part_free)

G_END_DECLS
