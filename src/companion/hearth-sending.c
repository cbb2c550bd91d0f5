/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-sending.h"

#include "hearth-conversation.h"
#include "hearth-tools.h"

/**
 * hearth_sending_begin:
 * @engine: where the journal is
 * @service: who is about to be asked
 * @conversation: in which conversation
 * @what: what for, in a few words without anything of the conversation
 * @n_bytes: how many bytes of words go
 * @sources: (nullable) (element-type HearthToolSource): what was looked up for it
 *
 * Writes into the journal what is about to go to a service, before it goes: where to, how much, and
 * of which messages; of a private conversation only where to and how much.
 *
 * Returns: the line, for hearth_engine_end_sending(); 0 if it could not be written
 */
gint64
hearth_sending_begin (HearthEngine *engine, HearthAiService *service, const char *conversation,
                      const char *what, gsize n_bytes, GPtrArray *sources)
{
  g_autoptr (GArray) messages = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean is_private = hearth_conversation_is_private (conversation);
  HearthJournalEntry entry = {
    .kind = (char *) "ai",
    .what = (char *) (is_private ? "" : what),
    .host = (char *) hearth_ai_service_get_host (service),
    .bytes_sent = hearth_ai_service_is_local (service) ? 0 : (gint64) n_bytes,
    .conversation = is_private ? NULL : (char *) conversation,
  };

  for (guint i = 0; !is_private && sources != NULL && i < sources->len; i++) {
    const HearthToolSource *source = g_ptr_array_index (sources, i);

    if (source->chip->kind == HEARTH_CHIP_MESSAGE)
      g_array_append_val (messages, source->chip->id);
  }
  if (messages->len > 0)
    entry.messages = messages;
  return hearth_engine_begin_sending (engine, &entry, HEARTH_TRAFFIC_ANSWERS, NULL);
}
