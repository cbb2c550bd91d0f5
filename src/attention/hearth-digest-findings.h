/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-digest.h"
#include "hearth-event.h"

G_BEGIN_DECLS

gboolean hearth_digest_add_findings (HearthDigest *self, HearthDatabase *db, HearthSpan days,
                                     GError **error);
gboolean hearth_digest_count_kept   (HearthDigest *self, HearthDatabase *db, gint64 since,
                                     GError **error);

G_END_DECLS
