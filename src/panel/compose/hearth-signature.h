/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hearth_signature_swap (GtkTextBuffer *buffer, const HearthAccount *from,
                            const HearthAccount *to);

G_END_DECLS
