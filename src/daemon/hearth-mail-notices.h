/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-notifier.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_MAIL_NOTICES (hearth_mail_notices_get_type ())
G_DECLARE_FINAL_TYPE (HearthMailNotices, hearth_mail_notices, HEARTH, MAIL_NOTICES, GObject)

/** HearthPrivacy: what a bubble may say while the screen is locked. */
typedef enum {
  HEARTH_PRIVACY_SENDER,
  HEARTH_PRIVACY_FULL,
  HEARTH_PRIVACY_NONE,
} HearthPrivacy;

HearthMailNotices *hearth_mail_notices_new         (HearthEngine *engine, HearthNotifier *notifier) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_mail_notices_set_privacy (HearthMailNotices *self, HearthPrivacy privacy);
void               hearth_mail_notices_restore     (HearthMailNotices *self);
void               hearth_mail_notices_add         (HearthMailNotices *self, GPtrArray *messages,
                                                    gboolean sound, gboolean waited);

G_END_DECLS
