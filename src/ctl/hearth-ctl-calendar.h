/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ctl.h"

G_BEGIN_DECLS

/**
 * HearthCtlServer: where calendars are, as the options say.
 * @user: (nullable): the login name
 * @pin: (nullable): a certificate that is taken all the same
 * @goa_id: (nullable): an account of the desktop
 * @desktop: whether the desktop's own are meant, and no server
 */
typedef struct {
  const char *user;
  const char *pin;
  const char *goa_id;
  gboolean desktop;
} HearthCtlServer;

GVariant *
hearth_ctl_calendar_make_what (const HearthCtlServer *server,
                               const char *place) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_ctl_calendar_read_password (const HearthCtlServer *server,
                                   const char *place) G_GNUC_WARN_UNUSED_RESULT;
GVariant *
hearth_ctl_calendar_choose (HearthCtl *ctl, GVariant *what, const char *password, const char *kind,
                            GPtrArray *only, HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
HearthCtlExit
hearth_ctl_calendar_add_chosen (HearthCtl *ctl, GVariant *what, GVariant *chosen, const char *password);
gboolean
hearth_ctl_calendar_check_place (HearthCtl *ctl, const HearthCtlServer *server, const char *place);
gboolean
hearth_ctl_calendar_find (HearthCtl *ctl, const char *text, gboolean contacts, gint64 *id,
                          HearthCtlExit *code);

G_END_DECLS
