/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_THRIFT_MONITOR (hearth_thrift_monitor_get_type ())
G_DECLARE_FINAL_TYPE (HearthThriftMonitor, hearth_thrift_monitor, HEARTH, THRIFT_MONITOR, GObject)

HearthThriftMonitor *hearth_thrift_monitor_new (HearthEngine *engine, GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
