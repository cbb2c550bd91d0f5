/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-protocol.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

/* bench-ai: decodes an answer of 100,000 tokens of each protocol, in pieces as a network brings
 * them, and tells how many tokens a second the slowest takes, how long the longest of them takes
 * from its first byte to its first words, and how much the process grows meanwhile. */

#define N_TOKENS 100000
/* A TCP segment. */
#define PIECE 1448

typedef struct {
  guint n_text;
  gint64 first; /* when the first words were told */
  gboolean ended;
} Seen;

static const struct {
  const char *name;
  const HearthAiProtocol *protocol;
  const char *token;
  const char *end;
} kinds[] = {
  { "openai", &hearth_ai_openai_protocol,
    "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1780000000,"
    "\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" word\"},\"logprobs\":null,"
    "\"finish_reason\":null}]}\n\n",
    "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: "
    "[DONE]\n\n" },
  { "anthropic", &hearth_ai_anthropic_protocol,
    "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
    "{\"type\":\"text_delta\",\"text\":\" word\"}}\n\n",
    "data: {\"type\":\"message_stop\"}\n\n" },
  { "gemini", &hearth_ai_gemini_protocol,
    "data: {\"candidates\": [{\"content\": {\"parts\": [{\"text\": \" word\"}],\"role\": "
    "\"model\"},"
    "\"index\": 0}],\"usageMetadata\": {\"promptTokenCount\": 9,\"totalTokenCount\": 9}}\r\n\r\n",
    "data: {\"candidates\":[{\"finishReason\":\"STOP\"}]}\r\n\r\n" },
  { "ollama", &hearth_ai_ollama_protocol,
    "{\"model\":\"m\",\"created_at\":\"2026-11-29T01:00:00.000Z\",\"message\":{\"role\":"
    "\"assistant\",\"content\":\" word\"},\"done\":false}\n",
    "{\"done\":true,\"done_reason\":\"stop\"}\n" },
  { "responses", &hearth_ai_responses_protocol,
    "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"item_id\":"
    "\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\" "
    "word\",\"sequence_number\":7}\n\n",
    "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}\n\n" },
};

/* Of this process, so that others do not count. */
static gint64
now_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
event_cb (const HearthAiEvent *event, gpointer user_data)
{
  Seen *seen = user_data;

  if (event->kind == HEARTH_AI_EVENT_TEXT && seen->n_text++ == 0)
    seen->first = now_us ();
  if (event->kind == HEARTH_AI_EVENT_END)
    seen->ended = TRUE;
}

static glong
peak_kib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/* The answer is made as it is fed, so that it is not in memory itself. Returns microseconds. */
static gint64
decode (guint kind, gint64 *to_first)
{
  Seen seen = { 0 };
  HearthAiDecoder *decoder =
      hearth_ai_decoder_new (kinds[kind].protocol, "localhost", event_cb, &seen);
  g_autoptr (GString) waiting = g_string_new (NULL);
  gint64 begin = now_us ();

  for (guint i = 0; i < N_TOKENS; i++) {
    g_string_append (waiting, kinds[kind].token);
    while (waiting->len >= PIECE) {
      hearth_ai_decoder_feed (decoder, waiting->str, PIECE);
      g_string_erase (waiting, 0, PIECE);
    }
  }
  g_string_append (waiting, kinds[kind].end);
  hearth_ai_decoder_feed (decoder, waiting->str, waiting->len);
  hearth_ai_decoder_end (decoder, NULL);
  hearth_ai_decoder_free (decoder);
  *to_first = seen.first - begin;
  if (seen.n_text != N_TOKENS || !seen.ended)
    g_error ("%s: %u tokens of %u were told", kinds[kind].name, seen.n_text, N_TOKENS);
  return now_us () - begin;
}

int
main (void)
{
  gint64 slowest = 0, longest = 0;
  glong before = 0;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    gint64 to_first;
    gint64 took = decode (i, &to_first);

    fprintf (stderr, "%s: %.0f tokens/s\n", kinds[i].name, N_TOKENS * 1e6 / (double) took);
    slowest = MAX (slowest, took);
    longest = MAX (longest, to_first);
    /* The first brings in what is loaded once. */
    if (i == 0)
      before = peak_kib ();
  }
  printf ("ai.tokens_per_s %.0f tokens/s\n", N_TOKENS * 1e6 / (double) slowest);
  printf ("ai.first_text_ms %.3f ms\n", (double) longest / 1000);
  printf ("ai.growth_kib %ld KiB\n", peak_kib () - before);
  return 0;
}
