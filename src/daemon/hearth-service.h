/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-setup.h"
#include "hearth-companion.h"
#include "hearth-engine.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_SERVICE (hearth_service_get_type ())
G_DECLARE_FINAL_TYPE (HearthService, hearth_service, HEARTH, SERVICE, GObject)

HearthService *hearth_service_new    (HearthEngine *engine, HearthCompanion *companion) G_GNUC_WARN_UNUSED_RESULT;
void           hearth_service_set_settings (HearthService *self, GSettings *settings);
void           hearth_service_set_ai (HearthService *self, HearthAiSetup *setup);
gboolean       hearth_service_export (HearthService *self, GDBusConnection *bus, GError **error);
void           hearth_service_set_bytes_sent (HearthService *self, guint64 bytes);

G_END_DECLS
