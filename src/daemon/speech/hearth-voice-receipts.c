/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-voice-receipts.h"

#include <string.h>

/* hearth-voice counts what it sends, as hearthd does; hearthd writes it down. */

#define MAX_HOST 255 /* RFC 1035 section 2.3.4 */

/**
 * hearth_voice_receipts_take:
 * @engine: the engine, which keeps receipts
 * @signal: a signal of Voice1
 * @parameters: its parameters
 *
 * Writes down what hearth-voice says it sent.
 *
 * Returns: whether @signal was about that
 */
gboolean
hearth_voice_receipts_take (HearthEngine *engine, const char *signal, GVariant *parameters)
{
  g_autoptr (GPtrArray) receipts = NULL;
  HearthReceipt receipt = { .purpose = HEARTH_TRAFFIC_VOICE };
  const char *host;

  if (!g_str_equal (signal, "Sent"))
    return FALSE;
  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sttttx)")))
    return TRUE;
  g_variant_get (parameters, "(&sttttx)", &host, &receipt.bytes_sent, &receipt.bytes_received,
                 &receipt.told_sent, &receipt.told_received, &receipt.difference);
  if (*host == '\0' || strlen (host) > MAX_HOST)
    return TRUE;
  receipt.host = (char *) host;
  receipts = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_receipt_free);
  g_ptr_array_add (receipts, hearth_receipt_copy (&receipt));
  hearth_engine_add_receipts (engine, receipts);
  return TRUE;
}
