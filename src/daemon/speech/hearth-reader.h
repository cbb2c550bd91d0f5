/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mouth.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_READER (hearth_reader_get_type ())
G_DECLARE_FINAL_TYPE (HearthReader, hearth_reader, HEARTH, READER, GObject)

HearthReader *hearth_reader_new         (HearthMouth *mouth, const char *language,
                                         GVariant *trial) G_GNUC_WARN_UNUSED_RESULT;
void          hearth_reader_push        (HearthReader *self, const char *text);
void          hearth_reader_end         (HearthReader *self);
void          hearth_reader_use_prepared (HearthReader *self, const char *text, guint64 id);
void          hearth_reader_resume      (HearthReader *self);
void          hearth_reader_restart     (HearthReader *self);
void          hearth_reader_skip        (HearthReader *self);
void          hearth_reader_stop        (HearthReader *self);
gboolean      hearth_reader_is_done     (HearthReader *self);
gboolean      hearth_reader_is_about_to_speak (HearthReader *self);
gsize         hearth_reader_get_heard   (HearthReader *self);

G_END_DECLS
