/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-imap-types.h"

G_BEGIN_DECLS

HearthImapRole hearth_imap_role_from_attribute (const char *attribute, gsize size);
const char    *hearth_imap_role_to_attribute   (HearthImapRole role);
void           hearth_imap_guess_roles         (GPtrArray *mailboxes);
char          *hearth_imap_name_from_wire      (const char *wire, char delimiter, const char *prefix) G_GNUC_WARN_UNUSED_RESULT;
char          *hearth_imap_name_to_wire        (const char *name, char delimiter, const char *prefix) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
