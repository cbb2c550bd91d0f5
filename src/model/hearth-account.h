/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** HearthSecurity: how a connection to a mail server is protected, RFC 8314. */
typedef enum {
  HEARTH_SECURITY_TLS,      /* from the first byte */
  HEARTH_SECURITY_STARTTLS, /* upgraded before anything is said that matters */
  HEARTH_SECURITY_NONE,     /* only to this computer */
} HearthSecurity;

const char *hearth_security_to_string   (HearthSecurity security);
gboolean    hearth_security_from_string (const char *name, HearthSecurity *security);

/**
 * HearthMailServer: where one protocol of an account is spoken.
 * @host: a name or address; "" if the account has no such server
 * @port: its port
 * @security: how the connection is protected
 * @user: the login name
 * @pin: (nullable): SHA-256 of the certificate in DER, as lower-case hex, that the owner accepted by
 *   an explicit act although it fails the usual checks; %NULL for none
 */
typedef struct {
  char *host;
  guint16 port;
  HearthSecurity security;
  char *user;
  char *pin;
} HearthMailServer;

void hearth_mail_server_copy  (const HearthMailServer *from, HearthMailServer *to);
void hearth_mail_server_clear (HearthMailServer *self);

/** HearthAuth: where an account's credentials come from. */
typedef enum {
  HEARTH_AUTH_PASSWORD, /* the keyring */
  HEARTH_AUTH_GOOGLE,   /* OAuth 2 in the browser; the refresh token is in the keyring */
  HEARTH_AUTH_MICROSOFT,
  HEARTH_AUTH_GOA,      /* GNOME Online Accounts, which keeps and refreshes them */
} HearthAuth;

const char *hearth_auth_to_string   (HearthAuth auth);
gboolean    hearth_auth_from_string (const char *name, HearthAuth *auth);

/**
 * HearthIdentity: what the owner of an account writes as besides its address.
 * @address: the address in From
 * @name: the name in From; "" for the account's
 * @signature: stands below what is written, perhaps ""
 */
typedef struct {
  char *address;
  char *name;
  char *signature;
} HearthIdentity;

HearthIdentity *hearth_identity_new  (const char *address, const char *name,
                                      const char *signature) G_GNUC_WARN_UNUSED_RESULT;
void            hearth_identity_free (HearthIdentity *self);

/**
 * HearthAccount:
 *
 * A mail account, without its secrets. Immutable once it has been handed on.
 *
 * @id: the row of its source, or 0 before it is stored
 * @address: the owner's address there
 * @name: the name that stands in From
 * @label: what the owner calls the account
 * @auth: where the credentials come from
 * @goa_id: (nullable): the account's id in GNOME Online Accounts
 * @imap: where mail is read
 * @smtp: where mail is sent; a host of "" if it cannot be
 * @paused: the owner wants nothing fetched now
 * @keep_days: how many days of mail stand on this computer, 0 for all
 * @sent_copy: whether Hearth puts a sent mail into the Sent mailbox; %FALSE where the server does
 * @thrifty: whether older mail and attachments wait on a metered network and while the battery is
 *   low
 * @signature: stands below what is written, perhaps ""
 * @identities: (element-type HearthIdentity): what else the owner writes as
 */
typedef struct {
  gint64 id;
  char *address;
  char *name;
  char *label;
  HearthAuth auth;
  char *goa_id;
  HearthMailServer imap;
  HearthMailServer smtp;
  gboolean paused;
  guint keep_days;
  gboolean sent_copy;
  gboolean thrifty;
  char *signature;
  GPtrArray *identities;
} HearthAccount;

#define HEARTH_TYPE_ACCOUNT (hearth_account_get_type ())
GType          hearth_account_get_type (void);
HearthAccount *hearth_account_new      (const char *address) G_GNUC_WARN_UNUSED_RESULT;
HearthAccount *hearth_account_copy     (const HearthAccount *self) G_GNUC_WARN_UNUSED_RESULT;
void           hearth_account_free     (HearthAccount *self);
char          *hearth_account_dup_path (const HearthAccount *self) G_GNUC_WARN_UNUSED_RESULT;
const HearthIdentity *hearth_account_find_identity (const HearthAccount *self, const char *address);
gboolean       hearth_account_write_as (HearthAccount *self, const char *address);
char          *hearth_account_dup_signature_block (const HearthAccount *self) G_GNUC_WARN_UNUSED_RESULT;
char          *hearth_account_swap_signature (const HearthAccount *self, const HearthAccount *to,
                                              const char *text) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthAccount, hearth_account_free)

/** HearthMechanism: how a login is proven, RFC 4616, RFC 7628 and Google's XOAUTH2. */
typedef enum {
  HEARTH_MECHANISM_PASSWORD, /* LOGIN or SASL PLAIN, whichever the server has */
  HEARTH_MECHANISM_TOKEN,    /* OAUTHBEARER or XOAUTH2, whichever the server has */
} HearthMechanism;

/**
 * HearthCredentials: lives as short as can be and is wiped when it is freed.
 * @mechanism: what @secret is
 * @user: the login name
 * @secret: the password or access token
 */
typedef struct {
  HearthMechanism mechanism;
  char *user;
  char *secret;
} HearthCredentials;

HearthCredentials *hearth_credentials_new  (HearthMechanism mechanism, const char *user,
                                            const char *secret) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_credentials_free (HearthCredentials *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthCredentials, hearth_credentials_free)

G_END_DECLS
