/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthSmtpOutcome: what is known of a mail after an attempt.
 * @HEARTH_SMTP_SENT: the server has it, and answers for it from now on
 * @HEARTH_SMTP_REFUSED: the server has not got it and will never take it as it is
 * @HEARTH_SMTP_TRY_LATER: the server has not got it for certain; another attempt may succeed
 * @HEARTH_SMTP_AUTH: the server has not got it, for it refused the login
 * @HEARTH_SMTP_UNKNOWN: all of it was on its way and no answer came: perhaps the server has it
 */
typedef enum {
  HEARTH_SMTP_SENT,
  HEARTH_SMTP_REFUSED,
  HEARTH_SMTP_TRY_LATER,
  HEARTH_SMTP_AUTH,
  HEARTH_SMTP_UNKNOWN,
} HearthSmtpOutcome;

/**
 * HearthSmtpTimeouts: how long silence of the server is borne, in seconds; RFC 5321, section
 * 4.5.3.2.
 * @connect: until the login is over
 * @command: for a sender, a recipient, the beginning of the data
 * @data: while the mail is on its way
 * @end: for the answer to the whole mail: to give up here is not to know
 */
typedef struct {
  guint connect;
  guint command;
  guint data;
  guint end;
} HearthSmtpTimeouts;

/**
 * HearthSmtpMail: a mail and where it goes.
 * @server: the submission server
 * @credentials: (nullable): proves the login; %NULL to send without
 * @sender: the envelope's sender
 * @recipients: (array zero-terminated=1): the envelope's recipients
 * @content: the very bytes, lines ended by CR LF
 * @begin: (nullable): called once, on the same thread, when the server has taken sender and
 *   recipients and before it gets the first byte: from its return on it may come to have the mail.
 *   With %FALSE it does not get it
 * @user_data: for @begin
 * @timeouts: (nullable): %NULL for those of the standard
 */
typedef struct {
  const HearthMailServer *server;
  const HearthCredentials *credentials;
  const char *sender;
  const char *const *recipients;
  GBytes *content;
  gboolean (*begin) (gpointer user_data);
  gpointer user_data;
  const HearthSmtpTimeouts *timeouts;
} HearthSmtpMail;

/**
 * HearthSmtpResult:
 * @outcome: what is known
 * @code: the server's last reply code, or 0
 * @reply: (nullable): its last words, cleaned, one line
 * @recipient: (nullable): the recipient that it spoke of
 * @sentence: (nullable): what is in the way, for a person to read; %NULL if it was sent
 * @cancelled: whether it was stopped by its cancellable, or by @begin
 * @n_bytes: bytes of the mail that were handed to the network
 */
typedef struct {
  HearthSmtpOutcome outcome;
  guint code;
  char *reply;
  char *recipient;
  char *sentence;
  gboolean cancelled;
  guint64 n_bytes;
} HearthSmtpResult;

HearthSmtpResult *hearth_smtp_send_sync   (const HearthSmtpMail *mail,
                                           GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
HearthSmtpResult *hearth_smtp_test_sync   (const HearthMailServer *server,
                                           const HearthCredentials *credentials,
                                           const HearthSmtpTimeouts *timeouts,
                                           GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_smtp_set_authorities (const char *path);
void              hearth_smtp_result_free (HearthSmtpResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthSmtpResult, hearth_smtp_result_free)

G_END_DECLS
