/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-database.h"
#include "hearth-letter.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_LETTER_KEEPER (hearth_letter_keeper_get_type ())
G_DECLARE_FINAL_TYPE (HearthLetterKeeper, hearth_letter_keeper, HEARTH, LETTER_KEEPER, GObject)

HearthLetterKeeper *hearth_letter_keeper_new     (HearthClient *client, gint64 id) G_GNUC_WARN_UNUSED_RESULT;
HearthLetter       *hearth_letter_keeper_begin   (HearthDatabase *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gint64              hearth_letter_keeper_get_id  (HearthLetterKeeper *self);
gboolean            hearth_letter_keeper_is_busy (HearthLetterKeeper *self);
void                hearth_letter_keeper_save    (HearthLetterKeeper *self, const HearthLetter *letter,
                                                  gboolean with_text, gboolean keep);
void                hearth_letter_keeper_step    (HearthLetterKeeper *self, gboolean again);
void                hearth_letter_keeper_restore (HearthLetterKeeper *self, gint64 version);

G_END_DECLS
