/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-message.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_ATTACHMENT_CONTENT (hearth_attachment_content_get_type ())
G_DECLARE_FINAL_TYPE (HearthAttachmentContent, hearth_attachment_content, HEARTH,
                      ATTACHMENT_CONTENT, GdkContentProvider)

GdkContentProvider *hearth_attachment_content_new  (HearthClient *client, gint64 message,
                                                    const char *part) G_GNUC_WARN_UNUSED_RESULT;
void                hearth_attachment_content_drag (GtkWidget *widget, HearthClient *client,
                                                    gint64 message, const HearthAttachment *attachment);

G_END_DECLS
