/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hearth_rehearsal_to_json  (GVariant *rehearsal) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_rehearsal_to_text  (GVariant *rehearsal) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_rehearsal_headline (GVariant *rehearsal) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
