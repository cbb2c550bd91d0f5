/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"
#include "hearth-server-probe.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthServerTest: how one server of an account took a login.
 * @problem: (nullable): what is wrong, a sentence; %NULL if nothing is
 * @refused: whether the server answered and refused the login
 * @skipped: whether it was not asked, which @problem says too
 * @certificate: (nullable): its certificate, if that is what is wrong
 */
typedef struct {
  char *problem;
  gboolean refused;
  gboolean skipped;
  HearthServerCertificate *certificate;
} HearthServerTest;

/** HearthAccountTest: how both servers of an account took a login. */
typedef struct {
  HearthServerTest imap;
  HearthServerTest smtp; /* no problem if the account has no such server */
} HearthAccountTest;

HearthAccountTest *hearth_account_test_sync       (const HearthAccount *account,
                                                   const HearthCredentials *imap,
                                                   const HearthCredentials *smtp,
                                                   GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
gboolean           hearth_account_test_is_good    (const HearthAccountTest *self);
GVariant          *hearth_account_test_to_variant (const HearthAccountTest *self);
char              *hearth_account_test_dup_words  (const HearthAccountTest *self) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_account_test_free       (HearthAccountTest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthAccountTest, hearth_account_test_free)

G_END_DECLS
