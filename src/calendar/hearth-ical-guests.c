/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical-guests.h"

#include "hearth-ical-people.h"

static const char *const partstats[] = {
  [HEARTH_PARTSTAT_NEEDS_ACTION] = "NEEDS-ACTION", [HEARTH_PARTSTAT_ACCEPTED] = "ACCEPTED",
  [HEARTH_PARTSTAT_DECLINED] = "DECLINED",         [HEARTH_PARTSTAT_TENTATIVE] = "TENTATIVE",
  [HEARTH_PARTSTAT_DELEGATED] = "DELEGATED",
};

static gboolean
is_person (const HearthIcalPartLine *line, const char *name)
{
  return line->depth == 1 && g_str_equal (line->name, name);
}

static gboolean
line_is_of (const HearthIcalPartLine *line, const char *address)
{
  g_auto (HearthIcalReader) reader = { 0 };
  g_autoptr (HearthAddress) who = NULL;

  hearth_ical_part_open_line (line, &reader);
  who = hearth_ical_people_read_address (&reader);
  return *who->address != '\0' && g_ascii_strcasecmp (who->address, address) == 0;
}

static HearthIcalPartLine *
find_attendee (const HearthIcalPart *part, const char *address)
{
  for (guint i = 0; i < part->lines->len; i++) {
    HearthIcalPartLine *line = g_ptr_array_index (part->lines, i);

    if (is_person (line, "ATTENDEE") && line_is_of (line, address))
      return line;
  }
  return NULL;
}

static const HearthIcalPartLine *
find_organizer (const HearthIcalPart *part)
{
  for (guint i = 0; i < part->lines->len; i++)
    if (is_person (g_ptr_array_index (part->lines, i), "ORGANIZER"))
      return g_ptr_array_index (part->lines, i);
  return NULL;
}

/**
 * hearth_ical_guests_is_own:
 * @part: a component
 * @organizer: (nullable): the owner's own address
 *
 * Returns: whether the owner may change what it is: nobody organizes it, or the owner does
 */
gboolean
hearth_ical_guests_is_own (const HearthIcalPart *part, const HearthAddress *organizer)
{
  const HearthIcalPartLine *line = find_organizer (part);

  return line == NULL || (organizer != NULL && line_is_of (line, organizer->address));
}

static char *
dup_name_param (const char *params, const HearthAddress *who)
{
  const char *name = who->name != NULL && *who->name != '\0' ? who->name : NULL;

  return hearth_ical_part_dup_params (params, "CN", name);
}

/**
 * hearth_ical_guests_invite:
 * @part: a component
 * @invite: (element-type HearthAddress): guests to add, unless they are there
 * @organizer: (nullable): who invites, if the component does not say yet
 */
void
hearth_ical_guests_invite (HearthIcalPart *part, const GPtrArray *invite,
                           const HearthAddress *organizer)
{
  if (organizer != NULL && find_organizer (part) == NULL) {
    g_autofree char *params = dup_name_param (NULL, organizer);
    g_autofree char *uri = g_strconcat ("mailto:", organizer->address, NULL);

    hearth_ical_part_add (part, "ORGANIZER", params, uri);
  }
  for (guint i = 0; i < invite->len; i++) {
    const HearthAddress *who = g_ptr_array_index (invite, i);
    g_autofree char *params =
        dup_name_param ("ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE", who);
    g_autofree char *uri = g_strconcat ("mailto:", who->address, NULL);

    if (find_attendee (part, who->address) == NULL)
      hearth_ical_part_add (part, "ATTENDEE", params, uri);
  }
}

/**
 * hearth_ical_guests_uninvite:
 * @part: a component
 * @uninvite: (element-type utf8): addresses of guests to take out
 *
 * Without guests nobody organizes it.
 */
void
hearth_ical_guests_uninvite (HearthIcalPart *part, const GPtrArray *uninvite)
{
  gboolean found = FALSE;

  for (guint i = 0; i < uninvite->len; i++) {
    HearthIcalPartLine *line;

    while ((line = find_attendee (part, g_ptr_array_index (uninvite, i))) != NULL) {
      g_ptr_array_remove (part->lines, line);
      found = TRUE;
    }
  }
  if (found && !hearth_ical_part_has (part, "ATTENDEE"))
    hearth_ical_part_remove (part, "ORGANIZER");
}

static void
set_partstat (HearthIcalPart *part, HearthIcalPartLine *line, HearthPartstat partstat)
{
  g_auto (HearthIcalReader) reader = { 0 };
  g_autofree char *answered = NULL;
  g_autofree char *params = NULL;
  gboolean asks = partstat == HEARTH_PARTSTAT_NEEDS_ACTION;

  hearth_ical_part_open_line (line, &reader);
  answered = hearth_ical_part_dup_params (reader.params, "PARTSTAT", partstats[partstat]);
  params = hearth_ical_part_dup_params (answered, "RSVP", asks ? "TRUE" : NULL);
  hearth_ical_part_write_line (part, line, "ATTENDEE", params, reader.value);
}

/**
 * hearth_ical_guests_answer:
 * @part: a component
 * @edit: an ANSWER
 *
 * Returns: whether the attendee is invited to it
 */
gboolean
hearth_ical_guests_answer (HearthIcalPart *part, const HearthEventEdit *edit)
{
  HearthIcalPartLine *line = edit->attendee != NULL ? find_attendee (part, edit->attendee) : NULL;

  if (line == NULL || (guint) edit->partstat >= G_N_ELEMENTS (partstats))
    return FALSE;
  set_partstat (part, line, edit->partstat);
  if (edit->comment != NULL)
    hearth_ical_part_set_text (part, "COMMENT", edit->comment);
  return TRUE;
}

/**
 * hearth_ical_guests_ask_again:
 * @part: a component that is another event for its guests now
 */
void
hearth_ical_guests_ask_again (HearthIcalPart *part)
{
  const HearthIcalPartLine *line = find_organizer (part);
  g_autoptr (HearthAddress) organizer = NULL;

  if (line != NULL) {
    g_auto (HearthIcalReader) reader = { 0 };

    hearth_ical_part_open_line (line, &reader);
    organizer = hearth_ical_people_read_address (&reader);
  }
  for (guint i = 0; i < part->lines->len; i++) {
    HearthIcalPartLine *guest = g_ptr_array_index (part->lines, i);

    if (is_person (guest, "ATTENDEE") &&
        (organizer == NULL || !line_is_of (guest, organizer->address)))
      set_partstat (part, guest, HEARTH_PARTSTAT_NEEDS_ACTION);
  }
}
