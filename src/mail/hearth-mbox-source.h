/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-source.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_MBOX_SOURCE (hearth_mbox_source_get_type ())
G_DECLARE_FINAL_TYPE (HearthMboxSource, hearth_mbox_source, HEARTH, MBOX_SOURCE, HearthMailSource)

HearthMailSource *
hearth_mbox_source_new (const char *path) G_GNUC_WARN_UNUSED_RESULT;
const char *
hearth_mbox_source_get_path (HearthMboxSource *self);

G_END_DECLS
