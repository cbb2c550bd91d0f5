/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-source.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_MAILDIR_SOURCE (hearth_maildir_source_get_type ())
G_DECLARE_FINAL_TYPE (HearthMaildirSource, hearth_maildir_source, HEARTH, MAILDIR_SOURCE,
                      HearthMailSource)

HearthMailSource *
hearth_maildir_source_new (const char *path) G_GNUC_WARN_UNUSED_RESULT;
const char *
hearth_maildir_source_get_path (HearthMaildirSource *self);

G_END_DECLS
