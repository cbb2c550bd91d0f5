/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-kinds.h"

G_BEGIN_DECLS

/**
 * Transcript:
 *
 * What a service told, put down so that it can be compared.
 *
 * @text: the whole answer
 * @thinking: all thinking
 * @calls: "id name arguments;" for each call
 * @usage: "in/out" or ""
 * @begun: "name;" for each tool that was begun to be called
 * @blobs: "json;" for each blob
 * @finish: of END, else -1
 * @error: (nullable): of ERROR
 */
typedef struct {
  GString *text;
  GString *thinking;
  GString *calls;
  GString *usage;
  GString *begun;
  GString *blobs;
  int finish;
  GError *error;
  gboolean started;
  gboolean done;
  gboolean destroyed;
  guint n_text;
  GCancellable *cancel_at_text;
} Transcript;

void  transcript_init   (Transcript *self);
void  transcript_clear  (Transcript *self);
void  transcript_event  (const HearthAiEvent *event, gpointer user_data);
char *transcript_to_str (const Transcript *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Transcript, transcript_clear)

/* One exchange as it was recorded; without a protocol where only its framing is of use. */
typedef struct {
  const HearthAiProtocol *protocol;
  char *name;
  char *content_type;
  char *body;
  gsize length;
} Recording;

GPtrArray *recordings_load (const HearthAiProtocol *protocol);

G_END_DECLS
