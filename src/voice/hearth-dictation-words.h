/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean hearth_dictation_words_is_delete (const char *utterance, const char *language);
char    *hearth_dictation_words_write     (const char *utterance, const char *language,
                                           gboolean *begins) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
