/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-http-traffic.h"

G_BEGIN_DECLS

HearthHttpTraffic *hearth_dav_traffic_get  (void);
GPtrArray         *hearth_dav_traffic_take (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
