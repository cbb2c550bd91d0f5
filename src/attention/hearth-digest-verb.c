/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-digest-verb.h"

#include "hearth-clock.h"

#include <glib/gi18n.h>

/**
 * hearth_digest_tell:
 * @engine: an engine
 * @kind: when it is for
 * @since: since when to say what changed, seconds since 1970 UTC, or 0 for the last digest
 * @told: whether the owner reads it, so that the next one says what changed since
 * @error: a #HearthStoreError
 *
 * Makes a digest of what is now. That it was told is on disk when this returns.
 *
 * Returns: (transfer full) (nullable): a digest
 */
HearthDigest *
hearth_digest_tell (HearthEngine *engine, HearthDigestKind kind, gint64 since, gboolean told,
                    GError **error)
{
  HearthDatabase *db = hearth_engine_get_reader (engine);
  g_autoptr (HearthDigest) digest = hearth_digest_new (db, kind, hearth_clock_now (), since, error);
  g_autofree char *mark = NULL;

  if (digest == NULL)
    return NULL;
  if (told) {
    mark = hearth_digest_dup_mark (db, digest);
    if (!hearth_engine_set_meta (engine, HEARTH_DIGEST_MARK, mark, error))
      return NULL;
  }
  return g_steal_pointer (&digest);
}

/**
 * hearth_digest_verb:
 * @engine: an engine
 * @kind: "now", "morning", "evening" or "weekly"; "" is "now"
 * @language: the language of the spoken form; "" is that of the desktop
 * @told: whether the owner reads it
 * @error: `HEARTH_ENGINE_ERROR_INVALID` if there is no such kind, or a #HearthStoreError
 *
 * Does what the method Digest of the service does.
 *
 * Returns: (transfer full) (nullable): an `a{sv}`
 */
GVariant *
hearth_digest_verb (HearthEngine *engine, const char *kind, const char *language, gboolean told,
                    GError **error)
{
  g_autoptr (HearthDigest) digest = NULL;
  HearthDigestKind which;

  if (!hearth_digest_kind_from_string (kind, &which)) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                 _("“%s” is no digest; there are “now”, “morning”, “evening” and “weekly”."),
                 kind);
    return NULL;
  }
  digest = hearth_digest_tell (engine, which, 0, told, error);
  if (digest == NULL)
    return NULL;
  return g_variant_ref_sink (
      hearth_digest_to_variant (digest, *language != '\0' ? language : g_get_language_names ()[0]));
}
