/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"

G_BEGIN_DECLS

/**
 * HEARTH_SUMMARY_MAX:
 *
 * Bytes of a summary: two lines of a list.
 */
#define HEARTH_SUMMARY_MAX 240

char *
hearth_summary_of_text (const char *text, const char *subject, gsize max) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_summary_of_message (const HearthMessage *message) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
