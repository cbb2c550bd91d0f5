/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthOwnerWords:
 *
 * What the owner said in a conversation, to be asked whether a value is in it. Only what was typed,
 * spoken or picked counts; nothing that was quoted by a program.
 */
typedef struct _HearthOwnerWords HearthOwnerWords;

HearthOwnerWords *hearth_owner_words_new  (GPtrArray *words) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_owner_words_free (HearthOwnerWords *self);
gboolean          hearth_owner_words_have_all     (HearthOwnerWords *self, const char *text);
gboolean          hearth_owner_words_have_any     (HearthOwnerWords *self, const char *text);
gboolean          hearth_owner_words_have_address (HearthOwnerWords *self, const char *address);
gboolean          hearth_owner_words_have_addresses (HearthOwnerWords *self);
gboolean          hearth_owner_words_have_link    (HearthOwnerWords *self, const char *link);
gboolean          hearth_owner_words_have_code    (HearthOwnerWords *self, const char *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthOwnerWords, hearth_owner_words_free)

G_END_DECLS
