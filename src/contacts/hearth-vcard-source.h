/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-contact-source.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_VCARD_SOURCE (hearth_vcard_source_get_type ())
G_DECLARE_FINAL_TYPE (HearthVcardSource, hearth_vcard_source, HEARTH, VCARD_SOURCE,
                      HearthContactSource)

HearthContactSource *hearth_vcard_source_new (const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
