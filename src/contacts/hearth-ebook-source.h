/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-contact-source.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_EBOOK_SOURCE (hearth_ebook_source_get_type ())
G_DECLARE_FINAL_TYPE (HearthEbookSource, hearth_ebook_source, HEARTH, EBOOK_SOURCE,
                      HearthContactSource)

HearthContactSource *hearth_ebook_source_new (const char *uid) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
