/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

gboolean hearth_local_port_get_owner        (guint16 port, uid_t *owner);
gboolean hearth_local_port_owner_is_foreign (uid_t owner, uid_t self);
gboolean hearth_local_port_is_foreign       (guint16 port);

G_END_DECLS
