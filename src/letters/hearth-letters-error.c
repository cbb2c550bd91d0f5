/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letters-error.h"

/**
 * hearth_letters_error_quark:
 *
 * Returns: the domain of #HearthLettersError
 */
G_DEFINE_QUARK (hearth-letters-error-quark, hearth_letters_error)
