/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void hearth_service_return_error (GDBusMethodInvocation *invocation, const GError *error);

G_END_DECLS
