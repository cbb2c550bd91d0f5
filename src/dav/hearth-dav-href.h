/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char    *hearth_dav_href_normalise    (const char *url) G_GNUC_WARN_UNUSED_RESULT;
char    *hearth_dav_href_resolve      (const char *base, const char *href) G_GNUC_WARN_UNUSED_RESULT;
char    *hearth_dav_href_dup_member   (const char *collection, const char *href) G_GNUC_WARN_UNUSED_RESULT;
char    *hearth_dav_href_dup_url      (const char *collection, const char *member) G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_dav_href_equal        (const char *a, const char *b);
gboolean hearth_dav_href_same_service (const char *a, const char *b);
char    *hearth_dav_href_dup_origin   (const char *url) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
