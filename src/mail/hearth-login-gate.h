/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-imap-session.h"

G_BEGIN_DECLS

/**
 * HearthLoginVerdict: what a server said of a login.
 * @HEARTH_LOGIN_ACCEPTED: it let the owner in
 * @HEARTH_LOGIN_REFUSED: it will not, with what it was told
 * @HEARTH_LOGIN_OPEN: it said neither
 */
typedef enum {
  HEARTH_LOGIN_ACCEPTED,
  HEARTH_LOGIN_REFUSED,
  HEARTH_LOGIN_OPEN,
} HearthLoginVerdict;

gboolean hearth_login_gate_check         (const HearthMailServer *server, GError **error);
gboolean hearth_login_gate_enter_sync    (const HearthMailServer *server, GCancellable *cancellable,
                                          GError **error);
void     hearth_login_gate_leave         (const HearthMailServer *server,
                                          HearthLoginVerdict verdict, const char *sentence);
void     hearth_login_gate_open          (const HearthMailServer *server);
gboolean hearth_login_gate_sign_in_sync  (const HearthMailServer *server,
                                          HearthImapSession *session,
                                          const HearthCredentials *credentials, gboolean may_be_old,
                                          GCancellable *cancellable, GError **error);

G_END_DECLS
