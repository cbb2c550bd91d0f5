/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthSpokenForm: an answer as a voice says it, and what of the answer each of its words says.
 * Immutable; may be used from any thread.
 */
typedef struct _HearthSpokenForm HearthSpokenForm;

HearthSpokenForm *hearth_spoken_form_new          (const char *answer,
                                                   const char *language) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_spoken_form_free         (HearthSpokenForm *self);
const char       *hearth_spoken_form_get_text     (const HearthSpokenForm *self);
const char       *hearth_spoken_form_get_language (const HearthSpokenForm *self);
gsize             hearth_spoken_form_get_heard    (const HearthSpokenForm *self, gsize spoken);
char             *hearth_spoken_form_dup_heard    (const HearthSpokenForm *self,
                                                   gsize spoken) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthSpokenForm, hearth_spoken_form_free)

G_END_DECLS
