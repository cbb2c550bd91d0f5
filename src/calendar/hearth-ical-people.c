/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical-people.h"

#include "hearth-text.h"

#include <string.h>

/**
 * hearth_ical_people_dup_param:
 * @reader: a reader on a line
 * @name: a parameter
 * @max_chars: the longest text that is kept
 *
 * Returns: (transfer full) (nullable): the parameter's value as one clean line, or %NULL
 */
char *
hearth_ical_people_dup_param (HearthIcalReader *reader, const char *name, gsize max_chars)
{
  g_autofree char *raw = hearth_ical_reader_dup_param (reader, name);
  g_autofree char *clean = raw != NULL ? hearth_text_clean (raw, -1) : NULL;

  return clean != NULL ? hearth_text_one_line (clean, max_chars) : NULL;
}

/**
 * hearth_ical_people_read_address:
 * @reader: a reader on an ORGANIZER or ATTENDEE
 *
 * Reads a CAL-ADDRESS and its CN, RFC 5545, sections 3.3.3 and 3.2.2. An address that is none of
 * mail is left empty.
 *
 * Returns: (transfer full): who it is
 */
HearthAddress *
hearth_ical_people_read_address (HearthIcalReader *reader)
{
  g_autofree char *name = hearth_ical_people_dup_param (reader, "CN", 200);
  g_autofree char *email = hearth_ical_people_dup_param (reader, "EMAIL", 320);
  g_autofree char *text = hearth_ical_reader_dup_text (reader);
  g_autofree char *value = hearth_text_one_line (text, 320 + strlen ("mailto:"));
  const char *address = value;
  char *at;

  if (g_ascii_strncasecmp (value, "mailto:", 7) == 0)
    address = value + 7;
  else if (email != NULL)
    address = email;
  else if (strchr (value, '@') == NULL || strchr (value, ':') != NULL)
    address = "";
  at = strrchr (address, '@');
  for (; at != NULL && *at != '\0'; at++)
    *at = g_ascii_tolower (*at);
  /* Some programs write the address where the name belongs. */
  if (name != NULL && g_ascii_strcasecmp (name, address) == 0)
    *name = '\0';
  return hearth_address_new (name, address);
}

/**
 * hearth_ical_people_read_partstat:
 * @reader: a reader on an ATTENDEE
 *
 * Returns: the answer, RFC 5545, section 3.2.12
 */
HearthPartstat
hearth_ical_people_read_partstat (HearthIcalReader *reader)
{
  g_autofree char *value = hearth_ical_reader_dup_param (reader, "PARTSTAT");

  if (value == NULL)
    return HEARTH_PARTSTAT_NEEDS_ACTION;
  if (g_ascii_strcasecmp (value, "ACCEPTED") == 0)
    return HEARTH_PARTSTAT_ACCEPTED;
  if (g_ascii_strcasecmp (value, "DECLINED") == 0)
    return HEARTH_PARTSTAT_DECLINED;
  if (g_ascii_strcasecmp (value, "TENTATIVE") == 0)
    return HEARTH_PARTSTAT_TENTATIVE;
  if (g_ascii_strcasecmp (value, "DELEGATED") == 0)
    return HEARTH_PARTSTAT_DELEGATED;
  return HEARTH_PARTSTAT_NEEDS_ACTION;
}
