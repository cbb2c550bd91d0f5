/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-accounts-error.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_OAUTH_REDIRECT (hearth_oauth_redirect_get_type ())
G_DECLARE_FINAL_TYPE (HearthOauthRedirect, hearth_oauth_redirect, HEARTH, OAUTH_REDIRECT, GObject)

HearthOauthRedirect *hearth_oauth_redirect_new         (const char *state, GError **error) G_GNUC_WARN_UNUSED_RESULT;
guint16              hearth_oauth_redirect_get_port    (HearthOauthRedirect *self);
void                 hearth_oauth_redirect_wait_async  (HearthOauthRedirect *self,
                                                        GCancellable *cancellable,
                                                        GAsyncReadyCallback callback,
                                                        gpointer user_data);
char                *hearth_oauth_redirect_wait_finish (HearthOauthRedirect *self,
                                                        GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
