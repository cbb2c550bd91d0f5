/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-certificate.h"

#include <string.h>

/* What is needed of an X.509 certificate to recognise one that the owner accepted. */

#define MAX_PEM (64 * 1024)

#define TAG_SEQUENCE 0x30
#define TAG_VERSION 0xa0

/* Takes one element of DER (X.690, section 8.1) and moves @p behind it. */
static gboolean
take_element (const guint8 **p, const guint8 *end, guint8 *tag, const guint8 **content, gsize *size)
{
  gsize length;

  if (end - *p < 2)
    return FALSE;
  *tag = *(*p)++;
  length = *(*p)++;
  if (length >= 0x80) {
    guint n = length & 0x7f;

    if (n == 0 || n > 3 || end - *p < (gssize) n)
      return FALSE;
    length = 0;
    while (n-- > 0)
      length = length << 8 | *(*p)++;
  }
  if ((gsize) (end - *p) < length)
    return FALSE;
  *content = *p;
  *size = length;
  *p += length;
  return TRUE;
}

static GBytes *
decode_pem (const char *pem)
{
  static const char begin[] = "-----BEGIN CERTIFICATE-----";
  const char *start = strstr (pem, begin);
  const char *stop = start != NULL ? strstr (start, "-----END CERTIFICATE-----") : NULL;
  g_autofree char *base64 = NULL;
  guint8 *der;
  gsize size;

  if (stop == NULL || stop - start > MAX_PEM)
    return NULL;
  start += strlen (begin);
  base64 = g_strndup (start, stop - start);
  der = g_base64_decode (base64, &size);
  return g_bytes_new_take (der, size);
}

/**
 * hearth_certificate_dup_pin:
 * @pem: a certificate in PEM
 *
 * Returns: (transfer full) (nullable): the SHA-256 of the certificate as lower-case hex; %NULL if
 * it is none
 */
char *
hearth_certificate_dup_pin (const char *pem)
{
  g_autoptr (GBytes) der = decode_pem (pem);

  return der != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, der) : NULL;
}

/**
 * hearth_certificate_dup_public_key:
 * @pem: a certificate in PEM
 *
 * Returns: (transfer full) (nullable): the SHA-256 of its SubjectPublicKeyInfo (RFC 5280, section
 *   4.1) as "sha256//BASE64", as libcurl pins it; %NULL if it cannot be read
 */
char *
hearth_certificate_dup_public_key (const char *pem)
{
  g_autoptr (GBytes) der = decode_pem (pem);
  g_autoptr (GChecksum) checksum = NULL;
  g_autofree char *base64 = NULL;
  const guint8 *p, *end, *content, *start;
  guint8 tag, digest[32];
  gsize size = 0, digest_size = sizeof digest;

  if (der == NULL)
    return NULL;
  p = g_bytes_get_data (der, &size);
  end = p + size;
  for (guint i = 0; i < 2; i++) { /* Certificate, TBSCertificate */
    if (!take_element (&p, end, &tag, &content, &size) || tag != TAG_SEQUENCE)
      return NULL;
    p = content;
    end = content + size;
  }
  if (p < end && *p == TAG_VERSION && !take_element (&p, end, &tag, &content, &size))
    return NULL;
  for (guint i = 0; i < 5; i++) { /* serialNumber, signature, issuer, validity, subject */
    if (!take_element (&p, end, &tag, &content, &size))
      return NULL;
  }
  start = p;
  if (!take_element (&p, end, &tag, &content, &size) || tag != TAG_SEQUENCE)
    return NULL;
  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, start, p - start);
  g_checksum_get_digest (checksum, digest, &digest_size);
  base64 = g_base64_encode (digest, digest_size);
  return g_strconcat ("sha256//", base64, NULL);
}
