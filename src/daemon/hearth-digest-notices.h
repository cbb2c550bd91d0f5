/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-digest-plan.h"
#include "hearth-engine.h"
#include "hearth-interrupt.h"
#include "hearth-mail-notices.h"
#include "hearth-notifier.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_DIGEST_NOTICES (hearth_digest_notices_get_type ())
G_DECLARE_FINAL_TYPE (HearthDigestNotices, hearth_digest_notices, HEARTH, DIGEST_NOTICES, GObject)

HearthDigestNotices *hearth_digest_notices_new   (HearthEngine *engine, HearthNotifier *notifier) G_GNUC_WARN_UNUSED_RESULT;
void                 hearth_digest_notices_set   (HearthDigestNotices *self, GSettings *settings,
                                                  const HearthInterruptPolicy *policy,
                                                  HearthPrivacy privacy);
void                 hearth_digest_notices_start (HearthDigestNotices *self);
void                 hearth_digest_notices_look  (HearthDigestNotices *self);

G_END_DECLS
