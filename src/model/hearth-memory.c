/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-memory.h"

#include "hearth-clock.h"

#include <string.h>

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
  self->slot = g_strdup ("");
  self->text = g_strdup (text);
  self->source_kind = g_strdup ("owner");
  self->source = g_strdup ("");
  self->state = HEARTH_MEMORY_ACTIVE;
  self->label = HEARTH_LABEL_OWNER;
  self->label.is_private = TRUE;
  return self;
}

/**
 * hearth_memory_copy:
 * @self: a memory
 *
 * Returns: (transfer full): a copy of it
 */
HearthMemory *
hearth_memory_copy (const HearthMemory *self)
{
  HearthMemory *copy = g_new (HearthMemory, 1);

  *copy = *self;
  copy->kind = g_strdup (self->kind);
  copy->subject = g_strdup (self->subject);
  copy->slot = g_strdup (self->slot);
  copy->text = g_strdup (self->text);
  copy->quote = g_strdup (self->quote);
  copy->source_kind = g_strdup (self->source_kind);
  copy->source = g_strdup (self->source);
  copy->reason = g_strdup (self->reason);
  return copy;
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
  g_free (self->slot);
  g_free (self->text);
  g_free (self->quote);
  g_free (self->source_kind);
  g_free (self->source);
  g_free (self->reason);
  g_free (self);
}

/**
 * hearth_memory_is_kind:
 * @kind: a name
 *
 * Returns: whether it is a kind of memory
 */
gboolean
hearth_memory_is_kind (const char *kind)
{
  static const char *const kinds[] = { "fact", "preference", "person", "habit", "profile", NULL };

  return g_strv_contains (kinds, kind);
}

/**
 * hearth_memory_holds:
 * @self: a memory
 * @at: seconds since 1970 UTC
 *
 * Returns: whether it is active and holds, or held, at that time. What was learnt later may have
 *   been so before, unless it is known since when
 */
gboolean
hearth_memory_holds (const HearthMemory *self, gint64 at)
{
  return self->state == HEARTH_MEMORY_ACTIVE && self->valid_from <= at &&
         (self->valid_until == 0 || self->valid_until > at);
}

static char *
dup_date (gint64 when)
{
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (when);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d") : g_strdup ("?");
}

/**
 * hearth_memory_dup_line:
 * @self: a memory
 * @now: seconds since 1970 UTC
 *
 * Writes a memory for a service: "Ana: lives in Porto (since 2026-03-12, noted 2026-03-12)". Days
 * are those of the owner's time zone.
 *
 * Returns: (transfer full): one line in English, with the text as it is
 */
char *
hearth_memory_dup_line (const HearthMemory *self, gint64 now)
{
  g_autofree char *noted = dup_date (self->created);
  g_autofree char *since = self->valid_from != 0 ? dup_date (self->valid_from) : NULL;
  g_autofree char *until = self->valid_until != 0 ? dup_date (self->valid_until) : NULL;
  GString *line = g_string_new (NULL);

  if (strcmp (self->subject, HEARTH_MEMORY_OWNER) != 0)
    g_string_append_printf (line, "%s: ", self->subject);
  g_string_append (line, self->text);
  g_string_append (line, " (");
  if (since != NULL)
    g_string_append_printf (line, "since %s, ", since);
  if (until != NULL)
    g_string_append_printf (line, "%s %s, ", self->valid_until > now ? "until" : "only until",
                            until);
  g_string_append_printf (line, "noted %s)", noted);
  return g_string_free (line, FALSE);
}
