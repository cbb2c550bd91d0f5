/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include "hearth-summary-check.h"
#include "hearth-values.h"

#include <string.h>

#define MAX_PARTS 40

static HearthMessage *
make_message (const char *text, guint number)
{
  static const char *const names[] = { "Ana Silva", "Ben", "" };
  HearthMessage *message = hearth_message_new ();

  message->id = number + 1;
  message->date = 1715760000 + number;
  message->message_id = g_strdup_printf ("%u@test.example", number % 30);
  message->from = hearth_address_new (names[number % 3], "x@test.example");
  message->subject = g_strdup ("Subject");
  message->text = g_utf8_make_valid (text, -1);
  return message;
}

static void
check_lines (GPtrArray *lines, GPtrArray *thread, guint max)
{
  g_assert (lines->len <= max);
  for (guint i = 0; i < lines->len; i++) {
    const HearthSummaryLine *line = g_ptr_array_index (lines, i);
    const HearthMessage *message = g_ptr_array_index (thread, line->message_id - 1);

    g_assert (line->length > 0 && line->start + line->length <= strlen (message->text));
    g_assert (g_utf8_validate (line->text, -1, NULL) && strchr (line->text, '\n') == NULL);
    g_assert (strlen (line->text) <= 900);
  }
}

/* Any bytes as a thread whose messages a form feed parts, and its last part as what a service says
 * of it: each sentence stands within its message, and there are no more than five. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) parts = g_strsplit (text, "\f", MAX_PARTS);
  g_autoptr (GPtrArray) thread =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);
  g_autoptr (HearthThreadSummary) summary = NULL;
  g_autoptr (HearthThreadSummary) checked = NULL;
  g_autoptr (GArray) values = hearth_values_find (text, size);
  guint n = g_strv_length (parts);

  for (guint i = 0; i < values->len; i++) {
    const HearthValue *value = &g_array_index (values, HearthValue, i);

    g_assert (value->length > 0 && value->start + value->length <= strlen (text));
    g_assert (hearth_value_equal (value, value) && hearth_value_is_in (value, values));
  }
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (thread, make_message (parts[i], i));
  summary = hearth_thread_summary_new (thread);
  check_lines (summary->lines, thread, 5);
  check_lines (summary->outdated, thread, G_MAXUINT);
  if (n == 0)
    return 0;
  checked = hearth_summary_check_reply (parts[n - 1], thread, "service");
  if (checked != NULL)
    check_lines (checked->lines, thread, 5);
  return 0;
}
