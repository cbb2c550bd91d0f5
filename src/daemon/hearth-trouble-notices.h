/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-mail-notices.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_TROUBLE_NOTICES (hearth_trouble_notices_get_type ())
G_DECLARE_FINAL_TYPE (HearthTroubleNotices, hearth_trouble_notices, HEARTH, TROUBLE_NOTICES, GObject)

HearthTroubleNotices *hearth_trouble_notices_new         (HearthEngine *engine, HearthNotifier *notifier) G_GNUC_WARN_UNUSED_RESULT;
void                  hearth_trouble_notices_set_privacy (HearthTroubleNotices *self, HearthPrivacy privacy);
void                  hearth_trouble_notices_restore     (HearthTroubleNotices *self);

G_END_DECLS
