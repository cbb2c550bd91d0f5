/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_SEARCH_PROVIDER (hearth_search_provider_get_type ())
G_DECLARE_FINAL_TYPE (HearthSearchProvider, hearth_search_provider, HEARTH, SEARCH_PROVIDER, GObject)

HearthSearchProvider *
hearth_search_provider_new (HearthEngine *engine, GSettings *settings,
                            gboolean demo) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_search_provider_export (HearthSearchProvider *self, GDBusConnection *bus, GError **error);

G_END_DECLS
