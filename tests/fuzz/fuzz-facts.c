/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-facts.h"
#include "hearth-mime.h"

#include <string.h>

static void
check (const HearthMessage *message, const HearthFinding *finding)
{
  const gsize length = strlen (message->text);

  g_assert (finding->kind >= HEARTH_FINDING_DELIVERY && finding->kind < HEARTH_N_FINDINGS);
  g_assert (finding->start <= length && finding->length <= length - finding->start);
  g_assert (finding->text != NULL && g_utf8_validate (finding->text, -1, NULL));
  g_assert (finding->value == NULL || g_utf8_validate (finding->value, -1, NULL));
  g_assert (finding->place == NULL || g_utf8_validate (finding->place, -1, NULL));
  g_assert (finding->value == NULL || strlen (finding->value) <= 256);
  g_assert (finding->kind != HEARTH_FINDING_PROPOSAL || finding->until > finding->due);
}

/* Any bytes as a mail in which facts are looked for, as they are and as the text of a plain mail:
 * each rests on bytes of the text, and is valid text itself. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char head[] = "From: Shop <orders@shop.example>\r\nTo: nora@lind.example\r\n"
                             "Subject: Your order\r\nDate: Tue, 12 May 2026 09:14:00 +0200\r\n"
                             "Content-Type: text/plain; charset=utf-8\r\n\r\n";
  g_autoptr (GPtrArray) owner = g_ptr_array_new ();
  g_autoptr (GByteArray) plain = g_byte_array_new ();

  g_ptr_array_add (owner, (gpointer) "nora@lind.example");
  g_byte_array_append (plain, (const guint8 *) head, sizeof head - 1);
  g_byte_array_append (plain, data, (guint) size);
  for (guint round = 0; round < 2; round++) {
    g_autoptr (HearthMessage) message =
        round == 0 ? hearth_mime_parse_bytes (data, size, 1778500000)
                   : hearth_mime_parse_bytes (plain->data, plain->len, 1778500000);
    g_autoptr (GPtrArray) found =
        g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_finding_free);

    if (message == NULL)
      continue;
    hearth_facts_find (message, owner, 1778500000, found);
    for (guint i = 0; i < found->len; i++)
      check (message, g_ptr_array_index (found, i));
  }
  return 0;
}
