/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"
#include "hearth-engine.h"

G_BEGIN_DECLS

/**
 * HearthSending: what the journal is told of something that is about to go to a service.
 * @engine: where the journal is
 * @service: who is about to be asked
 * @conversation: in which conversation
 * @what: what for, in a few words without anything of the conversation
 * @n_bytes: how many bytes of words go
 * @sources: (nullable) (element-type HearthToolSource): what was looked up for it, each once
 */
typedef struct {
  HearthEngine *engine;
  HearthAiService *service;
  const char *conversation;
  const char *what;
  gsize n_bytes;
  GPtrArray *sources;
} HearthSending;

gint64 hearth_sending_start (const HearthSending *self, HearthAiRequest *request,
                             GCancellable *cancellable, HearthAiEventFunc func, gpointer user_data,
                             GDestroyNotify destroy);

G_END_DECLS
