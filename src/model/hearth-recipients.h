/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"

G_BEGIN_DECLS

#define HEARTH_MODEL_ERROR (hearth_model_error_quark ())
GQuark hearth_model_error_quark (void);

/**
 * HearthModelError:
 * @HEARTH_MODEL_ERROR_BAD_ADDRESS: it is no address; the message names it
 * @HEARTH_MODEL_ERROR_TOO_MANY: more recipients than a server takes
 * @HEARTH_MODEL_ERROR_BAD_FORMAT: what was packed cannot be read
 */
typedef enum {
  HEARTH_MODEL_ERROR_BAD_ADDRESS,
  HEARTH_MODEL_ERROR_TOO_MANY,
  HEARTH_MODEL_ERROR_BAD_FORMAT,
} HearthModelError;

/**
 * HEARTH_RECIPIENTS_MAX:
 *
 * Recipients of one mail, RFC 5321, section 4.5.3.1.8: what every server has to take.
 */
#define HEARTH_RECIPIENTS_MAX 100

GPtrArray *hearth_recipients_new          (void) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *hearth_recipients_copy         (GPtrArray *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *hearth_recipients_from_text    (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char      *hearth_recipients_to_text      (GPtrArray *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean   hearth_recipients_check        (GPtrArray *self, GError **error);
gboolean   hearth_recipients_contain      (GPtrArray *self, const char *address);
char      *hearth_addr_spec_normalize     (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   hearth_addr_spec_needs_utf8    (const char *address);
gboolean   hearth_addr_spec_equal         (const char *a, const char *b);

G_END_DECLS
