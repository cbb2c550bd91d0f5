/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-commitments.h"
#include "hearth-mime.h"
#include "hearth-settle.h"

#include <string.h>

static void
check (const HearthMessage *message, const char *address)
{
  g_autoptr (GPtrArray) owner = g_ptr_array_new ();
  g_autoptr (GPtrArray) messages = g_ptr_array_new ();
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_finding_free);
  gsize size = message->text != NULL ? strlen (message->text) : 0;

  g_ptr_array_add (owner, (gpointer) address);
  g_ptr_array_add (messages, (gpointer) message);
  hearth_commitments_find (found, message, owner);
  for (guint i = 0; i < found->len; i++) {
    const HearthFinding *finding = g_ptr_array_index (found, i);

    g_assert (finding->kind <= HEARTH_FINDING_PLEDGE);
    g_assert (*finding->text != '\0' && g_utf8_validate (finding->text, -1, NULL));
    g_assert (strlen (finding->text) < 4096 && strchr (finding->text, '\n') == NULL);
    g_assert (finding->start <= size && finding->length <= size - finding->start);
  }
  hearth_settle_thread (found, messages, owner);
}

/* Any bytes as a mail to the owner, and as one of their own: what is found in it is valid, short
 * and lies within its text. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (HearthMessage) message = hearth_mime_parse_bytes (data, size, 1715000000);

  if (message == NULL)
    return 0;
  check (message, "nora@lind.example");
  if (message->from != NULL)
    check (message, message->from->address);
  return 0;
}
