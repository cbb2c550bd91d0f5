/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-http.h"
#include "hearth-wyoming-info.h"

G_BEGIN_DECLS

/** HEARTH_VOICE_FOUND_MAX: how many models and how many voices of one server are named. */
#define HEARTH_VOICE_FOUND_MAX 100

/**
 * HearthVoiceFound:
 *
 * A speech service that runs on this computer.
 *
 * @name: its program, as far as its answer tells: "piper", "whisper.cpp", …
 * @kind: how it is spoken to: "wyoming" or "openai"
 * @address: where it is
 * @hears: whether it understands speech
 * @speaks: whether it makes speech
 * @models: (array zero-terminated): its models that understand speech, perhaps none
 * @speech_models: (array zero-terminated): its models that make speech, perhaps none
 * @voices: (array zero-terminated): its voices, perhaps none
 * @foreign: whether another person of this computer runs it, who could hear what it is sent
 */
typedef struct {
  char *name;
  char *kind;
  char *address;
  gboolean hears;
  gboolean speaks;
  char **models;
  char **speech_models;
  char **voices;
  gboolean foreign;
} HearthVoiceFound;

void              hearth_voice_found_free         (HearthVoiceFound *self);
void              hearth_voice_found_read_models  (HearthVoiceFound *self, const char *body,
                                                   gsize length);
void              hearth_voice_found_read_path    (HearthVoiceFound *self, gboolean hearing,
                                                   guint status, const char *body, gsize length);
void              hearth_voice_discovery_find_async  (HearthHttp *http, const guint16 *ports,
                                                      gsize n_ports, GCancellable *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer user_data);
GPtrArray        *hearth_voice_discovery_find_finish (GAsyncResult *result,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthVoiceFound, hearth_voice_found_free)

G_END_DECLS
