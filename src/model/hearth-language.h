/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"

G_BEGIN_DECLS

const char *hearth_language_of_text (const char *text, gsize length);
const char *hearth_language_of_message (const HearthMessage *message);
gboolean    hearth_language_is_common_word (const char *word, gsize length);

G_END_DECLS
