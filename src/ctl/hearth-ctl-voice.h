/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ctl-service.h"

G_BEGIN_DECLS

const char *hearth_ctl_voice_get_string  (GVariant *dict, const char *key);
gboolean    hearth_ctl_voice_get_boolean (GVariant *dict, const char *key);
GVariant   *hearth_ctl_voice_call        (HearthCtl *ctl, const char *method, GVariant *parameters,
                                          const char *reply_type,
                                          HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
GVariant   *hearth_ctl_voice_call_with_key (HearthCtl *ctl, const char *method, GVariant *service,
                                            const char *key, const char *reply_type,
                                            HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
GVariant   *hearth_ctl_voice_find_service  (HearthCtl *ctl, const char *id,
                                            HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
void        hearth_ctl_voice_hint          (GVariant *service);

G_END_DECLS
