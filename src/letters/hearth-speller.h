/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_SPELLER (hearth_speller_get_type ())
G_DECLARE_FINAL_TYPE (HearthSpeller, hearth_speller, HEARTH, SPELLER, GObject)

HearthSpeller *hearth_speller_new      (const char *language) G_GNUC_WARN_UNUSED_RESULT;
const char    *hearth_speller_get_tag  (HearthSpeller *self);
void           hearth_speller_add_own  (HearthSpeller *self, const char *word);
gboolean       hearth_speller_check    (HearthSpeller *self, const char *word, gsize length);
char         **hearth_speller_suggest  (HearthSpeller *self, const char *word,
                                        guint max) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
