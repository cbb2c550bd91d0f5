/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-summary-store.h"

#include "hearth-store-thread-summaries.h"
#include "hearth-thread-summaries.h"

#include <string.h>

/* A checked summary as it is kept: each sentence with its place. The rest is read from the
 * messages, so that nothing of a message that is gone is shown. */

#define FORMAT "(ua(ixtts))"

/**
 * hearth_summary_store_save:
 * @engine: an engine
 * @thread_id: a thread; 0 is none, and nothing is kept
 * @summary: what a service made of it
 * @error: a #HearthStoreError
 *
 * Returns: whether it is on disk
 */
gboolean
hearth_summary_store_save (HearthEngine *engine, gint64 thread_id, HearthThreadSummary *summary,
                           GError **error)
{
  GVariantBuilder lines = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ixtts)"));
  g_autoptr (GVariant) value = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < summary->lines->len; i++) {
    const HearthSummaryLine *line = g_ptr_array_index (summary->lines, i);

    g_variant_builder_add (&lines, "(ixtts)", (gint32) line->kind, line->message_id,
                           (guint64) line->start, (guint64) line->length, line->text);
  }
  value = g_variant_ref_sink (
      g_variant_new ("(u@a(ixtts))", summary->n_messages, g_variant_builder_end (&lines)));
  text = g_variant_print (value, FALSE);
  return thread_id == 0 || hearth_engine_save_thread_summary (engine, thread_id, summary->last_id,
                                                              text, summary->service, error);
}

static const HearthMessage *
find_message (GPtrArray *thread, gint64 id)
{
  for (guint i = 0; i < thread->len; i++) {
    const HearthMessage *message = g_ptr_array_index (thread, i);

    if (message->id == id)
      return message;
  }
  return NULL;
}

static HearthThreadSummary *
read_lines (GVariant *value, GPtrArray *thread)
{
  g_autoptr (HearthThreadSummary) summary = g_new0 (HearthThreadSummary, 1);
  g_autoptr (GVariant) lines = NULL;
  GVariantIter iter;
  gint32 kind;
  gint64 message_id;
  guint64 start, length;
  const char *text;

  summary->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_summary_line_free);
  summary->outdated = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_summary_line_free);
  g_variant_get (value, "(u@a(ixtts))", &summary->n_messages, &lines);
  g_variant_iter_init (&iter, lines);
  while (g_variant_iter_next (&iter, "(ixtt&s)", &kind, &message_id, &start, &length, &text)) {
    const HearthMessage *message = find_message (thread, message_id);
    gsize size = message != NULL && message->text != NULL ? strlen (message->text) : 0;
    HearthSummaryLine *line;

    if (length == 0 || start > size || length > size - start || kind < 0 ||
        kind > HEARTH_SUMMARY_NEWEST)
      return NULL;
    line = hearth_summary_line_new ((HearthSummaryKind) kind, message, start, length);
    g_free (line->text);
    line->text = g_strdup (text);
    g_ptr_array_add (summary->lines, line);
  }
  return g_steal_pointer (&summary);
}

/**
 * hearth_summary_store_load:
 * @db: a database
 * @thread: (element-type HearthMessage): a thread, oldest first
 * @service: the service that is set
 *
 * Returns: (transfer full) (nullable): what that service made of the thread, as long as its last
 *   message is the same and none that it rests on is gone
 */
HearthThreadSummary *
hearth_summary_store_load (HearthDatabase *db, GPtrArray *thread, const char *service)
{
  const HearthMessage *last = thread->len > 0 ? g_ptr_array_index (thread, thread->len - 1) : NULL;
  g_autofree char *text =
      last != NULL && last->thread_id != 0
          ? hearth_store_thread_summaries_dup (db, last->thread_id, last->id, service, NULL)
          : NULL;
  g_autoptr (GVariant) value =
      text != NULL ? g_variant_parse (G_VARIANT_TYPE (FORMAT), text, NULL, NULL, NULL) : NULL;
  HearthThreadSummary *summary = value != NULL ? read_lines (value, thread) : NULL;

  if (summary != NULL) {
    summary->service = g_strdup (service);
    summary->last_id = last->id;
  }
  return summary;
}
