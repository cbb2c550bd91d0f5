/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ai-error-private.h"

typedef struct {
  guint status;
  gint64 retry_after; /* seconds plus one, so that 0 is "not said" */
} HearthAiErrorPrivate;

static void
hearth_ai_error_private_init (HearthAiErrorPrivate *priv)
{
}

static void
hearth_ai_error_private_copy (const HearthAiErrorPrivate *source, HearthAiErrorPrivate *destination)
{
  *destination = *source;
}

static void
hearth_ai_error_private_clear (HearthAiErrorPrivate *priv)
{
}

G_DEFINE_EXTENDED_ERROR (HearthAiError, hearth_ai_error)

/**
 * hearth_ai_error_set_details:
 * @error: a #HearthAiError
 * @status: the HTTP status, or what the service gave for one; 0 for none
 * @retry_after: in how many seconds to ask again, or -1
 */
void
hearth_ai_error_set_details (GError *error, guint status, gint64 retry_after)
{
  HearthAiErrorPrivate *priv = hearth_ai_error_get_private (error);

  if (priv == NULL)
    return;
  priv->status = status;
  priv->retry_after = retry_after >= 0 ? retry_after + 1 : 0;
}

/**
 * hearth_ai_error_get_status:
 * @error: an error
 *
 * Returns: the HTTP status that it came with, or 0
 */
guint
hearth_ai_error_get_status (const GError *error)
{
  return error->domain == HEARTH_AI_ERROR ? hearth_ai_error_get_private (error)->status : 0;
}

/**
 * hearth_ai_error_get_retry_after:
 * @error: an error
 *
 * Returns: in how many seconds the service wants to be asked again, or -1 if it does not say
 */
gint64
hearth_ai_error_get_retry_after (const GError *error)
{
  return error->domain == HEARTH_AI_ERROR ? hearth_ai_error_get_private (error)->retry_after - 1
                                          : -1;
}
