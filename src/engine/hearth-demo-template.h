/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HEARTH_DEMO_ERROR (hearth_demo_error_quark ())
GQuark hearth_demo_error_quark (void);

/**
 * HearthDemoError:
 * @HEARTH_DEMO_ERROR_TEMPLATE: a marker that is not understood, or a file that is missing
 * @HEARTH_DEMO_ERROR_WRITE: the target folder refused
 *
 * Why the demo account cannot be made.
 */
typedef enum {
  HEARTH_DEMO_ERROR_TEMPLATE, /* a marker that is not understood, or a file that is missing */
  HEARTH_DEMO_ERROR_WRITE,    /* the target folder refused */
} HearthDemoError;

gboolean hearth_demo_template_resolve_day (const char *expression,
                                           GDateTime  *now,
                                           GDate      *day);
char    *hearth_demo_template_expand      (const char *text,
                                           GDateTime  *now,
                                           const char *files_dir,
                                           GDateTime **sent,
                                           GError    **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
