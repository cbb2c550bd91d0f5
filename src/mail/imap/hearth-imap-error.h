/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthImapError:
 * @HEARTH_IMAP_ERROR_CONNECT: no address, refused, not reachable, or cut off in the middle: try
 *   again later, on a new session
 * @HEARTH_IMAP_ERROR_TLS: no trustworthy connection; see hearth_imap_error_get_certificate()
 * @HEARTH_IMAP_ERROR_AUTH: the server refused the login name, password or token
 * @HEARTH_IMAP_ERROR_AUTH_OWNER: the login is refused until the owner does something at the
 *   provider (EXPIRED, CONTACTADMIN, an app password)
 * @HEARTH_IMAP_ERROR_AUTH_LATER: the login could not be judged now (UNAVAILABLE, too many
 *   connections): the credentials may be right
 * @HEARTH_IMAP_ERROR_BYE: the server ended the connection and said so
 * @HEARTH_IMAP_ERROR_PROTOCOL: the answer is not IMAP, or BAD
 * @HEARTH_IMAP_ERROR_TIMEOUT: silence, or too slow: the connection is closed
 * @HEARTH_IMAP_ERROR_LIMIT: something is over a bound of Hearth's or the server's
 * @HEARTH_IMAP_ERROR_NO: the server refused the command; see hearth_imap_error_get_code(). The
 *   session goes on
 * @HEARTH_IMAP_ERROR_NOT_SUPPORTED: the server cannot do that. The session goes on
 *
 * Why something failed. Each message is a sentence that names the host and holds nothing secret.
 * Cancellation is `G_IO_ERROR_CANCELLED` instead. After every error but
 * %HEARTH_IMAP_ERROR_NO and %HEARTH_IMAP_ERROR_NOT_SUPPORTED look at
 * hearth_imap_session_is_open().
 */
typedef enum {
  HEARTH_IMAP_ERROR_CONNECT,
  HEARTH_IMAP_ERROR_TLS,
  HEARTH_IMAP_ERROR_AUTH,
  HEARTH_IMAP_ERROR_AUTH_OWNER,
  HEARTH_IMAP_ERROR_AUTH_LATER,
  HEARTH_IMAP_ERROR_BYE,
  HEARTH_IMAP_ERROR_PROTOCOL,
  HEARTH_IMAP_ERROR_TIMEOUT,
  HEARTH_IMAP_ERROR_LIMIT,
  HEARTH_IMAP_ERROR_NO,
  HEARTH_IMAP_ERROR_NOT_SUPPORTED,
} HearthImapError;

/** HearthImapCode: a response code that somebody acts on, RFC 9051, section 7.1. */
typedef enum {
  HEARTH_IMAP_CODE_NONE, /* none, or one that is not known */
  HEARTH_IMAP_CODE_ALERT,
  HEARTH_IMAP_CODE_ALREADYEXISTS,
  HEARTH_IMAP_CODE_AUTHENTICATIONFAILED,
  HEARTH_IMAP_CODE_AUTHORIZATIONFAILED,
  HEARTH_IMAP_CODE_CANNOT,
  HEARTH_IMAP_CODE_CLIENTBUG,
  HEARTH_IMAP_CODE_CONTACTADMIN,
  HEARTH_IMAP_CODE_CORRUPTION,
  HEARTH_IMAP_CODE_EXPIRED,
  HEARTH_IMAP_CODE_EXPUNGEISSUED,
  HEARTH_IMAP_CODE_HASCHILDREN,
  HEARTH_IMAP_CODE_INUSE,
  HEARTH_IMAP_CODE_LIMIT,
  HEARTH_IMAP_CODE_NONEXISTENT,
  HEARTH_IMAP_CODE_NOPERM,
  HEARTH_IMAP_CODE_OVERQUOTA,
  HEARTH_IMAP_CODE_PRIVACYREQUIRED,
  HEARTH_IMAP_CODE_SERVERBUG,
  HEARTH_IMAP_CODE_TOOBIG,
  HEARTH_IMAP_CODE_TRYCREATE,
  HEARTH_IMAP_CODE_UNAVAILABLE,
  HEARTH_IMAP_CODE_CLOSED,
} HearthImapCode;

/**
 * HearthImapCertificate: the facts of a certificate that was refused.
 * @sha256: SHA-256 of it in DER, lower-case hex, as in #HearthMailServer's pin
 * @subject: (nullable): whom it names, clean text
 * @issuer: (nullable): who signed it, clean text
 * @names: (array zero-terminated=1): the hosts that it is for
 * @not_before: (nullable): from when it holds
 * @not_after: (nullable): until when it holds
 * @flags: what is wrong with it
 * @reason: a sentence that says so
 */
typedef struct {
  char *sha256;
  char *subject;
  char *issuer;
  char **names;
  GDateTime *not_before;
  GDateTime *not_after;
  GTlsCertificateFlags flags;
  char *reason;
} HearthImapCertificate;

#define HEARTH_IMAP_ERROR (hearth_imap_error_quark ())
GQuark                       hearth_imap_error_quark           (void);
HearthImapCode               hearth_imap_error_get_code        (const GError *error);
const char                  *hearth_imap_error_get_text        (const GError *error);
const HearthImapCertificate *hearth_imap_error_get_certificate (const GError *error);

G_END_DECLS
