/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-imap-parser.h"
#include "hearth-imap-types.h"

G_BEGIN_DECLS

gboolean        hearth_imap_message_parse      (HearthImapMessage *self, HearthImapParser *at, gboolean utf8,
                                                HearthImapArena *arena);
HearthImapFlags hearth_imap_flags_parse        (HearthImapParser *at);
void            hearth_imap_flags_append       (GString *text, HearthImapFlags flags);
gboolean        hearth_imap_internal_date_read (const char *text, gsize size, gint64 *date);
char           *hearth_imap_internal_date_make (gint64 date) G_GNUC_WARN_UNUSED_RESULT;
gboolean        hearth_imap_structure_parse    (HearthImapParser *at, HearthImapArena *arena,
                                                const HearthImapPart **parts, guint *n_parts);

G_END_DECLS
