/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthPassageKind:
 *
 * What a part of a mail’s text is: its writer’s own, quoted, or what stands below each of
 * their mails.
 */
typedef enum {
  HEARTH_PASSAGE_TEXT,
  HEARTH_PASSAGE_QUOTE,
  HEARTH_PASSAGE_SIGNATURE,
} HearthPassageKind;

/**
 * HearthPassage: a part of a mail's text.
 * @kind: what it is
 * @text: without the marks of a quote
 * @n_lines: lines
 */
typedef struct {
  HearthPassageKind kind;
  char *text;
  guint n_lines;
} HearthPassage;

GPtrArray *hearth_quotes_split (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
