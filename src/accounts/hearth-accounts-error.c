/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-accounts-error.h"

G_DEFINE_QUARK (hearth-accounts-error-quark, hearth_accounts_error)
