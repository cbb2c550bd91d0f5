/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-contacts-error.h"

G_DEFINE_QUARK (hearth-contacts-error-quark, hearth_contacts_error)
