/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-graphics.h"

/* Who draws: a graphics card, or the processor.
 *
 * Where there is no card, in most virtual machines, GTK 4.8 still opens OpenGL and gets one that is
 * done by the processor, for which a compiler is loaded: 30 MB and a fifth of the time to the first
 * window, and each frame takes longer than it takes cairo. */

/* The files of the kernel that stand for a card, with Mesa's drivers and with those of vendors. */
static const char *const cards[] = { "nvidia0", "nvidiactl", "dxg", "mali0", "kgsl-3d0" };

/**
 * hearth_graphics_has_card:
 * @devices: where device files are: "/dev"
 *
 * Returns: whether something else than the processor can draw
 */
gboolean
hearth_graphics_has_card (const char *devices)
{
  g_autofree char *path = g_build_filename (devices, "dri", NULL);
  g_autoptr (GDir) dri = g_dir_open (path, 0, NULL);
  const char *name;

  while (dri != NULL && (name = g_dir_read_name (dri)) != NULL) {
    if (g_str_has_prefix (name, "renderD"))
      return TRUE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (cards); i++) {
    g_autofree char *card = g_build_filename (devices, cards[i], NULL);

    if (g_file_test (card, G_FILE_TEST_EXISTS))
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_graphics_choose:
 *
 * Keeps GTK from OpenGL where that would be done by the processor, or not be used. What `GDK_DEBUG`
 * and `GSK_RENDERER` say comes first. To be called before there are threads: it sets a variable of
 * the environment, the only way that GTK has for it.
 */
void
hearth_graphics_choose (void)
{
  const char *renderer = g_getenv ("GSK_RENDERER");

  if (g_getenv ("GDK_DEBUG") == NULL &&
      (renderer != NULL ? g_str_equal (renderer, "cairo") : !hearth_graphics_has_card ("/dev")))
    g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
}
