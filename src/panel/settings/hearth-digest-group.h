/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_DIGEST_GROUP (hearth_digest_group_get_type ())
G_DECLARE_FINAL_TYPE (HearthDigestGroup, hearth_digest_group, HEARTH, DIGEST_GROUP,
                      AdwPreferencesGroup)

void hearth_digest_group_bind (HearthDigestGroup *self, GSettings *settings);

G_END_DECLS
