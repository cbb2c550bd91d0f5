/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-session-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* A secret that is overwritten when it is freed. */
typedef char Secret;

static void
secret_free (Secret *secret)
{
  if (secret == NULL)
    return;
  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Secret, secret_free)

/* RFC 4616: authorization identity (none), name and password, parted by NUL. */
static Secret *
encode_plain (const HearthCredentials *credentials)
{
  gsize user = strlen (credentials->user);
  gsize secret = strlen (credentials->secret);
  gsize size = user + secret + 2;
  g_autofree guint8 *plain = g_malloc0 (size);
  char *encoded;

  memcpy (plain + 1, credentials->user, user);
  memcpy (plain + user + 2, credentials->secret, secret);
  encoded = g_base64_encode (plain, size);
  explicit_bzero (plain, size);
  return encoded;
}

static Secret *
encode_token (HearthImapSession *self, const HearthCredentials *credentials, gboolean bearer)
{
  g_autoptr (Secret) plain = NULL;

  /* RFC 7628, section 3.1, with "=" and "," of the name written as in RFC 5801; and Google's
   * XOAUTH2, which knows no such signs. */
  if (bearer) {
    g_autoptr (GString) user = g_string_new (credentials->user);

    g_string_replace (user, "=", "=3D", 0);
    g_string_replace (user, ",", "=2C", 0);
    plain = g_strdup_printf ("n,a=%s,\001host=%s\001port=%u\001auth=Bearer %s\001\001", user->str,
                             self->server.host, self->server.port, credentials->secret);
  } else {
    plain = g_strdup_printf ("user=%s\001auth=Bearer %s\001\001", credentials->user,
                             credentials->secret);
  }
  return g_base64_encode ((const guint8 *) plain, strlen (plain));
}

/* Whether a server's words give back what nobody else may read. */
static gboolean
echoes (const char *text, const HearthCredentials *credentials, const char *encoded)
{
  return (strlen (credentials->secret) > 3 && strstr (text, credentials->secret) != NULL) ||
         (encoded != NULL && strlen (encoded) > 8 && strstr (text, encoded) != NULL);
}

static gboolean
is_for_later (HearthImapCode code, const char *text)
{
  static const char *const signs[] = { "too many", "temporar", "try again", "later", "overload" };
  g_autofree char *lower = g_ascii_strdown (text, -1);

  if (code == HEARTH_IMAP_CODE_UNAVAILABLE || code == HEARTH_IMAP_CODE_INUSE ||
      code == HEARTH_IMAP_CODE_LIMIT || code == HEARTH_IMAP_CODE_SERVERBUG)
    return TRUE;
  if (code != HEARTH_IMAP_CODE_NONE && code != HEARTH_IMAP_CODE_ALERT)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++) {
    if (strstr (lower, signs[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

/* Says why a login was refused, so that the caller knows whom to ask: the owner for a password, the
 * owner to go to the provider, or nobody for now. */
static GError *
login_error (HearthImapSession *self, const HearthCredentials *credentials,
             const HearthImapCommand *command, const char *encoded)
{
  const char *host = self->server.host;
  const char *text =
      command->text != NULL && !echoes (command->text, credentials, encoded) ? command->text : "";

  if (command->status == HEARTH_IMAP_STATUS_BAD)
    return hearth_imap_error_new_protocol (host, text);
  if (is_for_later (command->code, text))
    return hearth_imap_error_new (HEARTH_IMAP_ERROR_AUTH_LATER, command->code, text,
                                  _("%s cannot check the login now. Hearth will try again."),
                                  host);
  if (command->code == HEARTH_IMAP_CODE_EXPIRED)
    return hearth_imap_error_new (HEARTH_IMAP_ERROR_AUTH_OWNER, command->code, text,
                                  _("The password for %s has expired. Set a new one with the "
                                     "provider, then enter it here."),
                                  host);
  if (command->code == HEARTH_IMAP_CODE_CONTACTADMIN || command->code == HEARTH_IMAP_CODE_ALERT)
    return hearth_imap_error_new (HEARTH_IMAP_ERROR_AUTH_OWNER, command->code, text,
                                  _("%s does not let you in until you do something with the "
                                     "provider: “%s”."),
                                  host, *text != '\0' ? text : _("no reason given"));
  if (command->code == HEARTH_IMAP_CODE_PRIVACYREQUIRED)
    return hearth_imap_error_new (HEARTH_IMAP_ERROR_TLS, command->code, text,
                                  _("%s wants an encrypted connection for the login. Choose TLS "
                                     "or STARTTLS."),
                                  host);
  if (credentials->mechanism == HEARTH_MECHANISM_TOKEN)
    return hearth_imap_error_new (HEARTH_IMAP_ERROR_AUTH, command->code, text,
                                  _("%s did not accept the sign-in. Sign in once more."), host);
  return hearth_imap_error_new (HEARTH_IMAP_ERROR_AUTH, command->code, text,
                                _("%s did not accept the login name and password. Check them; "
                                   "many providers want an app password."),
                                host);
}

/* Ends a login of which something went wrong on the way. */
static gboolean
judge_login (HearthImapSession *self, const HearthCredentials *credentials,
             const HearthImapCommand *command, const char *encoded, GError **error)
{
  /* What a continuation said may stand in what it refers to. */
  g_clear_pointer (&self->continuation, g_free);
  if (command->status == HEARTH_IMAP_STATUS_OK)
    return TRUE;
  g_propagate_error (error, login_error (self, credentials, command, encoded));
  return FALSE;
}

/* One SASL exchange of one message, RFC 9051, section 6.2.2, with an initial response where the
 * server takes it (SASL-IR). */
static gboolean
authenticate (HearthImapSession *self, const HearthCredentials *credentials, const char *mechanism,
              const char *encoded, const char *after_error, GCancellable *cancellable,
              GError **error)
{
  g_auto (HearthImapLine) line = { 0 };
  g_auto (HearthImapCommand) command = { 0 };
  gboolean initial = (self->features & HEARTH_IMAP_FEATURE_SASL_IR) != 0;

  hearth_imap_line_init (&line, self, "AUTHENTICATE ");
  /* Room for all of it, so that no copy is left behind where it grew. */
  hearth_imap_line_reserve (&line, strlen (mechanism) + strlen (encoded) + 8);
  hearth_imap_line_add (&line, mechanism);
  if (initial) {
    hearth_imap_line_add (&line, " ");
    hearth_imap_line_add (&line, encoded);
  }
  if (!hearth_imap_session_send (self, &line, HEARTH_IMAP_PACE_QUICK, &command, cancellable, error))
    return FALSE;
  for (guint round = initial ? 1 : 0; !command.done; round++) {
    const char *text = round == 0 ? encoded : after_error;

    if (!hearth_imap_session_wait_continue (self, &command, cancellable, error)) {
      hearth_imap_session_forget (self, &command);
      return FALSE;
    }
    if (command.done)
      break;
    self->continued = FALSE;
    /* A continuation after the response holds the error; it must be answered to learn the end. */
    if (round > 3)
      text = "*";
    if (!hearth_imap_session_write (self, text, strlen (text), cancellable, error) ||
        !hearth_imap_session_write (self, "\r\n", 2, cancellable, error)) {
      hearth_imap_session_forget (self, &command);
      return FALSE;
    }
  }
  return judge_login (self, credentials, &command, encoded, error);
}

static gboolean
login_plainly (HearthImapSession *self, const HearthCredentials *credentials,
               GCancellable *cancellable, GError **error)
{
  g_auto (HearthImapLine) line = { 0 };
  g_auto (HearthImapCommand) command = { 0 };

  hearth_imap_line_init (&line, self, "LOGIN ");
  hearth_imap_line_reserve (&line,
                            64 + 2 * (strlen (credentials->user) + strlen (credentials->secret)));
  hearth_imap_line_add_string (&line, self, credentials->user);
  hearth_imap_line_add (&line, " ");
  hearth_imap_line_add_string (&line, self, credentials->secret);
  if (!hearth_imap_session_send (self, &line, HEARTH_IMAP_PACE_QUICK, &command, cancellable,
                                 error) ||
      !hearth_imap_session_wait (self, &command, cancellable, error))
    return FALSE;
  return judge_login (self, credentials, &command, NULL, error);
}

static gboolean
prove (HearthImapSession *self, const HearthCredentials *credentials, GCancellable *cancellable,
       GError **error)
{
  gboolean token = credentials->mechanism == HEARTH_MECHANISM_TOKEN;

  if (token && (self->features & HEARTH_IMAP_FEATURE_AUTH_OAUTHBEARER) != 0) {
    g_autoptr (Secret) encoded = encode_token (self, credentials, TRUE);

    /* "AQ==" is the dummy response of RFC 7628, section 3.2.3. */
    return authenticate (self, credentials, "OAUTHBEARER", encoded, "AQ==", cancellable, error);
  }
  if (token && (self->features & HEARTH_IMAP_FEATURE_AUTH_XOAUTH2) != 0) {
    g_autoptr (Secret) encoded = encode_token (self, credentials, FALSE);

    return authenticate (self, credentials, "XOAUTH2", encoded, "", cancellable, error);
  }
  if (!token && (self->features & HEARTH_IMAP_FEATURE_AUTH_PLAIN) != 0) {
    g_autoptr (Secret) encoded = encode_plain (credentials);

    return authenticate (self, credentials, "PLAIN", encoded, "*", cancellable, error);
  }
  if (!token && (self->features & HEARTH_IMAP_FEATURE_LOGINDISABLED) == 0)
    return login_plainly (self, credentials, cancellable, error);
  if (token)
    g_propagate_error (error, hearth_imap_error_new_unsupported (self->server.host, "OAUTHBEARER"));
  else
    g_propagate_error (
        error, hearth_imap_error_new (HEARTH_IMAP_ERROR_NOT_SUPPORTED, HEARTH_IMAP_CODE_NONE, NULL,
                                      _("%s takes no passwords here. Choose another kind of "
                                         "sign-in, or of encryption."),
                                      self->server.host));
  return FALSE;
}

/* Turns on what is used, RFC 5161. Not waited for unless names are written otherwise from then on:
 * the next command goes out in the same round. */
static gboolean
enable (HearthImapSession *self, GCancellable *cancellable, GError **error)
{
  g_auto (HearthImapLine) line = { 0 };
  gboolean utf8 = (self->features & HEARTH_IMAP_FEATURE_UTF8) != 0;
  gboolean qresync = (self->features & HEARTH_IMAP_FEATURE_QRESYNC) != 0;
  HearthImapCommand *command;

  if ((self->features & HEARTH_IMAP_FEATURE_ENABLE) == 0 || (!utf8 && !qresync))
    return TRUE;
  hearth_imap_line_init (&line, self, "ENABLE");
  if (qresync)
    hearth_imap_line_add (&line, " QRESYNC");
  if (utf8)
    hearth_imap_line_add (&line, " UTF8=ACCEPT");
  command = g_new0 (HearthImapCommand, 1);
  self->enable = command;
  if (!hearth_imap_session_send (self, &line, HEARTH_IMAP_PACE_QUICK, command, cancellable, error))
    return FALSE;
  /* It frees itself when its end comes. */
  while (utf8 && self->enable != NULL) {
    if (!hearth_imap_session_step (self, cancellable, error))
      return FALSE;
  }
  return TRUE;
}

/* RFC 4978. Where the network is not the bottleneck it only costs time. */
static gboolean
compress (HearthImapSession *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) cause = NULL;
  GError *failure = NULL;

  if ((self->features & HEARTH_IMAP_FEATURE_COMPRESS) == 0 ||
      (hearth_imap_stream_is_local (self->stream) && !hearth_imap_compress_always))
    return TRUE;
  if (!hearth_imap_session_run_text (self, "COMPRESS DEFLATE", HEARTH_IMAP_PACE_QUICK, cancellable,
                                     &cause)) {
    if (self->open)
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }
  if (hearth_imap_stream_start_deflate (self->stream, self->framer, &failure))
    return TRUE;
  g_propagate_error (error, hearth_imap_session_fail (self, failure));
  return FALSE;
}

/**
 * hearth_imap_session_login_sync:
 * @self: a session that was opened
 * @credentials: who the owner is
 * @cancellable: (nullable): a cancellable
 * @error: %HEARTH_IMAP_ERROR_AUTH, %HEARTH_IMAP_ERROR_AUTH_OWNER, %HEARTH_IMAP_ERROR_AUTH_LATER,
 *   %HEARTH_IMAP_ERROR_NOT_SUPPORTED if the server has no such way to log in, another
 *   #HearthImapError, or `G_IO_ERROR_CANCELLED`
 *
 * Logs in and turns on what the server offers. No error holds the secret, even if the server gave
 * it back.
 *
 * Returns: whether the owner's mail can be read now
 */
gboolean
hearth_imap_session_login_sync (HearthImapSession *self, const HearthCredentials *credentials,
                                GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (HEARTH_IS_IMAP_SESSION (self) && credentials != NULL, FALSE);
  if (!hearth_imap_session_check (self, error))
    return FALSE;
  if (!self->logged_in) {
    /* The end of the login may bring the capabilities that hold from then on. */
    HearthImapFeature before = self->features;

    self->features_known = FALSE;
    if (!prove (self, credentials, cancellable, error))
      return FALSE;
    self->logged_in = TRUE;
    if (!self->features_known && !hearth_imap_session_ask_features (self, cancellable, error))
      return FALSE;
    /* Some leave it out once it was used. */
    self->features |= before & (HEARTH_IMAP_FEATURE_LITERAL_PLUS | HEARTH_IMAP_FEATURE_REV2);
  }
  return enable (self, cancellable, error) && compress (self, cancellable, error);
}
