/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-maildir-names.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

const char *const hearth_maildir_subs[2] = { "new", "cur" };

static const struct {
  char letter;
  HearthMessageFlags flag;
} letters[] = {
  { 'D', HEARTH_MESSAGE_DRAFT },     { 'F', HEARTH_MESSAGE_FLAGGED },
  { 'P', HEARTH_MESSAGE_FORWARDED }, { 'R', HEARTH_MESSAGE_ANSWERED },
  { 'S', HEARTH_MESSAGE_SEEN },      { 'T', HEARTH_MESSAGE_DELETED },
};

/**
 * hearth_maildir_key_size:
 * @name: (type filename): a file's name
 *
 * The key is what is before ":2,", or before another sign on file systems that have no colons.
 *
 * Returns: bytes of the key in @name
 */
guint
hearth_maildir_key_size (const char *name)
{
  const char *info = NULL;

  for (const char *p = name; *p != '\0'; p++) {
    if ((*p == ':' || *p == ';' || *p == '!') && p[1] == '2' && p[2] == ',')
      info = p;
  }
  return info != NULL ? info - name : strlen (name);
}

/**
 * hearth_maildir_parse_flags:
 * @info: what follows the key in a file's name
 *
 * Returns: the flags
 */
HearthMessageFlags
hearth_maildir_parse_flags (const char *info)
{
  HearthMessageFlags flags = 0;

  for (const char *p = info; *p != '\0'; p++) {
    for (guint i = 0; i < G_N_ELEMENTS (letters); i++) {
      if (letters[i].letter == *p)
        flags |= letters[i].flag;
    }
  }
  return flags;
}

/**
 * hearth_maildir_index_names:
 * @folder: (type filename): a Maildir
 *
 * Returns: (transfer full) (element-type utf8 utf8): key -> "cur/NAME" of all that lies there now
 */
GHashTable *
hearth_maildir_index_names (const char *path)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < 2; i++) {
    g_autofree char *sub = g_build_filename (path, hearth_maildir_subs[i], NULL);
    DIR *stream = opendir (sub);
    struct dirent *entry;

    while (stream != NULL && (entry = readdir (stream)) != NULL) {
      if (entry->d_name[0] != '.')
        g_hash_table_replace (index,
                              g_strndup (entry->d_name, hearth_maildir_key_size (entry->d_name)),
                              g_strconcat (hearth_maildir_subs[i], "/", entry->d_name, NULL));
    }
    if (stream != NULL)
      closedir (stream);
  }
  return index;
}

static gboolean
is_own_path (const char *path, const char *key)
{
  gsize size = strlen (key);

  return path != NULL && (g_str_has_prefix (path, "cur/") || g_str_has_prefix (path, "new/")) &&
         strchr (path + 4, '/') == NULL && strncmp (path + 4, key, size) == 0 &&
         hearth_maildir_key_size (path + 4) == size;
}

/**
 * hearth_maildir_locate:
 * @folder: (type filename): a Maildir
 * @key: a message's key
 * @path: (nullable): where it was, "cur/NAME"
 *
 * Looks where the message was, then where its marks would bring it, then everywhere.
 *
 * Returns: (transfer full) (nullable): where it lies now, "cur/NAME"
 */
char *
hearth_maildir_locate (const char *folder, const char *key, const char *path)
{
  static const struct {
    const char *dir;
    const char *info;
  } usual[] = { { "new/", "" }, { "cur/", ":2,S" }, { "cur/", ":2," }, { "cur/", ":2,RS" } };
  g_autoptr (GHashTable) index = NULL;

  if (strchr (key, '/') != NULL)
    return NULL;
  for (guint i = 0; i <= G_N_ELEMENTS (usual); i++) {
    g_autofree char *name = NULL;
    g_autofree char *full = NULL;

    if (i == 0) {
      if (!is_own_path (path, key))
        continue;
      name = g_strdup (path);
    } else {
      name = g_strconcat (usual[i - 1].dir, key, usual[i - 1].info, NULL);
    }
    full = g_build_filename (folder, name, NULL);
    if (access (full, F_OK) == 0)
      return g_steal_pointer (&name);
  }
  index = hearth_maildir_index_names (folder);
  return g_strdup (g_hash_table_lookup (index, key));
}

/**
 * hearth_maildir_make_name:
 * @key: a message's key
 * @old_name: where it lies, "cur/NAME"
 * @flags: its new flags
 *
 * Makes the name with new flags: in order, as the format wants them, and with the letters that
 * other programs put there.
 *
 * Returns: (transfer full): "cur/NAME"
 */
char *
hearth_maildir_make_name (const char *key, const char *old_name, HearthMessageFlags flags)
{
  g_autoptr (GString) set = g_string_new (NULL);
  const char *info = old_name + strlen ("cur/") + strlen (key);
  const char sign[2] = { *info != '\0' ? *info : ':', '\0' };

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++) {
    if ((flags & letters[i].flag) != 0)
      g_string_append_c (set, letters[i].letter);
  }
  for (const char *p = *info != '\0' ? info + 3 : info; *p != '\0'; p++) {
    if (g_ascii_islower (*p))
      g_string_append_c (set, *p);
  }
  return g_strconcat ("cur/", key, sign, "2,", set->str, NULL);
}
