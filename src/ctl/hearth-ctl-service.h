/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ctl-daemon.h"

G_BEGIN_DECLS

GVariant *
hearth_ctl_setup_call (HearthCtl *ctl, const char *interface, const char *method,
                       GVariant *parameters, const char *reply_type,
                       HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
GVariant *
hearth_ctl_setup_call_with_key (HearthCtl *ctl, const char *interface, const char *method,
                                GVariant *service, const char *key, const char *reply_type,
                                HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
HearthCtlExit
hearth_ctl_setup_print_all (HearthCtl *ctl, GVariant *reply,
                            void (*print) (HearthCtl *ctl, GVariant *item), const char *none);
GVariant *
hearth_ctl_setup_find (GVariant *list, const char *id) G_GNUC_WARN_UNUSED_RESULT;

GVariant *
hearth_ctl_service_call (HearthCtl *ctl, const char *method, GVariant *parameters,
                         const char *reply_type, HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
GVariant *
hearth_ctl_service_call_with_key (HearthCtl *ctl, const char *method, GVariant *service,
                                  const char *key, const char *reply_type,
                                  HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
GVariant *
hearth_ctl_service_find (HearthCtl *ctl, const char *id, HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_ctl_service_read_key (void) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_ctl_service_hint (GVariant *service);

G_END_DECLS
