/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hearth-ctl.h"
#include "hearth-letter.h"

G_BEGIN_DECLS

/**
 * HearthCtlMail: a mail with which a letter or a book goes.
 * @to: whom to
 * @subject: what it is about
 * @text: what stands in it
 * @name: (nullable): what the attached PDF is called, without ".pdf"
 * @file: the PDF, or -1
 */
typedef struct {
  const char *to;
  const char *subject;
  const char *text;
  const char *name;
  int file;
} HearthCtlMail;

GVariant *
hearth_ctl_letter_call (HearthCtl *ctl, const char *method, GVariant *parameters,
                        const char *reply_type, HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
GVariant *
hearth_ctl_letter_call_with_file (HearthCtl *ctl, const char *method, GVariant *parameters,
                                  int file, const char *reply_type,
                                  HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
gint32
hearth_ctl_letter_get_handle (const HearthCtl *ctl);
GVariant *
hearth_ctl_letter_make (HearthCtl *ctl, const char *const *args, int file, const char *reply_type,
                        HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
GVariant *
hearth_ctl_letter_ask_program (HearthCtl *ctl, const char *const *args, const char *reply_type,
                               HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
HearthLetter *
hearth_ctl_letter_load (HearthCtl *ctl, const char *argument,
                        HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_ctl_letter_read_text (const char *path, HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
char *
hearth_ctl_letter_edit_text (const char *text, char **path,
                             HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
HearthCtlExit
hearth_ctl_letter_end_edit (const char *path, HearthCtlExit code);
HearthCtlExit
hearth_ctl_letter_mail (HearthCtl *ctl, const HearthCtlMail *mail);
HearthCtlExit
hearth_ctl_letter_tell (HearthCtl *ctl, const char *name, gint64 id, const char *sentence);
HearthCtlExit
hearth_ctl_letter_save (HearthCtl *ctl, gint64 id, GVariant *fields, const char *sentence);

G_END_DECLS
