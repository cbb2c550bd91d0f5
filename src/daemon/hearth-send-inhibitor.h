/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-outbox.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_SEND_INHIBITOR (hearth_send_inhibitor_get_type ())
G_DECLARE_FINAL_TYPE (HearthSendInhibitor, hearth_send_inhibitor, HEARTH, SEND_INHIBITOR, GObject)

HearthSendInhibitor *hearth_send_inhibitor_new (HearthOutbox *outbox,
                                                GDBusConnection *bus) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
