/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-http.h"
#include "hearth-voice-error.h"

G_BEGIN_DECLS

/**
 * HearthVoiceRemote:
 * @http: the client
 * @url: the base of its addresses, without a slash at the end
 * @model: its model, or ""
 * @key: (nullable): its key, in pages of their own
 * @limits: bounds of each request
 *
 * A speech service that is asked over HTTP, as OpenAI's are.
 */
typedef struct {
  HearthHttp *http;
  HearthHttpUrl *url;
  char *model;
  char *key;
  HearthHttpLimits limits;
} HearthVoiceRemote;

HearthVoiceRemote *hearth_voice_remote_new  (HearthHttp *http, const char *base_url,
                                             const char *model, const char *key,
                                             const HearthHttpLimits *limits,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_voice_remote_free (HearthVoiceRemote *self);
char              *hearth_voice_remote_dup_normal_url (const char *base_url,
                                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthHttpRequest *hearth_voice_remote_new_request (const HearthVoiceRemote *self,
                                                    const char *method,
                                                    const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthVoiceRemote, hearth_voice_remote_free)

G_END_DECLS
