/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-operation.h"

/**
 * hearth_operation_new:
 *
 * Returns: (transfer full): an operation that says nothing yet
 */
HearthOperation *
hearth_operation_new (void)
{
  return g_new0 (HearthOperation, 1);
}

/**
 * hearth_operation_free:
 * @self: (nullable) (transfer full): an operation
 */
void
hearth_operation_free (HearthOperation *self)
{
  if (self == NULL)
    return;
  g_free (self->mailbox);
  g_free (self->key);
  g_free (self->header_id);
  g_free (self->target);
  g_free (self->new_key);
  g_free (self->reason);
  g_free (self);
}
