/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-locale.h"

#include <glib/gi18n.h>
#include <locale.h>

/**
 * hearth_locale_init:
 *
 * Takes the locale of the environment and the catalogues that were installed for it. The folder of
 * the catalogues can be named by HEARTH_LOCALEDIR, so that they are seen before they are installed.
 * To be called first in a program.
 */
void
hearth_locale_init (void)
{
  const char *named = g_getenv ("HEARTH_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, named != NULL && *named != '\0' ? named : HEARTH_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/**
 * hearth_locale_get_language:
 *
 * Returns: (transfer none): the code of the language that the program's own sentences are in
 */
const char *
hearth_locale_get_language (void)
{
  /* Translators: the code of the language that you translate into, such as “de”; not a word. */
  return C_ ("language code", "en");
}
