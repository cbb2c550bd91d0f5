/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mail-page.h"

G_DEFINE_INTERFACE (HearthMailPage, hearth_mail_page, GTK_TYPE_WIDGET)

static void
hearth_mail_page_default_init (HearthMailPageInterface *iface)
{
}

/**
 * hearth_mail_page_dup_chosen:
 * @self: a page
 * @flags: (out): the flags that all chosen messages have
 *
 * Returns: (transfer full) (element-type gint64): the messages that are chosen, perhaps none
 */
GArray *
hearth_mail_page_dup_chosen (HearthMailPage *self, HearthMessageFlags *flags)
{
  return HEARTH_MAIL_PAGE_GET_IFACE (self)->dup_chosen (self, flags);
}

/**
 * hearth_mail_page_step:
 * @self: a page
 * @step: 1 for the next message, -1 for the one before
 *
 * Goes on to another message.
 */
void
hearth_mail_page_step (HearthMailPage *self, int step)
{
  HEARTH_MAIL_PAGE_GET_IFACE (self)->step (self, step);
}

/**
 * hearth_mail_page_mark:
 * @self: a page
 *
 * Adds the message with the focus to those that are chosen, or takes it away from them.
 */
void
hearth_mail_page_mark (HearthMailPage *self)
{
  if (HEARTH_MAIL_PAGE_GET_IFACE (self)->mark != NULL)
    HEARTH_MAIL_PAGE_GET_IFACE (self)->mark (self);
}

/**
 * hearth_mail_page_open:
 * @self: a page
 *
 * Opens the chosen message.
 */
void
hearth_mail_page_open (HearthMailPage *self)
{
  if (HEARTH_MAIL_PAGE_GET_IFACE (self)->open != NULL)
    HEARTH_MAIL_PAGE_GET_IFACE (self)->open (self);
}

/**
 * hearth_mail_page_leave:
 * @self: a page
 *
 * The chosen messages are about to go elsewhere: a page that shows one of them closes.
 */
void
hearth_mail_page_leave (HearthMailPage *self)
{
  if (HEARTH_MAIL_PAGE_GET_IFACE (self)->leave != NULL)
    HEARTH_MAIL_PAGE_GET_IFACE (self)->leave (self);
}

/**
 * hearth_mail_page_get_role:
 * @self: a page
 *
 * Returns: the role of the mailbox of which it shows mail; %HEARTH_MAILBOX_OTHER if that is no one
 */
HearthMailboxRole
hearth_mail_page_get_role (HearthMailPage *self)
{
  return HEARTH_MAIL_PAGE_GET_IFACE (self)->get_role != NULL
             ? HEARTH_MAIL_PAGE_GET_IFACE (self)->get_role (self)
             : HEARTH_MAILBOX_OTHER;
}
