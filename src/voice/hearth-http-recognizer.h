/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-http.h"
#include "hearth-recognizer.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_HTTP_RECOGNIZER (hearth_http_recognizer_get_type ())
G_DECLARE_FINAL_TYPE (HearthHttpRecognizer, hearth_http_recognizer, HEARTH, HTTP_RECOGNIZER, GObject)

HearthHttpRecognizer *hearth_http_recognizer_new        (HearthHttp *http, const char *base_url,
                                                         const char *model, const char *key,
                                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                  hearth_http_recognizer_set_limits (HearthHttpRecognizer *self,
                                                         const HearthHttpLimits *limits);

G_END_DECLS
