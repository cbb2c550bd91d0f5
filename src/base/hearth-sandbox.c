/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-sandbox.h"

/* Flatpak puts it into every sandbox (flatpak-metadata(5)). */
#define FLATPAK_INFO "/.flatpak-info"

/**
 * hearth_sandbox_is_flatpak:
 *
 * Tells whether the desktop is reached through portals only. `HEARTH_SANDBOX` says it for tests:
 * "flatpak", or anything else for no.
 *
 * Returns: whether this program runs in a Flatpak
 */
gboolean
hearth_sandbox_is_flatpak (void)
{
  const char *told = g_getenv ("HEARTH_SANDBOX");

  if (told != NULL)
    return g_str_equal (told, "flatpak");
  return g_file_test (FLATPAK_INFO, G_FILE_TEST_EXISTS);
}
