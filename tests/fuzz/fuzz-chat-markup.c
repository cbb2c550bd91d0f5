/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-link-text.h"
#include "hearth-markdown.h"

#include <string.h>

static void
check_block (const HearthBlock *block)
{
  gsize length = strlen (block->text);

  g_assert_true (g_utf8_validate (block->text, -1, NULL));
  g_assert_cmpint (block->level, <=, 6);
  for (const char *at = block->text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    g_assert_false ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069));
    g_assert_false (c >= 0xe0000 && c <= 0xe0fff);
  }
  g_assert_true ((block->kind == HEARTH_BLOCK_TABLE) == (block->cells != NULL));
  for (guint i = 0; block->cells != NULL && i < block->cells->len; i++)
    check_block (g_ptr_array_index (block->cells, i));
  for (guint i = 0; i < block->spans->len; i++) {
    const HearthTextSpan *span = &g_array_index (block->spans, HearthTextSpan, i);

    g_assert_cmpuint (span->start, <, span->end);
    g_assert_cmpuint (span->end, <=, length);
    g_assert_true (g_utf8_validate (block->text + span->start, span->end - span->start, NULL));
  }
}

/* Any bytes as an answer: what comes of them is text that can be drawn, with runs that lie in it;
 * links are found in it without end or fault. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GPtrArray) blocks = hearth_markdown_parse (text);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GHashTable) links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer link;

  for (guint i = 0; i < blocks->len; i++)
    check_block (g_ptr_array_index (blocks, i));
  hearth_link_text_collect (valid, links);
  g_hash_table_iter_init (&iter, links);
  while (g_hash_table_iter_next (&iter, &link, NULL)) {
    g_autofree char *host = hearth_link_text_dup_host (link);

    g_assert_nonnull (strstr (valid, link));
    g_assert_true (host == NULL || g_str_is_ascii (host));
  }
  return 0;
}
