/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"
#include "hearth-usage.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_METERED_SERVICE (hearth_metered_service_get_type ())
G_DECLARE_FINAL_TYPE (HearthMeteredService, hearth_metered_service, HEARTH, METERED_SERVICE, GObject)

HearthAiService *hearth_metered_service_new       (HearthUsage *usage, HearthAiService *service,
                                                   const char *purpose) G_GNUC_WARN_UNUSED_RESULT;
gsize            hearth_metered_service_get_bytes (HearthMeteredService *self);

G_END_DECLS
