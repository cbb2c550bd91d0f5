/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthLettersError:
 *
 * Why a hand was not read or a letter was not set. Each message is made of whole sentences for the
 * owner.
 */
typedef enum {
  HEARTH_LETTERS_ERROR_BAD_HAND,  /* the file is no hand, or one of a later version */
  HEARTH_LETTERS_ERROR_TOO_LARGE, /* more strokes, pages or words than are taken */
  HEARTH_LETTERS_ERROR_PAPER,     /* the margins leave no room, or there is no such page */
  HEARTH_LETTERS_ERROR_EMPTY,     /* nothing that could be set */
  HEARTH_LETTERS_ERROR_OUTPUT,    /* the file could not be made */
} HearthLettersError;

#define HEARTH_LETTERS_ERROR (hearth_letters_error_quark ())
GQuark hearth_letters_error_quark (void);

G_END_DECLS
