/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-public-address.h"

#include <string.h>

typedef struct {
  guint8 bytes[16];
  guint bits;
} Range;

/* The special-purpose registries of IANA, RFC 6890: what is not reached through the internet. */
static const Range ranges4[] = {
  { { 0 }, 8 },
  { { 10 }, 8 },
  { { 100, 64 }, 10 },
  { { 127 }, 8 },
  { { 169, 254 }, 16 },
  { { 172, 16 }, 12 },
  { { 192, 0, 0 }, 24 },
  { { 192, 0, 2 }, 24 },
  { { 192, 88, 99 }, 24 },
  { { 192, 168 }, 16 },
  { { 198, 18 }, 15 },
  { { 198, 51, 100 }, 24 },
  { { 203, 0, 113 }, 24 },
  { { 224 }, 3 }, /* multicast, reserved, broadcast */
};

/* Of IPv6 only 2000::/3 is given out; within it these are not plain hosts. */
static const Range ranges6[] = {
  { { 0x20, 0x01, 0x00 }, 23 },       /* Teredo, benchmarks, ORCHID */
  { { 0x20, 0x01, 0x0d, 0xb8 }, 32 }, /* documentation */
  { { 0x3f, 0xff }, 20 },             /* documentation */
};

static gboolean
is_in (const guint8 *bytes, const Range *range)
{
  guint whole = range->bits / 8, rest = range->bits % 8;

  return memcmp (bytes, range->bytes, whole) == 0 &&
         (rest == 0 || ((bytes[whole] ^ range->bytes[whole]) >> (8 - rest)) == 0);
}

static gboolean
is_public4 (const guint8 *bytes)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ranges4); i++) {
    if (is_in (bytes, &ranges4[i]))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_public6 (const guint8 *bytes)
{
  static const Range mapped = { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, 96 };
  static const Range translated = { { 0x00, 0x64, 0xff, 0x9b }, 96 };
  static const Range six_to_four = { { 0x20, 0x02 }, 16 };

  if (is_in (bytes, &mapped) || is_in (bytes, &translated))
    return is_public4 (bytes + 12);
  if (is_in (bytes, &six_to_four))
    return is_public4 (bytes + 2);
  for (gsize i = 0; i < G_N_ELEMENTS (ranges6); i++) {
    if (is_in (bytes, &ranges6[i]))
      return FALSE;
  }
  return (bytes[0] & 0xe0) == 0x20;
}

/**
 * hearth_inet_address_is_public:
 * @address: an address
 *
 * Returns: whether it may be a host on the internet: not this machine, nor one of its network, nor
 *   an address that only stands for such a one
 */
gboolean
hearth_inet_address_is_public (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  return g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4 ? is_public4 (bytes)
                                                                     : is_public6 (bytes);
}
