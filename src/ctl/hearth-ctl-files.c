/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-files.h"

#include "hearth-turn-file.h"

static GBytes *
read_file (const char *path, GError **error)
{
  g_autoptr (GMappedFile) mapped = g_mapped_file_new (path, FALSE, error);

  /* A copy: who else writes into the file does not write into what is sent. */
  return mapped != NULL
             ? g_bytes_new (g_mapped_file_get_contents (mapped),
                            MIN (g_mapped_file_get_length (mapped), HEARTH_TURN_FILE_MAX_BYTES + 1))
             : NULL;
}

/**
 * hearth_ctl_files_pack:
 * @paths: (element-type utf8): files that go with a question
 * @error: return location; why one of them cannot
 *
 * Returns: (transfer full) (nullable): the files as the method AskWith takes them, `aa{sv}`
 */
GVariant *
hearth_ctl_files_pack (GPtrArray *paths, GError **error)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < paths->len; i++) {
    g_autoptr (GBytes) data = read_file (g_ptr_array_index (paths, i), error);
    g_autofree char *name = g_filename_display_name (g_ptr_array_index (paths, i));
    g_autoptr (HearthTurnFile) file =
        data != NULL ? hearth_turn_file_new (name, data, error) : NULL;
    GVariantDict dict;

    if (file == NULL)
      return NULL;
    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "name", "s", file->name);
    g_variant_dict_insert_value (&dict, "data",
                                 g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, data, TRUE));
    g_variant_builder_add_value (&builder, g_variant_dict_end (&dict));
  }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}
