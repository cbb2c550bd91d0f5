/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-script-direction.h"

/* Scripts that are read from right to left, of those that anybody writes mail in. */
static gboolean
is_right_to_left (GUnicodeScript script)
{
  static const GUnicodeScript scripts[] = {
    G_UNICODE_SCRIPT_ARABIC, G_UNICODE_SCRIPT_HEBREW,        G_UNICODE_SCRIPT_SYRIAC,
    G_UNICODE_SCRIPT_THAANA, G_UNICODE_SCRIPT_NKO,           G_UNICODE_SCRIPT_SAMARITAN,
    G_UNICODE_SCRIPT_ADLAM,  G_UNICODE_SCRIPT_MENDE_KIKAKUI, G_UNICODE_SCRIPT_HANIFI_ROHINGYA,
  };

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
    if (scripts[i] == script)
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_script_direction_find:
 * @text: UTF-8 text
 *
 * Finds the direction of a text by its first letter (UAX #9, P2).
 *
 * Returns: its direction; %HEARTH_SCRIPT_NEITHER if there is no letter in it
 */
HearthScriptDirection
hearth_script_direction_find (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (g_unichar_isalpha (c))
      return is_right_to_left (g_unichar_get_script (c)) ? HEARTH_SCRIPT_RIGHT_TO_LEFT
                                                         : HEARTH_SCRIPT_LEFT_TO_RIGHT;
  }
  return HEARTH_SCRIPT_NEITHER;
}
