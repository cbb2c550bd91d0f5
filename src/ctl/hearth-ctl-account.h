/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"
#include "hearth-ctl.h"

G_BEGIN_DECLS

GVariant *
hearth_ctl_account_call (HearthCtl *ctl, const char *method, GVariant *parameters,
                         const char *password, const char *reply_type,
                         HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
HearthAccount *
hearth_ctl_account_find (HearthCtl *ctl, const char *text,
                         HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
HearthAccount *
hearth_ctl_account_find_sender (HearthCtl *ctl, const char *text,
                                HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_ctl_account_take_server (const char *option, const char *text, const char *prefix,
                                GVariantDict *settings);
char *
hearth_ctl_account_read_password (const char *prompt) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_ctl_account_dup_server (const HearthMailServer *server) G_GNUC_WARN_UNUSED_RESULT;
HearthCtlExit
hearth_ctl_account_set_identity (HearthCtl *ctl, const HearthAccount *account, const char *address,
                                 const char *name, const char *signature);

G_END_DECLS
