/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-phrases.h"

G_BEGIN_DECLS

/**
 * HearthVoice: who speaks to whom, for words that stand for themselves.
 * @other: the name of the one with whom the owner has to do
 * @sent: whether the owner wrote the text
 * @german: whether the text is German
 */
typedef struct {
  const char *other;
  gboolean sent;
  gboolean german;
} HearthVoice;

void
hearth_voice_append (const HearthVoice *self, GString *out, const HearthPhraseLine *line, guint from,
                     guint to);
guint
hearth_commitment_text_trim (const HearthPhraseLine *line, guint from, guint to);
char *
hearth_commitment_text_finish (GString *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_commitment_text_points_back (const HearthPhraseLine *line, guint from, guint to);
gboolean
hearth_commitment_text_is_idle (const HearthPhraseLine *line, guint at, guint from);
void
hearth_voice_append_matter (const HearthVoice *self, GString *out, const HearthPhraseLine *matter,
                            guint to);
gboolean
hearth_voice_is_plain (const char *word);
void
hearth_commitment_text_drop_zu (GString *text);
char *
hearth_commitment_text_to_base (const char *gerund) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
