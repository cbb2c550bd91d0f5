/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-eds-error.h"

G_DEFINE_QUARK (hearth-eds-error-quark, hearth_eds_error)
