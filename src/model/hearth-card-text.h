/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-card.h"

G_BEGIN_DECLS

/**
 * HearthCardLine:
 *
 * One thing that a card would do, said in full. Everything is plain text, never markup.
 *
 * @label: what it is, for the owner ("To", "When")
 * @value: the value, whole
 * @origin: (nullable): where it comes from
 * @warning: (nullable): what to look at twice
 */
typedef struct {
  char *label;
  char *value;
  char *origin;
  char *warning;
} HearthCardLine;

void       hearth_card_line_free        (HearthCardLine *self);
char      *hearth_card_dup_title        (const HearthCard *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *hearth_card_list_lines       (const HearthCard *self) G_GNUC_WARN_UNUSED_RESULT;
char      *hearth_card_dup_body         (const HearthCard *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *hearth_card_list_hosts       (const HearthCard *self) G_GNUC_WARN_UNUSED_RESULT;
char      *hearth_card_dup_accept_label (const HearthCard *self) G_GNUC_WARN_UNUSED_RESULT;
char      *hearth_card_dup_state        (const HearthCard *self) G_GNUC_WARN_UNUSED_RESULT;
char      *hearth_card_dup_text         (const HearthCard *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthCardLine, hearth_card_line_free)

G_END_DECLS
