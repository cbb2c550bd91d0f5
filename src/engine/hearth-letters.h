/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-store-actions.h"
#include "hearth-store-books.h"
#include "hearth-store-hands.h"
#include "hearth-store-letters.h"

G_BEGIN_DECLS

/* Each of these is one transaction, and tells of "letters", "hands" or "books". */

HearthLetter *
hearth_letters_begin (HearthEngine *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_letters_save       (HearthEngine *self, HearthLetter *letter, gboolean keep,
                                    GError **error);
gboolean hearth_letters_restore    (HearthEngine *self, gint64 id, gint64 version_id,
                                    GError **error);
gboolean hearth_letters_step       (HearthEngine *self, gint64 id, HearthLetterStep step,
                                    GError **error);
gboolean hearth_letters_delete     (HearthEngine *self, gint64 id, gint64 *action_id,
                                    GError **error);
gboolean hearth_letters_undo       (HearthEngine *self, const HearthAction *action,
                                    guint *n_changed, GError **error);
gboolean hearth_letters_dismiss    (HearthEngine *self, gint64 id, const char *const *marks,
                                    gboolean dismissed, GError **error);
gboolean hearth_letters_set_own_word (HearthEngine *self, const char *language, const char *word,
                                      gboolean own, GError **error);
gboolean hearth_letters_dismiss_occasion (HearthEngine *self, const char *key, gboolean dismissed,
                                          GError **error);

gboolean hearth_letters_save_hand   (HearthEngine *self, gint64 *id, const char *name, GBytes *data,
                                     GError **error);
gboolean hearth_letters_remove_hand (HearthEngine *self, gint64 id, GError **error);
gboolean hearth_letters_save_book   (HearthEngine *self, HearthBookRow *book, GError **error);
gboolean hearth_letters_remove_book (HearthEngine *self, gint64 id, GError **error);

G_END_DECLS
