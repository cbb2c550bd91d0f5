/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** A phrase to wake by has at least so many syllables: less would be said by the way too often. */
#define HEARTH_VOCABULARY_PHRASE_SYLLABLES 4

char *hearth_vocabulary_load_dictionary (const char *path, const char *known,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_vocabulary_measure_phrase  (const char *phrase, const char *known, guint *n_phones,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
