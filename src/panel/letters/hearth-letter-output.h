/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-letter-face.h"
#include "hearth-pages.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HearthLetterOutputFunc:
 * @pages: (nullable): the letter on paper, or %NULL with @message
 * @message: (nullable): why there are none, a sentence
 * @user_data: what was given with the function
 */
typedef void (*HearthLetterOutputFunc) (HearthPages *pages, const char *message,
                                        gpointer user_data);

void hearth_letter_output_set   (HearthClient *client, const HearthLetter *letter,
                                 const HearthLetterFace *face, HearthLetterOutputFunc func,
                                 gpointer user_data, GDestroyNotify user_data_free);
void hearth_letter_output_print (GtkWidget *widget, HearthClient *client, const HearthLetter *letter,
                                 const HearthLetterFace *face);
void hearth_letter_output_print_envelope (GtkWidget *widget, HearthClient *client,
                                          const HearthLetter *letter,
                                          const HearthLetterFace *face);
void hearth_letter_output_save  (GtkWidget *widget, HearthClient *client, const HearthLetter *letter,
                                 const HearthLetterFace *face);
void hearth_letter_output_mail  (GtkWidget *widget, HearthClient *client, const HearthLetter *letter,
                                 const HearthLetterFace *face);
void hearth_letter_output_mail_text (GtkWidget *widget, HearthClient *client,
                                     const HearthLetter *letter, const HearthLetterFace *face);

G_END_DECLS
