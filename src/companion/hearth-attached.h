/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"
#include "hearth-turn-file.h"

G_BEGIN_DECLS

char *hearth_attached_join           (const char *question, GPtrArray *files,
                                      HearthAiService *service) G_GNUC_WARN_UNUSED_RESULT;
void  hearth_attached_add            (HearthAiRequest *request, GPtrArray *files,
                                      HearthAiService *service);
char *hearth_attached_describe       (GPtrArray *files) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_attached_describe_left  (GPtrArray *files,
                                      HearthAiService *service) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_attached_describe_going (GPtrArray *files,
                                      HearthAiService *service) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
