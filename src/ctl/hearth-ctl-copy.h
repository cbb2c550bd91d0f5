/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ctl-daemon.h"

G_BEGIN_DECLS

GVariant *
hearth_ctl_copy (HearthCtl *ctl, GDBusConnection *bus, const char *method, int fd,
                 const char *reply_type, HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_ctl_dup_owner (GDBusConnection *bus, const char *name);
gboolean
hearth_ctl_wait_for_owner (GDBusConnection *bus, const char *name, const char *before);

G_END_DECLS
