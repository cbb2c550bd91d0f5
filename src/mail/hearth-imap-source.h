/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-mail-source.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_IMAP_SOURCE (hearth_imap_source_get_type ())
G_DECLARE_FINAL_TYPE (HearthImapSource, hearth_imap_source, HEARTH, IMAP_SOURCE, HearthMailSource)

HearthMailSource *
hearth_imap_source_new (const HearthAccount *account, HearthCredentialsFunc credentials,
                        gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
