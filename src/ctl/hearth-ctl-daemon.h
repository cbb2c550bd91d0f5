/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gio/gunixfdlist.h>

#include "hearth-ctl.h"

G_BEGIN_DECLS

GPtrArray *
hearth_ctl_make_engine_arguments (HearthCtl *ctl,
                                  const char *const *args) G_GNUC_WARN_UNUSED_RESULT;
HearthCtlExit
hearth_ctl_exec_engine (HearthCtl *ctl, const char *const *args);
HearthCtlExit
hearth_ctl_run_engine (HearthCtl *ctl, const char *const *args);
GVariant *
hearth_ctl_ask_engine (HearthCtl *ctl, const char *const *args, const char *type,
                       HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
HearthCtlExit
hearth_ctl_make_demo (HearthCtl *ctl);

GDBusConnection *
hearth_ctl_connect (GError **error) G_GNUC_WARN_UNUSED_RESULT;
GVariant *
hearth_ctl_call (HearthCtl *ctl, GDBusConnection *bus, const char *method, GVariant *parameters,
                 const char *reply_type, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GVariant *
hearth_ctl_call_with_fds (HearthCtl *ctl, GDBusConnection *bus, const char *method,
                          GVariant *parameters, GUnixFDList *fds, const char *reply_type,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
GVariant *
hearth_ctl_call_interface (HearthCtl *ctl, GDBusConnection *bus, const char *interface,
                           const char *method, GVariant *parameters, GUnixFDList *fds,
                           const char *reply_type, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthCtlExit
hearth_ctl_fail_call (GError *error);
HearthCtlExit
hearth_ctl_daemon_sync (HearthCtl *ctl, GDBusConnection *bus);

G_END_DECLS
