/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HearthCoveringMail: a mail with which a letter or a book goes.
 * @address: where to, "" if it is not known
 * @recipient: who it is for; looked up in the address books where there is no @address, "" for nobody
 * @subject: its subject
 * @text: its text
 * @file: (nullable): a PDF that goes with it
 * @name: what that file is called, without ".pdf"; "" for none
 */
typedef struct {
  const char *address;
  const char *recipient;
  const char *subject;
  const char *text;
  GBytes *file;
  const char *name;
} HearthCoveringMail;

void hearth_covering_mail_begin (GtkWidget *widget, HearthClient *client, const HearthCoveringMail *mail);

G_END_DECLS
