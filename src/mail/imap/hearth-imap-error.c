/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-error-private.h"

#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* What is shown of a server's own words, in characters. */
#define MAX_TEXT 200

typedef struct {
  HearthImapCode code;
  char *text;                         /* (owned) (nullable) */
  HearthImapCertificate *certificate; /* (owned) (nullable) */
} HearthImapErrorPrivate;

static void
hearth_imap_error_private_init (HearthImapErrorPrivate *priv)
{
}

static void
hearth_imap_error_private_copy (const HearthImapErrorPrivate *source,
                                HearthImapErrorPrivate *destination)
{
  destination->code = source->code;
  destination->text = g_strdup (source->text);
  if (source->certificate != NULL)
    destination->certificate = hearth_imap_certificate_copy (source->certificate);
}

static void
hearth_imap_error_private_clear (HearthImapErrorPrivate *priv)
{
  g_clear_pointer (&priv->text, g_free);
  g_clear_pointer (&priv->certificate, hearth_imap_certificate_free);
}

G_DEFINE_EXTENDED_ERROR (HearthImapError, hearth_imap_error)

static const struct {
  const char *name;
  HearthImapCode code;
} codes[] = {
  { "ALERT", HEARTH_IMAP_CODE_ALERT },
  { "ALREADYEXISTS", HEARTH_IMAP_CODE_ALREADYEXISTS },
  { "AUTHENTICATIONFAILED", HEARTH_IMAP_CODE_AUTHENTICATIONFAILED },
  { "AUTHORIZATIONFAILED", HEARTH_IMAP_CODE_AUTHORIZATIONFAILED },
  { "CANNOT", HEARTH_IMAP_CODE_CANNOT },
  { "CLIENTBUG", HEARTH_IMAP_CODE_CLIENTBUG },
  { "CLOSED", HEARTH_IMAP_CODE_CLOSED },
  { "CONTACTADMIN", HEARTH_IMAP_CODE_CONTACTADMIN },
  { "CORRUPTION", HEARTH_IMAP_CODE_CORRUPTION },
  { "EXPIRED", HEARTH_IMAP_CODE_EXPIRED },
  { "EXPUNGEISSUED", HEARTH_IMAP_CODE_EXPUNGEISSUED },
  { "HASCHILDREN", HEARTH_IMAP_CODE_HASCHILDREN },
  { "INUSE", HEARTH_IMAP_CODE_INUSE },
  { "LIMIT", HEARTH_IMAP_CODE_LIMIT },
  { "NONEXISTENT", HEARTH_IMAP_CODE_NONEXISTENT },
  { "NOPERM", HEARTH_IMAP_CODE_NOPERM },
  { "OVERQUOTA", HEARTH_IMAP_CODE_OVERQUOTA },
  { "PRIVACYREQUIRED", HEARTH_IMAP_CODE_PRIVACYREQUIRED },
  { "SERVERBUG", HEARTH_IMAP_CODE_SERVERBUG },
  { "TOOBIG", HEARTH_IMAP_CODE_TOOBIG },
  { "TRYCREATE", HEARTH_IMAP_CODE_TRYCREATE },
  { "UNAVAILABLE", HEARTH_IMAP_CODE_UNAVAILABLE },
};

/**
 * hearth_imap_code_from_name:
 * @name: (array length=length): the first word of a response code
 * @length: its length in bytes
 *
 * Returns: the code, or %HEARTH_IMAP_CODE_NONE
 */
HearthImapCode
hearth_imap_code_from_name (const char *name, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    if (strlen (codes[i].name) == length && g_ascii_strncasecmp (codes[i].name, name, length) == 0)
      return codes[i].code;
  }
  return HEARTH_IMAP_CODE_NONE;
}

/**
 * hearth_imap_clean_text:
 * @text: (array length=length): a server's words
 * @length: in bytes
 *
 * Returns: (transfer full): one short line of clean UTF-8 without a full stop at its end
 */
char *
hearth_imap_clean_text (const char *text, gsize length)
{
  g_autofree char *clean = hearth_text_clean (text, (gssize) MIN (length, 4096));
  char *line = hearth_text_one_line (clean, MAX_TEXT);
  gsize end = strlen (line);

  while (end > 0 && (line[end - 1] == '.' || line[end - 1] == ' '))
    line[--end] = '\0';
  return line;
}

/**
 * hearth_imap_error_new:
 * @code: what kind
 * @response: the server's response code
 * @text: (nullable): the server's own words
 * @format: a sentence
 *
 * Returns: (transfer full): an error
 */
GError *
hearth_imap_error_new (HearthImapError code, HearthImapCode response, const char *text,
                       const char *format, ...)
{
  HearthImapErrorPrivate *priv;
  GError *error;
  va_list arguments;

  va_start (arguments, format);
  error = g_error_new_valist (HEARTH_IMAP_ERROR, (int) code, format, arguments);
  va_end (arguments);
  priv = hearth_imap_error_get_private (error);
  priv->code = response;
  priv->text = g_strdup (text);
  return error;
}

/**
 * hearth_imap_error_new_certificate:
 * @host: the server
 * @certificate: (transfer full): what was refused
 *
 * Returns: (transfer full): a %HEARTH_IMAP_ERROR_TLS
 */
GError *
hearth_imap_error_new_certificate (const char *host, HearthImapCertificate *certificate)
{
  GError *error = hearth_imap_error_new (
      HEARTH_IMAP_ERROR_TLS, HEARTH_IMAP_CODE_NONE, NULL,
      _("The certificate of %s cannot be trusted, so nothing was sent. %s Check the name of the "
         "server and this computer's date."),
      host, certificate->reason);

  hearth_imap_error_get_private (error)->certificate = certificate;
  return error;
}

/**
 * hearth_imap_error_new_connect:
 * @host: the server
 * @cause: (nullable): what GIO said
 *
 * Returns: (transfer full): a %HEARTH_IMAP_ERROR_CONNECT
 */
GError *
hearth_imap_error_new_connect (const char *host, const GError *cause)
{
  if (cause != NULL && cause->domain == G_RESOLVER_ERROR)
    return hearth_imap_error_new (HEARTH_IMAP_ERROR_CONNECT, HEARTH_IMAP_CODE_NONE, NULL,
                                  _("The address of %s could not be found. Check its name and the "
                                     "network connection."),
                                  host);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return hearth_imap_error_new (HEARTH_IMAP_ERROR_CONNECT, HEARTH_IMAP_CODE_NONE, NULL,
                                  _("%s refused the connection. Check the port, and that the mail "
                                     "service runs there."),
                                  host);
  return hearth_imap_error_new (HEARTH_IMAP_ERROR_CONNECT, HEARTH_IMAP_CODE_NONE, NULL,
                                _("%s cannot be reached. Check the network connection."), host);
}

/**
 * hearth_imap_error_new_cut_off:
 * @host: the server
 *
 * Returns: (transfer full): a %HEARTH_IMAP_ERROR_CONNECT
 */
GError *
hearth_imap_error_new_cut_off (const char *host)
{
  return hearth_imap_error_new (HEARTH_IMAP_ERROR_CONNECT, HEARTH_IMAP_CODE_NONE, NULL,
                                _("The connection to %s was cut off. Hearth will try again."),
                                host);
}

/**
 * hearth_imap_error_new_silent:
 * @host: the server
 *
 * Returns: (transfer full): a %HEARTH_IMAP_ERROR_TIMEOUT
 */
GError *
hearth_imap_error_new_silent (const char *host)
{
  return hearth_imap_error_new (HEARTH_IMAP_ERROR_TIMEOUT, HEARTH_IMAP_CODE_NONE, NULL,
                                _("%s has been silent for too long, so Hearth stopped waiting. It "
                                   "will try again."),
                                host);
}

/**
 * hearth_imap_error_new_slow:
 * @host: the server
 *
 * Returns: (transfer full): a %HEARTH_IMAP_ERROR_TIMEOUT
 */
GError *
hearth_imap_error_new_slow (const char *host)
{
  return hearth_imap_error_new (HEARTH_IMAP_ERROR_TIMEOUT, HEARTH_IMAP_CODE_NONE, NULL,
                                _("%s answers too slowly to be of use, so Hearth stopped waiting. "
                                   "It will try again."),
                                host);
}

/**
 * hearth_imap_error_new_protocol:
 * @host: the server
 * @detail: (nullable): clean text, what is wrong
 *
 * Returns: (transfer full): a %HEARTH_IMAP_ERROR_PROTOCOL
 */
GError *
hearth_imap_error_new_protocol (const char *host, const char *detail)
{
  if (detail != NULL && *detail != '\0')
    return hearth_imap_error_new (HEARTH_IMAP_ERROR_PROTOCOL, HEARTH_IMAP_CODE_NONE, detail,
                                  _("%s did not understand Hearth, or answered what is not IMAP: "
                                     "“%s”. Check the address and the port."),
                                  host, detail);
  return hearth_imap_error_new (HEARTH_IMAP_ERROR_PROTOCOL, HEARTH_IMAP_CODE_NONE, NULL,
                                _("%s answered with something that is not IMAP. Check the address "
                                   "and the port."),
                                host);
}

/**
 * hearth_imap_error_new_limit:
 * @host: the server
 *
 * Returns: (transfer full): a %HEARTH_IMAP_ERROR_LIMIT
 */
GError *
hearth_imap_error_new_limit (const char *host)
{
  return hearth_imap_error_new (HEARTH_IMAP_ERROR_LIMIT, HEARTH_IMAP_CODE_NONE, NULL,
                                _("%s sent more than Hearth accepts in one answer, so the "
                                   "connection was closed."),
                                host);
}

/**
 * hearth_imap_error_new_refused:
 * @host: the server
 * @code: its response code
 * @text: its words, clean
 *
 * Returns: (transfer full): a %HEARTH_IMAP_ERROR_NO
 */
GError *
hearth_imap_error_new_refused (const char *host, HearthImapCode code, const char *text)
{
  if (code == HEARTH_IMAP_CODE_OVERQUOTA)
    return hearth_imap_error_new (HEARTH_IMAP_ERROR_NO, code, text,
                                  _("The mailbox at %s is full. Delete mail there, then try "
                                     "again."),
                                  host);
  if (code == HEARTH_IMAP_CODE_NONEXISTENT || code == HEARTH_IMAP_CODE_TRYCREATE)
    return hearth_imap_error_new (HEARTH_IMAP_ERROR_NO, code, text,
                                  _("%s has no such mailbox. It may have been renamed or removed "
                                     "there."),
                                  host);
  if (*text == '\0')
    return hearth_imap_error_new (HEARTH_IMAP_ERROR_NO, code, text,
                                  _("%s refused what Hearth asked for and gave no reason."), host);
  return hearth_imap_error_new (HEARTH_IMAP_ERROR_NO, code, text,
                                _("%s refused what Hearth asked for: “%s”."), host, text);
}

/**
 * hearth_imap_error_new_unsupported:
 * @host: the server
 * @what: what it lacks, a technical name
 *
 * Returns: (transfer full): a %HEARTH_IMAP_ERROR_NOT_SUPPORTED
 */
GError *
hearth_imap_error_new_unsupported (const char *host, const char *what)
{
  return hearth_imap_error_new (HEARTH_IMAP_ERROR_NOT_SUPPORTED, HEARTH_IMAP_CODE_NONE, NULL,
                                _("%s does not offer what is needed for that (%s)."), host, what);
}

/**
 * hearth_imap_error_get_code:
 * @error: (nullable): an error
 *
 * Returns: the response code that came with it
 */
HearthImapCode
hearth_imap_error_get_code (const GError *error)
{
  if (error == NULL || error->domain != HEARTH_IMAP_ERROR)
    return HEARTH_IMAP_CODE_NONE;
  return hearth_imap_error_get_private (error)->code;
}

/**
 * hearth_imap_error_get_text:
 * @error: (nullable): an error
 *
 * Returns: (transfer none) (nullable): the server's own words, one clean line
 */
const char *
hearth_imap_error_get_text (const GError *error)
{
  if (error == NULL || error->domain != HEARTH_IMAP_ERROR)
    return NULL;
  return hearth_imap_error_get_private (error)->text;
}

/**
 * hearth_imap_error_get_certificate:
 * @error: (nullable): an error
 *
 * Returns: (transfer none) (nullable): the certificate that a %HEARTH_IMAP_ERROR_TLS refused;
 *   %NULL if it never came so far
 */
const HearthImapCertificate *
hearth_imap_error_get_certificate (const GError *error)
{
  if (error == NULL || error->domain != HEARTH_IMAP_ERROR)
    return NULL;
  return hearth_imap_error_get_private (error)->certificate;
}
