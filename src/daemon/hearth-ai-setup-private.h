/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-setup.h"

G_BEGIN_DECLS

/* Where the settings keep which hosts the owner agreed to. */
#define HEARTH_AI_SETUP_KEY_HOSTS "service-hosts"

struct _HearthAiSetup {
  GObject parent_instance;

  HearthEngine *engine;       /* (owned) */
  HearthCompanion *companion; /* (owned) */
  GSettings *settings;        /* (owned) */
  HearthHttpTraffic *traffic; /* (owned) */
  HearthHttp *http;           /* (owned) (nullable) made when a service is first used */
  HearthLlama *llama;         /* (owned) (nullable) likewise */
  GHashTable *routes;         /* (element-type utf8 HearthAiRoute) by identifier */
  gboolean demo;
};

gboolean hearth_ai_setup_has_agreed   (HearthAiSetup *self, const char *host);
gboolean hearth_ai_setup_is_same      (const HearthAiConfig *a, const HearthAiConfig *b);
void     hearth_ai_setup_forget_speed (HearthAiSetup *self, const char *id);

G_END_DECLS
