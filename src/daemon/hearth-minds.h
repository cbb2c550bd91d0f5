/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-setup.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_MINDS (hearth_minds_get_type ())
G_DECLARE_FINAL_TYPE (HearthMinds, hearth_minds, HEARTH, MINDS, GObject)

HearthMinds *hearth_minds_new      (HearthAiSetup *setup) G_GNUC_WARN_UNUSED_RESULT;
GVariant    *hearth_minds_list     (HearthMinds *self);
gboolean     hearth_minds_download (HearthMinds *self, const char *id, gboolean use, GError **error);
gboolean     hearth_minds_stop     (HearthMinds *self, const char *id, GError **error);
gboolean     hearth_minds_remove   (HearthMinds *self, const char *id, GError **error);
guint64      hearth_minds_get_memory (void);

G_END_DECLS
