/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-spoken-token.h"

G_BEGIN_DECLS

/* Between the files of the spoken form only. Each reader looks at what begins with a byte of a
 * text, appends how it is said, and returns how many bytes that was, or 0. */

gsize    hearth_spoken_read_date     (HearthSpeechLanguage language, const char *text, gsize at,
                                      GString *out);
gsize    hearth_spoken_read_clock    (HearthSpeechLanguage language, const char *text, gsize at,
                                      GString *out);
gsize    hearth_spoken_read_amount   (HearthSpeechLanguage language, const char *text, gsize at,
                                      GString *out);
void     hearth_spoken_append_number (HearthSpeechLanguage language, gint64 number, GString *out);
gboolean hearth_spoken_ends_word     (const char *text);
char    *hearth_spoken_dup_before    (const char *text, gsize at) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
