/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HEARTH_LINEAR_MAX_OUTPUTS:
 *
 * Questions that one model answers at most.
 */
#define HEARTH_LINEAR_MAX_OUTPUTS 8

/**
 * HEARTH_LINEAR_ERROR:
 *
 * Error domain of stored models.
 */
#define HEARTH_LINEAR_ERROR (hearth_linear_error_quark ())

/** HearthLinearError: why a stored model is not read. */
typedef enum {
  HEARTH_LINEAR_ERROR_BAD_FORMAT, /* cut, or not such a model */
} HearthLinearError;

typedef struct _HearthLinear HearthLinear;

GQuark
hearth_linear_error_quark (void);

HearthLinear *
hearth_linear_new (guint bits, guint n_outputs) G_GNUC_WARN_UNUSED_RESULT;
HearthLinear *
hearth_linear_new_from_bytes (GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthLinear *
hearth_linear_copy (const HearthLinear *self) G_GNUC_WARN_UNUSED_RESULT;
void
hearth_linear_free (HearthLinear *self);
GBytes *
hearth_linear_to_bytes (const HearthLinear *self) G_GNUC_WARN_UNUSED_RESULT;
guint
hearth_linear_get_n_outputs (const HearthLinear *self);
void
hearth_linear_score (const HearthLinear *self, const GArray *hashes, double *scores);
double
hearth_linear_get_weight (const HearthLinear *self, guint32 hash, guint output);
void
hearth_linear_learn (HearthLinear *self, const GArray *hashes, guint output, gboolean yes,
                     double others, double rate);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthLinear, hearth_linear_free)

G_END_DECLS
