/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

typedef struct _HearthCodeKeeper HearthCodeKeeper;

HearthCodeKeeper *hearth_code_keeper_new  (HearthEngine *engine) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_code_keeper_free (HearthCodeKeeper *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthCodeKeeper, hearth_code_keeper_free)

G_END_DECLS
