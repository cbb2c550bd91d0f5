/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-dav-error.h"

#include "hearth-http.h"

G_DEFINE_QUARK (hearth-dav-error-quark, hearth_dav_error)

static HearthDavError
code_of_status (guint status)
{
  switch (status) {
  case 401:
  case 407:
    return HEARTH_DAV_ERROR_LOGIN;
  case 403:
  /* No room is made by asking again. */
  case 507:
    return HEARTH_DAV_ERROR_REFUSED;
  case 404:
  case 410:
    return HEARTH_DAV_ERROR_NOT_FOUND;
  case 412:
    return HEARTH_DAV_ERROR_CONFLICT;
  case 413:
    return HEARTH_DAV_ERROR_TOO_LARGE;
  /* Too early, locked, too many, restarted, overloaded. */
  case 408:
  case 423:
  case 425:
  case 429:
  case 502:
  case 503:
  case 504:
    return HEARTH_DAV_ERROR_OFFLINE;
  default:
    /* What a server does not understand now it will not understand later. */
    return status >= 400 && status < 500 ? HEARTH_DAV_ERROR_REFUSED : HEARTH_DAV_ERROR_FAILED;
  }
}

/**
 * hearth_dav_error_from_http:
 * @foreign: (transfer full): an error of HearthHttp
 *
 * Returns: (transfer full): what it means here, with the same words; a cancellation stays one
 */
GError *
hearth_dav_error_from_http (GError *foreign)
{
  HearthDavError code = HEARTH_DAV_ERROR_OFFLINE;
  GError *error;

  if (foreign->domain != HEARTH_HTTP_ERROR)
    return foreign;
  switch ((HearthHttpError) foreign->code) {
  case HEARTH_HTTP_ERROR_STATUS:
    code = code_of_status (hearth_http_error_get_status (foreign));
    break;
  case HEARTH_HTTP_ERROR_TLS:
    code = HEARTH_DAV_ERROR_CERTIFICATE;
    break;
  case HEARTH_HTTP_ERROR_TOO_LARGE:
    code = HEARTH_DAV_ERROR_TOO_LARGE;
    break;
  case HEARTH_HTTP_ERROR_INVALID:
  case HEARTH_HTTP_ERROR_REDIRECT:
  case HEARTH_HTTP_ERROR_PRIVATE:
  case HEARTH_HTTP_ERROR_PROTOCOL:
    code = HEARTH_DAV_ERROR_PROTOCOL;
    break;
  case HEARTH_HTTP_ERROR_RESOLVE:
  case HEARTH_HTTP_ERROR_CONNECT:
  case HEARTH_HTTP_ERROR_TIMEOUT:
  case HEARTH_HTTP_ERROR_CUT_OFF:
  default:
    break;
  }
  error = g_error_new_literal (HEARTH_DAV_ERROR, (int) code, foreign->message);
  g_error_free (foreign);
  return error;
}
