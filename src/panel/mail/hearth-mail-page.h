/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"
#include "hearth-records.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** HearthMailPage: what shows mail to which its owner can do something: a list, or one message. */
#define HEARTH_TYPE_MAIL_PAGE (hearth_mail_page_get_type ())
G_DECLARE_INTERFACE (HearthMailPage, hearth_mail_page, HEARTH, MAIL_PAGE, GtkWidget)

/**
 * HearthMailPageInterface:
 * @dup_chosen: see hearth_mail_page_dup_chosen()
 * @step: see hearth_mail_page_step()
 * @mark: (nullable): see hearth_mail_page_mark()
 * @open: (nullable): see hearth_mail_page_open()
 * @leave: (nullable): see hearth_mail_page_leave()
 * @get_role: (nullable): see hearth_mail_page_get_role()
 */
struct _HearthMailPageInterface {
  GTypeInterface parent_iface;

  GArray *(*dup_chosen) (HearthMailPage *self, HearthMessageFlags *flags);
  void (*step) (HearthMailPage *self, int step);
  void (*mark) (HearthMailPage *self);
  void (*open) (HearthMailPage *self);
  void (*leave) (HearthMailPage *self);
  HearthMailboxRole (*get_role) (HearthMailPage *self);
};

GArray *hearth_mail_page_dup_chosen (HearthMailPage *self, HearthMessageFlags *flags) G_GNUC_WARN_UNUSED_RESULT;
void    hearth_mail_page_step       (HearthMailPage *self, int step);
void    hearth_mail_page_mark       (HearthMailPage *self);
void    hearth_mail_page_open       (HearthMailPage *self);
void    hearth_mail_page_leave      (HearthMailPage *self);

HearthMailboxRole hearth_mail_page_get_role (HearthMailPage *self);

G_END_DECLS
