/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthPhonemesFunc:
 * @word: a word in small letters, UTF-8
 *
 * Returns: (transfer full) (nullable): how it is pronounced, in IPA; %NULL if that is not known
 */
typedef char *(*HearthPhonemesFunc) (const char *word);

char *hearth_pronunciation_from_ipa (const char *phonemes) G_GNUC_WARN_UNUSED_RESULT;
void  hearth_pronunciation_count    (const char *phones, guint *n_phones, guint *n_syllables);
char *hearth_pronunciation_dictionary_sync (const char *const *words, const char *known,
                                            HearthPhonemesFunc func, GCancellable *cancellable,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
