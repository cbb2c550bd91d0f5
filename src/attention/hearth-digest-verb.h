/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-digest.h"
#include "hearth-engine.h"

G_BEGIN_DECLS

HearthDigest *hearth_digest_tell (HearthEngine *engine, HearthDigestKind kind, gint64 since,
                                  gboolean told, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GVariant     *hearth_digest_verb (HearthEngine *engine, const char *kind, const char *language,
                                  gboolean told, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
