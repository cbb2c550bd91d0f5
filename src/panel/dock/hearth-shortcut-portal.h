/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_SHORTCUT_PORTAL (hearth_shortcut_portal_get_type ())
G_DECLARE_FINAL_TYPE (HearthShortcutPortal, hearth_shortcut_portal, HEARTH, SHORTCUT_PORTAL, GObject)

HearthShortcutPortal *hearth_shortcut_portal_new       (const char *id,
                                                        const char *description)
                                                        G_GNUC_WARN_UNUSED_RESULT;
gboolean              hearth_shortcut_portal_is_asked  (HearthShortcutPortal *self);
gboolean              hearth_shortcut_portal_is_there  (HearthShortcutPortal *self);
void                  hearth_shortcut_portal_bind      (HearthShortcutPortal *self,
                                                        const char *trigger);
const char *          hearth_shortcut_portal_get_keys  (HearthShortcutPortal *self);

G_END_DECLS
