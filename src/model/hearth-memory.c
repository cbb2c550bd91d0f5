/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-memory.h"

/**
 * hearth_memory_new:
 * @kind: what kind it is
 * @subject: whom or what it is about
 * @text: what is remembered
 *
 * Returns: (transfer full): a memory that the owner wrote, with no row yet
 */
HearthMemory *
hearth_memory_new (const char *kind, const char *subject, const char *text)
{
  HearthMemory *self = g_new0 (HearthMemory, 1);

  self->kind = g_strdup (kind);
  self->subject = g_strdup (subject);
  self->text = g_strdup (text);
  self->source_kind = g_strdup ("owner");
  self->source = g_strdup ("");
  self->state = HEARTH_MEMORY_ACTIVE;
  return self;
}

/**
 * hearth_memory_free:
 * @self: (transfer full): a memory
 */
void
hearth_memory_free (HearthMemory *self)
{
  g_free (self->kind);
  g_free (self->subject);
  g_free (self->text);
  g_free (self->quote);
  g_free (self->source_kind);
  g_free (self->source);
  g_free (self->reason);
  g_free (self);
}
