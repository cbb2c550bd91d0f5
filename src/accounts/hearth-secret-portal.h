/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void hearth_secret_portal_await (GTask *task);

G_END_DECLS
