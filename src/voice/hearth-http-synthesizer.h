/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-http.h"
#include "hearth-synthesizer.h"

G_BEGIN_DECLS

/** The rate of OpenAI's bare samples, and of those of most who do as it does. */
#define HEARTH_HTTP_SYNTHESIZER_RATE 24000

#define HEARTH_TYPE_HTTP_SYNTHESIZER (hearth_http_synthesizer_get_type ())
G_DECLARE_FINAL_TYPE (HearthHttpSynthesizer, hearth_http_synthesizer, HEARTH, HTTP_SYNTHESIZER,
                      GObject)

HearthHttpSynthesizer *hearth_http_synthesizer_new        (HearthHttp *http, const char *base_url,
                                                           const char *model, const char *voice,
                                                           guint rate, const char *key,
                                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                   hearth_http_synthesizer_set_limits (HearthHttpSynthesizer *self,
                                                           const HearthHttpLimits *limits);

G_END_DECLS
