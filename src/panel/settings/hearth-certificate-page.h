/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account-calls.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_CERTIFICATE_PAGE (hearth_certificate_page_get_type ())
G_DECLARE_FINAL_TYPE (HearthCertificatePage, hearth_certificate_page, HEARTH, CERTIFICATE_PAGE,
                      GtkWidget)

void hearth_certificate_page_show  (HearthCertificatePage *self,
                                    const HearthCertificateFacts *facts, const char *sentence);
void hearth_certificate_page_focus (HearthCertificatePage *self);

G_END_DECLS
