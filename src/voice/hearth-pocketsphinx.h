/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-recognizer.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_POCKETSPHINX (hearth_pocketsphinx_get_type ())
G_DECLARE_FINAL_TYPE (HearthPocketsphinx, hearth_pocketsphinx, HEARTH, POCKETSPHINX, GObject)

HearthPocketsphinx *hearth_pocketsphinx_new (const char *model_dir) G_GNUC_WARN_UNUSED_RESULT;
gboolean            hearth_pocketsphinx_check_keyphrase_sync (const char *model_dir,
                                                              const char *phrase, GError **error);

G_END_DECLS
