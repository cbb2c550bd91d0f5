/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthImapLiteral: a literal that is kept apart from the text of its response.
 * @offset: where it would stand in the text
 * @size: its announced size in bytes
 * @bytes: (nullable): its bytes; %NULL if it was too large and was read away
 */
typedef struct {
  gsize offset;
  guint64 size;
  GBytes *bytes;
} HearthImapLiteral;

/**
 * HearthImapFrame: one whole response.
 * @data: (array length=size): its text with short literals in place, without the final line end
 * @size: in bytes
 * @literals: (array length=n_literals): those that are kept apart, in order
 * @n_literals: how many
 */
typedef struct {
  const char *data;
  gsize size;
  const HearthImapLiteral *literals;
  guint n_literals;
} HearthImapFrame;

/**
 * HearthImapFrameStatus:
 * @HEARTH_IMAP_FRAME_READY: it has
 * @HEARTH_IMAP_FRAME_MORE: more bytes are needed
 * @HEARTH_IMAP_FRAME_TOO_LARGE: it is over a bound: the connection cannot go on
 *
 * Whether a whole response has come.
 */
typedef enum {
  HEARTH_IMAP_FRAME_READY,
  HEARTH_IMAP_FRAME_MORE,      /* more bytes are needed */
  HEARTH_IMAP_FRAME_TOO_LARGE, /* over a bound: the connection cannot go on */
} HearthImapFrameStatus;

typedef struct _HearthImapFramer HearthImapFramer;

HearthImapFramer     *hearth_imap_framer_new             (void) G_GNUC_WARN_UNUSED_RESULT;
void                  hearth_imap_framer_free            (HearthImapFramer *self);
void                  hearth_imap_framer_set_max_literal (HearthImapFramer *self, gsize max_literal);
gpointer              hearth_imap_framer_reserve         (HearthImapFramer *self, gsize *size);
void                  hearth_imap_framer_commit          (HearthImapFramer *self, gsize size);
HearthImapFrameStatus hearth_imap_framer_next            (HearthImapFramer *self, HearthImapFrame *frame);
gsize                 hearth_imap_framer_get_pending     (const HearthImapFramer *self);
void                  hearth_imap_framer_drop            (HearthImapFramer *self);
GBytes               *hearth_imap_framer_take_pending    (HearthImapFramer *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthImapFramer, hearth_imap_framer_free)

G_END_DECLS
