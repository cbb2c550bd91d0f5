/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-mime.h"

#include <string.h>

/* Any bytes are a message, all of whose texts are clean UTF-8 within their bounds, and whose
 * attachments can be taken out. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (HearthMessage) message = hearth_mime_parse_bytes (data, size, 1700000000);
  g_autoptr (GBytes) raw = g_bytes_new_static (data, size);

  g_assert_true (g_utf8_validate (message->text, -1, NULL));
  g_assert_true (g_utf8_validate (message->preview, -1, NULL));
  g_assert_true (g_utf8_validate (message->subject, -1, NULL));
  g_assert_true (g_utf8_validate (message->message_id, -1, NULL));
  g_assert_true (g_utf8_validate (message->list_id, -1, NULL));
  g_assert_null (strpbrk (message->subject, "\r\n"));
  g_assert_cmpint (g_utf8_strlen (message->preview, -1), <=, 201);
  g_assert_cmpint (message->date, >, 0);
  for (char **id = message->references; *id != NULL; id++)
    g_assert_true (g_utf8_validate (*id, -1, NULL));
  if (message->calendar != NULL)
    g_assert_true (g_utf8_validate (message->calendar, -1, NULL));
  if (message->from != NULL) {
    g_assert_true (g_utf8_validate (message->from->name, -1, NULL));
    g_assert_true (g_utf8_validate (message->from->address, -1, NULL));
    g_assert_null (strpbrk (message->from->name, "\r\n@<>\""));
  }
  for (guint i = 0; i < message->attachments->len && i < 20; i++) {
    HearthAttachment *each = g_ptr_array_index (message->attachments, i);
    g_autofree char *type = NULL;
    g_autoptr (GBytes) content = hearth_mime_dup_part (raw, each->part, &type, NULL);

    g_assert_nonnull (content);
    g_assert_cmpstr (type, ==, each->content_type);
    g_assert_true (g_utf8_validate (each->name, -1, NULL));
    g_assert_null (strpbrk (each->name, "/\\\r\n"));
    g_assert_cmpstr (each->name, !=, "");
    g_assert_cmpint (each->size, >=, 0);
  }
  return 0;
}
