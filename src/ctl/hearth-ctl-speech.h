/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ctl.h"

#include <gio/gio.h>

G_BEGIN_DECLS

GVariant *hearth_ctl_speech_call (HearthCtl *ctl, GDBusConnection *bus, const char *method,
                                  GVariant *parameters, const char *reply_type,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
