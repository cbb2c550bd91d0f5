/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

int hearth_engine_mail_draft  (HearthEngine *engine, gboolean json, char **argv);
int hearth_engine_mail_send   (HearthEngine *engine, gboolean json, const char *draft);
int hearth_engine_mail_outbox (HearthEngine *engine, gboolean json, const char *verb,
                               const char *item);
int hearth_engine_mail_settle (HearthEngine *engine, char **argv);

G_END_DECLS
