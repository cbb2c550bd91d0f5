/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"
#include "hearth-letter.h"
#include "hearth-proof.h"

G_BEGIN_DECLS

/** HearthProofreader: the proofreader with what the store knows, for one letter. */
typedef struct _HearthProofreader HearthProofreader;

HearthProofreader *hearth_proofreader_new  (HearthDatabase *db, const HearthLetter *letter,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_proofreader_free (HearthProofreader *self);
GPtrArray         *hearth_proofreader_check (HearthProofreader *self,
                                             const char *text) G_GNUC_WARN_UNUSED_RESULT;
HearthSpeller     *hearth_proofreader_get_speller (HearthProofreader *self);
const char        *hearth_proofreader_get_language (HearthProofreader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthProofreader, hearth_proofreader_free)

G_END_DECLS
