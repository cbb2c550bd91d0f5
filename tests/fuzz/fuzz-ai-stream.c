/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-complaint.h"
#include "hearth-ai-protocol.h"
#include "hearth-json.h"

#include <string.h>

/* The first byte says in which pieces the rest, the body of an answer in the protocol that
 * FUZZ_PROTOCOL names, arrives. Decoded in pieces and as a whole it must give the same events, of
 * which exactly one is the last. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct {
  GString *text;
  guint n_last;
} Seen;

static void
event_cb (const HearthAiEvent *event, gpointer user_data)
{
  Seen *seen = user_data;

  g_assert (seen->n_last == 0);
  g_string_append_printf (seen->text, "%d|", event->kind);
  if (event->text != NULL) {
    g_assert (*event->text != '\0' && g_utf8_validate (event->text, -1, NULL));
    g_string_append (seen->text, event->text);
  }
  if (event->kind == HEARTH_AI_EVENT_BLOB) {
    g_autoptr (JsonNode) blob = hearth_json_parse (event->text, strlen (event->text));

    g_assert (blob != NULL && JSON_NODE_HOLDS_OBJECT (blob));
  }
  if (event->call != NULL) {
    g_assert (*event->call->id != '\0' && *event->call->name != '\0');
    g_string_append_printf (seen->text, "%s %s", event->call->id, event->call->name);
    if (event->call->arguments != NULL) {
      g_autoptr (JsonNode) node =
          hearth_json_parse (event->call->arguments, strlen (event->call->arguments));

      g_assert (node != NULL && JSON_NODE_HOLDS_OBJECT (node));
      g_string_append (seen->text, event->call->arguments);
    }
  }
  if (event->error != NULL) {
    g_assert (g_utf8_validate (event->error->message, -1, NULL));
    g_string_append (seen->text, event->error->message);
  }
  if (event->kind == HEARTH_AI_EVENT_END || event->kind == HEARTH_AI_EVENT_ERROR)
    seen->n_last++;
}

static char *
decode (const char *body, gsize length, gsize piece)
{
  Seen seen = { g_string_new (NULL), 0 };
  HearthAiDecoder *decoder =
      hearth_ai_decoder_new (&FUZZ_PROTOCOL, "ai.example.org", event_cb, &seen);

  for (gsize at = 0; at < length; at += piece)
    hearth_ai_decoder_feed (decoder, body + at, MIN (piece, length - at));
  hearth_ai_decoder_end (decoder, NULL);
  g_assert (seen.n_last == 1);
  hearth_ai_decoder_free (decoder);
  return g_string_free (seen.text, FALSE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *body = (const char *) data + 1;
  g_autofree char *whole = NULL;
  g_autofree char *pieces = NULL;
  g_autoptr (JsonNode) root = NULL;
  gsize length;

  if (size < 1)
    return 0;
  length = size - 1;
  whole = decode (body, length, MAX (length, 1));
  pieces = decode (body, length, (gsize) data[0] + 1);
  g_assert (g_str_equal (whole, pieces));

  root = hearth_json_parse (body, length);
  if (root != NULL) {
    g_autoptr (HearthAiComplaint) complaint = hearth_ai_complaint_read (root);

    g_assert (complaint == NULL || g_utf8_strlen (complaint->text, -1) <= 201);
  } else {
    hearth_json_is_cut_off (body, length);
  }
  return 0;
}
